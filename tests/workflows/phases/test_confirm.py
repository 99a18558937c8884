"""Confirm: was it good. And the ways to end and to begin again."""

from datetime import date, timedelta

import pytest

from tests.workflows import given as g
from tests.workflows.given import ANA, BEN, CHEN, FRIDAY, LIN, shanghai
from workflows.facts import Refused
from workflows.phases.confirm import CloseAsItIs, Rate, Reopen, Withdraw
from workflows.phases.offer import Accept, DoIt
from workflows.rights import acts
from workflows.state import events as e
from workflows.state.values import Outcome, Phase, Poll, RecoveryStep, Side

NOW = shanghai(2)  # the day on which everything here happens

# The poll


def test_scores_are_asked_of_a_person_once_in_seven_days_and_the_poll_always() -> None:
    house = g.satisfied()
    assert stands(house, "rate")
    for days, again in ((3, False), (3, False), (1, True)):
        house.clock.tick(days=days)
        house.asks("once more")
        house.does(BEN, "done")
        assert house.does(ANA, "yes") == (
            e.Polled(solved="yes", scores=again),
            e.Closed(outcome=Outcome.SATISFIED),
        )
        assert stands(house, "rate") is again


def test_each_person_has_a_week_of_their_own() -> None:
    house = g.satisfied()
    house.asks("once more", by=CHEN)
    house.does(BEN, "done")
    house.does(CHEN, "yes")
    assert stands(house, "rate")


def test_what_is_missing_may_be_said_at_any_time() -> None:
    house = g.satisfied()
    house.asks("once more")
    house.does(BEN, "done")
    house.does(ANA, "no")
    assert stands(house, "rate")


def stands(house: g.House, act: str) -> bool:
    """Its button stands on the requester's card."""
    return act in {one.key for one in acts.standing(house.request, house.workflow, "requester")}


def test_yes_closes_as_satisfied_with_one_tap() -> None:
    house = g.delivered()
    house.told()
    assert house.does(ANA, "yes") == (e.Polled(solved="yes"), e.Closed(outcome=Outcome.SATISFIED))
    assert (house.request.phase, house.request.ball) == (Phase.CLOSED, None)
    assert house.told() == []


@pytest.mark.parametrize("act", ["partly", "no"])
def test_anything_else_waits_for_what_shall_follow(act: str) -> None:
    house = g.delivered()
    house.told()
    assert house.does(ANA, act) == (e.Polled(solved="no" if act == "no" else "partly"),)
    assert (house.request.phase, house.request.ball) == (Phase.CONFIRM, Side.REQUESTER)
    assert house.request.displeased
    assert house.told() == []


def test_both_polls_are_kept() -> None:
    house = g.second_round()
    house.does(BEN, "done")
    house.does(ANA, "yes")
    assert house.request.polls == (
        Poll(round=1, at=NOW, solved="partly"),
        Poll(round=2, at=NOW, solved="yes", scores=False),
    )


def test_offers_go_on_counting_in_the_second_round_so_that_old_buttons_stay_dead() -> None:
    house = g.second_round()
    house.does(BEN, "offer")
    with pytest.raises(Refused, match="offer_replaced"):
        house.does(ANA, "accept", Accept(version=1, option=0))
    house.does(ANA, "accept", Accept(version=2, option=0))
    assert house.request.phase is Phase.ACTION


def test_silence_is_no_yes() -> None:
    house = g.delivered()
    house.lives_until(shanghai(31))
    assert house.request.outcome is Outcome.UNCONFIRMED
    assert house.request.polls == ()


# Two axes


def test_result_and_experience_are_optional_and_come_after() -> None:
    house = g.satisfied()
    house.does(ANA, "rate", Rate(result=4, experience=5, unmet=(1,), words=" Friendly "))
    assert house.request.polls == (
        Poll(round=1, at=NOW, solved="yes", result=4, experience=5, unmet=(1,), words="Friendly"),
    )
    assert house.request.outcome is Outcome.SATISFIED


