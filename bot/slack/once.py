"""Words heard once: Slack tells of a mention twice, as a mention and as the message that carries it."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

MOST = 1000  # Slack tells of both within moments


class Once:
    """Remembers what was heard last, between threads; what could not be taken in may come again."""

    def __init__(self) -> None:
        self._heard: OrderedDict[str, None] = OrderedDict()
        self._lock = Lock()

    def first(self, delivery: str) -> bool:
        """Whether nobody has this in hand yet; from now on somebody has."""
        with self._lock:
            if delivery in self._heard:
                return False
            self._heard[delivery] = None
            if len(self._heard) > MOST:
                self._heard.popitem(last=False)
            return True

    def forget(self, delivery: str) -> None:
        with self._lock:
            self._heard.pop(delivery, None)
