"""The written form of a document in a row: its JSON, and beside it the fields that columns repeat."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import NamedTuple

from storage.pushdown import FieldPath, Scalar
from workflows.frozen import Frozen


class Written(NamedTuple):
    text: str
    values: tuple[Scalar, ...]


def written(document: Frozen, columns: tuple[FieldPath, ...]) -> Written:
    """Write out a model."""
    return Written(document.model_dump_json(), tuple(_of(document, path) for path in columns))


def dumped(content: Mapping[str, object], columns: tuple[FieldPath, ...]) -> Written:
    """Write out a plain document. Raises TypeError or ValueError for what is no JSON."""
    return Written(json.dumps(content, allow_nan=False), tuple(_within(content, path) for path in columns))


def _of(document: Frozen, path: FieldPath) -> Scalar:
    value: object = document
    for name in path:
        value = getattr(value, name)
    return _plain(value)


def _within(content: Mapping[str, object], path: FieldPath) -> Scalar:
    value: object = content
    for name in path:
        value = value.get(name) if isinstance(value, Mapping) else None
    return _plain(value)


def _plain(value: object) -> Scalar:
    """Return a value that SQLite compares as Python does. A list or an object is None: no query relies on it."""
    match value:
        case int() if not -(2**63) <= value < 2**63:
            return math.inf if value > 0 else -math.inf  # beyond whatever a column is compared with
        case bool() | int() | float():
            return value
        case str():
            return str(value)
        case _:
            return None
