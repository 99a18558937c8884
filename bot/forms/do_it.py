"""I'll do it: by which day."""

from __future__ import annotations

from bot.cards.elements import Form, FormNote
from bot.cards.noted import before
from bot.cards.view import View
from bot.forms.frame import framed, quiet_note
from bot.forms.inputs import DateInput, TypedValues
from workflows.facts import Facts
from workflows.phases.offer import DoIt, usual_day

DAY = DateInput("day")


def build(view: View, facts: Facts, typed: TypedValues) -> Form:
    words = view.request.need.words[:500]
    note = FormNote(text=view.say("form.do_it.note", requester=view.requester, words=words))
    day = DAY.field(view.say("form.do_it.day"), required=True, value=usual_day(view.request, facts))
    return framed("do_it", view, note, *quiet_note(before(view)), day)


def read(typed: TypedValues) -> DoIt:
    return DoIt(day=DAY.read(typed))
