"""The codes that let a card be changed: one comes with each click, each works once, for 72 hours."""

from __future__ import annotations

from collections.abc import Callable

from bot.service.recent import Recent

LAST = 72 * 3600.0  # seconds
MOST = 20  # of one card: who clicks more often has the newest ones


class Codes:
    """Newest first, in memory: one that a restart forgets is made up for by a new card. Thread-safe."""

    def __init__(self, seconds: Callable[[], float]) -> None:
        self._seconds = seconds
        self._clicked: Recent[tuple[str, str], tuple[tuple[str, float], ...]] = Recent(2000)

    def add(self, user: str, task: str, code: str) -> None:
        """A repeated callback brings the same one again."""
        before = [one for one in self._of(user, task) if one[0] != code]
        self._clicked.put((user, task), ((code, self._seconds()), *before)[:MOST])

    def of(self, user: str, task: str) -> list[str]:
        return [code for code, _ in self._of(user, task)]

    def spent(self, user: str, task: str, code: str) -> None:
        """Worked, or never will."""
        left = tuple(one for one in self._of(user, task) if one[0] != code)
        if left:
            self._clicked.put((user, task), left)
        else:
            self._clicked.pop((user, task))

    def _of(self, user: str, task: str) -> tuple[tuple[str, float], ...]:
        kept = self._clicked.get((user, task)) or ()
        return tuple(one for one in kept if self._seconds() - one[1] < LAST)
