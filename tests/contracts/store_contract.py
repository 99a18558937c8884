"""What every store promises, whatever it is made of. Its own tests inherit from `StoreContract`."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta, timezone
from typing import Protocol

import pytest

from workflows.definition import Text, Workflow
from workflows.ports import (
    NEW,
    NOTED,
    Conflict,
    Due,
    Find,
    Notes,
    Notice,
    Outbox,
    Receipt,
    Repeated,
    Step,
    Store,
    Undelivered,
)
from workflows.state import events as e
from workflows.state.evolve import evolve, replay
from workflows.state.request import Request
from workflows.state.values import SYSTEM, Need, Phase, Side

ANA, BEN, CHEN, LIN = "slack:U0ANA", "slack:U0BEN", "slack:U0CHEN", "slack:U0LIN"
NOW = datetime(2026, 3, 2, 1, 0, 0, 123456, tzinfo=UTC)
HOUR = timedelta(hours=1)
MANY = 64  # who do something at the same moment


class Both(Store, Outbox, Notes, Protocol):
    """A store is its own outbox: what is to be said is stored with what happened. And it keeps small notes."""


def raised(
    number: int, by: str = ANA, department: str = "it", words: str = "My laptop 坏了 🎫"
) -> e.Recorded:
    event = e.Raised(
        requester=by,
        words=words,
        department=department,
        workflow="laptop",
        workflow_version="v1",
        language="en",
        answers={"which": "the grey one"},
        need=Need(words=words, conditions=("It starts",)),
    )
    return e.Recorded(
        number=number, seq=1, at=NOW, by=by, phase=Phase.EXPLORE, ball=Side.DEPARTMENT, event=event
    )


def then(request: Request, event: e.Event, by: str = BEN, at: datetime = NOW + HOUR) -> e.Recorded:
    return e.Recorded(
        number=request.number,
        seq=request.version + 1,
        at=at,
        by=by,
        phase=request.phase,
        ball=request.ball,
        event=event,
    )


def new(number: int, by: str = ANA, department: str = "it") -> Request:
    request = replay([raised(number, by, department)])
    assert request is not None
    return request


def raising(number: int, by: str = ANA, department: str = "it", delivery: str | None = None) -> Step:
    first = raised(number, by, department)
    return Step(request=new(number, by, department), events=(first,), delivery=delivery)


def taking(request: Request, owner: str = BEN) -> Step:
    return step_on(request, e.Taken(owner=owner), by=owner)


def closing(request: Request) -> Step:
    return step_on(request, e.Closed(outcome="withdrawn", reason="It works again"), by=request.requester)


def step_on(request: Request, event: e.Event, by: str = BEN) -> Step:
    recorded = then(request, event, by)
    return Step(request=evolve(request, recorded), expected=request.version, events=(recorded,))


def notice(id: str, number: int | None = 1, at: datetime = NOW, to: str = ANA) -> Notice:
    return Notice(id=id, place="person", to=to, kind="taken", number=number, facts={"who": BEN}, at=at)


def receipt(id: str, number: int | None = 1, where: str = "slack:D0ANA/1.0", shown: str = "f1") -> Receipt:
    return Receipt(notice=notice(id, number), where=where, shown=shown, sent=NOW)


def a_workflow(version: str = "v1") -> Workflow:
    words = Text(en="Laptop", zh="笔记本电脑")
    return Workflow(id="laptop", version=version, name=words, department="it", about=words, done=words)


def unplaced(history: tuple[e.Recorded, ...]) -> tuple[e.Recorded, ...]:
    """The events as they went in; each had been given a position."""
    assert all(one.position for one in history)
    return tuple(one.model_copy(update={"position": None}) for one in history)


def all_of(store: Both) -> dict[int, Request]:
    return {one.number: one for one in store.find(Find(limit=10_000))}


def shown_order(store: Both, now: datetime = NOW) -> list[str]:
    return [outgoing.notice.id for outgoing in store.waiting(now, 50)]


class StoreContract:
    """Inherit, and give a fixture `store`."""

    # Requests and their events

    def test_an_empty_store_knows_nothing(self, store: Both) -> None:
        assert store.last_number() == 0
        assert store.request(1) is None
        assert store.history(1) == ()
        assert store.find(Find()) == ()
        assert store.count(Find()) == 0
        assert store.next_due() is None
        assert store.unsent() == 0

    def test_a_request_comes_back_as_it_went_in(self, store: Both) -> None:
        store.commit(raising(1))
        assert store.request(1) == new(1)
        assert unplaced(store.history(1)) == (raised(1),)
        assert store.last_number() == 1

    def test_many_steps_are_stored_each_for_itself(self, store: Both) -> None:
        store.commit(raising(1))
        problems = store.commit_each([raising(2), raising(1), taking(new(1))])
        assert [type(problem) for problem in problems] == [type(None), Conflict, type(None)]
        assert store.request(2) == new(2)
        assert store.request(1) != new(1)

    def test_many_steps_can_be_begun_and_waited_for_later(self, store: Both) -> None:
        store.commit(raising(1))
        ended = store.begin_each([raising(2), raising(1)])
        assert [type(problem) for problem in ended()] == [type(None), Conflict]
        assert store.request(2) == new(2)

    def test_many_requests_are_read_at_once_but_for_those_that_are_not_there(self, store: Both) -> None:
        for number in (1, 2, 3):
            store.commit(raising(number))
        assert store.requests([3, 1, 9]) == {3: new(3), 1: new(1)}
        assert store.requests([]) == {}

    def test_a_later_step_replaces_the_state_and_adds_to_the_history(self, store: Both) -> None:
        store.commit(raising(1))
        step = taking(new(1))
        store.commit(step)
        assert store.request(1) == step.request
        assert unplaced(store.history(1)) == (raised(1), *step.events)
        assert replay(store.history(1)) == store.request(1)

    def test_numbers_need_not_come_in_order(self, store: Both) -> None:
        store.commit(raising(7))
        store.commit(raising(3))
        assert store.last_number() == 7

    def test_what_a_caller_does_to_its_copy_does_not_reach_the_store(self, store: Both) -> None:
        step = raising(1)
        store.commit(step)
        assert step.request is not None
        step.request.answers["which"] = "changed behind its back"
        first = store.request(1)
        assert first is not None
        first.answers["which"] = "changed again"
        assert store.request(1) == new(1)

    @pytest.mark.parametrize("words", ["\0", "a\0b", "\u200b\u202e", "𝄞🎫", "'\"\\\n\r\t", "x" * 1_000_000])
    def test_any_words_are_kept_whole(self, store: Both, words: str) -> None:
        first = raised(1, words=words)
        store.commit(Step(request=replay([first]), events=(first,)))
        assert unplaced(store.history(1)) == (first,)
        assert store.request(1) == replay([first])

    # Conflicts and repeated deliveries

    def test_a_step_decided_upon_an_older_version_is_a_conflict(self, store: Both) -> None:
        store.commit(raising(1))
        mine, theirs = taking(new(1), BEN), taking(new(1), CHEN)
        store.commit(mine)
        with pytest.raises(Conflict):
            store.commit(theirs)
        assert store.request(1) == mine.request
        assert unplaced(store.history(1)) == (raised(1), *mine.events)

    def test_a_new_request_whose_number_is_taken_is_a_conflict(self, store: Both) -> None:
        store.commit(raising(1, by=ANA))
        with pytest.raises(Conflict):
            store.commit(raising(1, by=CHEN))
        assert store.request(1) == new(1, by=ANA)

    def test_a_step_on_a_request_that_is_not_there_is_a_conflict(self, store: Both) -> None:
        with pytest.raises(Conflict):
            store.commit(taking(new(1)))
        assert store.history(1) == ()

    def test_an_event_that_is_there_already_is_a_conflict(self, store: Both) -> None:
        store.commit(raising(1))
        with pytest.raises(Conflict):
            store.commit(Step(events=(raised(1),), settled=("request:1",)))

    def test_a_conflict_leaves_nothing_behind(self, store: Both) -> None:
        store.commit(raising(1))
        store.commit(Step(due=(Due(key="request:1", at=NOW),)))
        late = taking(new(1)).model_copy(
            update={
                "expected": 9,
                "notices": (notice("n1"),),
                "due": (Due(key="digest:it", at=NOW),),
                "settled": ("request:1",),
                "delivery": "d1",
                "workflow": a_workflow(),
            }
        )
        with pytest.raises(Conflict):
            store.commit(late)
        assert store.unsent() == 0
        assert [due.key for due in store.due_keys("")] == ["request:1"]
        assert store.workflow("laptop", "v1") is None
        store.commit(raising(2, delivery="d1"))

    def test_a_second_delivery_is_repeated_and_says_which_request_it_led_to(self, store: Both) -> None:
        store.commit(raising(4, delivery="Ev1"))
        with pytest.raises(Repeated) as told:
            store.commit(raising(5, delivery="Ev1"))
        assert told.value.number == 4
        assert store.last_number() == 4

    def test_a_delivery_leads_to_its_request_as_soon_as_it_is_stored(self, store: Both) -> None:
        assert store.delivered("a press") is None
        store.commit(raising(1, delivery="a press"))
        assert store.delivered("a press") == 1

    def test_repeated_is_told_before_a_conflict(self, store: Both) -> None:
        step = raising(4, delivery="Ev1")
        store.commit(step)
        with pytest.raises(Repeated):
            store.commit(step)

    def test_one_of_many_at_the_same_moment_wins(self, store: Both) -> None:
        store.commit(raising(1))
        outcomes: list[str] = []

        def press(owner: str) -> None:
            try:
                store.commit(taking(new(1), owner))
                outcomes.append(owner)
            except Conflict:
                outcomes.append("late")

        threads = [threading.Thread(target=press, args=(f"slack:U{i}",)) for i in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert outcomes.count("late") == 7
        kept = store.request(1)
        assert kept is not None
        assert kept.owner in outcomes

    # Positions

    def test_events_of_all_requests_stand_one_behind_the_other(self, store: Both) -> None:
        first = store.commit(raising(NEW))
        second = store.commit(raising(NEW))
        taken = taking(new(1))
        assert taken.request is not None
        both = (*taken.events, then(taken.request, e.Said(text="I have it")))
        request = replay([raised(1), *both])
        stored = store.commit(taken.model_copy(update={"request": request, "events": both}))
        assert [one.position for step in (first, second, stored) for one in step.events] == [1, 2, 3, 4]
        assert store.history(1) == (*first.events, *stored.events)
        assert store.history(2) == second.events

    def test_what_was_not_stored_takes_no_position(self, store: Both) -> None:
        store.commit(raising(1, delivery="Ev1"))
        with pytest.raises(Conflict):
            store.commit(raising(1))
        with pytest.raises(Repeated):
            store.commit(raising(NEW, delivery="Ev1"))
        store.commit(Step(due=(Due(key="digest:it", at=NOW),)))
        store.commit_each([raising(2), raising(2), raising(3)])
        assert [one.position for number in (1, 2, 3) for one in store.history(number)] == [1, 2, 3]

    # Numbers

    def test_what_is_raised_gets_its_number_in_the_commit(self, store: Both) -> None:
        store.commit(raising(4))
        step = raising(NEW, delivery="Ev1").model_copy(
            update={
                "notices": (notice("0.1.0", NEW), notice("0.1.1", NEW, to=BEN), notice("4.1.7", 4)),
                "due": (Due(key="request:0", at=NOW), Due(key="tied:4", at=NOW)),
                "settled": ("request:4",),
            }
        )
        stored = store.commit(step)
        assert stored.request == store.request(5) == new(5)
        assert [(one.number, one.seq) for one in store.history(5)] == [(5, 1)]
        assert [(one.notice.id, one.notice.number) for one in store.waiting(NOW, 9)] == [
            ("5.1.0", 5),
            ("5.1.1", 5),
            ("4.1.7", 4),
        ]
        assert [due.key for due in store.due_keys("")] == ["request:5", "tied:4"]
        assert store.delivered("Ev1") == 5
        assert [one.number for one in store.find(Find(requester=ANA, limit=1))] == [5]
        assert (store.last_number(), store.stale(9)) == (5, (4, 5))
        assert store.request(NEW) is None

    def test_any_other_step_is_stored_as_it_is(self, store: Both) -> None:
        step = raising(1)
        assert store.commit(step).request == step.request
        assert store.commit(Step(due=(Due(key="digest:it", at=NOW),))).request is None

    def test_what_is_delivered_twice_takes_no_second_number(self, store: Both) -> None:
        store.commit(raising(NEW, delivery="Ev1"))
        with pytest.raises(Repeated) as told:
            store.commit(raising(NEW, delivery="Ev1"))
        assert (told.value.number, store.last_number()) == (1, 1)

    def test_many_raise_at_the_same_moment_and_each_gets_a_number_without_a_gap(self, store: Both) -> None:
        raised_by: dict[int, str] = {}
        ready = threading.Barrier(MANY)

        def raises(person: str) -> None:
            ready.wait()
            stored = store.commit(raising(NEW, by=person, delivery=f"Ev{person}"))
            assert stored.request is not None
            raised_by[stored.request.number] = person

        people = [f"slack:U{one}" for one in range(MANY)]
        threads = [threading.Thread(target=raises, args=(person,)) for person in people]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(raised_by) == list(range(1, MANY + 1))
        assert {number: one.requester for number, one in all_of(store).items()} == raised_by
        assert store.last_number() == MANY

    # Finding

    def test_the_newest_come_first_up_to_the_limit(self, store: Both) -> None:
        for number in (1, 2, 3):
            store.commit(raising(number))
        assert [r.number for r in store.find(Find(limit=2))] == [3, 2]
        assert store.count(Find(limit=2)) == 3

    def test_every_field_that_is_given_must_hold(self, store: Both) -> None:
        store.commit(raising(1, by=ANA, department="it"))
        store.commit(raising(2, by=CHEN, department="it"))
        store.commit(raising(3, by=ANA, department="hr"))
        store.commit(taking(new(1, by=ANA), owner=BEN))
        store.commit(closing(new(3, by=ANA, department="hr")))

        def numbers(wanted: Find) -> list[int]:
            found = [r.number for r in store.find(wanted)]
            assert store.count(wanted) == len(found)
            return found

        assert numbers(Find(requester=ANA)) == [3, 1]
        assert numbers(Find(requester=ANA, open=True)) == [1]
        assert numbers(Find(requester=ANA, open=False)) == [3]
        assert numbers(Find(owner=BEN)) == [1]
        assert numbers(Find(owner=BEN, open=True, side=Side.OWNER)) == [1]
        assert numbers(Find(department="it")) == [2, 1]
        assert numbers(Find(department="it", side=Side.DEPARTMENT)) == [2]
        assert numbers(Find(phase=Phase.CLOSED)) == [3]
        assert numbers(Find(phase=Phase.CLOSED, open=True)) == []
        assert numbers(Find(phase=Phase.EXPLORE)) == [2]
        assert numbers(Find(open=True)) == [2, 1]
        assert numbers(Find(requester="slack:nobody")) == []
        assert numbers(Find(requester="' OR 1=1 --")) == []

    def test_requests_are_found_by_who_else_has_to_do_with_them(self, store: Both) -> None:
        store.commit(raising(1))
        store.commit(raising(2))
        taken = taking(new(1))
        store.commit(taken)
        assert taken.request is not None
        asked = step_on(taken.request, e.HandOverAsked(to=LIN))
        assert asked.request is not None
        store.commit(asked.model_copy(update={"ties": asked.request.ties}))
        assert [request.number for request in store.find(Find(tie=LIN, open=True))] == [1]
        assert store.count(Find(tie=LIN, owner=CHEN)) == 0
        moved = step_on(asked.request, e.HandOverLapsed(to=LIN, asked_by=BEN), by=SYSTEM)
        store.commit(moved.model_copy(update={"ties": frozenset()}))
        assert store.find(Find(tie=LIN)) == ()

    def test_what_fits_one_of_several_is_found_once_and_newest_first(self, store: Both) -> None:
        store.commit(raising(1, by=ANA, department="it"))
        store.commit(raising(2, by=CHEN, department="it"))
        store.commit(raising(3, by=ANA, department="hr"))
        store.commit(raising(4, by=CHEN, department="hr"))
        taken = taking(new(4, by=CHEN, department="hr"))
        assert taken.request is not None
        asked = step_on(taken.request, e.HandOverAsked(to=LIN))
        assert asked.request is not None
        store.commit(taken)
        store.commit(asked.model_copy(update={"ties": asked.request.ties}))
        store.commit(closing(new(1, by=ANA, department="it")))

        def numbers(*wanted: Find) -> list[int]:
            return [request.number for request in store.find_any(wanted)]

        assert numbers(Find(requester=ANA, open=True), Find(tie=LIN, open=True)) == [4, 3]
        assert numbers(Find(department="it", open=True), Find(requester=CHEN), Find(tie=LIN)) == [4, 2]
        assert numbers(Find(requester=ANA, limit=1), Find(department="it", limit=1)) == [3, 2]
        assert numbers(Find(requester=ANA)) == [3, 1]
        assert numbers() == []

    def test_several_histories_are_read_at_once(self, store: Both) -> None:
        for number in (1, 2, 3):
            store.commit(raising(number))
        assert store.histories((1, 3, 9)) == {1: store.history(1), 3: store.history(3), 9: ()}

    def test_a_request_is_found_by_what_it_is_now(self, store: Both) -> None:
        store.commit(raising(1))
        step = taking(new(1), owner=BEN)
        store.commit(step)
        assert step.request is not None
        store.commit(taking(step.request, owner=CHEN))
        assert store.find(Find(owner=BEN)) == ()
        assert [r.number for r in store.find(Find(owner=CHEN))] == [1]

    # Workflows

    def test_every_version_of_a_workflow_is_kept(self, store: Both) -> None:
        store.commit(Step(workflow=a_workflow("v1")))
        store.commit(Step(workflow=a_workflow("v2")))
        store.commit(Step(workflow=a_workflow("v1")))
        assert store.workflow("laptop", "v1") == a_workflow("v1")
        assert store.workflow("laptop", "v2") == a_workflow("v2")
        assert store.workflow("laptop", "v3") is None

    # What falls due

    def test_what_is_due_comes_earliest_first_and_not_before_its_time(self, store: Both) -> None:
        rows = (
            Due(key="request:1", at=NOW + HOUR),
            Due(key="request:2", at=NOW),
            Due(key="digest:it", at=NOW),
        )
        store.commit(Step(due=rows))
        assert [d.key for d in store.due(NOW, 9)] == ["digest:it", "request:2"]
        assert [d.key for d in store.due(NOW + HOUR, 2)] == ["digest:it", "request:2"]
        assert store.due(NOW - timedelta(microseconds=1), 9) == ()
        assert store.next_due() == NOW

    def test_a_second_row_of_a_key_replaces_the_first(self, store: Both) -> None:
        store.commit(Step(due=(Due(key="request:1", at=NOW),)))
        store.commit(Step(due=(Due(key="request:1", at=NOW + HOUR),)))
        assert store.due_keys("request:") == (Due(key="request:1", at=NOW + HOUR),)

    def test_what_is_settled_is_not_due_and_setting_wins_over_settling(self, store: Both) -> None:
        store.commit(Step(due=(Due(key="request:1", at=NOW), Due(key="request:2", at=NOW))))
        store.commit(
            Step(settled=("request:1", "request:2", "never:there"), due=(Due(key="request:2", at=NOW),))
        )
        assert [d.key for d in store.due_keys("request:")] == ["request:2"]

    def test_keys_are_found_by_how_they_begin(self, store: Both) -> None:
        keys = ["digest:hr", "digest:it", "digest;", "request:1", "request:10", "digest%"]
        store.commit(Step(due=tuple(Due.model_construct(key=key, at=NOW) for key in reversed(keys))))
        assert [d.key for d in store.due_keys("digest:")] == ["digest:hr", "digest:it"]
        assert [d.key for d in store.due_keys("")] == sorted(keys)
        assert store.due_keys("digest:x") == ()

    def test_times_are_kept_to_the_microsecond_in_whatever_zone_they_came(self, store: Both) -> None:
        shanghai = timezone(8 * HOUR)
        at = NOW.astimezone(shanghai)
        store.commit(Step(due=(Due(key="request:1", at=at),)))
        assert store.next_due() == NOW
        (row,) = store.due(NOW, 1)
        assert row.at == NOW

    # Notices on their way out

    def test_notices_wait_in_the_order_they_were_stored(self, store: Both) -> None:
        store.commit(Step(notices=(notice("b"), notice("a"))))
        store.commit(Step(notices=(notice("c", at=NOW + HOUR), notice("d", at=NOW - HOUR))))
        assert shown_order(store) == ["b", "a", "d"]
        assert shown_order(store, NOW + HOUR) == ["b", "a", "c", "d"]
        assert [o.notice.id for o in store.waiting(NOW, 2)] == ["b", "a"]
        assert store.unsent() == 4
        assert store.waiting(NOW, 1)[0].notice == notice("b")

    def test_a_notice_is_stored_once_whatever_comes_again(self, store: Both) -> None:
        store.commit(Step(notices=(notice("a"),)))
        store.commit(Step(notices=(notice("a", to=BEN),)))
        assert [o.notice.to for o in store.waiting(NOW, 9)] == [ANA]
        store.sent(("a",), ())
        store.commit(Step(notices=(notice("a"),)))
        assert store.unsent() == 0

    def test_a_begun_notice_still_waits_and_says_so(self, store: Both) -> None:
        store.commit(Step(notices=(notice("a"), notice("b"))))
        store.begin(("a", "unknown"))
        store.begin(("a",))
        first, second = store.waiting(NOW, 9)
        assert (first.tries, first.begun) == (2, True)
        assert (second.tries, second.begun) == (0, False)

    def test_a_sent_notice_waits_no_longer_and_stands_somewhere(self, store: Both) -> None:
        store.commit(Step(notices=(notice("a"), notice("b"))))
        store.sent(("a", "b"), (receipt("a"),))
        assert store.unsent() == 0
        assert store.receipts(1) == (receipt("a"),)

    def test_a_notice_that_was_put_off_comes_back_in_its_place(self, store: Both) -> None:
        store.commit(Step(notices=(notice("a"), notice("b"))))
        store.begin(("a",))
        store.put_off("a", NOW + HOUR)
        assert shown_order(store) == ["b"]
        first = store.waiting(NOW + HOUR, 1)[0]
        assert (first.notice, first.tries, first.begun) == (notice("a"), 1, True)

    def test_what_the_platform_refused_needs_no_looking_for(self, store: Both) -> None:
        store.commit(Step(notices=(notice("a"),)))
        store.begin(("a",))
        store.put_off("a", NOW, refused=True)
        (first,) = store.waiting(NOW, 1)
        assert (first.tries, first.begun) == (1, False)

    def test_a_dropped_notice_is_never_sent(self, store: Both) -> None:
        store.commit(Step(notices=(notice("a"),)))
        store.drop("a", "settled meanwhile")
        store.put_off("a", NOW)
        store.begin(("a",))
        store.commit(Step(notices=(notice("a"),)))
        assert store.waiting(NOW + HOUR, 9) == ()
        assert store.unsent() == 0

    def test_an_undelivered_notice_waits_with_its_reason_and_is_tried_again(self, store: Both) -> None:
        store.commit(Step(notices=(notice("1.1.0"), notice("1.1.1", to=BEN), notice("1.1.2"))))
        store.begin(("1.1.0",))
        store.fail("1.1.0", "channel_not_found", NOW + HOUR, "it")
        store.fail("1.1.1", "not connected", NOW + HOUR)
        store.fail("unknown", "not connected", NOW + HOUR)
        assert store.undelivered() == (
            Undelivered(notice=notice("1.1.0"), why="channel_not_found", department="it"),
            Undelivered(notice=notice("1.1.1", to=BEN), why="not connected"),
        )
        assert shown_order(store) == ["1.1.2"]
        assert (store.unsent(), store.next_told(NOW)) == (3, None)
        first, *_ = store.waiting(NOW + HOUR, 9)
        assert (first.tries, first.begun, first.why) == (1, False, "channel_not_found")
        store.try_again(NOW, ("person", BEN))
        assert shown_order(store) == ["1.1.1", "1.1.2"]
        store.try_again(NOW)
        assert shown_order(store) == ["1.1.0", "1.1.1", "1.1.2"]

    def test_what_was_undelivered_and_is_sent_or_dropped_since_is_not_undelivered(self, store: Both) -> None:
        store.commit(Step(notices=(notice("1.1.0"), notice("1.1.1"))))
        for id in ("1.1.0", "1.1.1"):
            store.fail(id, "not connected", NOW + HOUR, "it")
        store.sent(("1.1.0",), (receipt("1.1.0"),))
        store.drop("1.1.1", "settled meanwhile")
        assert (store.undelivered(), store.unsent()) == ((), 0)
        store.try_again(NOW)
        store.fail("1.1.0", "not connected", NOW)
        assert (store.undelivered(), shown_order(store)) == ((), [])

    def test_for_whom_is_present_nothing_of_that_request_is_held_back(self, store: Both) -> None:
        later = NOW + 9 * HOUR
        held = [
            notice("1.1.0", at=later),
            notice("1.1.1", to=BEN, at=later),
            notice("11.1.0", at=later, number=11),
        ]
        first = raising(1)
        store.commit(first.model_copy(update={"notices": tuple(held)}))
        assert shown_order(store) == []
        store.commit(taking(new(1)).model_copy(update={"present": (("person", ANA),)}))
        assert shown_order(store, NOW + HOUR - timedelta(seconds=1)) == []
        assert shown_order(store, NOW + HOUR) == ["1.1.0"]
        assert shown_order(store, later) == ["1.1.0", "1.1.1", "11.1.0"]

    def test_it_tells_which_unsent_notices_are_about_a_request(self, store: Both) -> None:
        later = notice("1.2.0", to=LIN, at=NOW + HOUR)
        told = [notice("1.1.0"), notice("1.1.1", to=BEN), later, notice("11.1.0", 11, to=CHEN)]
        store.commit(Step(notices=tuple(told)))
        store.begin(("1.1.1",))

        def about(number: int, now: datetime = NOW) -> set[tuple[str, bool]]:
            return {(one.notice.to, one.begun) for one in store.waiting_about(number, now)}

        assert about(1) == {(ANA, False), (BEN, True)}
        assert about(11) == {(CHEN, False)}
        assert about(2) == set()
        assert about(1, NOW + HOUR) == {(ANA, False), (BEN, True), (LIN, False)}
        store.sent(("1.1.0",), ())
        store.drop("1.1.1", "settled meanwhile")
        assert about(1) == set()

    def test_it_tells_when_something_is_said_next(self, store: Both) -> None:
        assert store.next_told(NOW) is None
        store.commit(Step(notices=(notice("a"), notice("b", at=NOW + HOUR), notice("c", at=NOW + 2 * HOUR))))
        assert store.next_told(NOW) == NOW + HOUR
        assert store.next_told(NOW + HOUR) == NOW + 2 * HOUR
        store.sent(("c",), ())
        assert store.next_told(NOW + HOUR) is None

    def test_notices_of_no_request_are_fine(self, store: Both) -> None:
        store.commit(Step(notices=(notice("digest", number=None),)))
        store.sent(("digest",), (receipt("digest", number=None, where="slack:D0ANA/9.0"),))
        assert store.number_at("slack:D0ANA/9.0") is None

    # Where they stand

    def test_receipts_come_oldest_first_and_only_of_their_request(self, store: Both) -> None:
        store.sent((), (receipt("b", 1, "w1"), receipt("x", 2, "w2")))
        store.sent((), (receipt("a", 1, "w3"),))
        assert [r.notice.id for r in store.receipts(1)] == ["b", "a"]
        assert store.receipts(3) == ()

    def test_a_receipt_is_replaced_where_it_is(self, store: Both) -> None:
        store.sent((), (receipt("a", 1, "w1"), receipt("b", 1, "w2")))
        moved = receipt("a", 1, "w9", shown="f2")
        store.replace(moved)
        assert store.receipts(1) == (moved, receipt("b", 1, "w2"))
        assert store.number_at("w9") == 1
        assert store.number_at("w1") is None

    def test_the_address_of_a_message_leads_to_its_request(self, store: Both) -> None:
        store.sent((), (receipt("a", 1, "w1"), receipt("b", 2, "w2")))
        assert store.number_at("w2") == 2
        assert store.number_at("elsewhere") is None

    def test_a_changed_request_is_stale_until_its_messages_show_it(self, store: Both) -> None:
        store.commit(raising(1))
        store.commit(raising(2))
        assert store.stale(9) == (1, 2)
        store.fresh(1, 1)
        assert store.stale(9) == (2,)
        store.commit(taking(new(1)))
        assert store.stale(9) == (1, 2)
        assert store.stale(1) == (1,)

    def test_a_request_that_changed_while_its_messages_were_updated_stays_stale(self, store: Both) -> None:
        store.commit(raising(1))
        store.commit(taking(new(1)))
        store.fresh(1, 1)
        assert store.stale(9) == (1,)
        store.fresh(1, 2)
        store.fresh(1, 2)
        assert store.stale(9) == ()

    def test_what_follows_from_a_request_whose_messages_are_true_is_noted_in_the_same_commit(
        self, store: Both
    ) -> None:
        store.commit(raising(1))
        store.commit(taking(new(1)))
        store.fresh(1, 1, {"redraw:ana": "1"})
        assert (store.notes("redraw:"), store.stale(9)) == ({"redraw:ana": "1"}, (1,))
        store.fresh(1, 2, {"redraw:ana": "2", "redraw:ben": "2"})
        assert (store.notes("redraw:"), store.stale(9)) == ({"redraw:ana": "2", "redraw:ben": "2"}, ())

    def test_a_request_is_stale_as_soon_as_a_newer_message_about_it_stands(self, store: Both) -> None:
        for number in (1, 2, 3):
            store.commit(raising(number))
            store.fresh(number, 1)
        line = receipt("3.1.0", 3)
        in_a_thread = line.model_copy(update={"notice": line.notice.model_copy(update={"place": "thread"})})
        store.sent(("1.1.0", "3.1.0"), (receipt("1.1.0"), receipt("2.1.0", 2), in_a_thread))
        assert store.stale(9) == (1,)
        store.fresh(1, 1)
        assert store.stale(9) == ()

    def test_messages_about_a_request_that_is_not_there_are_remembered(self, store: Both) -> None:
        store.sent(("7.1.0", "digest"), (receipt("7.1.0", 7), receipt("digest", None)))
        assert (len(store.receipts(7)), store.stale(9)) == (1, ())

    # Homes

    def test_homes_are_remembered_once(self, store: Both) -> None:
        store.saw_home(ANA)
        store.saw_home(ANA)
        store.saw_home(BEN)
        assert store.homes() == {ANA, BEN}

    # Notes

    def test_a_note_stands_until_it_is_replaced_or_forgotten(self, store: Both) -> None:
        store.note("focus:ana", "118")
        store.note("focus:ben", "7")
        store.note("focus:ana", "119")
        assert (store.noted("focus:ana"), store.noted("focus:ben")) == ("119", "7")
        store.forget("focus:ana")
        assert (store.noted("focus:ana"), store.noted("focus:ben")) == (None, "7")

    def test_a_note_that_was_forgotten_can_be_made_again(self, store: Both) -> None:
        store.note("asking:ana", "first")
        store.forget("asking:ana")
        store.note("asking:ana", "second")
        assert store.noted("asking:ana") == "second"

    def test_forgetting_what_was_never_noted_is_fine(self, store: Both) -> None:
        store.forget("focus:nobody")
        assert store.noted("focus:nobody") is None

    def test_a_note_that_passes_goes_with_one_made_long_after_it(self, store: Both) -> None:
        store.note("words:old", "The printer", NOW)
        store.note("words:new", "The window", NOW + HOUR)
        assert store.noted("words:old") == "The printer"
        store.note("words:newest", "The door", NOW + NOTED)
        assert store.noted("words:old") is None
        assert (store.noted("words:new"), store.noted("words:newest")) == ("The window", "The door")

    def test_a_note_that_is_made_again_is_as_young_as_that(self, store: Both) -> None:
        store.note("heard:ana", "first", NOW)
        store.note("heard:ana", "first", NOW + HOUR)
        store.note("heard:ben", "anything", NOW + NOTED)
        assert store.noted("heard:ana") == "first"

    def test_a_note_without_a_time_stays(self, store: Both) -> None:
        store.note("language:ana", "zh")
        store.note("language:ben", "en", NOW)
        store.note("language:ben", "en")
        store.note("words:new", "The window", NOW + 2 * NOTED)
        assert (store.noted("language:ana"), store.noted("language:ben")) == ("zh", "en")

    def test_notes_of_a_step_are_stored_with_it_or_not_at_all(self, store: Both) -> None:
        store.note("away:ben", "old")
        store.note("away:lin", "gone soon")
        store.commit(
            Step(notes={"away:ana": "new", "away:ben": "another", "away:lin": None, "away:no": None})
        )
        assert store.notes("away:") == {"away:ana": "new", "away:ben": "another"}
        with pytest.raises(Conflict):
            store.commit(taking(new(1)).model_copy(update={"notes": {"away:ana": None, "away:x": "never"}}))
        assert store.notes("away:") == {"away:ana": "new", "away:ben": "another"}

    def test_a_step_decided_upon_an_older_note_is_a_conflict(self, store: Both) -> None:
        store.note("away:ben", "monday")
        row = Due(key="away:ben", at=NOW)
        for before in ("sunday", None):
            with pytest.raises(Conflict):
                store.commit(Step(notes={"away:ben": None}, notes_before={"away:ben": before}, due=(row,)))
        with pytest.raises(Conflict):
            store.commit(Step(notes_before={"away:nobody": "anything"}, due=(row,)))
        assert (store.noted("away:ben"), store.due_keys("")) == ("monday", ())
        store.commit(Step(notes={"away:ben": None}, notes_before={"away:ben": "monday", "away:no": None}))
        assert store.noted("away:ben") is None

    def test_notes_of_a_kind_are_the_same_mapping_until_one_of_them_changes(self, store: Both) -> None:
        store.note("away:ben", "monday")
        known = store.notes("away:")
        store.note("focus:ben", "7", NOW)
        store.commit(raising(1))
        assert store.notes("away:") is known
        store.note("away:lin", "tuesday")
        assert known == {"away:ben": "monday"}
        assert store.notes("away:") == {"away:ben": "monday", "away:lin": "tuesday"}
        store.forget("away:ben")
        assert store.notes("away:") == {"away:lin": "tuesday"}
        assert store.notes("nothing:") == {}

    def test_a_note_that_has_passed_is_no_longer_among_its_kind(self, store: Both) -> None:
        store.note("words:old", "The printer", NOW)
        assert store.notes("words:") == {"words:old": "The printer"}
        store.note("heard:ana", "anything", NOW + NOTED)
        assert store.notes("words:") == {}

    def test_keys_of_notes_are_told_apart_letter_by_letter(self, store: Both) -> None:
        store.note("focus:wecom:ana", "lower")
        store.note("focus:wecom:Ana", "upper")
        store.note("focus:wecom:ana%", "")
        assert [store.noted(f"focus:wecom:{name}") for name in ("ana", "Ana", "ana%")] == [
            "lower",
            "upper",
            "",
        ]

    @pytest.mark.parametrize("text", ["", "\0", '{"a": "王\\u738b", "b":1 }', "𝄞🎫\r\n", "x" * 1_000_000])
    def test_a_note_is_kept_letter_by_letter(self, store: Both, text: str) -> None:
        store.note("sending:1", text)
        assert store.noted("sending:1") == text
