"""Explore: what was asked becomes what is needed."""

import pytest

from tests.workflows import given as g
from tests.workflows.given import ANA, BEN, CHEN, COMPLAINT, EVA, FRIDAY, HELP, LIN, MARIA, MONDAY, PURCHASE
from workflows.definition import Choice, Question
from workflows.facts import Refused
from workflows.phases.explore import Answer, Ask, Correct, Raise, Reply, Route, TakeBack
from workflows.state import events as e
from workflows.state.values import Need, Phase, Side

# Raising


def test_one_sentence_is_enough_to_raise_a_request() -> None:
    house = g.House()
    (raised,) = house.asks("  Please reset my password ")
    assert isinstance(raised, e.Raised)
    assert (raised.words, raised.requester, raised.department) == ("Please reset my password", ANA, "it")
    assert (house.request.phase, house.request.ball) == (Phase.EXPLORE, Side.DEPARTMENT)


def test_a_request_without_words_is_refused_at_its_field() -> None:
    with pytest.raises(Refused, match="words_needed") as refused:
        g.House().asks("   ")
    assert refused.value.where == "words"


def test_a_request_for_an_unknown_workflow_is_refused() -> None:
    with pytest.raises(Refused, match="no_such_workflow"):
        g.House().asks(to="astrology")


def test_required_questions_wait_for_the_requester() -> None:
    house = g.House()
    house.asks("A monitor", to="purchase", what="A monitor")
    assert house.request.ball is Side.REQUESTER


def test_with_every_required_answer_in_the_form_the_department_has_the_ball() -> None:
    house = g.House()
    house.asks("A monitor", to="purchase", what="A monitor", budget="Sales", goal="Two screens")
    assert house.request.ball is Side.DEPARTMENT


def test_the_words_asked_and_the_need_found_are_both_kept() -> None:
    house = g.asked(goal="Mail on my phone")
    assert house.request.words == "Please reset my password"
    assert house.request.need == Need(
        words="Please reset my password", conditions=("With Mail on my phone I can work",)
    )


def test_answers_to_questions_that_nobody_asks_are_not_kept() -> None:
    assert g.asked(owner="slack:U0BEN", goal=" ").request.answers == {}


def test_a_wish_for_a_day_that_is_past_is_refused_when_raising() -> None:
    with pytest.raises(Refused, match="date_is_past") as refused:
        g.asked(wished="2026-03-01", blocked="fine")
    assert refused.value.where == "wished"


def test_a_wish_for_today_is_taken() -> None:
    assert g.asked(wished="2026-03-02", blocked="fine").request.need.wished == MONDAY


def test_an_answer_in_the_form_that_leads_to_another_workflow_takes_it_there_at_once() -> None:
    house = g.House()
    raised, routed = house.asks(blocked="buying")
    assert isinstance(raised, e.Raised)
    assert isinstance(routed, e.Routed)
    assert (house.request.department, house.request.workflow) == ("buy", "purchase")
    assert house.request.bounces == 0
    assert house.told() == [("person", ANA, "raised"), ("channel", "buy", "card")]


# Urgency


def test_an_urgent_request_reaches_the_person_on_call() -> None:
    house = g.asked(blocked="stopped")
    assert house.request.urgent
    assert ("person", BEN, "urgent") in house.told()


def test_an_urgent_request_asks_at_most_one_question() -> None:
    house = g.House()
    house.asks("The server room is hot", to="purchase", hurry="yes")
    assert house.request.ball is Side.DEPARTMENT


def test_the_person_on_call_is_called_once_however_many_answers_follow() -> None:
    house = g.asked()
    house.told()
    house.does(ANA, "answer", Answer(answers={"blocked": "stopped"}))
    house.does(ANA, "answer", Answer(answers={"goal": "Anything"}))
    assert [kind for _, _, kind in house.told()] == ["answered", "urgent", "answered"]


def test_an_urgent_request_that_is_passed_on_reaches_the_next_person_on_call() -> None:
    house = g.asked(blocked="stopped")
    house.told()
    house.does(BEN, "route")
    assert ("person", g.TOM, "urgent") in house.told()
    assert house.request.ball is Side.DEPARTMENT


# Answers


def test_the_last_required_answer_brings_the_ball_to_the_department() -> None:
    house = g.House()
    house.asks("A monitor", to="purchase", what="A monitor", budget="Sales")
    (answered,) = house.does(ANA, "answer", Answer(answers={"goal": "Two screens"}))
    assert isinstance(answered, e.Answered)
    assert not answered.open
    assert house.request.ball is Side.DEPARTMENT


