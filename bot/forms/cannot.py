"""Can't do it: why, and what could be done instead."""

from __future__ import annotations

from bot.cards.elements import Form
from bot.cards.view import View
from bot.forms.frame import framed
from bot.forms.inputs import TextInput, TypedValues
from workflows.facts import Facts
from workflows.phases.offer import CannotDo

REASON = TextInput("reason")
ALTERNATIVE = TextInput("alternative")


def build(view: View, facts: Facts, typed: TypedValues) -> Form:
    return framed(
        "cannot",
        view,
        REASON.field(view.say("form.cannot.reason"), required=True),
        ALTERNATIVE.field(view.say("form.cannot.alternative")),
    )


def read(typed: TypedValues) -> CannotDo:
    return CannotDo(reason=REASON.read(typed), alternative=ALTERNATIVE.read(typed))
