"""Offer: a proper answer, from light to full, and the requester's yes or no to it."""

from __future__ import annotations

from datetime import date, datetime
from typing import assert_never

from workflows.facts import Facts, Refused
from workflows.frozen import Frozen
from workflows.phases import parts
from workflows.phases.appealing import appeal
from workflows.phases.approval import (
    MOST_DAYS,
    above_limit,
    accepted,
    approver_of,
    counted,
    first_due,
    numbered,
)
from workflows.phases.explore import checked, promising, said, taking
from workflows.phases.for_whom import unasked
from workflows.phases.recovery import new_round
from workflows.state import events as e
from workflows.state.request import Request
from workflows.state.values import After, Delivery, Need, Offer, Option, Outcome, Part, Person, Promise

MOST_OPTIONS = 3  # docs/service.md, Offer


class Finish(Frozen):
    """Finish: take, promise and deliver at once. Without words, the workflow's own sentence is said."""

    what: str = ""


class DoIt(Frozen):
    """Promise exactly what was asked, by the wished day or the one chosen."""

    day: date | None = None


class Draft(Frozen):
    """An option as it was typed: for a day, or `days` working days after the approval or the requester's input."""

    what: str
    day: date | None
    after: After = ""
    days: int | None = None
    beyond: str = ""
    needs: str = ""
    cost: int | None = None
    meets: tuple[int, ...] = ()
    shares: tuple[parts.Share, ...] = ()

    @property
    def by_when(self) -> date | None:
        """Return the day it is typed for; of several actions, the latest."""
        days = [share.day for share in self.shares if share.day]
        return max(days) if days else self.day

    @property
    def counts_from(self) -> After:
        """Return what its date counts from; nothing for several actions, which have days of their own."""
        return "" if self.shares else self.after


class Propose(Frozen):
    """Make an offer; it opens with the owner's own restatement of the need.

    Above the workflow's limit it names who approves it, or the number of an approval done elsewhere.
    """

    need: Need
    options: tuple[Draft, ...]
    open_until: date | None = None
    approver: Person | None = None
    approval: str = ""


class Accept(Frozen):
    """Accept one option of one version."""

    version: int
    option: int


class AskChange(Frozen):
    """Ask for a change; after "I'll do it" this is how the requester objects."""

    text: str


class Decline(Frozen):
    """Decline the offer: another one is hoped for, or it ends here."""

    reason: str = ""
    close: bool = False


class CannotDo(Frozen):
    """Say the honest no: it can't be done."""

    reason: str
    alternative: str = ""


class Appeal(Frozen):
    """Ask the lead to look at it again."""


Command = Finish | DoIt | Propose | Accept | AskChange | Decline | CannotDo | Appeal
Events = tuple[e.Event, ...]


def decide(request: Request, command: Command, facts: Facts) -> Events:
    """Decide a command in Offer; rights and phase were checked by the table of acts."""
    match command:
        case Finish():
            return _finished(request, command, facts)
        case DoIt():
            promised = e.Promised(promise=_as_asked(request, command.day, facts))
            return *promising(request, facts), *new_round(request), promised
        case Propose():
            made = _made(request, offer_draft(request, command, facts))
            return *promising(request, facts), *new_round(request), made
        case Accept():
            return _accepted(request, command, facts)
        case AskChange():
            return (e.ChangeAsked(text=said(command.text, "text")),)
        case Decline():
            reason = command.reason.strip()
            ended = e.Closed(outcome=Outcome.DECLINED, reason=reason)
            return (ended if command.close else e.OfferDeclined(reason=reason),)
        case CannotDo():
            no = e.CannotBeDone(
                reason=said(command.reason, "reason"), alternative=command.alternative.strip()
            )
            return *taking(request, facts), no
        case Appeal():
            return (appeal(request, facts),)
        case _:
            assert_never(command)


def _finished(request: Request, command: Finish, facts: Facts) -> Events:
    what = command.what.strip() or facts.workflow.done.in_(request.language)
    promise = Promise(
        what=request.need.words,
        day=facts.today,
        due=facts.now,
        made=facts.now,
        as_asked=True,
        first_day=facts.today,
        meets=tuple(range(len(request.need.conditions))),
    )
    delivered = e.Delivered(delivery=Delivery(what=what, at=facts.now))
    taken = promising(request, facts)
    begun = (*taken, *new_round(request), e.Promised(promise=promise))
    return *begun, delivered, *unasked(request, facts.by if taken else request.owner)


def day_for(request: Request, facts: Facts) -> date | None:
    """The wished day, if it can still be promised; "I'll do it" then needs no form."""
    try:
        facts.due(request.need.wished or date.min)
    except Refused:
        return None
    return request.need.wished


