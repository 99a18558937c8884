"""The direct answers on their way: each person's in order, once WeCom has room for it; nobody waits for another."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from concurrent.futures import Executor
from threading import Lock, Timer

import structlog

from bot.inbox.answer import Errand
from bot.outbox.channel import Later, NotTaken, Revoked, Unclear, Unreachable
from workflows.ports import NotSaved

FAILURES = (Later, Revoked, Unclear, Unreachable, NotTaken, NotSaved)
TRIES = 5  # of one answer, while WeCom asks to wait
TRIES_UNHEARD = 2  # of one that may have arrived: a sentence twice is better than none
MOST_WAITING = 100  # answers of one person: more than anybody reads
LOOK_AGAIN = 2.0  # seconds after which room for one more message is looked for
SHORTEST_WAIT, LONGEST_WAIT = 0.2, 60.0  # seconds between two tries

log = structlog.get_logger("wecom")


class Errands:
    """Runs each person's errands one after the other. Thread-safe."""

    def __init__(self, pool: Executor, ready_in: Callable[[str], float]) -> None:
        self._pool = pool
        self._ready_in = ready_in  # seconds until this person may get one more message
        self._waiting: dict[str, deque[tuple[Errand, int]]] = {}
        self._timers: dict[str, Timer] = {}
        self._lock = Lock()
        self._closed = False

    def put(self, user: str, errand: Errand) -> None:
        """Run it after everything that was put before for this person."""
        with self._lock:
            theirs = self._waiting.setdefault(user, deque())
            theirs.append((errand, 1))
            if len(theirs) > MOST_WAITING:
                del theirs[1]  # the first may be running
                log.warning("answer not given any more", why="too many wait", user=user)
            if len(theirs) > 1:
                return
        self._soon(user)

    def close(self) -> None:
        """Begin nothing any more."""
        with self._lock:
            self._closed = True
            timers, self._timers = list(self._timers.values()), {}
        for timer in timers:
            timer.cancel()

    def _soon(self, user: str) -> None:
        try:
            self._pool.submit(self._next, user)
        except RuntimeError:  # the process is ending, and takes no more errands; what was done is stored
            log.warning("answer not given any more")

    def _later(self, user: str, seconds: float) -> None:
        with self._lock:
            if self._closed:
                return
            timer = Timer(min(seconds, LONGEST_WAIT), self._soon, (user,))
            timer.daemon = True
            self._timers[user] = timer
            timer.start()

    def _next(self, user: str) -> None:
        if wait := self._ready_in(user):
            self._later(user, min(wait, LOOK_AGAIN))
            return
        with self._lock:
            errand, tries = self._waiting[user][0]
        again_in = attempt(errand, tries)
        with self._lock:
            theirs = self._waiting[user]
            theirs.popleft()
            if again_in:
                theirs.appendleft((errand, tries + 1))
            elif not theirs:
                del self._waiting[user]
                return
        if again_in:
            self._later(user, again_in)
        else:
            self._soon(user)


def attempt(errand: Errand, tries: int = 1) -> float:
    """Run it for the `tries`-th time; returns the seconds after which to try again, 0 when there is nothing more to do.

    A failure is told to the log: everything that matters was stored before.
    """
    try:
        errand()
    except FAILURES as error:
        if isinstance(error, Later) and tries < TRIES:
            return max(SHORTEST_WAIT, error.seconds)
        if isinstance(error, Unclear) and tries < TRIES_UNHEARD:
            return 1.0
        log.warning("answer not delivered", why=f"{type(error).__name__}: {error}")
    except Exception:  # nobody looks at the future of an errand: it would be gone without a word
        log.exception("answer failed")
    return 0.0
