"""The failures of a long run, each kind once with how often and where, so that its log can be read."""

from __future__ import annotations

import traceback

NAMED = 10  # of each kind by name; the others are counted

FailureKind = tuple[object, ...]


class Failures:
    """Failures by kind: those of the same type that came the same way are one kind."""

    def __init__(self) -> None:
        self.count = 0
        self._first: dict[FailureKind, Exception] = {}
        self._where: dict[FailureKind, list[str]] = {}

    def add(self, where: str, failure: Exception) -> None:
        self.count += 1
        kind = _kind(failure)
        self._first.setdefault(kind, failure)
        self._where.setdefault(kind, []).append(where)

    def group(self, touched: int) -> ExceptionGroup[Exception]:
        """Return the group to raise: the first of each kind, the most frequent before, noting where it happened."""
        often = sorted(self._first, key=lambda kind: -len(self._where[kind]))
        for kind in often:
            self._first[kind].add_note(_named(self._where[kind]))
        said = f"{self.count} of {touched} could not be done"
        return ExceptionGroup(said, [self._first[kind] for kind in often])


def _kind(failure: Exception) -> FailureKind:
    way = traceback.walk_tb(failure.__traceback__)
    return type(failure), *((frame.f_code, line) for frame, line in way)


def _named(where: list[str]) -> str:
    more = len(where) - NAMED
    return ", ".join(where[:NAMED]) + (f" and {more} more" if more > 0 else "")
