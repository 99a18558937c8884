"""The same fault, what waits for something else, and what follows from something that is closed."""

from datetime import date

import pytest

from tests.workflows import given as g
from tests.workflows.given import ANA, BEN, CHEN, FRIDAY, LIN, NEXT_MONDAY, NEXT_TUESDAY, shanghai
from workflows.facts import Refused
from workflows.phases.action import MissIt, SendUpdate
from workflows.phases.explore import Raise, Reply
from workflows.phases.linking import SameAs, WaitFor
from workflows.phases.offer import DoIt
from workflows.ports import Find
from workflows.rights import acts
from workflows.rights.act import Command
from workflows.state import events as e
from workflows.state.request import Request
from workflows.state.values import Outcome, Phase, Side

MAIN, JOINED = 1, 2


def on(house: g.House, number: int, by: str, act: str, command: Command | None = None) -> Request:
    """What somebody does to one of the two; and what follows from it for the other."""
    house.desk.handle(by, number, acts.BY_KEY[act], command or g.SAYS[act]())
    house.desk.sweep()
    return house.at(JOINED)


def heard_by(house: g.House, person: str) -> list[str]:
    return [kind for _, to, kind in house.told() if to == person]


# The same


def test_one_thread_works_and_the_other_waits_with_its_owner() -> None:
    house = g.joined()
    joined = house.at(JOINED)
    assert (joined.main, joined.owner, joined.phase, joined.ball) == (MAIN, BEN, Phase.OFFER, Side.OWNER)
    assert house.at(MAIN).joined_by == (JOINED,)


def test_its_requester_hears_that_somebody_is_at_it() -> None:
    assert heard_by(g.joined(), ANA)[-1] == "joined"


def test_no_clock_of_its_own_runs() -> None:
    house = g.joined()
    house.told()
    house.lives_until(shanghai(27))
    assert house.at(JOINED).is_open
    assert [notice.kind for notice in house.notices() if notice.number == JOINED] == []


def test_a_promise_there_is_a_promise_here() -> None:
    house = g.joined()
    house.told()
    joined = on(house, MAIN, BEN, "do_it", DoIt(day=FRIDAY))
    assert joined.promise is not None
    assert (joined.phase, joined.promise.day) == (Phase.ACTION, FRIDAY)
    assert heard_by(house, ANA) == ["promised"]


def test_a_date_that_moves_there_moves_here() -> None:
    house = g.joined()
    on(house, MAIN, BEN, "do_it", DoIt(day=FRIDAY))
    on(house, MAIN, BEN, "miss", MissIt(day=NEXT_TUESDAY, reason="A part is late"))
    house.told()
    joined = on(house, MAIN, CHEN, "agree")
    assert joined.promise is not None
    assert joined.promise.day == NEXT_TUESDAY
    (told,) = [one for one in house.notices() if one.to == ANA]
    assert (told.kind, told.facts["day"]) == ("followed_moved", NEXT_TUESDAY.isoformat())


def test_progress_is_told_here_too_once() -> None:
    house = g.joined()
    on(house, MAIN, BEN, "do_it", DoIt(day=FRIDAY))
    house.told()
    on(house, MAIN, BEN, "update", SendUpdate(text="Half way there"))
    on(house, MAIN, CHEN, "nudge")
    updates = [one for one in house.notices() if one.to == ANA]
    assert [(one.kind, one.facts["text"], one.facts["by"]) for one in updates] == [
        ("update", "Half way there", BEN)
    ]


def test_each_requester_is_asked_whether_it_is_solved() -> None:
    house = g.joined()
    on(house, MAIN, BEN, "do_it", DoIt(day=FRIDAY))
    joined = on(house, MAIN, BEN, "deliver")
    assert (joined.phase, joined.ball) == (Phase.CONFIRM, Side.REQUESTER)
    on(house, MAIN, CHEN, "yes")
    joined = on(house, JOINED, ANA, "no")
    assert (joined.is_open, joined.displeased, house.at(MAIN).outcome) == (True, True, Outcome.SATISFIED)


def test_done_at_once_reaches_everybody_who_joined() -> None:
    house = g.joined()
    house.told()
    joined = on(house, MAIN, BEN, "done")
    assert joined.phase is Phase.CONFIRM
    assert heard_by(house, ANA) == ["promised", "delivered"] or heard_by(house, ANA) == []


