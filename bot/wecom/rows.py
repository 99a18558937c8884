"""One request of a list, in a row of a card."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards.elements import Card, Row
from bot.service.json_types import Json
from bot.texts.clean import one_line
from bot.texts.cut import ELLIPSIS
from bot.wecom.buttons import Ways, number_on
from bot.wecom.limits import VALUE

_ENDS = tuple("。？！.?!…”")
SIGN = 3  # characters of an emoji, with what may belong to it


def list_row(one: Row, ways: Ways) -> Json:
    """One request of a list: its number, its words and its state; a touch opens its page."""
    number = number_on(Card(title=one.title, summary=""))
    name, _, words = one.title.partition(" · ") if number else _signed(one.title)
    state = one_line(_in_a_row(one.detail.partition(" · ")[0].splitlines()), VALUE)
    stands = (state, one.day)  # its words may be cut, how it stands may not
    parts = (*stands, words) if number else (words, *stands)
    told = " · ".join(part for part in parts if part.strip())
    shown: Json = {"keyname": one_line(name, 10), "value": one_line(told, VALUE)}
    return {**shown, "type": 1, "url": ways.page(f"/r/{number}")} if number else shown


def _in_a_row(lines: Sequence[str]) -> str:
    """One after the other, so that what one person said isn't read on as what another did."""
    return "".join(f"{line} " if line.endswith(_ENDS) else f"{line} · " for line in lines).rstrip(" ·")


def _signed(title: str) -> tuple[str, str, str]:
    """Split off the sign with which an entry without a number begins; an ellipsis where it has none."""
    sign, gap, words = title.partition(" ")
    return (sign, gap, words) if words and len(sign) <= SIGN else (ELLIPSIS, "", title)
