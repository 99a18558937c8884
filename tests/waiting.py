"""Waits and loops that always end, and say where they did. The suite has no others (test_suite.py)."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import TypeVar

T = TypeVar("T")
A_LOOK = 0.01  # seconds between two looks


def as_long_as(holds: Callable[[], T | None], most: int) -> Iterator[T]:
    """Yields each true answer of `holds`, and ends with the first that is not.

    Raises AssertionError after `most` of them; its traceback leads to the loop.
    """
    for _ in range(most):
        if not (held := holds()):
            return
        yield held
    raise AssertionError(f"still {held!r:.200} after {most} rounds")


def until(holds: Callable[[], T], seconds: float = 15.0, pause: Callable[[float], object] = time.sleep) -> T:
    """The first true answer of `holds`. Raises AssertionError when none comes in time.

    `pause` is how to wait where sleeping would keep others from going on (a browser's page).
    """
    end = time.monotonic() + seconds
    while not (held := holds()):
        assert time.monotonic() < end, f"not within {seconds} s"
        pause(A_LOOK)
    return held
