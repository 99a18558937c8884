"""Offer: a proper answer, from light to full."""

from datetime import date, timedelta

import pytest

from tests.workflows import given as g
from tests.workflows.given import (
    ANA,
    BEN,
    CHEN,
    FRIDAY,
    LIN,
    MARIA,
    MONDAY,
    NEED,
    NEXT_MONDAY,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    option,
    shanghai,
)
from workflows.facts import Refused
from workflows.phases.checks import checks, usually
from workflows.phases.confirm import CloseAsItIs
from workflows.phases.explore import Correct, Route
from workflows.phases.offer import (
    Accept,
    AskChange,
    CannotDo,
    Decline,
    DoIt,
    Draft,
    Finish,
    Propose,
    usual_day,
)
from workflows.state import events as e
from workflows.state.values import Need, Outcome, Phase, Side

# Done


def test_a_trivial_request_costs_a_sentence_a_press_and_a_tap() -> None:
    house = g.asked()
    house.does(BEN, "done")
    house.does(ANA, "yes")
    assert house.request.outcome is Outcome.SATISFIED
    told = house.told()
    assert [news for news in told if news[1] == ANA] == [
        ("person", ANA, "raised"),
        ("person", ANA, "delivered"),
    ]
    assert [news for news in told if news[0] != "person"] == [("channel", "it", "card")]
    assert len(told) == 3


def test_done_takes_promises_and_delivers_at_once() -> None:
    house = g.asked()
    taken, promised, delivered = house.does(BEN, "done")
    assert taken == e.Taken(owner=BEN)
    assert isinstance(promised, e.Promised)
    assert isinstance(delivered, e.Delivered)
    assert promised.promise.due == house.clock.now()
    assert (house.request.phase, house.request.ball) == (Phase.CONFIRM, Side.REQUESTER)


@pytest.mark.parametrize(("typed", "said"), [("", "Done, please try it"), (" Reset it ", "Reset it")])
def test_done_says_what_was_done_or_the_workflows_own_sentence(typed: str, said: str) -> None:
    house = g.asked()
    house.does(BEN, "done", Finish(what=typed))
    assert house.request.delivery is not None
    assert house.request.delivery.what == said


def test_done_may_be_pressed_at_any_hour() -> None:
    house = g.asked(shanghai(7, 23))
    house.does(BEN, "done")
    assert house.request.phase is Phase.CONFIRM


# I'll do it


def test_i_will_do_it_promises_the_wished_day() -> None:
    house = g.asked(blocked="fine", wished="2026-03-06")
    taken, promised = house.does(BEN, "do_it", DoIt())
    assert taken == e.Taken(owner=BEN)
    assert isinstance(promised, e.Promised)
    promise = promised.promise
    assert (promise.day, promise.due, promise.as_asked) == (FRIDAY, shanghai(6, 18), True)
    assert (house.request.phase, house.request.ball) == (Phase.ACTION, Side.OWNER)


def test_i_will_do_it_without_a_wished_day_needs_a_day() -> None:
    with pytest.raises(Refused, match="day_needed") as refused:
        g.asked().does(BEN, "do_it", DoIt())
    assert refused.value.where == "day"


def test_i_will_do_it_asks_for_a_day_when_the_wished_one_has_passed() -> None:
    house = g.asked(blocked="fine", wished="2026-03-03")
    house.clock.at = shanghai(4)
    with pytest.raises(Refused, match="day_needed"):
        house.does(BEN, "do_it", DoIt())
    house.does(BEN, "do_it", DoIt(day=THURSDAY))
    assert house.request.promise is not None
    assert house.request.promise.day == THURSDAY


def test_a_form_proposes_the_wished_day_or_the_usual_one() -> None:
    wished = g.asked(blocked="fine", wished="2026-03-06")
    assert usual_day(wished.request, wished.facts()) == FRIDAY
    usual = g.asked()
    assert usual_day(usual.request, usual.facts()) == TUESDAY


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2026, 2, 27), "date_is_past"),
        (date(2026, 3, 7), "not_a_working_day"),
        (date(2028, 3, 3), "too_far_away"),
        (date.max, "too_far_away"),
    ],
)
def test_only_a_working_day_to_come_is_promised(day: date, why: str) -> None:
    with pytest.raises(Refused, match=why):
        g.asked().does(BEN, "do_it", DoIt(day=day))


