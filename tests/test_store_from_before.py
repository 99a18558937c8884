"""A whole store of an earlier version is opened by today's code: what waits in it is said, and people go on.

`fixtures/stored/before-rooms` was written by the code before its modules moved into rooms: an embedded store with
sixteen requests in every phase, an absence that lasts and one that ends, typed words on their way, cards that
stand, messages that wait (one of them cut off in the middle of being sent), and the company's files of that day.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest

from bot.inbox import answer as a
from bot.inbox import incoming as i
from bot.talk.memory import Memory
from bot.yinuo import Yinuo
from storage import catalogue
from storage.heard import HeardStore
from tests.fakes import FakeChannel
from tests.waiting import as_long_as
from tests.workflows.given import MOST_DUE, MovedClock, shanghai
from workflows.definition import Company
from workflows.phases.noting import AddNote
from workflows.phases.offer import Accept
from workflows.ports import Find
from workflows.rights import acts
from workflows.state.evolve import replay
from workflows.state.values import Phase

WRITTEN = Path(__file__).parent / "fixtures/stored/before-rooms"
WHEN = shanghai(3, 9, 1)
ANA, CHEN, BEN, LIN = "slack:U0ANA", "slack:U0CHEN", "slack:U0BEN", "slack:U0LIN"
TOM, MARIA, WANG, SUN = "slack:U0TOM", "slack:U0MARIA", "wecom:wanglei", "wecom:sunli"
LAST = 16
STILL_OPEN = [16, 15, 13, 12, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]


@cache
def company() -> Company:
    return catalogue.read_catalogue(WRITTEN / "company").on(("slack", "wecom"))


class Reopened:
    """The product of today on a copy of that store, at the minute when it was left."""

    def __init__(self, path: Path) -> None:
        self.clock = MovedClock(WHEN)
        self.store = HeardStore(path)
        self.channels = {"slack": FakeChannel("slack"), "wecom": FakeChannel("wecom")}
        self.yinuo = Yinuo(self.store, self.channels, self.clock, company, "en")
        self.desk = self.yinuo.desk

    def presses(self, by: str, act: str, number: int) -> a.Answer:
        return self.yinuo.front(
            i.Pressed(by=by, delivery=f"new:{by}{act}{number}", act=act, about=str(number))
        )

    def events(self, number: int) -> list[str]:
        return [one.event.name for one in self.store.history(number)]

    def _next_due(self, until: datetime) -> datetime | None:
        due = self.store.next_due()
        return due if due is not None and due <= until else None

    def lives_until(self, end: datetime) -> None:
        for due in as_long_as(lambda: self._next_due(end), MOST_DUE):
            self.clock.at = max(due, self.clock.at)
            self.desk.sweep()


@pytest.fixture
def reopened(tmp_path: Path) -> Iterator[Reopened]:
    path = tmp_path / "yinuo.db"
    shutil.copy(WRITTEN / "yinuo.db", path)
    here = Reopened(path)
    yield here
    here.store.close()


def test_every_history_still_makes_the_request_that_is_stored(reopened: Reopened) -> None:
    assert reopened.store.last_number() == LAST
    for number in range(1, LAST + 1):
        assert replay(reopened.store.history(number)) == reopened.store.request(number)


def test_what_was_not_noted_then_is_unknown_and_what_happens_now_is_noted(reopened: Reopened) -> None:
    before = reopened.store.history(1)
    assert {(one.step, one.role, one.position) for one in before} == {(None, None, None)}
    reopened.presses(BEN, "take", 1)
    first = reopened.store.history(1)[len(before)]
    assert (first.step, first.role, first.position) == (first.seq, "member", 1)


def test_its_company_and_its_workflows_are_today_s_too(reopened: Reopened) -> None:
    assert catalogue.check_catalogue([WRITTEN / "company"]) == []
    for number in range(1, LAST + 1):
        request = reopened.store.request(number)
        assert request is not None
        assert reopened.store.workflow(request.workflow, request.workflow_version) is not None


def test_everything_in_it_is_found_and_shown_to_those_who_have_a_part_in_it(reopened: Reopened) -> None:
    assert [one.number for one in reopened.store.find(Find(open=True))] == STILL_OPEN
    for person in (ANA, CHEN, BEN, LIN, TOM, MARIA, WANG, SUN):
        for which in ("mine", "team", "waiting", "help"):
            listed = i.AskedForList(by=person, delivery=f"list:{person}{which}", which=which)
            assert isinstance(reopened.yinuo.front(listed), a.Whisper)
        for request in reopened.store.find(Find()):
            if reopened.desk.roles(person, request):
                assert reopened.yinuo.speaker.whole(request, person).summary


@pytest.mark.parametrize(
    ("by", "act", "number", "what"),
    [
        (BEN, "take", 1, "taken"),
        (LIN, "on_track", 3, "checked_in"),
        (TOM, "yes", 6, "polled"),
        (ANA, "thats_it", 7, "restatement_confirmed"),
        (WANG, "take_part", 9, "part_accepted"),
        (MARIA, "approve", 10, "approved"),
        (LIN, "take_over", 12, "hand_over_accepted"),
        (ANA, "nudge", 1, "nudged"),
    ],
)
def test_what_was_asked_then_is_answered_now(
    reopened: Reopened, by: str, act: str, number: int, what: str
) -> None:
    before = len(reopened.events(number))
    reopened.presses(by, act, number)
    assert what in reopened.events(number)[before:]


def test_an_option_that_was_offered_then_is_accepted_now(reopened: Reopened) -> None:
    request = reopened.desk.handle(CHEN, 2, acts.BY_KEY["accept"], Accept(version=1, option=1), "new:accept")
    assert request.promise is not None
    assert (request.phase, request.promise.day) == (Phase.ACTION, date(2026, 3, 4))


def test_a_press_of_that_day_that_comes_again_has_no_second_effect(reopened: Reopened) -> None:
    before = reopened.events(3)
    number = reopened.store.delivered("slack:delivery-5")
    assert number is not None
    reopened.desk.handle(LIN, number, acts.BY_KEY["note"], AddNote(text="x"), "slack:delivery-5")
    assert reopened.events(3) == before


def test_what_waited_to_be_said_is_said_once(reopened: Reopened) -> None:
    assert reopened.store.unsent() == 5
    assert reopened.store.waiting(WHEN, 1)[0].begun
    assert reopened.yinuo.sender.drain(10)
    posted = [message.key for channel in reopened.channels.values() for message in channel.messages.values()]
    assert len(posted) == len(set(posted))
    assert reopened.channels["slack"].calls_of("find") >= 1


def test_who_was_away_is_away_until_the_day_that_they_named(reopened: Reopened) -> None:
    ben = reopened.desk.company().absence(BEN)
    assert ben is not None
    assert (ben.back, ben.stand_in) == (date(2026, 3, 10), LIN)
    assert reopened.desk.company().absence(WANG) is not None
    reopened.lives_until(shanghai(4, 12))
    assert reopened.desk.company().absence(WANG) is None
    assert reopened.desk.company().absence(BEN) is not None
    reopened.lives_until(shanghai(10, 12))
    assert not reopened.desk.company().absences
    assert not reopened.store.due_keys("away:")


def test_typed_words_go_on_where_they_were(reopened: Reopened) -> None:
    reopened.clock.at = shanghai(2, 10)  # the same day: a question is open for half a day
    memory = Memory(reopened.store, reopened.clock)
    focus, asking = memory.focus(SUN), memory.asking(SUN)
    assert focus is not None
    assert asking is not None
    assert (focus.number, asking.question) == (LAST, "place")
    assert reopened.yinuo.people.profile(CHEN).language == "zh"
    said = i.Wrote(by=SUN, delivery="wecom:new", text="给会议室", here=SUN)
    reopened.yinuo.talk(said)
    request = reopened.store.request(LAST)
    assert request is not None
    assert request.answers["place"] == "给会议室"


def test_time_brings_all_of_it_to_an_end(reopened: Reopened) -> None:
    for _ in range(8):
        reopened.lives_until(reopened.clock.at + timedelta(days=7))
        reopened.clock.at += timedelta(days=7)
    for number in range(1, LAST + 1):
        assert replay(reopened.store.history(number)) == reopened.store.request(number)
    closed = {one.number for one in reopened.store.find(Find(phase=Phase.CLOSED))}
    assert {6, 11, 13, 14, 16} <= closed
