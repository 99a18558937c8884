"""What a workflow says by itself stands in each reader's own language; what people wrote stays as they wrote it."""

from __future__ import annotations

import pytest

from tests.workflows import given as g
from tests.workflows.given import ANA, BEN
from workflows.facts import Refused
from workflows.phases.action import ChangeNeed
from workflows.phases.explore import Raise
from workflows.phases.offer import Propose
from workflows.phases.stored_words import as_read
from workflows.state.values import Need

ENGLISH, CHINESE = "With Mail I can work", "With Mail I can work。"


def in_chinese() -> g.House:
    """Asked in Chinese, in a company whose department reads English."""
    house = g.House()
    raised = Raise(workflow="help", words="密码忘了", language="zh", answers={"goal": "Mail"})
    house.number = house.desk.raise_request(ANA, raised).number
    return house


def test_done_without_words_is_read_in_either_language() -> None:
    house = in_chinese()
    house.does(BEN, "done")
    read = [as_read(house.request, house.workflow, language).delivery for language in ("en", "zh")]
    assert [one.what for one in read if one] == ["Done, please try it", "Done, please try it。"]


def test_so_are_the_conditions_that_the_workflow_suggests() -> None:
    house = in_chinese()
    assert house.request.need.conditions == (CHINESE,)
    assert as_read(house.request, house.workflow, "en").need.conditions == (ENGLISH,)
    assert as_read(house.request, house.workflow, "zh") == house.request


def test_what_somebody_wrote_stays() -> None:
    house = in_chinese()
    house.does(ANA, "correct")
    assert as_read(house.request, house.workflow, "en").need == house.request.need


def test_an_offer_that_leaves_them_as_they_read_keeps_them_in_the_language_of_the_request() -> None:
    house = in_chinese()
    mixed = Need(words="Mail works", conditions=(ENGLISH, "By Friday"))
    house.does(BEN, "offer", Propose(need=mixed, options=(g.option(),)))
    assert house.request.offer is not None
    assert house.request.offer.need.conditions == (CHINESE, "By Friday")
    read = as_read(house.request, house.workflow, "en").offer
    assert read is not None
    assert read.need.conditions == (ENGLISH, "By Friday")


def test_a_need_is_the_same_in_whichever_language_it_is_read() -> None:
    house = in_chinese()
    house.does(BEN, "do_it")
    same = as_read(house.request, house.workflow, "en").need
    with pytest.raises(Refused, match="need_is_the_same"):
        house.does(ANA, "need_changed", ChangeNeed(need=same))
