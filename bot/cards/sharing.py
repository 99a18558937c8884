"""Several actions with owners of their own: who does what by when, on everybody's card."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards.elements import Checklist, Details, Element, Fact, Words
from bot.cards.view import View
from workflows.facts import Role
from workflows.state.values import Offer, Part, Person


def in_offer(view: View, parts: Sequence[Part]) -> tuple[Details, ...]:
    """Show who does what by when, as it is offered."""
    facts = tuple(Fact(label=part.what, value=_who_and_when(view, part)) for part in parts)
    return (Details(facts=facts),) if facts else ()


def promised_parts(view: View) -> tuple[Checklist, ...]:
    """Show what is done of the promise, by whom, and what is still to come."""
    parts = view.request.promise.parts if view.request.promise else ()
    items = tuple((part_line(view, part), True if part.done else None) for part in parts)
    return (Checklist(title=view.say("label.parts"), items=items),) if items else ()


def draft_lines(view: View) -> tuple[Element, ...]:
    """The offer that waits for others' yes: who has given it, and who can't."""
    draft = view.request.draft
    if draft is None:
        return ()
    answer: dict[Person | None, bool] = {**dict.fromkeys(draft.yes, True), draft.no: False}
    shown: list[Element] = []
    for option in draft.offer.options:
        items = tuple((part_line(view, part), answer.get(part.owner)) for part in option.parts)
        shown.append(Words(text=f"{option.what} · {view.day(option.day)}", weight="quote"))
        shown += [Checklist(title=view.say("label.parts"), items=items)] if items else []
    return tuple(shown)


def mine(view: View) -> tuple[Element, ...]:
    """Show what the reader is asked to do, or has said yes to, as far as they may read about it."""
    parts = _of_reader(view, view.reader) if view.reader else []
    title = view.say("label.your_part" if len(parts) == 1 else "label.your_parts")
    items = tuple((part_line(view, part, named=False), True if part.done else None) for part in parts)
    return (Checklist(title=title, items=items),) if items else ()


def word(view: View) -> str:
    """Say how it stands for somebody who does a part, when there is nothing for them to press."""
    request, reader = view.request, view.reader
    draft = request.draft
    if draft and draft.no:
        key = "declined" if draft.no == reader else "again"
    elif draft and reader in draft.yes:
        key = "agreed"
    elif request.offer and _is_in(reader, request.offer):
        key = "offered"
    elif reader in request.helpers and request.promise and reader and not request.parts_of(reader):
        key = "done"
    else:
        return view.state
    return view.say(f"part.{key}", owner=view.owner, requester=view.requester)


def concerns(view: View) -> bool:
    """The reader is asked for a part, or does one."""
    return view.roles is not None and Role.HELPER in view.roles


def _is_in(reader: Person | None, offer: Offer) -> bool:
    return any(part.owner == reader for option in offer.options for part in option.parts)


def _of_reader(view: View, reader: Person) -> list[Part]:
    request = view.request
    options = request.draft.offer.options if request.draft else ()
    asked = [part for option in options for part in option.parts]
    given = asked or [*(request.promise.parts if request.promise else ())]
    return [part for part in given if part.owner == reader]


def part_line(view: View, part: Part, *, named: bool = True) -> str:
    return f"{part.what} · {_who_and_when(view, part) if named else _when(view, part)}"


def _who_and_when(view: View, part: Part) -> str:
    return f"{view.name(part.owner)} · {_when(view, part)}"


def _when(view: View, part: Part) -> str:
    """The day it was done; else the day it is due."""
    if part.done:
        return view.day(view.department.calendar.local_day(part.done.at))
    return f"⚠ {view.day(part.day)}" if part.due < view.now else view.day(part.day)
