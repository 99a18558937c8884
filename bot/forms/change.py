"""Ask for a change: what the offer should be instead."""

from __future__ import annotations

from bot.cards.elements import Form
from bot.cards.view import View
from bot.forms.frame import framed
from bot.forms.inputs import TextInput, TypedValues
from workflows.facts import Facts
from workflows.phases.offer import AskChange

TEXT = TextInput("text")


def build(view: View, facts: Facts, typed: TypedValues) -> Form:
    return framed("change", view, TEXT.field(view.say("form.change.text"), required=True))


def read(typed: TypedValues) -> AskChange:
    return AskChange(text=TEXT.read(typed))
