"""The sweep does everything that has fallen due, many steps in a commit."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple, assert_never

from workflows.definition import Absence, Department
from workflows.desk.failures import Failures
from workflows.desk.steps import Steps, until_stored
from workflows.facts import Refused
from workflows.keys import DueKind, due_key, prefix, read_due_key
from workflows.news import notices
from workflows.phases import linking
from workflows.ports import Conflict, Due, Find, NotSaved, Step
from workflows.state import events as e
from workflows.state.request import Request, same_as, waiting_for
from workflows.state.values import SYSTEM, Person, Side
from workflows.time import absence, schedule

SWEEP = 2000  # due rows read at a time
AT_ONCE = 250  # of them stored in one commit, while the next ones are thought
MOST_TIED = 500  # requests that join one fault, or wait for it, at a time
PUT_OFF = timedelta(minutes=10)  # what failed is tried again then


class Batch(NamedTuple):
    """Due rows with what was thought of each, and the commit that is under way for their steps."""

    thought: tuple[tuple[Due, Step | Exception], ...] = ()
    ended: Callable[[], list[Exception | None]] = list

    def failed(self) -> list[tuple[Due, Exception]]:
        """Wait for the commit; return every row that was not done, but for those somebody's step has moved."""
        rows = [row for row, one in self.thought if isinstance(one, Step)]
        each = [*self.thought, *zip(rows, self.ended(), strict=True)]
        return [
            (row, one) for row, one in each if isinstance(one, Exception) and not isinstance(one, Conflict)
        ]


