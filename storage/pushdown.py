"""A translation of the simple part of a TinyDB query into SQL over columns that repeat fields of the documents.

This reads `QueryInstance._hash`, which is TinyDB's own business: hence `tinydb>=4.9,<4.10` in requirements,
and a test that looks at every shape relied upon here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Final

from tinydb.queries import QueryLike

FieldPath = tuple[str, ...]
Scalar = str | int | float | None
SIGNS: Final = {"==": "=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}


@dataclass(frozen=True)
class Narrowed:
    """SQL that holds of every document of which the query holds. `whole`: and of no other.

    `ranged`: the index gives the rows in another order than that of their ids.
    """

    sql: str
    values: tuple[str | int, ...]
    whole: bool = True
    ranged: bool = False


def narrowed(cond: QueryLike, indexed: Iterable[FieldPath]) -> Narrowed | None:
    """Return the SQL for what the columns can tell of this query; None if every document must be looked at."""
    return _narrow(getattr(cond, "_hash", None), frozenset(indexed))


@cache
def column(path: FieldPath) -> str:
    """Return the column that repeats this field of the documents."""
    for name in path:
        if not name.replace("_", "").isalnum():
            raise ValueError(f"a field with a column needs a plain name, not {name!r}")
    return f"[$.{'.'.join(path)}]"  # not in double quotes: a column that is missing would be taken for a text


def _narrow(shape: object, indexed: frozenset[FieldPath]) -> Narrowed | None:
    match shape:
        case ("and", frozenset() as parts):
            return _all_of([_narrow(part, indexed) for part in parts])
        case ("or", frozenset() as parts):
            return _any_of([_narrow(part, indexed) for part in parts])
        case (str() as sign, tuple() as path, value) if sign in SIGNS and path in indexed:
            return _compared(sign, path, value)
        case _:
            return None


def _all_of(parts: list[Narrowed | None]) -> Narrowed | None:
    """Join the known sides of an `and`; one is enough, and the other is left to Python."""
    known = [part for part in parts if part]
    return _joined(" AND ", known, whole=len(known) == len(parts)) if known else None


def _any_of(parts: list[Narrowed | None]) -> Narrowed | None:
    known = [part for part in parts if part]
    return _joined(" OR ", known) if len(known) == len(parts) else None


def _joined(word: str, parts: list[Narrowed], *, whole: bool = True) -> Narrowed:
    # In the order of their words, so that the same question is the same prepared statement.
    ordered = sorted(parts, key=lambda part: part.sql)
    return Narrowed(
        sql="(" + word.join(part.sql for part in ordered) + ")",
        values=tuple(value for part in ordered for value in part.values),
        whole=whole and all(part.whole for part in parts),
        ranged=word == " OR " or any(part.ranged for part in parts),
    )


def _compared(sign: str, path: FieldPath, value: object) -> Narrowed | None:
    match value:
        case None if sign == "==":
            return Narrowed(f"{column(path)} IS NULL", (), whole=False)  # a missing field is NULL, too
        case bool() if sign == "==":
            # In the words of a partial index, which a bound value would not match.
            return Narrowed(f"{column(path)} = {int(value)}", ())
        case int() if -(2**63) <= value < 2**63 and not isinstance(value, bool):
            return Narrowed(f"{column(path)} {SIGNS[sign]} ?", (value,), ranged=sign != "==")
        case str() if not any("\ud800" <= letter <= "\udfff" for letter in value):
            return Narrowed(f"{column(path)} {SIGNS[sign]} ?", (value,), ranged=sign != "==")
        case _:
            return None
