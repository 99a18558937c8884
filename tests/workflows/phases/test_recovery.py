"""Recovery: control, listen, establish, apologise, resolve. A bad answer becomes a repaired relationship."""

from datetime import timedelta

import pytest

from tests.workflows import given as g
from tests.workflows.given import ANA, BEN, FRIDAY, LIN, MARIA, TOM, shanghai
from workflows.facts import Refused
from workflows.phases.confirm import Rate, Reopen, Solve
from workflows.phases.offer import Accept, DoIt
from workflows.phases.recovery import Apologise, NotHappy, Tell, handler_for
from workflows.state import events as e
from workflows.state.values import Heard, Outcome, Phase, RecoveryStep, Side
from workflows.time import schedule

# Who follows up, and how it is chosen


def test_partly_solved_is_first_repaired_by_its_owner_without_further_steps() -> None:
    house = g.partly()
    asked, opened = house.does(ANA, "follow_up")
    assert asked == e.FollowUpAsked(handler=BEN, repair=True)
    assert opened == e.RoundOpened(round=2)
    assert (house.request.phase, house.request.ball, house.request.owner) == (Phase.OFFER, Side.OWNER, BEN)


def test_not_solved_goes_to_the_first_lead_who_is_not_its_owner() -> None:
    house = g.unsolved()
    assert house.does(ANA, "follow_up") == (e.FollowUpAsked(handler=LIN), e.RoundOpened(round=2))
    assert (house.request.step, house.request.ball, house.request.owner) == (
        RecoveryStep.LISTEN,
        Side.REQUESTER,
        LIN,
    )
    assert (house.request.round, house.request.promise, house.request.delivery) == (2, None, None)


def test_what_a_lead_did_goes_to_the_escalation_contact() -> None:
    house = g.asked()
    house.does(LIN, "done")
    house.does(ANA, "no")
    house.does(ANA, "follow_up")
    assert house.request.owner == MARIA


def test_a_second_bad_answer_goes_to_a_lead_even_when_it_is_partly_solved() -> None:
    house = g.second_round()
    house.does(BEN, "done")
    house.does(ANA, "partly")
    house.does(ANA, "follow_up")
    assert (house.request.owner, house.request.step, house.request.round) == (LIN, RecoveryStep.LISTEN, 3)


def test_nobody_follows_up_what_they_asked_for_themselves() -> None:
    house = g.House()
    house.asks(by=LIN)
    house.does(BEN, "done")
    house.does(LIN, "no")
    house.does(LIN, "follow_up")
    assert house.request.owner == MARIA
    other = g.House()
    other.asks(by=MARIA)
    other.does(LIN, "done")
    other.does(MARIA, "no")
    other.does(MARIA, "follow_up")
    assert other.request.owner == BEN


def test_who_asks_for_fresh_eyes_never_finds_their_own() -> None:
    """The contact asks, and the only lead owns it: a member hears; else, at last, the lead."""
    for members, hears in (((BEN,), BEN), ((), LIN)):
        it = g.IT.model_copy(update={"members": members, "on_call": LIN})
        assert it.fresh(LIN, MARIA) == (hears,)
        assert g.IT.fresh(None, MARIA) == (LIN,)
    house = g.House()
    house.asks(by=MARIA)
    house.does(LIN, "cannot")
    house.told()
    house.does(MARIA, "appeal")
    assert house.told() == [("person", BEN, "appealed"), ("person", LIN, "appeal_goes_to")]


def test_what_the_contact_asked_for_is_not_handed_up_to_themselves() -> None:
    asked = g.unsolved().request
    assert handler_for(asked, g.IT, bad=3) == MARIA
    assert handler_for(asked.model_copy(update={"requester": MARIA}), g.IT, bad=3) == LIN


def test_a_lead_does_not_listen_or_apologise_to_themselves() -> None:
    house = g.House()
    house.asks(by=LIN)
    house.does(BEN, "done")
    for by, act in ((LIN, "no"), (LIN, "follow_up"), (LIN, "listen")):
        house.does(by, act)
    with pytest.raises(Refused, match="fresh_eyes"):
        house.does(LIN, "restate")
    for by, act in ((MARIA, "restate"), (LIN, "thats_it")):
        house.does(by, act)
    with pytest.raises(Refused, match="fresh_eyes"):
        house.does(LIN, "apologise")


