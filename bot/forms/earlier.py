"""It can be done earlier: the new day, and perhaps why."""

from __future__ import annotations

from bot.cards.elements import Form
from bot.cards.view import View
from bot.forms.inputs import TypedValues
from bot.forms.new_day import day_and_reason, new_day
from workflows.facts import Facts
from workflows.phases.action import BeEarlier


def build(view: View, facts: Facts, typed: TypedValues) -> Form:
    promise = view.request.promise
    before = facts.calendar.previous_working_day(promise.day if promise else facts.today)
    return new_day("earlier", view, max(before, facts.today), why=False)  # not one that has passed


def read(typed: TypedValues) -> BeEarlier:
    day, reason = day_and_reason(typed)
    return BeEarlier(day=day, reason=reason)