def usual_day(request: Request, facts: Facts) -> date:
    """Return the day that a form proposes: the wished one, else the day by which such a request is usually done."""
    return day_for(request, facts) or facts.calendar.add_working_days(facts.today, facts.workflow.usual_days)


def _as_asked(request: Request, day: date | None, facts: Facts) -> Promise:
    chosen = day or day_for(request, facts)
    if chosen is None:
        raise Refused("day_needed", "day")
    return Promise(
        what=request.need.words,
        day=chosen,
        due=facts.due(chosen),
        made=facts.now,
        as_asked=True,
        first_day=chosen,
        meets=tuple(range(len(request.need.conditions))),
    )


def offer_draft(request: Request, command: Propose, facts: Facts) -> Offer:
    """The offer as it would go out."""
    if not 1 <= len(command.options) <= MOST_OPTIONS:
        raise Refused("one_to_three_options", "what-1")
    need = checked(command.need.model_copy(update={"wished": None}), request, facts)
    need = need.model_copy(update={"wished": request.need.wished})
    options = tuple(
        _option(draft, place, need, parts.shared(draft.shares, place, request, facts), facts)
        for place, draft in enumerate(command.options, 1)
    )
    number = numbered(command.approval, "approval")
    for place, option in enumerate(options, 1):
        if number and option.after == "approval":
            raise Refused("approved_already", f"after-{place}")
    approver = approver_of(command.approver, number, options, request, facts)
    return Offer(
        version=request.offers + 1,
        by=facts.by,
        need=need,
        options=options,
        expires=_expires(command, options, facts),
        approver=approver,
        approval=number,
    )


def _expires(command: Propose, options: tuple[Option, ...], facts: Facts) -> datetime:
    """Return when it expires: with its first promised day, or else (dates that count from a yes) with silence."""
    ends = [first_due(option) for option in options if not option.after]
    if command.open_until:
        ends.append(_due(command.open_until, "open_until", facts))
    return min(ends) if ends else counted(facts.workflow.rhythm.lapse, facts)[1]


def _made(request: Request, offer: Offer) -> e.Offered | e.OfferDrafted:
    """Send the offer out at once, or draft it while others who are to do a part of it have not said yes yet."""
    agreed = request.draft.still_agreed(offer) if request.draft else ()
    waits = parts.yet_to_agree(offer, agreed)
    return e.OfferDrafted(offer=offer) if waits else e.Offered(offer=offer)


def _due(day: date, where: str, facts: Facts) -> datetime:
    try:
        return facts.due(day)
    except Refused as refused:
        raise Refused(refused.key, where, **refused.details) from None


def _option(draft: Draft, place: int, need: Need, shared: tuple[Part, ...], facts: Facts) -> Option:
    day, due = _when(draft, place, facts)
    if draft.cost is not None and draft.cost < 0:
        raise Refused("cost_is_negative", f"cost-{place}")
    return Option(
        what=said(draft.what, f"what-{place}"),
        day=day,
        due=due,
        beyond=draft.beyond.strip(),
        needs=draft.needs.strip(),
        cost=draft.cost,
        meets=tuple(place for place in draft.meets if 0 <= place < len(need.conditions)),
        after=draft.counts_from,
        days=(draft.days or 0) if draft.counts_from else 0,
        parts=shared,
    )


def _when(draft: Draft, place: int, facts: Facts) -> tuple[date, datetime]:
    """Return the promised day and when it closes; of one that counts from a yes, as if that came today."""
    if draft.counts_from == "":
        day = draft.by_when
        if day is None:
            raise Refused("day_needed", f"day-{place}")
        return day, _due(day, f"day-{place}", facts)
    if draft.days is None or not 1 <= draft.days <= MOST_DAYS:
        raise Refused("days_needed", f"days-{place}", most=str(MOST_DAYS))
    if draft.after == "approval" and not above_limit(draft.cost, facts.workflow):
        raise Refused("nothing_to_approve", f"after-{place}")
    return counted(draft.days, facts)


def still_stands(request: Request, facts: Facts) -> None:
    """Raise Refused once the offer has expired: nobody can accept it any more."""
    if request.offer and request.offer.expires <= facts.now:
        raise Refused("offer_expired")


def _accepted(request: Request, command: Accept, facts: Facts) -> Events:
    offer = request.offer
    if offer is None or offer.version != command.version or not 0 <= command.option < len(offer.options):
        raise Refused("offer_replaced")
    still_stands(request, facts)
    return (accepted(offer, command.option, facts),)
