"""Somebody is away: who may say so, who stands in, what they hear, and that it ends as it began."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from tests.workflows import given as g
from tests.workflows.given import (
    ANA,
    BEN,
    CHEN,
    DIEGO,
    EVA,
    FRIDAY,
    IT,
    LIN,
    MARIA,
    MONDAY,
    NEXT_MONDAY,
    NEXT_TUESDAY,
    TOM,
    WEDNESDAY,
    shanghai,
)
from workflows.definition import Company
from workflows.facts import Refused, Role
from workflows.ports import Conflict, Due, Notice, Step
from workflows.state import events as e
from workflows.state.values import Person, Phase, Side
from workflows.time import absence


def goes(
    house: g.House,
    person: Person = BEN,
    back: date = NEXT_MONDAY,
    stand_in: Person | None = LIN,
    by: str = "",
) -> None:
    """Away from now on, and time has seen to it."""
    house.desk.away(by or person, person, back, stand_in)
    house.desk.sweep()


def told_of(house: g.House, kind: str) -> list[Notice]:
    return [notice for notice in house.notices() if notice.kind == kind]


# Who may say it, and what can't be


def test_people_say_it_of_themselves() -> None:
    house = g.House()
    goes(house, ANA, stand_in=None)
    assert house.desk.company().returns(ANA) == shanghai(9)


def test_a_lead_says_it_of_a_member() -> None:
    house = g.House()
    goes(house, BEN, by=LIN)
    assert house.desk.company().absence(BEN)


@pytest.mark.parametrize("by", [ANA, BEN, TOM])
def test_nobody_else_does(by: str) -> None:
    with pytest.raises(Refused, match=r"away\.not_yours"):
        g.House().desk.away(by, LIN, NEXT_MONDAY)


@pytest.mark.parametrize("day", [MONDAY, date(2026, 2, 27), None])
def test_the_first_day_back_is_a_later_one(day: date) -> None:
    with pytest.raises(Refused, match=r"away\.past"):
        g.House().desk.away(BEN, BEN, day)


def test_nobody_is_away_for_ever() -> None:
    with pytest.raises(Refused, match="too_far_away"):
        g.House().desk.away(BEN, BEN, date(2029, 3, 1))


def test_who_comes_back_on_a_free_day_is_there_at_the_next_opening() -> None:
    house = g.House()
    goes(house, BEN, date(2026, 3, 7))  # a Saturday
    assert house.desk.company().returns(BEN) == shanghai(9)


@pytest.mark.parametrize("person", [BEN, ANA, EVA, DIEGO])
def test_a_stand_in_is_of_the_same_department(person: str) -> None:
    with pytest.raises(Refused, match=r"away\.(elsewhere|guest)"):
        g.House().desk.away(BEN, BEN, NEXT_MONDAY, person)


def test_a_stand_in_is_there() -> None:
    house = g.House()
    goes(house, LIN, stand_in=MARIA)
    with pytest.raises(Refused, match=r"away\.also"):
        house.desk.away(BEN, BEN, NEXT_MONDAY, LIN)


def test_a_guest_may_not_even_be_away() -> None:
    with pytest.raises(Refused, match="guests_cannot_act"):
        g.House().desk.away(DIEGO, DIEGO, NEXT_MONDAY)


def test_a_human_being_with_two_ids_is_away_as_both() -> None:
    linked = g.company().model_copy(update={"people": ((BEN, "wecom:ben"),)})
    house = g.House(of=linked)
    goes(house, BEN)
    assert house.desk.company().absence("wecom:ben") == house.desk.company().absence(BEN)


# What begins


def test_everything_open_is_covered_and_the_promise_counts_for_the_department() -> None:
    house = g.promised()
    goes(house)
    assert (house.request.owner, house.request.cover) == (BEN, LIN)
    assert house.request.promise
    assert house.request.promise.covered


def test_whoever_stands_in_hears_it_once_with_all_the_numbers() -> None:
    house = g.promised()
    house.asks("Another thing", by=CHEN)
    house.does(BEN, "take")
    house.notices()
    goes(house)
    told = told_of(house, "standing_in")
    assert [(one.to, one.number, one.facts["numbers"], one.facts["who"]) for one in told] == [
        (LIN, None, "2 1", BEN)
    ]


def test_who_owns_nothing_goes_without_a_word() -> None:
    house = g.House()
    goes(house)
    assert house.told() == []


def test_without_a_name_the_lead_stands_in() -> None:
    house = g.promised()
    goes(house, stand_in=None)
    assert house.request.cover == LIN


def test_a_lead_who_asked_for_it_does_not_stand_in() -> None:
    house = g.House()
    house.asks(by=LIN)
    house.does(BEN, "take")
    goes(house, stand_in=LIN)
    assert house.request.cover == MARIA


def test_where_the_lead_is_away_too_it_goes_further_up() -> None:
    house = g.promised()
    goes(house, LIN, stand_in=MARIA)
    goes(house, BEN, stand_in=None)
    assert house.request.cover == MARIA


def test_what_is_promised_while_somebody_stands_in_counts_for_the_department() -> None:
    house = g.offered()
    goes(house)
    house.does(ANA, "accept")
    assert house.request.promise
    assert house.request.promise.covered


def test_whoever_stands_in_may_do_what_the_owner_could() -> None:
    house = g.promised()
    goes(house, stand_in=None)
    assert Role.OWNER in house.desk.roles(LIN, house.request)
    house.does(LIN, "deliver")
    assert house.request.phase is Phase.CONFIRM


def test_what_is_said_to_the_owner_is_said_to_whoever_stands_in() -> None:
    house = g.promised()
    goes(house)
    house.notices()
    house.does(ANA, "nudge")
    assert house.told() == [("person", LIN, "nudged")]


def test_reminders_reach_whoever_stands_in() -> None:
    house = g.promised()
    goes(house)
    house.notices()
    house.lives_until(shanghai(6, 10))
    reminders = [to for _, to, kind in house.told() if kind.startswith("reminder")]
    assert set(reminders) == {LIN}


def test_after_a_time_without_us_whoever_is_back_is_not_passed_over() -> None:
    house = g.promised()
    goes(house, LIN, back=FRIDAY, stand_in=None)
    house.clock.at = shanghai(10, 10)
    house.desk.sweep()
    assert [notice.to for notice in told_of(house, "reminder_lead")] == [LIN]


def test_what_somebody_takes_while_away_is_covered_as_well() -> None:
    house = g.asked()
    goes(house)
    house.does(BEN, "take")
    assert (house.request.owner, house.request.cover) == (BEN, LIN)


def test_what_is_opened_again_is_covered() -> None:
    house = g.satisfied()
    goes(house)
    assert house.request.cover is None
    house.does(ANA, "reopen")
    assert house.request.cover == LIN


def test_the_stand_in_goes_away_and_another_one_takes_their_place() -> None:
    house = g.promised()
    goes(house, BEN, stand_in=LIN)
    house.notices()
    goes(house, LIN, stand_in=MARIA)
    assert house.request.cover == MARIA
    assert [(one.to, one.facts["numbers"]) for one in told_of(house, "standing_in")] == [(MARIA, "1")]
    house.desk.back(LIN, LIN)
    house.desk.sweep()
    assert house.request.cover == LIN


def test_whoever_is_back_first_stands_in_where_nobody_could() -> None:
    house = g.promised()
    department = house.company.departments["it"]
    for person in dict.fromkeys((department.escalation, *department.members, *department.leads, BEN)):
        goes(house, person, stand_in=None)
    assert (house.request.owner, house.request.cover) == (BEN, None)
    house.desk.back(LIN, LIN)
    house.desk.sweep()
    assert house.request.cover == LIN


def test_a_new_date_or_another_name_replaces_what_was_said() -> None:
    house = g.promised()
    goes(house)
    goes(house, back=NEXT_TUESDAY, stand_in=MARIA)
    assert house.request.cover == MARIA
    assert house.desk.company().returns(BEN) == shanghai(10)


# What ends


def test_it_ends_at_the_opening_of_the_first_day_back() -> None:
    house = g.promised(NEXT_TUESDAY)
    goes(house)
    house.notices()
    house.lives_until(shanghai(9, 9, 1))
    assert house.request.cover is None
    assert house.desk.company().absences == ()
    assert [one.to for one in told_of(house, "welcome_back")] == [BEN]
    assert house.store.due_keys("away:") == ()


def test_the_promise_stays_the_departments() -> None:
    house = g.promised(NEXT_TUESDAY)
    goes(house)
    house.lives_until(shanghai(9, 9, 1))
    assert house.request.promise
    assert house.request.promise.covered


def test_whoever_is_back_earlier_says_so() -> None:
    house = g.promised()
    goes(house)
    house.clock.tick(days=1)
    house.desk.back(BEN, BEN)
    house.desk.sweep()
    assert house.request.cover is None
    assert house.store.due_keys("away:") == ()


def test_whoever_stood_in_hears_of_an_early_return_and_of_no_other() -> None:
    early, planned = g.promised(), g.promised()
    goes(early)
    early.clock.tick(days=1)
    early.desk.back(BEN, BEN)
    early.desk.sweep()
    assert [one.to for one in told_of(early, "stood_in")] == [LIN]
    goes(planned)
    planned.lives_until(shanghai(27))
    assert told_of(planned, "stood_in") == []


def test_nobody_sends_others_back_to_work() -> None:
    house = g.promised()
    goes(house)
    with pytest.raises(Refused, match=r"away\.not_yours"):
        house.desk.back(ANA, BEN)


# Kills and restarts


def restarted(house: g.House) -> g.House:
    """A new process on the same store."""
    again = g.House(house.clock.now(), house.company)
    again.store = again.desk.steps.store = house.store
    again.number = house.number
    return again


def test_it_is_known_after_a_restart() -> None:
    house = g.promised()
    goes(house)
    assert restarted(house).desk.company().absence(BEN) == house.desk.company().absence(BEN)


@pytest.mark.parametrize("commits", range(5))
def test_a_kill_at_any_commit_of_the_beginning_leaves_nothing_half_done(commits: int) -> None:
    house = g.promised()
    house.asks("Another thing", by=CHEN)
    house.does(BEN, "take")
    house.notices()
    house.desk.away(BEN, BEN, NEXT_MONDAY, LIN)
    killed_after(house, commits)
    again = restarted(house)
    again.desk.sweep()
    assert [again.at(number).cover for number in (1, 2)] == [LIN, LIN]
    for number in (1, 2):
        covered = [one for one in again.store.history(number) if isinstance(one.event, e.Covered)]
        assert len(covered) == 1
    assert [one.facts["numbers"] for one in told_of(again, "standing_in")] == ["2 1"]


@pytest.mark.parametrize("commits", range(5))
def test_a_kill_at_any_commit_of_the_end_leaves_nothing_half_done(commits: int) -> None:
    house = g.promised(NEXT_TUESDAY)
    house.asks("Another thing", by=CHEN)
    house.does(BEN, "take")
    goes(house)
    house.notices()
    house.clock.at = shanghai(9)
    killed_after(house, commits)
    again = restarted(house)
    again.desk.sweep()
    assert [again.at(number).cover for number in (1, 2)] == [None, None]
    assert len(told_of(again, "welcome_back")) == 1


def killed_after(house: g.House, commits: int) -> None:
    """The process ends in the middle of a sweep, after so many commits."""
    left = [commits]
    commit, each = house.store.commit, house.store.commit_each

    def until_then(step: Step) -> Step:
        if not left[0]:
            raise KeyboardInterrupt
        left[0] -= 1
        return commit(step)

    def all_until_then(steps: list[Step]) -> list[Exception | None]:
        if not left[0]:
            raise KeyboardInterrupt
        left[0] -= 1
        return each(steps)

    house.store.commit, house.store.commit_each = until_then, all_until_then  # type: ignore[method-assign,assignment]
    try:
        house.desk.sweep()
    except KeyboardInterrupt:
        pass
    finally:
        house.store.commit, house.store.commit_each = commit, each  # type: ignore[method-assign]


def test_a_note_without_its_row_was_never_said() -> None:
    house = g.House()
    goes(house, ANA, stand_in=None)
    house.store.commit(Step(settled=(f"away:{ANA}",)))
    assert restarted(house).desk.company().absences == ()


def test_an_early_return_whose_row_was_not_set_happens_at_the_next_start() -> None:
    house = g.promised()
    goes(house)
    row = house.store.due_keys("away:")[0]
    house.desk.back(BEN, BEN)
    house.store.commit(Step(due=(row,)))
    again = restarted(house)
    assert again.desk.company().absences == ()
    assert again.store.next_due() == again.clock.now() < row.at
    again.desk.sweep()
    assert again.desk.company().absences == ()
    assert again.request.cover is None


def test_a_step_that_comes_in_between_is_decided_again() -> None:
    house = g.promised()
    house.desk.away(BEN, BEN, NEXT_MONDAY, LIN)
    commit, once = house.store.commit, [True]

    def crowded(step: Step) -> Step:
        if once and step.request:
            once.clear()
            raise Conflict
        return commit(step)

    house.store.commit = crowded  # type: ignore[method-assign]
    house.desk.sweep()
    assert house.request.cover == LIN


# The requester is away


def test_the_clocks_of_a_requester_begin_when_they_are_back() -> None:
    house = g.offered()
    before = house.store.due_keys("request:1")
    goes(house, ANA, date(2026, 3, 4), None)
    after = house.store.due_keys("request:1")
    assert after[0].at > before[0].at


def test_a_poll_waits_for_the_return() -> None:
    house = g.delivered()
    goes(house, ANA, NEXT_TUESDAY, None)
    happened = house.lives_until(shanghai(10, 9))
    assert [event.name for event in happened] == ["returned"]
    nudged = house.lives_until(shanghai(11, 10))
    assert [event.name for event in nudged] == ["reminded"]


def test_notices_to_somebody_away_wait_for_their_return() -> None:
    house = g.promised()
    goes(house, ANA, NEXT_TUESDAY, None)
    house.notices()
    house.does(BEN, "deliver")
    assert [(one.to, one.at) for one in house.notices()] == [(ANA, shanghai(10))]


def test_whoever_acts_while_away_is_there() -> None:
    house = g.promised()
    goes(house, ANA, NEXT_TUESDAY, None)
    house.clock.tick(minutes=1)
    house.does(ANA, "reply")
    house.notices()
    house.does(BEN, "deliver")
    assert [(one.to, one.at) for one in house.notices()] == [(ANA, house.clock.now())]
    assert house.next_due() == house.desk.company().calendar_of(ANA).add_working_time(
        house.clock.now(), IT.calendar.workday_length()
    )


# Leads, the escalation contact, on call


def test_a_stand_in_hears_and_may_do_what_the_lead_could() -> None:
    house = g.asked()
    goes(house, LIN, stand_in=BEN)
    assert Role.LEAD in house.desk.roles(BEN, house.request)
    house.notices()
    house.lives_until(shanghai(5, 12))
    assert [to for _, to, kind in house.told() if kind == "reminder_lead"] == [BEN]


def test_where_nobody_stands_in_for_the_only_lead_it_goes_up() -> None:
    house = g.asked()
    goes(house, LIN, stand_in=None)
    house.notices()
    house.lives_until(shanghai(5, 12))
    assert [to for _, to, kind in house.told() if kind == "reminder_lead"] == [MARIA]


def test_nobody_judges_what_they_asked_for_because_the_lead_is_away() -> None:
    house = g.House()
    house.asks(by=BEN)
    goes(house, LIN, stand_in=BEN)
    assert Role.LEAD not in house.desk.roles(BEN, house.request)
    house.notices()
    house.lives_until(shanghai(5, 12))
    assert [to for _, to, kind in house.told() if kind == "reminder_lead"] == [MARIA]


def test_an_urgent_request_reaches_somebody_who_is_there() -> None:
    house = g.House()
    goes(house, BEN, stand_in=None)
    house.asks(blocked="stopped")
    assert ("person", LIN, "urgent") in house.told()


def test_whom_it_is_about_never_hears_of_it_as_a_stand_in() -> None:
    house = g.asked()
    goes(house, LIN, stand_in=BEN)
    about = house.request.model_copy(update={"about": (BEN,)})
    assert absence.those_present((LIN,), about, house.desk.company()) == (MARIA,)


def test_nobody_who_is_away_looks_at_it_with_fresh_eyes() -> None:
    house = g.delivered()
    goes(house, LIN, stand_in=BEN)
    house.does(ANA, "no")
    house.does(ANA, "follow_up")
    assert house.request.owner == MARIA


def test_whoever_stands_in_for_a_lead_who_had_it_does_not_listen_in_their_place() -> None:
    """Ben may do what Lin may do; but it was hers when it went wrong."""
    house = g.asked()
    house.does(LIN, "done")
    goes(house, LIN, stand_in=BEN)
    house.does(ANA, "no")
    house.does(ANA, "follow_up")
    house.does(ANA, "listen")
    assert house.request.owner == MARIA
    with pytest.raises(Refused, match="fresh_eyes"):
        house.does(BEN, "restate")
    house.does(MARIA, "restate")
    house.does(ANA, "thats_it")
    with pytest.raises(Refused, match="fresh_eyes"):
        house.does(BEN, "apologise")


def test_whoever_listens_is_stood_in_for_as_well() -> None:
    house = g.listened_to()
    assert (house.request.owner, house.request.ball) == (LIN, Side.REQUESTER)
    goes(house, LIN, stand_in=BEN)
    assert house.request.cover == MARIA, "Ben had it when it went wrong"


def test_the_digest_goes_to_whoever_stands_in() -> None:
    house = g.asked()
    house.desk.plan_digests()
    goes(house, LIN, stand_in=BEN)
    house.notices()
    house.lives_until(shanghai(3, 9))
    assert [to for _, to, kind in house.told() if kind == "digest"] == [BEN]


# Somebody has left


Given = Callable[[], g.House]


def test_what_falls_due_for_somebody_who_has_left_goes_to_a_lead() -> None:
    house = g.promised()
    house.notices()
    house.colleagues.gone.add(BEN)
    house.lives_until(shanghai(5, 10))
    assert house.request.owner == LIN
    assert {(to, kind) for _, to, kind in house.told()} >= {(LIN, "owner_left"), (ANA, "owner_changed")}
    assert BEN not in {to for _, to, _ in house.told()}


def test_when_the_platform_says_so_it_happens_at_once() -> None:
    house = g.promised()
    house.colleagues.gone.add(BEN)
    house.desk.left(BEN)
    house.desk.sweep()
    assert house.request.owner == LIN


def test_a_heir_is_there_and_did_not_ask() -> None:
    house = g.House()
    house.asks(by=LIN)
    house.does(BEN, "take")
    house.colleagues.gone.add(BEN)
    house.desk.left(BEN)
    house.desk.sweep()
    assert house.request.owner == MARIA


def test_a_lead_who_is_away_does_not_inherit() -> None:
    house = g.promised()
    goes(house, LIN, stand_in=None)
    house.colleagues.gone.add(BEN)
    house.desk.left(BEN)
    house.desk.sweep()
    assert house.request.owner == MARIA


def test_a_stand_in_who_has_left_is_replaced() -> None:
    house = g.promised()
    goes(house)
    house.colleagues.gone.add(LIN)
    house.desk.left(LIN)
    house.desk.sweep()
    assert house.request.cover == MARIA
    house.does(ANA, "reply")
    assert house.request.cover == MARIA


def test_who_was_asked_to_take_over_and_has_left_can_not() -> None:
    house = g.promised()
    facts = house.facts(BEN)
    house.desk.steps.commit(house.request, 1, (e.HandOverAsked(to=LIN),), facts, None)
    house.colleagues.gone.add(LIN)
    house.desk.left(LIN)
    house.notices()
    house.desk.sweep()
    assert house.request.handing is None
    assert house.told() == [("person", BEN, "hand_over_declined")]


def test_a_requester_who_has_left_is_waited_for_as_for_everybody() -> None:
    house = g.delivered()
    house.colleagues.gone.add(ANA)
    house.desk.left(ANA)
    house.desk.sweep()
    house.lives_until(shanghai(30))
    assert house.request.outcome == "unconfirmed"


def test_nobody_left_to_inherit_leaves_it_where_it_is() -> None:
    house = g.promised()
    house.colleagues.gone |= {BEN, LIN, MARIA}
    house.desk.left(BEN)
    house.desk.sweep()
    assert house.request.owner == BEN


def test_a_company_without_absences_is_the_one_that_was_read() -> None:
    house = g.House()
    assert house.desk.company() is house.company
    goes(house, ANA, stand_in=None)
    assert house.desk.company() is house.desk.company()
    assert isinstance(house.desk.company(), Company)


def test_rows_of_absences_are_as_durable_as_others() -> None:
    house = g.House()
    goes(house, ANA, WEDNESDAY, None)
    assert house.store.due_keys("away:") == (Due(key=f"away:{ANA}", at=shanghai(4)),)