def test_what_somebody_did_for_themselves_is_followed_up_by_somebody_else_even_if_partly_solved() -> None:
    house = g.House()
    house.asks(by=BEN)
    for act in ("done", "partly", "follow_up"):
        house.does(BEN, act)
    assert (house.request.owner, house.request.step) == (LIN, RecoveryStep.LISTEN)


def test_why_it_was_reopened_is_said_in_no_channel_once_it_went_wrong() -> None:
    house = g.apologised()
    house.does(ANA, "close")
    house.told()
    house.does(ANA, "reopen", Reopen(reason="He shouted"))
    assert house.told() == [("person", LIN, "reopened")]
    first = g.offered()
    first.does(ANA, "withdraw")
    first.told()
    first.does(ANA, "reopen", Reopen(reason="I need it after all"))
    assert first.told() == [("thread", "it", "reopened")]


def test_just_feedback_ends_it_as_unsatisfied_and_one_lead_reads_it() -> None:
    house = g.unsolved()
    house.told()
    assert house.does(ANA, "feedback") == (e.FeedbackGiven(), e.Closed(outcome=Outcome.UNSATISFIED))
    (feedback, closed) = house.notices()
    assert (feedback.to, feedback.kind, feedback.facts["solved"]) == (LIN, "feedback", "no")
    assert (closed.place, closed.kind) == ("thread", "closed_unsatisfied")


def test_whoever_says_no_more_after_a_bad_answer_is_not_counted_as_satisfied_and_a_lead_hears() -> None:
    house = g.unsolved()
    house.told()
    house.lives_until(shanghai(31))
    assert (house.request.outcome, house.request.displeased) == (Outcome.UNSATISFIED, False)
    assert house.told() == [
        ("person", ANA, "reminder_nudge"),
        ("person", ANA, "reminder_nudge"),
        ("person", ANA, "closed_unsatisfied"),
        ("person", LIN, "went_quiet"),
    ]


@pytest.mark.parametrize("rate", [Rate(result=2), Rate(experience=1), Rate(result=5, experience=2)])
def test_a_low_score_asks_too_and_can_be_followed_up_after_the_end(rate: Rate) -> None:
    house = g.satisfied()
    house.does(ANA, "rate", rate)
    assert house.request.displeased
    assert house.request.outcome is Outcome.SATISFIED
    house.does(ANA, "follow_up")
    assert (house.request.step, house.request.owner, house.request.round) == (RecoveryStep.LISTEN, LIN, 2)
    assert house.request.outcome is None


def test_a_low_score_as_feedback_leaves_it_closed() -> None:
    house = g.satisfied()
    house.does(ANA, "rate", Rate(result=1))
    house.told()
    assert house.does(ANA, "feedback") == (e.FeedbackGiven(),)
    assert (house.request.outcome, house.request.displeased) == (Outcome.SATISFIED, False)
    assert house.told() == [("person", LIN, "feedback")]


@pytest.mark.parametrize("rate", [Rate(result=3), Rate(result=4, experience=5), Rate(words="Fine")])
def test_a_score_as_expected_asks_nothing(rate: Rate) -> None:
    house = g.satisfied()
    house.does(ANA, "rate", rate)
    assert not house.request.displeased


def test_following_up_after_the_end_is_open_as_long_as_reopening() -> None:
    house = g.satisfied()
    house.does(ANA, "rate", Rate(result=1))
    house.clock.tick(days=14, minutes=1)
    for act in ("follow_up", "unhappy"):
        house.clock.tick(minutes=1)
        with pytest.raises(Refused, match="too_late"):
            house.does(ANA, act)


def test_what_is_missing_is_read_by_whoever_follows_up_and_by_nobody_before() -> None:
    house = g.unsolved()
    house.told()
    house.does(ANA, "rate", Rate(words="It drops every minute"))
    assert house.told() == []
    house.does(ANA, "feedback")
    assert house.notices()[0].facts["text"] == "It drops every minute"
    light = g.second_round()
    light.told()
    light.does(ANA, "rate", Rate(words="It drops every minute"))
    assert light.told() == [("person", BEN, "rated")]


# Not happy, at any time


