"""I'll miss it: a later day, and why."""

from __future__ import annotations

from bot.cards.elements import Form
from bot.cards.view import View
from bot.forms.inputs import TypedValues
from bot.forms.new_day import day_and_reason, new_day
from workflows.facts import Facts
from workflows.phases.action import MissIt


def build(view: View, facts: Facts, typed: TypedValues) -> Form:
    promise = view.request.promise
    later = facts.calendar.next_working_day(max(promise.day, facts.today)) if promise else None
    return new_day("miss", view, later, why=True)


def read(typed: TypedValues) -> MissIt:
    day, reason = day_and_reason(typed)
    return MissIt(day=day, reason=reason)
