"""How a request stands for whoever asked: one sentence, and what belongs to it."""

from __future__ import annotations

from typing import assert_never

from bot.cards import approving, dates, sharing
from bot.cards.care import after_apology, care_choice, handler_line, listening
from bot.cards.closing import ending
from bot.cards.elements import Checklist, Details, Element, Fact, Rule, Words
from bot.cards.matter import (
    agreed,
    conditions,
    delivery_lines,
    instead,
    need_label,
    progress,
    question_lines,
)
from bot.cards.news import in_quotes
from bot.cards.relating import joined_lines
from bot.cards.view import View
from workflows.phases.approval import waiting_option
from workflows.rights.when import can_nudge
from workflows.state.moments import Hearer
from workflows.state.values import Option, Outcome, Phase, Promise, Side


def requester_lines(view: View) -> tuple[Element, ...]:
    """One sentence on how it stands, and what belongs to it; and who has it while its owner is away."""
    return *_stands(view), *_nudged(view), *instead(view)


def _nudged(view: View) -> tuple[Element, ...]:
    """Say that their question was heard, as long as nothing was said or done since."""
    request = view.request
    since = max(request.since, request.progress.at) if request.progress else request.since
    if not can_nudge(request, view.workflow) or request.nudged is None or request.nudged < since:
        return ()
    return (Words(text=view.say("mine.nudged", when=view.instant(request.nudged)), weight="quiet"),)


def _stands(view: View) -> tuple[Element, ...]:
    request = view.request
    match request.phase:
        case Phase.CLOSED:
            return _closed(view)
        case Phase.CONFIRM:
            return care_choice(view) if request.displeased else _delivered(view)
        case _ if request.follows:
            return joined_lines(view)
        case Phase.ACTION:
            return _promised(view)
        case _ if request.listening:
            return listening(view)
        case _ if request.waits_for_approval:
            return _to_be_approved(view)
        case _ if request.offer:
            return _offered(view)
        case _ if request.refusal:
            return _refused(view)
        case Phase.EXPLORE | Phase.OFFER:
            return _explored(view)
        case _:
            assert_never(request.phase)


def _explored(view: View) -> tuple[Element, ...]:
    who = Words(text=_who_has_it(view))
    return *after_apology(view), who, *_changed_need(view), *question_lines(view), *conditions(view)


def _changed_need(view: View) -> tuple[Element, ...]:
    """Show what is needed by now, where it isn't what was asked at first: whoever said so sees that it was heard."""
    need = view.request.need.words
    same = need == view.request.words
    return () if same else (Words(text=view.told(need_label(view), need), weight="quiet"),)


def _who_has_it(view: View) -> str:
    request = view.request
    days = view.workflow.usual_days
    one = ".one" if days <= 1 and (request.phase, request.ball) == (Phase.EXPLORE, Side.DEPARTMENT) else ""
    if request.ball is Side.REQUESTER and request.open_questions:
        return view.say("mine.offer.requester", owner=view.name(request.open_questions[0].by))
    if request.appealed:
        return view.say("mine.appealed", lead=view.lead)
    if request.ball is Side.DEPARTMENT and any(moment.hearer is Hearer.LEAD for moment in request.reminded):
        return view.say("mine.explore.late", department=view.department_name, lead=view.lead)
    if request.round > 1 and request.owner:
        return handler_line(view) if request.step else view.say("mine.again", owner=view.owner)
    key = f"mine.{request.phase}.{request.ball}{one}"
    return view.say(key, department=view.department_name, owner=view.owner, days=days)


def _offered(view: View) -> tuple[Element, ...]:
    offer = view.request.offer
    assert offer is not None
    line = view.say("mine.offered", owner=view.name(offer.by), until=view.instant(offer.expires))
    shown: list[Element] = [Words(text=line)]
    if offer.need.words != view.request.words:
        shown.append(Words(text=view.told(view.say("label.need"), offer.need.words), weight="quiet"))
    for place, option in enumerate(offer.options):
        shown += [*((Rule(),) if place else ()), *_option(view, option, place + 1, len(offer.options))]
    return tuple(shown)


