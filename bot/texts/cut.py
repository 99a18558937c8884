"""Long texts cut where nothing is torn: for every platform's limits, and for cards that only begin a text."""

from __future__ import annotations

import unicodedata

ELLIPSIS = "…"


def cut(text: str, limit: int) -> str:
    """At most `limit` characters, ending in an ellipsis where something is missing; no emoji is torn."""
    if len(text) <= limit:
        return text
    end = max(0, limit - 1)
    while end and _inside_one(text, end):
        end -= 1
    return text[:end].rstrip() + ELLIPSIS if limit > 0 else ""


def _inside_one(text: str, at: int) -> bool:
    """Whether a cut at `at` would separate what is seen as one character."""
    return (
        unicodedata.combining(text[at]) > 0
        or text[at] in "\u200c\u200d\ufe0e\ufe0f\u20e3"
        or text[at - 1] == "\u200d"
        or "\U0001f3fb" <= text[at] <= "\U0001f3ff"  # skin tones
    )
