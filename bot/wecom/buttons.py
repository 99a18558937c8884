"""What may be pressed on a card: a button comes back as a click, or opens the page where WeCom's cards can't go."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from typing import Protocol
from urllib.parse import quote

from bot import texts
from bot.cards.elements import Button, Buttons, Card, Element, Link, More, Row
from bot.service.json_types import Json
from bot.texts.clean import clean, one_line
from bot.wecom.client import json_bytes
from bot.wecom.limits import BUTTON, BUTTONS
from workflows.languages import LANGUAGES, Language

STYLES = {"primary": 1, "plain": 2, "danger": 3}
LONGEST_ABOUT = 300  # characters, as they stand in an address
_NUMBER = re.compile(r"#(\d{1,9})\b")
_LISTS = {
    "/mine": "list.mine",
    "/new": "form.raise.title",
}  # pages, and the titles of the cards that lead there
_HAN = re.compile("[\u3400-\u9fff]")


class Ways(Protocol):
    """Where buttons lead."""

    def page(self, path: str) -> str:
        """The whole address of a page, by way of WeCom's own sign-in."""
        ...

    def raising(self, workflow: str, words: str) -> str:
        """The path of the form that raises a request, with these words in it."""
        ...

    def key(self, act: str, about: str) -> str:
        """Return what comes back when it is pressed: at most 1024 bytes."""
        ...


def number_on(card: Card) -> int:
    """Return the number in a card's title, or else of what may be pressed on it. 0: several requests, or none."""
    named = _NUMBER.match(card.title.strip())
    if named:
        return int(named[1])
    numbers = {number_in(button.about) for button in _all(card.elements)} - {0}
    return numbers.pop() if len(numbers) == 1 else 0


def number_in(about: str) -> int:
    """118 of "118:2:0"."""
    number = about.partition(":")[0]
    return int(number) if number.isdecimal() and len(number) < 10 else 0


def home_of(card: Card) -> str:
    """The page that a card opens: its request's, or the list that it is."""
    number = number_on(card)
    if number:
        return f"/r/{number}"
    return next((path for path, key in _LISTS.items() if card.title in _titles(key)), "/waiting")


def button_list(card: Card, ways: Ways) -> list[Json]:
    """Six at most: what does not fit, and the rarer acts, are on the page behind the last one."""
    shown = list(_unique(_shown(card.elements, ways)))
    menu = next((_behind(one) for one in card.elements if isinstance(one, More)), None)
    if menu is None and len(shown) <= BUTTONS:
        return shown
    label = menu or texts.say(language_of(card), "act.more")
    return [*shown[: BUTTONS - 1], _opening(label, ways.page(home_of(card)), "plain")]


def _behind(more: More) -> str:
    """Return what the way to the page is called; where it is all there is, it says so."""
    only = more.buttons[0] if len(more.buttons) == 1 else None
    return only.label if only and only.act == "page" else more.label


def page_of(act: str, about: str) -> str:
    """The page with the form, or the question, of an act."""
    number = number_in(about)
    told = "" if about == str(number) else quote(about, safe="")
    query = f"?about={told}" if 0 < len(told) <= LONGEST_ABOUT else ""  # what is longer was never made by us
    return f"/r/{number}/{quote(act[:40], safe='')}{query}"


def pressable(buttons: Sequence[Json]) -> str:
    """Equal exactly when the same may be pressed."""
    return hashlib.sha256(json_bytes({"buttons": list(buttons)})).hexdigest()[:8] if buttons else ""


def is_asking(card: Card) -> bool:
    """Something is to be pressed now; the rest may be, at any time."""
    return any(button.style == "primary" for button in _all(card.elements))


def language_of(card: Card) -> Language:
    """A card doesn't tell; what is written on its buttons and at its top does."""
    ours = "".join((card.title, *(button.label for button in _all(card.elements))))
    return "zh" if _HAN.search(ours) else "en"


def _titles(key: str) -> set[str]:
    return {texts.say(language, key) for language in LANGUAGES}


def _all(elements: Sequence[Element]) -> Iterator[Button]:
    for element in elements:
        if isinstance(element, Buttons | More):
            yield from element.buttons


def _shown(elements: Sequence[Element], ways: Ways) -> Iterator[Json]:
    for element in elements:
        if isinstance(element, Buttons):
            yield from (_button(button, ways) for button in element.buttons)
        elif isinstance(element, Link):
            yield _opening(element.label, element.url, element.style)
        elif isinstance(element, Row) and element.below:
            yield _button(element.below, ways)


def _button(button: Button, ways: Ways) -> Json:
    label, act, about = button.short or button.label, clean(button.act).strip() or "-", clean(button.about)
    if act == "raise":
        workflow, _, words = about.partition(":")
        return _opening(label, ways.page(ways.raising(workflow, words)), button.style)
    if act == "away":
        return _opening(label, ways.page("/away"), button.style)
    if button.form or button.sure:
        return _opening(label, ways.page(page_of(act, about)), button.style)
    return {"text": _label(label), "style": STYLES[button.style], "key": ways.key(act, about)}


def _opening(label: str, url: str, style: str) -> Json:
    return {"type": 1, "text": _label(label), "style": STYLES[style], "url": url}


def _label(text: str) -> str:
    return one_line(text, BUTTON)


def _unique(buttons: Iterator[Json]) -> Iterator[Json]:
    """Return each button once."""
    seen = set()
    for button in buttons:
        leads = button.get("key") or button.get("url")
        if leads not in seen:
            yield button
        seen.add(leads)
