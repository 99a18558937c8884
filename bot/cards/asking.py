"""The card of somebody who is asked for a yes of their own: to take over, to approve, to do a part."""

from __future__ import annotations

from bot.cards import news, pressing, sharing, status
from bot.cards.elements import Card, Element, Words
from bot.cards.view import View
from workflows.ports import Notice


def for_asked(view: View, notice: Notice, *, latest: bool) -> Card:
    """What is asked, what it is about as far as they may read it, and the two answers."""
    line = news.sentence(view, notice)
    if not latest or not pressing.standing_for(view, "asked"):
        now = sharing.word(view) if sharing.concerns(view) else view.state
        quiet = (Words(text=line, weight="quiet"), Words(text=now, weight="quiet"))
        return Card(title=view.title, summary=line, elements=quiet)
    body: tuple[Element, ...] = (
        Words(text=line, weight="strong"),
        *status.for_asked(view),
        *sharing.mine(view),
        *pressing.buttons(view, "asked"),
    )
    return Card(title=view.title, summary=line, elements=body)


def whole(view: View) -> Card:
    """The same when they ask to see it."""
    body = (*status.for_asked(view), *sharing.mine(view), *pressing.buttons(view, "asked"))
    return Card(title=view.title, summary=view.title, elements=body)
