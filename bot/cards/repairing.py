"""The forms of recovery: what went wrong, said back, and an apology; with drafts in the requester's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import get_args

from bot.cards.care import of_heard
from bot.cards.elements import Field, Form, Note
from bot.cards.plain_form import form
from bot.cards.view import View
from workflows.facts import Facts
from workflows.phases.recovery import handler_for, only_fresh_eyes
from workflows.state.values import WentWrong

Typed = Mapping[str, object]


def unhappy(view: View, facts: Facts, typed: Typed) -> Form:
    """Not happy: a few words for one person, and whether somebody shall follow up."""
    reader = view.name(handler_for(view.request, view.department))
    then = tuple((key, view.say(f"act.{key}")) for key in ("follow_up", "feedback"))
    return form(
        "unhappy",
        view,
        Field(key="words", label=view.say("form.unhappy.words", handler=reader), kind="text", required=True),
        Field(
            key="then",
            label=view.say("form.unhappy.then"),
            kind="choice",
            required=True,
            value="follow_up",
            choices=then,
        ),
    )


def listen(view: View, facts: Facts, typed: Typed) -> Form:
    """Which moment went wrong, which conditions are unmet, what matters most; what was said already stands there."""
    poll = view.request.polls[-1] if view.request.polls else None
    recovery = view.request.recovery
    said = (poll.words if poll else "", recovery.words if recovery else "")
    moments = tuple((key, view.say(f"heard.{key}")) for key in get_args(WentWrong))
    places = tuple((str(place), text) for place, text in enumerate(view.request.need.conditions))
    missed = tuple(str(place) for place in poll.unmet) if poll else ()
    unmet = Field(
        key="unmet", label=view.say("form.rate.unmet"), kind="checks", choices=places, value=missed or None
    )
    return form(
        "listen",
        view,
        Note(text=view.say("form.listen.note", owner=view.owner)),
        Field(
            key="words",
            label=view.say("form.listen.words"),
            kind="text",
            value="\n".join(filter(None, said)) or None,
        ),
        Field(key="moment", label=view.say("form.listen.moment"), kind="choice", choices=moments),
        *((unmet,) if places else ()),
        Field(key="matters", label=view.say("form.listen.matters"), kind="text"),
    )


def restate(view: View, facts: Facts, typed: Typed) -> Form:
    """How the handler understands it: a draft of what was said, for them to put in their own words."""
    only_fresh_eyes(view.request, facts.by)
    return form(
        "restate",
        view,
        Note(text=view.say("care.establish", requester=view.requester)),
        Field(
            key="text",
            label=view.say("form.restate.text", requester=view.requester),
            kind="text",
            required=True,
            value=_drafted(view) or None,
        ),
    )


def not_quite(view: View, facts: Facts, typed: Typed) -> Form:
    label = view.say("form.not_quite.text", owner=view.owner)
    return form("not_quite", view, Field(key="text", label=label, kind="text", required=True))


def apologise(view: View, facts: Facts, typed: Typed) -> Form:
    """By name, and privately; with a redress where the workflow gives one."""
    only_fresh_eyes(view.request, facts.by)
    theirs = _in_their_language(view)
    names = {"requester": theirs.name(view.request.decider), "handler": theirs.name(facts.by)}
    draft = theirs.say("form.apologise.draft", **names)
    label = view.say("form.apologise.text", requester=view.requester)
    text = Field(key="text", label=label, kind="text", required=True, value=draft)
    advice = Note(text=view.say("care.apologise", requester=view.requester))
    return form("apologise", view, advice, text, *_redress(view))


def _redress(view: View) -> tuple[Field, ...]:
    limit = view.workflow.redress_limit
    if limit is None:
        return ()
    most = view.money(limit)
    cost = Field(key="cost", label=view.say("form.apologise.cost", limit=most), kind="number")
    return Field(key="redress", label=view.say("form.apologise.redress"), kind="text"), cost


def _drafted(view: View) -> str:
    """What was said, for the handler to say back; nothing where nothing was, so that no empty phrase goes out."""
    theirs = _in_their_language(view)
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


def _in_their_language(view: View) -> View:
    """A draft is written in the language of whoever will read it."""
    return replace(view, language=view.request.language)
