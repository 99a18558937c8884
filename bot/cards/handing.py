"""Somebody else is asked to answer for it: what the cards say while that waits."""

from __future__ import annotations

from collections.abc import Iterator

from bot.cards.dates import offered_day, promised_day
from bot.cards.elements import Fact, Words
from bot.cards.view import View


def handing_lines(view: View) -> tuple[Words, ...]:
    """Say who is asked to take it over, for everybody who works on it; whoever is asked reads it elsewhere."""
    asked = view.request.handing
    if asked is None or asked.to == view.reader:
        return ()
    key = "ours.handing" if view.request.owner else "ours.handing.first"
    return (Words(text=view.say(key, who=view.name(asked.to)), weight="quiet"),)


def dates(view: View) -> Iterator[Fact]:
    """Show what their yes is a yes to: the promised date, one that is proposed instead, or those that are offered."""
    request = view.request
    if request.promise:
        yield Fact(label=view.say("label.promised"), value=promised_day(view, request.promise))
    if request.proposal:
        yield Fact(label=view.say("label.proposed"), value=view.day(request.proposal.day))
    if request.offer:
        days = dict.fromkeys(offered_day(view, option) for option in request.offer.options)
        yield Fact(label=view.say("label.offered"), value=" / ".join(days))


def unread_yet(view: View) -> tuple[Words, ...]:
    """Say that what is confidential is read by whoever takes it over, and not before."""
    asked = view.request.handing
    mine = asked is not None and asked.to == view.reader
    return (Words(text=view.say("asked.confidential"), weight="quiet"),) if mine else ()
