"""Approved elsewhere: the number of that approval."""

from __future__ import annotations

from bot.cards.elements import Form, FormNote
from bot.cards.view import View
from bot.forms.frame import framed
from bot.forms.inputs import LineInput, TypedValues
from workflows.facts import Facts
from workflows.phases.approval import LONGEST_NUMBER, ApprovedElsewhere

NUMBER = LineInput("number")


def build(view: View, facts: Facts, typed: TypedValues) -> Form:
    note = view.say("form.approved_elsewhere.note", approver=view.approver, cost=view.cost)
    label = view.say("form.approved_elsewhere.number")
    number = NUMBER.field(label, required=True, limit=LONGEST_NUMBER)
    return framed("approved_elsewhere", view, FormNote(text=note), number)


def read(typed: TypedValues) -> ApprovedElsewhere:
    return ApprovedElsewhere(number=NUMBER.read(typed))