@pytest.mark.parametrize("given", [g.asked, g.taken, g.offered, g.promised, g.delivered, g.satisfied])
def test_not_happy_is_told_to_a_lead_alone_at_any_time(given: g.Given) -> None:
    house = given()
    house.told()
    house.does(ANA, "unhappy")
    told = house.notices()
    assert {notice.place for notice in told} == {"person"}
    assert (told[0].to, told[0].kind) == (LIN, "follow_up")
    assert (house.request.step, house.request.ball) == (RecoveryStep.LISTEN, Side.REQUESTER)
    assert house.request.recovery is not None
    assert house.request.recovery.words == "Nobody told me anything"


def test_not_happy_as_feedback_changes_nothing_and_is_read_by_one_lead() -> None:
    house = g.promised()
    before, _ = house.request, house.told()
    house.does(ANA, "unhappy", NotHappy(words=" Slow ", follow_up=False))
    assert house.request.model_copy(update={"version": 0, "changed": None}) == before.model_copy(
        update={"version": 0, "changed": None}
    )
    assert house.told() == [("person", LIN, "feedback")]


def test_feedback_needs_words() -> None:
    with pytest.raises(Refused, match="words_needed"):
        g.promised().does(ANA, "unhappy", NotHappy(follow_up=False))


def test_a_promise_stands_still_while_somebody_listens_and_then_goes_on_with_its_owner() -> None:
    house = g.promised()
    promise = house.request.promise
    house.does(ANA, "unhappy")
    assert (house.request.promise, house.request.owner) == (None, LIN)
    with pytest.raises(Refused, match=r"too_late\.listening"):
        house.does(LIN, "deliver")
    house.does(LIN, "restate")
    house.does(ANA, "thats_it")
    house.told()
    house.does(LIN, "apologise")
    assert (house.request.phase, house.request.promise, house.request.owner) == (Phase.ACTION, promise, BEN)
    assert house.told() == [("person", ANA, "apology"), ("person", BEN, "resumed")]
    house.does(BEN, "deliver")
    assert house.request.phase is Phase.CONFIRM


def test_a_proposed_date_gets_its_time_again() -> None:
    house = g.postponed()
    house.does(ANA, "unhappy")
    house.clock.tick(hours=2)
    house.does(LIN, "restate")
    house.does(ANA, "thats_it")
    house.does(LIN, "apologise")
    assert house.request.proposal is not None
    assert house.request.proposal.since == house.clock.now()


# Listen, establish, apologise


def test_words_in_the_thread_are_listened_to_as_well() -> None:
    house = g.listened_to()
    (heard,) = house.does(ANA, "reply")
    assert heard == e.Listened(heard=Heard(words="It is the blue one"))
    assert (house.request.step, house.request.ball) == (RecoveryStep.ESTABLISH, Side.OWNER)


def test_what_is_said_is_kept_without_what_does_not_exist() -> None:
    house = g.listened_to()
    house.does(ANA, "listen", Tell(heard=Heard(unmet=(0, 7, -1), matters=" Mail ")))
    assert house.request.recovery is not None
    assert house.request.recovery.heard == Heard(unmet=(0,), matters="Mail")


def test_something_has_to_be_said() -> None:
    with pytest.raises(Refused, match="words_needed"):
        g.listened_to().does(ANA, "listen", Tell(heard=Heard(words="  ")))


def test_the_handler_may_say_it_back_without_waiting_for_a_form() -> None:
    house = g.listened_to()
    house.does(LIN, "restate")
    assert (house.request.step, house.request.ball) == (RecoveryStep.ESTABLISH, Side.REQUESTER)


def test_not_quite_gives_it_back_to_the_handler() -> None:
    house = g.restated()
    house.does(ANA, "not_quite")
    assert (house.request.step, house.request.ball) == (RecoveryStep.ESTABLISH, Side.OWNER)
    assert house.request.recovery is not None
    assert (house.request.recovery.restated, house.request.recovery.correction) == (
        "",
        "It was the second time",
    )
    house.does(LIN, "restate")
    house.does(ANA, "thats_it")
    assert house.request.recovery.confirmed


def test_there_is_no_apology_before_it_is_understood() -> None:
    for given in (g.listened_to, g.heard, g.restated):
        with pytest.raises(Refused, match="too_late"):
            given().does(LIN, "apologise")


