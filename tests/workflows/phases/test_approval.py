"""Approval, in chat or by a number from elsewhere; and dates that count from it or from the requester's input."""

from __future__ import annotations

from datetime import date

import pytest

from tests.workflows import given as g
from tests.workflows.given import (
    ANA,
    BEN,
    CHEN,
    DIEGO,
    FRIDAY,
    LIN,
    MARIA,
    NEED,
    NEXT_MONDAY,
    NEXT_TUESDAY,
    THURSDAY,
    TOM,
    TUESDAY,
    WEDNESDAY,
    shanghai,
)
from workflows.facts import Refused
from workflows.phases.approval import ApprovedElsewhere, Reject
from workflows.phases.checks import checks
from workflows.phases.offer import Accept, Draft, Propose
from workflows.state import events as e
from workflows.state.values import Outcome, Phase, Promise, Side
from workflows.time import schedule


def proposing(*options: Draft, approver: str | None = TOM, approval: str = "") -> Propose:
    return Propose(need=NEED, options=options or (g.costly(),), approver=approver, approval=approval)


def limited() -> g.House:
    return g.asked(of=g.company(g.LIMITED))


def promise_of(house: g.House) -> Promise:
    assert house.request.promise is not None
    return house.request.promise


# Who approves


@pytest.mark.parametrize("cost", [None, 0, 5000])
def test_up_to_the_limit_a_yes_is_a_promise_at_once(cost: int | None) -> None:
    house = limited()
    house.does(BEN, "offer", proposing(Draft(what="A phone", day=FRIDAY, cost=cost), approver=None))
    house.does(ANA, "accept")
    assert (house.request.phase, house.request.ball) == (Phase.ACTION, Side.OWNER)
    assert promise_of(house).cost == cost


def test_where_a_workflow_has_no_limit_nothing_needs_approval() -> None:
    house = g.asked()
    house.does(BEN, "offer", proposing(g.costly(1_000_000)))
    house.does(ANA, "accept")
    assert house.request.phase is Phase.ACTION


def test_above_the_limit_an_offer_names_its_approver() -> None:
    with pytest.raises(Refused, match="approver_needed") as refused:
        limited().does(BEN, "offer", proposing(approver=None))
    assert (refused.value.where, refused.value.details) == ("approver", {"limit": "5,000 CNY"})


@pytest.mark.parametrize(
    ("approver", "why"),
    [
        (ANA, "approver_is_requester"),
        (BEN, "approver_is_offerer"),
        (DIEGO, "cannot_be_asked"),
    ],
)
def test_neither_who_asks_nor_who_offers_nor_a_guest_approves(approver: str, why: str) -> None:
    with pytest.raises(Refused, match=why) as refused:
        limited().does(BEN, "offer", proposing(approver=approver))
    assert refused.value.where == "approver"


def test_a_lead_who_offers_for_the_owner_does_not_ask_the_owner_to_approve() -> None:
    house = limited()
    house.does(BEN, "take")
    with pytest.raises(Refused, match="approver_is_offerer"):
        house.does(LIN, "offer", proposing(approver=BEN))


@pytest.mark.parametrize("approver", [TOM, LIN, CHEN, MARIA])
def test_anybody_else_of_the_company_may_be_asked(approver: str) -> None:
    house = limited()
    house.does(BEN, "offer", proposing(approver=approver))
    house.does(ANA, "accept")
    house.does(approver, "approve")
    assert house.request.phase is Phase.ACTION


def test_a_person_with_two_ids_is_asked_by_the_preferred_one() -> None:
    house = limited()
    house.company = house.company.model_copy(update={"people": ((TOM, "wecom:Tom"),)})
    house.does(BEN, "offer", proposing(approver="wecom:Tom"))
    house.does(ANA, "accept")
    assert house.request.holder == TOM


def test_one_option_above_the_limit_asks_only_for_that_option() -> None:
    house = g.offered_at_a_cost(g.costly(100), g.costly(6000))
    house.does(ANA, "accept", Accept(version=1, option=0))
    assert house.request.phase is Phase.ACTION
    assert house.request.approval is None


# Waiting for it


def test_the_requesters_yes_gives_the_ball_to_the_approver() -> None:
    house = g.offered_at_a_cost()
    (asked,) = house.does(ANA, "accept")
    assert asked == e.ApprovalAsked(version=1, option=0, need=NEED, approver=TOM, cost=6000)
    assert (house.request.phase, house.request.ball, house.request.holder) == (
        Phase.OFFER,
        Side.APPROVER,
        TOM,
    )
    assert house.request.promise is None
    assert house.request.confirmed


