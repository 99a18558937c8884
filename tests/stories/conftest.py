"""A playground with the whole product under it, for one story."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Protocol

import pytest

import app
from bot.outbox import pacing
from bot.playground.town import Town
from bot.service.settings import Settings
from bot.wecom import allowance
from tests.stories.first_day import first_day
from workflows.languages import Language


class Opened(Protocol):
    """Opens a playground whose channels speak a language and whose people want to hear there."""

    def __call__(self, language: Language, at_home_on: tuple[str, ...] = ("slack", "wecom")) -> Town: ...


@pytest.fixture
def in_a_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """A story tells people more in a few seconds than WeCom would let them hear: here it may."""
    monkeypatch.setitem(pacing.PACES, "wecom", (20.0, 100.0))
    monkeypatch.setattr(allowance, "LIMITS", ((60.0, 1000),))


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch) -> Iterator[Opened]:
    """Opens playgrounds; afterwards neither Slack nor WeCom may have found a fault or dropped a message."""
    monkeypatch.setitem(Settings.model_config, "env_file", None)
    with ExitStack() as stack:
        opened: list[Town] = []

        def open_(language: Language, at_home_on: tuple[str, ...] = ("slack", "wecom")) -> Town:
            place = stack.enter_context(
                app.stage(Settings()).playing(
                    None, language=language, at_home_on=at_home_on, begins=first_day()
                )
            )
            place.wait_for_bot()
            opened.append(place)
            return place

        yield open_
        for place in opened:
            assert place.faults == []
            assert place.corp.dropped == []
