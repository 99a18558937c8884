"""How often Python looks for rings of objects that nobody needs any more."""

from __future__ import annotations

import gc

YOUNG, MIDDLE, OLD = 50_000, 20, 50  # new objects until a look at them, and looks until one at older ones


def collect_rarely() -> None:
    """Let a process that is set up look seldom: nearly all that a step makes goes by itself, without any ring.

    By default Python looks after every 700 new objects, which takes an eighth of a sweep's time; what is there at
    the start stays until the end, and is never looked at again.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, MIDDLE, OLD)
