"""A name that was typed means the one person who is called so; who can't be told apart is asked about."""

from __future__ import annotations

import pytest

from tests.workflows import given as g
from tests.workflows.given import BEN, EVA, LIN, TOM, costly, share, split
from workflows.definition import Company
from workflows.facts import Refused
from workflows.phases.explore import Raise
from workflows.phases.naming import account
from workflows.phases.offer import Propose

NAMES = {BEN: "Ben Okoro", LIN: "林娜", TOM: "Tom Berg", EVA: "Eva Berg"}


def meant(typed: str, names: dict[str, str] = NAMES, of: Company | None = None) -> str:
    house = g.asked(of=of)
    facts = house.facts().model_copy(update={"name": lambda person: names.get(person, "Nobody Else")})
    return account(typed, "who", facts)


@pytest.mark.parametrize(
    ("typed", "who"),
    [("Ben", BEN), ("ben okoro", BEN), ("Okoro", BEN), ("林娜", LIN), ("娜", LIN), ("Eva", EVA), (LIN, LIN)],
)
def test_a_name_that_fits_one_person_means_them(typed: str, who: str) -> None:
    assert meant(typed) == who


def test_somebody_of_the_department_is_meant_before_others() -> None:
    assert meant("Berg", NAMES | {BEN: "Ben Berg"}) == BEN


def test_a_whole_name_is_told_from_one_that_only_has_it_as_well() -> None:
    assert meant("Eva", NAMES | {TOM: "Eva"}) == TOM


def test_where_several_are_called_so_the_form_asks_which() -> None:
    with pytest.raises(Refused, match="several_by_that_name") as refused:
        meant("Berg")
    assert (refused.value.where, refused.value.details) == ("who", {"name": "Berg", "who": f"{EVA} {TOM}"})


@pytest.mark.parametrize("typed", ["Eve", "Be", "?", "Ben Berg"])
def test_where_nobody_is_called_so_it_says_that(typed: str) -> None:
    with pytest.raises(Refused, match="nobody_by_that_name"):
        meant(typed)


def test_a_part_is_given_to_whoever_is_named() -> None:
    house = g.asked()
    house.does(
        BEN, "offer", Propose(need=g.NEED, options=(split(share("Order", "Eva"), share("Badge", "Ben")),))
    )
    assert house.request.helpers == (EVA, BEN)


def test_an_approver_may_be_named_as_well() -> None:
    house = g.asked(of=g.company(g.LIMITED))
    house.does(BEN, "offer", Propose(need=g.NEED, options=(costly(),), approver="Tom"))
    assert house.request.approvers == (TOM,)


def test_so_may_a_colleague_whom_something_is_raised_for() -> None:
    house = g.House()
    raised = Raise(workflow="help", words="A new phone", colleague="Eva")
    assert house.desk.raise_request(g.ANA, raised).colleague == EVA
