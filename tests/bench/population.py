"""Stores that hold many requests: some are decided by the real desk, the others are copies with other numbers."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal, NamedTuple

from storage import catalogue
from storage.embedded import EmbeddedStore
from storage.kept import KeptNotice, instant, kept_receipt, kept_request
from storage.memory import MemoryStore
from storage.step import Tables, WrittenStep
from tests.fakes import FakeClock
from workflows.definition import Company
from workflows.desk.desk import Desk
from workflows.phases import explore, offer
from workflows.ports import Due, Notice, Profile, Receipt, Step
from workflows.rights import acts
from workflows.rights.act import makes_sense
from workflows.state.events import Recorded
from workflows.state.request import Request
from workflows.state.values import Person

Kind = Literal["take", "confirm", "on_track"]  # what is pressed on it
KINDS: tuple[Kind, ...] = ("take", "confirm", "on_track")
FIRST = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)  # a Monday, nine o'clock in Shanghai
NOW = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)  # five hours later: nothing has fallen due yet
MOMENTS = 100  # requests are raised at so many different minutes
PEOPLE = 2000
BATCH = 1000
OWNER = "slack:U0BEN"


def company() -> Company:
    return catalogue.read_catalogue(Path(__file__).parents[2] / "workflows" / "catalogue")


def kind_of(number: int) -> Kind:
    return KINDS[number % len(KINDS)]


def requester_of(number: int) -> Person:
    return f"slack:U0P{number % PEOPLE:05}"


def populate(path: Path, requests: int) -> None:
    """A new store at `path` with requests 1 to `requests`: open, each with its events, messages and a due row."""
    pattern = _patterns()
    numbers = range(1, requests + 1)
    with EmbeddedStore(path) as store:
        for first in range(0, requests, BATCH):
            batch = numbers[first : first + BATCH]
            _write(store, [_copy(pattern[number % len(pattern)], number) for number in batch])


class Copied(NamedTuple):
    """One request with its whole past."""

    step: Step
    sent: tuple[Notice, ...]


def _write(store: EmbeddedStore, copies: list[Copied]) -> None:
    """One commit for all of them. Their messages are sent already, and stand somewhere."""
    tables = store._in
    written = [_shown(WrittenStep.of(copy.step, tables), tables) for copy in copies]
    notices = [tables.notices.written(_sent(one)) for copy in copies for one in copy.sent]
    receipts = [tables.receipts.written(kept_receipt(_receipt(one))) for copy in copies for one in copy.sent]

    def write() -> None:
        for step in written:
            step.store(tables)
        for notice in notices:
            tables.notices.add(notice)
        for receipt in receipts:
            tables.receipts.add(receipt)

    store._write(write)


def _shown(written: WrittenStep, tables: Tables) -> WrittenStep:
    """Its standing messages show it as it is."""
    kept = kept_request(_the(written.step.request)).model_copy(update={"stale": False})
    return replace(written, request=tables.requests.written(kept))


def _sent(notice: Notice) -> KeptNotice:
    return KeptNotice(id=notice.id, at=instant(notice.at), waits=False, state="sent", tries=1, notice=notice)


def _receipt(notice: Notice) -> Receipt:
    where = f"slack:D{notice.number}/{notice.id}"
    return Receipt(notice=notice, where=where, shown="0" * 32, sent=notice.at)


# The originals


class _Written(MemoryStore):
    """Remembers every step."""

    def __init__(self) -> None:
        super().__init__()
        self.steps: list[Step] = []

    def commit(self, step: Step) -> Step:
        stored = super().commit(step)
        self.steps.append(stored)
        return stored


class Everybody:
    """Everybody may act."""

    def profile(self, person: Person) -> Profile:
        return Profile(person=person, name=person, language="en", timezone="Asia/Shanghai", may_act=True)

    def left(self, person: Person) -> bool:
        return False

    def may_act(self, person: Person) -> bool:
        return True


def _patterns() -> list[Step]:
    """Each kind at each moment, so that request `number` copies the pattern `number % len`."""
    whole, count = company(), MOMENTS * len(KINDS)
    return [_pattern(whole, kind_of(n), FIRST + timedelta(minutes=n // len(KINDS))) for n in range(count)]


def _pattern(whole: Company, kind: Kind, at: datetime) -> Step:
    """The whole past of a request on which this can be pressed, as one step of request 1."""
    store, clock = _Written(), FakeClock(at)
    desk = Desk(store, Everybody(), clock, lambda: whole)
    desk.raise_request("slack:U0ANA", _asking(kind), "command:1")
    if kind == "on_track":
        day = whole.departments["it"].calendar.add_working_days(at.date(), 5)
        desk.handle(OWNER, 1, acts.BY_KEY["do_it"], offer.DoIt(day=day), "press:1")
    last = store.steps[-1]
    assert makes_sense(acts.BY_KEY[kind], _the(last.request), desk.workflow_of(_the(last.request)))
    return last.model_copy(
        update={
            "expected": 0,
            "events": tuple(event for step in store.steps for event in step.events),
            "notices": tuple(notice for step in store.steps for notice in step.notices),
        }
    )


def _asking(kind: Kind) -> explore.Raise:
    words = "my screen flickers since the office moved, please have a look at it when you can"
    answers = {"goal": "I can read my screen all day"} if kind == "confirm" else {}
    return explore.Raise(workflow="it-help", words=words, answers=answers)


def _the(request: Request | None) -> Request:
    assert request is not None
    return request


# Their copies


def _copy(pattern: Step, number: int) -> Copied:
    requester = requester_of(number)
    step = pattern.model_copy(
        update={
            "request": _the(pattern.request).model_copy(update={"number": number, "requester": requester}),
            "events": tuple(_event(one, number, requester) for one in pattern.events),
            "notices": (),
            "due": tuple(Due(key=f"request:{number}", at=due.at) for due in pattern.due),
            "delivery": f"command:{number}",
        }
    )
    return Copied(step, tuple(_notice(one, number, requester) for one in pattern.notices))


def _event(recorded: Recorded, number: int, requester: Person) -> Recorded:
    changed: dict[str, object] = {"number": number}
    if recorded.seq == 1:
        changed |= {"by": requester, "event": recorded.event.model_copy(update={"requester": requester})}
    return recorded.model_copy(update=changed)


def _notice(notice: Notice, number: int, requester: Person) -> Notice:
    to = requester if notice.to == "slack:U0ANA" else notice.to
    id = f"{number}.{notice.id.partition('.')[2]}"
    return notice.model_copy(update={"id": id, "number": number, "to": to})


def presses(stored: int, count: int, run: int) -> list[tuple[int, Kind]]:
    """So many requests, evenly from all that are stored; those of another run are others, up to `stored` in all."""
    runs = stored // count
    return [(number, kind_of(number)) for number in range(1 + run % runs, 1 + runs * count, runs)]
