"""A request as state: replaying its history makes it, and each event changes what it should."""

from datetime import timedelta

import pytest
from pydantic import ValidationError

from tests.workflows import given as g
from tests.workflows.given import ANA, BEN, shanghai
from workflows.state import events as e
from workflows.state.evolve import replay
from workflows.state.request import Request
from workflows.state.values import Phase, Side

EVERY_WAY = [
    g.asked,
    g.taken,
    g.offered,
    g.refused,
    g.promised,
    g.postponed,
    g.delivered,
    g.satisfied,
    g.second_round,
]


@pytest.mark.parametrize("given", EVERY_WAY)
def test_a_history_replayed_is_the_request(given: g.Given) -> None:
    house = given()
    assert replay(house.store.history(house.number)) == house.request


@pytest.mark.parametrize("given", EVERY_WAY)
def test_a_request_comes_back_from_json_as_it_was(given: g.Given) -> None:
    request = given().request
    assert Request.model_validate_json(request.model_dump_json()) == request


def test_no_history_is_no_request() -> None:
    assert replay(()) is None


def test_the_version_counts_the_events() -> None:
    house = g.satisfied()
    assert [one.seq for one in house.store.history(1)] == list(range(1, house.request.version + 1))


def test_each_event_keeps_who_did_it_when_and_who_had_the_ball() -> None:
    house = g.asked()
    house.clock.tick(hours=1)
    house.does(BEN, "offer")
    _, taken, offered = house.store.history(1)
    assert (taken.by, taken.at) == (BEN, shanghai(2, 10))
    assert (taken.phase, taken.ball) == (Phase.EXPLORE, Side.DEPARTMENT)
    assert (offered.phase, offered.ball) == (Phase.OFFER, Side.OWNER)


def test_the_ball_holder_is_a_person_where_there_is_one() -> None:
    assert g.asked().request.holder is None
    assert g.taken().request.holder == BEN
    assert g.offered().request.holder == ANA
    assert g.satisfied().request.holder is None


def test_the_clock_of_a_side_starts_when_the_ball_comes() -> None:
    house = g.asked()
    house.clock.tick(hours=2)
    house.does(BEN, "take")
    assert house.request.since == house.clock.now()
    house.clock.tick(hours=2)
    house.does(BEN, "reply")
    assert house.request.since == house.clock.now() - timedelta(hours=2)


def test_a_closed_request_remembers_where_it_stood() -> None:
    house = g.promised()
    house.does(ANA, "withdraw")
    assert house.request.before == (Phase.ACTION, Side.OWNER)


def test_a_request_is_not_changed_in_place() -> None:
    with pytest.raises(ValidationError):
        g.asked().request.version = 7  # type: ignore[misc]


def test_an_event_with_unknown_fields_is_an_error() -> None:
    with pytest.raises(ValidationError):
        e.Taken.model_validate({"owner": BEN, "colour": "blue"})