def test_an_honest_no_is_theirs_too_and_each_may_appeal() -> None:
    house = g.joined()
    joined = on(house, MAIN, BEN, "cannot")
    assert joined.refusal is not None
    assert joined.main is None
    assert on(house, JOINED, ANA, "appeal").appealed


def test_if_the_other_is_withdrawn_it_goes_its_own_way() -> None:
    house = g.joined()
    joined = on(house, MAIN, CHEN, "withdraw")
    assert (joined.main, joined.is_open, joined.ball) == (None, True, Side.OWNER)
    assert house.store.due_keys(f"request:{JOINED}")


def test_not_the_same_after_all() -> None:
    house = g.joined()
    joined = on(house, JOINED, BEN, "unjoin")
    assert not joined.follows
    on(house, MAIN, BEN, "do_it", DoIt(day=FRIDAY))
    assert house.at(JOINED).promise is None


def test_whoever_went_their_own_way_is_not_among_those_who_joined() -> None:
    house = g.joined()
    on(house, JOINED, BEN, "unjoin")
    assert house.at(MAIN).joined_by == ()


def test_what_ended_is_not_among_those_who_joined() -> None:
    house = g.joined()
    on(house, JOINED, ANA, "withdraw")
    assert house.at(MAIN).joined_by == ()


def test_nobody_has_joined_what_was_opened_again_after_they_parted() -> None:
    house = g.joined()
    on(house, MAIN, CHEN, "withdraw")
    on(house, MAIN, CHEN, "reopen")
    assert house.at(JOINED).main is None
    assert house.at(MAIN).joined_by == ()


def test_while_joined_nobody_works_on_it_apart() -> None:
    house = g.joined()
    for act in ("do_it", "offer", "ask", "cannot", "route", "done"):
        with pytest.raises(Refused, match=r"too_late\.joined"):
            house.does(BEN, act)
    house.does(ANA, "withdraw")
    assert not house.request.is_open


def test_whoever_joins_one_that_has_joined_means_that_one() -> None:
    house = g.joined()
    house.asks("I can't either", by=CHEN)
    house.does(LIN, "same_as", SameAs(number=JOINED))
    assert house.request.main == MAIN


def test_what_others_joined_stays_the_one_that_works() -> None:
    house = g.joined()
    house.asks("I can't either", by=ANA)
    with pytest.raises(Refused, match="too_late"):
        house.desk.handle(BEN, MAIN, acts.BY_KEY["same_as"], SameAs(number=3))


@pytest.mark.parametrize(("number", "why"), [(JOINED, "same_as_itself"), (99, "no_such_request")])
def test_it_joins_another_that_is_there(number: int, why: str) -> None:
    house = g.taken()
    house.asks("Nobody can log in", by=CHEN)
    with pytest.raises(Refused, match=why):
        house.does(BEN, "same_as", SameAs(number=number))


def test_what_is_confidential_joins_nothing_and_nothing_joins_it() -> None:
    house = g.taken()
    house.asks("About a colleague", by=CHEN, to="complaint")
    house.does(BEN, "take")
    with pytest.raises(Refused, match="too_late"):
        house.does(BEN, "same_as")
    house.asks("Nobody can log in", by=CHEN)
    with pytest.raises(Refused, match="not_the_same_kind"):
        house.does(BEN, "same_as", SameAs(number=2))


def test_what_is_delivered_is_no_longer_joined() -> None:
    house = g.delivered()
    house.asks("Nobody can log in", by=CHEN)
    with pytest.raises(Refused, match="nothing_to_join"):
        house.does(BEN, "same_as")


def test_done_again_after_an_interruption_nothing_is_said_twice() -> None:
    house = g.joined()
    on(house, MAIN, BEN, "do_it", DoIt(day=FRIDAY))
    before = house.at(JOINED).version, house.at(MAIN).version
    house.desk.handle(BEN, MAIN, acts.BY_KEY["on_track"], g.SAYS["on_track"]())
    house.desk.sweep()
    house.desk.sweep()
    assert (house.at(JOINED).version, house.at(MAIN).version) == (before[0], before[1] + 1)


# What waits for another


def test_a_slip_there_is_told_here_before_it_happens() -> None:
    house = g.awaiting()
    house.told()
    on(house, MAIN, BEN, "miss", MissIt(day=NEXT_TUESDAY, reason="A part is late"))
    flagged = [one for one in house.notices() if one.kind == "flagged"]
    assert [(one.to, one.facts["why"], one.facts["other"], one.facts["day"]) for one in flagged] == [
        (BEN, "moved", "1", NEXT_TUESDAY.isoformat())
    ]


