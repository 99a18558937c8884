"""Who sent what failed is told in the end, however often the process ends in between; and once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, Future
from datetime import UTC, datetime, timedelta
from typing import Any
from xml.etree.ElementTree import Element, SubElement

import pytest
import structlog.testing

from bot.inbox.answer import Answer, Nothing
from bot.inbox.incoming import Incoming
from bot.wecom.answering import Answering
from bot.wecom.door import Door
from bot.wecom.inbound import Way
from bot.wecom.regrets import Regret, Regrets
from storage.memory import MemoryStore
from tests.bot.wecom.conftest import Office, sorry
from tests.bot.wecom.corp import words_of
from tests.waiting import until

NEVER = 3600.0  # seconds: the process ends before
WAY = Way(user="linna", delivery="wecom:linna 7")
NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)


class Dropped(Executor):
    """The process ends before any of its errands is run."""

    def submit(self, work: Callable[..., Any], /, *args: Any, **named: Any) -> Future[Any]:
        return Future()


def a_message() -> Element:
    message = Element("xml")
    for name, text in {"FromUserName": "linna", "MsgType": "text", "Content": "你好", "MsgId": "7"}.items():
        SubElement(message, name).text = text
    return message


def fails(came: Incoming) -> Answer:
    raise RuntimeError(came.delivery)


def door(office: Office, sorry_after: float, errands: Executor | None = None) -> Door:
    pool = errands or office.errands
    assert pool
    answering = Answering(office.channel, lambda _: "zh")
    return Door(office.talk, office.channel, sorry, answering, pool, sorry_after=sorry_after)


def told(office: Office) -> list[str]:
    office.settled()
    return [words_of(message) for message in office.corp.of("linna")]


def open_regrets(office: Office) -> list[str]:
    return list(office.notes.notes("regret:"))


@pytest.fixture
def failed(office: Office) -> Door:
    """The door of a process in which a message has failed, and which ends before anybody is told."""
    office.says = fails
    before = door(office, NEVER)
    assert not before.take(a_message())
    assert open_regrets(office) == ["regret:wecom:linna 7"]
    return before


@pytest.mark.parametrize("ends", ["killed", "stopped in order"])
def test_who_waits_when_the_process_ends_is_told_at_the_next_start(
    office: Office, failed: Door, ends: str
) -> None:
    if ends == "stopped in order":
        failed.close()
    assert told(office) == []
    after = door(office, 0.0)
    after.start()
    until(lambda: ["sorry: failed" in said for said in told(office)] == [True])
    until(lambda: open_regrets(office) == [])
    door(office, 0.0).start()
    assert len(told(office)) == 1


def test_what_wecom_brings_again_after_the_start_and_works_is_no_regret(office: Office, failed: Door) -> None:
    failed.close()
    after = door(office, 0.3)
    after.start()
    office.says = lambda _: Nothing()
    assert after.take(a_message())
    assert (told(office), open_regrets(office)) == ([], [])


def test_a_word_that_was_still_waiting_when_the_process_ended_is_said_at_the_next_start(
    office: Office, failed: Door
) -> None:
    failed.close()
    again = door(office, NEVER, Dropped())
    again.start()
    assert [again.take(a_message()) for _ in range(3)] == [False, False, True]
    assert told(office) == []
    door(office, 0.0).start()
    until(lambda: len(told(office)) == 1)


def test_whoever_cannot_be_reached_is_not_tried_at_every_start(office: Office, failed: Door) -> None:
    failed.close()
    office.corp.gone.add("linna")
    door(office, 0.0).start()
    until(lambda: open_regrets(office) == [])


# The notes


def test_a_start_waits_for_as_long_as_is_left() -> None:
    notes, heard = MemoryStore(), list[Regret]()
    Regrets(notes, heard.append, NEVER, lambda: NOW).failed(WAY, "failed")
    regrets = Regrets(notes, heard.append, NEVER, lambda: NOW + timedelta(seconds=NEVER - 0.4))
    regrets.start()
    assert heard == []
    until(lambda: [one.user for one in heard] == ["linna"])
    assert list(notes.notes("regret:")) == ["regret:wecom:linna 7"], "until it was said"
    regrets.said(heard[0])
    assert notes.notes("regret:") == {}


def test_a_clock_that_was_put_back_keeps_nobody_waiting_for_longer() -> None:
    notes, heard = MemoryStore(), list[Regret]()
    Regrets(notes, heard.append, NEVER, lambda: NOW).failed(WAY, "failed")
    Regrets(notes, heard.append, 0.1, lambda: NOW - timedelta(days=1)).start()
    until(lambda: len(heard) == 1)


def test_what_cannot_be_noted_stands_in_the_log_and_is_told_all_the_same() -> None:
    notes, heard = MemoryStore(), list[Regret]()
    notes.full = True
    regrets = Regrets(notes, heard.append, 0.1, lambda: NOW)
    with structlog.testing.capture_logs() as logs:
        assert not regrets.failed(WAY, "not_saved")
    assert [(one["event"], one["log_level"], one["user"]) for one in logs] == [
        ("regret not noted", "warning", "linna")
    ]
    until(lambda: [one.why for one in heard] == ["not_saved"])
    regrets.said(heard[0])


def test_closed_it_tells_nothing_any_more() -> None:
    notes, heard = MemoryStore(), list[Regret]()
    regrets = Regrets(notes, heard.append, 0.05, lambda: NOW)
    regrets.close()
    assert not regrets.failed(WAY, "failed")
    with pytest.raises(AssertionError):
        until(lambda: heard, seconds=0.3)
    assert list(notes.notes("regret:")) == ["regret:wecom:linna 7"]
