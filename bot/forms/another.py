"""Another request, named in a form: chosen among those that are open, or by its number."""

from __future__ import annotations

from bot.cards.elements import Field, Form, FormNote
from bot.cards.view import View
from bot.forms.frame import framed
from bot.forms.inputs import LONGEST_NUMBER, ChoiceInput, LineInput, TypedValues
from bot.texts.cut import cut
from workflows.facts import Facts, Refused
from workflows.state.request import Request

IN_A_LINE = 60  # characters of a request's words in a list of choices

CHOSEN = ChoiceInput("number")
NUMBER = LineInput("number")  # typed, where there is nothing to choose from


def naming_another(act: str, view: View, facts: Facts) -> Form:
    return framed(act, view, FormNote(text=view.say(f"form.{act}.note")), _which(act, view, facts))


def another_in(typed: TypedValues) -> int:
    """Its number, as people write it: 118 or #118. Raises Refused at the field for anything else."""
    text = NUMBER.read(typed).lstrip("#＃").strip()
    if text and (not text.isdecimal() or len(text) >= LONGEST_NUMBER):
        raise Refused("not_a_number", NUMBER.key)
    return int(text or 0)  # none is called 0


def _which(act: str, view: View, facts: Facts) -> Field:
    label = view.say(f"form.{act}.number")
    if not facts.others:
        hint = view.say("form.other.none")
        return NUMBER.field(label, required=True, placeholder="#118", hint=hint, limit=LONGEST_NUMBER)
    choices = tuple((str(one.number), _line(one)) for one in facts.others)
    return CHOSEN.field(label, required=True, choices=choices)


def _line(request: Request) -> str:
    return f"#{request.number} · {cut(' '.join(request.words.split()), IN_A_LINE)}"
