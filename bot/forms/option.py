"""One option of an offer: what, by when, at which cost, and which conditions it meets."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import get_args

from bot import texts
from bot.cards.elements import Field, FormNote
from bot.cards.view import View
from bot.forms.evidence import evidence
from bot.forms.inputs import (
    ChecksInput,
    ChoiceInput,
    DateInput,
    LineInput,
    NumberInput,
    TextInput,
    TypedValues,
)
from bot.forms.split import days_untouched, is_split, shares_in, split_fields
from workflows.facts import Facts
from workflows.phases.approval import limit_of
from workflows.phases.explore import MOST_CONDITIONS
from workflows.phases.offer import Draft, usual_day
from workflows.state.values import After, Need

WHAT = TextInput("what")
AFTER = ChoiceInput("after")
DAY = DateInput("day")
DAYS = NumberInput("days")
BEYOND = LineInput("beyond")
NEEDS = LineInput("needs")
COST = NumberInput("cost")
MEETS = ChecksInput("meets")

ON_A_DAY = "day"  # the way an option is usually dated


def option_fields(
    view: View, facts: Facts, need: Need, typed: TypedValues, n: int
) -> Iterator[Field | FormNote]:
    """The fields of the n-th option (from 1), and what they show of it."""
    day = typed.get(DAY.at(n).key) or usual_day(view.request, facts)
    what = WHAT.at(n)
    yield what.field(view.say("form.offer.what"), required=True, value=what.given(typed))
    yield from split_fields(view, facts, typed, n)
    if not is_split(typed, n):
        yield from _when(view, typed, day, n)
    yield _beyond(view, typed, n)
    needs = view.say("form.offer.needs", requester=view.requester)
    yield NEEDS.at(n).field(needs, value=NEEDS.at(n).given(typed))
    yield _cost(view, typed, n)
    yield from _meets(view, need, typed, n)
    draft = draft_in(_untouched(view, facts, need, typed, day, n), n)
    yield evidence(view, facts, need, draft, lately=n == 1)


def draft_in(typed: TypedValues, n: int) -> Draft:
    """The n-th option (from 1) as it stands in the form."""
    return Draft(
        what=WHAT.at(n).read(typed),
        day=DAY.at(n).read(typed),
        after=next((one for one in get_args(After) if one == AFTER.at(n).read(typed)), ""),
        days=DAYS.at(n).read(typed),
        beyond=BEYOND.at(n).read(typed),
        needs=NEEDS.at(n).read(typed),
        cost=COST.at(n).read(typed),
        meets=MEETS.at(n).read(typed),
        shares=shares_in(typed, n),
    )


def _when(view: View, typed: TypedValues, day: object, n: int) -> Iterator[Field]:
    """A day, or working days that count from the approval or from what the requester gives."""
    after = AFTER.at(n).given(typed) or ON_A_DAY
    ways = (ON_A_DAY, *(("approval",) if view.workflow.cost_limit is not None else ()), "input")
    choices = tuple((way, view.say(f"form.offer.after.{way}", requester=view.requester)) for way in ways)
    label = view.say("form.offer.day")
    yield AFTER.at(n).field(label, required=True, value=after, choices=choices, refresh=True)
    if after == ON_A_DAY:
        value = day if isinstance(day, date) else None
        yield DAY.at(n).field(view.say("form.offer.date"), required=True, value=value, refresh=True)
    else:
        days = DAYS.at(n).given(typed) or str(view.workflow.usual_days or 1)
        yield DAYS.at(n).field(view.say("form.offer.days"), required=True, value=days)


def _beyond(view: View, typed: TypedValues, n: int) -> Field:
    ideas = tuple(text.in_(view.language) for text in view.workflow.beyond)
    hint = view.say("form.offer.beyond.hint", ideas=texts.listed(view.language, ideas)) if ideas else None
    return BEYOND.at(n).field(view.say("form.offer.beyond"), hint=hint, value=BEYOND.at(n).given(typed))


def _cost(view: View, typed: TypedValues, n: int) -> Field:
    """Draw the cost. With a limit it redraws the form: who approves is asked when it takes an approval."""
    limited = view.workflow.cost_limit is not None
    return COST.at(n).field(
        view.say("form.offer.cost", currency=view.workflow.currency),
        hint=view.say("form.offer.cost.hint", limit=limit_of(view.workflow)) if limited else None,
        value=COST.at(n).given(typed),
        refresh=limited,
    )


def _meets(view: View, need: Need, typed: TypedValues, n: int) -> Iterator[Field]:
    """Draw the conditions it meets: all of them, unless the offerer says otherwise."""
    if not need.conditions:
        return
    every = _every(need)
    chosen = typed.get(MEETS.at(n).key, every)
    value = tuple(place for place in chosen if place in every) if isinstance(chosen, tuple) else ()
    choices = tuple(zip(every, need.conditions, strict=False))
    yield MEETS.at(n).field(view.say("form.offer.meets"), value=value, choices=choices, refresh=True)


def _every(need: Need) -> tuple[str, ...]:
    return tuple(str(place) for place in range(len(need.conditions[:MOST_CONDITIONS])))


def _untouched(view: View, facts: Facts, need: Need, typed: TypedValues, day: object, n: int) -> TypedValues:
    """All that the form shows: what was typed and can be read by now, else what stands there by itself."""
    at_first = {
        MEETS.at(n).key: _every(need),
        DAY.at(n).key: day,
        DAYS.at(n).key: view.workflow.usual_days or 1,
    }
    known = at_first | days_untouched(view, facts, typed, n) | dict(typed)
    for number in (COST.at(n), DAYS.at(n)):  # half typed; what is wrong with it is said when it is sent
        if not number.is_plain(known):
            known.pop(number.key, None)
    return known