def test_silence_lets_the_lead_go_on_and_is_not_a_yes() -> None:
    house = g.listened_to()
    house.lives_until(shanghai(4, 12))
    assert "listen_lapsed" in house.names()
    house.does(LIN, "restate")
    house.lives_until(shanghai(9, 12))
    assert "restatement_lapsed" in house.names()
    assert (house.request.step, house.request.ball) == (RecoveryStep.APOLOGISE, Side.OWNER)
    assert house.request.recovery is not None
    assert not house.request.recovery.confirmed
    assert house.request.is_open


def test_its_clocks_run_at_a_quarter() -> None:
    house = g.heard()
    house.told()
    house.lives_until(shanghai(4, 18))
    at = {str(one.moment): one_at for one, one_at in told_at(house)}
    assert at == {
        "nudge:1": shanghai(2, 11, 15),
        "lead:3": shanghai(2, 15, 45),
        "contact": shanghai(3, 15, 45),
    }
    assert house.told() == [
        ("person", LIN, "reminder_nudge"),
        ("person", MARIA, "reminder_lead"),
        ("person", MARIA, "reminder_contact"),
    ]


def told_at(house: g.House) -> list[tuple[e.Reminded, object]]:
    history = house.store.history(house.number)
    return [(one.event, one.at) for one in history if isinstance(one.event, e.Reminded)]


def test_the_requester_is_told_a_time_at_which_somebody_surely_hears() -> None:
    house = g.listened_to()
    until = schedule.answered_by(house.request, house.workflow, house.company)
    assert until == shanghai(3, 15, 45)
    house.lives_until(until)
    assert house.names()[-1] == "listen_lapsed"
    light = g.second_round()
    assert schedule.answered_by(light.request, light.workflow, light.company) == shanghai(2, 15, 45)


def test_where_nobody_follows_up_no_time_is_named() -> None:
    for given in (g.asked, g.promised, g.satisfied):
        house = given()
        assert schedule.answered_by(house.request, house.workflow, house.company) is None


def test_whoever_owned_it_until_then_does_not_look_after_it_even_as_a_lead() -> None:
    it = g.IT.model_copy(update={"leads": (LIN, TOM)})
    house = g.asked()
    house.company = house.company.model_copy(update={"departments": {"it": it, "buy": g.BUY}})
    house.does(LIN, "done")
    house.does(ANA, "no")
    house.does(ANA, "follow_up")
    assert house.request.owner == TOM
    with pytest.raises(Refused, match="fresh_eyes"):
        house.does(LIN, "restate")


# A redress


def with_redress(limit: int | None) -> g.House:
    house = g.House(of=g.company(g.HELP.model_copy(update={"redress_limit": limit})))
    house.asks()
    house.does(BEN, "done")
    for by, act in ((ANA, "no"), (ANA, "follow_up"), (LIN, "restate"), (ANA, "thats_it")):
        house.does(by, act)
    return house


def test_a_redress_stays_within_the_limit_of_the_workflow() -> None:
    house = with_redress(200)
    with pytest.raises(Refused, match="redress_too_high"):
        house.does(LIN, "apologise", Apologise(text="Sorry", redress="Dinner", cost=201))
    with pytest.raises(Refused, match="cost_is_negative"):
        house.does(LIN, "apologise", Apologise(text="Sorry", redress="Dinner", cost=-1))
    (said,) = house.does(LIN, "apologise", Apologise(text="Sorry", redress=" Dinner ", cost=200))
    assert said == e.Apologised(text="Sorry", redress="Dinner", cost=200)


def test_where_the_workflow_gives_none_words_are_all() -> None:
    house = with_redress(None)
    with pytest.raises(Refused, match="no_redress"):
        house.does(LIN, "apologise", Apologise(text="Sorry", redress="Dinner"))
    with pytest.raises(Refused, match="no_redress"):
        house.does(LIN, "apologise", Apologise(text="Sorry", cost=1))
    house.does(LIN, "apologise", Apologise(text="Sorry"))


# Resolve, and the end


