"""The need in a form: in words, with its conditions and the day that is wished for."""

from __future__ import annotations

from bot.cards.elements import Field
from bot.cards.view import View
from bot.forms.inputs import DateInput, ListInput, TextInput, TypedValues
from workflows.state.values import Need

WORDS = TextInput("words")
CONDITIONS = ListInput("conditions")
WISHED = DateInput("wished")


def restatement_fields(need: Need, words: str, conditions: str) -> tuple[Field, Field]:
    """Draw what is needed and under which conditions, under these labels."""
    listed = "\n".join(need.conditions) or None
    return WORDS.field(words, required=True, value=need.words), CONDITIONS.field(conditions, value=listed)


def need_fields(view: View) -> tuple[Field, ...]:
    """The need as it stands, for its requester to put right."""
    need = view.request.need
    labels = view.say("form.correct.need"), view.say("form.correct.conditions")
    wished = WISHED.field(view.say("form.correct.wished"), value=need.wished)
    return *restatement_fields(need, *labels), wished


def typed_need(typed: TypedValues) -> Need:
    return Need(words=WORDS.read(typed), conditions=CONDITIONS.items(typed), wished=WISHED.read(typed))
