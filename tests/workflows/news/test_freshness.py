"""A notice that was held back is not said once it is no news any more."""

from __future__ import annotations

from datetime import datetime, timedelta

from tests.workflows import given as g
from tests.workflows.given import ANA, LIN, shanghai
from workflows.news import freshness
from workflows.ports import Notice, Place, Receipt
from workflows.state.request import Request

MONDAY_MORNING = shanghai(2)
NIGHT = shanghai(2, 20)  # Monday evening
MORNING = shanghai(3, 9)


def told(kind: str, to: str = ANA, place: Place = "person", **facts: str) -> Notice:
    return Notice(
        id="1.9.0", place=place, to=to, kind=kind, number=1, facts=facts, at=MORNING, happened=NIGHT
    )


def card_of(to: str = ANA, place: Place = "person", sent: datetime = MONDAY_MORNING) -> Receipt:
    notice = Notice(id="1.1.0", place=place, to=to, kind="card", number=1, at=sent)
    return Receipt(notice=notice, where="slack:D/1.0", shown="x", sent=sent)


def after(house: g.House, *acts: str, at: datetime = NIGHT + timedelta(minutes=5)) -> Request:
    house.clock.at = at
    for act in acts:
        house.does(ANA, act)
    return house.request


def test_an_offer_accepted_meanwhile_is_no_news() -> None:
    request = after(g.offered(), "accept")
    assert freshness.is_old(told("offer"), request, (card_of(),))


def test_it_is_while_nobody_has_acted() -> None:
    assert not freshness.is_old(told("offer"), g.offered().request, (card_of(),))


def test_somebodys_words_are_always_told() -> None:
    request = after(g.offered(), "accept")
    assert not freshness.is_old(told("said", text="see you"), request, (card_of(),))


def test_whoever_has_no_card_yet_gets_one() -> None:
    request = after(g.offered(), "accept")
    assert not freshness.is_old(told("offer"), request, ())


def test_what_was_said_at_once_is_never_old() -> None:
    request = after(g.offered(), "accept")
    at_once = told("offer").model_copy(update={"happened": None})
    assert not freshness.is_old(at_once, request, (card_of(),))


def test_a_request_withdrawn_before_anybody_heard_of_it_makes_no_noise() -> None:
    request = after(g.asked(at=NIGHT), "withdraw")
    assert freshness.is_old(told("card", "it", "channel"), request, ())
    assert freshness.is_old(told("closed_withdrawn", "it", "thread"), request, ())
    assert freshness.is_old(told("card", LIN), request, ())


def test_one_passed_on_before_it_was_shown_is_shown_at_its_new_place_only() -> None:
    house = g.asked(at=NIGHT)
    house.does(LIN, "route")
    assert freshness.is_old(told("card", "it", "channel"), house.request, ())
    assert not freshness.is_old(told("card", "buy", "channel"), house.request, ())


def test_an_answer_that_the_card_shows_from_its_beginning_is_not_told_again() -> None:
    request = after(g.asked(at=NIGHT), "answer")
    answered = told("answered", "it", "thread", goal="Mail")
    assert freshness.is_old(answered, request, (card_of("it", "channel", sent=MORNING),))
    assert not freshness.is_old(answered, request, (card_of("it", "channel", sent=shanghai(2)),))
