"""Why somebody does not see a button: one call answers for each act, person and moment."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import get_args

import pytest

from bot import texts
from bot.cards.pressing import standing_for
from tests.bot.readers import spoken
from tests.workflows import given as g
from tests.workflows.given import ANA, BEN, DIEGO, EVA, LIN, TOM
from tests.workflows.rights.test_verdict import MAY, SITUATIONS, WHO
from workflows.facts import Refused
from workflows.rights import acts, verdict
from workflows.rights.act import Act, CardSide
from workflows.state.values import Person

CARDS: tuple[CardSide, ...] = get_args(CardSide)


def why(house: g.House, person: Person, act: str) -> str:
    refused = verdict.why_not(acts.BY_KEY[act], house.request, house.facts(person))
    return refused.key if refused else ""


def later(days: int, given: Callable[[], g.House]) -> g.House:
    house = given()
    house.clock.at += timedelta(days=days)
    return house


def nudged() -> g.House:
    house = g.taken()
    house.does(ANA, "nudge")
    return house


@pytest.mark.parametrize(
    ("house", "person", "act", "reason"),
    [
        (lambda: later(13, g.satisfied), ANA, "reopen", ""),
        (lambda: later(15, g.satisfied), ANA, "reopen", "too_late_to_reopen"),
        (lambda: later(15, g.satisfied), ANA, "unhappy", "too_late_to_reopen"),
        (g.promised, ANA, "reopen", "too_late.promised"),
        (g.satisfied, BEN, "reopen", "not_yours.requester"),
        (nudged, ANA, "nudge", "nudged_already"),
        (lambda: later(1, nudged), ANA, "nudge", ""),
        (lambda: later(9, g.promised), BEN, "miss", "promise_is_overdue"),
        (g.postponed, ANA, "agree", ""),
        (lambda: later(30, g.postponed), ANA, "agree", "new_date_has_passed"),
        (lambda: later(9, g.to_be_approved), TOM, "approve", "approval_comes_too_late"),
        (g.drafted, EVA, "take_part", ""),
        (g.drafted, BEN, "take_part", "no_part_of_yours"),
        (g.listened_to, LIN, "restate", ""),
        (g.taken, LIN, "take", "too_late.moved_on"),
    ],
)
def test_the_reason_is_named(house: Callable[[], g.House], person: Person, act: str, reason: str) -> None:
    assert why(house(), person, act) == reason


@pytest.mark.parametrize("situation", SITUATIONS)
def test_each_no_has_its_sentence_and_whoever_may_not_by_role_may_not_at_all(situation: str) -> None:
    house = SITUATIONS[situation]()
    for act in acts.TABLE:
        for who, person in WHO.items():
            if person == DIEGO:
                continue
            reason = why(house, person, act.key)
            assert not reason or texts.knows(f"refused.{reason}")
            assert reason or who in MAY[act.key].get(situation, set()), (act.key, who)


@pytest.mark.parametrize("situation", SITUATIONS)
def test_a_button_stands_only_where_a_press_is_not_refused_for_good(situation: str) -> None:
    house = spoken(SITUATIONS[situation]())
    for person in WHO.values():
        view = house.speaker.view(house.request, person)
        for card in CARDS:
            for act in standing_for(view, card):
                assert why(house, person, act.key) in ("", *verdict.PASSES), (person, act.key)


PRESSED = tuple(act for act in acts.TABLE if act.card and not act.form)


@pytest.mark.parametrize("situation", SITUATIONS)
@pytest.mark.parametrize("days", [0, 9, 30])
def test_time_alone_takes_a_button_away_as_soon_as_a_press_would_be_refused(
    situation: str, days: int
) -> None:
    """The turn that tells of it may be late: the product was stopped, or is busy."""
    house = spoken(later(days, SITUATIONS[situation]))
    for person in WHO.values():
        view = house.speaker.view(house.request, person)
        standing = {act.key for card in CARDS for act in standing_for(view, card)}
        for act in PRESSED:
            if act.key in standing:
                assert refused_by_its_phase(house, person, act) in ("", "offer_replaced"), (person, act.key)


def refused_by_its_phase(house: g.House, person: Person, act: Act) -> str:
    """The key with which the rule behind an act refuses a plain press; nothing is written."""
    try:
        act.decide(house.request, g.SAYS[act.key](), house.facts(person))
    except Refused as refused:
        return refused.key
    return ""


def test_the_desk_refuses_with_the_very_same_reason() -> None:
    house = later(15, g.satisfied)
    with pytest.raises(Refused) as refused:
        house.does(ANA, "reopen")
    assert refused.value.key == why(house, ANA, "reopen")
