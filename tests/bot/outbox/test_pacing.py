"""How often a conversation may be spoken to, by platform."""

from __future__ import annotations

import pytest

from bot.outbox.channel import Crowded
from bot.outbox.pacing import Lines, Pace
from tests.fakes import FakeChannel, FakeTick
from tests.waiting import as_long_as


def sent_in(seconds: float, conversation: str) -> list[float]:
    """When each message goes out if there is always one more to say."""
    tick = FakeTick()
    pace = Pace(tick)
    began = tick()
    times = []
    for _ in as_long_as(lambda: tick() - began < seconds, 20_000):
        if not (wait := pace.ready_in(conversation)):
            times.append(tick() - began)
            pace.spend(conversation)
        tick.move(wait)
    return times


@pytest.mark.parametrize(("window", "most"), [(60, 30), (3600, 1000)])
def test_a_member_of_wecom_never_gets_what_would_silently_be_dropped(window: float, most: int) -> None:
    """30 a minute and 1000 an hour (docs/wecom.md, Sending)."""
    times = sent_in(2 * 3600, "wecom:linna")
    busiest = max(sum(start <= other < start + window for other in times) for start in times[::7])
    assert 0 < busiest <= most


def test_two_people_do_not_wait_for_each_other() -> None:
    tick = FakeTick()
    pace = Pace(tick)
    for _ in range(10):
        pace.spend("wecom:linna")
    assert pace.ready_in("wecom:linna") > 0
    assert pace.ready_in("wecom:liuyang") == 0


def test_one_crowded_conversation_leaves_its_platform_to_the_others() -> None:
    lines = Lines({"wecom": FakeChannel("wecom")}, FakeTick())
    with pytest.raises(Crowded), lines.call("wecom:linna"):
        raise Crowded(30, "as many as it delivers")
    assert lines.busy_for("wecom:ben") == 0
    with lines.call("wecom:ben") as channel:
        assert channel.platform == "wecom"
