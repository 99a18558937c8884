"""The questions of a form as a page shows them, and what was sent read back as answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.cards.elements import Field, Form, FormNote
from bot.inbox.incoming import FieldValue, FieldValues
from workflows.state.values import Person

PREFIX = "f."
FEW = 7  # choices that stand open; more go into a menu
Typed = Mapping[str, tuple[str, ...]]  # by question, exactly as sent
Colleagues = Mapping[Person, str]  # their names


@dataclass(frozen=True)
class Shown:
    """A question as the template needs it."""

    field: Field
    id: str
    name: str
    kind: str  # line, text, radios, menu, checks, date, person, number
    value: str
    chosen: frozenset[str]
    error: str | None

    @property
    def described_by(self) -> str:
        """Return what a screen reader reads beside the label: the hint, and what is wrong."""
        parts = (("hint", self.field.hint), ("wrong", self.error))
        return " ".join(f"{self.id}-{part}" for part, text in parts if text)


def typed_in(sent: Sequence[tuple[str, str]]) -> Typed:
    """Return what was sent, by question."""
    found: dict[str, tuple[str, ...]] = {}
    for key, value in sent:
        if key.startswith(PREFIX) and len(key) < 200:
            asked = key.removeprefix(PREFIX)
            found[asked] = (*found.get(asked, ()), value)
    return found


def sent_answers(form: Form, typed: Typed, people: Colleagues) -> FieldValues:
    """The answers of this form's questions. An empty one is missing, but for checks: ().

    What an older page did not ask yet stays as the form proposes it.
    """
    found: FieldValues = {}
    for field in form.fields:
        if isinstance(field, Field) and (field.key in typed or _is_chosen(field)):
            answer = _answer(field, typed.get(field.key, (str(field.value),)), people)
            if answer is not None:
                found[field.key] = answer
    return found


def _is_chosen(field: Field) -> bool:
    return field.kind == "choice" and field.required and field.value is not None


def guessed(typed: Typed) -> FieldValues:
    """Answers before their form is known: enough to draw it."""
    found: FieldValues = {}
    for key, values in typed.items():
        answer: FieldValue = tuple(filter(None, values)) if len(values) > 1 else _date(values[0]) or values[0]
        if answer:
            found[key] = answer
    return found


def lacking(form: Form, given: FieldValues) -> list[str]:
    """The questions that must be answered and are not."""
    asked = [field for field in form.fields if isinstance(field, Field)]
    return [field.key for field in asked if field.required and not given.get(field.key)]


def overlong_fields(form: Form, given: FieldValues) -> dict[str, int]:
    """Answers beyond their limit, with the limit."""
    asked = [field for field in form.fields if isinstance(field, Field)]
    return {f.key: f.limit for f in asked if isinstance(a := given.get(f.key), str) and len(a) > f.limit}


def shown(
    form: Form, typed: Typed | None, errors: Mapping[str, str], name_of: Callable[[Person], str]
) -> list[Shown | FormNote]:
    """The form's questions and notes in order; what was typed stays, above what the form proposes."""
    return [
        _shown(field, (typed or {}).get(field.key), errors.get(field.key), name_of)
        if isinstance(field, Field)
        else field
        for field in form.fields
    ]


def _shown(
    field: Field, typed: tuple[str, ...] | None, error: str | None, name_of: Callable[[Person], str]
) -> Shown:
    value = field.value
    if typed is not None and field.kind == "checks":
        value = tuple(typed)
    elif typed is not None:
        value = typed[0]
    text = value.isoformat() if isinstance(value, date) else value if isinstance(value, str) else ""
    if field.kind == "person" and ":" in text and typed is None:
        text = name_of(text)
    chosen = frozenset(value if isinstance(value, tuple) else (text,))
    return Shown(
        field=field,
        id="f-" + "".join(c if c.isascii() and (c.isalnum() or c == "_") else "-" for c in field.key),
        name=PREFIX + field.key,
        kind=_kind(field),
        value=text,
        chosen=chosen,
        error=error,
    )


def _kind(field: Field) -> str:
    if field.kind == "choice":
        return "radios" if len(field.choices) <= FEW else "menu"
    return field.kind


def _answer(field: Field, values: tuple[str, ...], people: Colleagues) -> FieldValue | None:
    known = {value for value, _ in field.choices}
    first = values[0].strip()
    match field.kind:
        case "checks":
            return tuple(value for value in dict.fromkeys(values) if value in known)
        case "choice":
            return first if first in known else None
        case "date":
            return _date(first)
        case "person":
            return _person(first, people) if first else None
        case _:
            return values[0] if first else None


def _person(text: str, people: Colleagues) -> str:
    """A colleague's id where just one has that name; else the words, as typed."""
    found = [person for person, name in people.items() if name.casefold() == text.casefold()]
    return found[0] if len(found) == 1 else text


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == len("2026-03-02") else None
    except ValueError:
        return None
