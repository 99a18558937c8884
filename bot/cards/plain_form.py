"""A form whose title and buttons are worded after its act."""

from __future__ import annotations

from bot.cards.elements import Field, Form, Note
from bot.cards.view import View


def form(act: str, view: View, *fields: Field | Note) -> Form:
    """The fields of an act, with its words around them."""
    return Form(
        act=act,
        about=str(view.request.number),
        title=view.say(f"form.{act}.title"),
        submit=view.say(f"form.{act}.submit"),
        close=view.say("form.close"),
        fields=fields,
    )
