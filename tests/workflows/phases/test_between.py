"""While a colleague's yes is waited for, their words are for whoever asked; the requester reads nothing of them."""

from __future__ import annotations

import pytest

from tests.workflows import given as g
from tests.workflows.given import ANA, BEN, EVA, LIN, TOM
from tests.workflows.phases.test_handing import OLGA, asked_over
from workflows.facts import Refused
from workflows.phases.between import heard_by, read_by, written_to, wrote_last
from workflows.phases.explore import Reply
from workflows.state.values import Person


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


def test_the_requesters_words_are_read_by_whoever_has_it() -> None:
    house = g.asked()
    assert read_by(ANA, house.request, house.company) is None
    house.does(BEN, "take")
    assert read_by(ANA, house.request, house.company) == BEN
    covered = house.request.model_copy(update={"cover": LIN})
    assert read_by(ANA, covered, house.company) == LIN
    assert read_by(LIN, covered, house.company) == ANA


def test_of_what_is_confidential_who_asked_hears_why_somebody_cannot() -> None:
    house = g.House()
    house.asks("He shouted", to="complaint")
    house.does(BEN, "take")
    house.does(BEN, "hand_over")
    assert hears(house, LIN, "I can't, I know them both") == [(BEN, "said")]
    house.does(LIN, "cannot_take")
    with pytest.raises(Refused, match="taken_by_another"):
        house.does(LIN, "reply", Reply(text="And another thing"))


def test_who_has_no_part_in_it_still_writes_nothing() -> None:
    house = g.drafted()
    with pytest.raises(Refused):
        house.does(TOM, "reply", Reply(text="Hello"))


# The way back


def last(house: g.House, by: Person = BEN) -> Person | None:
    return wrote_last(by, house.request, house.store.history(house.number), house.company)


def test_the_owner_answers_the_colleague_who_wrote_last() -> None:
    house = asked_over()
    hears(house, OLGA)
    assert last(house) == OLGA
    house.does(BEN, "reply", Reply(text="Yes, four is fine", to=OLGA))
    assert [(to, kind) for _, to, kind in house.told()] == [(OLGA, "said")]
    assert last(house) == OLGA


def test_once_the_requester_has_written_the_owner_answers_them() -> None:
    house = asked_over()
    hears(house, OLGA)
    house.does(ANA, "reply", Reply(text="Any news?"))
    assert last(house) is None


def test_once_the_owner_has_written_to_the_requester_they_go_on_there() -> None:
    house = asked_over()
    hears(house, OLGA)
    house.does(BEN, "reply", Reply(text="It takes a while"))
    assert last(house) is None


def test_a_colleague_who_has_said_yes_or_no_is_not_answered_any_more() -> None:
    house = asked_over()
    hears(house, OLGA)
    house.does(OLGA, "take_over")
    assert last(house, OLGA) is None
    assert (ANA, "said") in hears(house, OLGA)


def test_words_are_for_a_colleague_alone_only_while_their_yes_is_waited_for() -> None:
    house = g.promised()
    house.told()
    house.does(BEN, "reply", Reply(text="Can you help?", to=LIN))
    assert (ANA, "said") in [(to, kind) for _, to, kind in house.told()]


def test_nobody_else_writes_to_who_is_asked_alone() -> None:
    house = asked_over()
    house.told()
    house.does(LIN, "reply", Reply(text="Take it", to=OLGA))
    assert all(to != OLGA for _, to, _ in house.told())


def test_whoever_was_written_to_is_known_until_they_do_something_there() -> None:
    house = g.promised()
    house.does(ANA, "reply", Reply(text="Is the blue one all right?"))
    assert [
        written_to(one, house.request, house.store.history(1)) is not None for one in (BEN, ANA, LIN)
    ] == [
        True,
        False,
        False,
    ]
    house.does(BEN, "reply", Reply(text="Yes"))
    assert [written_to(one, house.request, house.store.history(1)) is not None for one in (BEN, ANA)] == [
        False,
        True,
    ]
