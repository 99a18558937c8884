"""What isn't urgent waits until its hearer is at work, or evidently there."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given as for_all
from hypothesis import strategies as st

from tests.workflows import given as g
from tests.workflows.given import ANA, BEN, EVA, LIN, MARIA, TOM, shanghai
from workflows.news.table import BY_KIND, SAID
from workflows.phases.explore import Answer, Raise
from workflows.time import delivery_time

MONDAY_MORNING = shanghai(2)
NIGHT = shanghai(2, 20)  # Monday evening
MORNING = shanghai(3, 9)


def at_night(house: g.House, at: datetime = NIGHT) -> g.House:
    house.told()
    house.clock.at = at
    return house


def said_now(house: g.House) -> list[tuple[str, str]]:
    """To whom, and which news: what may be said at this moment."""
    waiting = house.store.waiting(house.clock.now(), 100)
    return [(one.notice.to, one.notice.kind) for one in waiting]


# When


def test_an_offer_made_at_night_reaches_the_requester_in_the_morning() -> None:
    house = at_night(g.taken())
    house.does(BEN, "offer")
    assert said_now(house) == []
    house.clock.at = MORNING - timedelta(seconds=1)
    assert said_now(house) == []
    house.clock.at = MORNING
    assert said_now(house) == [(ANA, "offer")]


def test_within_working_hours_it_is_said_at_once() -> None:
    house = at_night(g.taken(), shanghai(2, 17, 59))
    house.does(BEN, "offer")
    assert said_now(house) == [(ANA, "offer")]


def test_who_did_something_to_it_within_the_hour_is_there() -> None:
    house = at_night(g.offered())
    house.does(ANA, "change")
    house.clock.tick(hours=1)
    house.does(BEN, "offer")
    assert (ANA, "offer") in said_now(house)


def test_after_that_hour_it_waits() -> None:
    house = at_night(g.offered())
    house.does(ANA, "change")
    house.clock.tick(hours=1, minutes=1)
    house.does(BEN, "offer")
    assert (ANA, "offer") not in said_now(house)


def test_being_there_for_one_request_says_nothing_about_another() -> None:
    house = at_night(g.taken())
    first = house.number
    house.asks("and my mail")
    house.told()
    house.number = first
    house.does(BEN, "offer")
    assert said_now(house) == []


def test_what_somebody_raised_is_confirmed_at_once_and_the_department_hears_in_the_morning() -> None:
    house = g.asked(at=NIGHT)
    assert said_now(house) == [(ANA, "raised")]
    house.clock.at = MORNING
    assert said_now(house) == [("it", "card"), (ANA, "raised")]


def test_each_hears_in_the_working_hours_of_their_own_department() -> None:
    house = g.House(at=shanghai(2, 10))
    house.asks(to="purchase")
    assert ("buy", "card") not in said_now(house)  # three at night in Berlin
    house.clock.at = shanghai(2, 16)
    assert ("buy", "card") in said_now(house)


def test_a_thread_goes_on_at_night_while_somebody_of_the_department_is_there() -> None:
    house = at_night(g.taken())
    house.does(BEN, "offer")
    house.does(ANA, "accept")
    assert ("it", "accepted") in said_now(house)


# Urgent


def test_what_is_urgent_reaches_the_channel_and_the_person_on_call_at_any_hour() -> None:
    house = g.asked(at=NIGHT, blocked="stopped")
    assert said_now(house) == [("it", "card"), (BEN, "urgent"), (ANA, "raised")]


def test_what_becomes_urgent_at_night_brings_its_card_along() -> None:
    house = g.House(at=NIGHT)
    house.asks()
    house.clock.tick(hours=3)
    house.does(ANA, "answer", Answer(answers={"blocked": "stopped"}))
    assert [(to, kind) for to, kind in said_now(house) if to == "it"] == [("it", "card"), ("it", "answered")]


def test_of_what_is_urgent_both_sides_hear_until_it_is_done() -> None:
    house = at_night(g.asked(blocked="stopped"), shanghai(2, 23))
    house.does(BEN, "take")
    house.does(BEN, "ask")
    assert (ANA, "question") in said_now(house)


def test_thanks_can_wait_even_for_what_was_urgent() -> None:
    house = g.asked(blocked="stopped")
    house.does(BEN, "done")
    house.does(ANA, "yes")
    at_night(house)
    house.does(ANA, "thanks")
    assert said_now(house) == []


# In order, and only news


def test_whoever_acts_hears_at_once_what_was_held_back_for_them() -> None:
    house = at_night(g.taken())
    house.does(BEN, "reply")
    assert said_now(house) == []
    house.does(ANA, "answer")
    assert (ANA, "said") in said_now(house)


def test_what_was_held_back_for_somebody_else_still_waits() -> None:
    house = g.House(at=NIGHT)
    house.asks()
    house.does(ANA, "answer")
    assert said_now(house) == [(ANA, "raised")]


def test_later_news_never_overtakes_what_was_held_back() -> None:
    house = at_night(g.taken())
    house.does(BEN, "reply")
    house.does(BEN, "offer")
    house.clock.tick(hours=2)
    house.does(ANA, "change")
    house.does(BEN, "offer")
    kinds = [kind for to, kind in said_now(house) if to == ANA]
    assert kinds == ["said", "offer", "offer"]


# Whatever happens


PEOPLE = st.sampled_from([ANA, BEN, LIN, EVA, TOM, MARIA])
INSTANTS = st.timedeltas(timedelta(0), timedelta(days=350)).map(
    lambda later: datetime(2026, 1, 1, tzinfo=UTC) + later
)
KINDS = st.sampled_from(["offer", "said", "urgent", "reminder_lead", "delivered", "card", "thanked"])


@for_all(
    to=PEOPLE,
    kind=KINDS,
    at=INSTANTS,
    acted=st.dictionaries(PEOPLE, st.integers(0, 200)),
    urgent=st.booleans(),
)
def test_never_before_it_happened_and_only_at_work_unless_urgent_or_there(
    to: str, kind: str, at: datetime, acted: dict[str, int], *, urgent: bool
) -> None:
    """`acted`: minutes ago."""
    minutes = {person: at - timedelta(minutes=ago) for person, ago in acted.items()}
    request = g.offered().request.model_copy(update={"acted": minutes, "urgent": urgent})
    house = g.company()
    said = delivery_time.when(request, house, "person", to, at, BY_KIND[kind].haste)
    calendar = house.calendar_of(to)
    there = to in acted and acted[to] <= 60
    assert said >= at
    assert said == at or not (there or calendar.is_open(at))
    assert calendar.is_open(said) or urgent or there
    assert said == calendar.next_open(at) or said == at


@for_all(st.sampled_from(["it", "buy"]), INSTANTS, st.dictionaries(PEOPLE, st.integers(0, 200)))
def test_a_channel_hears_in_its_hours_unless_somebody_of_it_is_there(
    department: str, at: datetime, acted: dict[str, int]
) -> None:
    minutes = {person: at - timedelta(minutes=ago) for person, ago in acted.items()}
    request = g.offered().request.model_copy(update={"acted": minutes})
    calendar, people = (one := g.company().departments[department]).calendar, one.everyone
    said = delivery_time.when(request, g.company(), "thread", department, at, SAID.haste)
    there = any(ago <= 60 for person, ago in acted.items() if person in people)
    assert said == (at if there else calendar.next_open(at))


def test_every_notice_of_a_history_comes_when_it_may() -> None:
    """A whole request at night, through the desk: nobody but who is there hears before the morning."""
    house = g.House(at=NIGHT)
    house.number = house.desk.raise_request(ANA, Raise(workflow="help", words="my password")).number
    house.clock.tick(hours=2)
    for by, act in ((LIN, "take"), (LIN, "offer")):
        house.does(by, act)
    for notice in house.notices():
        calendar = g.SHANGHAI
        there = notice.to == ANA and notice.kind == "raised"
        assert there or (calendar.is_open(notice.at) and notice.happened is not None)


# No message without news


def test_a_lead_who_asked_is_not_told_that_they_wait() -> None:
    house = g.House()
    house.asks(by=LIN)
    house.told()
    house.lives_until(shanghai(5, 10))
    told = [to for _, to, kind in house.told() if kind == "reminder_lead"]
    assert told == [MARIA]
