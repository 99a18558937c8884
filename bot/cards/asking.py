"""The card of somebody who is asked for a yes of their own: to take over, to approve, to do a part."""

from __future__ import annotations

from bot.cards import news, pressing, status
from bot.cards.elements import Card, Element, Words
from bot.cards.view import View
from workflows.ports import Notice


def for_asked(view: View, notice: Notice, *, latest: bool) -> Card:
    """What is asked, what it is about as far as they may read it, and the two answers."""
    line = news.sentence(view, notice)
    if not latest or not pressing.standing_for(view, "asked"):
        quiet = (Words(text=line, weight="quiet"), Words(text=view.state, weight="quiet"))
        return Card(title=view.title, summary=line, elements=quiet)
    body: tuple[Element, ...] = (
        Words(text=line, weight="strong"),
        *status.for_asked(view),
        *pressing.buttons(view, "asked"),
    )
    return Card(title=view.title, summary=line, elements=body)
