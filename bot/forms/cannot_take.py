"""I can't take it over: a reason helps, and isn't asked for."""

from __future__ import annotations

from bot.cards.elements import Form
from bot.cards.view import View
from bot.forms.frame import framed
from bot.forms.inputs import TextInput, TypedValues
from workflows.facts import Facts
from workflows.phases.handing import CannotTake

REASON = TextInput("reason")


def build(view: View, facts: Facts, typed: TypedValues) -> Form:
    by = view.name(view.request.handing.by) if view.request.handing else view.owner
    return framed("cannot_take", view, REASON.field(view.say("form.cannot_take.reason", who=by)))


def read(typed: TypedValues) -> CannotTake:
    return CannotTake(reason=REASON.read(typed))
