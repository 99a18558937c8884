"""While a colleague's yes is waited for, their words are for whoever asked; the requester reads nothing of them."""

from __future__ import annotations

import pytest

from tests.workflows import given as g
from tests.workflows.given import ANA, BEN, EVA, LIN, TOM
from tests.workflows.test_handing import OLGA, asked_over
from workflows.between import heard_by
from workflows.explore import Reply
from workflows.facts import Refused
from workflows.values import Person


def hears(house: g.House, by: Person, words: str = "Could it wait until four?") -> list[tuple[str, str]]:
    house.told()
    house.does(by, "reply", Reply(text=words))
    return [(to, kind) for _, to, kind in house.told()]


def test_whoever_is_asked_to_take_over_writes_to_who_asked() -> None:
    assert hears(asked_over(), OLGA) == [(BEN, "said")]


def test_whose_part_is_planned_writes_to_the_owner() -> None:
    house = g.drafted()
    assert heard_by(EVA, house.request, house.company) == BEN
    assert hears(house, EVA) == [(BEN, "said")]


def test_who_is_to_approve_writes_to_the_owner() -> None:
    house = g.to_be_approved()
    assert hears(house, TOM) == [(BEN, "said")]


def test_once_it_is_promised_whoever_does_a_part_writes_to_the_requester() -> None:
    assert hears(g.shared(), EVA) == [(ANA, "said")]


def test_a_member_who_is_asked_nothing_writes_to_the_requester_as_ever() -> None:
    house = g.promised()
    assert heard_by(LIN, house.request, house.company) is None
    assert (ANA, "said") in hears(house, LIN)


def test_who_has_no_part_in_it_still_writes_nothing() -> None:
    house = g.drafted()
    with pytest.raises(Refused):
        house.does(TOM, "reply", Reply(text="Hello"))
