"""Action: the promise is kept, told about, moved openly, and delivered."""

from __future__ import annotations

from datetime import date
from typing import assert_never

from workflows import events as e
from workflows.explore import said
from workflows.facts import Facts, Refused
from workflows.frozen import Frozen
from workflows.request import Request
from workflows.values import Delivery, NewDate


class CheckIn(Frozen):
    """On track."""


class MissIt(Frozen):
    """I may miss this: a later day and why, said before the promise is due."""

    day: date | None
    reason: str


class Agree(Frozen):
    """Yes to the new date."""


class KeepOldDate(Frozen):
    """No to the new date: the old one stands, and the lead hears of it."""


class SendUpdate(Frozen):
    """Progress, in the owner's words."""

    text: str


class Deliver(Frozen):
    """What was done, in words and perhaps a link."""

    what: str
    link: str = ""


Command = CheckIn | MissIt | Agree | KeepOldDate | SendUpdate | Deliver
Events = tuple[e.Event, ...]


def decide(request: Request, command: Command, facts: Facts) -> Events:
    """What follows from a command in Action; rights and phase were checked by the table of acts."""
    match command:
        case CheckIn():
            return (e.CheckedIn(),)
        case MissIt():
            return (e.NewDateProposed(proposal=_new_date(request, command, facts)),)
        case Agree():
            return _agreed(request, facts)
        case KeepOldDate():
            return (e.NewDateRefused(),)
        case SendUpdate():
            return (e.UpdateSent(text=said(command.text, "text")),)
        case Deliver():
            delivery = Delivery(what=said(command.what, "what"), link=_link(command.link), at=facts.now)
            return (e.Delivered(delivery=delivery),)
        case _:
            assert_never(command)


def _new_date(request: Request, command: MissIt, facts: Facts) -> NewDate:
    promise = request.promise
    assert promise is not None
    if facts.now >= promise.due:
        raise Refused("promise_is_overdue")
    if command.day is None:
        raise Refused("day_needed", "day")
    due = facts.due(command.day)
    if due <= promise.due:
        raise Refused("new_date_is_not_later", "day", day=promise.day.isoformat())
    return NewDate(day=command.day, due=due, reason=said(command.reason, "reason"), since=facts.now)


def _agreed(request: Request, facts: Facts) -> Events:
    proposal = request.proposal
    assert proposal is not None
    if proposal.due <= facts.now:
        raise Refused("new_date_has_passed")
    return (e.NewDateAgreed(day=proposal.day, due=proposal.due),)


def _link(text: str) -> str:
    link = text.strip()
    if link and not link.startswith(("https://", "http://")):
        raise Refused("not_a_link", "link")
    return link
