"""Counted messages: a request with an offer, one renegotiation and one recovery round, and why each was needed.

`python -m tests.bot.test_messages` writes docs/messages.md anew from what was really sent.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.bot.counted import Message, Office, played, with_a_channel, without_one
from tests.workflows.given import ANA, BEN, LIN
from workflows.definition import Company
from workflows.state.values import Outcome

PAGE = Path(__file__).parents[2] / "docs" / "messages.md"
CHANNEL, THREAD = "slack:C0IT", "slack:C0IT (thread)"
WHO = {
    ANA: "Ana, who asks",
    BEN: "Ben, who answers",
    LIN: "Lin, his lead, who follows up",
    CHANNEL: "The department's channel",
    THREAD: "The thread under that card",
}
WHY = {  # the news: what it is called on the page, and why its reader needs it
    "card": ("a new request", "Somebody has to take it."),
    "raised": ("it has arrived", "She knows who has it; from here on this card shows how it stands."),
    "offer": ("an offer", "It waits for the answer that only she can give."),
    "accepted": ("accepted", "It is promised: the work can begin."),
    "reminder_check_in": ("halfway", "May it be late? Now there is time to say so."),
    "new_date": ("a new date, proposed", "The date may not hold, and moving it needs her yes."),
    "date_agreed": ("the new date, agreed", "Until this moment the old one stood."),
    "reminder_day_before": ("due tomorrow", "The last morning on which moving it still leaves her a day."),
    "reminder_on_the_day": ("due today", "The promise is to be kept today."),
    "delivered": ("delivered", "It is done, and only she can say whether it is solved."),
    "follow_up": ("please follow up", "Somebody is unhappy and asks for her: a call now helps most."),
    "looked_after": (
        "somebody talks with Ana first",
        "Without a word he would work on, or write to her too.",
    ),
    "listened": ("what happened", "Ana has told it: now it can be said back."),
    "restated": ("said back", "Only she knows whether she was understood."),
    "thats_it": ("that's it", "Ana was understood: now an apology is due."),
    "apology": ("the apology", "It is addressed to her, and waits for nothing else."),
}
INTRODUCTION = """# Counted messages

One hard request, played by a test with the real sender and a moved clock: raised, offered, accepted, checked on,
moved once, delivered, not solved, followed up (told, said back, apologised for), offered again, delivered, solved.
These are all the messages that anybody got, each with its reason. Cards that stand already change without a message,
and nobody is told what they did themselves. Nobody else heard anything.

Not sent, because it would bring no news: the check-in and the reminder of the day before, where the owner has just
proposed another date or said how it goes; her *No* and *Please follow up*, which her own card shows; his lead's
acceptance of the follow-up, which that card shows too; the *Yes* at the end, which everybody's card shows.

*Written by `tests/bot/test_messages.py`, which fails when a message is added or this page is out of date.*
"""
# Exactly these, in this order.
ANA_HEARS = ("raised", "offer", "new_date", "delivered", "restated", "apology", "offer", "delivered")
BEN_HEARS = ("reminder_check_in", "reminder_day_before", "reminder_on_the_day", "looked_after")
LIN_HEARS = ("follow_up", "listened", "thats_it", "accepted", "reminder_day_before")
IN_A_CHANNEL: dict[str, tuple[str, ...]] = {
    ANA: ANA_HEARS,
    BEN: BEN_HEARS,
    LIN: LIN_HEARS,
    CHANNEL: ("card",),
    THREAD: ("accepted", "date_agreed"),
}
DIRECTLY: dict[str, tuple[str, ...]] = {
    ANA: ANA_HEARS,
    BEN: ("card", "accepted", "reminder_check_in", "date_agreed", *BEN_HEARS[1:]),
    LIN: ("card", *LIN_HEARS),
}
HOUSES = ((with_a_channel, IN_A_CHANNEL), (without_one, DIRECTLY))


@pytest.fixture(scope="module", params=HOUSES, ids=("with a channel", "without one"))
def house(request: pytest.FixtureRequest) -> tuple[Office, dict[str, tuple[str, ...]]]:
    company, expected = request.param
    return played(company), expected


def test_everybody_gets_exactly_the_messages_they_need(
    house: tuple[Office, dict[str, tuple[str, ...]]],
) -> None:
    office, expected = house
    assert heard(office.messages()) == expected


def test_it_ends_well(house: tuple[Office, dict[str, tuple[str, ...]]]) -> None:
    assert house[0].request.outcome is Outcome.SATISFIED


def test_each_message_brings_one_piece_of_news_with_a_reason(
    house: tuple[Office, dict[str, tuple[str, ...]]],
) -> None:
    assert {message.said for message in house[0].messages()} <= {*WHY}


def test_the_page_says_what_was_really_sent() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "write it anew: python -m tests.bot.test_messages"


def heard(messages: list[Message]) -> dict[str, tuple[str, ...]]:
    """What each heard, in order."""
    told = {who: tuple(one.said for one in messages if one.to == who) for who in WHO}
    assert sum(map(len, told.values())) == len(messages), "somebody else heard something"
    return {who: said for who, said in told.items() if said}


def page() -> str:
    titles = ("A department with a channel, as in Slack", "A department without one, as in WeCom")
    sections = (section(title, company) for title, (company, _) in zip(titles, HOUSES, strict=True))
    return "\n".join([INTRODUCTION, *sections])


def section(title: str, company: Callable[[], Company]) -> str:
    told = heard(played(company).messages())
    count = sum(map(len, told.values()))
    lines = [f"## {title}", "", f"{count} messages in all.", ""]
    for who, said in told.items():
        lines += [
            f"**{WHO[who]}: {len(said)}**",
            "",
            "| times | what | why it was needed |",
            "| --- | --- | --- |",
        ]
        lines += [f"| {n} | {WHY[kind][0]} | {WHY[kind][1]} |" for kind, n in Counter(said).items()]
        lines.append("")
    return "\n".join(lines)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
