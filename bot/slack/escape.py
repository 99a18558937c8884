"""People's words on their way to Slack and back: shown as typed, never live, always within a limit."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

ELLIPSIS = "…"
_JOINERS = "\u200c\u200d"  # seen in emoji, Persian, Hindi: kept between such characters, dropped elsewhere
_VISIBLE_FORMATS = "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"
_BLANKS = "\u115f\u1160\u3164\uffa0"  # letters by category, but with no picture
_TOKEN = re.compile(r"<([^<>]*)>")


def clean(text: str) -> str:
    """Without control, zero-width and direction characters; lone surrogates become �. Never longer."""
    if text.isascii() and text.isprintable():
        return text
    text = text.replace("\r\n", "\n").translate({0x0D: "\n", 0x2028: "\n", 0x2029: "\n", 0x09: " "})
    return "".join(_neutral(text, at) for at in range(len(text)))


def _neutral(text: str, at: int) -> str:
    char = text[at]
    if char.isprintable() and char not in _BLANKS:
        return char
    match unicodedata.category(char):
        case "Cc":
            return char if char == "\n" else ""
        case "Cs":
            return "\ufffd"
        case "Cf":
            return char if char in _VISIBLE_FORMATS or _joins(text, at) else ""
        case "Zs":
            return " "
        case _:
            return "" if char in _BLANKS else char


def _joins(text: str, at: int) -> bool:
    beside = text[max(0, at - 1) : at] + text[at + 1 : at + 2]
    seen = all(ord(char) > 0x2FF and char.isprintable() for char in beside)
    return text[at] in _JOINERS and len(beside) == 2 and seen


def storable(text: str) -> str:
    """As typed, but for what no store or signature can hold: lone surrogates and NUL."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\0", "")


def plain(text: str, limit: int, otherwise: str = ELLIPSIS) -> str:
    """For plain_text and rich_text: at most `limit` characters, never empty (then `otherwise`)."""
    short = cut(clean(text[: 2 * limit + 64]).strip("\n "), limit)
    return short or otherwise


def one_line(text: str, limit: int, otherwise: str = ELLIPSIS) -> str:
    """The same, without line breaks: titles, labels, buttons."""
    return plain(" ".join(text[: 2 * limit + 64].split()), limit, otherwise)


def mrkdwn(text: str, limit: int, otherwise: str = ELLIPSIS) -> str:
    """For mrkdwn: cut between characters first, then & < > as entities, then within `limit` again."""
    short = plain(text, limit, otherwise)
    while len(safe := entities(short)) > limit:
        short = cut(short, len(short) - max(1, (len(safe) - limit) // 5))
    return safe


def entities(text: str) -> str:
    """& < > as Slack wants them, in that order."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


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
        or text[at] in _JOINERS + "\ufe0e\ufe0f\u20e3"
        or text[at - 1] == "\u200d"
        or "\U0001f3fb" <= text[at] <= "\U0001f3ff"  # skin tones
    )


def decoded(text: str, name_of: Callable[[str], str] = str) -> str:
    """What somebody typed and saw, from Slack's escaped text. `name_of` gives the name of a user id."""
    words = _TOKEN.sub(lambda found: _token(found.group(1), name_of), text)
    return storable(words.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))


def _token(inside: str, name_of: Callable[[str], str]) -> str:
    target, _, label = inside.partition("|")
    match target[:1]:
        case "@":
            return "@" + (label or name_of(target[1:]))
        case "#":
            return "#" + (label or target[1:])
        case "!":
            return _special(target[1:], label)
        case "":
            return f"<{inside}>"
        case _:
            return _link(target, label)


def _special(target: str, label: str) -> str:
    if target.startswith("date^"):
        return label
    return label if label.startswith("@") else "@" + (label or target.split("^", maxsplit=1)[0])


def _link(url: str, label: str) -> str:
    bare = url.removeprefix("mailto:").removeprefix("tel:")
    if not label or label == url:
        return bare
    return label if url.endswith(label) or bare.rstrip("/").endswith(label) else f"{label} ({bare})"
