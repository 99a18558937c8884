"""The store of one machine: requests, due rows, notices and small notes, as rows of one SQLite file.

What writes is a trip to the writer's thread (writer.py). Values become JSON before that trip and come back to
life after a read, so that whoever has the connection does nothing but work with the file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, MutableMapping, Sequence
from contextlib import suppress
from datetime import datetime
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Self, cast

from tinydb import Query, where
from tinydb.queries import QueryInstance

from storage.kept import (
    EPOCH,
    MICROSECOND,
    OPEN,
    STALE,
    Counter,
    KeptDelivery,
    KeptDue,
    KeptHome,
    KeptNotice,
    KeptReceipt,
    KeptRequest,
    KeptTie,
    event_row,
    instant,
    kept_receipt,
    outdated,
    workflow_in,
)
from storage.rows import EVERYTHING
from storage.step import Tables, WrittenStep
from storage.writer import Writer, WriterClosed
from workflows.definition import Workflow
from workflows.ports import Address, Due, Find, NotSaved, Outgoing, Receipt, Step, Undelivered
from workflows.state.events import Recorded
from workflows.state.request import Request
from workflows.state.values import Person, Phase

CHECKED = 2  # the row of `counters` that is written to see whether one can write
BY_TIME = (("at",), ("key",))
WAITS: QueryInstance = where("waits") == True  # noqa: E712 - a query, not a comparison
STUCK: QueryInstance = where("stuck") == True  # noqa: E712
IS_STALE: QueryInstance = where("stale") == True  # noqa: E712
Parts = dict[str, str | bool]


class EmbeddedStore:
    """`Store`, `Outbox` and `Notes` in the file at `path`. Raises InUse or Damaged when it can't be opened safely."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._writer = Writer(path)
        self._read = self._writer.read
        self._write = self._writer.write
        self._in = Tables(self._writer.rows)
        self._write(self._in.prepare)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        with suppress(NotSaved, WriterClosed):  # then a gap is left among the places of events
            self._write(self._in.positions.close)
        self._writer.close()

    def backup(self, to: Path) -> None:
        """Copy the whole store while work goes on. The file `to` must not be there yet."""
        self._read(lambda: self._writer.rows.storage.rows("VACUUM INTO ?", (str(to),)).close())

    def check(self) -> None:
        """Raise NotSaved if nothing can be stored now."""
        looked = self._in.counters.written(Counter(value=0))
        self._write(lambda: self._in.counters.put(looked, CHECKED))

    # Store

    def last_number(self) -> int:
        return self._read(self._in.last_number)

    def delivered(self, delivery: str) -> int | None:
        texts = self._read(lambda: self._in.deliveries.texts(where("id") == delivery))
        return KeptDelivery.model_validate_json(texts[0]).number if texts else None

    def request(self, number: int) -> Request | None:
        text = self._read(lambda: self._in.requests.text(number))
        return KeptRequest.model_validate_json(text).request if text else None

    def requests(self, numbers: Sequence[int]) -> dict[int, Request]:
        texts = self._read(lambda: [self._in.requests.text(number) for number in numbers])
        found = (KeptRequest.model_validate_json(text).request for text in texts if text)
        return {request.number: request for request in found}

    def history(self, number: int) -> tuple[Recorded, ...]:
        return _recorded(self._read(lambda: self._history(number)))

    def histories(self, numbers: Sequence[int]) -> dict[int, tuple[Recorded, ...]]:
        texts = self._read(lambda: {number: self._history(number) for number in numbers})
        return {number: _recorded(each) for number, each in texts.items()}

    def find_any(self, wanted: Sequence[Find]) -> tuple[Request, ...]:
        found = self._read(lambda: [self._found_one(one) for one in wanted])
        read: dict[str, Request] = {}  # each only once, however many it fits
        requests = {one.number: one for each, limit in found for one in _newest(each, limit, read)}
        return tuple(requests[number] for number in sorted(requests, reverse=True))

    def find(self, wanted: Find) -> tuple[Request, ...]:
        if wanted.tie is not None:
            return tuple(self._read(lambda: list(islice(self._tied(wanted), wanted.limit))))
        texts = self._read(lambda: self._found(_parts(wanted), wanted.limit))
        found = [KeptRequest.model_validate_json(text).request for text in texts]
        return tuple(sorted(found, key=lambda request: -request.number)[: wanted.limit])

    def count(self, wanted: Find) -> int:
        if wanted.tie is not None:
            return self._read(lambda: self._count_tied(wanted))
        return self._read(lambda: self._count(_parts(wanted)))

    def workflow(self, id: str, version: str) -> Workflow | None:
        this = (where("id") == id) & (where("version") == version)
        texts = self._read(lambda: self._in.workflows.texts(this))
        return workflow_in(texts[0]) if texts else None

    def commit(self, step: Step) -> Step:
        if step.raises:
            return self._write(lambda: self._store(step))
        written = WrittenStep.of(step, self._in)
        return self._write(lambda: written.store(self._in))

    def commit_each(self, steps: Sequence[Step]) -> list[Exception | None]:
        return self.begin_each(steps)()

    def begin_each(self, steps: Sequence[Step]) -> Callable[[], list[Exception | None]]:
        return self._writer.begin_each([self._storing(step) for step in steps])

    def _storing(self, step: Step) -> Callable[[], Step]:
        """Prepare the work of storing a step, written out in the caller's thread unless it waits for its number."""
        if step.raises:
            return partial(self._store, step)
        return partial(WrittenStep.of(step, self._in).store, self._in)

    def due(self, until: datetime, limit: int) -> tuple[Due, ...]:
        ripe = where("at") <= instant(until)
        texts = self._read(lambda: self._in.due.texts(ripe, BY_TIME, limit))
        return tuple(KeptDue.model_validate_json(text).due() for text in texts)

    def next_due(self) -> datetime | None:
        texts = self._read(lambda: self._in.due.texts(EVERYTHING, BY_TIME, 1))
        return KeptDue.model_validate_json(texts[0]).due().at if texts else None

    def due_keys(self, prefix: str) -> tuple[Due, ...]:
        these = (where("key") >= prefix) & (where("key") <= prefix + chr(0x10FFFF))
        texts = self._read(lambda: self._in.due.texts(these, (("key",),)))
        return tuple(KeptDue.model_validate_json(text).due() for text in texts)

    # Outbox

    def waiting(self, now: datetime, limit: int) -> tuple[Outgoing, ...]:
        ripe = WAITS & (where("at") <= instant(now))
        texts = self._read(lambda: self._in.notices.texts(ripe, "id", limit))
        return tuple(KeptNotice.model_validate_json(text).outgoing() for text in texts)

    def waiting_about(self, number: int, now: datetime) -> tuple[Outgoing, ...]:
        until = instant(now)
        kept = map(KeptNotice.model_validate_json, self._read(lambda: self._in.unsent_about(number)))
        return tuple(one.outgoing() for one in kept if one.at <= until)

    def next_told(self, after: datetime) -> datetime | None:
        later = WAITS & (where("at") > instant(after)) & ~STUCK
        texts = self._read(lambda: self._in.notices.texts(later, (("at",),), 1))
        return EPOCH + KeptNotice.model_validate_json(texts[0]).at * MICROSECOND if texts else None

    def begin(self, ids: tuple[str, ...]) -> None:
        def begun() -> None:
            for id in ids:
                self._in.notices.update(_one_more_try, _unsent(id))

        self._write(begun)

    def sent(self, ids: tuple[str, ...], receipts: tuple[Receipt, ...]) -> None:
        written = [self._in.receipts.written(kept_receipt(receipt)) for receipt in receipts]
        numbers = outdated(ids, receipts)

        def sent() -> None:
            for id in ids:
                self._in.notices.update({"state": "sent", "waits": False, "stuck": False}, _unsent(id))
            for receipt in written:
                self._in.receipts.put_by(("id",), receipt)
            for number in numbers:
                self._outdate(number)

        self._write(sent)

    def put_off(self, id: str, until: datetime, *, refused: bool = False) -> None:
        later: dict[str, object] = {"at": instant(until)}
        if refused:
            later["state"] = "waiting"
        self._write(lambda: self._in.notices.update(later, _unsent(id)))

    def drop(self, id: str, why: str) -> None:
        dropped = {"state": "dropped", "waits": False, "stuck": False, "why": why}
        self._write(lambda: self._in.notices.update(dropped, _unsent(id)))

    def dropped(self, id: str) -> str | None:
        """Return why this notice was never said; None if it was, or may still be."""
        texts = self._read(lambda: self._in.notices.texts(where("id") == id))
        kept = KeptNotice.model_validate_json(texts[0]) if texts else None
        return kept.why if kept and kept.state == "dropped" else None

    def fail(self, id: str, why: str, until: datetime, department: str = "") -> None:
        stuck = {
            "state": "waiting",
            "stuck": True,
            "at": instant(until),
            "why": why,
            "department": department,
        }
        self._write(lambda: self._in.notices.update(stuck, _unsent(id)))

    def undelivered(self) -> tuple[Undelivered, ...]:
        texts = self._read(lambda: self._in.notices.texts(STUCK))
        return tuple(KeptNotice.model_validate_json(text).undelivered() for text in texts)

    def try_again(self, now: datetime, to: Address | None = None) -> None:
        which = STUCK & _going(to) if to else STUCK
        self._write(lambda: self._in.notices.update({"at": instant(now)}, which))

    def receipts(self, number: int) -> tuple[Receipt, ...]:
        texts = self._read(lambda: self._in.receipts.texts(where("number") == number))
        return tuple(KeptReceipt.model_validate_json(text).receipt for text in texts)

    def replace(self, receipt: Receipt) -> None:
        self.sent((), (receipt,))

    def stale(self, limit: int) -> tuple[int, ...]:
        return tuple(self._read(lambda: self._in.requests.ids(IS_STALE, limit)))

    def fresh(self, number: int, version: int, notes: Mapping[str, str] | None = None) -> None:
        written = [(key, self._in.notes.written(key, text)) for key, text in (notes or {}).items()]

        def fresh() -> None:
            for key, note in written:
                self._in.notes.put(key, note)
            kept = self._in.requests.value(number, ("version",))
            if isinstance(kept, int) and kept <= version:
                self._in.requests.update({"stale": False}, doc_ids=[number])

        self._write(fresh)

    def number_at(self, where: str) -> int | None:
        here = Query()["where"] == where
        texts = self._read(lambda: self._in.receipts.texts(here, "id DESC", 1))
        return KeptReceipt.model_validate_json(texts[0]).number if texts else None

    def unsent(self) -> int:
        return self._read(lambda: self._in.notices.tally(WAITS))

    def saw_home(self, person: Person) -> None:
        if not self._read(lambda: self._in.homes.contains(where("person") == person)):
            home = self._in.homes.written(KeptHome(person=person))
            self._write(lambda: self._in.homes.add_new(home))

    def homes(self) -> frozenset[Person]:
        texts = self._read(lambda: self._in.homes.texts(EVERYTHING))
        return frozenset(KeptHome.model_validate_json(text).person for text in texts)

    # Notes

    def note(self, key: str, text: str, at: datetime | None = None) -> None:
        note = self._in.notes.written(key, text, at)

        def noted() -> None:
            self._in.notes.put(key, note)
            if at is not None:
                self._in.notes.let_pass(at)

        self._write(noted)

    def noted(self, key: str) -> str | None:
        return self._read(lambda: self._in.notes.text(key))

    def notes(self, prefix: str) -> Mapping[str, str]:
        known = self._in.notes.known(prefix)
        return known if known is not None else self._read(lambda: self._in.notes.begun_with(prefix))

    def forget(self, key: str) -> None:
        self._write(lambda: self._in.notes.remove(key))

    # Parts

    def _store(self, step: Step) -> Step:
        """Store a step in the writer's thread: nobody else raises anything between the last number and the next."""
        step = step.numbered(self._in.last_number() + 1) if step.raises else step
        return WrittenStep.of(step, self._in).store(self._in)

    def _outdate(self, number: int) -> None:
        """Mark a request as stale, in the writer's thread; one that is stale already, as after a press, is left."""
        stale = self._in.requests.value(number, STALE)
        if stale is not None and not stale:
            self._in.requests.update({"stale": True}, doc_ids=[number])

    def _history(self, number: int) -> list[str]:
        return self._in.events.texts_between(event_row(number, 0), event_row(number + 1, 0) - 1)

    def _found_one(self, wanted: Find) -> tuple[list[str | Request], int]:
        """Return what may fit, as it was read, and how many of it count."""
        if wanted.tie is not None:
            return list(islice(self._tied(wanted), wanted.limit)), wanted.limit
        return [*self._found(_parts(wanted), wanted.limit)], wanted.limit

    def _tied(self, wanted: Find) -> Iterator[Request]:
        """Find requests by a tie, newest first, read one by one: some people have ties to very many."""
        texts = (self._in.requests.text(number) for number in self._tied_numbers(wanted))
        found = (KeptRequest.model_validate_json(text).request for text in texts if text)
        return (request for request in found if wanted.fits(request))

    def _count_tied(self, wanted: Find) -> int:
        if wanted == Find(tie=wanted.tie, open=wanted.open, limit=wanted.limit):
            return len(self._tied_numbers(wanted))
        return sum(1 for _ in self._tied(wanted))

    def _tied_numbers(self, wanted: Find) -> list[int]:
        """Return the numbers of tied requests, newest first; no request is read, as open or not is a column."""
        ties = self._in.ties.texts(where("tie") == wanted.tie)
        numbers = sorted({KeptTie.model_validate_json(text).number for text in ties}, reverse=True)
        if wanted.open is None:
            return numbers
        is_open = self._in.requests.value
        return [number for number in numbers if bool(is_open(number, OPEN)) == wanted.open]

    def _found(self, parts: Parts, limit: int) -> list[str]:
        """Find open and closed ones apart: so both come from the index newest first, however many there are."""
        if "open" not in parts:
            apart: tuple[Parts, Parts] = ({"open": True}, {"open": False})
            return [text for state in apart for text in self._found(parts | state, limit)]
        return self._in.requests.texts(_all_of(parts), "id DESC", limit)

    def _count(self, parts: Parts) -> int:
        return self._in.requests.tally(_all_of(parts)) if parts else len(self._in.requests)


