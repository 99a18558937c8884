"""The shape of a file, checked by its model; pydantic's refusals come in the plain words of an admin."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping
from copy import deepcopy
from difflib import get_close_matches
from typing import NamedTuple, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from storage.yaml_marks import Plain, YamlPath
from workflows.definition import Text
from workflows.languages import LANGUAGES, NAMED

M = TypeVar("M", bound=BaseModel)


class Mistake(NamedTuple):
    """A mistake at a path of a file, and what would mend it."""

    path: YamlPath
    what: str
    mend: str
    at_key: bool = False


def shaped(
    model: type[M], written: Plain, given: Mapping[str, Plain] | None = None
) -> tuple[M | None, list[Mistake]]:
    """Return the model, and all that is wrong with the shape.

    What can be patched is patched, so that the sense of the rest can still be looked at. `given` is what the
    file itself doesn't say, like the id that its name is.
    """
    if not isinstance(written, dict):
        return None, [Mistake((), "`key: value` lines are expected here", "begin with `name:`")]
    wrongs = [_unknown((key,), model) for key in given or {} if key in written]
    whole: dict[str, Plain] = {**deepcopy(written), **(given or {})}
    try:
        made = _strictly(model, whole)
    except ValidationError as error:
        wrongs += [_said(details, model) for details in error.errors(include_url=False)]
        for details in error.errors(include_url=False):
            _patch(whole, details)
        try:
            made = _strictly(model, whole)
        except ValidationError:
            return None, wrongs
    return made, [*wrongs, *_languages((), made)]


def _languages(path: YamlPath, value: object) -> Iterator[Mistake]:
    """Yield a mistake for each language in which a text is missing."""
    match value:
        case Text():
            yield from (Mistake((*path, code), *_missing(code)) for code in value.missing)
        case BaseModel():
            for key in type(value).model_fields:
                yield from _languages((*path, key), getattr(value, key))
        case tuple():
            for place, one in enumerate(value):
                yield from _languages((*path, place), one)
        case dict():
            for key, one in value.items():
                yield from _languages((*path, key), one)


def _strictly(model: type[M], written: Mapping[str, Plain]) -> M:
    """Validate through JSON, where strict pydantic takes a list for a tuple, but never `no` for false or "3" for 3."""
    return model.model_validate_json(json.dumps(written), strict=True)


def _patch(written: Plain, details: ErrorDetails) -> None:
    """Make a faulty place harmless: missing words become a question mark, and what can't be guessed goes."""
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
            return dict.fromkeys(LANGUAGES, "?")
    return None


def _inside(place: Plain, part: str | int) -> Plain:
    match place, part:
        case dict(), str():
            return place.get(part)
        case list(), int() if part < len(place):
            return place[part]
    return None


def _said(details: ErrorDetails, model: type[BaseModel]) -> Mistake:
    """Return one of pydantic's errors, as an admin would say it."""
    path, kind, given = details["loc"], details["type"], details["input"]
    key = path[-1] if path else ""
    context = details.get("ctx") or {}
    match kind:
        case "extra_forbidden":
            return _unknown(path, model)
        case "missing":
            return Mistake(path, *_missing(key))
        case "string_type" | "string_too_short":
            return Mistake(path, *_no_words(key, given))
        case "model_type" if context.get("class_name") == "Text":
            return Mistake(path, "both languages are needed here", f"write `{{{_EACH}}}`")
        case "bool_type":
            return Mistake(path, f"{given!r} is neither true nor false", f"write `{key}: {_truth(given)}`")
        case "literal_error":
            return _one_of(path, details)
        case "value_error":  # our own validators say "what; mend"
            what, _, mend = str(context.get("error", details["msg"])).partition("; ")
            return Mistake(path, what, mend or "change it here")
        case _ if kind.startswith("date"):
            what = f"{given!r} is not a day of the calendar"
            return Mistake(path, what, "write one that exists, like 2026-12-31")
    plainly = ((what, mend) for pattern, what, mend in _PLAINLY if re.match(pattern, kind))
    return Mistake(path, *next(plainly, (details["msg"].lower(), "change it here")))


def _missing(key: str | int) -> tuple[str, str]:
    if key in _LANGUAGES:
        return f"the {_LANGUAGES[key]} words ({key}) are missing", f"add `{key}: …` beside the other"
    return f"`{key}` is missing", f"add `{key}: …`"


def _no_words(key: str | int, given: object) -> tuple[str, str]:
    if isinstance(given, bool | int):
        written = json.dumps(given)
        return f"{written} is not read as text here", f'put it in quotes: "{written}"'
    if isinstance(given, list | dict):
        return "words are expected here", "write one line of text"
    return "nothing is written here", f"write the words, or delete `{key}`"


_LANGUAGES: Mapping[str | int, str] = {str(code): named.english for code, named in NAMED.items()}
_EACH = ", ".join(f"{code}: …" for code in LANGUAGES)
_PLAINLY = (
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


def _one_of(path: YamlPath, details: ErrorDetails) -> Mistake:
    choices = _expected(details)
    likely = closest(str(details["input"]), choices)
    mend = f"did you mean `{likely}`?" if likely else f"write {' or '.join(choices)}"
    return Mistake(path, f"{details['input']!r} is not possible here", mend)


def _expected(details: ErrorDetails) -> list[str]:
    """Return the values of a Literal, which pydantic only tells as a sentence."""
    return re.findall(r"'([^']*)'", str((details.get("ctx") or {}).get("expected", "")))


def _unknown(path: YamlPath, model: type[BaseModel]) -> Mistake:
    known = sorted(_known_keys(model, path[:-1]))
    return Mistake(path, f"`{path[-1]}` is not known here", nearest(str(path[-1]), known), at_key=True)


def nearest(word: str, known: Collection[str]) -> str:
    """Return a mend for a word that isn't known: the one probably meant, or all there are."""
    if likely := closest(word, known):
        return f"did you mean `{likely}`?"
    return f"use one of {', '.join(known)}" if known else "delete it"


def closest(word: str, known: Collection[str]) -> str | None:
    return next(iter(get_close_matches(word, list(known), 1, 0.6)), None)


def _truth(given: object) -> str:
    return "true" if str(given).lower() in {"yes", "on", "y", "1", "是", "对"} else "false"


def _known_keys(model: type[BaseModel], path: YamlPath) -> set[str]:
    for part in path:
        if isinstance(part, str) and part in model.model_fields:
            model = next(_models(model.model_fields[part].annotation), model)
    given = {"id", "version"} if "version" in model.model_fields else set()
    return set(model.model_fields) - given


def _models(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models(part)
