"""What is about to be sent, noted before WeCom is called: a second try is the very same bytes, also after a kill."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from workflows.keys import NoteKind, note_key
from workflows.ports import Notes


def _real_now() -> datetime:
    return datetime.now(UTC)


class Underway:
    """By the ids of the notices that a message says, together its key. For the sender's thread alone.

    Several in one message each lead to that message's note, which is written last: without it nothing was sent.
    It is kept until the next message begins, when each of them surely has its receipt: some of them alone, or with
    others, would be another message.
    """

    def __init__(self, notes: Notes, now: Callable[[], datetime] = _real_now) -> None:
        self._notes = notes
        self._now = now
        self._stand: list[str] = []  # keys of several that are said, and of whose notes nobody has need

    def begins(self, key: str, raw: bytes) -> None:
        """Raises NotSaved: then nothing may be sent."""
        self._clear_away()
        for id in _several(key):
            self._notes.note(_note(id), key, self._now())
        self._notes.note(_note(key), raw.decode(), self._now())

    def noted(self, id: str) -> tuple[str, bytes] | None:
        """The key and the bytes of the message that was to say this notice."""
        text = self._notes.noted(_note(id))
        if text is None or text.startswith("{"):
            return (id, text.encode()) if text else None
        raw = self._notes.noted(_note(text))
        return (text, raw.encode()) if raw else None

    def stands(self, key: str) -> None:
        """Forget it: it arrived."""
        if _several(key):
            self._stand.append(key)
        else:
            self._notes.forget(_note(key))

    def was_not_sent(self, key: str) -> None:
        """For certain: there is nothing to look for."""
        for id in dict.fromkeys((key, *key.split())):
            self._notes.forget(_note(id))

    def _clear_away(self) -> None:
        while self._stand:
            self.was_not_sent(self._stand[0])
            self._stand.pop(0)


def _note(key: str) -> str:
    return note_key(NoteKind.SENDING, key)


def _several(key: str) -> list[str]:
    ids = key.split()
    return ids if len(ids) > 1 else []