def _newest(found: Sequence[str | Request], limit: int, read: dict[str, Request]) -> list[Request]:
    """Return the newest of these; what was `read` of them before is not parsed again."""
    requests: list[Request] = []
    for one in found:
        if isinstance(one, str) and one not in read:
            read[one] = KeptRequest.model_validate_json(one).request
        requests.append(read[one] if isinstance(one, str) else one)
    return sorted(requests, key=lambda request: -request.number)[:limit]


def _recorded(texts: list[str]) -> tuple[Recorded, ...]:
    return tuple(Recorded.model_validate_json(text) for text in texts)


def _parts(wanted: Find) -> Parts:
    """Return what must hold, by field. A phase or a side that waits implies open: those are quick to find."""
    parts: Parts = wanted.model_dump(
        include={"requester", "owner", "department", "phase", "open"}, exclude_none=True
    )
    if wanted.side is not None:
        parts["ball"] = wanted.side
    if wanted.open is None and (wanted.phase or wanted.side):
        parts["open"] = wanted.phase is not Phase.CLOSED
    if wanted.phase is Phase.CLOSED and parts["open"] is False:
        del parts["phase"]  # says the same, and has no index
    return parts


def _all_of(parts: Parts) -> QueryInstance:
    holds: QueryInstance = EVERYTHING
    for name, value in parts.items():
        field = where(name) if name == "open" else where("request")[name]
        part: QueryInstance = field == value
        holds = part if holds is EVERYTHING else holds & part
    return holds


def _one_more_try(notice: MutableMapping[str, object]) -> None:
    notice["tries"] = cast("int", notice["tries"]) + 1
    notice["state"] = "begun"


def _going(to: Address) -> QueryInstance:
    notice, (place, whom) = where("notice"), to
    there: QueryInstance = (notice["place"] == place) & (notice["to"] == whom)
    return there


def _unsent(id: str) -> QueryInstance:
    this: QueryInstance = where("id") == id
    return this & WAITS
