"""Action: the promise is kept, told about, moved openly, and delivered."""

from __future__ import annotations

from datetime import date
from typing import assert_never

from workflows.facts import Facts, Refused
from workflows.frozen import Frozen
from workflows.phases import parts
from workflows.phases.explore import checked, said
from workflows.phases.for_whom import unasked
from workflows.phases.yes_to import still_meant
from workflows.state import events as e
from workflows.state.request import Request
from workflows.state.values import Delivery, Need, NewDate


class CheckIn(Frozen):
    """Say that the work is on track."""


class MissIt(Frozen):
    """Propose a later day, and say why, before the promise is due."""

    day: date | None
    reason: str


class BeEarlier(Frozen):
    """Propose an earlier day, which moves the promise with the requester's yes, like any new date."""

    day: date | None
    reason: str = ""


class Agree(Frozen):
    """Agree to the new date. `to`: which one was seen (workflows.phases.yes_to)."""

    to: str = ""


class KeepOldDate(Frozen):
    """Refuse the new date: the old one stands, and the lead hears of it."""


class SendUpdate(Frozen):
    """Tell the requester of progress, in the owner's words."""

    text: str


class Deliver(Frozen):
    """Deliver: say what was done, in words and perhaps a link; of several actions, which."""

    what: str
    link: str = ""
    places: tuple[int, ...] = ()


class ChangeNeed(Frozen):
    """Change the need: what was promised is no longer what is needed, so it goes back for an offer."""

    need: Need


class Nudge(Frozen):
    """Ask the owner how it is going, once a working day."""


class Snooze(Frozen):
    """Put this reminder off until tomorrow morning."""


Command = (
    CheckIn | MissIt | BeEarlier | Agree | KeepOldDate | SendUpdate | Deliver | ChangeNeed | Nudge | Snooze
)
Events = tuple[e.Event, ...]


def decide(request: Request, command: Command, facts: Facts) -> Events:
    """Decide a command in Action; rights and phase were checked by the table of acts."""
    match command:
        case CheckIn():
            return (e.CheckedIn(),)
        case MissIt():
            return (e.NewDateProposed(proposal=_new_date(request, command, facts)),)
        case BeEarlier():
            return (e.NewDateProposed(proposal=_earlier(request, command, facts)),)
        case Agree():
            still_meant("agree", request, command.to)
            return _agreed(request, facts)
        case KeepOldDate():
            return (e.NewDateRefused(earlier=request.offers_earlier),)
        case SendUpdate():
            return (e.UpdateSent(text=said(command.text, "text")),)
        case Deliver() if request.open_parts:
            return parts.delivery_of_parts(request, command.places, command.what, command.link, facts)
        case Deliver():
            what, link = said(command.what, "what"), parts.link_of(command.link)
            delivered = e.Delivered(delivery=Delivery(what=what, link=link, at=facts.now))
            return delivered, *unasked(request, request.owner or facts.by)
        case ChangeNeed():
            return (_changed(request, command, facts),)
        case Nudge():
            once_a_day(request, facts)
            return (e.Nudged(),)
        case Snooze():
            morning = facts.calendar.opens(facts.calendar.next_working_day(facts.today))
            return (e.Snoozed(until=morning),)
        case _:
            assert_never(command)


def before_due(request: Request, facts: Facts) -> None:
    """Raise Refused once the promise is due: a later date is proposed before that."""
    if request.promise and facts.now >= request.promise.due:
        raise Refused("promise_is_overdue")


def new_date_is_ahead(request: Request, facts: Facts) -> None:
    """Raise Refused once the proposed day is over as well: nobody can agree to it any more."""
    if request.proposal and request.proposal.due <= facts.now:
        raise Refused("new_date_has_passed")


def once_a_day(request: Request, facts: Facts) -> None:
    """Raise Refused if the requester has nudged today; working days are counted where those are who are asked."""
    if request.nudged is None:
        return
    calendar = facts.calendar
    again = calendar.next_working_day(calendar.local_day(request.nudged))
    if facts.today < again:
        raise Refused("nudged_already", day=again.isoformat())


def _new_date(request: Request, command: MissIt, facts: Facts) -> NewDate:
    promise = request.promise
    assert promise is not None
    before_due(request, facts)
    if command.day is None:
        raise Refused("day_needed", "day")
    due = facts.due(command.day)
    if due <= promise.due:
        raise Refused("new_date_is_not_later", "day", day=promise.day.isoformat())
    return NewDate(day=command.day, due=due, reason=said(command.reason, "reason"), since=facts.now)


def _earlier(request: Request, command: BeEarlier, facts: Facts) -> NewDate:
    promise = request.promise
    assert promise is not None
    if command.day is None:
        raise Refused("day_needed", "day")
    due = facts.due(command.day)
    if due >= promise.due:
        raise Refused("new_date_is_not_earlier", "day", day=promise.day.isoformat())
    parts.nobody_hurried(request, due)
    return NewDate(day=command.day, due=due, reason=command.reason.strip(), since=facts.now)


def _changed(request: Request, command: ChangeNeed, facts: Facts) -> e.NeedChanged:
    need = checked(command.need, request, facts)
    if need == request.need:
        raise Refused("need_is_the_same", "words")
    return e.NeedChanged(need=need)


def _agreed(request: Request, facts: Facts) -> Events:
    proposal = request.proposal
    assert proposal is not None
    new_date_is_ahead(request, facts)
    return (e.NewDateAgreed(day=proposal.day, due=proposal.due),)
