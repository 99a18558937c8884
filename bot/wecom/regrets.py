"""Failures of ours that people are told of once it is clear that nobody tries again, also after a restart."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import Lock, Timer
from typing import NamedTuple

import structlog

from bot.wecom.inbound import Way
from workflows.frozen import Frozen
from workflows.keys import NoteKind, note_key, prefix
from workflows.ports import Notes, NotSaved

TRIES = 4  # WeCom sends once, and up to three times more
SORRY_AFTER = 20.0  # seconds: after these it has given up, or never tried again

log = structlog.get_logger("wecom")


class Regret(Frozen):
    """A message or event that could not be dealt with, and so has no answer yet."""

    delivery: str
    user: str
    why: str  # "not_saved" or "failed"
    since: datetime

    @property
    def key(self) -> str:
        """The key of the note that keeps it."""
        return note_key(NoteKind.REGRET, self.delivery)


class _Waiting(NamedTuple):
    """A regret, how often it has failed, and what tells it at last."""

    regret: Regret
    times: int
    timer: Timer


def _real_now() -> datetime:
    return datetime.now(UTC)


class Regrets:
    """Each failed delivery has a note from its first failure until it worked after all, or its sender was told."""

    def __init__(
        self,
        notes: Notes,
        tell: Callable[[Regret], None],
        after: float = SORRY_AFTER,
        now: Callable[[], datetime] = _real_now,
    ) -> None:
        self._notes = notes
        self._tell = tell
        self._after = after
        self._now = now
        self._waiting: dict[str, _Waiting] = {}
        self._lock = Lock()
        self._closed = False

    def start(self) -> None:
        """Take up what an earlier process left: tell what has waited long enough, the rest when its time comes."""
        for text in self._notes.notes(prefix(NoteKind.REGRET)).values():
            self._wait(Regret.model_validate_json(text))

    def failed(self, way: Way, why: str) -> bool:
        """One more failure. True when it was the last one, and is being told."""
        with self._lock:
            waiting = self._waiting.get(way.delivery)
            if waiting:
                waiting = self._waiting[way.delivery] = waiting._replace(times=waiting.times + 1)
        if waiting is None:
            regret = Regret(delivery=way.delivery, user=way.user, why=why, since=self._now())
            self._note(regret)
            self._wait(regret)
            return False
        if waiting.times < TRIES:
            return False
        self._say(waiting.regret.model_copy(update={"why": why}))
        return True

    def settled(self, way: Way) -> None:
        """Forget the failures: it worked after all."""
        if waiting := self._taken_out(way.delivery):
            self.said(waiting.regret)

    def said(self, regret: Regret) -> None:
        """Forget it: its sender was told, or there is nobody to tell."""
        try:
            self._notes.forget(regret.key)
        except NotSaved as full:
            log.warning("regret not forgotten", user=regret.user, why=str(full))

    def close(self) -> None:
        """Tell nothing any more. The notes stay for the next start."""
        with self._lock:
            self._closed = True
            timers = [one.timer for one in self._waiting.values()]
        for timer in timers:
            timer.cancel()

    def _note(self, regret: Regret) -> None:
        try:
            self._notes.note(regret.key, regret.model_dump_json())
        except NotSaved as full:
            log.warning("regret not noted", user=regret.user, why=str(full))

    def _wait(self, regret: Regret) -> None:
        waited = max(self._now() - regret.since, timedelta(0)).total_seconds()
        timer = Timer(max(0.0, self._after - waited), self._say, (regret,))
        timer.daemon = True
        with self._lock:
            self._waiting[regret.delivery] = _Waiting(regret, 1, timer)
            if not self._closed:
                timer.start()

    def _say(self, regret: Regret) -> None:
        if self._taken_out(regret.delivery):
            self._tell(regret)

    def _taken_out(self, delivery: str) -> _Waiting | None:
        with self._lock:
            waiting = self._waiting.pop(delivery, None)
        if waiting:
            waiting.timer.cancel()
        return waiting
