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
    """The whole card for whoever is asked; one of the department reads and presses what is theirs as well."""
    ours = pressing.standing_for(view, "department")
    about = status.for_owner(view) if ours and not view.hidden else status.for_asked(view)
    theirs = pressing.buttons(view, "department") if ours else ()
    body = (*about, *sharing.mine(view), *pressing.buttons(view, "asked"), *theirs)
    return Card(title=view.title, summary=view.title, elements=body)
