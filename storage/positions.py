"""The places of events among those of all requests: rising numbers, noted in blocks.

A page more in each commit for one number would be dear, so the store notes how far the present block goes. After a
kill the next block begins: the numbers rise on, with a gap.
"""

from __future__ import annotations

from storage.kept import Counter
from storage.row_storage import RowStorage
from storage.rows import RowTable

BLOCK = 1000
LAST, UNTIL = "last", "until"


class Positions:
    """Counts with the store's connection in hand. What is taken back by a rollback is given again."""

    def __init__(self, counters: RowTable, row: int, storage: RowStorage) -> None:
        self._counters = counters
        self._row = row
        self._numbers = storage.volatile

    def take(self, events: int) -> int:
        """Take as many places, and return the last one that was taken before."""
        if LAST not in self._numbers:
            self._numbers[LAST] = self._numbers[UNTIL] = self._noted()
        last = self._numbers[LAST]
        self._numbers[LAST] = last + events
        if self._numbers[LAST] > self._numbers[UNTIL]:
            self._note(self._numbers[LAST] + BLOCK)
        return last

    def close(self) -> None:
        """Note the last place itself: after an orderly end there is no gap."""
        if self._numbers.get(LAST) != self._numbers.get(UNTIL):
            self._note(self._numbers[LAST])

    def _note(self, until: int) -> None:
        self._counters.put(self._counters.written(Counter(value=until)), self._row)
        self._numbers[UNTIL] = until

    def _noted(self) -> int:
        kept = self._counters.value(self._row, ("value",))
        return kept if isinstance(kept, int) else 0
