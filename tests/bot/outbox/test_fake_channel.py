"""The fake platform keeps the contract that the real ones keep."""

from __future__ import annotations

import pytest

from tests.contracts.channel_contract import CanBeDeleted, ChannelContract
from tests.fakes import FakeChannel


class FakeWeather:
    """The fake's bad days."""

    person = "slack:U0ANA"
    place = "slack:C0IT"

    def __init__(self, channel: FakeChannel) -> None:
        self._channel = channel

    def loses_the_next_answer(self) -> None:
        self._channel.lost = 1

    def asks_to_wait(self, seconds: float) -> None:
        self._channel.down = seconds

    def revokes_the_token(self) -> None:
        self._channel.revoked = True

    def closes(self, place: str) -> None:
        self._channel.gone.add(place)

    def deletes(self, where: str) -> None:
        self._channel.delete(where)

    def texts(self) -> list[str]:
        return [message.card.summary for message in self._channel.messages.values()]


class TestFakeChannel(CanBeDeleted, ChannelContract):
    """Inherits every promise."""

    @pytest.fixture
    def channel(self) -> FakeChannel:
        return FakeChannel()

    @pytest.fixture
    def weather(self, channel: FakeChannel) -> FakeWeather:
        return FakeWeather(channel)
