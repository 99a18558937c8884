"""A playground with the whole product under it, for one story."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

import app
from bot.playground.town import Town
from bot.settings import Settings
from workflows.definition import Language

Opened = Callable[[Language], Town]


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch) -> Iterator[Opened]:
    """Opens a playground whose channels speak a language; afterwards its Slack must have found no fault."""
    monkeypatch.setitem(Settings.model_config, "env_file", None)
    with ExitStack() as stack:
        opened: list[Town] = []

        def open_(language: Language) -> Town:
            place = stack.enter_context(app.playing(Settings(), None, language=language))
            place.wait_for_bot()
            opened.append(place)
            return place

        yield open_
        for place in opened:
            assert place.space.faults == []
