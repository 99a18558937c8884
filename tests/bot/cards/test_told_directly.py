"""The department's card where there is no channel: each of its people gets one, with what is theirs to press."""

from __future__ import annotations

import pytest

from bot.cards.elements import Card
from tests.bot.readers import LANGUAGES, Spoken, acts_of, all_of, buttons_of, spoken
from tests.workflows import given as g
from tests.workflows.given import ANA, BEN, EVA, LIN
from workflows.definition import Language
from workflows.explore import Raise, Route
from workflows.ports import Notice
from workflows.values import Person

WORDS = "my password does not work"


def house(language: Language) -> Spoken:
    company = g.company()
    quiet = {id: one.model_copy(update={"channel": ""}) for id, one in company.departments.items()}
    made = spoken(g.House(of=company.model_copy(update={"departments": quiet})), language)
    made.number = made.desk.raise_request(ANA, Raise(workflow="help", words=WORDS)).number
    return made


def card_of(made: Spoken, person: Person, *, latest: bool = True) -> Card:
    notice = Notice(
        id="1", place="person", to=person, kind="card", number=1, facts={"by": ANA}, at=g.shanghai(2)
    )
    card = made.speaker.standing(notice, made.request, latest=latest)
    assert card is not None
    return card


@pytest.fixture(params=LANGUAGES)
def made(request: pytest.FixtureRequest) -> Spoken:
    return house(request.param)


def test_it_says_who_asks_for_what_and_can_be_pressed(made: Spoken) -> None:
    card = card_of(made, BEN)
    assert WORDS in all_of(card)
    assert {"done", "do_it", "offer", "ask"} <= acts_of(card)


def test_once_taken_others_have_nothing_to_press_that_is_not_theirs(made: Spoken) -> None:
    made.does(LIN, "take")
    assert not {"done", "do_it", "offer"} & acts_of(card_of(made, BEN))
    assert {"done", "do_it", "offer"} <= acts_of(card_of(made, LIN))


def test_an_older_one_keeps_its_words_and_nothing_to_press(made: Spoken) -> None:
    card = card_of(made, BEN, latest=False)
    assert WORDS in all_of(card)
    assert acts_of(card) == set()


def test_routed_on_it_only_says_where_to(made: Spoken) -> None:
    made.does(BEN, "route", Route(workflow="purchase"))
    card = card_of(made, BEN)
    assert WORDS not in all_of(card)
    assert acts_of(card) == set()
    assert WORDS in all_of(card_of(made, EVA))


def test_what_waits_for_the_requester_does_not_call_loudest(made: Spoken) -> None:
    made.does(BEN, "offer")
    buttons = buttons_of(card_of(made, BEN))
    assert buttons
    assert all(button.style != "primary" for button in buttons)


def test_a_colon_is_that_of_the_language() -> None:
    assert "：" in card_of(house("zh"), BEN).summary
    assert ": " in card_of(house("en"), BEN).summary
