"""How many options an offer has, as its form asks for it."""

from __future__ import annotations

from bot.cards.elements import Field
from bot.cards.view import View
from bot.forms.inputs import ChoiceInput, TypedValues
from workflows.phases.offer import MOST_OPTIONS

COUNT = ChoiceInput("count")
COUNTS = tuple(str(n) for n in range(1, MOST_OPTIONS + 1))


def count_field(view: View, count: int) -> Field:
    choices = tuple((n, view.say(f"form.offer.count.{n}")) for n in COUNTS)
    return COUNT.field(view.say("form.offer.count"), value=str(count), choices=choices, refresh=True)


def option_places(typed: TypedValues) -> range:
    """The options that the form asks for, from 1; one, unless a number it offers was chosen."""
    count = COUNT.given(typed)
    return range(1, (int(count) if count in COUNTS else 1) + 1)
