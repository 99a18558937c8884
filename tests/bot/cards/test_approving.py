"""What an approver reads on their own card once it is decided."""

from __future__ import annotations

from tests.bot.readers import all_of, spoken
from tests.workflows import given as g
from tests.workflows.given import BEN, TOM


def test_who_approved_reads_that_they_did() -> None:
    house = spoken(g.to_be_approved(), "zh")
    house.does(TOM, "approve")
    assert "您已批准" in all_of(house.owners_card(TOM, "approval_asked"))


def test_who_was_asked_and_did_not_have_to_is_told_no_more() -> None:
    house = spoken(g.to_be_approved(), "zh")
    house.does(BEN, "approved_elsewhere")
    read = all_of(house.owners_card(TOM, "approval_asked"))
    assert "之前请您批准过" in read
    assert "您已批准" not in read
