"""Here it is: what the promise waits for."""

from __future__ import annotations

from bot.cards.elements import Form, FormNote
from bot.cards.view import View
from bot.forms.frame import framed
from bot.forms.inputs import TextInput, TypedValues
from workflows.facts import Facts
from workflows.phases.approval import GiveInput
from workflows.state.events import Said

TEXT = TextInput("text")


def build(view: View, facts: Facts, typed: TypedValues) -> Form:
    promise = view.request.promise
    needs = promise.needs if promise else ""
    words = TEXT.field(
        view.say("form.give_input.text", owner=view.owner), required=True, value=_said_since(view)
    )
    return framed("give_input", view, *((FormNote(text=needs),) if needs else ()), words)


def read(typed: TypedValues) -> GiveInput:
    return GiveInput(text=TEXT.read(typed))


def _said_since(view: View) -> str | None:
    """The last words they have written about it already: perhaps that is what was needed."""
    written = None
    for one in view.history():
        if isinstance(one.event, Said) and one.at >= view.request.since and view.request.asks(one.by):
            written = one.event.text
    return written
