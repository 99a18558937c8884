"""Approved elsewhere: the number of that approval."""

from __future__ import annotations

from bot.cards.elements import Form, Note
from bot.cards.view import View
from bot.forms.frame import framed
from bot.forms.inputs import LineInput, Typed
from workflows.facts import Facts
from workflows.phases.approval import LONGEST_NUMBER, ApprovedElsewhere

NUMBER = LineInput("number")


def build(view: View, facts: Facts, typed: Typed) -> Form:
    note = view.say("form.approved_elsewhere.note", approver=view.approver, cost=view.cost)
    label = view.say("form.approved_elsewhere.number")
    number = NUMBER.field(label, required=True, limit=LONGEST_NUMBER)
    return framed("approved_elsewhere", view, Note(text=note), number)


def read(typed: Typed) -> ApprovedElsewhere:
    return ApprovedElsewhere(number=NUMBER.read(typed))
