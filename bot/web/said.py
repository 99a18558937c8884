"""One line of a request's page: a sentence of ours with somebody's own words under it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.cards.view import View


@dataclass(frozen=True)
class SaidLine:
    """What one line says: a sentence of ours, somebody's own words, their answers, and a link that they gave."""

    line: str
    words: tuple[str, ...] = ()
    answers: tuple[tuple[str, str], ...] = ()  # with their questions
    link: str = ""


def it(view: View, key: str, *words: str, **details: object) -> SaidLine:
    """The line of this kind; empty words are left out."""
    return SaidLine(view.say(f"web.line.{key}", **details), some(*words))


def some(*words: str) -> tuple[str, ...]:
    return tuple(filter(None, words))
