"""Requests that have to do with each other: what a card says of it, and the forms that name another one."""

from __future__ import annotations

from bot import texts
from bot.cards.elements import Element, Field, Form, Note, Words
from bot.cards.plain_form import form
from bot.cards.view import View
from bot.texts.cut import cut
from workflows.facts import Facts
from workflows.state.request import Request

IN_A_LINE = 60  # characters of a request's words in a list of choices


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


def joined(view: View) -> tuple[Element, ...]:
    """For the requester: somebody works on it already; with the date, as soon as there is one."""
    promise = view.request.promise
    if promise is None:
        return (Words(text=view.say("mine.joined", department=view.department_name)),)
    said = view.say("mine.joined.promised", owner=view.owner, day=view.day(promise.day))
    progress = view.request.progress
    words = (Words(text=progress.text, weight="quote"),) if progress and progress.text else ()
    return Words(text=said, weight="strong"), *words


def same_as(view: View, facts: Facts, typed: object) -> Form:
    return form("same_as", view, Note(text=view.say("form.same_as.note")), _which(view, facts, "same_as"))


def wait_for(view: View, facts: Facts, typed: object) -> Form:
    note = Note(text=view.say("form.wait_for.note"))
    return form("wait_for", view, note, _which(view, facts, "wait_for"))


def again(view: View, facts: Facts, typed: object) -> Form:
    """Something else is needed: of the same kind, unless another is chosen."""
    language = view.language
    kinds = tuple((w.id, f"{w.icon} {w.name.in_(language)}") for w in view.company.workflows.values())
    known = view.request.workflow if view.request.workflow in view.company.workflows else None
    return form(
        "again",
        view,
        Note(text=view.say("form.again.note", number=view.request.number)),
        Field(key="words", label=view.say("form.raise.words"), kind="text", required=True),
        Field(
            key="workflow",
            label=view.say("form.raise.workflow"),
            kind="choice",
            required=True,
            value=known,
            choices=kinds,
        ),
    )


def _which(view: View, facts: Facts, act: str) -> Field:
    """A choice among those that are open; where there is nothing to choose from, a number can be typed."""
    label = view.say(f"form.{act}.number")
    if not facts.others:
        hint = view.say("form.other.none")
        return Field(key="number", label=label, required=True, placeholder="#118", hint=hint, limit=12)
    choices = tuple((str(one.number), _line(one)) for one in facts.others)
    return Field(key="number", label=label, kind="choice", required=True, choices=choices)


def _line(request: Request) -> str:
    return f"#{request.number} · {cut(' '.join(request.words.split()), IN_A_LINE)}"


def _numbers(view: View, numbers: tuple[int, ...]) -> str:
    return texts.listed(view.language, tuple(f"#{number}" for number in numbers))
