"""A running bot looks for rings of objects seldom, and still does."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest

from bot.service.collecting import YOUNG, collect_rarely


class Ring:
    """Two of them hold each other."""

    other: Ring | None = None


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    before = gc.get_threshold()
    yield
    gc.set_threshold(*before)
    gc.unfreeze()


def test_what_is_there_at_the_start_is_never_looked_at_again() -> None:
    collect_rarely()
    assert gc.get_freeze_count() > 1000


def test_rings_still_go_once_so_many_objects_were_made() -> None:
    collect_rarely()
    one, other = Ring(), Ring()
    one.other, other.other = other, one
    gone = weakref.ref(one)
    del one, other
    assert gone() is not None
    kept = [[] for _ in range(2 * YOUNG)]  # type: ignore[var-annotated]
    assert gone() is None
    assert kept
