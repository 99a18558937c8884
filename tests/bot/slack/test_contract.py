"""Slack's channel keeps the contract of every channel, against the playground's Slack."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.playground.cast import dm_of
from bot.playground.ports import QuietBot
from bot.playground.town import BOT_TOKEN, Town
from bot.slack.channel import SlackChannel, split_address
from bot.slack.client import SlackClient
from tests.contracts.channel_contract import CanBeDeleted, ChannelContract


class SlackWeather:
    """The playground's bad days."""

    person = "slack:U0ANA"
    place = "slack:C0IT"

    def __init__(self, town: Town) -> None:
        self._space = town.space

    def loses_the_next_answer(self) -> None:
        self._changes(methods=("chat.",), drop_answer=1)

    def asks_to_wait(self, seconds: float) -> None:
        self._changes(methods=("chat.",), rate_limited=1, retry_after=int(seconds))

    def revokes_the_token(self) -> None:
        self._changes(revoked=True)

    def closes(self, place: str) -> None:
        id = place.removeprefix("slack:")
        self._space.save_room({**self._space.channel(id), "is_archived": True})

    def deletes(self, where: str) -> None:
        self._space.remove_message(*split_address(where))

    def texts(self) -> list[str]:
        places = ("C0IT", dm_of("U0ANA"))
        return [message["text"] for place in places for message in self._space.top_level(place)]

    def _changes(self, **knobs: object) -> None:
        self._space.weather = self._space.weather.model_copy(update=knobs)


class TestSlackChannel(CanBeDeleted, ChannelContract):
    """Inherits every promise."""

    @pytest.fixture
    def town(self) -> Iterator[Town]:
        town = Town(QuietBot(), None, 0)
        yield town
        town.stop()

    @pytest.fixture
    def channel(self, town: Town) -> SlackChannel:
        return SlackChannel(SlackClient(BOT_TOKEN, f"{town.url}/api/", timeout=5))

    @pytest.fixture
    def weather(self, town: Town) -> SlackWeather:
        return SlackWeather(town)