def test_it_is_offered_delivered_and_asked_again_and_both_answers_are_kept() -> None:
    house = g.apologised()
    house.does(LIN, "offer")
    house.does(ANA, "accept", Accept(version=2, option=0))
    house.does(LIN, "deliver")
    house.does(ANA, "yes")
    assert [poll.solved for poll in house.request.polls] == ["no", "yes"]
    assert [poll.round for poll in house.request.polls] == [1, 2]
    assert house.request.outcome is Outcome.SATISFIED
    assert house.request.recovered


def test_what_went_well_at_once_did_not_recover() -> None:
    assert not g.satisfied().request.recovered


def test_the_third_bad_answer_hands_it_up_and_no_round_begins_by_itself() -> None:
    house = g.handed_up()
    assert (house.request.owner, house.request.phase, house.request.ball) == (MARIA, Phase.OFFER, Side.OWNER)
    assert (house.request.round, house.request.bad_polls) == (3, 3)
    assert house.names()[-2:] == ["polled", "handed_up"]
    house.told()
    house.lives_until(house.clock.now() + timedelta(days=30))
    assert house.request.round == 3
    assert house.request.is_open


def test_what_was_handed_up_goes_on_with_what_the_contact_offers() -> None:
    house = g.handed_up()
    house.does(MARIA, "do_it", DoIt(day=FRIDAY))
    assert (house.request.round, house.request.phase) == (4, Phase.ACTION)
    house.does(MARIA, "deliver")
    house.does(ANA, "yes")
    assert house.request.recovered


def test_a_fourth_bad_answer_stays_with_the_contact() -> None:
    house = g.handed_up()
    house.does(MARIA, "done")
    house.does(ANA, "no", Solve(solved="no"))
    assert (house.request.owner, house.request.ball) == (MARIA, Side.OWNER)


def test_after_three_bad_answers_whatever_comes_is_followed_up_by_the_contact() -> None:
    house = g.handed_up()
    house.does(ANA, "unhappy")
    assert (house.request.owner, house.request.step) == (MARIA, RecoveryStep.LISTEN)


@pytest.mark.parametrize(
    "given", [g.second_round, g.listened_to, g.heard, g.restated, g.understood, g.apologised, g.handed_up]
)
def test_the_requester_may_close_it_as_it_is_at_any_time(given: g.Given) -> None:
    house = given()
    house.does(ANA, "close")
    assert house.request.outcome is Outcome.UNSATISFIED


def test_what_was_closed_while_somebody_listened_goes_on_there_when_it_is_reopened() -> None:
    house = g.heard()
    house.does(ANA, "close")
    house.does(ANA, "reopen", Reopen(reason="I would like to go on"))
    assert (house.request.step, house.request.ball, house.request.owner) == (
        RecoveryStep.ESTABLISH,
        Side.OWNER,
        LIN,
    )


def test_reopened_a_second_time_it_is_looked_at_with_fresh_eyes() -> None:
    house = g.second_round()
    house.does(BEN, "done")
    house.does(ANA, "yes")
    house.does(ANA, "reopen")
    assert house.request.owner == LIN


def test_of_what_is_confidential_whoever_had_it_hears_no_more() -> None:
    house = g.House()
    house.asks(to="complaint")
    for by, act in ((BEN, "take"), (BEN, "done"), (ANA, "no")):
        house.does(by, act)
    house.told()
    house.does(ANA, "follow_up")
    assert house.told() == [("person", LIN, "follow_up")]


def test_what_somebody_did_for_themselves_is_listened_to_by_another_when_it_is_reopened() -> None:
    house = g.House()
    house.asks(by=BEN)
    for act in ("done", "yes", "reopen"):
        house.does(BEN, act)
    assert (house.request.owner, house.request.step) == (LIN, RecoveryStep.LISTEN)


def test_nothing_of_a_follow_up_is_said_in_a_channel() -> None:
    house = g.handed_up()
    kinds = {(notice.place, notice.kind) for notice in house.notices()}
    assert {kind for place, kind in kinds if place != "person"} == {"card", "accepted"}


def test_the_same_press_delivered_twice_is_no_refusal_though_it_is_not_possible_a_second_time() -> None:
    house = g.unsolved()
    house.does(ANA, "follow_up", delivery="slack:1")
    assert house.does(ANA, "follow_up", delivery="slack:1") == ()
    with pytest.raises(Refused, match="too_late"):
        house.does(ANA, "follow_up", delivery="slack:2")
