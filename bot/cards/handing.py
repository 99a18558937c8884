"""Somebody else is asked to answer for it: the forms, and what the cards say while it waits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.cards.dates import offered, promised
from bot.cards.elements import Fact, Field, Form, Note, Words
from bot.cards.plain_form import form
from bot.cards.view import View
from workflows.facts import Facts, Refused
from workflows.phases import handing


def waits(view: View) -> tuple[Words, ...]:
    """Who is asked to take it over, for everybody who works on it; whoever is asked reads it elsewhere."""
    asked = view.request.handing
    if asked is None or asked.to == view.reader:
        return ()
    key = "ours.handing" if view.request.owner else "ours.handing.first"
    return (Words(text=view.say(key, who=view.name(asked.to)), weight="quiet"),)


def dates(view: View) -> Iterator[Fact]:
    """What their yes is a yes to: the promised date, one that is proposed instead, or those that are offered."""
    request = view.request
    if request.promise:
        yield Fact(label=view.say("label.promised"), value=promised(view, request.promise))
    if request.proposal:
        yield Fact(label=view.say("label.proposed"), value=view.day(request.proposal.day))
    if request.offer:
        days = dict.fromkeys(offered(view, option) for option in request.offer.options)
        yield Fact(label=view.say("label.offered"), value=" / ".join(days))


def unread_yet(view: View) -> tuple[Words, ...]:
    """What is confidential is read by whoever takes it over, and not before."""
    asked = view.request.handing
    mine = asked is not None and asked.to == view.reader
    return (Words(text=view.say("asked.confidential"), weight="quiet"),) if mine else ()


def hand_over(view: View, facts: Facts, typed: Mapping[str, object]) -> Form:
    """Hand over: to whom, and a word for them. Raises Refused where there is nobody to ask."""
    return _to_whom("hand_over", view, facts)


def assign(view: View, facts: Facts, typed: Mapping[str, object]) -> Form:
    """The same for a lead, who may not have read it."""
    return _to_whom("assign", view, facts)


def cannot_take(view: View, facts: Facts, typed: Mapping[str, object]) -> Form:
    """I can't; a reason helps, and isn't asked for."""
    by = view.name(view.request.handing.by) if view.request.handing else view.owner
    label = view.say("form.cannot_take.reason", who=by)
    return form("cannot_take", view, Field(key="reason", label=label, kind="text"))


def _to_whom(act: str, view: View, facts: Facts) -> Form:
    there = handing.can_be_asked(view.request, facts)
    if not there:
        raise Refused("nobody_to_ask")
    names = tuple((one, view.name(one)) for one in there)
    only = there[0] if len(there) == 1 else None
    whom = Field(
        key="to",
        label=view.say(f"form.{act}.to"),
        kind="choice",
        required=True,
        choices=names,
        value=only,
    )
    hint = view.say("form.hand_over.words.hint") if view.workflow.confidential else None
    words = Field(key="words", label=view.say("form.hand_over.words"), kind="text", hint=hint)
    return form(act, view, Note(text=_stands(act, view)), *_away(view, facts), whom, words)


def _stands(act: str, view: View) -> str:
    """Until when nothing changes, and which date goes along."""
    promise = view.request.promise
    first = "" if view.request.owner else ".first"  # only a lead hands on what nobody has
    said = view.say(f"form.{act}.note{first}", owner=view.owner)
    return f"{said}\n{view.say('form.hand_over.date', day=view.day(promise.day))}" if promise else said


def _away(view: View, facts: Facts) -> Iterator[Note]:
    for one in handing.away(view.request, facts):
        absence = view.company.absence(one)
        assert absence is not None, "they are away"
        said = view.say("form.hand_over.away", who=view.name(one), day=view.day(absence.back))
        yield Note(text=said, weight="quiet")