def test_some_of_the_required_answers_leave_the_ball_with_the_requester() -> None:
    house = g.House()
    house.asks("A monitor", to="purchase")
    house.does(ANA, "answer", Answer(answers={"goal": "Two screens"}))
    assert house.request.ball is Side.REQUESTER


def test_the_last_required_answer_brings_the_ball_to_the_owner_if_there_is_one() -> None:
    house = g.House()
    house.asks("A monitor", to="purchase")
    house.does(EVA, "take")
    house.does(ANA, "answer", Answer(answers={"what": "A monitor", "budget": "Sales", "goal": "Two"}))
    assert (house.request.ball, house.request.phase) == (Side.OWNER, Phase.OFFER)


def test_answers_suggest_conditions_of_satisfaction() -> None:
    house = g.asked()
    house.does(ANA, "answer", Answer(answers={"goal": "Mail on my phone"}))
    assert house.request.need.conditions == ("With Mail on my phone I can work",)


def test_an_answer_for_a_day_that_is_past_is_refused_at_its_field() -> None:
    house = g.asked(blocked="fine")
    with pytest.raises(Refused, match="date_is_past") as refused:
        house.does(ANA, "answer", Answer(answers={"wished": "2026-02-27"}))
    assert refused.value.where == "wished"


def test_an_answer_can_lead_to_another_workflow_which_counts_as_no_bounce() -> None:
    house = g.asked()
    answered, routed = house.does(ANA, "answer", Answer(answers={"blocked": "buying", "goal": "A big one"}))
    assert isinstance(answered, e.Answered)
    assert isinstance(routed, e.Routed)
    assert house.request.department == "buy"
    assert house.request.answers == {"blocked": "buying", "goal": "A big one"}
    assert house.request.bounces == 0


def test_the_department_that_sent_it_back_keeps_it_although_an_old_answer_led_away() -> None:
    house = g.asked()
    house.does(ANA, "answer", Answer(answers={"blocked": "buying"}))
    house.does(EVA, "route", Route(workflow="help"))
    house.does(ANA, "answer", Answer(answers={"goal": "My own laptop back"}))
    assert house.request.department == "it"


def test_an_empty_answer_skips_what_is_left() -> None:
    house = g.asked()
    (skipped,) = house.does(ANA, "answer", Answer(answers={"goal": " "}))
    assert skipped == e.QuestionsSkipped(questions=("blocked", "goal"))


def test_skipped_questions_are_not_asked_again() -> None:
    house = g.asked()
    house.does(ANA, "skip")
    with pytest.raises(Refused, match="too_late"):
        house.does(ANA, "answer")


def test_what_is_required_cannot_be_skipped() -> None:
    house = g.House()
    house.asks("A monitor", to="purchase")
    with pytest.raises(Refused, match="too_late"):
        house.does(ANA, "skip")


# Replies


def test_a_reply_of_the_requester_answers_the_oldest_open_question() -> None:
    house = g.asked()
    house.does(BEN, "ask", Ask(text="Which account?"))
    house.does(BEN, "ask", Ask(text="Which phone?"))
    house.does(ANA, "reply", Reply(text="The work one"))
    assert [asked.answer for asked in house.request.asked] == ["The work one", None]
    assert house.request.ball is Side.REQUESTER


def test_with_the_last_answer_the_ball_is_with_the_owner_again() -> None:
    house = g.asked()
    house.does(BEN, "ask")
    house.does(ANA, "reply")
    assert (house.request.ball, house.request.phase) == (Side.OWNER, Phase.OFFER)


def test_a_reply_answers_a_required_question_in_words_when_nobody_asked_another() -> None:
    house = g.House()
    house.asks("A monitor", to="purchase")
    house.does(ANA, "reply", Reply(text="A 27 inch one"))
    assert house.request.answers == {"what": "A 27 inch one"}


def test_a_reply_to_an_optional_question_is_only_passed_on() -> None:
    house = g.asked()
    assert house.does(ANA, "reply", Reply(text="Thank you!")) == (e.Said(text="Thank you!"),)


def test_talk_of_a_member_answers_nothing() -> None:
    house = g.asked()
    house.does(BEN, "ask")
    assert house.does(LIN, "reply", Reply(text="The blue one, surely")) == (
        e.Said(text="The blue one, surely"),
    )
    assert house.request.ball is Side.REQUESTER


def test_words_after_the_promise_answer_nothing_and_move_nothing() -> None:
    house = g.asked()
    house.does(BEN, "ask")
    house.does(BEN, "done")
    assert house.does(ANA, "reply") == (e.Said(text="It is the blue one"),)
    assert (house.request.phase, house.request.ball) == (Phase.CONFIRM, Side.REQUESTER)


