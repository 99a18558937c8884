"""The working time for which each side held the ball, from a request's events."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from itertools import pairwise

from workflows.calendars import Calendar
from workflows.state.events import Recorded
from workflows.state.evolve import evolve
from workflows.state.request import Request
from workflows.state.values import Side


def time_held(history: tuple[Recorded, ...], calendars: Mapping[Side, Calendar]) -> dict[Side, timedelta]:
    """Return the working time by side, in the calendar of whoever held the ball (docs/service.md, Closed)."""
    spent: dict[Side, timedelta] = {}
    request: Request | None = None
    for one, after in pairwise(history):
        request = evolve(request, one)
        if request.ball:
            time = calendars[request.ball].working_time_between(one.at, after.at)
            spent[request.ball] = spent.get(request.ball, timedelta()) + time
    return spent
