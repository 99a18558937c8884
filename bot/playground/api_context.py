"""What every Web API method needs at hand, and how their arguments are read."""

import base64
from collections.abc import Callable
from dataclasses import dataclass

from bot.playground.outgoing import EventSender
from bot.playground.shapes import LooseJson, SlackError
from bot.playground.workspace import Workspace


@dataclass(frozen=True)
class Context:
    """`address` is the playground's own `http://host:port`; `socket_url` makes an address for one socket."""

    space: Workspace
    outgoing: EventSender
    address: Callable[[], str]
    socket_url: Callable[[], str]


Method = Callable[[Context, LooseJson], LooseJson]


def required(args: LooseJson, key: str, error: str = "invalid_arguments") -> str:
    """A required string argument."""
    value = args.get(key)
    if value in (None, ""):
        raise SlackError(error, f"[ERROR] missing required field: {key}")
    return str(value)


def flag(args: LooseJson, key: str) -> bool:
    """A boolean, from JSON or from a form."""
    return str(args.get(key, "")).lower() in ("true", "1")


def page_of(found: list[LooseJson], args: LooseJson, most: int = 1000) -> tuple[list[LooseJson], str]:
    """One page of a list, by `limit` and `cursor`, and the next cursor ("" at the end)."""
    try:
        limit = min(int(args.get("limit") or 100), most)
        start = int(base64.b64decode(str(args.get("cursor") or "")).decode() or 0)
    except ValueError:
        raise SlackError("invalid_cursor") from None
    if limit < 1:
        raise SlackError("invalid_limit")
    rest = start + limit
    cursor = base64.b64encode(str(rest).encode()).decode() if rest < len(found) else ""
    return found[start:rest], cursor
