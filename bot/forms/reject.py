"""Reject: why the cost is not approved."""

from __future__ import annotations

from bot.cards.elements import Form
from bot.cards.view import View
from bot.forms.frame import framed
from bot.forms.inputs import TextInput, TypedValues
from workflows.facts import Facts
from workflows.phases.approval import Reject

REASON = TextInput("reason")


def build(view: View, facts: Facts, typed: TypedValues) -> Form:
    return framed("reject", view, REASON.field(view.say("form.reject.reason"), required=True))


def read(typed: TypedValues) -> Reject:
    return Reject(reason=REASON.read(typed))
