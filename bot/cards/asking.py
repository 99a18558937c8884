"""The card of somebody who is asked for a yes of their own: to take over, to approve, to do a part."""

from __future__ import annotations

from bot.cards import news, ours, pressing, sharing, thread
from bot.cards.approving import for_approver
from bot.cards.elements import Card, Element, Words
from bot.cards.view import View
from workflows.facts import Role
from workflows.news.table import news_of
from workflows.ports import Notice


def asked_card(view: View, notice: Notice, *, latest: bool) -> Card:
    """The card of somebody asked: the question, its subject as far as they may read it, and the two answers."""
    line = view.state if news.settled(notice, view.request) else news.sentence(view, notice)
    if latest and pressing.standing_for(view, "asked"):
        body = (Words(text=line, weight="strong"), *_about(view), *pressing.buttons(view, "asked"))
        return Card(title=view.title, summary=line, elements=body)
    if latest and news_of(notice).hands_over and view.request.is_open:
        return _answered(view, notice, line)
    if news_of(notice).of_a_part and not sharing.concerns(view):
        line = view.say("part.over")  # they gave it back, or nobody counts on it any more
        return _quiet(view, line, line)
    return _quiet(view, line, sharing.word(view) if sharing.concerns(view) else view.state)


def whole(view: View) -> Card:
    """The whole card for whoever is asked; one of the department reads and presses what is theirs as well."""
    works_here = pressing.standing_for(view, "department")
    about = (*ours.owner_lines(view), *sharing.mine(view)) if works_here and not view.hidden else _about(view)
    asked = pressing.button_row(view, "asked") if works_here else pressing.buttons(view, "asked")
    theirs = pressing.buttons(view, "department") if works_here else ()
    return Card(title=view.title, summary=view.title, elements=(*about, *asked, *theirs))


def _about(view: View) -> tuple[Element, ...]:
    if view.request.waits_for_approval and Role.APPROVER in (view.roles or ()):
        return for_approver(view)
    return *ours.asked_lines(view), *sharing.mine(view)


def _answered(view: View, notice: Notice, line: str) -> Card:
    """The card after the answer: the new owner goes on with it, and for everybody else it is as before."""
    if view.reader == view.request.owner:
        return thread.member_card(view, notice, latest=True)
    if not view.department.channel and Role.MEMBER in (view.roles or ()):
        return thread.for_member(view, latest=True)
    return _quiet(view, line, view.say("asked.over", owner=view.owner))


def _quiet(view: View, line: str, now: str) -> Card:
    said = tuple(Words(text=text, weight="quiet") for text in dict.fromkeys((line, now)))
    return Card(title=view.title, summary=line, elements=said)
