"""The embedded store's documents: the heart's own values, with the fields they are looked up by."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Literal

from storage.row_storage import Index
from workflows.definition import Workflow
from workflows.frozen import Frozen
from workflows.ports import Due, Notice, Outgoing, Receipt, Undelivered
from workflows.state.request import Request
from workflows.state.values import Person

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
EVENTS_BITS = 20  # an event's row is number * 2**20 + seq, so that a history lies together


def instant(at: datetime) -> int:
    """Return microseconds since 1970, which compare exactly, whatever zone a time came in."""
    return (at - EPOCH) // MICROSECOND


def event_row(number: int, seq: int) -> int:
    return (number << EVENTS_BITS) + seq


class KeptRequest(Frozen):
    """A request. `stale`: its standing messages don't show this version yet."""

    open: bool
    stale: bool = True
    version: int
    request: Request


class KeptNotice(Frozen):
    """A notice and how far it has come. `waits`: not sent and not dropped. `stuck`: it can't be delivered."""

    id: str
    at: int
    waits: bool = True
    state: Literal["waiting", "begun", "sent", "dropped"] = "waiting"
    tries: int = 0
    why: str = ""
    stuck: bool = False
    department: str = ""
    notice: Notice

    def outgoing(self) -> Outgoing:
        why = self.why if self.stuck else ""
        return Outgoing(notice=self.notice, tries=self.tries, begun=self.state == "begun", why=why)

    def undelivered(self) -> Undelivered:
        return Undelivered(notice=self.notice, why=self.why, department=self.department)


class KeptReceipt(Frozen):
    id: str
    number: int | None
    where: str
    receipt: Receipt


class KeptTie(Frozen):
    """A tie of a request: a person or another request that has to do with it now."""

    number: int
    tie: str


class KeptDue(Frozen):
    key: str
    at: int

    def due(self) -> Due:
        """Return the row unchecked: one from a version that knew more opens, too, and the sweep says so."""
        return Due.model_construct(key=self.key, at=EPOCH + self.at * MICROSECOND)


class KeptDelivery(Frozen):
    id: str
    number: int


class KeptWorkflow(Frozen):
    id: str
    version: str
    workflow: Workflow


class KeptHome(Frozen):
    person: Person


class KeptNote(Frozen):
    """A note. `at`: when it was made, of those that pass."""

    key: str
    text: str
    at: int | None = None


class Counter(Frozen):
    value: int


def kept_request(request: Request) -> KeptRequest:
    return KeptRequest(open=request.is_open, version=request.version, request=request)


def kept_notice(notice: Notice) -> KeptNotice:
    return KeptNotice(id=notice.id, at=instant(notice.at), notice=notice)


def kept_due(due: Due) -> KeptDue:
    return KeptDue(key=due.key, at=instant(due.at))


def kept_workflow(workflow: Workflow) -> KeptWorkflow:
    return KeptWorkflow(id=workflow.id, version=workflow.version, workflow=workflow)


def workflow_in(text: str) -> Workflow:
    """Read a stored workflow; a setting that an earlier version of ours knew and this one doesn't is passed over.

    A request keeps the version of its workflow that it began with (docs/promises.md), for as long as it runs.
    """
    return KeptWorkflow.model_validate_json(text, extra="ignore").workflow


def kept_receipt(receipt: Receipt) -> KeptReceipt:
    notice = receipt.notice
    return KeptReceipt(id=notice.id, number=notice.number, where=receipt.where, receipt=receipt)


def outdated(ids: tuple[str, ...], receipts: tuple[Receipt, ...]) -> tuple[int, ...]:
    """Return the requests whose older messages have to give up their buttons, since these notices stand now."""
    notices = (one.notice for one in receipts if one.notice.id in ids and one.notice.place != "thread")
    return tuple(dict.fromkeys(one.number for one in notices if one.number is not None))


def _of_request(name: str) -> Index:
    return Index((("request", name), OPEN))


OPEN, STALE = ("open",), ("stale",)
# Every index is one more page to write with every step, so phase and ball have none: open requests are few.
SEARCHED = (("version",), ("request", "phase"), ("request", "ball"))
REQUESTS = (
    *(_of_request(name) for name in ("requester", "owner", "department")),
    Index((OPEN,)),
    Index((STALE,), only=STALE),
)
NOTICES = (
    Index((("id",),), unique=True),
    Index((("at",),), only=("waits",)),
    Index((("stuck",),), only=("stuck",)),
)
RECEIPTS = (Index((("id",),), unique=True), Index((("number",),)), Index((("where",),)))
DUE = (Index((("key",),), unique=True), Index((("at",), ("key",))))
BY_ID = (Index((("id",),), unique=True),)
WORKFLOWS = (Index((("id",), ("version",)), unique=True),)
TIES = (Index((("number",),)), Index((("tie",),)))
NOTES = (Index((("key",),), unique=True), Index((("at",),)))
HOMES = (Index((("person",),), unique=True),)
