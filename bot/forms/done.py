"""The fields that say what was done: of the whole, or of a part."""

from __future__ import annotations

from collections.abc import Mapping

from bot.cards.elements import Field
from bot.cards.sharing import part_line
from bot.cards.view import View
from bot.forms.inputs import LineInput, TextInput
from workflows.state.values import Part

WHAT = TextInput("what")
LINK = LineInput("link")


def done_fields(view: View) -> tuple[Field, Field]:
    what = WHAT.field(view.say("form.deliver.what"), required=True)
    return what, LINK.field(view.say("form.deliver.link"), placeholder="https://")


def part_choices(view: View, parts: Mapping[int, Part]) -> tuple[tuple[str, str], ...]:
    return tuple((str(place), part_line(view, part)) for place, part in parts.items())
