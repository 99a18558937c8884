"""What WeCom shortens without a word: texts in bytes, card texts in characters, narrow columns by width."""

import unicodedata
from collections.abc import Callable, Iterator

from bot.playground.shapes import LooseJson

TEXT_BYTES = 2048
_CHARACTERS = {
    "main_title.title": 36,
    "main_title.desc": 44,
    "sub_title_text": 160,
    "quote_area.title": 36,
    "quote_area.quote_text": 160,
    "source.desc": 20,
    "emphasis_content.title": 14,
    "emphasis_content.desc": 22,
    "horizontal_content_list[].value": 30,
    "jump_list[].title": 18,
    "button_list[].text": 10,
    "submit_button.text": 10,
    "replace_text": 10,
}
# Documented as so many Chinese characters; a Latin letter takes half the room of one.
_WIDTHS = {
    "horizontal_content_list[].keyname": 5,
    "button_selection.title": 13,
    "button_selection.option_list[].text": 16,
    "select_list[].title": 13,
    "select_list[].option_list[].text": 16,
    "checkbox.option_list[].text": 17,
}


def in_card(card: LooseJson) -> Iterator[str]:
    """Texts of a template card that are longer than their place."""
    for pattern, most in _CHARACTERS.items():
        yield from _longer(card, pattern, most, len, "characters")
    for pattern, most in _WIDTHS.items():
        yield from _longer(card, pattern, most, columns, "Chinese characters wide")


def in_text(kind: str, content: LooseJson) -> Iterator[str]:
    """Texts of other messages that are too long."""
    for key, (most, measure) in _MESSAGE[kind].items():
        value = content.get(key)
        if isinstance(value, str) and measure(value) > most:
            unit = "characters" if measure is len else "bytes"
            yield f"{kind}.{key}: {measure(value):g} {unit}; cut at {most}"


def texts(card: LooseJson) -> Iterator[tuple[str, object]]:
    """Every text field that is there, with its place."""
    for pattern in (*_CHARACTERS, *_WIDTHS):
        yield from _found(card, pattern.split("."), "")


def byte_length(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))


def columns(text: str) -> float:
    """In Chinese characters: a narrow character counts half."""
    return sum(1 if unicodedata.east_asian_width(one) in "WF" else 0.5 for one in text)


def cut_to_bytes(text: str, most: int = TEXT_BYTES) -> str:
    """Cut as WeCom does: hard at the byte, without what is left of a broken character."""
    return text.encode("utf-8", "replace")[:most].decode("utf-8", "ignore")


def _longer(
    card: LooseJson, pattern: str, most: int, measure: Callable[[str], float], unit: str
) -> Iterator[str]:
    for where, value in _found(card, pattern.split("."), ""):
        if isinstance(value, str) and measure(value) > most:
            yield f"{where}: {measure(value):g} {unit}; shown up to {most}"


def _found(part: object, path: list[str], where: str) -> Iterator[tuple[str, object]]:
    if not path:
        yield where, part
        return
    name, rest = path[0].removesuffix("[]"), path[1:]
    if not isinstance(part, dict) or name not in part:
        return
    here = f"{where}.{name}" if where else name
    if not path[0].endswith("[]"):
        yield from _found(part[name], rest, here)
    elif isinstance(part[name], list):
        for index, one in enumerate(part[name]):
            yield from _found(one, rest, f"{here}[{index}]")


_MESSAGE: dict[str, dict[str, tuple[int, Callable[[str], float]]]] = {
    "text": {"content": (TEXT_BYTES, byte_length)},
    "markdown": {"content": (TEXT_BYTES, byte_length)},
    "textcard": {
        "title": (128, len),
        "description": (512, len),
        "url": (2048, byte_length),
        "btntxt": (4, columns),
    },
}
