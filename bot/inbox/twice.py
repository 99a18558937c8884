"""Whoever presses twice in a hurry is not told that the second press came too late: the first one worked."""

from __future__ import annotations

import time
from collections.abc import Callable

from bot.inbox import answer as a
from bot.inbox import incoming as i
from bot.service.recent import Recent
from workflows.state.values import Person

TWICE = 5.0  # seconds: later it is meant, and gets an answer
MOST = 2000  # presses remembered


class Twice:
    """The presses that worked just now, as long as the process lives: more than politeness does not hang on it."""

    def __init__(self, seconds: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._worked: Recent[tuple[Person, str, str], float] = Recent(MOST)

    def answered(self, came: i.Incoming, answer: a.Answer) -> None:
        """Remember a press that worked; one that only opened a form did nothing yet."""
        if isinstance(came, i.Pressed) and isinstance(answer, a.Nothing):
            self._worked.put((came.by, came.act, came.about), self._seconds())

    def is_again(self, came: i.Incoming) -> bool:
        """The very same button, by the same person, a moment after it worked."""
        if not isinstance(came, i.Pressed):
            return False
        at = self._worked.get((came.by, came.act, came.about))
        return at is not None and self._seconds() - at < TWICE
