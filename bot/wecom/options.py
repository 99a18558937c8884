"""Options side by side where there is little room: each is read, and its day and cost are never what is cut off."""

from __future__ import annotations

from collections.abc import Sequence

from bot.service.json_types import Json
from bot.texts.cut import cut
from bot.wecom.limits import VALUE

BESIDE = " · "
LEAST = 14  # characters of what an option is; less would say nothing


def options_side_by_side(
    lines: Sequence[str], options: dict[int, list[str]], most: int
) -> tuple[list[str], list[Json]]:
    """The lines with each option in its place; where all can't stand whole, its day and cost in a row of their own."""
    whole = [BESIDE.join(options[n]) if n in options else line for n, line in enumerate(lines)]
    if len("\n".join(whole)) <= most:
        return whole, []
    left = most - sum(len(line) + 1 for line in lines if line)
    room = max(LEAST, left // len(options) - 1)
    shorter = [
        _without_what_is_short(options[n], room) if n in options else line for n, line in enumerate(lines)
    ]
    return shorter, [_row(parts) for parts in options.values()]


def _without_what_is_short(parts: Sequence[str], room: int) -> str:
    what, *about = parts
    rest = (part for part in about if not _is_short(part))
    return cut(BESIDE.join((what, *rest)), room)


def _row(parts: Sequence[str]) -> Json:
    what, *about = parts
    short = BESIDE.join(part for part in about if _is_short(part))
    return {"keyname": cut(what.partition(BESIDE)[0], 10), "value": cut(short, VALUE)}


def _is_short(part: str) -> bool:
    return len(part) <= VALUE // 2
