"""Any time: nudge, needs changed, can be earlier, snooze, say thanks."""

from datetime import date

import pytest

from tests.workflows import given as g
from tests.workflows.given import ANA, BEN, FRIDAY, LIN, NEXT_TUESDAY, WEDNESDAY, shanghai
from workflows.facts import Refused
from workflows.phases.action import BeEarlier, ChangeNeed, MissIt
from workflows.state import events as e
from workflows.state.moments import Moment, MomentKind
from workflows.state.values import Need, Phase, Side

# Nudge


def test_a_nudge_reaches_whoever_has_the_ball() -> None:
    house = g.promised()
    house.told()
    assert house.does(ANA, "nudge") == (e.Nudged(),)
    assert house.told() == [("person", BEN, "nudged")]


def test_it_does_not_move_the_ball_or_the_clocks() -> None:
    house = g.taken()
    before = house.request
    house.clock.tick(hours=3)
    house.does(ANA, "nudge")
    after = house.request
    assert (after.ball, after.since, after.reminded) == (before.ball, before.since, before.reminded)


def test_once_a_working_day_is_enough() -> None:
    house = g.promised(at=shanghai(5, 10))
    house.does(ANA, "nudge")
    house.clock.at = shanghai(5, 17)
    with pytest.raises(Refused, match="nudged_already") as refused:
        house.does(ANA, "nudge")
    assert refused.value.details["day"] == "2026-03-06"
    house.clock.at = shanghai(6, 9)
    house.does(ANA, "nudge")
    house.clock.at = shanghai(8, 12)  # a Sunday
    with pytest.raises(Refused, match="nudged_already"):
        house.does(ANA, "nudge")
    house.clock.at = shanghai(9, 9)
    house.does(ANA, "nudge")


def test_nobody_is_nudged_for_what_waits_for_the_requester() -> None:
    for given in (g.offered, g.delivered, g.satisfied):
        with pytest.raises(Refused, match="too_late"):
            given().does(ANA, "nudge")


def test_a_confidential_nudge_before_anybody_took_it_reaches_the_leads_alone() -> None:
    house = g.House()
    house.asks("About a colleague", to="complaint")
    house.told()
    house.does(ANA, "nudge")
    assert house.told() == [("person", LIN, "nudged")]


# Needs changed


def test_a_changed_need_goes_back_for_an_offer_to_the_same_owner() -> None:
    house = g.promised()
    need = Need(words="Two accounts by now", conditions=("Both work",))
    assert house.does(ANA, "need_changed", ChangeNeed(need=need)) == (e.NeedChanged(need=need),)
    request = house.request
    assert (request.phase, request.ball, request.owner) == (Phase.OFFER, Side.OWNER, BEN)
    assert (request.need, request.promise, request.proposal) == (need, None, None)


def test_a_need_that_is_the_same_has_not_changed() -> None:
    house = g.promised()
    with pytest.raises(Refused, match="need_is_the_same"):
        house.does(ANA, "need_changed", ChangeNeed(need=house.request.need))


def test_only_what_is_promised_can_have_changed() -> None:
    for given in (g.asked, g.offered, g.delivered, g.satisfied):
        with pytest.raises(Refused, match="too_late"):
            given().does(ANA, "need_changed")


# Can be earlier


def test_an_earlier_date_is_proposed_and_moves_with_the_requesters_yes() -> None:
    house = g.promised()
    house.does(BEN, "earlier")
    assert house.request.offers_earlier
    assert house.request.promise is not None
    assert house.request.promise.day == FRIDAY
    house.does(ANA, "agree")
    assert house.request.promise is not None
    assert (house.request.promise.day, house.request.promise.first_day) == (WEDNESDAY, FRIDAY)


def test_an_earlier_date_that_does_not_suit_troubles_no_lead() -> None:
    house = g.promised()
    house.does(BEN, "earlier")
    house.told()
    assert house.does(ANA, "keep_date") == (e.NewDateRefused(earlier=True),)
    assert house.told() == [("thread", "it", "date_refused")]


