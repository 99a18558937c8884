"""Facts: short ones beside one another; what is long, or looks like markup, across the card and literally."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from bot.cards.elements import Fact
from bot.service.json_types import Json
from bot.slack import escape
from bot.slack.rich import LIVE, bold, mrkdwn, rich, text_of

TOGETHER = 10
BESIDE = 150  # characters of a value that can be read in half the width of a telephone


def facts_of(facts: Sequence[Fact], room: int) -> Iterator[Json]:
    for alone, some in groupby(facts, key=_stands_alone):
        if alone:
            yield from (_across(fact, room) for fact in some)
        else:
            yield from _beside(tuple(some), room)


def _stands_alone(fact: Fact) -> bool:
    return len(fact.value) > BESIDE or bool(LIVE.search(fact.label + fact.value))


def _across(fact: Fact, room: int) -> Json:
    label = escape.one_line(fact.label, 200)
    return rich(bold(label), text_of("\n" + escape.plain(fact.value, min(room, 1600))))


def _beside(facts: Sequence[Fact], room: int) -> Iterator[Json]:
    for at in range(0, len(facts), TOGETHER):
        fields = [mrkdwn(_field(fact, min(room, 1600))) for fact in facts[at : at + TOGETHER]]
        yield {"type": "section", "fields": fields}


def _field(fact: Fact, room: int) -> str:
    label = escape.mrkdwn(" ".join(fact.label.split()), 200)
    return f"*{label}*\n{escape.mrkdwn(fact.value, room)}"
