"""Drafts are written in the language of the person who will read them."""

from __future__ import annotations

from dataclasses import replace

from bot.cards.view import View


def for_requester(view: View) -> View:
    """Return the same view in the requester's language."""
    return replace(view, language=view.request.language)
