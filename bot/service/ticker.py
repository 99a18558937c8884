"""Time passes: APScheduler runs one sweep over what is due, at the earliest due time and every 30 s."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol

import structlog
from apscheduler.job import Job
from apscheduler.jobstores.base import JobLookupError
from apscheduler.schedulers.background import BackgroundScheduler

from workflows.ports import Clock

TICK = 30  # seconds: a clock that jumps wakes nobody, so somebody looks
ALWAYS, NEVER = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
SOONEST = timedelta(seconds=0.05)  # APScheduler skips a run that would begin while another is ending
AFTER_ALL = 0.5  # seconds until the next look when a sweep left something due: it failed; doubled each time
KINDS = 5  # of failures that are told one by one

_log: structlog.stdlib.BoundLogger = structlog.stdlib.get_logger()


class Sweeps(Protocol):
    """The desk: carries out what is due."""

    def sweep(self) -> int:
        """Do what is due; returns how many things were done."""
        ...


class Dues(Protocol):
    """The store, as far as it knows when something falls due."""

    def next_due(self) -> datetime | None: ...


class Ticker:
    """One job for everything that time does; `done` is called after a sweep that did something."""

    def __init__(self, desk: Sweeps, dues: Dues, clock: Clock, done: Callable[[], None]) -> None:
        self._desk = desk
        self._dues = dues
        self._clock = clock
        self._done = done
        self._sweeping = threading.Lock()
        self._swept: float | None = None
        self._job: Job | None = None
        self._planning = threading.Lock()
        self._planned = NEVER  # when the next sweep is, in real time
        self._pause = AFTER_ALL
        # APScheduler would drop what is more than a second late, and run one sweep for each time it missed.
        manners = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        self._scheduler = BackgroundScheduler(timezone=UTC, job_defaults=manners)

    def start(self) -> None:
        """The first sweep is at once: something may have fallen due while nobody looked."""
        self._scheduler.start()
        self._job = self._scheduler.add_job(self._tick, "interval", seconds=TICK, next_run_time=_real_now())

    def stop(self) -> None:
        """A sweep under way is finished.

        Nothing is planned any more from here on: APScheduler waits for its sweep with the lock that planning needs.
        """
        with self._planning:
            self._job = None
        if self._scheduler.running:
            self._scheduler.shutdown(wait=True)

    def sweep(self) -> int:
        """Carry out what is due by now, in the caller's thread; how many things were done."""
        with self._sweeping:
            try:
                count = self._desk.sweep()
            except ExceptionGroup:
                self._done()  # the others went well
                raise
            self._swept = time.monotonic()
        if count:
            self._done()
        return count

    def nudge(self, at: datetime) -> None:
        """Something falls due then (product time): wake for it, if that is earlier than planned."""
        wanted = _real_now() + max(at - self._clock.now(), SOONEST)
        with self._planning:
            if self._job is None or wanted >= self._planned:
                return
            self._planned = wanted
            try:
                self._job.modify(next_run_time=wanted)
            except JobLookupError:
                _log.debug("nudged while stopping")

    @property
    def age(self) -> float | None:
        """Seconds since the last sweep that went well; None before the first."""
        return None if self._swept is None else time.monotonic() - self._swept

    def _tick(self) -> None:
        self._planned = ALWAYS  # one sweep at a time: what comes meanwhile is looked at when it ends
        try:
            self.sweep()
        except Exception as failure:  # noqa: BLE001 - the next tick tries again; /readyz tells when it keeps failing
            _tell(failure)
            pause, self._pause = self._pause, min(2 * self._pause, TICK)
        else:
            pause = self._pause = AFTER_ALL
        self._planned = NEVER
        now = self._clock.now()
        due = self._dues.next_due() or NEVER
        self.nudge(min(max(due, now + timedelta(seconds=pause)), now + timedelta(seconds=TICK)))


def _tell(failure: Exception) -> None:
    """One line, and one for each of the first kinds of failures: however many there were, it can be read."""
    if not isinstance(failure, ExceptionGroup):
        _log.error("sweep failed", exc_info=failure)
        return
    _log.error("sweep failed", why=failure.message, kinds=len(failure.exceptions))
    for one in failure.exceptions[:KINDS]:
        _log.error("sweep failed at", due=getattr(one, "__notes__", []), exc_info=one)


def _real_now() -> datetime:
    return datetime.now(UTC)
