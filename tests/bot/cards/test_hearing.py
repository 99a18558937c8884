"""The owner reads when the lead hears of what waits; nobody else does, and nobody before it matters."""

from __future__ import annotations

from datetime import datetime

import pytest

from bot.cards.elements import Card
from tests.bot.readers import LANGUAGES, Spoken, all_of, spoken, texts_of
from tests.workflows import given as g
from tests.workflows.given import ANA, BEN, LIN
from workflows.languages import Language


def card_for(house: Spoken, person: str) -> str:
    return "\n".join(texts_of(house.speaker.whole(house.request, person)))


def newest(house: Spoken, kind: str) -> Card:
    return house.card([notice for notice in house.notices() if notice.kind == kind][-1])


@pytest.mark.parametrize("language", LANGUAGES)
def test_whoever_took_it_reads_when_the_lead_hears(language: Language) -> None:
    house = spoken(g.taken(), language)
    assert any("林娜" in line and "09:00" in line for line in card_for(house, BEN).splitlines())


def test_the_line_names_the_moment_at_which_the_lead_is_told() -> None:
    house = spoken(g.taken())
    assert "If it's still waiting on Thu 5 Mar 09:00, 林娜 will hear of it." in card_for(house, BEN)
    house.told()
    house.lives_until(g.shanghai(5, 8, 59))
    assert LIN not in [to for _, to, _ in house.told()]
    house.lives_until(g.shanghai(5, 9))
    assert ("person", LIN, "reminder_lead") in house.told()


def test_nobody_else_reads_it() -> None:
    house = spoken(g.taken())
    for said in (card_for(house, LIN), card_for(house, ANA), all_of(house.channel_card())):
        assert "hear of it" not in said


def test_a_promise_far_away_is_no_matter_for_the_lead() -> None:
    assert "hears" not in card_for(spoken(g.promised()), BEN)


def on_the_day(at: datetime) -> Spoken:
    house = spoken(g.promised())
    house.lives_until(at)
    return house


def test_on_the_day_the_reminder_says_it_and_what_stops_it() -> None:
    house = on_the_day(g.shanghai(6, 10))
    card = newest(house, "reminder_on_the_day")
    assert (
        "林娜 will hear of it on Mon 9 Mar 09:00, unless you propose a new date before it is due."
        in card.summary
    )
    assert all_of(card).count("before it is due") == 2  # in the notification and on the card, once each


def test_proposing_a_new_date_stops_it() -> None:
    house = on_the_day(g.shanghai(6, 10))
    house.does(BEN, "miss")
    assert "hear of it" not in card_for(house, BEN)
    house.told()
    house.lives_until(g.shanghai(9, 10))
    assert "reminder_lead" not in [kind for _, _, kind in house.told()]


def test_once_told_it_says_so() -> None:
    house = on_the_day(g.shanghai(9, 10))
    assert newest(house, "reminder_overdue").summary == (
        "It was promised for Fri 6 Mar, and Ana Silva is waiting. 林娜 knows about it."
    )


def test_of_a_lead_who_owns_it_the_escalation_contact_hears() -> None:
    house = spoken(g.asked())
    house.does(LIN, "take")
    assert "If it's still waiting on Wed 11 Mar 09:00, Maria will hear of it." in card_for(house, LIN)