def test_one_axis_is_enough() -> None:
    house = g.satisfied()
    house.does(ANA, "rate", Rate(experience=2))
    assert (house.request.polls[0].result, house.request.polls[0].experience) == (None, 2)


@pytest.mark.parametrize("value", [0, 6, -1])
def test_an_axis_runs_from_one_to_five(value: int) -> None:
    with pytest.raises(Refused, match="one_to_five") as refused:
        g.satisfied().does(ANA, "rate", Rate(result=3, experience=value))
    assert refused.value.where == "experience"


def test_rating_happens_once() -> None:
    house = g.satisfied()
    house.does(ANA, "rate")
    with pytest.raises(Refused, match=r"too_late\.closed"):
        house.does(ANA, "rate")


def test_an_empty_rating_is_none() -> None:
    house = g.satisfied()
    assert house.does(ANA, "rate", Rate(unmet=(-1, 7), words=" ")) == ()


def test_what_was_only_partly_solved_can_be_rated_too() -> None:
    house = g.second_round()
    house.does(ANA, "rate", Rate(result=2))
    assert house.request.polls == (Poll(round=1, at=NOW, solved="partly", result=2),)


def test_nothing_is_rated_that_was_not_polled() -> None:
    house = g.delivered()
    house.lives_until(shanghai(31))
    with pytest.raises(Refused, match=r"too_late\.closed"):
        house.does(ANA, "rate")


def test_words_and_unmet_conditions_reach_the_department_and_bare_scores_do_not() -> None:
    house = g.satisfied()
    house.told()
    house.does(ANA, "rate", Rate(result=2))
    assert house.told() == []
    other = g.satisfied()
    other.told()
    other.does(ANA, "rate", Rate(words="Friendly"))
    assert other.told() == [("thread", "it", "rated")]


# Ending


@pytest.mark.parametrize("given", [g.asked, g.taken, g.offered, g.promised])
def test_the_requester_may_withdraw_until_it_is_delivered(given: g.Given) -> None:
    house = given()
    assert house.does(ANA, "withdraw", Withdraw(reason=" It works again ")) == (
        e.Closed(outcome=Outcome.WITHDRAWN, reason="It works again"),
    )
    assert house.request.outcome is Outcome.WITHDRAWN


@pytest.mark.parametrize("given", [g.refused, g.second_round, g.heard, g.apologised])
def test_after_an_honest_no_or_in_recovery_there_is_one_way_to_end_it(given: g.Given) -> None:
    with pytest.raises(Refused, match=r"too_late\."):
        given().does(ANA, "withdraw")
    house = given()
    house.does(ANA, "close")
    assert not house.request.is_open


def test_what_is_delivered_is_answered_not_withdrawn() -> None:
    with pytest.raises(Refused, match=r"too_late\.delivered"):
        g.delivered().does(ANA, "withdraw")


def test_in_a_later_round_the_requester_may_close_as_unsatisfied_at_any_time() -> None:
    for act in (None, "offer", "do_it", "done"):
        house = g.second_round()
        if act:
            house.does(BEN, act)
        house.does(ANA, "close", CloseAsItIs())
        assert house.request.outcome is Outcome.UNSATISFIED


@pytest.mark.parametrize("given", [g.asked, g.offered, g.promised, g.delivered])
def test_in_the_first_round_there_is_nothing_to_be_unsatisfied_with_yet(given: g.Given) -> None:
    with pytest.raises(Refused, match="too_late"):
        given().does(ANA, "close")


def test_nothing_is_done_to_what_is_closed_but_reopening_and_rating() -> None:
    house = g.satisfied()
    for act in ("answer", "accept", "yes", "withdraw", "reply"):
        with pytest.raises(Refused, match=r"too_late\.closed"):
            house.does(ANA, act)


# Reopening


