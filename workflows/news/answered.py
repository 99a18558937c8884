"""The tests of whether a piece of news has had its answer, or is past, by what the request has become."""

from __future__ import annotations

from collections.abc import Callable

from workflows.ports import Notice
from workflows.state.moments import Moment
from workflows.state.request import Request
from workflows.state.values import RecoveryStep, Side


def once_answered(notice: Notice, request: Request) -> bool:
    """Whether a reminder's question was answered since, or belongs to an earlier time that the ball was there."""
    return not _told(notice, request) or notice.at < request.since


def once_date_answered(notice: Notice, request: Request) -> bool:
    """Whether a reminder was answered; one about a proposed date counts from when that was proposed."""
    since = request.proposal.since if request.proposal else request.since
    return not _told(notice, request) or notice.at < since


def _told(notice: Notice, request: Request) -> bool:
    """Whether the moment of a reminder is one that was told since the ball came to where it is."""
    return request.is_open and Moment.stored(notice.facts["moment"]) in request.reminded


def once_called_off(notice: Notice, request: Request) -> bool:
    """Whether nobody waits for this person's yes any more; whoever has said it goes on with this very card."""
    asked = request.handing
    waits = asked is not None and asked.to == notice.to and asked.since <= notice.at
    return not waits and request.owner != notice.to


def once_taken(request: Request) -> bool:
    """Whether somebody has it by now, or it is closed."""
    return request.owner is not None or not request.is_open


def once_closed(request: Request) -> bool:
    """Whether what is true while it goes on has ended."""
    return not request.is_open


def once_moved_on(step: RecoveryStep) -> Callable[[Request], bool]:
    """Whether the step of recovery that it asked for has been taken since."""

    def moved_on(request: Request) -> bool:
        said_back = step is RecoveryStep.ESTABLISH and request.ball is Side.REQUESTER
        return not request.is_open or request.step is not step or said_back

    return moved_on
