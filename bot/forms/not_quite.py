"""Not quite: what the handler has not understood yet."""

from __future__ import annotations

from bot.cards.elements import Form
from bot.cards.view import View
from bot.forms.frame import framed
from bot.forms.inputs import TextInput, TypedValues
from workflows.facts import Facts
from workflows.phases.recovery import NotQuite

TEXT = TextInput("text")


def build(view: View, facts: Facts, typed: TypedValues) -> Form:
    return framed(
        "not_quite", view, TEXT.field(view.say("form.not_quite.text", owner=view.owner), required=True)
    )


def read(typed: TypedValues) -> NotQuite:
    return NotQuite(text=TEXT.read(typed))
