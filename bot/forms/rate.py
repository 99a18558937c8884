"""Rate: result and experience on a scale, which conditions are unmet, and a few words."""

from __future__ import annotations

from bot.cards.elements import Field, Form
from bot.cards.view import View
from bot.forms.frame import framed
from bot.forms.inputs import ChoiceInput, TextInput, TypedValues
from bot.forms.unmet import UNMET, unmet_field
from workflows.facts import Facts
from workflows.phases.confirm import Rate
from workflows.phases.noting import sampled

RESULT = ChoiceInput("result")
EXPERIENCE = ChoiceInput("experience")
KEPT = ChoiceInput("kept")
WORDS = TextInput("words")

YES, NO = "yes", "no"


def build(view: View, facts: Facts, typed: TypedValues) -> Form:
    """While it is open again (partly or not solved), first what the next round needs."""
    unmet = unmet_field(view)
    if not view.request.is_open:
        said = WORDS.field(view.say("form.rate.words", owner=view.owner))
        return framed("rate", view, *_scales(view), *unmet, *_vow(view), said)
    missing = WORDS.field(view.say("form.rate.missing", owner=view.follower))
    form = framed("rate", view, missing, *unmet, *_scales(view))
    return form.model_copy(update={"title": view.say("act.missing")})


def read(typed: TypedValues) -> Rate:
    return Rate(
        result=RESULT.place(typed),
        experience=EXPERIENCE.place(typed),
        unmet=UNMET.read(typed),
        words=WORDS.read(typed),
        kept={YES: True, NO: False}.get(KEPT.read(typed)),
    )


def _scales(view: View) -> tuple[Field, ...]:
    polls = view.request.polls
    if polls and not polls[-1].scores:
        return ()
    scale = tuple((str(n), view.say(f"form.rate.{n}")) for n in range(5, 0, -1))
    return tuple(one.field(view.say(f"form.rate.{one.key}"), choices=scale) for one in (RESULT, EXPERIENCE))


def _vow(view: View) -> tuple[Field, ...]:
    """One of the department's vows, another one each time: was it kept?"""
    place = sampled(view.request, view.department)
    if place is None:
        return ()
    vow = view.department.vows[place].in_(view.language)
    choices = tuple((key, view.say(f"form.rate.kept.{key}")) for key in (YES, NO))
    return (KEPT.field(view.say("form.rate.kept", vow=vow), choices=choices),)
