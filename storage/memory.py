"""The store in memory, for tests and trials: it behaves as the embedded one does, and forgets it all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import islice
from threading import RLock
from types import MappingProxyType
from typing import TypeVar

from storage.kept import outdated
from storage.step import step_number
from workflows.definition import Workflow
from workflows.frozen import Frozen
from workflows.ports import (
    NOTED,
    Address,
    Conflict,
    Due,
    Find,
    Notice,
    NotSaved,
    Outgoing,
    Receipt,
    Repeated,
    Step,
    Undelivered,
)
from workflows.state.events import Recorded
from workflows.state.request import Request
from workflows.state.values import Person

F = TypeVar("F", bound=Frozen)


class _Standing:
    """A notice and how far it has come."""

    def __init__(self, notice: Notice) -> None:
        self.notice = _own(notice)
        self.at = notice.at
        self.tries = 0
        self.begun = False
        self.dropped = ""
        self.why = ""  # it can't be delivered
        self.department = ""

    def outgoing(self) -> Outgoing:
        return Outgoing(notice=_own(self.notice), tries=self.tries, begun=self.begun, why=self.why)


class MemoryStore:
    """`Store`, `Outbox` and `Notes` over plain dicts. Copies go in and come out, as with a real store."""

    def __init__(self) -> None:
        self.full = False  # set it, and nothing can be saved: how a full disk feels
        self._lock = RLock()
        self._last = 0
        self._position = 0  # of the newest event
        self._requests: dict[int, Request] = {}
        self._history: dict[int, dict[int, Recorded]] = {}
        self._deliveries: dict[str, int] = {}
        self._workflows: dict[tuple[str, str], Workflow] = {}
        self._due: dict[str, Due] = {}
        self._notices: dict[str, _Standing] = {}
        self._waiting: dict[str, _Standing] = {}  # the unsent ones, in the order they were stored
        self._receipts: dict[str, Receipt] = {}
        self._stale: dict[int, int] = {}  # number -> version that the standing messages don't show yet
        self._homes: set[Person] = set()
        self._notes: dict[str, str] = {}
        self._noted: dict[str, datetime] = {}  # when, of those that pass
        self._kinds: dict[
            str, Mapping[str, str]
        ] = {}  # notes by how their keys begin, until one of them changes

    # Store

    def last_number(self) -> int:
        return self._last

    def delivered(self, delivery: str) -> int | None:
        with self._lock:
            return self._deliveries.get(delivery)

    def request(self, number: int) -> Request | None:
        with self._lock:
            request = self._requests.get(number)
        return request and _own(request)

    def requests(self, numbers: Sequence[int]) -> dict[int, Request]:
        found = ((number, self.request(number)) for number in numbers)
        return {number: request for number, request in found if request}

    def history(self, number: int) -> tuple[Recorded, ...]:
        with self._lock:
            return tuple(_own(recorded) for _, recorded in sorted(self._history.get(number, {}).items()))

    def histories(self, numbers: Sequence[int]) -> dict[int, tuple[Recorded, ...]]:
        with self._lock:
            return {number: self.history(number) for number in numbers}

    def find_any(self, wanted: Sequence[Find]) -> tuple[Request, ...]:
        with self._lock:
            found = {one.number: one for each in wanted for one in self.find(each)}
        return tuple(found[number] for number in sorted(found, reverse=True))

    def find(self, wanted: Find) -> tuple[Request, ...]:
        with self._lock:
            return tuple(_own(request) for request in islice(self._matching(wanted), wanted.limit))

    def count(self, wanted: Find) -> int:
        with self._lock:
            return sum(1 for _ in self._matching(wanted))

    def workflow(self, id: str, version: str) -> Workflow | None:
        with self._lock:
            workflow = self._workflows.get((id, version))
        return workflow and _own(workflow)

    def commit(self, step: Step) -> Step:
        with self._saving():
            step = step.numbered(self._last + 1) if step.raises else step
            self._check(step)
            step = step.positioned(self._position)
            self._keep(step)
            for notice in step.notices:
                self._tell(notice)
            self._release(step)
            for key, text in step.notes.items():
                self._forget(key)
                if text is not None:
                    self._notes[key] = text
            for key in step.settled:
                self._due.pop(key, None)
            self._due |= {due.key: due for due in step.due}
        return step

    def commit_each(self, steps: Sequence[Step]) -> list[Exception | None]:
        return [self._problem_with(step) for step in steps]

    def begin_each(self, steps: Sequence[Step]) -> Callable[[], list[Exception | None]]:
        ended = self.commit_each(steps)
        return lambda: ended

    def due(self, until: datetime, limit: int) -> tuple[Due, ...]:
        with self._lock:
            ripe = [due for due in self._due.values() if due.at <= until]
        return tuple(sorted(ripe, key=lambda due: (due.at, due.key))[:limit])

    def next_due(self) -> datetime | None:
        with self._lock:
            return min((due.at for due in self._due.values()), default=None)

    def due_keys(self, prefix: str) -> tuple[Due, ...]:
        with self._lock:
            return tuple(self._due[key] for key in sorted(self._due) if key.startswith(prefix))

    # Outbox

    def waiting(self, now: datetime, limit: int) -> tuple[Outgoing, ...]:
        with self._lock:
            ripe = (standing for standing in self._waiting.values() if standing.at <= now)
            return tuple(one.outgoing() for one in islice(ripe, limit))

    def waiting_about(self, number: int, now: datetime) -> tuple[Outgoing, ...]:
        with self._lock:
            about = (one for one in self._waiting.values() if one.notice.id.startswith(f"{number}."))
            return tuple(one.outgoing() for one in about if one.at <= now)

    def next_told(self, after: datetime) -> datetime | None:
        with self._lock:
            held = (one.at for one in self._waiting.values() if one.at > after and not one.why)
            return min(held, default=None)

    def begin(self, ids: tuple[str, ...]) -> None:
        with self._saving():
            for standing in self._unsent(ids):
                standing.tries += 1
                standing.begun = True

    def sent(self, ids: tuple[str, ...], receipts: tuple[Receipt, ...]) -> None:
        with self._saving():
            for id in ids:
                self._waiting.pop(id, None)
            self._receipts |= {receipt.notice.id: _own(receipt) for receipt in receipts}
            changed = (self._requests.get(number) for number in outdated(ids, receipts))
            self._stale |= {request.number: request.version for request in changed if request}

    def put_off(self, id: str, until: datetime, *, refused: bool = False) -> None:
        with self._saving():
            for standing in self._unsent((id,)):
                standing.at = until
                standing.begun = standing.begun and not refused

    def drop(self, id: str, why: str) -> None:
        with self._saving():
            for standing in self._unsent((id,)):
                standing.dropped = why
                del self._waiting[id]

    def fail(self, id: str, why: str, until: datetime, department: str = "") -> None:
        with self._saving():
            for standing in self._unsent((id,)):
                standing.at, standing.begun = until, False
                standing.why, standing.department = why, department

    def undelivered(self) -> tuple[Undelivered, ...]:
        with self._lock:
            return tuple(
                Undelivered(notice=_own(one.notice), why=one.why, department=one.department)
                for one in self._waiting.values()
                if one.why
            )

    def try_again(self, now: datetime, to: Address | None = None) -> None:
        with self._saving():
            for standing in self._waiting.values():
                if standing.why and to in (None, (standing.notice.place, standing.notice.to)):
                    standing.at = now

    def dropped(self, id: str) -> str | None:
        """Return why this notice was never said; None if it was, or may still be."""
        with self._lock:
            standing = self._notices.get(id)
        return (standing.dropped or None) if standing else None

    def receipts(self, number: int) -> tuple[Receipt, ...]:
        with self._lock:
            return tuple(_own(one) for one in self._receipts.values() if one.notice.number == number)

    def replace(self, receipt: Receipt) -> None:
        with self._saving():
            self._receipts[receipt.notice.id] = _own(receipt)

    def stale(self, limit: int) -> tuple[int, ...]:
        with self._lock:
            return tuple(sorted(self._stale)[:limit])

    def fresh(self, number: int, version: int, notes: Mapping[str, str] | None = None) -> None:
        with self._saving():
            for key, text in (notes or {}).items():
                self._forget(key)
                self._notes[key] = text
            if self._stale.get(number, version + 1) <= version:
                del self._stale[number]

    def number_at(self, where: str) -> int | None:
        with self._lock:
            found = (one.notice.number for one in reversed(self._receipts.values()) if one.where == where)
            return next(found, None)

    def unsent(self) -> int:
        return len(self._waiting)

    def saw_home(self, person: Person) -> None:
        with self._saving():
            self._homes.add(person)

    def homes(self) -> frozenset[Person]:
        with self._lock:
            return frozenset(self._homes)

    # Notes

    def note(self, key: str, text: str, at: datetime | None = None) -> None:
        with self._saving():
            self._forget(key)
            self._notes[key] = text
            if at is not None:
                self._noted[key] = at
                for old in [old for old, made in self._noted.items() if made <= at - NOTED]:
                    self._forget(old)

    def noted(self, key: str) -> str | None:
        with self._lock:
            return self._notes.get(key)

    def notes(self, prefix: str) -> Mapping[str, str]:
        with self._lock:
            if prefix not in self._kinds:
                these = {key: text for key, text in self._notes.items() if key.startswith(prefix)}
                self._kinds[prefix] = MappingProxyType(dict(sorted(these.items())))
            return self._kinds[prefix]

    def forget(self, key: str) -> None:
        with self._saving():
            self._forget(key)

    # Parts

    def _forget(self, key: str) -> None:
        self._notes.pop(key, None)
        self._noted.pop(key, None)
        for prefix in [prefix for prefix in self._kinds if key.startswith(prefix)]:
            del self._kinds[prefix]

    @contextmanager
    def _saving(self) -> Iterator[None]:
        with self._lock:
            if self.full:
                raise NotSaved("the store is full")
            yield

    def _problem_with(self, step: Step) -> Exception | None:
        try:
            self.commit(step)
        except Exception as problem:  # noqa: BLE001 - whoever asked gets it
            return problem
        return None

    def _check(self, step: Step) -> None:
        if step.delivery is not None and step.delivery in self._deliveries:
            raise Repeated(self._deliveries[step.delivery])
        for recorded in step.events:
            if recorded.seq in self._history.get(recorded.number, {}):
                raise Conflict(f"#{recorded.number} has an event {recorded.seq} already")
        for key, before in step.notes_before.items():
            if self._notes.get(key) != before:
                raise Conflict(f"the note {key} is another one by now")
        if step.request is None:
            return
        kept = self._requests.get(step.request.number)
        if step.expected != (kept.version if kept else 0):
            raise Conflict(f"#{step.request.number} is no longer at version {step.expected}")

    def _keep(self, step: Step) -> None:
        self._position += len(step.events)
        for recorded in step.events:
            self._history.setdefault(recorded.number, {})[recorded.seq] = _own(recorded)
        if step.workflow is not None:
            self._workflows.setdefault((step.workflow.id, step.workflow.version), _own(step.workflow))
        if step.request is not None:
            self._requests[step.request.number] = _own(step.request)
            self._stale[step.request.number] = step.request.version
            self._last = max(self._last, step.request.number)
        if step.delivery is not None:
            self._deliveries[step.delivery] = step_number(step)

    def _tell(self, notice: Notice) -> None:
        if notice.id not in self._notices:
            self._notices[notice.id] = self._waiting[notice.id] = _Standing(notice)

    def _release(self, step: Step) -> None:
        for standing in self._held(step_number(step), step.at) if step.present else ():
            if (standing.notice.place, standing.notice.to) in step.present:
                standing.at = step.at

    def _held(self, number: int, now: datetime) -> list[_Standing]:
        return [one for one in self._waiting.values() if one.notice.number == number and one.at > now]

    def _unsent(self, ids: tuple[str, ...]) -> list[_Standing]:
        return [self._waiting[id] for id in ids if id in self._waiting]

    def _matching(self, wanted: Find) -> Iterator[Request]:
        for number in sorted(self._requests, reverse=True):
            request = self._requests[number]
            if wanted.fits(request):
                yield request


def _own(value: F) -> F:
    """Return a copy by way of JSON, as a file would give it back: nobody can reach into the store."""
    return type(value).model_validate_json(value.model_dump_json())