def test_it_is_told_once_and_again_when_it_slips_further() -> None:
    house = g.awaiting()
    on(house, MAIN, BEN, "miss", MissIt(day=NEXT_MONDAY, reason="A part is late"))
    on(house, MAIN, CHEN, "agree")
    house.told()
    on(house, MAIN, BEN, "on_track")
    assert "flagged" not in heard_by(house, BEN)
    on(house, MAIN, BEN, "miss", MissIt(day=NEXT_TUESDAY, reason="Another one"))
    assert heard_by(house, BEN) == ["flagged"]


@pytest.mark.parametrize(("act", "by", "why"), [("deliver", BEN, "done"), ("withdraw", CHEN, "ended")])
def test_it_waits_no_longer_when_the_other_is_done_or_over(act: str, by: str, why: str) -> None:
    house = g.awaiting()
    waiting = on(house, MAIN, by, act)
    assert waiting.waits_for is None
    assert waiting.flagged.startswith(why)


def test_an_overdue_promise_there_is_told_here() -> None:
    house = g.awaiting()
    house.told()
    house.lives_until(shanghai(9, 12))
    assert [one.facts["why"] for one in house.notices() if one.kind == "flagged"] == ["overdue"]


def test_those_that_wait_are_known_where_it_is_worked_on() -> None:
    assert g.awaiting().at(MAIN).awaited_by == (2,)


def test_two_do_not_wait_for_each_other() -> None:
    house = g.awaiting()
    with pytest.raises(Refused, match="waits_for_itself"):
        on(house, MAIN, BEN, "wait_for", WaitFor(number=2))
    with pytest.raises(Refused, match="too_late"):
        on(house, 2, BEN, "wait_for", WaitFor(number=2))


def test_nothing_waits_openly_for_what_is_confidential() -> None:
    house = g.House()
    house.asks("About a colleague", to="complaint")
    house.does(BEN, "take")
    house.asks()
    house.does(BEN, "do_it")
    with pytest.raises(Refused, match="waits_for_confidential"):
        house.does(BEN, "wait_for", WaitFor(number=1))


def test_it_can_stop_waiting() -> None:
    house = g.awaiting()
    on(house, 2, BEN, "wait_no_more")
    assert house.at(MAIN).awaited_by == ()
    house.told()
    on(house, MAIN, BEN, "miss", MissIt(day=NEXT_TUESDAY, reason="A part is late"))
    assert "flagged" not in heard_by(house, BEN)


def test_only_what_somebody_has_a_part_in_can_be_waited_for() -> None:
    house = g.promised()
    house.asks("A desk", by=CHEN, to="purchase", what="A desk", budget="Sales", goal="Work")
    house.number = 1
    with pytest.raises(Refused, match="no_such_request"):
        house.does(BEN, "wait_for", WaitFor(number=2))


# What follows from something closed


def test_a_new_need_is_a_request_of_its_own_that_knows_where_it_comes_from() -> None:
    house = g.satisfied()
    new = house.desk.raise_request(ANA, Raise(workflow="help", words="One more", linked=1))
    assert (new.linked, new.number) == (1, 2)
    assert isinstance(house.store.history(2)[0].event, e.Raised)


def test_nobody_links_to_what_they_may_not_see() -> None:
    house = g.satisfied()
    with pytest.raises(Refused, match="no_such_request"):
        house.desk.raise_request(CHEN, Raise(workflow="help", words="One more", linked=1))


def test_the_department_has_it_off_its_lists_while_it_is_joined() -> None:
    house = g.joined()
    assert [one.number for one in house.desk.others(house.at(MAIN))] == []
    assert house.store.count(Find(tie="same:1")) == 1


def test_the_day_that_counts_is_the_one_that_is_asked_for_already() -> None:
    house = g.postponed()
    from workflows.phases.linking import due_day

    assert due_day(house.request) == NEXT_TUESDAY
    assert due_day(g.asked().request) is None
    assert date(2026, 3, 10) == NEXT_TUESDAY


def test_what_the_owner_writes_to_one_requester_is_for_them_alone() -> None:
    """Those who joined hear the date, updates and the result, as the department's card says."""
    house = g.joined()
    house.told()
    on(house, MAIN, BEN, "reply", Reply(text="Your desk is the first one"))
    told = house.told()
    assert (CHEN, "said") in [(to, kind) for _, to, kind in told]
    assert all(to != ANA for _, to, _ in told)
