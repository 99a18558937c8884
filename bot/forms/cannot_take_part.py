"""I can't do this part: a reason helps, and isn't asked for."""

from __future__ import annotations

from bot.cards.elements import Form
from bot.cards.view import View
from bot.forms.frame import framed
from bot.forms.inputs import TextInput, TypedValues
from workflows.facts import Facts
from workflows.phases.parts import CannotTakePart

REASON = TextInput("reason")


def build(view: View, facts: Facts, typed: TypedValues) -> Form:
    return framed(
        "cannot_take_part", view, REASON.field(view.say("form.cannot_take_part.reason", owner=view.owner))
    )


def read(typed: TypedValues) -> CannotTakePart:
    return CannotTakePart(reason=REASON.read(typed))
