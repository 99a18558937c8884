"""Where a card's buttons lead: pages by way of WeCom's own sign-in, and keys that come back with a click."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Protocol
from urllib.parse import quote, urlencode

from bot.wecom.inbound import KEPT
from bot.wecom.limits import KEY_BYTES
from workflows.keys import NoteKind, note_key
from workflows.ports import Notes

SHORT = 40  # characters of words that travel in an address


class SignInLinks(Protocol):
    """The addresses of our pages (bot.web.links)."""

    def page(self, path: str) -> str: ...


def _real_now() -> datetime:
    return datetime.now(UTC)


class Signposts:
    """bot.wecom.buttons.Ways. What is too long for an address or a key is noted, and a short name stands for it."""

    def __init__(self, links: SignInLinks, notes: Notes, now: Callable[[], datetime] = _real_now) -> None:
        self._links = links
        self._notes = notes
        self._now = now

    def page(self, path: str) -> str:
        """Return the address that signs in anew, silently, whoever opens it: it must be the one who pressed."""
        return self._links.page(f"/in/wecom?to={quote(path, safe='')}")

    def raising(self, workflow: str, words: str) -> str:
        """Raises NotSaved for words that have to be noted."""
        told = {"workflow": workflow[:SHORT]} if workflow else {}
        if words:
            told |= {"words": words} if len(words) <= SHORT else {"kept": self._kept(NoteKind.WORDS, words)}
        return f"/new?{urlencode(told)}" if told else "/new"

    def key(self, act: str, about: str) -> str:
        """Raises NotSaved for one that has to be noted."""
        whole = f"{act} {about}"
        return whole if len(whole.encode()) <= KEY_BYTES else KEPT + self._kept(NoteKind.LONG_KEY, whole)

    def long_key(self, name: str) -> str | None:
        return self._notes.noted(note_key(NoteKind.LONG_KEY, name))

    def _kept(self, kind: NoteKind, text: str) -> str:
        name = hashlib.sha256(text.encode()).hexdigest()[:32]
        key = note_key(kind, name)
        if self._notes.noted(key) != text:
            self._notes.note(key, text, self._now())
        return name
