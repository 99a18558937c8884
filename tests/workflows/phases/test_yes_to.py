"""A yes counts for what was seen: a button from before something else came in its place says yes to nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.cards.view import View
from bot.inbox import incoming as i
from bot.inbox.front import Front
from tests.bot.readers import Spoken, spoken
from tests.workflows import given as g
from tests.workflows.given import ANA, BEN, EVA, FRIDAY, NEED, NEXT_TUESDAY, THURSDAY, TOM
from workflows.phases.action import BeEarlier, MissIt
from workflows.phases.offer import Accept, Propose
from workflows.rights import acts
from workflows.state.values import Person


def approved_for_more(house: g.House) -> None:
    house.does(BEN, "offer", Propose(need=NEED, options=(g.costly(90_000),), approver=TOM))
    house.does(ANA, "accept", Accept(version=2, option=0))


def part_for_another_day(house: g.House) -> None:
    parts = (g.SHARES[0], g.share("Order it", EVA, THURSDAY), g.SHARES[2])
    house.does(BEN, "offer", Propose(need=NEED, options=(g.split(*parts),)))


def later_after_all(house: g.House) -> None:
    house.does(BEN, "miss", MissIt(day=NEXT_TUESDAY, reason="It went wrong"))


def sooner() -> g.House:
    house = g.promised(FRIDAY)
    house.does(BEN, "earlier", BeEarlier(day=THURSDAY))
    return house


CASES: list[tuple[str, Person, g.Given, Callable[[g.House], None]]] = [
    ("approve", TOM, g.to_be_approved, approved_for_more),
    ("take_part", EVA, g.drafted, part_for_another_day),
    ("agree", ANA, sooner, later_after_all),
]


def pressed(house: Spoken, by: Person, act: str, about: str) -> None:
    Front(house.desk, house.store, house.speaker, lambda: None)(
        i.Pressed(by=by, delivery=f"{act}-{about}", act=act, about=about)
    )


def button(house: Spoken, by: Person, act: str) -> str:
    view: View = house.speaker.view(house.request, by)
    return view.button(acts.BY_KEY[act]).about


@pytest.mark.parametrize(("act", "by", "given", "replaced"), CASES, ids=[case[0] for case in CASES])
def test_an_old_button_says_yes_to_nothing_and_the_new_one_to_what_it_shows(
    act: str, by: Person, given: g.Given, replaced: Callable[[g.House], None]
) -> None:
    house = spoken(given())
    old = button(house, by, act)
    house.clock.tick(minutes=1)
    replaced(house)
    before = house.request.version
    pressed(house, by, act, old)
    assert house.request.version == before
    pressed(house, by, act, button(house, by, act))
    assert house.request.version > before


def test_a_button_from_before_this_was_so_still_works() -> None:
    house = spoken(g.to_be_approved())
    pressed(house, TOM, "approve", "1")
    assert house.request.promise is not None