class Sweep:
    """Carries out what is due: requests, those tied to them, absences that end, digests."""

    def __init__(self, steps: Steps) -> None:
        self.steps = steps

    def sweep(self) -> int:
        """Do everything that has fallen due, until nothing is; returns how many requests and digests it touched.

        What fails holds nothing else up: it is put off, and raised when all the rest is done, each kind once.
        """
        touched, failures = 0, Failures()
        try:
            while rows := self._due():
                touched += len(rows)
                self._pass(rows, failures)
        except Exception as failure:
            if not failures.count:
                raise
            failures.add("the rest", failure)
        if failures.count:
            raise failures.group(touched)
        return touched

    def plan_digests(self) -> None:
        """Give each department's next digest a row of its own; called at start, when the company may have changed."""
        planned = {row.key for row in self.steps.store.due_keys(prefix(DueKind.DIGEST))}
        company = self.steps.company()
        missing = [d for d in company.departments.values() if _digest_of(d.id) not in planned]
        gone = tuple(planned - {_digest_of(id) for id in company.departments})
        if missing or gone:
            due = tuple(_next_digest(department, self.steps.clock.now()) for department in missing)
            self.steps.store.commit(Step(due=due, settled=gone))

    def _due(self) -> tuple[Due, ...]:
        """Return what is due; absences first and alone: after a standstill nobody who is back is passed over."""
        now = self.steps.clock.now()
        people = tuple(row for row in self.steps.store.due_keys(prefix(DueKind.AWAY)) if row.at <= now)
        return people or tuple(self.steps.store.due(now, SWEEP))

    def _pass(self, rows: tuple[Due, ...], failures: Failures) -> None:
        """Do what has fallen due, many steps in a commit; what failed is put off, and noted.

        A step of somebody's that came in between has set its own due row: nothing to do.
        """
        known, before = self._read(rows), Batch()
        for first in range(0, len(rows), AT_ONCE):
            thought = tuple((row, self._thought(row, known)) for row in rows[first : first + AT_ONCE])
            batch = Batch(
                thought, self.steps.store.begin_each([one for _, one in thought if isinstance(one, Step)])
            )
            self._put_off(before.failed(), failures)
            before = batch
        self._put_off(before.failed(), failures)

    def _read(self, rows: tuple[Due, ...]) -> dict[int, Request]:
        """Return the requests that are due, by number; none where one can't be read: each is then read by itself."""
        keys = (read_due_key(row.key) for row in rows if row.key.startswith(prefix(DueKind.REQUEST)))
        try:
            return self.steps.store.requests([key.number for key in keys])
        except Exception:  # noqa: BLE001 - whatever it is, it comes again for the row to blame
            return {}

    def _put_off(self, failed: list[tuple[Due, Exception]], failures: Failures) -> None:
        """Try it again later. Raises NotSaved."""
        for _, failure in failed:
            if isinstance(failure, NotSaved):
                raise failure
        later = self.steps.clock.now() + PUT_OFF
        if failed:
            self.steps.store.commit(
                Step(due=tuple(row.model_copy(update={"at": later}) for row, _ in failed))
            )
        for row, failure in failed:
            failures.add(row.key, failure)

    def _thought(self, row: Due, known: dict[int, Request]) -> Step | Exception:
        try:
            key = read_due_key(row.key)
            match key.kind:
                case DueKind.DIGEST:
                    return self._digest(row, key.subject)
                case DueKind.AWAY:
                    return self.steps.stand_ins.passed(row, key.subject, self.settle)
                case DueKind.TIED:
                    return self._spread(row, key.number)
                case DueKind.REQUEST:
                    return self._time_passes(
                        key.number, known.get(key.number) or self.steps.store.request(key.number)
                    )
                case _:
                    assert_never(key.kind)
        except Exception as failure:  # noqa: BLE001 - the sweep raises it at its end
            return failure

    def settle(self, number: int, ended: Absence | None) -> None:
        """Let a stand-in begin or end, and start the clocks of a requester who is back: in a commit of its own."""

        def settled() -> None:
            request = self.steps.store.request(number)
            if request is None:
                return
            facts = self.steps.by_itself(request, SYSTEM)
            events = absence.covering(request, facts.company, self.steps.directory.left)
            events += absence.returned(request, ended) if ended else ()
            if events:
                self.steps.commit(request, number, events, facts, None)

        with contextlib.suppress(Refused):  # others were faster each time: their steps have seen to it
            until_stored(settled)

    def _time_passes(self, number: int, request: Request | None) -> Step:
        """Make the step that time does to one request."""
        if request is None:
            return Step(settled=(due_key(DueKind.REQUEST, number),))
        facts = self.steps.by_itself(request, SYSTEM)
        of_people = request, facts.company, self.steps.directory.left
        events = absence.bereft(*of_people) or absence.covering(*of_people)
        if events:
            return self.steps.step(request, number, events, facts, None)
        events, ahead = schedule.passed(request, facts.workflow, facts.company, facts.now)
        if events:
            return self.steps.step(request, number, events, facts, None, ahead)
        due, settled = self.steps.next_due(request, facts.workflow, ahead)
        # The request comes with it, unchanged: if it is another one by now, this is a Conflict.
        return Step(request=request, expected=request.version, due=due, settled=settled)

    def _spread(self, row: Due, number: int) -> Step:
        """Tell requests that joined this one or wait for it what has happened to it, a commit each.

        Done again after an interruption it does nothing twice. The row goes only if nothing more has happened.
        """
        main = self.steps.store.request(number)
        if main is None:
            return Step(settled=(row.key,))
        secret = self.steps.workflow_of(main).confidential
        for one in (one for one in self._those(same_as(number)) if one.follows):
            self._let_know(one, main.owner or SYSTEM, linking.mirrored(one, main, confidential=secret))
        for one in self._those(waiting_for(number)):
            self._let_know(one, SYSTEM, linking.awaited_news(one, main, self.steps.clock.now()))
        events = self._comes_and_goes(main)
        if events:
            return self.steps.step(main, number, events, self.steps.by_itself(main, SYSTEM), None)
        return Step(request=main, expected=main.version, settled=(row.key,))

    def _comes_and_goes(self, main: Request) -> tuple[e.Event, ...]:
        """Return its new ties: requests that joined it or wait for it; if it is open, also those that ceased to."""
        same = [one.number for one in self._those(same_as(main.number))]
        waits = [one.number for one in self._those(waiting_for(main.number))]
        return (
            *(e.Gained(number=one, how="same") for one in same if one not in main.joined_by),
            *(e.Gained(number=one, how="waits") for one in waits if one not in main.awaited_by),
            *(e.Lost(number=one, how="same") for one in _gone(main, main.joined_by, same)),
            *(e.Lost(number=one, how="waits") for one in _gone(main, main.awaited_by, waits)),
        )

    def _those(self, tie: str) -> list[Request]:
        return list(self.steps.store.find(Find(tie=tie, limit=MOST_TIED)))

    def _let_know(self, request: Request, by: Person, events: tuple[e.Event, ...]) -> None:
        if events:
            self.steps.commit(request, request.number, events, self.steps.by_itself(request, by), None)

    def _digest(self, row: Due, id: str) -> Step:
        department = self.steps.company().departments.get(id)
        if department is None:
            return Step(settled=(row.key,))
        now = self.steps.clock.now()
        says = self._has_news(department)
        day = department.calendar.local_day(now).isoformat()
        told = notices.digest_notices(department, day, now, self.steps.company().there) if says else ()
        return Step(notices=told, due=(_next_digest(department, now),))

    def _has_news(self, department: Department) -> bool:
        waiting = Find(department=department.id, open=True, limit=1)
        sides = (Side.DEPARTMENT, Side.OWNER)
        return any(self.steps.store.count(waiting.model_copy(update={"side": side})) for side in sides)


def _gone(main: Request, known: tuple[int, ...], there: list[int]) -> tuple[int, ...]:
    """Return those known that are gone; none where there are more than were looked at, for nobody can tell."""
    told = main.is_open and len(there) < MOST_TIED
    return tuple(number for number in known if told and number not in there)


def _next_digest(department: Department, now: datetime) -> Due:
    """Return a row at the next opening of the department, on a later day if it is open already."""
    calendar = department.calendar
    today = calendar.local_day(now)
    opening = calendar.opens(today) if calendar.is_working_day(today) else now
    at = opening if opening > now else calendar.opens(calendar.next_working_day(today))
    return Due(key=_digest_of(department.id), at=at)


def _digest_of(department: str) -> str:
    return due_key(DueKind.DIGEST, department)
