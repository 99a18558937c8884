"""What was held back comes as one message: of one request its newest card, of several a row each."""

from __future__ import annotations

import pytest

from bot.cards.elements import Card, Row
from bot.wecom import render
from bot.wecom.limits import BUTTON, BUTTONS
from tests.bot.readers import LANGUAGES, Spoken, acts_of, buttons_of, spoken, texts_of
from tests.bot.wecom.test_render import WAYS
from tests.workflows import given as g
from tests.workflows.given import ANA, BEN, shanghai
from workflows.languages import Language
from workflows.phases.offer import Propose

NIGHT = shanghai(2, 20)


def night(house: g.House, language: Language = "en") -> Spoken:
    said = spoken(house, language)
    said.told()
    said.clock.at = NIGHT
    return said


def morning(house: Spoken, to: str = ANA) -> Card:
    """What they get: whatever was held back for them, as one message."""
    held = [notice for notice in house.notices() if notice.to == to and notice.happened]
    house.clock.at = shanghai(3, 9)
    return house.speaker.bundle([(notice, house.store.request(notice.number or 0)) for notice in held])


def several(requests: int, language: Language = "en") -> Card:
    house = spoken(g.House(), language)
    for n in range(requests):
        house.asks(f"thing {n}")
    house.told()
    house.clock.at = NIGHT
    for number in range(1, requests + 1):
        house.number = number
        house.does(BEN, "done" if number % 2 else "offer")
    return morning(house)


def test_each_of_several_requests_has_a_row_with_its_news_and_what_it_is_about() -> None:
    card = several(2)
    assert card.title == "News on 2 requests"
    done, offered = (element for element in card.elements if isinstance(element, Row))
    assert done.detail == "Ben Okoro has done it. Is it solved?\nDone, please try it"
    assert offered.detail.startswith("Ben Okoro made you an offer.\nA new password · Fri 6 Mar")


def test_it_can_be_answered_from_its_row() -> None:
    done, offered = (element for element in several(2).elements if isinstance(element, Row))
    assert [button.act for button in done.buttons] == ["yes", "partly", "no", "show"]
    assert [(button.act, button.about) for button in offered.buttons][:1] == [("accept", "2:1:0")]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("requests", [2, 6, 7, 20])
def test_in_wecom_a_button_opens_each_of_them(language: Language, requests: int) -> None:
    shown = render.template(several(requests, language), "task", WAYS)
    buttons = shown["button_list"]
    assert isinstance(buttons, list)
    assert len(buttons) == min(requests, BUTTONS)
    assert all(len(button["text"]) <= BUTTON for button in buttons)
    assert "#1" in buttons[0]["text"]
    assert "key" in buttons[0]
    assert ("url" in buttons[-1]) is (requests > BUTTONS)  # the rest is on the page


def test_news_of_one_request_is_its_newest_card_with_everything_somebody_wrote() -> None:
    house = night(g.taken())
    house.does(BEN, "reply")
    house.does(BEN, "offer")
    house.does(BEN, "offer", Propose(need=g.NEED, options=(g.option("Something better"),)))
    said = texts_of(card := morning(house))
    assert said.count("Ben Okoro: It is the blue one") == 1
    assert "Something better" in said
    assert "A new password" not in said
    assert [button.about for button in buttons_of(card) if button.act == "accept"] == ["1:2:0"]


def test_only_the_newest_message_has_its_buttons() -> None:
    house = night(g.taken())
    house.does(BEN, "reply")
    house.does(BEN, "offer")
    held = [(notice, house.request) for notice in house.notices()]
    assert "accept" in acts_of(house.speaker.bundle(held))
    assert buttons_of(house.speaker.bundle(held, latest=False)) == []


def test_what_they_have_seen_since_is_no_news_in_the_list_any_more() -> None:
    house = spoken(g.House())
    house.asks("one")
    house.asks("two")
    house.clock.at = NIGHT
    for number in (1, 2):
        house.number = number
        house.does(BEN, "offer")
    held = [notice for notice in house.notices() if notice.happened and notice.to == ANA]
    house.clock.tick(minutes=5)
    house.does(ANA, "accept")
    card = house.speaker.bundle([(notice, house.store.request(notice.number or 0)) for notice in held])
    assert card.title == "News on one request"
    last = card.elements[-1]
    assert isinstance(last, Row)
    assert last.detail.startswith("Committed")
