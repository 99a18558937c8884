"""Correct: the need as it really is."""

from __future__ import annotations

from bot.cards.elements import Form
from bot.cards.view import View
from bot.forms.frame import framed
from bot.forms.inputs import Typed
from bot.forms.need import need_fields, need_in
from workflows.facts import Facts
from workflows.phases.explore import Correct


def build(view: View, facts: Facts, typed: Typed) -> Form:
    return framed("correct", view, *need_fields(view))


def read(typed: Typed) -> Correct:
    return Correct(need=need_in(typed))
