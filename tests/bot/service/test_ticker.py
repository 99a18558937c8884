"""Time passes: what is due is swept when it is due."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import structlog
from apscheduler.job import Job

from bot.service.ticker import AFTER_ALL, KINDS, Ticker
from tests.waiting import until

SOON = timedelta(milliseconds=150)


class RealClock:
    """Product time is real time."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class Desk:
    """Something that falls due, and a count of the sweeps."""

    def __init__(self, due: datetime | None = None) -> None:
        self.due = due
        self.swept: list[datetime] = []
        self.woken = 0
        self.fails = 0
        self.trouble: Exception = OSError("the disk")
        self.at_work = threading.Event()
        self.finished = threading.Event()

    def sweep(self) -> int:
        self.swept.append(datetime.now(UTC))
        if self.fails:
            self.fails -= 1
            raise self.trouble
        if self.due and self.due <= datetime.now(UTC):
            self.due = None
            self.at_work.set()
            return 1
        return 0

    def next_due(self) -> datetime | None:
        return self.due

    def done(self) -> None:
        self.woken += 1
        self.finished.set()


@contextmanager
def ticking(desk: Desk) -> Iterator[Ticker]:
    ticker = Ticker(desk, desk, RealClock(), desk.done)
    ticker.start()
    try:
        yield ticker
    finally:
        ticker.stop()


def in_a_while(by: timedelta = SOON) -> datetime:
    return datetime.now(UTC) + by


def test_what_fell_due_while_nobody_looked_is_swept_at_the_start() -> None:
    desk = Desk(in_a_while(-timedelta(days=2)))
    with ticking(desk):
        assert desk.finished.wait(3)
    assert desk.woken == 1


def test_it_wakes_for_what_is_due_next() -> None:
    desk = Desk(in_a_while(timedelta(seconds=0.7)))
    with ticking(desk):
        assert desk.finished.wait(5)


def test_a_nudge_brings_an_earlier_sweep() -> None:
    desk = Desk()
    with ticking(desk) as ticker:
        until(lambda: ticker.age is not None)
        desk.due = in_a_while()
        ticker.nudge(desk.due)
        assert desk.finished.wait(3)


def test_a_sweep_that_fails_is_tried_again_soon() -> None:
    desk = Desk(in_a_while(-SOON))
    desk.fails = 1
    with ticking(desk):
        assert desk.finished.wait(5)
    assert len(desk.swept) == 2


def test_while_sweeps_fail_they_come_less_and_less_often() -> None:
    desk = Desk(in_a_while(-SOON))
    desk.fails = 100
    with ticking(desk):
        until(lambda: len(desk.swept) >= 3)
    assert desk.swept[2] - desk.swept[1] > timedelta(seconds=1.8 * AFTER_ALL)


def told_of(desk: Desk) -> list[structlog.typing.EventDict]:
    with structlog.testing.capture_logs() as logs, ticking(desk):
        until(lambda: logs)
    return list(logs)


def test_a_sweep_that_fails_is_told_to_the_log() -> None:
    desk = Desk()
    desk.fails = 1
    (told,) = told_of(desk)
    assert told["log_level"] == "error"
    assert told["exc_info"] is desk.trouble


def test_many_kinds_of_failures_are_counted_and_the_first_of_them_told() -> None:
    desk = Desk()
    desk.fails = 1
    ways = [ValueError(str(n)) for n in range(KINDS + 2)]
    ways[0].add_note("request:1, request:2 and 9990 more")
    desk.trouble = ExceptionGroup("10000 of 12000 could not be done", ways)
    first, *kinds = told_of(desk)
    assert (first["why"], first["kinds"]) == ("10000 of 12000 could not be done", KINDS + 2)
    assert [kind["exc_info"] for kind in kinds] == ways[:KINDS]
    assert kinds[0]["due"] == ["request:1, request:2 and 9990 more"]


def test_what_went_well_is_said_although_something_else_failed() -> None:
    desk = Desk()
    desk.fails = 1
    desk.trouble = ExceptionGroup("1 of 2 could not be done", [ValueError()])
    with ticking(desk):
        assert desk.finished.wait(5)


def test_it_knows_how_long_ago_it_looked() -> None:
    desk = Desk()
    ticker = Ticker(desk, desk, RealClock(), desk.done)
    assert ticker.age is None
    ticker.sweep()
    assert ticker.age is not None
    assert ticker.age < 5


def test_a_failed_sweep_does_not_count_as_a_look() -> None:
    desk = Desk()
    desk.fails = 10
    with ticking(desk) as ticker:
        assert ticker.age is None


def test_a_nudge_after_the_stop_is_harmless() -> None:
    desk = Desk()
    with ticking(desk) as ticker:
        pass
    ticker.nudge(in_a_while())


class SlowJob:
    """A job that takes its time to be planned anew."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self.begun = threading.Event()

    def modify(self, **changes: object) -> None:
        if threading.current_thread() is not threading.main_thread():
            self.begun.set()  # a sweep plans the next one
            time.sleep(0.3)
        self._job.modify(**changes)


def test_it_stops_while_its_sweep_is_planning_the_next_one() -> None:
    desk = Desk(in_a_while(-timedelta(days=2)))
    ticker = Ticker(desk, desk, RealClock(), desk.done)
    ticker.start()
    assert ticker._job is not None
    slow = SlowJob(ticker._job)
    ticker._job = slow  # it is all that the ticker asks of a job
    ticker.nudge(in_a_while(timedelta(seconds=0.2)))
    assert slow.begun.wait(5)
    stopping = threading.Thread(target=ticker.stop, daemon=True)
    stopping.start()
    stopping.join(5)
    assert not stopping.is_alive()
