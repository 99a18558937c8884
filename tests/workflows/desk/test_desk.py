"""The desk: one way in, one commit, and what happens when two come at once."""

from __future__ import annotations

from collections.abc import Callable, Container
from datetime import datetime, timedelta

import pytest

from storage.memory import MemoryStore
from tests.workflows import given as g
from tests.workflows.given import ANA, BEN, CHEN, LIN, MARIA, WEDNESDAY, shanghai
from workflows.desk.failures import NAMED
from workflows.facts import Refused
from workflows.phases.explore import Answer, Raise, Reply
from workflows.ports import Due, NotSaved, Step
from workflows.rights import acts
from workflows.state.request import Request
from workflows.state.values import Phase


class Crowded(MemoryStore):
    """A store where others' steps come first: each of them once, just before somebody else's."""

    def __init__(self) -> None:
        super().__init__()
        self.first: list[Callable[[], object]] = []

    def commit(self, step: Step) -> Step:
        if self.first:
            self.first.pop(0)()
        return super().commit(step)


def crowded(given: g.Given) -> tuple[g.House, Crowded]:
    house = given()
    store = Crowded()
    store.__dict__.update(house.store.__dict__ | {"first": []})
    house.store = house.desk.steps.store = store
    return house, store


# Deliveries


def test_the_same_delivery_twice_raises_one_request() -> None:
    house = g.House()
    command = Raise(workflow="help", words="Please reset my password")
    once = house.desk.raise_request(ANA, command, "slack:Ev1")
    assert house.desk.raise_request(ANA, command, "slack:Ev1") == once
    assert house.store.last_number() == 1


def test_the_same_delivery_twice_has_one_effect() -> None:
    house = g.asked()
    house.does(ANA, "reply", Reply(text="Hello"), "slack:Ev2")
    assert house.does(ANA, "reply", Reply(text="Hello"), "slack:Ev2") == ()


def test_the_same_words_in_two_deliveries_are_said_twice() -> None:
    house = g.asked()
    house.does(ANA, "reply", Reply(text="Hello"), "slack:Ev3")
    assert len(house.does(ANA, "reply", Reply(text="Hello"), "slack:Ev4")) == 1


def test_what_is_refused_may_come_again_when_it_is_allowed() -> None:
    house = g.taken()
    with pytest.raises(Refused):
        house.does(BEN, "deliver", None, "slack:Ev5")
    house.does(BEN, "do_it", None, "slack:Ev6")
    house.does(BEN, "deliver", None, "slack:Ev5")
    assert house.request.phase is Phase.CONFIRM


# Two at the same moment


def test_of_two_who_take_it_at_the_same_moment_one_wins() -> None:
    house, store = crowded(g.asked)
    store.first = [lambda: house.does(LIN, "done")]
    with pytest.raises(Refused, match="taken_by_another"):
        house.does(BEN, "done")
    assert house.request.owner == LIN


def test_words_said_at_the_same_moment_are_both_kept() -> None:
    house, store = crowded(g.asked)
    store.first = [lambda: house.does(ANA, "reply")]
    house.does(BEN, "reply")
    assert house.names(1) == ["said", "said"]


def test_an_acceptance_that_meets_a_new_version_is_refused() -> None:
    house, store = crowded(g.offered)
    store.first = [lambda: house.does(BEN, "offer")]
    with pytest.raises(Refused, match="offer_replaced"):
        house.does(ANA, "accept")


def test_two_who_raise_at_the_same_moment_get_two_numbers() -> None:
    house, store = crowded(g.asked)
    store.first = [lambda: house.asks("Mine too", by=CHEN)]
    house.asks("Mine")
    assert [house.at(number).words for number in (2, 3)] == ["Mine too", "Mine"]


def test_a_reminder_that_meets_a_delivery_is_not_told() -> None:
    house, store = crowded(lambda: g.promised(WEDNESDAY))
    house.lives_until(shanghai(4, 8))
    house.clock.at = shanghai(4)
    store.first = [lambda: house.does(BEN, "deliver")]
    house.desk.sweep()
    assert house.names()[-1] == "delivered"


def test_when_others_are_always_first_it_says_so() -> None:
    house, store = crowded(g.asked)
    store.first = [lambda: house.does(ANA, "reply")] * 20
    before = len(house.names())
    with pytest.raises(Refused, match="too_busy"):
        in_between(house, store)
    assert len(house.names()) > before


def in_between(house: g.House, store: Crowded) -> None:
    """Ben's word loses five times: each time Ana's came first."""
    queue, store.first = store.first, []
    while_committing = super(Crowded, store).commit

    def commit(step: Step) -> Step:
        if queue and step.events and step.events[0].by == BEN:
            queue.pop()()
        return while_committing(step)

    store.commit = commit  # type: ignore[method-assign]
    house.does(BEN, "reply")


