"""Requests that have to do with each other: what a card says of it."""

from __future__ import annotations

from bot import texts
from bot.cards.elements import Element, Words
from bot.cards.view import View


def ties(view: View) -> tuple[Element, ...]:
    """For the department: what it is the same as, who joined it, what it waits for, and what waits for it."""
    request = view.request
    joined, awaited = (_numbers(view, those) for those in (request.joined_by, request.awaited_by))
    lines = (
        view.say("ours.joined", main=request.main) if request.follows else "",
        view.say("ours.joined_by", numbers=joined) if joined and request.is_open else "",
        view.say("ours.waits_for", other=request.waits_for) if request.waits_for else "",
        view.say("ours.awaited_by", numbers=awaited) if awaited and request.is_open else "",
        view.say("ours.linked", other=request.linked) if request.linked else "",
    )
    return tuple(Words(text=line, weight="quiet") for line in lines if line)


def joined_lines(view: View) -> tuple[Element, ...]:
    """For the requester: somebody works on it already; with the date, as soon as there is one."""
    promise = view.request.promise
    if promise is None:
        return (Words(text=view.say("mine.joined", department=view.department_name)),)
    said = view.say("mine.joined.promised", owner=view.owner, day=view.day(promise.day))
    progress = view.request.progress
    words = (Words(text=progress.text, weight="quote"),) if progress and progress.text else ()
    return Words(text=said, weight="strong"), *words


def _numbers(view: View, numbers: tuple[int, ...]) -> str:
    return texts.listed(view.language, tuple(f"#{number}" for number in numbers))
