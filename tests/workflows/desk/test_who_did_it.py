"""Each event says of which step it is, and as what somebody did it."""

from __future__ import annotations

import pytest

from tests.workflows import given as g
from tests.workflows.given import ANA, BEN, CHEN, EVA, LIN, NEXT_MONDAY, TOM
from workflows.phases.explore import Raise
from workflows.state import events as e
from workflows.state.values import Person


def last(house: g.House) -> e.Recorded:
    return house.store.history(house.number)[-1]


@pytest.mark.parametrize(
    ("given", "by", "act", "role"),
    [
        (g.asked, ANA, "reply", "requester"),
        (g.asked, BEN, "take", "member"),
        (g.asked, LIN, "take", "lead"),
        (g.taken, BEN, "done", "owner"),
        (g.taken, LIN, "done", "lead"),
        (g.to_be_approved, TOM, "approve", "approver"),
        (g.drafted, EVA, "take_part", "helper"),
        (g.drafted, LIN, "take_part", "helper"),
    ],
)
def test_an_event_says_as_what_somebody_did_it(given: g.Given, by: Person, act: str, role: str) -> None:
    house = given()
    before = house.request.version
    house.does(by, act)
    assert {one.role for one in house.store.history(house.number) if one.seq > before} == {role}


def test_who_stands_in_for_the_owner_is_no_owner() -> None:
    house = g.promised()
    house.desk.away(BEN, BEN, NEXT_MONDAY, LIN)
    house.desk.sweep()
    house.does(LIN, "deliver")
    assert last(house).role == "cover"


def test_who_asks_their_own_department_is_the_requester_when_they_write() -> None:
    house = g.House()
    house.asks(by=BEN)
    assert last(house).role == "requester"
    house.does(BEN, "reply")
    assert last(house).role == "requester"


def test_what_time_does_is_the_systems() -> None:
    house = g.asked()
    house.lives_until(g.shanghai(4))
    assert (last(house).event.name, last(house).role) == ("reminded", "system")


def test_what_is_repeated_in_a_joined_request_is_a_mirror() -> None:
    house = g.joined()
    house.number = 1
    house.does(BEN, "do_it")
    house.desk.sweep()
    mirrored = [one for one in house.store.history(2) if one.by == BEN and one.event.name == "followed"]
    assert {one.role for one in mirrored} == {"mirror"}


def test_events_of_one_commit_name_the_first_of_them() -> None:
    house = g.taken()
    before = house.request.version
    house.does(BEN, "done")
    done = [one for one in house.store.history(1) if one.seq > before]
    assert len(done) > 1
    assert {one.step for one in done} == {before + 1}


def test_a_colleague_who_steps_in_does_it_in_the_step_of_what_they_did() -> None:
    house = g.House()
    request = house.desk.raise_request(CHEN, Raise(workflow="help", words="For Ana", colleague=ANA))
    house.number = request.number
    house.does(ANA, "reply")
    steps = {(one.step, one.role) for one in house.store.history(house.number) if one.seq > 1}
    assert steps == {(2, "requester")}