def test_today_is_not_promised_after_closing_time() -> None:
    with pytest.raises(Refused, match="already_closed_today"):
        g.asked(shanghai(2, 18)).does(BEN, "do_it", DoIt(day=MONDAY))


def test_a_weekend_day_worked_in_exchange_can_be_promised_and_a_holiday_not() -> None:
    house = g.asked(shanghai(30, month=9))
    with pytest.raises(Refused, match="not_a_working_day"):
        house.does(BEN, "do_it", DoIt(day=date(2026, 10, 5)))
    house.does(BEN, "do_it", DoIt(day=date(2026, 10, 10)))
    assert house.request.promise is not None
    assert house.request.promise.due == shanghai(10, 18, month=10)


def test_a_promise_is_due_at_closing_time_where_the_department_is() -> None:
    house = g.House()
    house.asks("A monitor", to="purchase", what="A monitor", budget="Sales", goal="Two screens")
    house.does(g.EVA, "do_it", DoIt(day=FRIDAY))
    assert house.request.promise is not None
    assert house.request.promise.due == shanghai(7, 1)


def test_the_requester_may_object_to_i_will_do_it() -> None:
    house = g.asked()
    house.does(BEN, "do_it")
    assert house.does(ANA, "change", AskChange(text="Earlier, please")) == (
        e.ChangeAsked(text="Earlier, please"),
    )
    assert (house.request.phase, house.request.ball) == (Phase.OFFER, Side.OWNER)
    assert house.request.promise is None


def test_an_objection_ends_the_new_date_that_was_proposed() -> None:
    house = g.asked()
    house.does(BEN, "do_it")
    house.does(BEN, "miss")
    house.does(ANA, "change")
    assert house.request.proposal is None


def test_an_accepted_offer_is_not_objected_to() -> None:
    with pytest.raises(Refused, match=r"too_late\.promised"):
        g.promised().does(ANA, "change")


# Making an offer


def test_offering_is_taking() -> None:
    house = g.asked()
    taken, offered = house.does(BEN, "offer")
    assert taken == e.Taken(owner=BEN)
    assert isinstance(offered, e.Offered)
    assert offered.offer.version == 1
    assert (house.request.phase, house.request.ball) == (Phase.OFFER, Side.REQUESTER)


@pytest.mark.parametrize("count", [1, 2, 3])
def test_an_offer_has_one_to_three_options(count: int) -> None:
    house = g.offered(*(option(f"Way {n}") for n in range(count)))
    assert house.request.offer is not None
    assert [made.what for made in house.request.offer.options] == [f"Way {n}" for n in range(count)]


@pytest.mark.parametrize("count", [0, 4])
def test_no_other_number_of_options_is_offered(count: int) -> None:
    drafts = tuple(option() for _ in range(count))
    with pytest.raises(Refused, match="one_to_three_options"):
        g.asked().does(BEN, "offer", Propose(need=NEED, options=drafts))


@pytest.mark.parametrize(
    ("draft", "why", "where"),
    [
        (option(day=None), "day_needed", "day-2"),
        (option(day=date(2026, 3, 8)), "not_a_working_day", "day-2"),
        (option(day=date(2026, 3, 1)), "date_is_past", "day-2"),
        (option(what=" "), "words_needed", "what-2"),
        (Draft(what="A new one", day=FRIDAY, cost=-1), "cost_is_negative", "cost-2"),
    ],
)
def test_what_is_wrong_with_an_option_is_said_at_its_field(draft: Draft, why: str, where: str) -> None:
    with pytest.raises(Refused, match=why) as refused:
        g.offered(option(), draft)
    assert refused.value.where == where


