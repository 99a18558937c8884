"""A note for the department alone."""

from __future__ import annotations

from bot.cards.elements import Form, FormNote
from bot.cards.view import View
from bot.forms.frame import framed
from bot.forms.inputs import TextInput, TypedValues
from workflows.facts import Facts
from workflows.phases.noting import AddNote

TEXT = TextInput("text")


def build(view: View, facts: Facts, typed: TypedValues) -> Form:
    readers = FormNote(text=view.say("form.note.note", department=view.department_name))
    return framed("note", view, readers, TEXT.field(view.say("form.note.text"), required=True))


def read(typed: TypedValues) -> AddNote:
    return AddNote(text=TEXT.read(typed))
