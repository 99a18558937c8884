"""A note for the department alone."""

from __future__ import annotations

from bot.cards.elements import Form, Note
from bot.cards.view import View
from bot.forms.frame import framed
from bot.forms.inputs import TextInput, Typed
from workflows.facts import Facts
from workflows.phases.noting import AddNote

TEXT = TextInput("text")


def build(view: View, facts: Facts, typed: Typed) -> Form:
    readers = Note(text=view.say("form.note.note", department=view.department_name))
    return framed("note", view, readers, TEXT.field(view.say("form.note.text"), required=True))


def read(typed: Typed) -> AddNote:
    return AddNote(text=TEXT.read(typed))