def test_an_option_cannot_meet_a_condition_that_is_not_there() -> None:
    house = g.offered(option(meets=(-1, 0, 1, 2)))
    assert house.request.offer is not None
    assert house.request.offer.options[0].meets == (0, 1)


def test_an_offer_carries_the_owners_own_restatement_and_the_requesters_wish() -> None:
    house = g.asked(blocked="fine", wished="2026-03-06")
    house.does(BEN, "offer", Propose(need=NEED, options=(option(),)))
    assert house.request.offer is not None
    assert house.request.offer.need == NEED.model_copy(update={"wished": FRIDAY})
    assert house.request.need.words == "Please reset my password"


# Three checks


def looked_at(draft: Draft, need: Need = NEED, busy: dict[date, int] | None = None) -> dict[str, bool]:
    facts = g.asked().facts().model_copy(update={"busy": busy or {}})
    return {check.name: check.fine for check in checks(draft, need, facts)}


def test_a_good_offer_passes_the_three_checks() -> None:
    draft = Draft(what="A new password", day=FRIDAY, beyond="And a second factor", meets=(0, 1))
    assert looked_at(draft) == {"complete": True, "practical": True, "win_win": True}


def test_complete_names_the_conditions_left_out() -> None:
    facts = g.asked().facts()
    complete, *_ = checks(option(meets=(0,)), NEED, facts)
    assert (complete.fine, complete.details) == (False, {"left_out": "It stays so"})


@pytest.mark.parametrize("day", [None, date(2026, 3, 7), date(2026, 3, 1)])
def test_practical_asks_for_a_working_day(day: date | None) -> None:
    assert not looked_at(option(day=day))["practical"]


def test_practical_minds_the_wished_day_and_other_promises_of_that_day() -> None:
    late = NEED.model_copy(update={"wished": WEDNESDAY})
    assert not looked_at(option(), late)["practical"]
    assert not looked_at(option(), busy={FRIDAY: 2})["practical"]
    assert looked_at(option(), busy={THURSDAY: 2})["practical"]


def test_win_win_asks_what_it_adds() -> None:
    assert not looked_at(option())["win_win"]


def test_the_desk_counts_the_promises_of_somebodys_days() -> None:
    house = g.promised(FRIDAY)
    house.asks("Another thing")
    house.does(BEN, "do_it")
    house.asks("A third thing")
    house.does(BEN, "done")
    assert house.desk.busy(BEN) == {FRIDAY: 2}
    assert house.desk.busy(LIN) == {}


# The requester's answer


def test_accepting_makes_the_option_a_promise_and_confirms_the_need() -> None:
    house = g.offered(option("Tomorrow", TUESDAY), option("On Friday", FRIDAY, (0,)))
    (accepted,) = house.does(ANA, "accept", Accept(version=1, option=1))
    assert isinstance(accepted, e.Accepted)
    promise = accepted.promise
    assert (promise.what, promise.day, promise.due) == ("On Friday", FRIDAY, shanghai(6, 18))
    assert (promise.made, promise.meets, promise.as_asked) == (house.clock.now(), (0,), False)
    assert house.request.need == NEED
    assert house.request.confirmed
    assert (house.request.phase, house.request.ball) == (Phase.ACTION, Side.OWNER)


@pytest.mark.parametrize("chosen", [-1, 1])
def test_an_option_that_is_not_there_cannot_be_accepted(chosen: int) -> None:
    with pytest.raises(Refused, match="offer_replaced"):
        g.offered().does(ANA, "accept", Accept(version=1, option=chosen))


def test_a_new_version_kills_the_old_buttons() -> None:
    house = g.offered()
    house.does(BEN, "offer", Propose(need=NEED, options=(option(day=THURSDAY),)))
    with pytest.raises(Refused, match="offer_replaced"):
        house.does(ANA, "accept", Accept(version=1, option=0))
    house.does(ANA, "accept", Accept(version=2, option=0))
    assert house.request.promise is not None
    assert house.request.promise.day == THURSDAY


