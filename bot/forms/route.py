"""Pass on: to which kind of request, and why."""

from __future__ import annotations

from bot.cards.elements import Form
from bot.cards.view import View
from bot.forms.frame import framed
from bot.forms.inputs import ChoiceInput, TextInput, TypedValues
from workflows.facts import Facts
from workflows.phases.explore import Route, may_be_opened

WORKFLOW = ChoiceInput("workflow")
REASON = TextInput("reason")


def build(view: View, facts: Facts, typed: TypedValues) -> Form:
    why = view.say("form.route.reason", requester=view.requester)
    return framed(
        "route",
        view,
        WORKFLOW.field(view.say("form.route.workflow"), required=True, choices=_kinds(view)),
        REASON.field(why),
    )


def read(typed: TypedValues) -> Route:
    return Route(workflow=WORKFLOW.read(typed), reason=REASON.read(typed))


def _kinds(view: View) -> tuple[tuple[str, str], ...]:
    """Every other kind of request with its department; the confidential ones for what must stay confidential."""
    departments, language = view.company.departments, view.language
    others = [w for w in view.company.workflows.values() if w.id != view.request.workflow]
    if not may_be_opened(view.request, view.workflow):  # without any, the refusal says why
        others = [w for w in others if w.confidential] or others
    return tuple(
        (w.id, f"{w.icon} {w.name.in_(language)} · {departments[w.department].name.in_(language)}")
        for w in others
    )
