"""People's words on their way to Slack and back: shown as typed, never live, always within a limit."""

from __future__ import annotations

import re
from collections.abc import Callable

from bot.texts.clean import clean, one_line, plain, storable
from bot.texts.cut import ELLIPSIS, cut

__all__ = ["clean", "decoded", "entities", "mrkdwn", "one_line", "plain", "storable"]

_TOKEN = re.compile(r"<([^<>]*)>")


def mrkdwn(text: str, limit: int, otherwise: str = ELLIPSIS) -> str:
    """For mrkdwn: cut between characters first, then & < > as entities, then within `limit` again."""
    short = plain(text, limit, otherwise)
    while len(safe := entities(short)) > limit:
        short = cut(short, len(short) - max(1, (len(safe) - limit) // 5))
    return safe


def entities(text: str) -> str:
    """& < > as Slack wants them, in that order."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def decoded(text: str, name_of: Callable[[str], str] = str) -> str:
    """Return what somebody typed and saw, from Slack's escaped text. `name_of` gives the name of a user id."""
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
