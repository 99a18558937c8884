"""Who people are, asked of the platform they are on; and which language they chose."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from time import monotonic

import structlog

from bot.outbox.channel import Later, Lookup, NotTaken, Revoked, Unclear, Unreachable
from bot.outbox.profiles import MOST
from bot.service.recent import Recent
from workflows.definition import Company
from workflows.keys import NoteKind, note_key, prefix
from workflows.languages import LANGUAGES, Language
from workflows.ports import Notes, Profile
from workflows.state.values import Person

_log: structlog.stdlib.BoundLogger = structlog.stdlib.get_logger("people")

PATIENCE = 60.0  # seconds that a platform is not asked who has left, after it could not tell
AGAIN = 60.0  # seconds in which nobody is looked up twice because they may not act
LANGUAGE = prefix(NoteKind.LANGUAGE)


class People:
    """Every platform's directory by the prefix of its people; a human being on both is one person."""

    def __init__(
        self,
        directories: Mapping[str, Lookup],
        language: Language,
        company: Callable[[], Company],
        notes: Notes,
        *,
        seconds: Callable[[], float] = monotonic,
    ) -> None:
        self._directories = directories
        self._language = language
        self._company = company
        self._notes = notes
        self._seconds = seconds
        self._renewed: Recent[Person, float] = Recent(MOST)  # when somebody was last looked up before a no
        self._gone: frozenset[Person] = frozenset()  # who surely had left when they were last looked up
        self._ask_again: dict[str, float] = {}  # which platform could not be asked, and when to try again

    def profile(self, person: Person) -> Profile:
        """In the language they chose, else the one that a platform tells.

        Somebody of a platform that isn't connected has a name, but may not act.
        """
        profile = self._profile(person)
        language = self._chosen_by(person) or self._told(person)
        return profile.model_copy(update={"language": language}) if language else profile

    def may_act(self, person: Person) -> bool:
        """Whether they may act now. Before a no they are looked up again: an old profile keeps nobody out."""
        return self._profile(person).may_act or self._looked_at_again(person).may_act

    def left(self, person: Person) -> bool:
        """They have left as everybody that we know them as; a lookup that fails tells nothing."""
        ids = [id for id in self._company().ids(person) if id.partition(":")[0] in self._directories]
        return bool(ids) and all(map(self._has_left, ids))

    def _has_left(self, id: Person) -> bool:
        """As far as is known; a platform that can't be asked is not asked about one person after the other."""
        platform = id.partition(":")[0]
        if self._seconds() < self._ask_again.get(platform, 0):
            return id in self._gone
        try:
            left = self._profile(id).left and self._renewed_profile(id).left
        except (Later, Revoked, Unclear, NotTaken, Unreachable) as failed:
            _log.info("nobody can tell whether somebody is still there", why=type(failed).__name__)
            if isinstance(failed, Later | Revoked | Unclear):
                self._ask_again[platform] = self._seconds() + PATIENCE
            return id in self._gone
        self._gone = self._gone | {id} if left else self._gone - {id}
        return left

    def choose(self, person: Person, language: Language) -> None:
        """From now on this person is spoken to in that language. Raises NotSaved."""
        for id in self._company().ids(person):
            self._notes.note(_key(id), language)

    def _profile(self, person: Person) -> Profile:
        platform, _, name = person.partition(":")
        if platform in self._directories:
            return self._directories[platform].profile(person)
        return Profile(person=person, name=name, language=self._language, timezone="UTC", may_act=False)

    def _looked_at_again(self, person: Person) -> Profile:
        """Return their profile as it is now; as it was known where the platform can't be asked."""
        try:
            return self._renewed_profile(person)
        except (Later, Revoked, Unclear, NotTaken, Unreachable) as failed:
            _log.info("who may not act was not looked up again", why=type(failed).__name__)
            return self._profile(person)

    def _renewed_profile(self, person: Person) -> Profile:
        """Looked up again, but nobody more than once a minute."""
        platform, now = person.partition(":")[0], self._seconds()
        last = self._renewed.get(person)
        if platform not in self._directories or (last is not None and now < last + AGAIN):
            return self._profile(person)
        self._renewed.put(person, now)
        return self._directories[platform].renewed(person)

    def _chosen_by(self, person: Person) -> Language | None:
        noted = self._notes.notes(LANGUAGE).get(_key(person))
        return next((one for one in LANGUAGES if one == noted), None)

    def _told(self, person: Person) -> Language | None:
        """WeCom tells no language; where somebody is on Slack too, Slack does."""
        if not person.startswith("wecom:") or "slack" not in self._directories:
            return None
        known = (id for id in self._company().ids(person) if id.startswith("slack:"))
        return next((self._profile(id).language for id in known), None)


def _key(person: Person) -> str:
    return note_key(NoteKind.LANGUAGE, person)
