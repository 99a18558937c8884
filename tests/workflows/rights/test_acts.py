"""The table of acts: what stands on whose card, and what an old button says."""

from typing import get_args

import pytest

from tests.workflows import given as g
from tests.workflows.given import ANA, BEN, LIN
from workflows.facts import Refused, Role
from workflows.phases.explore import Raise
from workflows.rights import acts
from workflows.rights.act import REQUESTER, CardSide, Command


def standing(house: g.House, card: CardSide) -> list[str]:
    return [act.key for act in acts.standing(house.request, house.workflow, card) if not act.rare]


def test_every_act_has_its_own_key() -> None:
    assert len(acts.BY_KEY) == len(acts.TABLE)


def test_every_act_is_somebodys() -> None:
    assert all(act.who and Role.SYSTEM not in act.who for act in acts.TABLE)


def test_every_command_can_be_made_and_is_the_acts_own() -> None:
    assert {key: type(make()) for key, make in g.SAYS.items()} == {act.key: act.command for act in acts.TABLE}


def test_every_command_but_the_first_has_its_act() -> None:
    assert set(get_args(Command)) - {Raise} == {act.command for act in acts.TABLE}


@pytest.mark.parametrize(
    ("given", "requester", "department"),
    [
        (g.asked, ["answer"], ["do_it", "done", "offer", "ask"]),
        (g.offered, ["accept", "change", "decline"], ["do_it", "done", "offer", "ask"]),
        (g.refused, ["appeal", "close"], ["do_it", "done", "offer", "ask"]),
        (g.promised, [], ["deliver", "on_track", "miss"]),
        (g.postponed, ["agree", "keep_date"], ["deliver", "on_track"]),
        (g.delivered, ["yes", "partly", "no"], []),
        (g.satisfied, ["rate", "thanks"], []),
        (g.unsolved, ["rate", "follow_up", "feedback"], []),
        (g.listened_to, ["listen", "close"], ["restate"]),
        (g.restated, ["thats_it", "not_quite", "close"], []),
        (g.understood, ["close"], ["apologise"]),
    ],
)
def test_the_weighty_buttons_stand_on_the_cards(
    given: g.Given, requester: list[str], department: list[str]
) -> None:
    house = given()
    assert standing(house, "requester") == requester
    assert standing(house, "department") == department


@pytest.mark.parametrize(
    ("given", "act", "why"),
    [
        (g.promised, "accept", r"too_late\.promised"),
        (g.delivered, "deliver", r"too_late\.delivered"),
        (g.satisfied, "done", r"too_late\.closed"),
        (g.taken, "deliver", r"too_late\.moved_on"),
        (g.heard, "deliver", r"too_late\.listening"),
    ],
)
def test_an_old_button_says_how_things_stand_now(given: g.Given, act: str, why: str) -> None:
    house = given()
    by = ANA if acts.BY_KEY[act].who == REQUESTER else LIN
    with pytest.raises(Refused, match=why):
        house.does(by, act)


def test_the_department_is_told_whose_press_it_takes() -> None:
    with pytest.raises(Refused, match=r"not_yours\.requester"):
        g.offered().does(BEN, "accept")
    with pytest.raises(Refused, match=r"not_yours\.department"):
        g.asked().does(ANA, "done")


def test_a_colleague_of_the_owners_is_not_told_that_it_takes_a_colleague() -> None:
    olga = "slack:U0OLGA"
    house = g.House(of=g.company(g.HELP))
    it = house.company.departments["it"].model_copy(update={"members": (BEN, olga)})
    house.company = house.company.model_copy(update={"departments": {**house.company.departments, "it": it}})
    house.asks()
    for by, act in ((BEN, "offer"), (ANA, "accept")):
        house.does(by, act)
    with pytest.raises(Refused, match=r"not_yours\.handler"):
        house.does(olga, "on_track")


def test_a_lead_acts_on_everything_of_the_department() -> None:
    house = g.promised()
    house.does(LIN, "deliver")
    assert house.request.delivery is not None


def test_a_command_comes_only_with_its_own_act() -> None:
    with pytest.raises(AssertionError):
        g.asked().does(ANA, "reply", g.SAYS["take"]())
