"""Hand over and assign: somebody else is asked to answer for it, and nothing moves before a yes of their own."""

from __future__ import annotations

from typing import assert_never

from workflows.facts import Facts, Refused
from workflows.frozen import Frozen
from workflows.state import events as e
from workflows.state.involved import drafted_by
from workflows.state.request import Request
from workflows.state.values import Person


class HandOver(Frozen):
    """Hand over, as the owner, or assign, as a lead. `words` are for whoever is asked, and for nobody else."""

    to: Person
    words: str = ""


class TakeOver(Frozen):
    """Take over the work, and the date that stands."""


class CannotTake(Frozen):
    """Refuse to take over."""

    reason: str = ""


Command = HandOver | TakeOver | CannotTake
Events = tuple[e.Event, ...]


def decide(request: Request, command: Command, facts: Facts) -> Events:
    """Decide a command on who answers for it; rights were checked by the table of acts."""
    match command:
        case HandOver():
            return _asked(request, command, facts)
        case TakeOver():
            assert request.handing is not None
            return _accepted(request, facts, asked_by=request.handing.by)
        case CannotTake():
            assert request.handing is not None
            return (e.HandOverDeclined(asked_by=request.handing.by, reason=command.reason.strip()),)
        case _:
            assert_never(command)


def can_be_asked(request: Request, facts: Facts) -> tuple[Person, ...]:
    """Return those whom a form proposes: everybody of the department who could take it over, and is there."""
    return tuple(one for one in _fit(request, facts) if facts.company.absence(one) is None)


def away(request: Request, facts: Facts) -> tuple[Person, ...]:
    """Return those who could take it over, but aren't there."""
    return tuple(one for one in _fit(request, facts) if facts.company.absence(one) is not None)


def _asked(request: Request, command: HandOver, facts: Facts) -> Events:
    """Ask somebody to take over; whoever names themselves has said yes with it."""
    to = facts.company.one(command.to.strip())
    _may_be_asked(request, to, facts)
    if to == facts.by:
        return _accepted(request, facts, asked_by=to)
    return (e.HandOverAsked(to=to, words=command.words.strip()),)


def _accepted(request: Request, facts: Facts, asked_by: Person) -> Events:
    """Make them the owner. Their yes counts for their part, too: the drafted offer goes out if it was the last one."""
    taken = e.HandOverAccepted(owner=facts.by, before=request.owner, asked_by=asked_by)
    draft = drafted_by(request, facts.by)
    waited = request.draft is not None and bool(request.draft.waits_for)
    if draft and waited and not draft.waits_for and draft.offer.expires > facts.now:
        return taken, e.Offered(offer=draft.offer)
    return (taken,)


def _may_be_asked(request: Request, to: Person, facts: Facts) -> None:
    """Raise Refused for somebody who can't be asked; the reason, beyond being away, is not told."""
    if not to:
        raise Refused("whom", "to")
    if to == request.owner == facts.by:
        raise Refused("yours_already", "to")
    if to == request.owner:
        raise Refused("theirs_already", "to", who=to)
    if request.handing and request.handing.to == to:
        raise Refused("asked_already", "to", who=to)
    if to not in _fit(request, facts):
        raise Refused("cannot_take_over", "to")
    if absence := facts.company.absence(to):
        raise Refused("who_is_away", "to", who=to, day=absence.back.isoformat())


def _fit(request: Request, facts: Facts) -> tuple[Person, ...]:
    """Return the department's people and its escalation contact, without those who play another part or have left.

    What is confidential goes to an admin or another lead where that leaves nobody: somebody has to be able to help.
    """
    department = facts.company.department(request.department)
    asks = (request.requester, request.decider, request.colleague)
    others = {*asks, request.owner, *request.about, *request.approvers}
    if request.listening and request.recovery:
        others.add(request.recovery.before)  # whoever looks after it now has fresh eyes
    elif request.owner and facts.workflow.confidential:
        others.add(facts.by)  # nobody reads what is confidential by asking themselves
    here = dict.fromkeys((*department.everyone, department.escalation))
    fit = tuple(one for one in here if one not in others and facts.may_act(one))
    if fit or not facts.workflow.confidential:
        return fit
    beyond = facts.company.beyond(department.id)
    return tuple(one for one in beyond if one not in others and facts.may_act(one))
