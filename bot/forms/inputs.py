"""What is typed into forms: each input has its key, draws its field, and reads what was typed into it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar, Literal, Self, TypedDict, Unpack

from bot.cards.elements import Field
from workflows.facts import Refused

TypedValues = Mapping[str, object]  # str, date or tuple of str by key, as platforms send them
FieldKind = Literal["line", "text", "choice", "checks", "date", "person", "number"]
LONGEST_NUMBER = 12  # characters of a number that somebody sends; more is none


class Look(TypedDict, total=False):
    """How a field looks, beyond its key, kind and label."""

    hint: str | None
    placeholder: str | None
    required: bool
    value: str | date | tuple[str, ...] | None
    choices: tuple[tuple[str, str], ...]
    limit: int
    refresh: bool


@dataclass(frozen=True)
class Input:
    """One key of a form. It may be in answers that were sent from a window opened long ago: keep its name."""

    key: str
    kind: ClassVar[FieldKind]

    def at(self, *place: int) -> Self:
        """Return the same input in the n-th option, in its m-th part (both from 1)."""
        return replace(self, key="-".join((self.key, *map(str, place))))

    def field(self, label: str, **look: Unpack[Look]) -> Field:
        return Field(key=self.key, kind=self.kind, label=label, **look)

    def given(self, typed: TypedValues) -> str | None:
        """The words that stand in it, as typed: a redraw loses nothing."""
        value = typed.get(self.key)
        return str(value) if value else None


class TextInput(Input):
    """Words over several lines."""

    kind: ClassVar[FieldKind] = "text"

    def read(self, typed: TypedValues) -> str:
        return (self.given(typed) or "").strip()


class LineInput(TextInput):
    """Words in one line."""

    kind = "line"


class PersonInput(TextInput):
    """A person of the platform, by their id."""

    kind = "person"


class ChoiceInput(TextInput):
    """One choice out of several, by its value."""

    kind = "choice"

    def place(self, typed: TypedValues) -> int | None:
        """A choice that is called by a number."""
        text = self.read(typed)
        return int(text) if text.isdecimal() and len(text) < LONGEST_NUMBER else None


class ListInput(TextInput):
    """One thing a line."""

    def items(self, typed: TypedValues) -> tuple[str, ...]:
        """Each line; empty ones and bullets don't count."""
        lines = (self.given(typed) or "").splitlines()
        found = (line.strip().lstrip("-•*·☑✗○ ").strip() for line in lines)
        return tuple(line for line in found if line)


class ChecksInput(Input):
    """Things to tick, each called by its place."""

    kind = "checks"

    def read(self, typed: TypedValues) -> tuple[int, ...]:
        """The places that are ticked, each once."""
        value = typed.get(self.key)
        chosen = map(str, value) if isinstance(value, tuple) else ()
        places = (int(place) for place in chosen if place.isdecimal() and len(place) < LONGEST_NUMBER)
        return tuple(dict.fromkeys(places))


class DateInput(Input):
    """A day."""

    kind = "date"

    def read(self, typed: TypedValues) -> date | None:
        value = typed.get(self.key)
        return value if isinstance(value, date) else None


class NumberInput(Input):
    """A whole number, as people write it: 1200 or 1,200."""

    kind = "number"

    def read(self, typed: TypedValues) -> int | None:
        """Raises Refused at its field for anything else."""
        text = self._digits(typed)
        if not text:
            return None
        if len(text) > LONGEST_NUMBER or not text.removeprefix("-").isdecimal():
            raise Refused("not_a_number", self.key)
        return int(text)

    def guessed(self, typed: TypedValues) -> int | None:
        """Read it while it may be half typed: nothing where it can't be read yet."""
        text = self._digits(typed)
        return int(text) if text.isdecimal() and len(text) < LONGEST_NUMBER else None

    def is_plain(self, typed: TypedValues) -> bool:
        """Whether nothing stands in it, or digits alone."""
        text = str(typed.get(self.key, "0"))
        return text.isdecimal() and len(text) < LONGEST_NUMBER

    def _digits(self, typed: TypedValues) -> str:
        return (self.given(typed) or "").strip().replace(",", "").replace("，", "")
