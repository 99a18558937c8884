"""Our WeCom channel keeps the contract of every channel over HTTP, against the playground's WeCom."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from bot.playground.ports import QuietBot
from bot.playground.run import Running, serve_app
from bot.playground.server import make_app
from bot.playground.wecom import cast
from bot.playground.wecom.corp import Corp
from bot.playground.wecom.person import CorpPerson
from bot.playground.workspace import Workspace
from bot.web.links import Links
from bot.wecom.channel import WecomChannel
from bot.wecom.client import WecomClient
from storage.memory import MemoryStore
from tests.contracts.channel_contract import ChannelContract
from tests.fakes import a_company


class PlaygroundWeather:
    """The bad days of the playground's WeCom. A department has no place of its own there: it is a person."""

    person = "wecom:linna"
    place = "wecom:ben"

    def __init__(self, corp: Corp, url: str) -> None:
        self._corp = corp
        self._url = url
        self._members = [CorpPerson(url, "linna"), CorpPerson(url, "ben")]

    def loses_the_next_answer(self) -> None:
        self._corp.weather.methods = ("message/",)
        self._corp.weather.drop_answer = 1

    def asks_to_wait(self, seconds: float) -> None:
        self._corp.weather.rate_limited = 1
        self._corp.weather.methods = ("message/",)

    def revokes_the_token(self) -> None:
        self._changes(revoked=True)

    def closes(self, place: str) -> None:
        self._changes(remove=[place.removeprefix("wecom:")])

    def texts(self) -> list[str]:
        return [text for member in self._members for text in member.texts()]

    def _changes(self, **knobs: object) -> None:
        headers = {"X-Playground": "1"}
        with httpx.Client(trust_env=False, headers=headers) as outside:
            outside.post(f"{self._url}/playground/wecom/weather", json=knobs).raise_for_status()

    def close(self) -> None:
        for member in self._members:
            member.close()


@pytest.fixture
def running() -> Iterator[tuple[Running, Corp]]:
    corp = Corp()
    server = serve_app(make_app(Workspace(), QuietBot(), corp=corp, app_token="xapp-1", bot_token="xoxb-1"))
    yield server, corp
    server.stop()


class TestAgainstThePlayground(ChannelContract):
    """Inherits every promise."""

    @pytest.fixture
    def weather(self, running: tuple[Running, Corp]) -> Iterator[PlaygroundWeather]:
        server, corp = running
        made = PlaygroundWeather(corp, server.url)
        yield made
        made.close()

    @pytest.fixture
    def channel(self, running: tuple[Running, Corp]) -> Iterator[WecomChannel]:
        server, corp = running
        client = WecomClient(cast.CORP_ID, int(cast.AGENT_ID), cast.SECRET, f"{server.url}/qyapi")
        links = Links(server.url, "a-secret-of-sixteen-or-more")
        yield WecomChannel(client, MemoryStore(), links, a_company)
        client.close()
        assert corp.faults == []
