"""When something may be said: what isn't urgent waits until whoever hears it is at work, or evidently there."""

from __future__ import annotations

from datetime import datetime, timedelta

from workflows.definition import Company
from workflows.facts import Facts
from workflows.ports import Address, Notice, Place, Receipt
from workflows.state.request import Request
from workflows.state.values import SYSTEM, Person, Phase
from workflows.time import absence

WEEK = timedelta(days=7)
AT_ONCE = timedelta(minutes=10)  # whoever says the same again so soon was not sure that it arrived
THERE = timedelta(hours=1)  # for so long somebody who did something to a request is taken to be still there
ESCALATES = frozenset({"urgent", "bounced", "appealed", "reminder_lead", "reminder_contact"})
FOR_ALL = frozenset(
    {"card", "answered", "closed_withdrawn", "said"}
)  # what a department hears, not one person
ON_THE_CARD = frozenset({"answered", "need_corrected", "need_changed", "accepted", "date_agreed"})
WORDS = ("text", "words", "reason")  # facts that are somebody's own words: a card may not show them
OVER = (Phase.CONFIRM, Phase.CLOSED)  # the matter itself is done: nothing of it is urgent any more


def when(request: Request, company: Company, place: Place, to: str, kind: str, at: datetime) -> datetime:
    """From when on this may be said to them; `request` is what it has become by then. Never before `at`."""
    if place == "person" and (back := absence.waited_for(to, request, company)):
        return max(at, back)
    if place != "person":
        department = company.department(to)
        acted = [one for one in request.acted if one in department.everyone]
        there = request.urgent or any(_is_there(request, one, at) for one in acted)
        return at if there else department.calendar.next_open(at)
    if _can_not_wait(request, to, kind) or _is_there(request, to, at):
        return at
    return company.calendar_of(to).next_open(at)


def asks_scores(by: Person, recent: tuple[Request, ...], facts: Facts) -> bool:
    """Scores are asked of a person at most weekly; whether it is solved, always (docs/service.md, Confirm)."""
    calendar = facts.company.calendar_of(by)
    asked = [poll.at for request in recent for poll in request.polls if poll.scores and poll.at]
    return all(calendar.local_day(facts.now) - calendar.local_day(at) >= WEEK for at in asked)


def present(by: Person, notices: tuple[Notice, ...]) -> tuple[Address, ...]:
    """To whom nothing of a request is held back any longer, now that this is done and said.

    Whoever acts is there; and what is said now does not overtake what was to be said before.
    """
    at_once: list[Address] = [("person", by)] if by != SYSTEM else []
    for notice in notices:
        if notice.happened is None:
            at_once += _conversation(notice)
    return tuple(dict.fromkeys(at_once))


def is_old(notice: Notice, request: Request, standing: tuple[Receipt, ...]) -> bool:
    """Held back so long that it is no news; `standing`: what stands about the request anywhere by now."""
    if notice.happened is None:
        return False
    here = [one for one in standing if (one.notice.place, one.notice.to) in _conversation(notice)]
    if not here:  # nobody knows of it yet, and there is nothing left to do
        elsewhere = notice.place != "person" and notice.to != request.department
        return elsewhere or (notice.kind in FOR_ALL and not request.is_open)
    if notice.place == "thread":  # under a card that has shown it from its beginning
        return notice.kind in ON_THE_CARD and all(one.sent > notice.happened for one in here)
    return is_known(notice, request) and not any(notice.facts.get(words) for words in WORDS)


def is_repeated(notice: Notice, request: Request, told: tuple[Notice, ...]) -> bool:
    """The same words to the same reader, a moment after they were told, and nobody else did anything meanwhile."""
    return notice.kind == "said" and any(
        _says(one) == _says(notice)
        and one.id != notice.id
        and timedelta() <= _happened(notice) - _happened(one) <= AT_ONCE
        and not any(by != notice.facts["by"] and at > _happened(one) for by, at in request.acted.items())
        for one in told
    )


def _says(notice: Notice) -> tuple[str | None, ...]:
    words = (notice.facts.get(name) for name in ("by", "text", "aside"))
    return notice.kind, notice.place, notice.to, *words


def _happened(notice: Notice) -> datetime:
    return notice.happened or notice.at


def is_known(notice: Notice, request: Request) -> bool:
    """Whoever was to hear it has acted on the request since, and so has seen how it stands."""
    acted = request.acted.get(notice.to)
    return notice.happened is not None and acted is not None and acted > notice.happened


def _conversation(notice: Notice) -> list[Address]:
    """Where it is said; a thread hangs below the card in its channel."""
    if notice.place == "person":
        return [("person", notice.to)]
    return [("channel", notice.to), ("thread", notice.to)]


def _is_there(request: Request, person: Person, at: datetime) -> bool:
    acted = request.acted.get(person)
    return acted is not None and at - acted <= THERE


def _can_not_wait(request: Request, to: Person, kind: str) -> bool:
    """Urgent is what somebody has to do now, and what is said between the two who are at it."""
    moving = kind == "delivered" or (request.phase not in OVER and not request.listening)
    between = moving and to in (request.decider, request.owner, request.cover)
    return request.urgent and (kind in ESCALATES or between)
