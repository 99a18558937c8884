"""The keys of due rows and of notes: one list of each. In the store a key is its kind, a colon and a subject."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class DueKind(StrEnum):
    """The kind of a due row; beside each, the subject of its key."""

    REQUEST = "request"  # its number: its next moment
    TIED = "tied"  # its number: what happened to it reaches those that joined it or wait for it
    AWAY = "away"  # a person: their absence begins or ends
    DIGEST = "digest"  # a department: what its leads read in the morning


class NoteKind(StrEnum):
    """The kind of a note; beside each, the subject of its key."""

    AWAY = "away"  # a person: their absence
    FOCUS = "focus"  # a person: the request that they speak to
    ASKING = "asking"  # a person: the question that was put to them
    HEARD = "heard"  # a person: their last messages, and how they were answered
    WORDS = "words"  # a name made of them: words that wait for their place
    PLACED = "placed"  # the same name: where they went
    LANGUAGE = "language"  # a person: the one that they chose
    SIGNED_OUT = "out"  # a session or a person: when
    SENDING = "sending"  # a message's key: its bytes, before they are sent
    LONG_KEY = "key"  # a name made of it: what is too long for a button
    SALT = "salt"  # what is salted
    REGRET = "regret"  # a delivery: it failed, and who sent it was not told yet
    REDRAW = "redraw"  # a person: their own page shows something else by now
    DOUBT = (
        "doubt"  # a request's number and a person, with a space between: they pressed what was there no more
    )


class UnknownKey(ValueError):
    """A key under which nothing falls due."""


class DueKey(NamedTuple):
    """A due row's key, taken apart."""

    kind: DueKind
    subject: str

    @property
    def number(self) -> int:
        """The request's number, for kinds whose subject is one."""
        return int(self.subject)


def due_key(kind: DueKind, subject: int | str) -> str:
    return f"{kind}:{subject}"


def note_key(kind: NoteKind, subject: str) -> str:
    return f"{kind}:{subject}"


def prefix(kind: DueKind | NoteKind) -> str:
    """The beginning of every key of this kind."""
    return f"{kind}:"


def read_due_key(text: str) -> DueKey:
    """Take a stored key apart. Raises UnknownKey."""
    kind, _, subject = text.partition(":")
    if kind not in _DUE or not subject:
        raise UnknownKey(f"nothing falls due under {text!r}")
    key = DueKey(DueKind(kind), subject)
    if key.kind in (DueKind.REQUEST, DueKind.TIED) and not subject.isdecimal():
        raise UnknownKey(f"{subject!r} is no request's number")
    return key


_DUE = frozenset(kind.value for kind in DueKind)
