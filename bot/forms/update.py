"""Send an update: how it goes."""

from __future__ import annotations

from bot.cards.elements import Form
from bot.cards.view import View
from bot.forms.frame import framed
from bot.forms.inputs import TextInput, TypedValues
from workflows.facts import Facts
from workflows.phases.action import SendUpdate

TEXT = TextInput("text")


def build(view: View, facts: Facts, typed: TypedValues) -> Form:
    return framed("update", view, TEXT.field(view.say("form.update.text"), required=True))


def read(typed: TypedValues) -> SendUpdate:
    return SendUpdate(text=TEXT.read(typed))