def test_an_answer_while_an_offer_is_open_leaves_the_offer_with_the_requester() -> None:
    house = g.offered()
    house.does(BEN, "ask")
    house.does(ANA, "reply")
    assert house.request.open_questions == ()
    assert house.request.offer is not None
    assert (house.request.phase, house.request.ball) == (Phase.OFFER, Side.REQUESTER)


def test_an_answer_taken_back_is_open_again() -> None:
    house = g.asked()
    house.does(BEN, "ask")
    house.does(ANA, "reply")
    house.does(ANA, "take_back", TakeBack(question="asked-1"))
    assert [asked.answer for asked in house.request.asked] == [None]
    assert house.request.ball is Side.REQUESTER


def test_an_optional_answer_taken_back_keeps_the_ball_where_it_is() -> None:
    house = g.asked(goal="Mail")
    house.does(ANA, "take_back", TakeBack(question="goal"))
    assert house.request.answers == {}
    assert house.request.need.conditions == ()
    assert house.request.ball is Side.DEPARTMENT


def test_what_was_not_answered_cannot_be_taken_back() -> None:
    with pytest.raises(Refused, match="nothing_to_take_back"):
        g.asked().does(ANA, "take_back")


# That's right


def test_that_is_right_confirms_the_need() -> None:
    house = g.asked(goal="Mail")
    assert house.does(ANA, "confirm") == (e.NeedConfirmed(),)
    assert house.request.confirmed
    assert house.request.phase is Phase.OFFER


def test_not_quite_replaces_the_need_and_is_counted() -> None:
    house = g.asked(goal="Mail")
    need = Need(words="The other account", conditions=(" I can log in ", ""), wished=FRIDAY)
    (corrected,) = house.does(ANA, "correct", Correct(need=need))
    assert corrected == e.NeedCorrected(
        need=Need(words="The other account", conditions=("I can log in",), wished=FRIDAY)
    )
    assert house.request.confirmed


def test_a_corrected_need_has_at_most_five_conditions() -> None:
    need = Need(words="Much", conditions=tuple("abcdef"))
    with pytest.raises(Refused, match="too_many_conditions"):
        g.asked(goal="Mail").does(ANA, "correct", Correct(need=need))


def test_own_words_outlive_further_answers() -> None:
    house = g.asked(goal="Mail")
    need = Need(words="The other account", conditions=("I can log in",))
    house.does(ANA, "correct", Correct(need=need))
    house.does(ANA, "answer", Answer(answers={"blocked": "fine"}))
    house.does(ANA, "answer", Answer(answers={"wished": "2026-03-06"}))
    assert house.request.need == need.model_copy(update={"wished": FRIDAY})


def test_a_new_answer_after_that_is_right_is_restated_and_asks_again() -> None:
    house = g.asked(blocked="fine")
    house.does(ANA, "confirm")
    house.does(ANA, "answer", Answer(answers={"goal": "Mail"}))
    assert house.request.need.conditions == ("With Mail I can work",)
    assert not house.request.confirmed


def test_bare_words_need_no_that_is_right() -> None:
    with pytest.raises(Refused, match="too_late"):
        g.asked().does(ANA, "confirm")


# Taking and asking


def test_whoever_takes_it_answers_for_it() -> None:
    house = g.asked()
    assert house.does(BEN, "take") == (e.Taken(owner=BEN),)
    assert (house.request.owner, house.request.ball) == (BEN, Side.OWNER)


def test_taking_does_not_take_the_question_from_the_requester() -> None:
    house = g.House()
    house.asks("A monitor", to="purchase")
    house.does(EVA, "take")
    assert (house.request.owner, house.request.ball) == (EVA, Side.REQUESTER)


def test_asking_is_taking() -> None:
    house = g.asked()
    taken, asked = house.does(BEN, "ask")
    assert taken == e.Taken(owner=BEN)
    assert asked == e.QuestionAsked(id="asked-1", text="Which account?")
    assert house.request.ball is Side.REQUESTER


def test_nobody_else_takes_what_is_taken() -> None:
    with pytest.raises(Refused, match="too_late"):
        g.taken().does(LIN, "take")


# Not ours


def test_routing_keeps_number_and_answers_and_adopts_the_target_version() -> None:
    house = g.asked(goal="A second screen")
    (routed,) = house.does(BEN, "route", Route(workflow="purchase", reason="Has to be bought"))
    assert isinstance(routed, e.Routed)
    assert routed.reason == "Has to be bought"
    assert house.request.number == 1
    assert house.request.answers == {"goal": "A second screen"}
    assert (house.request.workflow, house.request.workflow_version) == ("purchase", "purchase-1")
    assert house.workflow == PURCHASE


