"""A department without a channel: its people are told directly, each where they are."""

from __future__ import annotations

from tests.workflows import given as g
from tests.workflows.given import ANA, BEN, LIN
from workflows.phases.explore import Answer, Raise
from workflows.ports import Notice


def quiet_house() -> g.House:
    company = g.company()
    department = company.departments["it"].model_copy(update={"channel": ""})
    return g.House(of=company.model_copy(update={"departments": company.departments | {"it": department}}))


def raised(by: str = ANA, words: str = "my password") -> g.House:
    house = quiet_house()
    house.number = house.desk.raise_request(by, Raise(workflow="help", words=words)).number
    return house


def test_everybody_gets_the_card() -> None:
    assert raised().told() == [("person", BEN, "card"), ("person", LIN, "card"), ("person", ANA, "raised")]


def test_a_member_who_asks_hears_it_as_a_requester_only() -> None:
    assert raised(by=BEN).told() == [("person", LIN, "card"), ("person", BEN, "raised")]


def test_what_is_urgent_reaches_the_person_on_call_in_one_message() -> None:
    house = quiet_house()
    urgent = Raise(workflow="help", words="all is down", answers={"blocked": "stopped"})
    house.number = house.desk.raise_request(ANA, urgent).number
    assert house.told() == [("person", LIN, "card"), ("person", BEN, "urgent"), ("person", ANA, "raised")]


def test_answers_show_on_the_cards_that_stand_already() -> None:
    house = raised()
    house.told()
    house.does(ANA, "answer", Answer(answers={"goal": "mail"}))
    assert house.told() == []


def test_words_before_anybody_took_it_reach_everybody() -> None:
    house = raised()
    house.told()
    house.does(ANA, "reply")
    assert house.told() == [("person", BEN, "said"), ("person", LIN, "said")]


def test_afterwards_the_owner_alone_hears() -> None:
    house = raised()
    house.does(BEN, "offer")
    house.told()
    house.does(ANA, "accept")
    assert house.told() == [("person", BEN, "accepted")]


def test_of_what_is_confidential_everybody_hears_only_that_it_is_there() -> None:
    house = quiet_house()
    house.number = house.desk.raise_request(ANA, Raise(workflow="complaint", words="secret")).number
    cards: list[Notice] = [one for one in house.notices() if one.kind == "card"]
    assert [one.to for one in cards] == [BEN, LIN]
    assert all("secret" not in one.model_dump_json() for one in cards)
