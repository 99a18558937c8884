"""The last few things of a kind, for as long as the process lives: bounded, and safe between threads."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Recent(Generic[K, V]):
    """A dict that forgets its oldest entries beyond `most`."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[K, V] = OrderedDict()
        self._lock = Lock()

    def get(self, key: K) -> V | None:
        with self._lock:
            return self._kept.get(key)

    def put(self, key: K, value: V) -> None:
        with self._lock:
            self._put(key, value)

    def first(self, key: K, value: V) -> bool:
        """Whether nothing stood there yet; from now on this does."""
        with self._lock:
            if key in self._kept:
                return False
            self._put(key, value)
            return True

    def pop(self, key: K) -> V | None:
        with self._lock:
            return self._kept.pop(key, None)

    def replace(self, before: V, now: V) -> None:
        """Whatever led to the one leads to the other."""
        with self._lock:
            for key in [key for key, value in self._kept.items() if value == before]:
                self._kept[key] = now

    def _put(self, key: K, value: V) -> None:
        self._kept[key] = value
        self._kept.move_to_end(key)
        while len(self._kept) > self._most:
            self._kept.popitem(last=False)
