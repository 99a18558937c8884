"""Not happy: a few words for one person, and whether somebody shall follow up."""

from __future__ import annotations

from bot.cards.elements import Form
from bot.cards.view import View
from bot.forms.frame import framed
from bot.forms.inputs import ChoiceInput, TextInput, TypedValues
from workflows.facts import Facts
from workflows.phases.recovery import NotHappy, handler_for

WORDS = TextInput("words")
THEN = ChoiceInput("then")
FOLLOW_UP, FEEDBACK = "follow_up", "feedback"


def build(view: View, facts: Facts, typed: TypedValues) -> Form:
    reader = view.name(handler_for(view.request, view.department))
    then = tuple((key, view.say(f"act.{key}")) for key in (FOLLOW_UP, FEEDBACK))
    return framed(
        "unhappy",
        view,
        WORDS.field(view.say("form.unhappy.words", handler=reader), required=True),
        THEN.field(view.say("form.unhappy.then"), required=True, value=FOLLOW_UP, choices=then),
    )


def read(typed: TypedValues) -> NotHappy:
    return NotHappy(words=WORDS.read(typed), follow_up=THEN.read(typed) != FEEDBACK)
