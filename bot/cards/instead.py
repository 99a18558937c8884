"""The card of somebody who is told in the place of others who could not be reached."""

from __future__ import annotations

from collections.abc import Collection

from bot.cards import news, pressing, thread
from bot.cards.elements import Card, Words
from bot.cards.view import View
from workflows.facts import Role
from workflows.news.table import CARD, news_of
from workflows.ports import Notice


def told_instead(view: View, notice: Notice, roles: Collection[Role], *, latest: bool) -> Card:
    """The whole card, under whose it was and what it said; a number and a department for whoever may not read it."""
    if view.hidden or not roles:
        return _number_alone(view, pressed=bool(roles) and latest)
    line = view.say("unreached.whose", whose=_whose(view, notice), number=f"#{view.request.number}")
    if not latest:
        return Card(title=view.title, summary=line, elements=(Words(text=line, weight="quiet"),))
    said = () if news_of(notice) is CARD else (Words(text=news.member_line(view, notice)),)
    card = thread.for_reader(view)
    elements = (Words(text=line, weight="strong"), *said, *card.elements)
    return card.model_copy(update={"summary": line, "elements": elements})


def _number_alone(view: View, *, pressed: bool) -> Card:
    number = f"#{view.request.number}"
    line = view.say("unreached.number", number=number, department=view.department_name)
    buttons = pressing.buttons(view, "department") if pressed else ()
    return Card(title=number, summary=line, elements=(Words(text=line), *buttons), tone="warn")


def _whose(view: View, notice: Notice) -> str:
    """The name of the person or department."""
    is_person = ":" in notice.instead_of
    return view.name(notice.instead_of) if is_person else view.called(notice.instead_of)