def test_the_approver_and_the_department_hear_of_the_yes() -> None:
    told = g.to_be_approved().told()
    assert ("person", TOM, "approval_asked") in told
    assert ("thread", "it", "accepted_waits") in told


@pytest.mark.parametrize("act", ["accept", "change", "decline"])
def test_the_requester_has_said_yes_already(act: str) -> None:
    with pytest.raises(Refused, match=r"too_late\.approval"):
        g.to_be_approved().does(ANA, act)


@pytest.mark.parametrize("act", ["do_it", "done", "ask", "route"])
def test_nothing_goes_round_the_approver(act: str) -> None:
    with pytest.raises(Refused, match=r"too_late\.approval"):
        g.to_be_approved().does(BEN, act)


def test_only_the_approver_approves() -> None:
    for by in (ANA, BEN, LIN):
        with pytest.raises(Refused, match=r"not_yours\.asked"):
            g.to_be_approved().does(by, "approve")


def test_a_new_offer_ends_the_waiting_for_approval() -> None:
    house = g.to_be_approved()
    house.does(BEN, "offer", proposing(g.costly(100)))
    assert house.request.ball is Side.REQUESTER
    with pytest.raises(Refused, match="no_such_request"):
        house.does(TOM, "approve")
    house.does(ANA, "accept", Accept(version=2, option=0))
    assert house.request.phase is Phase.ACTION


def test_the_honest_no_ends_the_waiting_for_approval() -> None:
    house = g.to_be_approved()
    house.does(BEN, "cannot")
    assert (house.request.ball, house.request.approval) == (Side.REQUESTER, None)


def test_the_requester_may_withdraw_while_it_waits_and_reopening_goes_on_there() -> None:
    house = g.to_be_approved()
    house.does(ANA, "withdraw")
    assert house.request.outcome is Outcome.WITHDRAWN
    house.does(ANA, "reopen")
    assert house.request.waits_for_approval
    house.does(TOM, "approve")
    assert house.request.phase is Phase.ACTION


# The answer


def test_approved_it_is_a_promise_made_just_then() -> None:
    house = g.to_be_approved()
    house.clock.tick(days=1)
    (approved,) = house.does(TOM, "approve")
    assert isinstance(approved, e.Approved)
    promise = promise_of(house)
    assert (promise.day, promise.first_day, promise.made) == (FRIDAY, FRIDAY, house.clock.now())
    assert (promise.cost, house.request.need) == (6000, NEED)
    assert (house.request.phase, house.request.ball) == (Phase.ACTION, Side.OWNER)
    assert {("person", ANA, "approved"), ("thread", "it", "approved")} <= set(house.told())


def test_a_number_of_days_after_approval_counts_from_the_day_of_approval() -> None:
    house = g.to_be_approved(g.costly(day=None, after="approval", days=3))
    house.clock.at = shanghai(5)
    house.does(TOM, "approve")
    assert (promise_of(house).day, promise_of(house).due) == (NEXT_TUESDAY, shanghai(10, 18))
    assert promise_of(house).first_day == NEXT_TUESDAY


def test_a_day_that_has_passed_is_not_approved_any_more() -> None:
    house = g.to_be_approved(g.costly(day=TUESDAY))
    house.clock.at = shanghai(3, 18)
    for by, act in ((TOM, "approve"), (BEN, "approved_elsewhere")):
        with pytest.raises(Refused, match="approval_comes_too_late") as refused:
            house.does(by, act)
        assert refused.value.details == {"day": TUESDAY.isoformat()}
    house.does(TOM, "reject")


def test_rejected_it_goes_back_for_another_offer_with_the_reason() -> None:
    house = g.to_be_approved()
    (rejected,) = house.does(TOM, "reject", Reject(reason=" Too dear "))
    assert rejected == e.Rejected(reason="Too dear")
    assert (house.request.phase, house.request.ball, house.request.offer) == (Phase.OFFER, Side.OWNER, None)
    assert {("person", ANA, "rejected"), ("thread", "it", "rejected")} <= set(house.told())


def test_a_rejection_says_why() -> None:
    with pytest.raises(Refused, match="words_needed") as refused:
        g.to_be_approved().does(TOM, "reject", Reject(reason=" "))
    assert refused.value.where == "reason"


# Done elsewhere


