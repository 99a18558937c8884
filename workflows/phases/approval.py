"""Approval, in chat or by a number from elsewhere; and a date that counts from it, or from what the requester gives."""

from __future__ import annotations

from datetime import date, datetime
from typing import assert_never

from workflows.definition import Workflow
from workflows.facts import Facts, Refused
from workflows.frozen import Frozen
from workflows.phases.explore import said
from workflows.phases.naming import account
from workflows.phases.yes_to import still_meant
from workflows.state import events as e
from workflows.state.request import Request
from workflows.state.values import Offer, Option, Person, Promise

MOST_DAYS = 250  # working days that a promise may count from approval or input: about a year
LONGEST_NUMBER = 100  # characters of an approval's number


class Approve(Frozen):
    """Approve: the option becomes a promise. `to`: which one was seen (workflows.phases.yes_to)."""

    to: str = ""


class Reject(Frozen):
    """Refuse to approve: another offer is needed."""

    reason: str


class ApprovedElsewhere(Frozen):
    """Note an approval given outside the chat; its number stands on the cards."""

    number: str


class GiveInput(Frozen):
    """Give the owner what they need from the requester: the promised date counts from now on."""

    text: str


class HaveInput(Frozen):
    """Note that the owner got what they need by another way."""


Command = Approve | Reject | ApprovedElsewhere | GiveInput | HaveInput
Events = tuple[e.Event, ...]


def decide(request: Request, command: Command, facts: Facts) -> Events:
    """Decide a command about approval or input; rights and phase were checked by the table of acts."""
    match command:
        case Approve():
            still_meant("approve", request, command.to)
            return (e.Approved(promise=_approved(request, facts)),)
        case Reject():
            return (e.Rejected(reason=said(command.reason, "reason")),)
        case ApprovedElsewhere():
            number = numbered(said(command.number, "number"), "number")
            return (e.Approved(promise=_approved(request, facts), number=number),)
        case GiveInput():
            return (_given(request, said(command.text, "text"), facts),)
        case HaveInput():
            return (_given(request, "", facts),)
        case _:
            assert_never(command)


def accepted(offer: Offer, place: int, facts: Facts) -> e.Accepted | e.ApprovalAsked:
    """Take the requester's yes to an option: a promise at once, or somebody has to approve it first."""
    option = offer.options[place]
    if offer.approver and not offer.approval and above_limit(option.cost, facts.workflow):
        return e.ApprovalAsked(
            version=offer.version,
            option=place,
            need=offer.need,
            approver=offer.approver,
            cost=option.cost,
        )
    promise = promise_of(option, facts)
    return e.Accepted(version=offer.version, option=place, need=offer.need, promise=promise)


def promise_of(option: Option, facts: Facts) -> Promise:
    """Return the promise that an option becomes with the last yes it needs, which has come just now."""
    day, due = (option.day, option.due) if not option.after else counted(option.days, facts)
    return Promise(
        what=option.what,
        day=day,
        due=due,
        made=facts.now,
        first_day=day,
        meets=option.meets,
        beyond=option.beyond,
        needs=option.needs,
        cost=option.cost,
        days=option.days if option.after == "input" else 0,
        waits=option.after == "input",
        parts=option.parts,
    )


def above_limit(cost: int | None, workflow: Workflow) -> bool:
    """Whether such a cost needs somebody's approval (docs/service.md, Offer)."""
    return cost is not None and workflow.cost_limit is not None and cost > workflow.cost_limit


def counted(days: int, facts: Facts) -> tuple[date, datetime]:
    """The day that many working days from today, and when it closes."""
    day = facts.calendar.add_working_days(facts.today, days)
    return day, facts.calendar.closes(day)


def has_passed(request: Request, now: datetime) -> bool:
    """Whether what waits for approval was offered for a day that could not be kept any more."""
    option = waiting_option(request)
    return option is not None and not option.after and first_due(option) <= now


def first_due(option: Option) -> datetime:
    """Return the instant at which the first of what it promises falls due."""
    return min(option.due, *(part.due for part in option.parts)) if option.parts else option.due


def waiting_option(request: Request) -> Option | None:
    """Return the option that waits for approval."""
    if request.offer is None or request.approval is None or not request.waits_for_approval:
        return None
    return request.offer.options[request.approval.option]


def approver_of(
    person: Person | None, number: str, options: tuple[Option, ...], request: Request, facts: Facts
) -> Person | None:
    """Return who approves a cost above the limit: neither who asks nor who offers. None where nothing is above it."""
    needed = any(above_limit(option.cost, facts.workflow) for option in options)
    if needed and number and person:
        raise Refused("approver_or_number", "approval")
    if not needed or number:
        return None
    if not person:
        raise Refused("approver_needed", "approver", limit=limit_of(facts.workflow))
    one = account(person, "approver", facts)
    if not facts.may_act(one) or one in request.about:
        raise Refused("cannot_be_asked", "approver", who=one)
    if one in (request.requester, request.colleague, request.raiser):
        raise Refused("approver_is_requester", "approver")
    if one in (facts.by, request.owner):
        raise Refused("approver_is_offerer", "approver")
    return one


def limit_of(workflow: Workflow) -> str:
    """The workflow's limit, as people write it."""
    return f"{workflow.cost_limit or 0:,} {workflow.currency}"


def numbered(number: str, where: str) -> str:
    """The number of an approval done elsewhere, in one line."""
    line = " ".join(number.split())
    if len(line) > LONGEST_NUMBER:
        raise Refused("too_long", where, most=str(LONGEST_NUMBER))
    return line


def in_time_to_approve(request: Request, facts: Facts) -> None:
    """Raise Refused where the day that was offered could not be kept any more."""
    option = waiting_option(request)
    if option and has_passed(request, facts.now):
        raise Refused("approval_comes_too_late", day=option.day.isoformat())


def _approved(request: Request, facts: Facts) -> Promise:
    option = waiting_option(request)
    assert option is not None
    in_time_to_approve(request, facts)
    return promise_of(option, facts)


def _given(request: Request, text: str, facts: Facts) -> e.InputGiven:
    assert request.promise is not None
    day, due = counted(request.promise.days, facts)
    return e.InputGiven(day=day, due=due, text=text)