def test_after_routing_nobody_owns_it_and_only_what_is_missing_is_asked() -> None:
    house = g.taken()
    house.does(BEN, "route")
    assert (house.request.owner, house.request.ball) == (None, Side.REQUESTER)
    house.does(ANA, "answer", Answer(answers={"what": "A screen", "budget": "Sales", "goal": "To see"}))
    assert house.request.ball is Side.DEPARTMENT
    assert house.request.need.conditions == ("A screen is here",)


def test_what_was_skipped_there_may_be_asked_here() -> None:
    house = g.asked()
    house.does(ANA, "skip")
    house.does(BEN, "route")
    house.does(ANA, "answer", Answer(answers={"goal": "To see"}))
    assert house.request.answers == {"goal": "To see"}


def test_the_target_restates_the_need_unless_it_is_in_own_words() -> None:
    house = g.asked(goal="A second screen")
    house.does(BEN, "route")
    assert house.request.need.conditions == ()
    own = g.asked(goal="A second screen")
    own.does(ANA, "correct", Correct(need=Need(words="Better eyes", conditions=("I can read",))))
    own.does(BEN, "route")
    assert own.request.need == Need(words="Better eyes", conditions=("I can read",))
    assert own.request.confirmed


def test_a_new_department_hears_of_it_and_so_does_the_requester() -> None:
    house = g.asked()
    house.told()
    house.does(BEN, "route")
    assert house.told() == [("channel", "buy", "card"), ("person", ANA, "routed")]


def test_the_second_bounce_tells_the_escalation_contact() -> None:
    house = g.asked()
    house.does(BEN, "route")
    house.told()
    house.does(EVA, "route", Route(workflow="help"))
    assert ("person", MARIA, "bounced") in house.told()
    assert house.request.bounces == 2


@pytest.mark.parametrize(("to", "why"), [("help", "routed_to_itself"), ("astrology", "no_such_workflow")])
def test_it_can_only_be_passed_on_to_somebody_else(to: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        g.asked().does(BEN, "route", Route(workflow=to))


def test_what_is_promised_is_not_passed_on() -> None:
    with pytest.raises(Refused, match=r"too_late\.promised"):
        g.promised().does(BEN, "route")


def test_only_the_department_that_has_it_passes_it_on() -> None:
    house = g.asked()
    house.does(BEN, "route")
    with pytest.raises(Refused, match="no_such_request"):
        house.does(BEN, "route", Route(workflow="help"))


# Versions


def test_a_request_keeps_the_version_it_began_with() -> None:
    house = g.House()
    house.asks("A monitor", to="purchase")
    house.company = g.company(PURCHASE.model_copy(update={"version": "purchase-2", "questions": ()}))
    house.does(ANA, "answer", Answer(answers={"what": "A monitor"}))
    assert house.request.workflow_version == "purchase-1"
    assert house.request.ball is Side.REQUESTER
    house.asks("A desk", to="purchase")
    assert (house.request.workflow_version, house.request.ball) == ("purchase-2", Side.DEPARTMENT)


def test_routing_adopts_the_version_of_today() -> None:
    house = g.asked()
    house.company = g.company(PURCHASE.model_copy(update={"version": "purchase-2", "questions": ()}))
    house.does(BEN, "route")
    assert house.request.workflow_version == "purchase-2"
    assert house.request.ball is Side.DEPARTMENT


def test_a_choice_that_leads_to_a_workflow_that_is_gone_leads_nowhere() -> None:
    lost = Choice(id="lost", label=g.both("Lost"), workflow="found-property")
    question = Question(id="kind", ask=g.both("What is it?"), kind="choice", choices=(lost,))
    house = g.House(of=g.company(HELP.model_copy(update={"questions": (question,)})))
    house.asks(kind="lost")
    assert house.request.workflow == "help"


def test_a_confidential_request_says_nothing_in_the_channel_but_that_it_is_there() -> None:
    house = g.House()
    house.desk.raise_request(CHEN, Raise(workflow=COMPLAINT.id, words="About my colleague"))
    house.number = 1
    house.does(BEN, "take")
    house.does(CHEN, "reply")
    in_public = [notice for notice in house.notices() if notice.place != "person"]
    assert [(notice.kind, notice.facts) for notice in in_public] == [("card", {"by": CHEN})]


def test_the_longest_message_that_a_platform_lets_through_is_kept_whole() -> None:
    words = "字" * 40_000
    house = g.House()
    house.asks(words)
    house.does(ANA, "reply", Reply(text=words))
    assert house.request.words == words
