"""Our channel and our door on a WeCom in memory."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any
from xml.sax.saxutils import escape

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from bot.cards.elements import Card
from bot.inbox.answer import Answer, Nothing
from bot.inbox.incoming import Incoming
from bot.wecom import callback
from bot.wecom.answering import Answering
from bot.wecom.channel import WecomChannel
from bot.wecom.crypto import Seal
from bot.wecom.door import Door
from storage.memory import MemoryStore
from tests.bot.wecom.corp import CORP, FakeCorp
from tests.fakes import FakeTick, a_company

TOKEN, KEY = "callback-token", "0123456789abcdefghijklmnopqrstuvwxyzABCDEFG"


class Links:
    """Addresses as bot.web makes them."""

    def page(self, path: str) -> str:
        return f"https://yinuo.test{path}"


@dataclass
class Office:
    """Everything at once: WeCom's double, our channel, the door, and what the bot says to whom."""

    corp: FakeCorp
    channel: WecomChannel
    notes: MemoryStore
    tick: FakeTick
    seal: Seal
    heard: list[Incoming] = field(default_factory=list)
    says: Callable[[Incoming], Answer] = lambda came: Nothing()
    web: TestClient | None = None
    errands: ThreadPoolExecutor | None = None

    def talk(self, came: Incoming) -> Answer:
        self.heard.append(came)
        return self.says(came)

    def posted(self, **fields: object) -> int:
        """What we answer to a callback of WeCom's with these fields."""
        inner = "".join(f"<{name}>{escape(str(value))}</{name}>" for name, value in fields.items())
        return self.sent(f"<xml>{inner}</xml>".encode())

    def sent(self, message: bytes) -> int:
        assert self.web
        return int(self.web.post(**self.sealed(message)).status_code)

    def sealed(self, message: bytes) -> dict[str, Any]:
        encrypted, now = self.seal.encrypted(message), str(int(time.time()))
        query = {
            "msg_signature": self.seal.signature(now, "n", encrypted),
            "timestamp": now,
            "nonce": "n",
        }
        body = f"<xml><ToUserName>{CORP}</ToUserName><Encrypt><![CDATA[{encrypted}]]></Encrypt></xml>"
        return {"url": callback.PATH, "params": query, "content": body.encode()}

    def settled(self) -> None:
        """Everything that was left to do after the answer is done."""
        assert self.errands
        for one in [self.errands.submit(lambda: None) for _ in range(20)]:
            one.result(5)
        time.sleep(0.05)


def sorry(person: str, why: str) -> Card:
    """What the texts would say."""
    return Card(title="", summary=f"sorry: {why}")


@pytest.fixture
def corp() -> FakeCorp:
    return FakeCorp()


@pytest.fixture
def tick() -> FakeTick:
    return FakeTick()


@pytest.fixture
def notes() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
def channel(corp: FakeCorp, notes: MemoryStore, tick: FakeTick) -> WecomChannel:
    return WecomChannel(corp.client(), notes, Links(), a_company, seconds=tick)


@pytest.fixture
def office(corp: FakeCorp, channel: WecomChannel, notes: MemoryStore, tick: FakeTick) -> Iterator[Office]:
    seal = Seal(TOKEN, KEY, CORP)
    here = Office(corp, channel, notes, tick, seal)
    with ThreadPoolExecutor(4) as errands:
        here.errands = errands
        door = Door(here.talk, channel, sorry, Answering(channel, lambda _: "zh"), errands, sorry_after=0.5)
        with TestClient(
            Starlette(routes=callback.callback_routes(seal, door)), raise_server_exceptions=False
        ) as web:
            here.web = web
            yield here
        door.close()
