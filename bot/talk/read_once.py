"""A store that is read only once for the same thing while one sentence is dealt with, and as ever otherwise."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import TypeVar, cast

from workflows.definition import Workflow
from workflows.ports import Due, Find, Records, Step
from workflows.state.events import Recorded
from workflows.state.request import Request
from workflows.state.values import Person

T = TypeVar("T")
Key = tuple[str, Hashable]


class ReadOnce:
    """`Records` that keeps what it read for as long as one sentence lasts, in the thread that deals with it.

    A commit ends what is kept, but for what it stored itself; whoever has to decide again after a conflict reads anew.
    """

    def __init__(self, store: Records) -> None:
        self._store = store
        self._here = threading.local()

    @contextmanager
    def sentence(self) -> Iterator[None]:
        self._here.kept = {}
        try:
            yield
        finally:
            self._here.kept = None

    # Read once

    def request(self, number: int) -> Request | None:
        return self._once("request", number, lambda: self._store.request(number))

    def requests(self, numbers: Sequence[int]) -> dict[int, Request]:
        found = self._store.requests(numbers)
        self._seen(tuple(found.values()))
        return found

    def history(self, number: int) -> tuple[Recorded, ...]:
        return self._once("history", number, lambda: self._store.history(number))

    def histories(self, numbers: Sequence[int]) -> dict[int, tuple[Recorded, ...]]:
        kept = self._kept()
        new = [number for number in numbers if ("history", number) not in kept]
        for number, history in (self._store.histories(new) if new else {}).items():
            kept["history", number] = history
        return {number: cast("tuple[Recorded, ...]", kept["history", number]) for number in numbers}

    def delivered(self, delivery: str) -> int | None:
        return self._once("delivered", delivery, lambda: self._store.delivered(delivery))

    def find(self, wanted: Find) -> tuple[Request, ...]:
        return self._seen(self._once("find", wanted, lambda: self._store.find(wanted)))

    def find_any(self, wanted: Sequence[Find]) -> tuple[Request, ...]:
        return self._seen(self._once("find_any", tuple(wanted), lambda: self._store.find_any(wanted)))

    def count(self, wanted: Find) -> int:
        return self._once("count", wanted, lambda: self._store.count(wanted))

    def noted(self, key: str) -> str | None:
        return self._once("note", key, lambda: self._store.noted(key))

    # Written through

    def commit(self, step: Step) -> Step:
        kept = self._kept()
        before = {key: value for key, value in kept.items() if key[0] == "note" and key[1] not in step.notes}
        histories = {number: value for (kind, number), value in kept.items() if kind == "history"}
        kept.clear()
        stored = self._store.commit(step)
        kept.update(before)
        self._stored(stored, histories)
        return stored

    def commit_each(self, steps: Sequence[Step]) -> list[Exception | None]:
        return self.begin_each(steps)()

    def begin_each(self, steps: Sequence[Step]) -> Callable[[], list[Exception | None]]:
        self._kept().clear()
        return self._store.begin_each(steps)

    def note(self, key: str, text: str, at: datetime | None = None) -> None:
        self._kept().pop(("note", key), None)
        self._store.note(key, text, at)
        self._kept()["note", key] = text

    def forget(self, key: str) -> None:
        self._kept().pop(("note", key), None)
        self._store.forget(key)
        self._kept()["note", key] = None

    # As ever

    def last_number(self) -> int:
        return self._store.last_number()

    def workflow(self, id: str, version: str) -> Workflow | None:
        return self._store.workflow(id, version)

    def due(self, until: datetime, limit: int) -> tuple[Due, ...]:
        return self._store.due(until, limit)

    def next_due(self) -> datetime | None:
        return self._store.next_due()

    def due_keys(self, prefix: str) -> tuple[Due, ...]:
        return self._store.due_keys(prefix)

    def notes(self, prefix: str) -> Mapping[str, str]:
        return self._store.notes(prefix)

    def homes(self) -> frozenset[Person]:
        return self._store.homes()

    # What is kept

    def _kept(self) -> dict[Key, object]:
        """Return what this sentence has read so far; outside of one, a place that is thrown away."""
        kept: dict[Key, object] | None = getattr(self._here, "kept", None)
        return {} if kept is None else kept

    def _once(self, kind: str, of: Hashable, read: Callable[[], T]) -> T:
        kept, key = self._kept(), (kind, of)
        if key not in kept:
            kept[key] = read()
        return cast("T", kept[key])

    def _seen(self, found: tuple[Request, ...]) -> tuple[Request, ...]:
        """The same; each of them needs no reading of its own any more."""
        self._kept().update({("request", one.number): one for one in found})
        return found

    def _stored(self, step: Step, histories: Mapping[Hashable, object]) -> None:
        """What a commit has stored is what the store would say now."""
        kept, request = self._kept(), step.request
        if request is None:
            return
        kept["request", request.number] = request
        if request.number in histories:
            before = cast("tuple[Recorded, ...]", histories[request.number])
            kept["history", request.number] = (*before, *step.events)
        if step.delivery:
            kept["delivered", step.delivery] = request.number
