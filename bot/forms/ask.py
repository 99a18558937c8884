"""Ask: a question for the requester."""

from __future__ import annotations

from bot.cards.elements import Form
from bot.cards.view import View
from bot.forms.frame import framed
from bot.forms.inputs import TextInput, TypedValues
from workflows.facts import Facts
from workflows.phases.explore import Ask

TEXT = TextInput("text")


def build(view: View, facts: Facts, typed: TypedValues) -> Form:
    return framed("ask", view, TEXT.field(view.say("form.ask.text", requester=view.requester), required=True))


def read(typed: TypedValues) -> Ask:
    return Ask(text=TEXT.read(typed))
