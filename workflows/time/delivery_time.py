"""Delivery time: what isn't urgent waits until its reader is at work, or evidently there."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from workflows.definition import Company
from workflows.facts import Facts
from workflows.ports import Address, Notice, Place
from workflows.state.request import Request
from workflows.state.values import SYSTEM, Person, Phase
from workflows.time import absence

WEEK = timedelta(days=7)
THERE = timedelta(hours=1)  # for so long somebody who did something to a request is taken to be still there
Haste = Literal[
    "moving",  # of an urgent request, between the two who are at it while it goes on
    "to_the_end",  # also when the matter itself is done
    "escalates",  # of an urgent request, always
]
OVER = (Phase.CONFIRM, Phase.CLOSED)  # the matter itself is done: nothing of it is urgent any more


def when(
    request: Request, company: Company, place: Place, to: str, at: datetime, haste: Haste = "moving"
) -> datetime:
    """Return when this may be said to them, never before `at`; `request` is what it has become by then."""
    if place == "person" and company.absences and (back := absence.quiet_until(to, request, company)):
        return max(at, back)
    if place != "person":
        department = company.department(to)
        acted = [one for one in request.acted if one in department.everyone]
        there = request.urgent or any(_is_there(request, one, at) for one in acted)
        return at if there else department.calendar.next_open(at)
    if _can_not_wait(request, to, haste) or _is_there(request, to, at):
        return at
    return company.calendar_of(to).next_open(at)


def asks_scores(by: Person, recent: tuple[Request, ...], facts: Facts) -> bool:
    """Whether scores may be asked of a person now: at most weekly (docs/service.md, Confirm)."""
    calendar = facts.company.calendar_of(by)
    asked = [poll.at for request in recent for poll in request.polls if poll.scores and poll.at]
    return all(calendar.local_day(facts.now) - calendar.local_day(at) >= WEEK for at in asked)


def no_longer_held(by: Person, notices: tuple[Notice, ...]) -> tuple[Address, ...]:
    """Return those to whom nothing of a request is held back any longer, now that this is done and said.

    Whoever acts is there; and what is said now does not overtake what was to be said before.
    """
    at_once: list[Address] = [("person", by)] if by != SYSTEM else []
    for notice in notices:
        if notice.happened is None:
            at_once += conversation_of(notice)
    return tuple(dict.fromkeys(at_once))


def conversation_of(notice: Notice) -> list[Address]:
    """Return the conversation where it is said; a thread hangs below the card in its channel."""
    if notice.place == "person":
        return [("person", notice.to)]
    return [("channel", notice.to), ("thread", notice.to)]


def _is_there(request: Request, person: Person, at: datetime) -> bool:
    acted = request.acted.get(person)
    return acted is not None and at - acted <= THERE


def _can_not_wait(request: Request, to: Person, haste: Haste) -> bool:
    """Whether it is urgent: it escalates, or is said between the two who are at it while it goes on."""
    moving = haste == "to_the_end" or (request.phase not in OVER and not request.listening)
    between = moving and to in (request.decider, request.owner, request.cover)
    return request.urgent and (haste == "escalates" or between)
