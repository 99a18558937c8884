"""How a request stands for its department, its owner, and whoever is asked for a yes."""

from __future__ import annotations

from typing import assert_never

from bot import texts
from bot.cards import dates, sharing
from bot.cards.care import for_handler
from bot.cards.closing import time_spent
from bot.cards.elements import Details, Element, Words
from bot.cards.handing import dates as days_of
from bot.cards.handing import handing_lines, unread_yet
from bot.cards.matter import (
    agreed,
    asked_for,
    conditions,
    delivery_lines,
    fact,
    for_whom,
    in_short,
    instead,
    progress,
    question_lines,
    quoted_request,
)
from bot.cards.noted import notes
from bot.cards.view import View
from workflows.phases.about import may_be_named
from workflows.phases.approval import waiting_option
from workflows.state.values import Phase, Side


def department_lines(view: View) -> tuple[Element, ...]:
    """Show who asked for what, under which conditions, and who has it now."""
    if not view.hidden:
        return owner_lines(view)
    if not view.request.is_open:
        now = view.state
    elif view.request.owner:
        now = view.say("ours.owner", owner=view.owner)
    else:
        later = may_be_named(view.request, view.workflow)
        now = view.say("ours.confidential.later" if later else "ours.confidential.take")
    return Words(text=view.say("ours.confidential")), Words(text=now, weight="quiet"), *handing_lines(view)


def asked_lines(view: View) -> tuple[Element, ...]:
    """Show the need and the date to somebody who is asked for a yes. Of what is confidential nothing yet."""
    days = tuple(days_of(view))
    if view.hidden:
        unread = Words(text=view.say("ours.confidential"), weight="quiet")
        return *(unread_yet(view) or (unread,)), *((Details(facts=days),) if days else ())
    facts = Details(facts=(fact(view, "from", view.requester), *for_whom(view), *days))
    return quoted_request(view), *conditions(view), facts, *agreed(view, ".ours")


def owner_lines(view: View) -> tuple[Element, ...]:
    """Show the same to the owner alone, also of what is confidential."""
    if not view.request.is_open:
        return *asked_for(view), *time_spent(view), *notes(view)
    if view.request.listening and view.reader in (view.request.owner, view.request.cover):
        return _to_be_heard(view)
    now = Words(text=_ours(view), weight="strong" if view.overdue else "body")
    goes_there = view.request.follows and not view.request.owner  # nobody is to take it here
    return (
        *asked_for(view),
        *(() if goes_there else (now,)),
        *instead(view),
        *handing_lines(view),
        *_at_stake(view),
        *notes(view),
    )


def _to_be_heard(view: View) -> tuple[Element, ...]:
    """For whoever listens what was said comes first: a narrow card shows little more."""
    words, *rest = (_but_oneself(view, one) for one in asked_for(view))
    return words, *for_handler(view), *rest, *instead(view), *handing_lines(view), *notes(view)


def _but_oneself(view: View, element: Element) -> Element:
    """Leave out the owner's own name, where there is room for six facts only."""
    if not isinstance(element, Details) or view.reader != view.request.owner:
        return element
    owner = view.say("label.owner")
    return Details(facts=tuple(fact for fact in element.facts if fact.label != owner))


def _at_stake(view: View) -> tuple[Element, ...]:
    """Show what was asked, offered, promised or done, in the words the requester has before them."""
    request = view.request
    match request.phase:
        case _ if request.listening:
            return ()
        case Phase.CONFIRM:
            return delivery_lines(view)
        case Phase.ACTION:
            return *agreed(view, ".ours"), *sharing.promised_parts(view), *progress(view)
        case _ if request.draft:
            return sharing.draft_lines(view)
        case _ if request.offer:
            chosen = waiting_option(request)
            options = (chosen,) if chosen else request.offer.options
            return tuple(Words(text=in_short(view, option), weight="quote") for option in options)
        case _ if request.refusal:
            return (Words(text=request.refusal.reason, weight="quote"),)
        case Phase.EXPLORE | Phase.OFFER | Phase.CLOSED:
            return question_lines(view)
        case _:
            assert_never(request.phase)


def gist(view: View) -> str:
    """Say in a line what is offered, done or proposed: enough to answer from a list."""
    request = view.request
    match request.phase:
        case Phase.CONFIRM if request.delivery:
            return request.delivery.what
        case Phase.ACTION if request.proposal:
            return view.say(
                "gist.new_date", day=view.day(request.proposal.day), reason=request.proposal.reason
            )
        case _ if request.offer:
            return "\n".join(in_short(view, option) for option in request.offer.options)
        case _ if request.refusal:
            return request.refusal.reason
        case Phase.EXPLORE | Phase.OFFER | Phase.ACTION | Phase.CONFIRM | Phase.CLOSED:
            return ""
        case _:
            assert_never(request.phase)


def _ours(view: View) -> str:
    """One sentence for the department on who has it now."""
    request = view.request
    details: dict[str, object] = {"requester": view.requester, "owner": view.owner, "round": request.round}
    key = "waits" if request.owner is None else "again" if request.round > 1 else "owner"
    match request.phase:
        case Phase.CLOSED:
            return view.state
        case Phase.CONFIRM:
            key = "choice" if request.displeased else "delivered"
        case _ if request.listening:
            key = "listening"
        case Phase.ACTION if request.promise:
            details["day"] = details["old"] = dates.promised_day(view, request.promise)
            key = "input" if request.promise.waits else "overdue" if view.overdue else "promised"
            if request.proposal:
                details["day"], key = view.day(request.proposal.day), "new_date"
        case _ if request.draft and (request.draft.waits_for or request.draft.no):
            waits = request.draft.waits_for or (request.draft.no or "",)
            details["who"] = texts.listed(view.language, tuple(view.name(one) for one in waits))
            key = "drafted.no" if request.draft.no else "drafted"
        case _ if request.waits_for_approval:
            details["approver"], key = view.approver, "approval"
        case _ if request.offer:
            details["until"], key = view.instant(request.offer.expires), "offered"
        case _ if request.refusal:
            key = "refused"
        case _ if request.appealed:
            details["lead"], key = view.lead, "appealed"
        case _ if request.ball is Side.REQUESTER:
            key = "explore.requester" if request.phase is Phase.EXPLORE else "offer.requester"
        case Phase.EXPLORE | Phase.OFFER | Phase.ACTION:
            pass
        case _:
            assert_never(request.phase)
    return view.say(f"ours.{key}", **details)