def test_a_number_given_with_the_offer_makes_acceptance_a_promise() -> None:
    house = limited()
    house.does(BEN, "offer", proposing(approver=None, approval=" OA-4711 "))
    house.does(ANA, "accept")
    assert house.request.phase is Phase.ACTION
    assert house.request.approval is not None
    assert (house.request.approval.number, house.request.approval.approved) == ("OA-4711", True)


def test_a_number_that_comes_while_it_waits_makes_it_a_promise() -> None:
    house = g.to_be_approved()
    (approved,) = house.does(BEN, "approved_elsewhere", ApprovedElsewhere(number="OA  4711"))
    assert isinstance(approved, e.Approved)
    assert house.request.approval is not None
    assert (approved.number, house.request.approval.number) == ("OA 4711", "OA 4711")
    assert house.request.phase is Phase.ACTION


@pytest.mark.parametrize(("number", "why"), [(" ", "words_needed"), ("4" * 101, "too_long")])
def test_a_number_is_said_and_short(number: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        g.to_be_approved().does(BEN, "approved_elsewhere", ApprovedElsewhere(number=number))


def test_what_is_approved_already_does_not_count_days_from_approval() -> None:
    draft = g.costly(day=None, after="approval", days=3)
    with pytest.raises(Refused, match="approved_already") as refused:
        limited().does(BEN, "offer", proposing(draft, approver=None, approval="OA-4711"))
    assert refused.value.where == "after-1"


# Days that count from a yes


@pytest.mark.parametrize("days", [None, 0, -1, 251])
@pytest.mark.parametrize("after", ["approval", "input"])
def test_it_takes_one_to_two_hundred_and_fifty_working_days(after: str, days: int | None) -> None:
    with pytest.raises(Refused, match="days_needed") as refused:
        limited().does(BEN, "offer", proposing(g.costly(day=None, after=after, days=days)))
    assert refused.value.where == "days-1"


def test_days_after_approval_need_something_to_approve() -> None:
    with pytest.raises(Refused, match="nothing_to_approve") as refused:
        limited().does(BEN, "offer", proposing(g.costly(100, day=None, after="approval", days=2)))
    assert refused.value.where == "after-1"


def test_an_offer_that_counts_from_a_yes_does_not_run_out_with_its_estimate() -> None:
    house = g.offered_at_a_cost(g.costly(day=None, after="approval", days=1))
    assert house.request.offer is not None
    assert house.request.offer.options[0].day == TUESDAY
    assert house.request.offer.expires == shanghai(11, 18)
    house.lives_until(shanghai(5))
    house.does(ANA, "accept")
    house.does(TOM, "approve")
    assert promise_of(house).day == FRIDAY


def test_such_an_offer_runs_out_with_a_day_beside_it_or_the_one_it_is_open_until() -> None:
    counted = g.costly(day=None, after="approval", days=9)
    beside = g.offered_at_a_cost(counted, g.costly(day=THURSDAY))
    assert beside.request.offer is not None
    assert beside.request.offer.expires == shanghai(5, 18)
    house = limited()
    house.does(BEN, "offer", proposing(counted).model_copy(update={"open_until": WEDNESDAY}))
    assert house.request.offer is not None
    assert house.request.offer.expires == shanghai(4, 18)


def test_practical_looks_at_the_day_it_would_come_to() -> None:
    facts = g.asked().facts().model_copy(update={"busy": {WEDNESDAY: 2}})
    draft = Draft(what="A phone", day=None, after="input", days=2)

    def practical(wished: date | None) -> bool:
        return checks(draft, NEED.model_copy(update={"wished": wished}), facts)[1].fine

    assert practical(None)  # what else is promised for that day says nothing yet
    assert practical(WEDNESDAY)
    assert not practical(TUESDAY)
    assert not checks(Draft(what="A phone", day=None, after="input"), NEED, facts)[1].fine


# After the requester's input


def test_accepted_it_waits_for_the_requesters_input() -> None:
    house = g.awaiting_input(days=3)
    assert (house.request.phase, house.request.ball) == (Phase.ACTION, Side.REQUESTER)
    assert promise_of(house).waits


def test_the_date_counts_from_the_day_the_input_came() -> None:
    house = g.awaiting_input(days=3)
    house.clock.at = shanghai(4)
    (given,) = house.does(ANA, "give_input")
    assert given == e.InputGiven(text="My old phone number is 4711", day=NEXT_MONDAY, due=shanghai(9, 18))
    promise = promise_of(house)
    assert (promise.day, promise.due, promise.first_day, promise.waits) == (
        NEXT_MONDAY,
        shanghai(9, 18),
        NEXT_MONDAY,
        False,
    )
    assert house.request.ball is Side.OWNER
    assert ("thread", "it", "input_given") in house.told()


def test_the_owner_may_have_it_by_another_way() -> None:
    house = g.awaiting_input(days=1)
    house.does(BEN, "have_input")
    assert promise_of(house).day == TUESDAY
    assert ("person", ANA, "input_given") in house.told()


@pytest.mark.parametrize("act", ["on_track", "miss", "earlier"])
def test_a_date_that_is_not_there_yet_is_not_moved(act: str) -> None:
    with pytest.raises(Refused, match="too_late"):
        g.awaiting_input().does(BEN, act)


def test_the_owner_may_deliver_without_it() -> None:
    house = g.awaiting_input()
    house.does(BEN, "deliver")
    assert house.request.phase is Phase.CONFIRM


def test_what_waits_for_input_keeps_no_day_busy() -> None:
    house = g.awaiting_input()
    assert house.desk.busy(BEN) == {}
    house.does(ANA, "give_input")
    assert house.desk.busy(BEN) == {THURSDAY: 1}


def test_what_needs_approval_and_input_waits_for_one_after_the_other() -> None:
    house = g.to_be_approved(g.costly(day=None, after="input", days=2))
    house.does(TOM, "approve")
    assert (house.request.ball, promise_of(house).waits) == (Side.REQUESTER, True)
    house.does(ANA, "give_input")
    assert promise_of(house).day == WEDNESDAY


def test_a_follow_up_leaves_it_waiting_for_input() -> None:
    house = g.awaiting_input()
    for by, act in ((ANA, "unhappy"), (ANA, "listen"), (LIN, "restate"), (ANA, "thats_it")):
        house.does(by, act)
    house.does(LIN, "apologise")
    assert (house.request.phase, house.request.ball) == (Phase.ACTION, Side.REQUESTER)
    assert promise_of(house).waits


# Silence


def test_an_approver_who_says_nothing_is_asked_again_and_then_others_hear() -> None:
    house = g.to_be_approved(g.costly(day=date(2026, 3, 31)))
    house.told()
    house.lives_until(shanghai(20))
    asked = [(to, kind) for _, to, kind in house.told()]
    assert asked == [
        (TOM, "reminder_approval"),
        (TOM, "reminder_approval"),
        (LIN, "reminder_lead"),
        (MARIA, "reminder_contact"),
    ]
    assert house.request.waits_for_approval


def test_an_approvers_working_days_are_those_where_they_are() -> None:
    house = g.to_be_approved(at=shanghai(2, 9))
    moments = schedule.coming(house.request, house.workflow, house.company, house.clock.now())
    assert [str(one.moment) for one in moments] == ["nudge:1", "nudge:3", "contact:approval", "lead:approval"]
    assert moments[0].at == shanghai(3, 16)  # nine in Berlin


def test_an_offer_does_not_run_out_while_it_waits_for_approval() -> None:
    house = g.to_be_approved(g.costly(day=TUESDAY))
    house.lives_until(shanghai(31))
    assert house.request.waits_for_approval


def test_a_requester_who_gives_nothing_is_asked_twice_and_then_it_closes() -> None:
    house = g.awaiting_input(days=1)
    house.told()
    house.lives_until(shanghai(20))
    assert [(to, kind) for _, to, kind in house.told()] == [
        (ANA, "reminder_nudge"),
        (ANA, "reminder_nudge"),
        (ANA, "closed_unanswered"),
    ]
    assert house.request.outcome is Outcome.UNANSWERED
    assert all("overdue" not in str(one.moment) for one in house.happened() if isinstance(one, e.Reminded))


def test_reopened_it_waits_for_input_again() -> None:
    house = g.awaiting_input()
    house.lives_until(shanghai(12))
    house.does(ANA, "reopen")
    assert (house.request.phase, house.request.ball) == (Phase.ACTION, Side.REQUESTER)


def test_once_the_input_is_there_it_is_reminded_like_any_other_promise() -> None:
    house = g.awaiting_input(days=5)
    house.does(ANA, "give_input")
    house.told()
    house.lives_until(shanghai(9, 12))
    assert promise_of(house).day == NEXT_MONDAY
    assert [kind for _, _, kind in house.told()] == [
        "reminder_check_in",
        "reminder_day_before",
        "reminder_on_the_day",
    ]


def test_it_is_approved_here_or_elsewhere_and_not_both() -> None:
    with pytest.raises(Refused, match="approver_or_number"):
        limited().does(BEN, "offer", proposing(approval="PO-7"))