# All or nothing


def test_what_cannot_be_saved_has_not_happened() -> None:
    house = g.asked()
    before = house.request
    house.store.full = True
    with pytest.raises(NotSaved):
        house.does(BEN, "done")
    house.store.full = False
    assert house.request == before


def test_what_is_refused_stores_nothing() -> None:
    house = g.promised()
    before = house.request
    house.told()
    with pytest.raises(Refused):
        house.does(ANA, "accept")
    assert house.request == before
    assert house.told() == []


def test_what_changes_nothing_is_no_step() -> None:
    house = g.asked(goal="Mail")
    house.does(ANA, "confirm")
    house.clock.tick(hours=1)
    version = house.request.version
    house.does(ANA, "answer", Answer(answers={}))
    assert house.request.version == version + 1
    with pytest.raises(Refused):
        house.does(ANA, "skip")


# What is not there


def test_a_request_that_does_not_exist_is_said_to_be_none() -> None:
    with pytest.raises(Refused, match="no_such_request") as refused:
        g.House().desk.handle(ANA, 7, acts.BY_KEY["reply"], Reply(text="Hello"))
    assert refused.value.details == {"number": "7"}


def test_a_due_row_without_a_request_is_cleared_away() -> None:
    house = g.House()
    house.store.commit(Step(due=(Due(key="request:99", at=house.clock.now()),)))
    assert house.desk.sweep() == 1
    assert house.store.next_due() is None


# Sweeping


def test_a_sweep_takes_everything_that_is_due() -> None:
    house = g.House()
    for n in range(7):
        house.asks(f"Thing {n}")
    house.clock.at = shanghai(3, 9)
    assert house.desk.sweep() == 7
    assert house.desk.sweep() == 0


def test_a_sweep_before_anything_is_due_does_nothing() -> None:
    house = g.asked()
    house.clock.tick(hours=1)
    assert house.desk.sweep() == 0


def test_a_rhythm_that_changed_with_the_calendar_only_moves_the_row() -> None:
    house = g.promised(WEDNESDAY)
    house.store.commit(Step(due=(Due(key="request:1", at=house.clock.now()),)))
    version = house.request.version
    house.desk.sweep()
    assert house.request.version == version
    due = house.next_due()
    assert due is not None
    assert due > house.clock.now()


# Digests


def test_each_department_has_its_next_digest_planned_once() -> None:
    house = g.House(shanghai(2, 12))
    house.desk.plan_digests()
    house.desk.plan_digests()
    rows = house.store.due_keys("digest:")
    assert [(row.key, row.at) for row in rows] == [
        ("digest:buy", shanghai(2, 16)),
        ("digest:it", shanghai(3, 9)),
    ]


def test_a_digest_is_told_when_something_waits_and_not_on_an_empty_desk() -> None:
    house = g.asked(shanghai(2, 12))
    house.desk.plan_digests()
    house.told()
    house.lives_until(shanghai(3, 9))
    assert [news for news in house.told() if news[2] == "digest"] == [("person", LIN, "digest")]


def test_after_a_week_off_there_is_one_digest() -> None:
    house = g.asked(shanghai(2, 12))
    house.desk.plan_digests()
    house.told()
    house.wakes_up_at(shanghai(11, 12))
    assert [news for news in house.told() if news[2] == "digest"] == [("person", LIN, "digest")]
    assert house.store.due_keys("digest:it")[0].at == shanghai(12, 9)


def test_a_department_that_is_gone_has_no_digest() -> None:
    house = g.House(shanghai(2, 12))
    house.desk.plan_digests()
    house.company = house.company.model_copy(
        update={"departments": {"it": g.IT}, "workflows": {"help": g.HELP}}
    )
    house.desk.plan_digests()
    assert [row.key for row in house.store.due_keys("digest:")] == ["digest:it"]


def test_a_digest_due_for_a_department_that_is_gone_is_cleared_away() -> None:
    house = g.House(shanghai(2, 12))
    house.store.commit(Step(due=(Due(key="digest:gone", at=house.clock.now()),)))
    house.desk.sweep()
    assert house.store.next_due() is None


# A company that changes


def test_a_new_lead_may_act_at_once() -> None:
    house = g.promised()
    it = g.IT.model_copy(update={"leads": (CHEN,)})
    house.company = house.company.model_copy(update={"departments": {"it": it, "buy": g.BUY}})
    house.does(CHEN, "deliver")
    with pytest.raises(Refused, match="no_such_request"):
        house.does(LIN, "reply")


