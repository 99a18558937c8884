"""Apologise: by name, and privately; with a redress where the workflow gives one."""

from __future__ import annotations

from bot.cards.elements import Field, Form, FormNote
from bot.cards.view import View
from bot.forms.frame import framed
from bot.forms.inputs import NumberInput, TextInput, TypedValues
from bot.forms.their_language import for_requester
from workflows.facts import Facts
from workflows.phases.recovery import Apologise, only_fresh_eyes

TEXT = TextInput("text")
REDRESS = TextInput("redress")
COST = NumberInput("cost")


def build(view: View, facts: Facts, typed: TypedValues) -> Form:
    """Raises Refused for a handler who took part in what went wrong."""
    only_fresh_eyes(view.request, facts)
    theirs = for_requester(view)
    names = {"requester": theirs.name(view.request.decider), "handler": theirs.name(facts.by)}
    draft = theirs.say("form.apologise.draft", **names)
    label = view.say("form.apologise.text", requester=view.requester)
    advice = FormNote(text=view.say("care.apologise", requester=view.requester))
    return framed("apologise", view, advice, TEXT.field(label, required=True, value=draft), *_redress(view))


def read(typed: TypedValues) -> Apologise:
    return Apologise(text=TEXT.read(typed), redress=REDRESS.read(typed), cost=COST.read(typed))


def _redress(view: View) -> tuple[Field, ...]:
    limit = view.workflow.redress_limit
    if limit is None:
        return ()
    cost = COST.field(view.say("form.apologise.cost", limit=view.money(limit)))
    return REDRESS.field(view.say("form.apologise.redress")), cost
