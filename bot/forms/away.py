"""The form that says who is away: until when, and who stands in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

from bot import texts
from bot.cards import absent
from bot.cards.elements import Field, Form, FormNote
from bot.forms.inputs import ChoiceInput, DateInput, TypedValues
from workflows.definition import Absence, Company
from workflows.languages import Language
from workflows.state.values import Person
from workflows.time import absence

AWAY = "away"  # names the form in place of an act: it is of no request
MOST = 60  # people to choose from

WHO = ChoiceInput("who")
BACK = DateInput("back")
STAND_IN = ChoiceInput("stand_in")


class Notified(NamedTuple):
    """An absence as it stands in the form: the people as they were chosen, if they were."""

    who: Person | None
    back: date | None
    stand_in: Person | None


def build(
    language: Language,
    company: Company,
    by: Person,
    today: date,
    name: Callable[[Person], str],
    typed: TypedValues,
) -> Form:
    """Until when, and who stands in; for whoever leads others, also who is away."""
    others = absence.speaks_for(by, company)[:MOST]
    chosen = next((one for one in others if one == typed.get(WHO.key)), by)
    away = company.absence(chosen)
    near = absence.colleagues(chosen, company)[:MOST]
    day = away.back if away else company.calendar_of(chosen).next_working_day(today)
    fields = [
        FormNote(text=absent.absence_line(language, away, by, today, name)) if away else None,
        FormNote(text=texts.say(language, "away.how"), weight="quiet"),
        _who(language, _named(others, name), chosen) if len(others) > 1 else None,
        BACK.field(texts.say(language, "form.away.back"), required=True, value=day),
        _stand_in(language, _named(near, name), away) if near else None,
    ]
    return Form(
        act=AWAY,
        about="",
        title=texts.say(language, "form.away.title"),
        submit=texts.say(language, "form.away.submit"),
        close=texts.say(language, "form.close"),
        fields=tuple(one for one in fields if one),
    )


def read(typed: TypedValues) -> Notified:
    return Notified(WHO.given(typed), BACK.read(typed), STAND_IN.given(typed))


def _named(people: Sequence[Person], name: Callable[[Person], str]) -> tuple[tuple[str, str], ...]:
    return tuple((one, name(one)) for one in people)


def _who(language: Language, choices: tuple[tuple[str, str], ...], chosen: Person) -> Field:
    label = texts.say(language, "form.away.who")
    return WHO.field(label, required=True, value=chosen, choices=choices, refresh=True)


def _stand_in(language: Language, choices: tuple[tuple[str, str], ...], away: Absence | None) -> Field:
    known = away and any(one == away.stand_in for one, _ in choices)
    return STAND_IN.field(
        texts.say(language, "form.away.stand_in"),
        hint=texts.say(language, "form.away.stand_in.hint"),
        value=away.stand_in if away and known else None,
        choices=choices,
    )
