"""Approval and input: what an approver reads, what stands on the cards of others, and the forms."""

from __future__ import annotations

from collections.abc import Mapping

from bot.cards import dates
from bot.cards.elements import Checklist, Element, Fact, Facts, Field, Form, Note, Words
from bot.cards.plain_form import form
from bot.cards.view import View
from bot.inbox.filled import LONGEST_NUMBER as TOO_LONG
from bot.inbox.filled import options_of
from workflows import facts as heart
from workflows.phases.approval import LONGEST_NUMBER, has_passed, limit_of, waiting_option
from workflows.state.events import Said
from workflows.state.values import Option


def for_approver(view: View) -> tuple[Element, ...]:
    """What, what it costs, who asks and for what. Of what is confidential only the option and its cost."""
    option = waiting_option(view.request)
    assert option is not None
    what = Words(text=option.what, weight="quote")
    said = (("cost", view.cost), ("promised", dates.offered(view, option)), ("beyond.ours", option.beyond))
    if view.hidden:
        return what, _facts(view, *said[:2]), *_passed(view, option)
    asked = (("from", _with_department(view)), ("offered_by", f"{view.owner} · {view.department_name}"))
    need = Words(text=view.told(view.say("label.need"), view.request.need.words))
    return what, _facts(view, *said, *asked), need, *_conditions(view, option), *_passed(view, option)


def approval(view: View) -> tuple[Fact, ...]:
    """Who approved it, or the number of an approval done elsewhere; nothing while it waits or needs none."""
    approved = view.request.approval
    if approved is None or not approved.approved:
        return ()
    number = view.say("label.approval.number", number=approved.number) if approved.number else view.approver
    return (Fact(label=view.say("label.approval"), value=number),)


def needed(view: View, option: Option) -> tuple[Fact, ...]:
    """Who would have to approve an option that is offered, or the number of the approval it has."""
    offer = view.request.offer
    assert offer is not None
    if offer.approval:
        number = view.say("label.approval.number", number=offer.approval)
        return (Fact(label=view.say("label.approval"), value=number),)
    limit = view.workflow.cost_limit
    if not offer.approver or limit is None or option.cost is None or option.cost <= limit:
        return ()
    return (Fact(label=view.say("label.approver"), value=view.name(offer.approver)),)


def approver_fields(view: View, typed: Mapping[str, object]) -> tuple[Note | Field, ...]:
    """Who approves, or the number of an approval done elsewhere: asked once per offer, and only when it takes one."""
    if not _takes_approval(view, typed):
        return ()
    who = view.account(str(typed["approver"])) if typed.get("approver") else None
    number = str(typed.get("approval") or "") or None
    note = view.say("form.offer.limit", limit=limit_of(view.workflow))
    return (
        Note(text=note, weight="quiet"),
        Field(key="approver", label=view.say("form.offer.approver"), kind="person", value=who),
        Field(key="approval", label=view.say("form.offer.approval"), value=number, limit=LONGEST_NUMBER),
    )


def _takes_approval(view: View, typed: Mapping[str, object]) -> bool:
    """Something that stands in the form is above the limit, or counts from an approval; or one is named already."""
    limit = view.workflow.cost_limit
    if limit is None:
        return False
    places = range(1, options_of(typed) + 1)
    costs = (str(typed.get(f"cost-{n}") or "").replace(",", "").replace("，", "") for n in places)
    above = any(c.isdecimal() and len(c) < TOO_LONG and int(c) > limit for c in costs)
    waits = any(typed.get(f"after-{n}") == "approval" for n in places)
    return above or waits or bool(typed.get("approver") or typed.get("approval"))


def reject(view: View, facts: heart.Facts, typed: Mapping[str, object]) -> Form:
    label = view.say("form.reject.reason")
    return form("reject", view, Field(key="reason", label=label, kind="text", required=True))


def approved_elsewhere(view: View, facts: heart.Facts, typed: Mapping[str, object]) -> Form:
    note = view.say("form.approved_elsewhere.note", approver=view.approver, cost=view.cost)
    label = view.say("form.approved_elsewhere.number")
    number = Field(key="number", label=label, required=True, limit=LONGEST_NUMBER)
    return form("approved_elsewhere", view, Note(text=note), number)


def give_input(view: View, facts: heart.Facts, typed: Mapping[str, object]) -> Form:
    promise = view.request.promise
    label = view.say("form.give_input.text", owner=view.owner)
    words = Field(key="text", label=label, kind="text", required=True, value=_said_since(view))
    needs = promise.needs if promise else ""
    return form("give_input", view, *((Note(text=needs),) if needs else ()), words)


def _said_since(view: View) -> str | None:
    """What they have written about it already: perhaps that is what was needed."""
    written = None
    for one in view.history():
        if isinstance(one.event, Said) and one.at >= view.request.since and view.request.asks(one.by):
            written = one.event.text
    return written


def _facts(view: View, *said: tuple[str, str]) -> Facts:
    return Facts(
        facts=tuple(Fact(label=view.say(f"label.{key}"), value=value) for key, value in said if value)
    )


def _with_department(view: View) -> str:
    """Who asks, and where they work, if they are of a department."""
    theirs = view.company.department_of(view.request.decider)
    name = view.name(view.request.decider)
    return f"{name} · {theirs.name.in_(view.language)}" if theirs else name


def _conditions(view: View, option: Option) -> tuple[Checklist, ...]:
    conditions = view.request.need.conditions
    items = tuple((text, place in option.meets) for place, text in enumerate(conditions))
    return (Checklist(title=view.say("label.conditions"), items=items),) if items else ()


def _passed(view: View, option: Option) -> tuple[Words, ...]:
    """Too late for a yes: whoever is asked is told before they press."""
    if not has_passed(view.request, view.now):
        return ()
    return (
        Words(text=view.say("asked.passed", day=view.day(option.day), owner=view.owner), weight="strong"),
    )
