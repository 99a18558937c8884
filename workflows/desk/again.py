"""Retries where somebody else's step was stored first; each try reads and decides afresh."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from workflows.facts import Refused
from workflows.ports import Conflict

TRIES = 5

T = TypeVar("T")


def until_stored(attempt: Callable[[], T]) -> T:
    """Try until it is stored without a Conflict. Raises Refused when others were faster each time."""
    for _ in range(TRIES):
        try:
            return attempt()
        except Conflict:
            continue
    raise Refused("too_busy")
