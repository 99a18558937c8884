"""The models of company.yml as it is written: short names for people, hours by the names of days."""

from __future__ import annotations

import re
from datetime import time
from typing import Annotated

from pydantic import BeforeValidator, Field, ValidationError

from workflows.calendars import Calendar, Hours, Span
from workflows.definition import Person, Text, Weights
from workflows.frozen import Frozen
from workflows.languages import Language

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SPAN = re.compile(r"(\d\d?):(\d\d)\s*[-–—至到]\s*(\d\d?):(\d\d)")
_HOURS_MEND = "write it like `mon-fri: 09:00-12:00, 13:00-18:00`"


def hours_from(written: object) -> Hours:
    """`{mon-fri: "09:00-18:00"}` as hours; ValueError says what is wrong and, after a semicolon, the mend."""
    if not isinstance(written, dict) or not written:
        raise ValueError(f"working hours are missing; {_HOURS_MEND}")
    days: dict[int, tuple[Span, ...]] = {}
    for names, spans in written.items():
        for day in _days(str(names)):
            if day in days:
                raise ValueError(f"{_DAYS[day]} stands twice in the working hours; keep one")
            days[day] = _spans(str(spans))
    try:
        return Hours(days=days)
    except ValidationError as error:
        raise ValueError(f"{error.errors()[0]['ctx']['error']}; {_HOURS_MEND}") from None


def _days(names: str) -> range:
    first, _, last = names.lower().replace(" ", "").partition("-")
    if first not in _DAYS or (last or first) not in _DAYS:
        raise ValueError(f"{names!r} is not a day or days; use {', '.join(_DAYS)}, or a range like mon-fri")
    days = range(_DAYS.index(first), _DAYS.index(last or first) + 1)
    if not days:
        raise ValueError(f"{names!r} runs backwards; begin with the earlier day, mon comes first")
    return days


def _spans(written: str) -> tuple[Span, ...]:
    found = [_SPAN.fullmatch(part.strip()) for part in re.split("[,，、]", written)]
    numbers = [[int(number) for number in match.groups()] for match in found if match]
    if len(numbers) < len(found):
        raise ValueError(f"{written!r} are not working hours; {_HOURS_MEND}")
    try:  # 24:00 is how people write a day's end
        return tuple((time(a, b), time(0 if (c, d) == (24, 0) else c, d)) for a, b, c, d in numbers)
    except ValueError:
        raise ValueError(f"{written!r} has a time that no clock shows; {_HOURS_MEND}") from None


class CalendarFile(Calendar):
    """A calendar as written; its hours by the names of days."""

    hours: Annotated[Hours, BeforeValidator(hours_from)]

    def calendar(self) -> Calendar:
        return Calendar.model_validate(dict(self))


class DepartmentFile(Frozen):
    """A department as written: people by their short names or ids, its calendar only where it differs."""

    name: Text
    channel: str = ""  # none: its people are told directly, as in WeCom, where apps have no channels
    leads: tuple[str, ...] = Field(min_length=1)
    members: tuple[str, ...] = ()
    escalation: str
    on_call: str | None = None
    language: Language | None = None
    calendar: CalendarFile | None = None
    vows: tuple[Text, ...] = ()


class CompanyFile(Frozen):
    """company.yml as written."""

    name: Text
    language: Language = "en"
    calendar: CalendarFile
    admins: tuple[str, ...] = ()
    people: dict[str, tuple[Person, ...]] = {}
    departments: dict[str, DepartmentFile] = Field(min_length=1)
    weights: Weights = Weights()
    reopen_within: int = Field(default=14, ge=0, le=365)  # calendar days
