"""The department's card where there is no channel: each of its people gets one, with what is theirs to press."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.cards.elements import Card
from tests.bot.readers import LANGUAGES, Spoken, acts_of, all_of, buttons_of, spoken, texts_of
from tests.workflows import given as g
from tests.workflows.given import ANA, BEN, EVA, LIN
from workflows.languages import Language
from workflows.phases.explore import Answer, Ask, Raise, Route
from workflows.ports import Notice
from workflows.state.values import Person

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


def test_whoever_stands_in_is_asked_as_the_owner_would_be(made: Spoken) -> None:
    made.does(BEN, "do_it")
    lead = [one.style for one in buttons_of(card_of(made, LIN))]
    assert "primary" not in lead
    made.desk.away(BEN, BEN, g.NEXT_MONDAY, LIN)
    made.desk.sweep()
    assert "primary" in [one.style for one in buttons_of(card_of(made, LIN))]


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


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_answer_stands_on_the_owners_card_once(language: Language) -> None:
    taken = spoken(g.taken(), language)
    taken.does(BEN, "ask", Ask(text="Which account?"))
    taken.does(ANA, "answer", Answer(answers={"asked-1": "The blue one"}))
    facts = {"by": ANA, "asked-1": "The blue one"}
    card = taken.owners_card(BEN, "answered", **facts)
    assert "\n".join(texts_of(card)).count("The blue one") == 1
    assert "The blue one" in card.summary, "a notification is all that some people see"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("kind", "now", "later"),
    [
        ("follow_up", g.listened_to, g.heard),
        ("listened", g.heard, g.restated),
        ("not_quite", g.heard, g.understood),
        ("thats_it", g.understood, g.apologised),
    ],
)
def test_what_was_asked_of_the_handler_leads_their_card_until_it_is_done(
    language: Language, kind: str, now: Callable[[], g.House], later: Callable[[], g.House]
) -> None:
    cards = [spoken(made(), language).owners_card(LIN, kind, by=ANA, text="No") for made in (now, later)]
    assert [card.summary in texts_of(card) for card in cards] == [True, False]


@pytest.mark.parametrize("language", LANGUAGES)
def test_that_nothing_is_to_be_done_for_now_is_not_said_of_what_is_closed(language: Language) -> None:
    made = g.listened_to()
    before = spoken(made, language).owners_card(BEN, "looked_after")
    made.does(ANA, "close")
    after = spoken(made, language).owners_card(BEN, "looked_after")
    assert [card.summary in texts_of(card) for card in (before, after)] == [True, False]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_day_of_what_was_done_at_once_is_no_fact_for_the_handler(language: Language) -> None:
    made = g.asked()
    made.does(BEN, "done")
    made.does(ANA, "no")
    made.does(ANA, "follow_up")
    told = spoken(made, language)
    promised = told.speaker.say(LIN, "label.promised")
    assert promised not in texts_of(told.owners_card(LIN, "follow_up"))
    kept = spoken(g.listened_to(), language)
    assert promised in texts_of(kept.owners_card(LIN, "follow_up"))


def test_a_question_that_ends_as_a_sentence_gets_no_second_mark() -> None:
    taken = spoken(g.taken())
    taken.does(BEN, "ask", Ask(text="What happened? Begin at the beginning."))
    taken.does(ANA, "answer", Answer(answers={"asked-1": "It fell"}))
    assert "the beginning: It fell" in "\n".join(texts_of(taken.owners_card(BEN, "answered", by=ANA)))
