"""WeCom's channel keeps the contract of every channel. Nobody can delete an app's message there."""

from __future__ import annotations

import pytest

from bot.wecom.channel import WecomChannel
from tests.bot.wecom.corp import FakeCorp, words_of
from tests.contracts.channel_contract import ChannelContract


class WecomWeather:
    """The bad days of a WeCom in memory. A department has no place of its own there: it is a person."""

    person = "wecom:linna"
    place = "wecom:ben"

    def __init__(self, corp: FakeCorp) -> None:
        self._corp = corp

    def loses_the_next_answer(self) -> None:
        self._corp.lost = 1

    def asks_to_wait(self, seconds: float) -> None:
        self._corp.errcodes["message/send"] = [45009]

    def revokes_the_token(self) -> None:
        self._corp.ends_token()
        self._corp.secret = "another"

    def closes(self, place: str) -> None:
        self._corp.gone.add(place.removeprefix("wecom:"))

    def texts(self) -> list[str]:
        return [words_of(message) for message in self._corp.messages]


class TestWecomChannel(ChannelContract):
    """Inherits every promise."""

    @pytest.fixture
    def weather(self, corp: FakeCorp) -> WecomWeather:
        return WecomWeather(corp)

    @pytest.fixture
    def channel(self, channel: WecomChannel) -> WecomChannel:
        return channel
