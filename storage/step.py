"""The rows that a step becomes: written out in the caller's thread, stored in the writer's."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from tinydb import where

from storage.kept import (
    BY_ID,
    DUE,
    HOMES,
    NOTES,
    NOTICES,
    RECEIPTS,
    REQUESTS,
    SEARCHED,
    TIES,
    WORKFLOWS,
    Counter,
    KeptDelivery,
    KeptNotice,
    KeptTie,
    event_row,
    instant,
    kept_due,
    kept_notice,
    kept_request,
    kept_workflow,
)
from storage.notes import NoteTable
from storage.positions import Positions
from storage.rows import Rows, RowTable
from storage.written import Written
from workflows.ports import Conflict, Notice, Repeated, Step

VERSION, NUMBER, VALUE = ("version",), ("number",), ("value",)
LAST_NUMBER, LAST_POSITION = 1, 3  # rows of `counters`


class Tables:
    """The tables of the embedded store, one for each kind of thing that it keeps."""

    def __init__(self, rows: Rows) -> None:
        self.requests = rows.table("requests", indexes=REQUESTS, columns=SEARCHED)
        self.events = rows.table("events")  # row ids: kept.event_row
        self.notices = rows.table("notices", indexes=NOTICES)
        self.receipts = rows.table("receipts", indexes=RECEIPTS)
        self.due = rows.table("due", indexes=DUE)
        self.deliveries = rows.table("deliveries", indexes=BY_ID, columns=(NUMBER,))
        self.workflows = rows.table("workflows", indexes=WORKFLOWS)
        self.homes = rows.table("homes", indexes=HOMES)
        self.ties = rows.table("ties", indexes=TIES)
        self.notes = NoteTable(rows.table("notes", indexes=NOTES))
        self.counters = rows.table("counters", columns=(VALUE,))
        self.positions = Positions(self.counters, LAST_POSITION, rows.storage)

    def prepare(self) -> None:
        for table in vars(self).values():
            if isinstance(table, RowTable | NoteTable):
                table.prepare()

    def unsent_about(self, number: int) -> list[str]:
        """Return the unsent notices about a request, found by their ids, which begin with its number."""
        return self.notices.texts_within(("id",), f"{number}.", f"{number}/", only=("waits",))

    def held_about(self, number: int, now: datetime) -> list[str]:
        """Return the unsent notices about a request that are held back until later than `now`."""
        later = (("at",), instant(now))
        return self.notices.texts_within(("id",), f"{number}.", f"{number}/", only=("waits",), later=later)

    def last_number(self) -> int:
        return self._count(LAST_NUMBER)

    def count(self, row: int, value: int) -> None:
        self.counters.put(self.counters.written(Counter(value=value)), row)

    def _count(self, row: int) -> int:
        kept = self.counters.value(row, VALUE)
        return kept if isinstance(kept, int) else 0


@dataclass(frozen=True)
class WrittenStep:
    """A step with its values as JSON; but for the events, which get their positions when they are stored."""

    step: Step
    request: Written | None
    notices: tuple[Written, ...]
    due: tuple[Written, ...]
    delivery: Written | None
    workflow: Written | None
    ties: tuple[Written, ...] | None
    notes: tuple[tuple[str, Written | None], ...]

    @classmethod
    def of(cls, step: Step, tables: Tables) -> WrittenStep:
        return cls(
            step=step,
            request=tables.requests.written(kept_request(step.request)) if step.request else None,
            notices=tuple(tables.notices.written(kept_notice(one)) for one in step.notices),
            due=tuple(tables.due.written(kept_due(one)) for one in step.due),
            delivery=_delivery(step, tables),
            workflow=tables.workflows.written(kept_workflow(step.workflow)) if step.workflow else None,
            ties=_ties(step, tables),
            notes=tuple((key, _note(key, text, tables)) for key, text in step.notes.items()),
        )

    def store(self, tables: Tables) -> Step:
        """Store it within the writer's savepoint, so that whatever is raised takes it back; return it as stored."""
        self._keep_delivery(tables)
        self._keep_request(tables)
        stored = self._keep_events(tables)
        self._keep_notes(tables)
        for notice in self.notices:
            tables.notices.add_new(notice)
        if self.step.present:
            self._release(tables)
        for key in self.step.settled:
            tables.due.remove_by(("key",), key)
        for due in self.due:
            tables.due.put_by(("key",), due)
        if self.workflow:
            tables.workflows.add_new(self.workflow)
        if self.ties is not None:
            tables.ties.remove_by(NUMBER, step_number(self.step))
            for tie in self.ties:
                tables.ties.add(tie)
        return stored

    def _release(self, tables: Tables) -> None:
        for notice in _held(tables, step_number(self.step), self.step.at):
            if (notice.place, notice.to) in self.step.present:
                tables.notices.update({"at": instant(self.step.at)}, where("id") == notice.id)

    def _keep_delivery(self, tables: Tables) -> None:
        """Keep the delivery first of all: what was delivered before may well conflict with its own effect."""
        if self.delivery is None:
            return
        try:
            tables.deliveries.add(self.delivery)
        except sqlite3.IntegrityError:
            before = tables.deliveries.texts(where("id") == self.step.delivery)
            raise Repeated(KeptDelivery.model_validate_json(before[0]).number) from None

    def _keep_request(self, tables: Tables) -> None:
        request, expected = self.step.request, self.step.expected
        if request is None or self.request is None:
            return
        if not tables.requests.put_in_place_of(self.request, request.number, VERSION, expected or None):
            raise Conflict(f"#{request.number} is no longer at version {expected}")
        if expected == 0 and request.number > tables.last_number():
            tables.count(LAST_NUMBER, request.number)

    def _keep_notes(self, tables: Tables) -> None:
        for key, before in self.step.notes_before.items():
            if tables.notes.text(key) != before:
                raise Conflict(f"the note {key} is another one by now")
        for key, note in self.notes:
            if note is None:
                tables.notes.remove(key)
            else:
                tables.notes.put(key, note)

    def _keep_events(self, tables: Tables) -> Step:
        if not self.step.events:
            return self.step
        stored = self.step.positioned(tables.positions.take(len(self.step.events)))
        try:
            for one in stored.events:
                tables.events.add(tables.events.written(one), event_row(one.number, one.seq))
        except sqlite3.IntegrityError as taken:
            raise Conflict("an event of this step is there already") from taken
        return stored


def _note(key: str, text: str | None, tables: Tables) -> Written | None:
    return None if text is None else tables.notes.written(key, text)


def _held(tables: Tables, number: int, now: datetime) -> tuple[Notice, ...]:
    """Return the notices about a request that are held back beyond `now`."""
    kept = map(KeptNotice.model_validate_json, tables.held_about(number, now))
    return tuple(one.notice for one in kept if one.notice.number == number)


def step_number(step: Step) -> int:
    """Return the number of the request that a step is about; 0 for none."""
    if step.request is not None:
        return step.request.number
    return step.events[0].number if step.events else 0


def _delivery(step: Step, tables: Tables) -> Written | None:
    if step.delivery is None:
        return None
    return tables.deliveries.written(KeptDelivery(id=step.delivery, number=step_number(step)))


def _ties(step: Step, tables: Tables) -> tuple[Written, ...] | None:
    if step.ties is None:
        return None
    return tuple(tables.ties.written(KeptTie(number=step_number(step), tie=tie)) for tie in sorted(step.ties))
