"""Decline: why, and whether another offer is wanted."""

from __future__ import annotations

from bot.cards.elements import Form
from bot.cards.view import View
from bot.forms.frame import framed
from bot.forms.inputs import ChoiceInput, TextInput, TypedValues
from workflows.facts import Facts
from workflows.phases.offer import Decline

REASON = TextInput("reason")
THEN = ChoiceInput("then")
ANOTHER, CLOSE = "another", "close"


def build(view: View, facts: Facts, typed: TypedValues) -> Form:
    then = tuple((key, view.say(f"form.decline.then.{key}")) for key in (ANOTHER, CLOSE))
    return framed(
        "decline",
        view,
        REASON.field(view.say("form.decline.reason")),
        THEN.field(view.say("form.decline.then"), required=True, value=ANOTHER, choices=then),
    )


def read(typed: TypedValues) -> Decline:
    return Decline(reason=REASON.read(typed), close=THEN.read(typed) == CLOSE)
