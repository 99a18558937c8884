"""Reopen: why."""

from __future__ import annotations

from bot.cards.elements import Form
from bot.cards.view import View
from bot.forms.frame import framed
from bot.forms.inputs import TextInput, TypedValues
from workflows.facts import Facts
from workflows.phases.confirm import Reopen

REASON = TextInput("reason")


def build(view: View, facts: Facts, typed: TypedValues) -> Form:
    return framed("reopen", view, REASON.field(view.say("form.reopen.reason")))


def read(typed: TypedValues) -> Reopen:
    return Reopen(reason=REASON.read(typed))
