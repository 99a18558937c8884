"""Away: the line on one's own page, and the messages to whoever is away, stands in, or comes back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from bot import texts
from bot.cards import lists
from bot.cards.elements import Button, Buttons, Card, Element, Row, Words
from bot.cards.view import View
from workflows.definition import Absence, Company
from workflows.languages import Language
from workflows.state.values import Person
from workflows.time import absence

Name = Callable[[Person], str]


def absence_line(language: Language, away: Absence, reader: Person, today: date, name: Name) -> str:
    """Say who is away, until when, and who stands in. Never why."""
    key = "away.you" if reader == away.person else "away.they"
    details: dict[str, object] = {
        "who": name(away.person),
        "day": texts.day(language, away.back, today),
        "stand_in": name(away.stand_in) if away.stand_in else "",
    }
    return texts.say(language, key if away.stand_in else f"{key}.alone", **details)


def begun(
    language: Language, away: Absence, company: Company, reader: Person, today: date, name: Name
) -> Card:
    """Said back to whoever sent the form: until when, who has what is theirs, and how to come back sooner."""
    whose = "you" if reader == away.person else "they"
    cover = absence.looked_after_by(away, company)
    details: dict[str, object] = {
        "who": name(away.person),
        "day": texts.day(language, away.back, today),
        "stand_in": name(cover) if cover else "",
    }
    keys = (f"{whose}", *((f"{whose}.cover",) if cover else ()), f"{whose}.waits", f"{whose}.sooner")
    first, *rest = (texts.say(language, f"away.begun.{key}", **details) for key in keys)
    body: list[Element] = [Words(text=first, weight="strong"), Words(text=texts.joined(language, rest))]
    quiet = back_button(language).model_copy(update={"style": "plain"})  # nobody is back just now
    body += [Buttons(buttons=(quiet,))] if whose == "you" else []
    return Card(title=texts.say(language, "away.title"), summary=first, elements=tuple(body))


def back_button(language: Language) -> Button:
    return Button(act="back", label=texts.say(language, "act.back"), about="", style="primary")


def of_oneself(
    language: Language, away: Absence | None, reader: Person, today: date, name: Name
) -> tuple[Row, ...]:
    """On one's own page, while one is away: until when, and the way back."""
    if away is None:
        return ()
    said = absence_line(language, away, reader, today, name)
    return (Row(title=texts.say(language, "away.title"), detail=said, buttons=(back_button(language),)),)


def stands_in(language: Language, who: str, day: str, views: Sequence[View]) -> Card | None:
    """To whoever stands in, once: everything that is theirs for now."""
    title = texts.say(language, "away.stands_in", who=who)
    how = texts.say(language, "away.stands_in.how", who=who, day=day)
    return _card(language, title, how, views)


def welcome(language: Language, views: Sequence[View], *, owns: bool) -> Card | None:
    """To whoever is back: what happened to what they own. None without any news."""
    how = texts.say(language, "away.welcome.how") if owns else ""
    return _card(language, texts.say(language, "away.welcome"), how, views)


def released(language: Language, who: str) -> Card:
    """To whoever stood in: it ended earlier than they know."""
    title, how = (texts.say(language, key, who=who) for key in ("away.stood_in", "away.stood_in.how"))
    return Card(title=title, summary=title, elements=(Words(text=how),))


def _card(language: Language, title: str, how: str, views: Sequence[View]) -> Card | None:
    if not views:
        return None
    body: list[Element] = [Words(text=how, weight="quiet")] if how else []
    body += [lists.request_row(view, "department") for view in views[: lists.ROWS]]
    if more := len(views) - lists.ROWS:
        body += [Words(text=texts.say(language, "home.more", n=more), weight="quiet")] if more > 0 else []
    return Card(title=title, summary=title, elements=tuple(body))
