"""The shape of the configuration files: what may stand where, with pydantic's refusals in plain words."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping
from copy import deepcopy
from datetime import date, time
from difflib import get_close_matches
from typing import Annotated, NamedTuple, TypeVar, get_args

from pydantic import BaseModel, BeforeValidator, Field, ValidationError
from pydantic_core import ErrorDetails

from storage.yaml_marks import Path, Plain
from workflows.calendars import Calendar, Hours, Span
from workflows.definition import Language, Person, Text, Weights
from workflows.frozen import Frozen

M = TypeVar("M", bound=BaseModel)
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SPAN = re.compile(r"(\d\d?):(\d\d)\s*[-–—至到]\s*(\d\d?):(\d\d)")
_HOURS_MEND = "write it like `mon-fri: 09:00-12:00, 13:00-18:00`"


class Wrong(NamedTuple):
    """Something wrong at a path of a file, and what would mend it."""

    path: Path
    what: str
    mend: str
    at_key: bool = False


def _week(written: object) -> Hours:
    """`{mon-fri: "09:00-18:00"}` as hours."""
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

    hours: Annotated[Hours, BeforeValidator(_week)]
    extra_holidays: frozenset[date] = frozenset()
    extra_workdays: frozenset[date] = frozenset()

    def calendar(self) -> Calendar:
        return Calendar.model_validate(dict(self))


class DepartmentFile(Frozen):
    """A department as written: people by their short names or ids, its calendar only where it differs."""

    name: Text
    channel: str
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


def shaped(
    model: type[M], written: Plain, given: Mapping[str, Plain] | None = None
) -> tuple[M | None, list[Wrong]]:
    """The model, and all that is wrong with the shape.

    What can be patched is patched, so that the sense of the rest can still be looked at. `given` is what the
    file itself doesn't say, like the id that its name is.
    """
    if not isinstance(written, dict):
        return None, [Wrong((), "`key: value` lines are expected here", "begin with `name:`")]
    wrongs = [_unknown((key,), model) for key in given or {} if key in written]
    whole: dict[str, Plain] = {**deepcopy(written), **(given or {})}
    try:
        return _strictly(model, whole), wrongs
    except ValidationError as error:
        wrongs += [_said(details, model) for details in error.errors(include_url=False)]
        for details in error.errors(include_url=False):
            _patch(whole, details)
    try:
        return _strictly(model, whole), wrongs
    except ValidationError:
        return None, wrongs


def _strictly(model: type[M], written: Mapping[str, Plain]) -> M:
    """Through JSON, where strict pydantic takes a list for a tuple, but never `no` for false or "3" for 3."""
    return model.model_validate_json(json.dumps(written), strict=True)


def _patch(written: Plain, details: ErrorDetails) -> None:
    """Makes a faulty place harmless: missing words become a question mark, and what can't be guessed goes."""
    *way, last = details["loc"] or ("",)
    place = written
    for part in way:
        place = _inside(place, part)
    guess = _guess(details, last)
    if isinstance(place, list) and isinstance(last, int) and last < len(place) and guess is not None:
        place[last] = guess
    elif isinstance(place, dict) and guess is not None:
        place[str(last)] = guess
    elif isinstance(place, dict):
        place.pop(str(last), None)


def _guess(details: ErrorDetails, last: str | int) -> Plain:
    match details["type"]:
        case "extra_forbidden":
            return None
        case "literal_error":
            return closest(str(details["input"]), _expected(details))
        case _ if last in _LANGUAGES:
            return "?"
        case "missing" | "model_type":
            return {"en": "?", "zh": "?"}
    return None


def _inside(place: Plain, part: str | int) -> Plain:
    match place, part:
        case dict(), str():
            return place.get(part)
        case list(), int() if part < len(place):
            return place[part]
    return None