def test_asking_for_a_change_kills_the_old_buttons() -> None:
    house = g.offered()
    house.does(ANA, "change")
    assert house.request.ball is Side.OWNER
    with pytest.raises(Refused, match="too_late"):
        house.does(ANA, "accept")


def test_an_offer_expires_when_its_first_day_could_not_be_kept_any_more() -> None:
    house = g.offered(option(day=WEDNESDAY), option(day=FRIDAY))
    assert house.request.offer is not None
    assert house.request.offer.expires == shanghai(4, 18)


def test_an_offer_may_be_open_for_a_shorter_time() -> None:
    house = g.asked()
    house.does(BEN, "offer", Propose(need=NEED, options=(option(),), open_until=TUESDAY))
    assert house.request.offer is not None
    assert house.request.offer.expires == shanghai(3, 18)


def test_an_offer_is_not_open_until_a_day_nobody_works() -> None:
    offer = Propose(need=NEED, options=(option(),), open_until=date(2026, 3, 7))
    with pytest.raises(Refused, match="not_a_working_day") as refused:
        g.asked().does(BEN, "offer", offer)
    assert refused.value.where == "open_until"


def test_an_expired_offer_is_dead_at_the_very_instant() -> None:
    house = g.offered(option(day=WEDNESDAY))
    house.clock.at = shanghai(4, 18)
    with pytest.raises(Refused, match="offer_expired"):
        house.does(ANA, "accept")


def test_a_moment_before_it_expires_it_is_accepted() -> None:
    house = g.offered(option(day=WEDNESDAY))
    house.clock.at = shanghai(4, 18) - timedelta(microseconds=1)
    house.does(ANA, "accept")
    assert house.request.phase is Phase.ACTION


def test_an_expired_offer_brings_the_ball_back_to_the_owner() -> None:
    house = g.offered(option(day=WEDNESDAY))
    assert e.OfferExpired(version=1) in house.lives_until(shanghai(4, 18))
    assert (house.request.offer, house.request.ball) == (None, Side.OWNER)


def test_declining_hopes_for_another_offer() -> None:
    house = g.offered()
    assert house.does(ANA, "decline", Decline(reason="Too dear")) == (e.OfferDeclined(reason="Too dear"),)
    assert (house.request.phase, house.request.ball) == (Phase.OFFER, Side.OWNER)


def test_declining_may_close_it() -> None:
    house = g.offered()
    house.does(ANA, "decline", Decline(reason="Too dear", close=True))
    assert (house.request.outcome, house.request.reason) == (Outcome.DECLINED, "Too dear")


def test_a_change_is_said_in_words() -> None:
    with pytest.raises(Refused, match="words_needed"):
        g.offered().does(ANA, "change", AskChange(text=" "))


# Can't do


def test_an_honest_no_has_a_reason_and_waits_for_the_requester() -> None:
    house = g.refused()
    assert house.request.refusal == e.CannotBeDone(
        reason="It is not ours to give", alternative="Ask the bank"
    )
    assert (house.request.owner, house.request.ball) == (BEN, Side.REQUESTER)
    with pytest.raises(Refused, match="words_needed"):
        g.asked().does(BEN, "cannot", CannotDo(reason=""))


def test_after_an_honest_no_the_requester_may_close_it_as_declined() -> None:
    house = g.refused()
    house.does(ANA, "close", CloseAsItIs())
    assert (house.request.outcome, house.request.reason) == (Outcome.DECLINED, "It is not ours to give")


def test_an_appeal_goes_to_the_lead() -> None:
    house = g.refused()
    house.told()
    assert house.does(ANA, "appeal") == (e.Appealed(refusal="It is not ours to give"),)
    assert house.told() == [("person", LIN, "appealed")]
    assert (house.request.refusal, house.request.ball) == (None, Side.OWNER)


@pytest.mark.parametrize("act", ["do_it", "offer", "done"])
def test_a_lead_who_promises_in_somebodys_place_answers_for_it_and_they_hear(act: str) -> None:
    house = g.taken()
    house.told()
    house.does(LIN, act)
    assert house.request.owner == LIN
    assert ("person", BEN, "handed_over") in house.told()


