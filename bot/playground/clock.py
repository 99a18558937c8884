"""The playground's clock: real time plus an offset that only moves forward, a due thing at a time."""

import logging
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from bot.playground.ports import Bot

_log = logging.getLogger(__name__)
_NUDGE = timedelta(minutes=1)


class MovedClock:
    """Product time. Triggers, acks, signatures and links stay on the real clock."""

    def __init__(self, offset: float = 0.0, keep: Callable[[float], None] = lambda _offset: None) -> None:
        self.offset = offset
        self.stepping = False
        self._keep = keep
        self._one_at_a_time = threading.Lock()

    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=self.offset)

    def set_offset(self, offset: float) -> None:
        self.offset = offset
        self._keep(offset)

    def advance(self, to: datetime, bot: Bot, pause: Callable[[], object] = lambda: None) -> datetime:
        """Move to `to` through everything that falls due on the way, in order.

        `pause` is called after each step, to let what was delivered come to rest.
        """
        with self._one_at_a_time:
            self.stepping = True
            try:
                while self._step(to, bot):
                    pause()
                return self.now()
            finally:
                self.stepping = False

    def _step(self, to: datetime, bot: Bot) -> bool:
        """One step; whether there is more to do before `to`."""
        due = bot.next_due()
        target = to if due is None else max(self.now(), min(due, to))
        self._move_to(target, bot)
        bot.settle()
        still = bot.next_due()
        if still is not None and still == due and still <= self.now() and self.now() < to:
            _log.warning("playground clock: still due at %s after settling; nudging on", still)
            self._move_to(min(self.now() + _NUDGE, to), bot)
        return self.now() < to

    def _move_to(self, target: datetime, bot: Bot) -> None:
        ahead = (target - self.now()).total_seconds()
        if ahead > 0:
            self.set_offset(self.offset + ahead)
        bot.set_time(self.offset)