def _said(details: ErrorDetails, model: type[BaseModel]) -> Wrong:
    """One of pydantic's errors, as an admin would say it."""
    path, kind, given = details["loc"], details["type"], details["input"]
    key = path[-1] if path else ""
    match kind:
        case "missing" if key in {"en", "zh"}:
            return Wrong(
                path, f"the {_LANGUAGES[key]} words ({key}) are missing", f"add `{key}: …` beside the other"
            )
        case "missing":
            return Wrong(path, f"`{key}` is missing", f"add `{key}: …`")
        case "extra_forbidden":
            return _unknown(path, model)
        case "string_type" | "string_too_short" if given is None or given == "" or isinstance(given, str):
            return Wrong(path, "nothing is written here", f"write the words, or delete `{key}`")
        case "string_type" if isinstance(given, bool | int):
            return Wrong(
                path,
                f"{json.dumps(given)} is not read as text here",
                f'put it in quotes: "{json.dumps(given)}"',
            )
        case "model_type" if (details.get("ctx") or {}).get("class_name") == "Text":
            return Wrong(path, "both languages are needed here", "write `{en: …, zh: …}`")
        case "bool_type":
            return Wrong(path, f"{given!r} is neither true nor false", f"write `{key}: {_truth(given)}`")
        case "literal_error":
            return _one_of(path, details)
        case "value_error":
            what, _, mend = str((details.get("ctx") or {}).get("error", details["msg"])).partition("; ")
            return Wrong(path, what, mend or "change it here")
    if kind.startswith("date"):
        return Wrong(
            path, f"{given!r} is not a day of the calendar", "write one that exists, like 2026-12-31"
        )
    for pattern, what, mend in _PLAINLY:
        if re.match(pattern, kind):
            return Wrong(path, what, mend)
    return Wrong(path, details["msg"].lower(), "change it here")


_LANGUAGES = {"en": "English", "zh": "Chinese"}
_PLAINLY = (
    ("string_type", "words are expected here", "write one line of text"),
    ("int", "a whole number is expected here", "write one without quotes or decimals, like 3"),
    (
        "(tuple|list|set|frozen_set)_type",
        "a list is expected here",
        "write [one, another], or a line with `- ` for each",
    ),
    ("(dict|model)", "`key: value` lines are expected here", "indent them under this line"),
    ("too_short", "at least one is needed here", "add one"),
    ("less_than", "this number is too large", "write a smaller one"),
    ("greater_than", "this number is too small", "write a larger one"),
)


def _one_of(path: Path, details: ErrorDetails) -> Wrong:
    choices = _expected(details)
    likely = closest(str(details["input"]), choices)
    mend = f"did you mean `{likely}`?" if likely else f"write {' or '.join(choices)}"
    return Wrong(path, f"{details['input']!r} is not possible here", mend)


def _expected(details: ErrorDetails) -> list[str]:
    """The values of a Literal, which pydantic only tells as a sentence."""
    return re.findall(r"'([^']*)'", str((details.get("ctx") or {}).get("expected", "")))


def _unknown(path: Path, model: type[BaseModel]) -> Wrong:
    known = sorted(_known_keys(model, path[:-1]))
    return Wrong(path, f"`{path[-1]}` is not known here", meant(str(path[-1]), known), at_key=True)


def meant(word: str, known: Collection[str]) -> str:
    """A mend for a word that isn't known: the one probably meant, or all there are."""
    if likely := closest(word, known):
        return f"did you mean `{likely}`?"
    return f"use one of {', '.join(known)}" if known else "delete it"


def closest(word: str, known: Collection[str]) -> str | None:
    return next(iter(get_close_matches(word, list(known), 1, 0.6)), None)


def _truth(given: object) -> str:
    return "true" if str(given).lower() in {"yes", "on", "y", "1", "是", "对"} else "false"


def _known_keys(model: type[BaseModel], path: Path) -> set[str]:
    for part in path:
        if isinstance(part, str) and part in model.model_fields:
            model = next(_models(model.model_fields[part].annotation), model)
    return (
        set(model.model_fields) - {"version", "id"}
        if "version" in model.model_fields
        else set(model.model_fields)
    )


def _models(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models(part)
