"""Action: the promise is kept, told about, moved openly, and delivered."""

from datetime import date, timedelta

import pytest

from tests.workflows import given as g
from tests.workflows.given import (
    ANA,
    BEN,
    FRIDAY,
    LIN,
    MARIA,
    NEXT_MONDAY,
    NEXT_TUESDAY,
    THURSDAY,
    WEDNESDAY,
    shanghai,
)
from workflows.facts import Refused
from workflows.phases.action import Deliver, MissIt, SendUpdate
from workflows.state import events as e
from workflows.state.values import Phase, Side


def test_a_check_in_shows_the_requester_progress_without_a_message() -> None:
    house = g.promised()
    house.told()
    assert house.does(BEN, "on_track") == (e.CheckedIn(),)
    assert house.request.progress is not None
    assert house.request.progress.at == house.clock.now()
    assert house.told() == []


def test_an_update_is_told_to_the_requester() -> None:
    house = g.promised()
    house.told()
    house.does(BEN, "update", SendUpdate(text="Half way"))
    assert house.told() == [("person", ANA, "update")]
    assert house.request.progress is not None
    assert house.request.progress.text == "Half way"


# I may miss this


def test_i_may_miss_this_moves_nothing_until_the_requester_agrees() -> None:
    house = g.promised()
    house.told()
    (proposed,) = house.does(BEN, "miss", MissIt(day=NEXT_TUESDAY, reason="A part is late"))
    assert isinstance(proposed, e.NewDateProposed)
    assert proposed.proposal.due == shanghai(10, 18)
    assert house.request.promise is not None
    assert house.request.promise.day == FRIDAY
    assert house.request.ball is Side.OWNER
    assert house.told() == [("person", ANA, "new_date")]


def test_the_requester_agrees_and_the_promise_moves() -> None:
    house = g.postponed()
    assert house.does(ANA, "agree") == (e.NewDateAgreed(day=NEXT_TUESDAY, due=shanghai(10, 18)),)
    promise = house.request.promise
    assert promise is not None
    assert (promise.day, promise.due, promise.first_day) == (NEXT_TUESDAY, shanghai(10, 18), FRIDAY)
    assert house.request.proposal is None


def test_the_requester_keeps_the_old_date_and_the_lead_hears() -> None:
    house = g.postponed()
    house.told()
    assert house.does(ANA, "keep_date") == (e.NewDateRefused(),)
    assert house.request.promise is not None
    assert house.request.promise.day == FRIDAY
    assert house.told() == [("thread", "it", "date_refused"), ("person", LIN, "date_refused_lead")]


def test_when_the_lead_is_the_owner_the_escalation_contact_hears_of_the_refusal() -> None:
    house = g.asked()
    house.does(LIN, "do_it")
    house.does(LIN, "miss")
    house.told()
    house.does(ANA, "keep_date")
    assert ("person", MARIA, "date_refused_lead") in house.told()


def test_after_a_refusal_another_date_may_be_proposed() -> None:
    house = g.postponed(to=NEXT_TUESDAY)
    house.does(ANA, "keep_date")
    house.does(BEN, "miss", MissIt(day=NEXT_MONDAY, reason="It can be sooner"))
    assert house.request.proposal is not None
    assert house.request.proposal.day == NEXT_MONDAY


def test_one_new_date_at_a_time() -> None:
    with pytest.raises(Refused, match=r"too_late\.promised"):
        g.postponed().does(BEN, "miss")


def test_a_new_date_is_proposed_until_the_promise_is_due() -> None:
    house = g.promised()
    house.clock.at = shanghai(6, 18)
    with pytest.raises(Refused, match="promise_is_overdue"):
        house.does(BEN, "miss")
    house.clock.at -= timedelta(seconds=1)
    house.does(BEN, "miss")


@pytest.mark.parametrize(
    ("day", "reason", "why", "where"),
    [
        (None, "A part is late", "day_needed", "day"),
        (FRIDAY, "A part is late", "new_date_is_not_later", "day"),
        (THURSDAY, "A part is late", "new_date_is_not_later", "day"),
        (date(2026, 3, 7), "A part is late", "not_a_working_day", "day"),
        (NEXT_MONDAY, " ", "words_needed", "reason"),
    ],
)
def test_a_new_date_is_a_later_working_day_with_a_reason(
    day: date | None, reason: str, why: str, where: str
) -> None:
    with pytest.raises(Refused, match=why) as refused:
        g.promised().does(BEN, "miss", MissIt(day=day, reason=reason))
    assert refused.value.where == where


def test_a_new_date_that_has_passed_itself_is_not_agreed_to() -> None:
    house = g.postponed(FRIDAY, NEXT_MONDAY)
    house.clock.at = shanghai(9, 18)
    with pytest.raises(Refused, match="new_date_has_passed"):
        house.does(ANA, "agree")


def test_a_date_agreed_to_after_the_old_one_was_due_still_moves_it() -> None:
    house = g.postponed(FRIDAY, NEXT_TUESDAY)
    house.lives_until(shanghai(9, 10))
    house.does(ANA, "agree")
    assert house.request.promise is not None
    assert house.request.promise.day == NEXT_TUESDAY


def test_a_new_date_nobody_answers_lapses_and_the_old_one_stands() -> None:
    house = g.postponed(FRIDAY, date(2026, 3, 20))
    assert e.NewDateLapsed() in house.lives_until(shanghai(20, 17))
    assert house.request.proposal is None
    assert house.request.promise is not None
    assert house.request.promise.day == FRIDAY


def test_a_proposed_date_may_be_moved_again_once_agreed() -> None:
    house = g.postponed()
    house.does(ANA, "agree")
    house.does(BEN, "miss", MissIt(day=date(2026, 3, 12), reason="Still late"))
    house.does(ANA, "agree")
    assert house.request.promise is not None
    assert (house.request.promise.day, house.request.promise.first_day) == (date(2026, 3, 12), FRIDAY)


# Delivered


def test_delivering_opens_the_poll() -> None:
    house = g.promised()
    house.told()
    (delivered,) = house.does(BEN, "deliver", Deliver(what=" A new password ", link="https://it.example/1"))
    assert isinstance(delivered, e.Delivered)
    assert (delivered.delivery.what, delivered.delivery.link) == ("A new password", "https://it.example/1")
    assert (house.request.phase, house.request.ball) == (Phase.CONFIRM, Side.REQUESTER)
    assert house.told() == [("person", ANA, "delivered")]


def test_delivering_ends_the_new_date_that_was_proposed() -> None:
    house = g.postponed()
    house.does(BEN, "deliver")
    assert house.request.proposal is None
    with pytest.raises(Refused, match=r"too_late\.delivered"):
        house.does(ANA, "agree")


@pytest.mark.parametrize(
    ("deliver", "why"),
    [
        (Deliver(what=""), "words_needed"),
        (Deliver(what="Done", link="javascript:alert(1)"), "not_a_link"),
        (Deliver(what="Done", link="it.example"), "not_a_link"),
    ],
)
def test_a_delivery_is_said_and_its_link_is_a_link(deliver: Deliver, why: str) -> None:
    with pytest.raises(Refused, match=why):
        g.promised().does(BEN, "deliver", deliver)


def test_the_lead_may_deliver_for_the_owner() -> None:
    house = g.promised()
    house.does(LIN, "deliver")
    assert house.request.phase is Phase.CONFIRM
    assert house.request.owner == BEN


def test_a_late_delivery_is_still_a_delivery() -> None:
    house = g.promised(WEDNESDAY)
    house.lives_until(shanghai(12))
    house.does(BEN, "deliver")
    assert house.request.phase is Phase.CONFIRM
