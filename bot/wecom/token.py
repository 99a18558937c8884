"""The app's access token: kept while it holds, and renewed by one caller while the others wait for it."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future
from threading import Lock
from typing import NamedTuple

MARGIN = 120.0  # seconds before its end from which on a token isn't used any more


class Token(NamedTuple):
    """One that WeCom gave us; `serial` tells a renewed one from the one before, even where they read alike."""

    value: str
    serial: int
    until: float


Fetch = Callable[[], tuple[str, float]]  # a new token, and for how many seconds it holds


class Tokens:
    """Always one token at most, and one request for it under way. Thread-safe."""

    def __init__(self, fetch: Fetch, seconds: Callable[[], float] = time.monotonic) -> None:
        self._fetch = fetch
        self._seconds = seconds
        self._kept = Token("", 0, 0.0)
        self._flight: Future[Token] | None = None
        self._lock = Lock()

    def get(self, refused: Token | None = None) -> Token:
        """One that should work; a newer one than the `refused`. Raises what fetching it raises, to all who wait."""
        with self._lock:
            if self._flight is None and self._still_good(refused):
                return self._kept
            flight, first = self._flight, self._flight is None
            if flight is None:
                flight = self._flight = Future()
        if first:
            self._fly(flight)
        return flight.result()

    def _still_good(self, refused: Token | None) -> bool:
        newer = refused is None or refused.serial < self._kept.serial
        return newer and self._seconds() < self._kept.until

    def _fly(self, flight: Future[Token]) -> None:
        try:
            value, lasts = self._fetch()
            token = Token(value, self._kept.serial + 1, self._seconds() + lasts - min(MARGIN, lasts / 2))
        except BaseException as error:  # noqa: BLE001 - whoever waits for this flight has to hear of any end
            self._land()
            flight.set_exception(error)
            return
        self._land(token)
        flight.set_result(token)

    def _land(self, token: Token | None = None) -> None:
        with self._lock:
            self._kept = token or self._kept
            self._flight = None