@pytest.mark.parametrize("given", [g.asked, g.taken, g.offered, g.refused, g.promised, g.second_round])
def test_reopening_leads_into_the_phase_it_was_in_with_the_same_owner(given: g.Given) -> None:
    house = given()
    was = house.request
    house.does(ANA, "close" if given in (g.refused, g.second_round) else "withdraw")
    house.clock.tick(days=2)
    assert house.does(ANA, "reopen", Reopen(reason="Not over")) == (e.Reopened(reason="Not over"),)
    now = house.request
    assert (now.phase, now.ball, now.owner, now.round) == (was.phase, was.ball, was.owner, was.round)
    assert (now.outcome, now.since, now.reminded) == (None, house.clock.now(), ())


def test_reopening_after_delivery_opens_a_new_round() -> None:
    house = g.satisfied()
    house.told()
    assert house.does(ANA, "reopen") == (
        e.Reopened(),
        e.FollowUpAsked(handler=BEN),
        e.RoundOpened(round=2),
    )
    assert (house.request.step, house.request.ball, house.request.owner) == (
        RecoveryStep.LISTEN,
        Side.REQUESTER,
        BEN,
    )
    assert house.told() == [("person", BEN, "follow_up")]


def test_reopening_is_open_for_fourteen_calendar_days() -> None:
    house = g.satisfied()
    closed = house.clock.now()
    house.clock.at = closed + timedelta(days=14)
    house.does(ANA, "reopen")
    late = g.satisfied()
    late.clock.at = closed + timedelta(days=14, seconds=1)
    with pytest.raises(Refused, match="too_late_to_reopen"):
        late.does(ANA, "reopen")


def test_rating_does_not_put_off_the_end_of_reopening() -> None:
    house = g.satisfied()
    house.clock.tick(days=10)
    house.does(ANA, "rate")
    house.clock.tick(days=5)
    with pytest.raises(Refused, match="too_late_to_reopen"):
        house.does(ANA, "reopen")


def test_what_closed_unanswered_starts_with_fresh_clocks() -> None:
    house = g.refused()
    house.lives_until(shanghai(12))
    assert house.request.outcome is Outcome.UNANSWERED
    house.does(ANA, "reopen")
    assert house.lives_until(shanghai(16, 12)) == (e.Reminded(moment="nudge:1"),)


def test_a_reopened_offer_that_has_expired_is_the_owners_again() -> None:
    house = g.offered()
    house.does(ANA, "withdraw")
    house.clock.at = shanghai(9)
    house.does(ANA, "reopen")
    with pytest.raises(Refused, match="offer_expired"):
        house.does(ANA, "accept")
    assert house.wakes_up_at(shanghai(9, 9, 1)) == (e.OfferExpired(version=1),)
    assert house.request.ball is Side.OWNER


def test_a_reopened_new_date_gets_its_time_again() -> None:
    house = g.postponed(FRIDAY, date(2026, 3, 20))
    house.does(ANA, "withdraw")
    house.clock.at = shanghai(9)
    house.does(ANA, "reopen")
    assert house.request.proposal is not None
    assert house.request.proposal.since == shanghai(9)
    assert e.NewDateLapsed() not in house.lives_until(shanghai(16))


def test_an_overdue_promise_is_counted_afresh_when_it_is_reopened() -> None:
    house = g.promised()
    house.lives_until(shanghai(10))
    house.does(ANA, "withdraw")
    house.does(ANA, "reopen")
    assert house.lives_until(shanghai(11, 12)) == (
        e.Reminded(moment="overdue:1"),
        e.Reminded(moment="lead:overdue"),
    )


def test_only_the_requester_reopens() -> None:
    house = g.satisfied()
    for person in (BEN, LIN):
        with pytest.raises(Refused, match=r"not_yours\.requester"):
            house.does(person, "reopen")


def test_after_reopening_a_promise_can_be_made_again() -> None:
    house = g.satisfied()
    house.does(ANA, "reopen")
    house.does(BEN, "restate")
    house.does(ANA, "thats_it")
    house.does(BEN, "apologise")
    house.does(BEN, "do_it", DoIt(day=FRIDAY))
    house.does(BEN, "deliver")
    house.does(ANA, "yes")
    assert (house.request.round, house.request.outcome) == (2, Outcome.SATISFIED)
