"""The frame of an act's form: title and buttons worded after the act."""

from __future__ import annotations

from bot.cards.elements import Field, Form, FormNote
from bot.cards.view import View


def framed(act: str, view: View, *fields: Field | FormNote) -> Form:
    """The fields of an act, with its words around them."""
    return Form(
        act=act,
        about=str(view.request.number),
        title=view.say(f"form.{act}.title"),
        submit=view.say(f"form.{act}.submit"),
        close=view.say("form.close"),
        fields=fields,
    )


def quiet_note(words: str) -> tuple[FormNote, ...]:
    """Words that stand by the way; no note where there are none."""
    return (FormNote(text=words, weight="quiet"),) if words else ()
