"""The log of every call the bot made and every delivery it got, for the inspector and for tests."""

import threading
from collections import deque
from datetime import datetime
from typing import Literal

from bot.playground.shapes import LooseJson

KEPT = 500


class Journal:
    """The newest entries, oldest first; ids only grow."""

    def __init__(self, kept: int = KEPT) -> None:
        self._entries: deque[LooseJson] = deque(maxlen=kept)
        self._lock = threading.Lock()
        self._last = 0

    def add(  # noqa: PLR0913 - an entry is as wide as what the inspector shows
        self,
        way: Literal["in", "out"],
        name: str,
        *,
        at: datetime,
        who: str | None,
        seconds: float,
        ok: bool,
        request: LooseJson,
        response: LooseJson | None,
    ) -> None:
        """`in` came from the bot (a call), `out` went to it (a delivery)."""
        with self._lock:
            self._last += 1
            self._entries.append(
                {
                    "id": self._last,
                    "at": at.isoformat(),
                    "way": way,
                    "name": name,
                    "as": who,
                    "ms": round(seconds * 1000, 1),
                    "ok": ok,
                    "request": request,
                    "response": response,
                }
            )

    def after(self, id_: int = 0, limit: int = 200) -> list[LooseJson]:
        """The newest `limit` entries with a greater id, oldest first."""
        with self._lock:
            return [entry for entry in self._entries if entry["id"] > id_][-limit:]

    def clear(self) -> None:
        with self._lock:
            self._entries.clear()
