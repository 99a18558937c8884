"""A reminder that the requester answers stays the requester's own card, whatever has happened since."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime

import pytest

from bot.cards.elements import Card
from bot.slack import render as slack
from bot.wecom import render as wecom
from bot.wecom.ways import Signposts
from storage.memory import MemoryStore
from tests.bot.readers import LANGUAGES, Spoken, acts_of, spoken, texts_of
from tests.workflows import given as g
from tests.workflows.given import ANA, BEN
from workflows.languages import Language
from workflows.phases.explore import Raise
from workflows.ports import Notice
from workflows.state.values import Side


class Links:
    def page(self, path: str) -> str:
        return f"https://yinuo.example{path}"


WAYS = Signposts(Links(), MemoryStore())
Made = Callable[[], g.House]
Turn = Callable[[Spoken], object]


def presses(act: str) -> Turn:
    return lambda house: house.does(ANA, act)


def lives_until(at: datetime) -> Turn:
    return lambda house: house.lives_until(at)


# what waits for Ana: (how it comes about, when she is reminded, what happens then)
ANSWERED: dict[str, tuple[Made, datetime, Turn]] = {
    "accepted": (g.offered, g.shanghai(3, 10), presses("accept")),
    "another wanted": (g.offered, g.shanghai(3, 10), presses("change")),
    "declined": (g.offered, g.shanghai(3, 10), presses("decline")),
    "lapsed": (g.offered, g.shanghai(3, 10), lives_until(g.shanghai(7, 10))),
    "agreed to a new date": (g.postponed, g.shanghai(3, 10), presses("agree")),
    "kept the old date": (g.postponed, g.shanghai(3, 10), presses("keep_date")),
    "gave what is needed": (g.awaiting_input, g.shanghai(3, 10), presses("give_input")),
    "appealed": (g.refused, g.shanghai(3, 10), presses("appeal")),
    "rated": (g.delivered, g.shanghai(3, 10), presses("yes")),
    "told": (g.listened_to, g.shanghai(2, 17), presses("listen")),
    "understood": (g.restated, g.shanghai(2, 17), presses("thats_it")),
}


def reminded(case: str, language: Language) -> tuple[Spoken, Notice]:
    """A house in which Ana was reminded, and then it went on; and the reminder."""
    made, at, turn = ANSWERED[case]
    house = spoken(made(), language)
    house.lives_until(at)
    (*_, reminder) = (one for one in house.notices() if (one.to, one.kind) == (ANA, "reminder_nudge"))
    turn(house)
    return house, reminder


def below_the_news(card: Card) -> list[str]:
    return texts_of(card)[2:]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", ANSWERED)
def test_it_says_how_it_stands_and_offers_what_the_requesters_card_does(
    case: str, language: Language
) -> None:
    house, reminder = reminded(case, language)
    card, own = house.card(reminder), house.requesters_card()
    assert below_the_news(card), "nothing but a title says nothing"
    assert set(below_the_news(card)) >= set(below_the_news(own))
    assert acts_of(card) == acts_of(own)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", ANSWERED)
def test_slack_and_wecom_show_it_whole(case: str, language: Language) -> None:
    house, reminder = reminded(case, language)
    stands = below_the_news(house.card(reminder))[0]
    blocks = json.dumps(slack.message(house.card(reminder)), ensure_ascii=False)
    template = json.dumps(wecom.template(house.card(reminder), "t1", WAYS), ensure_ascii=False)
    assert stands[:20] in blocks
    assert stands[:20] in template


@pytest.mark.parametrize("language", LANGUAGES)
def test_in_a_bundle_its_row_keeps_what_may_be_pressed(language: Language) -> None:
    house, reminder = reminded("accepted", language)
    assert acts_of(house.speaker.bundle([(reminder, house.request), (reminder, house.request)])) == acts_of(
        house.requesters_card()
    )


def both_sides() -> Spoken:
    """Ben asks his own department and takes it himself."""
    house = spoken(g.House())
    house.number = house.desk.raise_request(BEN, Raise(workflow="help", words="A cable")).number
    house.does(BEN, "take")
    return house


def test_whoever_is_requester_and_owner_is_reminded_as_the_owner() -> None:
    house = both_sides()
    house.lives_until(g.shanghai(4, 10))
    (reminder, *_) = (one for one in house.notices() if one.kind == "reminder_nudge")
    assert reminder.facts["side"] == Side.OWNER
    assert "offer" in acts_of(house.card(reminder))


def test_one_stored_before_reminders_named_their_side_is_drawn_alike() -> None:
    house, reminder = reminded("accepted", "en")
    facts = {name: fact for name, fact in reminder.facts.items() if name != "side"}
    assert house.card(reminder.model_copy(update={"facts": facts})) == house.card(reminder)
