"""People who exist on both platforms are one person (company.yml, people)."""

from __future__ import annotations

from time import process_time

import pytest

from tests.workflows import given as g
from workflows.definition import Company

ANA, BEN, BEN_TOO, LIN = "slack:U0ANA", "slack:U0BEN", "wecom:ben", "slack:U0LIN"
WANG = "wecom:wanglei"


@pytest.fixture
def company() -> Company:
    made = g.company()
    it = made.departments["it"].model_copy(update={"members": (BEN, WANG), "on_call": BEN})
    people = ((BEN, BEN_TOO),)
    return made.model_copy(update={"departments": made.departments | {"it": it}, "people": people})


def test_the_first_id_is_preferred(company: Company) -> None:
    assert company.one(BEN_TOO) == company.one(BEN) == BEN
    assert company.ids(BEN) == (BEN, BEN_TOO)


def test_somebody_on_one_platform_is_who_they_are(company: Company) -> None:
    assert company.one(LIN) == LIN
    assert company.ids(LIN) == (LIN,)


def test_whoever_can_be_reached_on_both_stays_where_they_prefer(company: Company) -> None:
    assert company.on({"slack", "wecom"}) == company


def test_where_only_one_is_connected_people_are_called_by_their_id_there(company: Company) -> None:
    there = company.on({"wecom"})
    it = there.departments["it"]
    assert (there.one(BEN), it.members, it.on_call) == (BEN_TOO, (BEN_TOO, WANG), BEN_TOO)


def test_a_channel_of_a_platform_that_is_not_connected_is_no_channel(company: Company) -> None:
    assert company.on({"slack"}).departments["it"].channel == "slack:C0IT"
    assert company.on({"wecom"}).departments["it"].channel == ""


def test_each_human_being_comes_once_by_the_preferred_id() -> None:
    linked = g.company().model_copy(update={"people": ((ANA, "wecom:ana"), ("wecom:ana", "slack:U0OLD"))})
    named = ("wecom:ana", BEN, ANA, BEN)
    assert linked.each(named) == tuple(dict.fromkeys(map(linked.one, named))) == (ANA, BEN)


def test_five_thousand_people_are_counted_through_once_and_not_once_for_each() -> None:
    people = tuple((f"slack:U{n}", f"wecom:u{n}") for n in range(5000))
    large = g.company().model_copy(update={"people": people})
    began = process_time()
    assert len(large.each(large.everyone)) > 5000
    assert process_time() - began < 0.5
