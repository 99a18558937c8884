"""The person meant by a name that was typed: somebody of the department first, else of the company."""

from __future__ import annotations

import re
from collections.abc import Iterable

from workflows.facts import Facts, Refused
from workflows.state.values import Person

_WORD = re.compile(r"[^\W_]+")


def account(typed: str, where: str, facts: Facts) -> Person:
    """The one whom an account or a name means. Raises Refused where nobody is called so, or several are."""
    if ":" in typed:
        return facts.company.one(typed)
    for people in (facts.department.everyone, facts.company.everyone):
        found = _called(typed, facts.company.each(people), facts)
        if len(found) == 1:
            return found[0]
        if found:
            raise Refused("several_by_that_name", where, name=typed, who=" ".join(found))
    raise Refused("nobody_by_that_name", where, name=typed)


def _called(typed: str, people: Iterable[Person], facts: Facts) -> list[Person]:
    """Return those whose whole name this is; if nobody's, those in whose name these words stand."""
    names = {person: facts.name(person).casefold() for person in people}
    said = typed.casefold()
    exact = [person for person, name in names.items() if name == said]
    return exact or [person for person, name in names.items() if _fits(_WORD.findall(said), name)]


def _fits(said: list[str], name: str) -> bool:
    """Whether each word is one of the name; Chinese has no spaces between them."""
    words = {*_WORD.findall(name)}
    return bool(said) and all(one in words or (not one.isascii() and one in name) for one in said)