def test_a_workflow_that_is_gone_still_runs_for_those_who_began_with_it() -> None:
    house = g.promised(WEDNESDAY)
    house.company = house.company.model_copy(update={"workflows": {"purchase": g.PURCHASE}})
    house.lives_until(shanghai(5))
    house.does(BEN, "deliver")
    house.does(ANA, "yes")
    assert not house.request.is_open


def test_the_escalation_contact_sees_and_does_not_act() -> None:
    house = g.promised()
    assert house.desk.seen(MARIA, 1)[0] == house.request
    with pytest.raises(Refused, match="not_yours"):
        house.does(MARIA, "deliver")


def test_time_goes_on_for_every_request_by_itself() -> None:
    house = g.asked(shanghai(2, 10))
    house.clock.tick(hours=2)
    house.asks("Another")
    house.lives_until(shanghai(3, 11))
    assert [len(house.at(number).reminded) for number in (1, 2)] == [1, 0]
    assert house.at(1).changed - house.at(1).raised == timedelta(days=1)


def without_it(house: g.House) -> None:
    left = {"departments": {"buy": g.BUY}, "workflows": {"purchase": g.PURCHASE}}
    house.company = house.company.model_copy(update=left)


def test_a_request_of_a_department_that_is_gone_goes_to_whom_others_are_escalated_to() -> None:
    house = g.asked()
    house.told()
    without_it(house)
    house.does(ANA, "reply", Reply(text="Is anybody there?"))
    assert house.company.department("it").leads == (MARIA,)
    house.does(MARIA, "done")
    house.does(ANA, "yes")
    assert not house.request.is_open


def test_time_goes_on_for_a_request_whose_department_is_gone() -> None:
    house = g.promised(WEDNESDAY)
    without_it(house)
    house.told()
    house.lives_until(shanghai(6, 12))
    assert ("person", MARIA, "reminder_lead") in house.told()


# Sweeps that meet trouble


class Sour(MemoryStore):
    """A store that can't bring back some of its requests, and perhaps leaves after the first look."""

    broken: Container[int] = ()
    leaves = False
    asked = 0

    def request(self, number: int) -> Request | None:
        if number in self.broken:
            raise ValueError("a row that makes no sense")
        return super().request(number)

    def due(self, until: datetime, limit: int) -> tuple[Due, ...]:
        self.asked += 1
        if self.leaves and self.asked > 1:
            raise NotSaved("the store is away")
        return super().due(until, limit)


def soured(house: g.House, *broken: int) -> Sour:
    sour = Sour()
    sour.__dict__.update(house.store.__dict__)
    house.store = house.desk.steps.store = sour
    sour.broken, house.clock.at = broken, shanghai(3, 11)
    return sour


def test_one_request_that_fails_holds_no_other_up_and_is_tried_again() -> None:
    house = g.asked(shanghai(2, 10))
    house.asks("Another")
    sour = soured(house, 1)
    with pytest.raises(ExceptionGroup, match="1 of 2"):
        house.desk.sweep()
    assert house.at(2).reminded
    assert house.desk.sweep() == 0
    sour.broken = ()
    house.clock.tick(minutes=10)
    house.desk.sweep()
    assert house.at(1).reminded


def test_what_fails_the_same_way_for_many_is_raised_once_and_says_for_whom() -> None:
    house = g.asked(shanghai(2, 10))
    for _ in range(NAMED + 1):
        house.asks("Another")
    soured(house, *range(1, NAMED + 3))
    with pytest.raises(ExceptionGroup, match=f"{NAMED + 2} of {NAMED + 2}") as raised:
        house.desk.sweep()
    (one,) = raised.value.exceptions
    (note,) = one.__notes__
    assert note.startswith("request:1, request:")
    assert note.endswith(" and 2 more")


def test_what_failed_before_the_store_went_away_is_raised_with_it() -> None:
    house = g.asked(shanghai(2, 10))
    soured(house, 1).leaves = True
    with pytest.raises(ExceptionGroup) as raised:
        house.desk.sweep()
    assert [type(one) for one in raised.value.exceptions] == [ValueError, NotSaved]


def test_a_store_that_is_away_is_raised_as_such() -> None:
    house = g.asked(shanghai(2, 10))
    sour = soured(house)
    sour.leaves, sour.asked = True, 1
    with pytest.raises(NotSaved):
        house.desk.sweep()


def test_a_sweep_takes_nothing_from_a_step_that_came_in_between() -> None:
    house, store = crowded(g.satisfied)
    store.commit(Step(due=(Due(key="request:1", at=house.clock.now()),)))
    store.first = [lambda: house.does(ANA, "reopen")]
    house.desk.sweep()
    assert house.request.is_open
    assert house.next_due() is not None
