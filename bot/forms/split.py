"""An option made of several actions: who does what by when, each a part of its own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bot.cards.elements import Field, FormNote
from bot.cards.view import View
from bot.forms.inputs import ChecksInput, ChoiceInput, DateInput, LineInput, PersonInput, TypedValues
from workflows.facts import Facts
from workflows.phases.offer import usual_day
from workflows.phases.parts import MOST_PARTS, Share

SPLIT = ChecksInput("split")
PARTS = ChoiceInput("parts")
PART = LineInput("what")
WHO = PersonInput("who")
DAY = DateInput("day")

YES = "yes"
COUNTS = tuple(str(m) for m in range(2, MOST_PARTS + 1))


def is_split(typed: TypedValues, n: int) -> bool:
    """Whether the n-th option (from 1) is made of several actions."""
    return typed.get(SPLIT.at(n).key) in (YES, (YES,))


def split_fields(view: View, facts: Facts, typed: TypedValues, n: int) -> Iterator[Field | FormNote]:
    """The n-th option in one, or as actions: a tick asks for who does what by when."""
    split = is_split(typed, n)
    ways = ((YES, view.say("form.offer.split.yes")),)
    value = (YES,) if split else ()
    yield SPLIT.at(n).field(view.say("form.offer.split"), value=value, choices=ways, refresh=True)
    if not split:
        return
    count = str(len(_places(typed, n)))
    numbers = tuple((m, view.say(f"form.offer.parts.{m}")) for m in COUNTS)
    yield PARTS.at(n).field(view.say("form.offer.parts"), value=count, choices=numbers, refresh=True)
    for m in _places(typed, n):
        yield from _share(view, facts, typed, n, m)


def shares_in(typed: TypedValues, n: int) -> tuple[Share, ...]:
    """The actions of the n-th option as they stand in the form; none of what is in one."""
    return tuple(
        Share(
            what=PART.at(n, m).read(typed),
            who=WHO.at(n, m).read(typed) or None,
            day=DAY.at(n, m).read(typed),
        )
        for m in _places(typed, n)
    )


def days_untouched(view: View, facts: Facts, typed: TypedValues, n: int) -> dict[str, object]:
    """The days of its actions before anybody touched them."""
    usual = usual_day(view.request, facts)
    return {DAY.at(n, m).key: usual for m in _places(typed, n)}


def _places(typed: TypedValues, n: int) -> range:
    """The actions of the n-th option, from 1."""
    count = PARTS.at(n).given(typed)
    most = int(count if count in COUNTS else COUNTS[0]) if is_split(typed, n) else 0
    return range(1, most + 1)


def _share(view: View, facts: Facts, typed: TypedValues, n: int, m: int) -> Iterator[Field]:
    what, who, day = PART.at(n, m), WHO.at(n, m), DAY.at(n, m)
    whose, when = who.given(typed), typed.get(day.key) or usual_day(view.request, facts)
    first = facts.by if m == 1 and PARTS.at(n).key not in typed else None
    label = view.say("form.offer.part.what", n=m)
    yield what.field(label, required=True, value=what.given(typed), limit=300)
    person = view.account(whose) if whose else first
    yield who.field(view.say("form.offer.part.who"), required=True, value=person)
    value = when if isinstance(when, date) else None
    yield day.field(view.say("form.offer.part.day"), required=True, value=value, refresh=True)
