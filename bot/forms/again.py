"""Something else is needed: of the same kind, unless another is chosen."""

from __future__ import annotations

from bot.cards.elements import Form, FormNote
from bot.cards.view import View
from bot.forms.frame import framed
from bot.forms.inputs import ChoiceInput, TextInput, TypedValues
from workflows.facts import Facts
from workflows.phases.linking import Again

WORDS = TextInput("words")
WORKFLOW = ChoiceInput("workflow")


def build(view: View, facts: Facts, typed: TypedValues) -> Form:
    language, workflows = view.language, view.company.workflows
    kinds = tuple((w.id, f"{w.icon} {w.name.in_(language)}") for w in workflows.values())
    known = view.request.workflow if view.request.workflow in workflows else None
    return framed(
        "again",
        view,
        FormNote(text=view.say("form.again.note", number=view.request.number)),
        WORDS.field(view.say("form.raise.words"), required=True),
        WORKFLOW.field(view.say("form.raise.workflow"), required=True, value=known, choices=kinds),
    )


def read(typed: TypedValues) -> Again:
    return Again(workflow=WORKFLOW.read(typed), words=WORDS.read(typed))
