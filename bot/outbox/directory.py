"""Who people are, asked of the platform they are on; and which language they chose."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from time import monotonic

import structlog

from bot.outbox.channel import Later, NotTaken, Revoked, Unclear, Unreachable
from workflows.definition import Company, Language
from workflows.ports import Directory, Notes, Profile
from workflows.state.values import Person

_log: structlog.stdlib.BoundLogger = structlog.stdlib.get_logger("people")

PATIENCE = 60.0  # seconds that a platform is not asked who has left, after it could not tell
LANGUAGES: tuple[Language, ...] = ("en", "zh")


class People:
    """Every platform's directory by the prefix of its people; a human being on both is one person."""

    def __init__(
        self,
        directories: Mapping[str, Directory],
        language: Language,
        company: Callable[[], Company],
        notes: Notes,
    ) -> None:
        self._directories = directories
        self._language = language
        self._company = company
        self._notes = notes
        self._chosen: dict[Person, Language | None] = {}
        self._gone: frozenset[Person] = frozenset()  # who surely had left when they were last looked up
        self._ask_again: dict[str, float] = {}  # which platform could not be asked, and when to try again

    def profile(self, person: Person) -> Profile:
        """In the language they chose, else the one that a platform tells.

        Somebody of a platform that isn't connected has a name, but may not act.
        """
        profile = self._profile(person)
        language = self._chosen_by(person) or self._told(person)
        return profile.model_copy(update={"language": language}) if language else profile

    def left(self, person: Person) -> bool:
        """They have left as everybody that we know them as; a lookup that fails tells nothing."""
        ids = [id for id in self._company().ids(person) if id.partition(":")[0] in self._directories]
        return bool(ids) and all(map(self._has_left, ids))

    def _has_left(self, id: Person) -> bool:
        """As far as is known; a platform that can't be asked is not asked about one person after the other."""
        platform = id.partition(":")[0]
        if monotonic() < self._ask_again.get(platform, 0):
            return id in self._gone
        try:
            left = self._profile(id).left
        except (Later, Revoked, Unclear, NotTaken, Unreachable) as failed:
            _log.info("nobody can tell whether somebody is still there", why=type(failed).__name__)
            if isinstance(failed, Later | Revoked | Unclear):
                self._ask_again[platform] = monotonic() + PATIENCE
            return id in self._gone
        self._gone = self._gone | {id} if left else self._gone - {id}
        return left

    def choose(self, person: Person, language: Language) -> None:
        """From now on this person is spoken to in that language. Raises NotSaved."""
        for id in self._company().ids(person):
            self._notes.note(_key(id), language)
            self._chosen[id] = language

    def _profile(self, person: Person) -> Profile:
        platform, _, name = person.partition(":")
        if platform in self._directories:
            return self._directories[platform].profile(person)
        return Profile(person=person, name=name, language=self._language, timezone="UTC", may_act=False)

    def _chosen_by(self, person: Person) -> Language | None:
        if person not in self._chosen:
            noted = self._notes.noted(_key(person))
            self._chosen[person] = next((one for one in LANGUAGES if one == noted), None)
        return self._chosen[person]

    def _told(self, person: Person) -> Language | None:
        """WeCom tells no language; where somebody is on Slack too, Slack does."""
        if not person.startswith("wecom:") or "slack" not in self._directories:
            return None
        known = (id for id in self._company().ids(person) if id.startswith("slack:"))
        return next((self._profile(id).language for id in known), None)


def _key(person: Person) -> str:
    return f"language:{person}"
