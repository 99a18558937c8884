"""Correct: the need as it really is."""

from __future__ import annotations

from bot.cards.elements import Form
from bot.cards.view import View
from bot.forms.frame import framed
from bot.forms.inputs import TypedValues
from bot.forms.need import need_fields, typed_need
from workflows.facts import Facts
from workflows.phases.explore import Correct


def build(view: View, facts: Facts, typed: TypedValues) -> Form:
    return framed("correct", view, *need_fields(view))


def read(typed: TypedValues) -> Correct:
    return Correct(need=typed_need(typed))
