"""A card says each thing once, and people's own words stand apart from ours."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.cards.elements import Card
from tests.bot.readers import LANGUAGES, Spoken, acts_of, spoken, texts_of
from tests.workflows import given as g
from tests.workflows.given import ANA, BEN, EVA, LIN, MARIA, TOM
from workflows.languages import Language
from workflows.phases.handing import HandOver
from workflows.phases.parts import DeliverPart

DAY = {"en": "Fri 6 Mar", "zh": "3月6日（周五）"}


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> Language:
    return "zh" if request.param == "zh" else "en"


def times(card: Card, words: str) -> int:
    return "\n".join(texts_of(card)).count(words)


def approved(language: Language, number: str = "") -> tuple[Spoken, Card]:
    house = spoken(g.to_be_approved(), language)
    house.does(*((BEN, "approved_elsewhere") if number else (TOM, "approve")))
    given = {"by": BEN, "approval": number} if number else {"by": TOM}
    return house, house.requesters_card("approved", **given)


@pytest.mark.parametrize("number", ["", "A-7"])
def test_an_approval_brings_the_promised_date_once(number: str, language: Language) -> None:
    _, card = approved(language, number)
    assert times(card, DAY[language]) == 1
    assert DAY[language] in card.summary, "a notification stands alone"
    assert {"en": "approved", "zh": "批准"}[language] in texts_of(card)[2]


def test_what_was_given_brings_the_date_once(language: Language) -> None:
    house = spoken(g.awaiting_input(), language)
    house.does(BEN, "have_input")
    card = house.requesters_card("input_given")
    promise = house.request.promise
    assert promise is not None
    day = house.speaker.view(house.request, ANA).day(promise.day)
    assert (times(card, day), day in card.summary) == (1, True)


def test_how_long_it_takes_from_the_input_stands_once_on_the_owners_card(language: Language) -> None:
    house = spoken(g.awaiting_input(), language)
    long = {"en": "3 working days after", "zh": "备齐后 3 个工作日"}[language]
    card = house.owners_card(BEN, "accepted", by=ANA, days="3")
    assert times(card, long) == 1
    assert long in card.summary
    assert times(house.channel_card(), long) == 1


def test_a_changed_need_stands_once_on_the_owners_card_and_is_called_new(language: Language) -> None:
    house = spoken(g.promised(), language)
    house.does(ANA, "need_changed")
    need = house.request.need.words
    card = house.owners_card(BEN, "need_changed", by=ANA, need=need)
    assert times(card, need) == 1
    assert times(card, {"en": "Needed now: ", "zh": "现在需要："}[language] + need) == 1
    assert need in card.summary


def test_a_need_that_was_only_put_better_is_not_called_new(language: Language) -> None:
    house = spoken(g.asked(goal="Mail", blocked="fine"), language)
    house.does(ANA, "correct")
    shown = "\n".join(texts_of(house.channel_card()))
    assert {"en": "Need: ", "zh": "需求："}[language] + house.request.need.words in shown
    assert {"en": "Needed now", "zh": "现在需要"}[language] not in shown


def test_words_for_whoever_is_asked_to_take_over_stand_in_quotes(language: Language) -> None:
    house = spoken(g.promised(), language)
    house.does(BEN, "hand_over", HandOver(to=MARIA, words="I know the people there"))
    card = house.owners_card(MARIA, "hand_over_asked", words="I know the people there")
    said = {"en": "take this over. “I know the people there”", "zh": "接手这件事。“I know the people there”"}
    assert said[language] in card.summary
    silent = house.owners_card(MARIA, "hand_over_asked")
    assert "“" not in silent.summary


@pytest.mark.parametrize("kind", ["closed_withdrawn", "offer_declined", "reopened"])
def test_reasons_in_a_conversation_stand_in_quotes(kind: str, language: Language) -> None:
    house = spoken(g.offered(), language)
    card = house.card(house.notice(kind, "it", place="thread", by=ANA, reason="It came too late"))
    assert card.summary.endswith("“It came too late”")


@pytest.mark.parametrize(
    "made", [g.second_round, g.listened_to, g.heard, g.understood, g.apologised, g.refused]
)
def test_there_is_one_way_to_end_it(made: Callable[[], g.House], language: Language) -> None:
    shown = acts_of(spoken(made(), language).requesters_card())
    assert "close" in shown
    assert "withdraw" not in shown


def test_who_joined_another_can_still_end_theirs() -> None:
    assert "withdraw" in acts_of(spoken(g.joined()).requesters_card())


def test_parts_are_summed_up_with_the_colon_of_their_language() -> None:
    house = g.shared(g.share("装好系统", EVA), g.share("Order it", LIN))
    house.does(LIN, "deliver_part", DeliverPart(what="It came"))
    house.does(EVA, "deliver_part", DeliverPart(what="都好了"))
    assert house.request.delivery is not None
    assert house.request.delivery.what == "装好系统：都好了\nOrder it: It came"


def test_a_date_that_moved_and_is_open_again_leaves_no_gap_where_it_was_said(language: Language) -> None:
    said = {"en": "The date has changed.", "zh": "日期有变。"}[language]
    assert spoken(g.taken(), language).requesters_card("followed_moved").summary == said
