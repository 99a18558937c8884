"""The table of small notes, and what is known of it without asking: the notes of a kind, until one of them changes.

Everything here runs with the store's connection in hand, so that nothing is remembered that a commit under way is
about to change.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from types import MappingProxyType

from tinydb import where

from storage.kept import KeptNote, instant
from storage.rows import RowTable
from storage.written import Written
from workflows.ports import NOTED

KEY = ("key",)
LAST = chr(0x10FFFF)


class NoteTable:
    """The notes by their keys, with a cache that commits make true."""

    def __init__(self, table: RowTable) -> None:
        self._table = table
        self._known: dict[str, Mapping[str, str]] = {}  # by how the keys begin

    def prepare(self) -> None:
        self._table.prepare()

    def written(self, key: str, text: str, at: datetime | None = None) -> Written:
        """Return a note ready to be put. Needs no connection."""
        return self._table.written(KeptNote(key=key, text=text, at=instant(at) if at else None))

    def known(self, prefix: str) -> Mapping[str, str] | None:
        """Return what `begun_with` returned last, if nothing has changed since. Needs no connection."""
        return self._known.get(prefix)

    def begun_with(self, prefix: str) -> Mapping[str, str]:
        """Return the texts of all notes whose keys begin so; the same mapping as long as none of them changes."""
        if prefix not in self._known:
            self._known[prefix] = MappingProxyType(dict(self._texts(prefix)))
        return self._known[prefix]

    def text(self, key: str) -> str | None:
        found = self._table.texts(where("key") == key)
        return KeptNote.model_validate_json(found[0]).text if found else None

    def put(self, key: str, note: Written) -> None:
        self._changes(key)
        self._table.put_by(KEY, note)

    def remove(self, key: str) -> None:
        self._changes(key)
        self._table.remove_by(KEY, key)

    def let_pass(self, now: datetime) -> None:
        """Remove those that were made so long ago that nobody needs them."""
        if self._table.remove(where("at") <= instant(now - NOTED)):
            self._known.clear()

    def _texts(self, prefix: str) -> Iterator[tuple[str, str]]:
        these = (where("key") >= prefix) & (where("key") <= prefix + LAST)
        for text in self._table.texts(these, (KEY,)):
            note = KeptNote.model_validate_json(text)
            yield note.key, note.text

    def _changes(self, key: str) -> None:
        """Forget what is known of keys that begin so; a change that is taken back costs one more look."""
        for prefix in [prefix for prefix in self._known if key.startswith(prefix)]:
            del self._known[prefix]
