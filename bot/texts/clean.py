"""People's words before any platform sees them: what is never shown goes, and a text fits its place."""

from __future__ import annotations

import re
import unicodedata

from bot.texts.cut import ELLIPSIS, cut

_JOINERS = "\u200c\u200d"  # seen in emoji, Persian, Hindi: kept between such characters, dropped elsewhere
_VISIBLE_FORMATS = "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"
_BLANKS = "\u115f\u1160\u3164\uffa0"  # letters by category, but with no picture
_BLANK = re.compile(f"[{_BLANKS}]")
_BESIDE = "[\u0300-\u200b\u200e-\U0010ffff]"
_LOOSE_JOINER = re.compile(f"(?<!{_BESIDE})[{_JOINERS}]|[{_JOINERS}](?!{_BESIDE})")


def clean(text: str) -> str:
    """Without control, zero-width and direction characters; lone surrogates become �. Never longer."""
    if text.replace("\n", "").isprintable() and not _BLANK.search(text):
        return text
    return _LOOSE_JOINER.sub("", text.replace("\r\n", "\n").translate(_NEUTRAL))


class _Neutral(dict[int, str]):
    """What stands for each character; found out once."""

    def __missing__(self, code: int) -> str:
        self[code] = found = _neutral(chr(code))
        return found


def _neutral(char: str) -> str:
    if char in "\n\r\u2028\u2029":
        return "\n"
    match unicodedata.category(char):
        case "Cs":
            return "\ufffd"
        case "Zs":
            return " "
        case "Cc":
            return " " if char == "\t" else ""
        case "Cf":
            return char if char in _VISIBLE_FORMATS + _JOINERS else ""
        case _:
            return "" if char in _BLANKS else char


_NEUTRAL = _Neutral()


def storable(text: str) -> str:
    """Return it as typed, but for what no store or signature can hold: lone surrogates and NUL."""
    if text.isascii() and "\0" not in text:
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\0", "")


def plain(text: str, limit: int, otherwise: str = ELLIPSIS) -> str:
    """At most `limit` characters, never empty (then `otherwise`)."""
    short = cut(clean(text[: limit + limit // 4 + 64]).strip("\n "), limit)
    return short or otherwise[:limit]


def one_line(text: str, limit: int, otherwise: str = ELLIPSIS) -> str:
    """Return the same without line breaks: for titles, labels, buttons."""
    return plain(" ".join(text[: limit + limit // 4 + 64].split()), limit, otherwise)
