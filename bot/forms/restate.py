"""Restate: a draft of what the requester said, for the handler to put in their own words."""

from __future__ import annotations

from bot.cards.care import of_heard
from bot.cards.elements import Form, FormNote
from bot.cards.view import View
from bot.forms.frame import framed
from bot.forms.inputs import TextInput, TypedValues
from bot.forms.their_language import for_requester
from workflows.facts import Facts
from workflows.phases.recovery import Restate, only_fresh_eyes

TEXT = TextInput("text")


def build(view: View, facts: Facts, typed: TypedValues) -> Form:
    """Raises Refused for a handler who took part in what went wrong."""
    only_fresh_eyes(view.request, facts)
    label = view.say("form.restate.text", requester=view.requester)
    return framed(
        "restate",
        view,
        FormNote(text=view.say("care.establish", requester=view.requester)),
        TEXT.field(label, required=True, value=_drafted(view) or None),
    )


def read(typed: TypedValues) -> Restate:
    return Restate(text=TEXT.read(typed))


def _drafted(view: View) -> str:
    """The requester's own words; nothing where nothing was said, so that no empty phrase goes out."""
    theirs = for_requester(view)
    recovery = view.request.recovery
    heard = recovery.heard if recovery else None
    pairs = of_heard(theirs, heard) if heard else []
    if recovery and not heard:
        pairs = [("said", recovery.words)]
    if recovery and recovery.correction:
        pairs.append(("correction", recovery.correction))
    said = "\n".join(theirs.told(theirs.say(f"label.mine.{key}"), value) for key, value in pairs if value)
    name = theirs.name(view.request.decider)
    return theirs.say("form.restate.draft", requester=name, said=said) if said else ""