def _to_be_approved(view: View) -> tuple[Element, ...]:
    """Say whose word it waits for after their yes, and what they said yes to."""
    option = waiting_option(view.request)
    assert option is not None
    line = view.say("mine.approval", approver=view.approver)
    return Words(text=line, weight="strong"), *_option(view, option, 1, 1)


def _option(view: View, option: Option, number: int, count: int) -> tuple[Element, ...]:
    offer = view.request.offer
    assert offer is not None
    heading = f"{view.say('label.option', n=number)} · {option.what}" if count > 1 else option.what
    facts = [Fact(label=view.say("label.promised"), value=dates.offered_day(view, option))]
    if option.beyond:
        facts.append(Fact(label=view.say("label.beyond"), value=option.beyond))
    if option.needs:
        facts.append(Fact(label=view.say("label.needs"), value=option.needs))
    if option.cost is not None:
        facts.append(Fact(label=view.say("label.cost"), value=view.money(option.cost)))
    facts += approving.approval_needed(view, option)
    items = tuple((text, place in option.meets) for place, text in enumerate(offer.need.conditions))
    checklist = (Checklist(title=view.say("label.conditions"), items=items),) if items else ()
    shared = sharing.in_offer(view, option.parts)
    return Words(text=heading, weight="strong"), Details(facts=tuple(facts)), *shared, *checklist


def _refused(view: View) -> tuple[Element, ...]:
    refusal = view.request.refusal
    assert refusal is not None
    said = [Words(text=view.say("mine.refused", owner=view.owner, reason=refusal.reason))]
    if refusal.alternative:
        said.append(Words(text=view.say("mine.alternative", alternative=refusal.alternative)))
    if view.looks_again:
        key = "mine.refused.goes_to" if view.goes_on_appeal else "mine.refused.again"
        said.append(Words(text=view.say(key, lead=view.looks_again), weight="quiet"))
    return tuple(said)


def _promised(view: View) -> tuple[Element, ...]:
    request = view.request
    promise = request.promise
    assert promise is not None
    if promise.waits:
        return _waits_for_input(view, promise)
    later = request.need.wished is not None and promise.day > request.need.wished
    as_asked = promise.as_asked and not later
    key = "mine.overdue" if view.overdue else "mine.promised.as_asked" if as_asked else "mine.promised"
    day = view.day(promise.day)
    shown: list[Element] = []
    if request.proposal:  # what waits for an answer comes first
        new, why = view.day(request.proposal.day), request.proposal.reason
        moves = "mine.new_date.earlier" if request.offers_earlier else "mine.new_date"
        line = view.say(moves, owner=view.owner, old=day, day=new, reason=why, quoted=in_quotes(why)).strip()
        shown.append(Words(text=line))
    if request.proposal and not view.overdue:
        key = "mine.stands"
    said = view.say(key, owner=view.owner, day=day, lead=view.lead)
    shown += [Words(text=said, weight="quiet" if request.proposal else "strong"), *agreed(view)]
    shown += sharing.promised_parts(view)
    return *shown, *progress(view)


def _waits_for_input(view: View, promise: Promise) -> tuple[Element, ...]:
    """Say what is needed from the requester, and how long it takes from then on."""
    key = "mine.input.one" if promise.days == 1 else "mine.input"
    line = view.say(key, owner=view.owner, days=promise.days)
    return Words(text=line, weight="strong"), *agreed(view)


def _delivered(view: View) -> tuple[Element, ...]:
    assert view.request.delivery is not None
    cover = view.request.cover  # whoever stands in has done it, and has the credit
    line = Words(text=view.say("mine.delivered", owner=view.name(cover) if cover else view.owner))
    return (
        line,
        *delivery_lines(view),
        *conditions(view),
        Words(text=view.say("mine.solved"), weight="strong"),
    )


def _closed(view: View) -> tuple[Element, ...]:
    request = view.request
    reopen = view.reopens_until
    until = view.say("mine.reopen_until", day=view.day(view.department.calendar.local_day(reopen)))
    if request.displeased:
        return *care_choice(view), *ending(view)
    past = request.outcome is Outcome.SATISFIED or view.now > reopen
    late = () if past else (Words(text=until, weight="quiet"),)
    return Words(text=view.say(f"mine.closed.{request.outcome}"), weight="strong"), *ending(view), *late
