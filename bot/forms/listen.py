"""Listen: which moment went wrong, which conditions are unmet, and what matters most."""

from __future__ import annotations

from typing import get_args

from bot.cards.elements import Form, FormNote
from bot.cards.view import View
from bot.forms.frame import framed
from bot.forms.inputs import ChoiceInput, TextInput, TypedValues
from bot.forms.unmet import UNMET, unmet_field
from workflows.facts import Facts
from workflows.phases.recovery import Tell
from workflows.state.values import Heard, WentWrong

WORDS = TextInput("words")
MOMENT = ChoiceInput("moment")
MATTERS = TextInput("matters")

MOMENTS = get_args(WentWrong)


def build(view: View, facts: Facts, typed: TypedValues) -> Form:
    """Whatever was said already stands there."""
    poll = view.request.polls[-1] if view.request.polls else None
    recovery = view.request.recovery
    said = (poll.words if poll else "", recovery.words if recovery else "")
    moments = tuple((key, view.say(f"heard.{key}")) for key in MOMENTS)
    return framed(
        "listen",
        view,
        FormNote(text=view.say("form.listen.note", owner=view.owner)),
        WORDS.field(view.say("form.listen.words"), value="\n".join(filter(None, said)) or None),
        MOMENT.field(view.say("form.listen.moment"), choices=moments),
        *unmet_field(view, poll.unmet if poll else ()),
        MATTERS.field(view.say("form.listen.matters")),
    )


def read(typed: TypedValues) -> Tell:
    moment = next((one for one in MOMENTS if one == MOMENT.read(typed)), None)
    unmet, words, matters = UNMET.read(typed), WORDS.read(typed), MATTERS.read(typed)
    return Tell(heard=Heard(moment=moment, unmet=unmet, words=words, matters=matters))
