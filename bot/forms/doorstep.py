"""The button that opens a form where it can't open by itself, and the words that are in the form already."""

from __future__ import annotations

from bot.cards.elements import Button, Field, Form
from bot.forms.raising import RAISE, WORDS


def button_to(form: Form, short: str | None = None) -> Button:
    """The button that opens this form again; a form that raises a request gets the typed words back with it."""
    about = f"{form.about}:{words_in(form)}" if form.act == RAISE else form.about
    return Button(act=form.act, label=form.title, short=short, about=about, style="primary", form=True)


def words_in(form: Form) -> str:
    """The words of a request that were typed before the form opened; "" if there are none."""
    values = (one.value for one in form.fields if isinstance(one, Field) and one.key == WORDS.key)
    return next((value for value in values if isinstance(value, str)), "")
