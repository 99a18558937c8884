"""My need has changed: the new one, for a new offer."""

from __future__ import annotations

from bot.cards.elements import Form, FormNote
from bot.cards.view import View
from bot.forms.frame import framed
from bot.forms.inputs import TypedValues
from bot.forms.need import need_fields, typed_need
from workflows.facts import Facts
from workflows.phases.action import ChangeNeed


def build(view: View, facts: Facts, typed: TypedValues) -> Form:
    note = FormNote(text=view.say("form.need_changed.note", owner=view.owner))
    return framed("need_changed", view, note, *need_fields(view))


def read(typed: TypedValues) -> ChangeNeed:
    return ChangeNeed(need=typed_need(typed))
