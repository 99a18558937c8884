"""What doctors share: a clock that is off is told with how far."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.service import findings
from bot.slack import doctor

DATE = "Mon, 02 Mar 2026 01:00:00 GMT"


def told(hour: int, minute: int, second: int, date: str | None = DATE) -> list[findings.Finding]:
    return list(findings.clock_finding("Slack", date, datetime(2026, 3, 2, hour, minute, second, tzinfo=UTC)))


def test_a_clock_that_agrees_needs_no_mending() -> None:
    assert told(1, 0, 45) == [findings.Finding(what="Clock: agrees with Slack's")]


@pytest.mark.parametrize(
    ("minute", "hour", "way"), [(2, 1, "120 s ahead of Slack's"), (58, 0, "120 s behind")]
)
def test_a_clock_that_is_off_is_told(hour: int, minute: int, way: str) -> None:
    (found,) = told(hour, minute, 0)
    assert way in found.what
    assert "NTP" in found.mend


@pytest.mark.parametrize("date", [None, "", "yesterday"])
def test_without_their_time_nothing_is_said(date: str | None) -> None:
    assert told(1, 0, 0, date) == []


def test_slacks_doctor_finds_the_same_kind_of_thing() -> None:
    assert doctor.Finding is findings.Finding
