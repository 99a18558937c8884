"""Offer: a proper answer, from light to full, and the requester's yes or no to it."""

from __future__ import annotations

from datetime import date, datetime
from typing import assert_never

from workflows import events as e
from workflows import parts
from workflows.explore import checked, said, taking
from workflows.facts import Facts, Refused
from workflows.for_whom import unasked
from workflows.frozen import Frozen
from workflows.recovery import new_round
from workflows.request import Request
from workflows.values import Delivery, Need, Offer, Option, Outcome, Part, Promise

MOST_OPTIONS = 3  # SERVICE.md, Offer


class Finish(Frozen):
    """Done: taken, promised and delivered at once. Without words, the workflow's own sentence is said."""

    what: str = ""


class DoIt(Frozen):
    """I'll do it: exactly what was asked, by the wished day or the one chosen."""

    day: date | None = None


class Draft(Frozen):
    """One option as it was typed."""

    what: str
    day: date | None
    beyond: str = ""
    needs: str = ""
    cost: int | None = None
    meets: tuple[int, ...] = ()
    shares: tuple[parts.Share, ...] = ()

    @property
    def by_when(self) -> date | None:
        """The day it is typed for; of several actions, the latest."""
        days = [share.day for share in self.shares if share.day]
        return max(days) if days else self.day


class Propose(Frozen):
    """Make an offer; it opens with the owner's own restatement of the need."""

    need: Need
    options: tuple[Draft, ...]
    open_until: date | None = None


class Accept(Frozen):
    """Yes to one option of one version."""

    version: int
    option: int


class AskChange(Frozen):
    """Ask for a change; after "I'll do it" this is how the requester objects."""

    text: str


class Decline(Frozen):
    """No to the offer: another one is hoped for, or it ends here."""

    reason: str = ""
    close: bool = False


class CannotDo(Frozen):
    """The honest no."""

    reason: str
    alternative: str = ""


class Appeal(Frozen):
    """The lead is asked to look at it again."""


Command = Finish | DoIt | Propose | Accept | AskChange | Decline | CannotDo | Appeal
Events = tuple[e.Event, ...]


def decide(request: Request, command: Command, facts: Facts) -> Events:
    """What follows from a command in Offer; rights and phase were checked by the table of acts."""
    match command:
        case Finish():
            return _finished(request, command, facts)
        case DoIt():
            promised = e.Promised(promise=_as_asked(request, command.day, facts))
            return *taking(request, facts), *new_round(request), promised
        case Propose():
            made = _made(request, drafted(request, command, facts))
            return *taking(request, facts), *new_round(request), made
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
            return (e.Appealed(),)
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
    begun = (*taking(request, facts), *new_round(request), e.Promised(promise=promise))
    return *begun, delivered, *unasked(request, request.owner or facts.by)


def day_for(request: Request, facts: Facts) -> date | None:
    """The wished day, if it can still be promised; "I'll do it" then needs no form."""
    try:
        facts.due(request.need.wished or date.min)
    except Refused:
        return None
    return request.need.wished


def usual_day(request: Request, facts: Facts) -> date:
    """What a form proposes: the wished day, else the day by which such a request is usually done."""
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


def drafted(request: Request, command: Propose, facts: Facts) -> Offer:
    """The offer as it would go out. It expires when its first promised day does: that date could not be kept."""
    if not 1 <= len(command.options) <= MOST_OPTIONS:
        raise Refused("one_to_three_options", "what-1")
    need = checked(command.need.model_copy(update={"wished": None}), facts.today)
    need = need.model_copy(update={"wished": request.need.wished})
    options = tuple(
        _option(draft, place, need, parts.shared(draft.shares, place, request, facts), facts)
        for place, draft in enumerate(command.options, 1)
    )
    expires = min(due for option in options for due in (option.due, *(part.due for part in option.parts)))
    if command.open_until:
        expires = min(expires, _open_until(command.open_until, facts))
    return Offer(version=request.offers + 1, by=facts.by, need=need, options=options, expires=expires)


