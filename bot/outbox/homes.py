"""People's own pages, drawn anew when something on them has changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import structlog

from bot.outbox.channel import Later, Revoked, Unclear, Unreachable
from bot.outbox.mailroom import Mailroom
from bot.outbox.pacing import Tick
from workflows.keys import NoteKind, note_key, prefix
from workflows.ports import Conflict, Receipt, Step
from workflows.state.request import Request
from workflows.state.values import Person

BETWEEN_HOMES = 1.0  # seconds between two versions of somebody's home
_REDRAW = prefix(NoteKind.REDRAW)

_log: structlog.stdlib.BoundLogger = structlog.stdlib.get_logger()


class Homes:
    """The pages of those who have opened theirs.

    The store's notes tell which of them are to be drawn. Such a note is written in the commit that makes it
    necessary, and forgotten once the page is shown; the text of a newer one is another.
    """

    def __init__(self, room: Mailroom, tick: Tick) -> None:
        self._room = room
        self._tick = tick
        self._shown: dict[Person, float] = {}

    def notes_about(self, request: Request, receipts: Sequence[Receipt]) -> dict[str, str]:
        """Return the notes that have those pages drawn anew which show this request, where none waits already.

        For the sender's thread, which also draws: what it has noted before is not drawn before this is stored.
        """
        company = self._room.company()
        told = (one.notice.to for one in receipts if one.notice.place == "person")
        people = {request.requester, request.decider, *company.department(request.department).everyone, *told}
        people |= {request.owner} if request.owner else set()
        everywhere = {id for person in people for id in company.ids(person)}
        keys = (note_key(NoteKind.REDRAW, person) for person in self._room.store.homes() & everywhere)
        noted = self._wanted()
        return {key: f"#{request.number} {request.version}" for key in keys if key not in noted}

    def wanting(self) -> bool:
        return bool(self._wanted())

    def publish(self, *, at_once: bool = False) -> None:
        """Draw the pages that are due; the same one at most once a second, unless `at_once`. Raises NotSaved."""
        now = self._tick()
        shown: list[Step] = []
        for key, token in self._wanted().items():
            person = key.removeprefix(_REDRAW)
            due = at_once or self._shown.get(person, -9.0) + BETWEEN_HOMES <= now
            if due and self._publish(person):
                shown.append(Step(notes={key: None}, notes_before={key: token}))
        if shown:
            self._forget(shown)

    def _wanted(self) -> Mapping[str, str]:
        return self._room.store.notes(_REDRAW)

    def _publish(self, person: Person) -> bool:
        """Whether it needs no other try."""
        self._shown[person] = self._tick()
        try:
            with self._room.lines.call(person) as channel:
                channel.home(person, self._room.speak.home(person))
        except (Later, Revoked, Unclear):
            return False
        except Unreachable as gone:
            _log.info("home not shown", person=person, why=str(gone))
        except Exception:  # noqa: BLE001 - a page that can't be drawn must not hold messages back
            _log.exception("home not shown", person=person)
        return True

    def _forget(self, shown: Sequence[Step]) -> None:
        """Where something newer was noted while the page was drawn, the note stays: it is drawn once more."""
        for problem in self._room.store.commit_each(shown):
            if problem and not isinstance(problem, Conflict):
                raise problem