def test_an_owner_hears_what_a_lead_has_said_in_their_place() -> None:
    for given, act, done in (
        (g.taken, "cannot", "cannot"),
        (g.promised, "deliver", "delivered"),
        (g.promised, "miss", "date"),
        (g.second_round, "do_it", "promised"),
        (g.second_round, "offer", "offer"),
    ):
        house = given()
        house.told()
        house.does(LIN, act)
        assert house.request.owner == BEN
        told = [one.facts["done"] for one in house.notices() if one.to == BEN and one.kind == "for_you"]
        assert told == [done], act


def test_the_lead_may_offer_after_an_appeal() -> None:
    house = g.refused()
    house.does(ANA, "appeal")
    house.does(LIN, "offer")
    assert house.request.offer is not None
    assert house.request.offer.by == LIN


def test_an_appeal_against_the_leads_own_no_goes_to_the_escalation_contact() -> None:
    house = g.asked()
    house.does(LIN, "cannot")
    house.told()
    house.does(ANA, "appeal")
    assert house.told() == [("person", MARIA, "appealed"), ("person", LIN, "appeal_goes_to")]
    assert house.request.owner == MARIA


def test_an_honest_no_ends_the_open_offer_and_an_offer_ends_the_no() -> None:
    house = g.offered()
    house.does(BEN, "cannot")
    assert house.request.offer is None
    house.does(BEN, "offer")
    assert house.request.refusal is None


# Whose it is


@pytest.mark.parametrize("act", ["offer", "do_it", "done", "ask", "cannot", "route"])
def test_what_is_taken_is_the_owners_and_the_leads(act: str) -> None:
    house = g.House(of=g.company())
    it = g.IT.model_copy(update={"members": (BEN, CHEN)})
    house.company = house.company.model_copy(update={"departments": {"it": it, "buy": g.BUY}})
    house.asks()
    house.does(BEN, "take")
    with pytest.raises(Refused, match="taken_by_another"):
        house.does(CHEN, act)
    house.does(LIN, act)


def test_a_correction_needs_no_offer_to_be_open() -> None:
    with pytest.raises(Refused, match="too_late"):
        g.offered().does(ANA, "correct", Correct(need=Need(words="Other")))


def test_passing_it_on_ends_the_open_offer() -> None:
    house = g.offered()
    house.does(BEN, "route", Route(workflow="purchase"))
    assert house.request.offer is None
    assert house.request.phase is Phase.EXPLORE


def test_a_wish_that_has_passed_makes_no_offer_impossible() -> None:
    house = g.asked(blocked="fine", wished="2026-03-03")
    house.clock.at = shanghai(9)
    house.does(BEN, "offer", Propose(need=NEED, options=(option(day=NEXT_MONDAY),)))
    assert house.request.offer is not None


def test_an_appeal_is_remembered_until_the_department_answers_it() -> None:
    house = g.refused()
    house.does(ANA, "appeal")
    assert house.request.appealed
    house.does(BEN, "offer")
    assert not house.request.appealed


def test_the_evidence_is_how_long_the_last_ones_like_this_took() -> None:
    house = g.House()
    for days in (1, 1, 2, 3, 8):
        house.asks()
        house.does(BEN, "do_it", DoIt(day=house.facts().calendar.add_working_days(house.facts().today, 9)))
        house.clock.at = house.facts().calendar.opens(
            house.facts().calendar.add_working_days(house.facts().today, days)
        )
        house.does(BEN, "deliver")
        house.does(ANA, "yes")
    assert house.desk.lately(BEN, house.workflow) == (1, 1, 2, 3, 8)
    assert usually(house.desk.lately(BEN, house.workflow)) == (5, 3)
    assert house.desk.lately(LIN, house.workflow) == ()


def test_too_few_tell_nothing() -> None:
    assert usually((1, 2, 3, 4)) is None
    assert usually(tuple(range(20))) == (20, 15)
