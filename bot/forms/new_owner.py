"""Somebody is asked to take a request over: to whom, and a word for them."""

from __future__ import annotations

from collections.abc import Iterator

from bot.cards.elements import Form, FormNote
from bot.cards.view import View
from bot.forms.frame import framed
from bot.forms.inputs import ChoiceInput, TextInput, TypedValues
from workflows.facts import Facts, Refused
from workflows.phases import handing

TO = ChoiceInput("to")
WORDS = TextInput("words")


def asking_for_owner(act: str, view: View, facts: Facts) -> Form:
    """Raises Refused where there is nobody to ask."""
    there = handing.can_be_asked(view.request, facts)
    if not there:
        raise Refused("nobody_to_ask")
    names = tuple((one, view.name(one)) for one in there)
    only = there[0] if len(there) == 1 else None
    hint = view.say("form.hand_over.words.hint") if view.workflow.confidential else None
    return framed(
        act,
        view,
        FormNote(text=_stands(act, view)),
        *_away(view, facts),
        TO.field(view.say(f"form.{act}.to"), required=True, choices=names, value=only),
        WORDS.field(view.say("form.hand_over.words"), hint=hint),
    )


def handed_over(typed: TypedValues) -> handing.HandOver:
    return handing.HandOver(to=TO.read(typed), words=WORDS.read(typed))


def _stands(act: str, view: View) -> str:
    """Until when nothing changes, and which date goes along."""
    promise = view.request.promise
    first = "" if view.request.owner else ".first"  # only a lead hands on what nobody has
    said = view.say(f"form.{act}.note{first}", owner=view.owner)
    return f"{said}\n{view.say('form.hand_over.date', day=view.day(promise.day))}" if promise else said


def _away(view: View, facts: Facts) -> Iterator[FormNote]:
    for one in handing.away(view.request, facts):
        absence = view.company.absence(one)
        assert absence is not None, "they are away"
        said = view.say("form.hand_over.away", who=view.name(one), day=view.day(absence.back))
        yield FormNote(text=said, weight="quiet")
