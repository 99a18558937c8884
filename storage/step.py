"""A step as the rows it will become: written out in the caller's thread, stored in the writer's."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from tinydb import where

from storage.kept import (
    BY_ID,
    DUE,
    HOMES,
    NOTICES,
    RECEIPTS,
    REQUESTS,
    STALE,
    WORKFLOWS,
    KeptDelivery,
    KeptDue,
    KeptNotice,
    KeptRequest,
    KeptWorkflow,
    Stale,
    event_row,
    instant,
)
from storage.rows import Rows, RowTable
from workflows.frozen import Frozen
from workflows.ports import Conflict, Repeated, Step

LAST_NUMBER = 1  # the row of `counters`


class Tables:
    """Everything that the embedded store keeps, each kind in a table of its own."""

    def __init__(self, rows: Rows) -> None:
        self.requests = rows.table("requests", indexes=REQUESTS)
        self.events = rows.table("events")  # row ids: kept.event_row
        self.notices = rows.table("notices", indexes=NOTICES)
        self.receipts = rows.table("receipts", indexes=RECEIPTS)
        self.due = rows.table("due", indexes=DUE)
        self.deliveries = rows.table("deliveries", indexes=BY_ID)
        self.workflows = rows.table("workflows", indexes=WORKFLOWS)
        self.stale = rows.table("stale", indexes=STALE)
        self.homes = rows.table("homes", indexes=HOMES)
        self.counters = rows.table("counters")

    def prepare(self) -> None:
        for table in vars(self).values():
            if isinstance(table, RowTable):
                table.prepare()

    def last_number(self) -> int:
        kept = self.counters.value(LAST_NUMBER, ("value",))
        return kept if isinstance(kept, int) else 0


@dataclass(frozen=True)
class WrittenStep:
    """A step with its values as JSON."""

    step: Step
    request: str | None
    stale: str | None
    events: tuple[tuple[int, str], ...]
    notices: tuple[str, ...]
    due: tuple[str, ...]
    delivery: str | None
    workflow: str | None

    @classmethod
    def of(cls, step: Step) -> WrittenStep:
        request, workflow = step.request, step.workflow
        return cls(
            step=step,
            request=_json(
                request and KeptRequest(open=request.is_open, version=request.version, request=request)
            ),
            stale=_json(request and Stale(number=request.number, version=request.version)),
            events=tuple((event_row(one.number, one.seq), one.model_dump_json()) for one in step.events),
            notices=tuple(
                KeptNotice(id=one.id, at=instant(one.at), notice=one).model_dump_json()
                for one in step.notices
            ),
            due=tuple(KeptDue(key=one.key, at=instant(one.at)).model_dump_json() for one in step.due),
            delivery=_json(
                None if step.delivery is None else KeptDelivery(id=step.delivery, number=number_of(step))
            ),
            workflow=_json(
                workflow and KeptWorkflow(id=workflow.id, version=workflow.version, workflow=workflow)
            ),
        )

    def store(self, tables: Tables) -> None:
        """Within the writer's savepoint: whatever is raised here takes back all of it."""
        self._check(tables)
        self._keep_request(tables)
        self._keep_events(tables)
        for notice in self.notices:
            tables.notices.add_new(notice)
        for key in self.step.settled:
            tables.due.remove_by(("key",), key)
        for due in self.due:
            tables.due.put_by(("key",), due)
        if self.delivery:
            tables.deliveries.add(self.delivery)
        if self.workflow:
            tables.workflows.add_new(self.workflow)

    def _check(self, tables: Tables) -> None:
        if self.step.delivery is not None:
            before = tables.deliveries.texts(where("id") == self.step.delivery)
            if before:
                raise Repeated(KeptDelivery.model_validate_json(before[0]).number)
        request = self.step.request
        if request and (tables.requests.value(request.number, ("version",)) or 0) != self.step.expected:
            raise Conflict(f"#{request.number} is no longer at version {self.step.expected}")

    def _keep_request(self, tables: Tables) -> None:
        request = self.step.request
        if request is None or self.request is None or self.stale is None:
            return
        tables.requests.put(self.request, request.number)
        tables.stale.put_by(("number",), self.stale)
        if request.number > tables.last_number():
            tables.counters.put(f'{{"value":{request.number}}}', LAST_NUMBER)

    def _keep_events(self, tables: Tables) -> None:
        try:
            for row, text in self.events:
                tables.events.add(text, row)
        except sqlite3.IntegrityError as taken:
            raise Conflict("an event of this step is there already") from taken


def number_of(step: Step) -> int:
    """Which request a step is about; 0 for none."""
    if step.request is not None:
        return step.request.number
    return step.events[0].number if step.events else 0


def _json(value: Frozen | None) -> str | None:
    return None if value is None else value.model_dump_json()
