"""Approval: what an approver reads, and what stands on the cards of others."""

from __future__ import annotations

from bot.cards import dates
from bot.cards.elements import Checklist, Details, Element, Fact, Words
from bot.cards.view import View
from workflows.phases.approval import has_passed, waiting_option
from workflows.state.values import Option


def for_approver(view: View) -> tuple[Element, ...]:
    """Show the option, its cost, who asks and for what. Of what is confidential only option and cost."""
    option = waiting_option(view.request)
    assert option is not None
    what = Words(text=option.what, weight="quote")
    said = (
        ("cost", view.cost),
        ("promised", dates.offered_day(view, option)),
        ("beyond.ours", option.beyond),
    )
    if view.hidden:
        return what, _facts(view, *said[:2]), *_passed(view, option)
    asked = (("from", _with_department(view)), ("offered_by", f"{view.owner} · {view.department_name}"))
    need = Words(text=view.told(view.say("label.need"), view.request.need.words))
    return what, _facts(view, *said, *asked), need, *_conditions(view, option), *_passed(view, option)


def approval(view: View) -> tuple[Fact, ...]:
    """Name who approved it, or the number of an approval done elsewhere; nothing while it waits or needs none."""
    approved = view.request.approval
    if approved is None or not approved.approved:
        return ()
    number = view.say("label.approval.number", number=approved.number) if approved.number else view.approver
    return (Fact(label=view.say("label.approval"), value=number),)


def approval_needed(view: View, option: Option) -> tuple[Fact, ...]:
    """Name who would have to approve an option that is offered, or the number of the approval it has."""
    offer = view.request.offer
    assert offer is not None
    if offer.approval:
        number = view.say("label.approval.number", number=offer.approval)
        return (Fact(label=view.say("label.approval"), value=number),)
    limit = view.workflow.cost_limit
    if not offer.approver or limit is None or option.cost is None or option.cost <= limit:
        return ()
    return (Fact(label=view.say("label.approver"), value=view.name(offer.approver)),)


def _facts(view: View, *said: tuple[str, str]) -> Details:
    return Details(
        facts=tuple(Fact(label=view.say(f"label.{key}"), value=value) for key, value in said if value)
    )


def _with_department(view: View) -> str:
    """Name who asks, and where they work, if they are of a department."""
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