def test_an_earlier_date_that_nobody_answers_lapses_when_it_has_passed() -> None:
    house = g.promised()
    house.does(BEN, "earlier")
    house.lives_until(shanghai(4, 18, 1))
    assert house.request.proposal is None
    assert house.request.promise is not None
    assert house.request.promise.day == FRIDAY


@pytest.mark.parametrize("day", [FRIDAY, NEXT_TUESDAY])
def test_what_is_not_earlier_is_refused(day: date) -> None:
    with pytest.raises(Refused, match="new_date_is_not_earlier"):
        g.promised().does(BEN, "earlier", BeEarlier(day=day))


def test_after_good_news_bad_news_can_still_be_told() -> None:
    house = g.promised()
    house.does(BEN, "earlier")
    house.does(BEN, "miss", MissIt(day=NEXT_TUESDAY, reason="It broke"))
    assert house.request.proposal is not None
    assert house.request.proposal.day == NEXT_TUESDAY


# Snooze


def test_a_reminder_comes_again_the_next_working_morning() -> None:
    house = g.promised()
    house.lives_until(shanghai(5, 10))  # the working day before
    house.told()
    house.does(BEN, "snooze")
    assert house.request.snoozed == shanghai(6, 9)
    house.lives_until(shanghai(6, 10))
    assert [kind for _, _, kind in house.told()] == ["reminder_on_the_day"]  # which says it all
    assert house.request.snoozed is None


def test_it_comes_once_and_can_be_put_off_again() -> None:
    house = g.taken()
    house.lives_until(shanghai(3, 12))
    house.told()
    house.does(BEN, "snooze")
    house.lives_until(shanghai(4, 12))
    assert ("person", BEN, "reminder_again") in house.told()
    house.does(BEN, "snooze")
    house.lives_until(shanghai(5, 10))
    assert ("person", BEN, "reminder_again") in house.told()


def test_what_is_put_off_is_not_put_off_twice() -> None:
    house = g.promised()
    house.lives_until(shanghai(5, 10))
    house.does(BEN, "snooze")
    with pytest.raises(Refused, match="too_late"):
        house.does(BEN, "snooze")


def test_it_does_not_put_off_that_the_lead_hears() -> None:
    house = g.taken()
    house.lives_until(shanghai(3, 12))
    house.does(BEN, "snooze")
    house.lives_until(shanghai(5, 12))
    assert Moment(MomentKind.LEAD, 3) in house.request.reminded


def test_a_new_date_needs_no_reminder_of_the_old_one() -> None:
    house = g.promised()
    house.lives_until(shanghai(5, 10))
    house.does(BEN, "snooze")
    house.does(BEN, "miss")
    house.does(ANA, "agree")
    house.told()
    house.lives_until(shanghai(6, 10))
    assert house.told() == []


def test_what_is_settled_is_not_reminded_of_again() -> None:
    house = g.promised()
    house.lives_until(shanghai(5, 10))
    house.does(BEN, "snooze")
    house.does(BEN, "deliver")
    assert house.request.snoozed is None
    house.told()
    house.lives_until(shanghai(6, 8))
    assert house.told() == []


def test_without_a_reminder_there_is_nothing_to_put_off() -> None:
    with pytest.raises(Refused, match="too_late"):
        g.promised().does(BEN, "snooze")


# Say thanks


def test_thanks_take_one_tap_and_reach_the_owner_alone() -> None:
    house = g.satisfied()
    house.told()
    assert house.does(ANA, "thanks") == (e.Thanked(),)
    assert house.told() == [("person", BEN, "thanked")]
    with pytest.raises(Refused, match="too_late"):
        house.does(ANA, "thanks")


def test_a_request_that_goes_well_costs_no_more_messages_than_before() -> None:
    house = g.asked()
    house.does(BEN, "done")
    house.does(ANA, "yes")
    assert house.told() == [
        ("channel", "it", "card"),
        ("person", ANA, "raised"),
        ("person", ANA, "delivered"),
    ]
