"""Another day than the promised one: the fields that a later and an earlier one share."""

from __future__ import annotations

from datetime import date

from bot.cards.elements import Form, FormNote
from bot.cards.view import View
from bot.forms.frame import framed
from bot.forms.inputs import DateInput, TextInput, TypedValues

DAY = DateInput("day")
REASON = TextInput("reason")


def new_day(act: str, view: View, proposed: date | None, *, why: bool) -> Form:
    """The promised day, the one that is proposed instead, and a reason, which may be required."""
    promise, requester = view.request.promise, view.requester
    day = view.day(promise.day) if promise else ""
    reason = view.say(f"form.{act}.reason", requester=requester)
    return framed(
        act,
        view,
        FormNote(text=view.say(f"form.{act}.note", day=day, requester=requester)),
        DAY.field(view.say(f"form.{act}.day"), required=True, value=proposed),
        REASON.field(reason, required=why),
    )


def day_and_reason(typed: TypedValues) -> tuple[date | None, str]:
    return DAY.read(typed), REASON.read(typed)
