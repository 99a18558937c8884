"""The approver of an offer in its form: asked for once, and only when something in it takes an approval."""

from __future__ import annotations

from collections.abc import Iterable

from bot.cards.elements import Field, FormNote
from bot.cards.view import View
from bot.forms.inputs import LineInput, PersonInput, TypedValues
from bot.forms.option import AFTER, COST
from workflows.phases.approval import LONGEST_NUMBER, limit_of

APPROVER = PersonInput("approver")
APPROVAL = LineInput("approval")


def approver_fields(view: View, typed: TypedValues, options: Iterable[int]) -> tuple[FormNote | Field, ...]:
    """Who approves, or the number of an approval done elsewhere."""
    if not _takes_approval(view, typed, options):
        return ()
    named = APPROVER.given(typed)
    who = view.account(named) if named else None
    label, number = view.say("form.offer.approval"), APPROVAL.given(typed)
    return (
        FormNote(text=view.say("form.offer.limit", limit=limit_of(view.workflow)), weight="quiet"),
        APPROVER.field(view.say("form.offer.approver"), value=who),
        APPROVAL.field(label, value=number, limit=LONGEST_NUMBER),
    )


def _takes_approval(view: View, typed: TypedValues, options: Iterable[int]) -> bool:
    """Something that stands in the form is above the limit, or counts from an approval; or one is named already."""
    limit = view.workflow.cost_limit
    if limit is None:
        return False
    if APPROVER.given(typed) or APPROVAL.given(typed):
        return True
    return any(
        (COST.at(n).guessed(typed) or 0) > limit or AFTER.at(n).given(typed) == "approval" for n in options
    )
