"""What falls due, and what time does: nudges, reminders, escalation, and the ends that silence leads to."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.workflows import given as g
from tests.workflows.given import (
    ANA,
    BEN,
    EVA,
    FRIDAY,
    LIN,
    MARIA,
    MONDAY,
    NEXT_MONDAY,
    NEXT_TUESDAY,
    TOM,
    TUESDAY,
    WEDNESDAY,
    shanghai,
)
from workflows.definition import Rhythm
from workflows.phases.action import MissIt
from workflows.phases.explore import Answer
from workflows.phases.offer import DoIt
from workflows.state import events as e
from workflows.state.values import Outcome, Phase, Side
from workflows.time import schedule


def moments(house: g.House) -> dict[str, datetime]:
    coming = schedule.coming(house.request, house.workflow, house.company, house.clock.now())
    return {str(one.moment): one.at for one in coming}


def told_when(house: g.House, until: datetime) -> list[tuple[str, datetime]]:
    """Which moments come while the bot is at work, and when."""
    before = house.request.version
    house.lives_until(until)
    history = house.store.history(house.number)
    return [
        (str(r.event.moment), r.at) for r in history if r.seq > before and isinstance(r.event, e.Reminded)
    ]


# A requester who says nothing


@pytest.mark.parametrize("given", [g.refused, g.delivered])
def test_a_silent_requester_is_nudged_after_one_and_three_working_days(given: g.Given) -> None:
    house = given(at=shanghai(2, 10))
    assert told_when(house, shanghai(10)) == [
        ("nudge:1", shanghai(3, 10)),
        ("nudge:3", shanghai(5, 10)),
    ]


def test_open_questions_of_a_silent_requester_close_as_unanswered_after_seven_working_days() -> None:
    house = g.House(shanghai(2, 10))
    house.asks("A monitor", to="purchase")
    events = house.lives_until(shanghai(11, 10))
    assert events[-1] == e.Closed(outcome=Outcome.UNANSWERED)
    assert house.request.changed == shanghai(11, 10)


def test_an_offer_without_an_answer_closes_as_unanswered_after_seven_working_days() -> None:
    house = g.offered(g.option(day=date(2026, 3, 20)), at=shanghai(2, 10))
    assert house.lives_until(shanghai(11, 10)) == (
        e.Reminded(moment="nudge:1"),
        e.Reminded(moment="nudge:3"),
        e.Closed(outcome=Outcome.UNANSWERED),
    )


def test_a_poll_without_an_answer_closes_as_unconfirmed_after_seven_working_days() -> None:
    house = g.delivered(at=shanghai(2, 10))
    assert house.lives_until(shanghai(11, 9)) == (
        e.Reminded(moment="nudge:1"),
        e.Reminded(moment="nudge:3"),
    )
    assert house.lives_until(shanghai(11, 10)) == (e.Closed(outcome=Outcome.UNCONFIRMED),)


def test_what_would_come_at_the_very_close_waits_for_the_next_opening() -> None:
    assert moments(g.refused(at=shanghai(2, 9)))["nudge:1"] == shanghai(3, 9)


def test_silence_is_counted_in_the_requesters_own_working_time() -> None:
    house = g.House(shanghai(2, 18))
    house.asks("My screen is dark", by=TOM)
    house.does(BEN, "ask")
    assert moments(house)["nudge:1"] == shanghai(3, 18)


def test_an_answer_stops_the_nudges() -> None:
    house = g.House(shanghai(2, 10))
    house.asks()
    house.does(BEN, "ask")
    house.lives_until(shanghai(3, 12))
    house.does(ANA, "reply")
    assert house.request.reminded == ()
    assert "close:unanswered" not in moments(house)


def test_a_new_question_starts_the_clock_afresh() -> None:
    house = g.House(shanghai(2, 10))
    house.asks()
    house.does(BEN, "ask")
    house.lives_until(shanghai(6, 10))
    house.does(BEN, "ask")
    assert moments(house)["nudge:1"] == shanghai(9, 10)


# A department that says nothing


def test_a_silent_department_is_escalated_and_never_closed() -> None:
    house = g.asked(shanghai(2, 10))
    house.told()
    assert told_when(house, shanghai(31)) == [
        ("nudge:1", shanghai(3, 10)),
        ("lead:3", shanghai(5, 10)),
        ("contact", shanghai(11, 10)),
    ]
    assert house.request.is_open
    assert house.told() == [
        ("thread", "it", "waiting"),
        ("person", LIN, "reminder_lead"),
        ("person", MARIA, "reminder_contact"),
    ]


def test_a_silent_owner_is_told_first_then_the_lead_then_the_contact() -> None:
    house = g.taken(shanghai(2, 10))
    house.told()
    house.lives_until(shanghai(31))
    assert house.told() == [
        ("person", BEN, "reminder_nudge"),
        ("person", LIN, "reminder_lead"),
        ("person", MARIA, "reminder_contact"),
    ]
    assert house.request.is_open


def test_after_the_contact_has_heard_nothing_more_is_due() -> None:
    house = g.taken()
    house.lives_until(shanghai(31))
    assert house.next_due() is None


def test_the_next_department_starts_with_fresh_clocks() -> None:
    house = g.asked(shanghai(2, 10), blocked="stopped")
    house.lives_until(shanghai(6, 12))
    house.does(BEN, "route")
    assert house.request.reminded == ()
    assert moments(house)["nudge:1"] > shanghai(6, 12)


def test_a_rhythm_without_nudges_still_ends() -> None:
    quiet = g.HELP.model_copy(update={"rhythm": Rhythm(nudges=())})
    house = g.asked(shanghai(2, 10), of=g.company(quiet))
    assert list(moments(house)) == ["contact"]


# The promise


def test_a_promise_is_reminded_of_at_half_the_day_before_and_on_the_day_at_opening() -> None:
    house = g.promised(NEXT_TUESDAY, at=shanghai(2, 9))
    assert told_when(house, shanghai(10, 18)) == [
        ("check_in", shanghai(5, 13, 30)),
        ("day_before", shanghai(9)),
        ("on_the_day", shanghai(10)),
    ]


def test_the_check_in_never_comes_outside_working_time() -> None:
    house = g.promised(date(2026, 3, 11), at=shanghai(2, 9))
    assert moments(house)["check_in"] == shanghai(6, 9)


def test_a_promise_for_tomorrow_is_reminded_of_on_the_day_only() -> None:
    house = g.promised(TUESDAY, at=shanghai(2, 10))
    assert next(iter(moments(house))) == "on_the_day"


def test_there_is_no_check_in_under_one_working_day() -> None:
    house = g.promised(TUESDAY, at=shanghai(2, 18, 30))
    assert "check_in" not in moments(house)


def test_whoever_has_asked_for_another_date_is_not_asked_whether_this_one_holds() -> None:
    house = g.promised(at=shanghai(2, 9))
    house.lives_until(shanghai(4, 9))
    house.does(BEN, "miss")
    house.told()
    house.lives_until(shanghai(5, 12))
    assert house.told() == [("person", ANA, "reminder_nudge")]


def test_nor_is_it_said_late_when_the_old_date_stands_after_all() -> None:
    house = g.promised(at=shanghai(2, 9))
    house.lives_until(shanghai(4, 9))
    house.does(BEN, "miss")
    house.lives_until(shanghai(5, 10))
    house.does(ANA, "keep_date")
    house.told()
    house.lives_until(shanghai(5, 17))
    assert house.told() == []


@pytest.mark.parametrize(
    ("said", "asked"),
    [(shanghai(4, 14), []), (shanghai(4, 13), [("person", BEN, "reminder_check_in")])],
)
def test_whoever_has_said_within_a_day_how_it_goes_is_not_asked(
    said: datetime, asked: list[tuple[str, str, str]]
) -> None:
    house = g.promised(NEXT_TUESDAY, at=shanghai(2, 9))
    house.lives_until(said)
    house.does(BEN, "update")
    house.told()
    house.lives_until(shanghai(5, 18))
    assert house.told() == asked


def test_whoever_has_heard_it_from_a_lead_only_is_asked() -> None:
    house = g.promised(NEXT_TUESDAY, at=shanghai(2, 9))
    house.lives_until(shanghai(5, 9))
    house.does(LIN, "update")
    house.told()
    house.lives_until(shanghai(5, 18))
    assert house.told() == [("person", BEN, "reminder_check_in")]


def test_a_workflow_may_want_no_reminders_before_the_day_is_over() -> None:
    quiet = Rhythm(check_in=False, day_before=False, on_the_day=False)
    house = g.asked(of=g.company(g.HELP.model_copy(update={"rhythm": quiet})))
    house.does(BEN, "do_it", DoIt(day=NEXT_TUESDAY))
    assert list(moments(house)) == ["lead:overdue", "overdue:1", "contact:overdue"]


def test_every_overdue_working_day_the_owner_hears_the_lead_after_one_the_contact_after_three() -> None:
    house = g.promised(FRIDAY)
    house.lives_until(shanghai(6, 18))
    house.told()
    assert told_when(house, shanghai(12)) == [
        ("overdue:1", shanghai(9)),
        ("lead:overdue", shanghai(9)),
        ("overdue:2", shanghai(10)),
        ("overdue:3", shanghai(11)),
        ("contact:overdue", shanghai(11)),
        ("overdue:4", shanghai(12)),
    ]
    assert house.told() == [
        ("person", BEN, "reminder_overdue"),
        ("person", LIN, "reminder_lead"),
        ("person", BEN, "reminder_overdue"),
        ("person", BEN, "reminder_overdue"),
        ("person", MARIA, "reminder_contact"),
        ("person", BEN, "reminder_overdue"),
    ]


def test_a_lead_who_owns_it_hears_once_a_moment() -> None:
    house = g.asked()
    house.does(LIN, "do_it")
    house.lives_until(shanghai(6, 18))
    house.told()
    house.lives_until(shanghai(9, 12))
    assert house.told() == [("person", LIN, "reminder_overdue")]


def test_nobody_hears_above_before_it_is_overdue_whatever_the_rhythm_says() -> None:
    strict = g.HELP.model_copy(update={"rhythm": Rhythm(lead_after=0, escalation_after=0)})
    house = g.asked(of=g.company(strict))
    house.does(BEN, "do_it")
    assert moments(house)["lead:overdue"] == shanghai(9)


def test_holidays_are_no_overdue_days() -> None:
    house = g.asked(shanghai(28, month=9))
    house.does(BEN, "do_it", DoIt(day=date(2026, 9, 30)))
    house.lives_until(shanghai(30, 18, month=9))
    assert told_when(house, shanghai(10, 12, month=10)) == [
        ("overdue:1", shanghai(8, month=10)),
        ("lead:overdue", shanghai(8, month=10)),
        ("overdue:2", shanghai(9, month=10)),
        ("overdue:3", shanghai(10, month=10)),
        ("contact:overdue", shanghai(10, month=10)),
    ]


def test_a_department_abroad_is_reminded_in_its_own_working_time() -> None:
    house = g.House()
    house.asks("A monitor", to="purchase", what="A monitor", budget="Sales", goal="Two screens")
    house.does(EVA, "do_it", DoIt(day=FRIDAY))
    assert moments(house)["on_the_day"] == datetime(2026, 3, 6, 8, tzinfo=UTC)


def test_clock_changes_move_the_instant_and_not_the_hour() -> None:
    house = g.House(shanghai(20))
    house.asks("A monitor", to="purchase", what="A monitor", budget="Sales", goal="Two screens")
    house.does(EVA, "do_it", DoIt(day=date(2026, 3, 31)))
    assert house.request.promise is not None
    assert house.request.promise.due == datetime(2026, 3, 31, 16, tzinfo=UTC)
    assert moments(house)["on_the_day"] == datetime(2026, 3, 31, 7, tzinfo=UTC)


def test_what_is_delivered_is_never_reminded_of_again() -> None:
    house = g.promised(NEXT_TUESDAY)
    house.does(BEN, "deliver")
    house.does(ANA, "yes")
    assert house.next_due() is None
    assert house.lives_until(shanghai(31)) == ()


# A new date


def test_a_proposed_new_date_holds_the_escalation_back() -> None:
    house = g.postponed(WEDNESDAY, date(2026, 3, 20), at=shanghai(2, 10))
    assert [key for key, _ in told_when(house, shanghai(6, 12))] == [
        "day_before",
        "nudge:1",
        "on_the_day",
        "nudge:3",
    ]


def test_two_people_who_are_due_a_word_at_the_same_moment_both_hear() -> None:
    house = g.postponed(TUESDAY, date(2026, 3, 20), at=shanghai(2, 9))
    house.told()
    house.lives_until(shanghai(3, 9))
    assert house.told() == [("person", BEN, "reminder_on_the_day"), ("person", ANA, "reminder_nudge")]


def test_a_new_date_nobody_answers_is_nudged_for_and_lapses_after_seven_working_days() -> None:
    house = g.postponed(WEDNESDAY, date(2026, 3, 20), at=shanghai(2, 10))
    house.told()
    events = house.lives_until(shanghai(11, 10))
    assert e.NewDateLapsed() in events
    assert [news for news in house.told() if news[1] == ANA] == [("person", ANA, "reminder_nudge")] * 2


def test_when_it_lapses_what_was_held_back_is_told_once() -> None:
    house = g.postponed(WEDNESDAY, date(2026, 3, 20), at=shanghai(2, 10))
    house.lives_until(shanghai(11, 9, 59))
    house.told()
    house.lives_until(shanghai(11, 10))
    assert house.told() == [
        ("thread", "it", "date_lapsed"),
        ("person", BEN, "reminder_overdue"),
        ("person", LIN, "reminder_lead"),
        ("person", MARIA, "reminder_contact"),
    ]


def test_a_new_date_lapses_when_it_has_passed_itself() -> None:
    house = g.postponed(WEDNESDAY, FRIDAY, at=shanghai(2, 10))
    house.told()
    house.lives_until(shanghai(6, 18))
    assert ("person", LIN, "reminder_lead") in house.told()
    assert house.request.proposal is None


def test_a_date_that_passed_while_it_was_closed_is_not_asked_about_again() -> None:
    house = g.postponed(WEDNESDAY, FRIDAY, at=shanghai(2, 10))
    house.does(ANA, "withdraw")
    house.clock.tick(days=10)
    house.does(ANA, "reopen")
    house.told()
    house.lives_until(shanghai(20))
    assert ("person", ANA, "reminder_nudge") not in house.told()


def test_an_agreed_date_has_its_own_reminders() -> None:
    house = g.postponed(FRIDAY, date(2026, 3, 13))
    house.lives_until(shanghai(6, 9))
    house.does(ANA, "agree")
    assert list(moments(house)) == [
        "check_in",
        "day_before",
        "on_the_day",
        "lead:overdue",
        "overdue:1",
        "contact:overdue",
    ]


def test_a_second_proposal_is_nudged_for_again() -> None:
    house = g.postponed(date(2026, 3, 20), date(2026, 3, 25), at=shanghai(2, 10))
    house.lives_until(shanghai(4))
    house.does(ANA, "keep_date")
    house.does(BEN, "miss", MissIt(day=date(2026, 3, 24), reason="Again"))
    assert moments(house)["nudge:1"] == shanghai(5)


# The bot was off


def test_after_a_week_off_what_is_still_true_is_told_once_to_each() -> None:
    house = g.promised(WEDNESDAY)
    house.told()
    house.wakes_up_at(shanghai(11, 12))
    assert house.told() == [
        ("person", BEN, "reminder_overdue"),
        ("person", LIN, "reminder_lead"),
        ("person", MARIA, "reminder_contact"),
    ]
    assert house.happened()[-3:] == (
        e.Reminded(moment="overdue:5", passed=("day_before", "on_the_day")),
        e.Reminded(moment="lead:overdue"),
        e.Reminded(moment="contact:overdue"),
    )


def test_after_a_week_off_the_next_word_comes_the_next_working_day() -> None:
    house = g.promised(WEDNESDAY)
    house.wakes_up_at(shanghai(11, 12))
    assert told_when(house, shanghai(12, 12)) == [("overdue:6", shanghai(12))]


def test_after_a_month_off_a_silent_requester_hears_of_the_end_and_of_nothing_else() -> None:
    house = g.delivered()
    house.told()
    assert house.wakes_up_at(shanghai(31)) == (e.Closed(outcome=Outcome.UNCONFIRMED),)
    assert [kind for _, to, kind in house.told() if to == ANA] == ["closed_unconfirmed"]


def test_after_days_off_two_missed_nudges_are_one() -> None:
    house = g.delivered(at=shanghai(2, 10))
    assert house.wakes_up_at(shanghai(6, 12)) == (e.Reminded(moment="nudge:3", passed=("nudge:1",)),)


def test_after_a_month_off_an_expired_offer_is_the_owners_who_hears_no_nudge_for_it() -> None:
    house = g.offered(g.option(day=FRIDAY))
    assert house.wakes_up_at(shanghai(31)) == (e.OfferExpired(version=1),)
    assert (house.request.phase, house.request.ball) == (Phase.OFFER, Side.OWNER)


def test_a_second_sweep_finds_nothing() -> None:
    house = g.promised(WEDNESDAY)
    house.wakes_up_at(shanghai(11, 12))
    assert house.desk.sweep() == 0


def test_the_next_row_is_always_the_earliest_moment() -> None:
    for given in (g.asked, g.taken, g.offered, g.refused, g.promised, g.postponed, g.delivered):
        house = given()
        assert house.next_due() == min(moments(house).values())


@pytest.mark.parametrize("day", [MONDAY, NEXT_MONDAY])
def test_a_promise_for_today_or_any_other_day_is_due_at_its_close(day: date) -> None:
    house = g.promised(day)
    assert house.request.promise is not None
    assert house.request.promise.due == g.SHANGHAI.closes(day)
    assert house.request.promise.due - g.SHANGHAI.opens(day) == timedelta(hours=9)


def test_whoever_passed_it_on_hears_when_nobody_there_takes_it() -> None:
    house = g.asked()
    house.does(BEN, "route")
    house.does(ANA, "answer", Answer(answers={"what": "A screen", "budget": "Sales", "goal": "Work"}))
    house.told()
    house.lives_until(shanghai(6, 20))
    assert [one.kind for one in house.notices() if one.to == BEN] == ["watched"]


def test_once_it_is_taken_there_whoever_passed_it_on_hears_no_more() -> None:
    house = g.asked()
    house.does(BEN, "route")
    house.does(EVA, "take")
    house.told()
    house.lives_until(shanghai(12, 20))
    assert [one.kind for one in house.notices() if one.to == BEN] == []


def test_a_poll_that_nobody_answers_is_put_before_a_lead_to_follow_up_in_person() -> None:
    house = g.delivered()
    house.told()
    house.lives_until(shanghai(20, 20))
    assert ("person", LIN, "never_said") in house.told()