def _made(request: Request, offer: Offer) -> e.Offered | e.OfferDrafted:
    """It goes out at once, unless others who are to do a part of it have not said yes yet."""
    agreed = request.draft.still_agreed(offer) if request.draft else ()
    waits = parts.yet_to_agree(offer, agreed)
    return e.OfferDrafted(offer=offer) if waits else e.Offered(offer=offer)


def _open_until(day: date, facts: Facts) -> datetime:
    try:
        return facts.due(day)
    except Refused as refused:
        raise Refused(refused.key, "open_until", **refused.details) from None


def _option(draft: Draft, place: int, need: Need, shared: tuple[Part, ...], facts: Facts) -> Option:
    day = draft.by_when
    if day is None:
        raise Refused("day_needed", f"day-{place}")
    if draft.cost is not None and draft.cost < 0:
        raise Refused("cost_is_negative", f"cost-{place}")
    try:
        due = facts.due(day)
    except Refused as refused:
        raise Refused(refused.key, f"day-{place}", **refused.details) from None
    return Option(
        what=said(draft.what, f"what-{place}"),
        day=day,
        due=due,
        beyond=draft.beyond.strip(),
        needs=draft.needs.strip(),
        cost=draft.cost,
        meets=tuple(place for place in draft.meets if 0 <= place < len(need.conditions)),
        parts=shared,
    )


def _accepted(request: Request, command: Accept, facts: Facts) -> Events:
    offer = request.offer
    if offer is None or offer.version != command.version or not 0 <= command.option < len(offer.options):
        raise Refused("offer_replaced")
    if offer.expires <= facts.now:
        raise Refused("offer_expired")
    option = offer.options[command.option]
    promise = Promise(
        what=option.what,
        day=option.day,
        due=option.due,
        made=facts.now,
        first_day=option.day,
        meets=option.meets,
        beyond=option.beyond,
        needs=option.needs,
        parts=option.parts,
    )
    return (e.Accepted(version=offer.version, option=command.option, need=offer.need, promise=promise),)


class Check(Frozen):
    """One of the three checks of an option, with what was found."""

    name: str  # complete, practical, win_win
    fine: bool
    details: dict[str, str] = {}


def checks(draft: Draft, need: Need, facts: Facts) -> tuple[Check, ...]:
    """Shown to the offerer before it goes out (SERVICE.md, Offer): complete, practical, win-win."""
    left_out = [text for place, text in enumerate(need.conditions) if place not in draft.meets]
    complete = Check(name="complete", fine=not left_out, details={"left_out": "; ".join(left_out)})
    gives = draft.beyond or draft.what
    win_win = Check(name="win_win", fine=bool(draft.beyond), details={"gives": gives, "gets": draft.needs})
    return complete, _practical(draft, need, facts), win_win


ENOUGH_TO_TELL = 5  # below that a rate says nothing (SERVICE.md, What is learned)


def usually(lately: tuple[int, ...]) -> tuple[int, int] | None:
    """How many there were, and in how many working days four of five of them were done; None for too few."""
    if len(lately) < ENOUGH_TO_TELL:
        return None
    return len(lately), lately[-(-len(lately) * 4 // 5) - 1]


def _practical(draft: Draft, need: Need, facts: Facts) -> Check:
    day = draft.by_when
    if day is None:
        return Check(name="practical", fine=False, details={"why": "day_needed"})
    try:
        facts.due(day)
    except Refused as refused:
        return Check(name="practical", fine=False, details={"why": refused.key})
    busy = facts.busy.get(day, 0)
    late = bool(need.wished and day > need.wished)
    why = "later_than_wished" if late else "other_promises" if busy else ""
    days = facts.calendar.working_days_between(facts.today, day)
    return Check(name="practical", fine=not why, details={"why": why, "busy": str(busy), "days": str(days)})
