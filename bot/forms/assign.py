"""Assign: the same for a lead, who may not have read the request."""

from __future__ import annotations

from bot.cards.elements import Form
from bot.cards.view import View
from bot.forms.inputs import TypedValues
from bot.forms.new_owner import asking_for_owner, handed_over
from workflows.facts import Facts
from workflows.phases.handing import HandOver


def build(view: View, facts: Facts, typed: TypedValues) -> Form:
    return asking_for_owner("assign", view, facts)


def read(typed: TypedValues) -> HandOver:
    return handed_over(typed)
