"""A bot in WeCom that can end after each write to its store and each call of WeCom's: in between nothing lasts."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field
from typing import Any, cast
from xml.etree.ElementTree import Element, SubElement

import httpx

from bot.cards.elements import Card
from bot.cards.speak import Speaker
from bot.inbox.front import Front
from bot.outbox.directory import People
from bot.outbox.mailroom import Kept
from bot.outbox.sender import Sender
from bot.talk.conversation import Conversation
from bot.wecom.answering import Answering
from bot.wecom.channel import WecomChannel
from bot.wecom.door import Door
from bot.wecom.outgoing import WHISPER
from storage.memory import MemoryStore
from tests.bot.wecom.conftest import Links
from tests.bot.wecom.corp import Body, FakeCorp
from tests.fakes import FakeTick
from tests.waiting import as_long_as
from tests.workflows import given as g
from workflows.definition import Company
from workflows.desk.desk import Desk

ASKS, OWNS, LEADS = "wecom:chenjing", "wecom:ben", "wecom:linna"
WRITES = frozenset("commit begin sent put_off drop replace fresh note forget".split())
ATTEMPTS = 4  # of WeCom's for one callback


class Killed(BaseException):
    """The process ends here."""


@dataclass
class Fate:
    """Counts the points that are passed, once it is `armed`, and ends the process at one of them."""

    at: int = 0  # never
    armed: bool = False
    passed: list[str] = field(default_factory=list)

    def point(self, name: str) -> None:
        if self.armed:
            self.passed.append(name)
            if len(self.passed) == self.at:
                raise Killed(name)


class MortalStore:
    """Whose every write may be the last thing that the process does."""

    def __init__(self, store: MemoryStore, fate: Fate) -> None:
        self._store, self._fate = store, fate

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._store, name)
        return self._mortal(name, found) if name in WRITES else found

    def _mortal(self, name: str, work: Callable[..., object]) -> Callable[..., object]:
        def write(*args: object, **named: object) -> object:
            done = work(*args, **named)
            self._fate.point(name)
            return done

        return write


@dataclass
class MortalCorp(FakeCorp):
    """Everybody is there; a repeat that is dropped brings no second code."""

    fate: Fate = field(default_factory=Fate)

    def handle(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path.removeprefix("/cgi-bin/")
        if not path.startswith("message/"):
            return super().handle(request)
        answer = super().handle(request)
        self.fate.point(path)
        return answer

    def _send(self, body: Body, raw: bytes) -> Body:
        dropped = body.get("enable_duplicate_check") and hashlib.sha256(raw).hexdigest() in self.seen
        answer = super()._send(body, raw)
        return {} if dropped else answer


class AtOnce(Executor):
    """Errands are run on the spot."""

    def submit(self, work: Callable[..., Any], /, *args: Any, **named: Any) -> Future[Any]:
        done: Future[Any] = Future()
        done.set_result(work(*args, **named))
        return done


class Town:
    """Chen Jing asks, Ben owns, Linna leads; WeCom brings again what nobody acknowledged."""

    def __init__(self, fate: Fate) -> None:
        self.fate = fate
        self.store = MemoryStore()
        self.corp = MortalCorp(fate=fate)
        self.clock = g.MovedClock(g.shanghai(2, 10))
        self.tick = FakeTick()
        self.company = _company()
        self.kills = 0
        self._came = 0
        self._starts()

    def writes(self, user: str, *lines: str) -> None:
        for words in lines:
            self._brings(user, MsgType="text", Content=words, MsgId=f"m{self._came}")
            self.rests()

    def presses(self, user: str, key: str) -> None:
        """On their newest card that has this button; on one that is gone, if none has."""
        offering = [
            one for one in self.corp.of(user.removeprefix("wecom:")) if f'"{key}"' in json.dumps(one.shown)
        ]
        task = str(offering[-1].shown["task_id"]) if offering else "gone"
        code = self.corp.code_of(offering[-1]) if offering else "none"
        clicked = {"Event": "template_card_event", "EventKey": key, "TaskId": task, "ResponseCode": code}
        self._brings(user, MsgType="event", **clicked)
        self.rests()

    def rests(self) -> None:
        """Everything that is due is done and said, however often it takes."""
        for _killed in as_long_as(lambda: not self._survives(self._turns), 100):
            pass

    def happened(self) -> list[list[tuple[str, str]]]:
        numbers = range(1, self.store.last_number() + 1)
        return [[(one.event.name, one.by) for one in self.store.history(number)] for number in numbers]

    def sent(self) -> Counter[tuple[str, str]]:
        """What was sent to be kept, each message once: to whom, and all that it showed."""
        bodies = (json.loads(raw) for raw in dict.fromkeys(self.corp.raw))
        return Counter((one["touser"], _shown(one)) for one in bodies if _is_kept(one))

    # Inside

    def _starts(self) -> None:
        store = cast("Kept", MortalStore(self.store, self.fate))
        channel = WecomChannel(self.corp.client(), store, Links(), lambda: self.company, seconds=self.tick)
        people = People({"wecom": channel}, "zh", lambda: self.company, store)
        self._desk = Desk(store, people, self.clock, lambda: self.company)
        speaker = Speaker(self._desk, pages=True)
        lines = {"wecom": channel}
        self._sender = Sender(store, lines, self.clock, speaker, self._desk.company, tick=self.tick)
        talk = Conversation(Front(self._desk, store, speaker, lambda: None), store)
        answering = Answering(channel, lambda _: "zh")
        self._door = Door(talk, channel, _sorry, answering, AtOnce())

    def _survives(self, work: Callable[[], object]) -> bool:
        try:
            work()
        except Killed:
            self.kills += 1
            self._starts()
            return False
        return True

    def _turns(self) -> None:
        self._desk.sweep()
        for _ in range(30):
            self._sender.turn()
            self.tick.move(5)
            if self._sender.idle():
                return

    def _brings(self, user: str, **fields: str) -> None:
        self._came += 1
        message = Element("xml")
        told = {"FromUserName": user.removeprefix("wecom:"), "CreateTime": str(self._came), **fields}
        for name, value in told.items():
            SubElement(message, name).text = value
        for _ in range(ATTEMPTS):
            if self._survives(lambda: self._door.take(message)):
                return


def _company() -> Company:
    made = g.company()
    it = {"leads": (LEADS,), "members": (OWNS,), "channel": "", "escalation": LEADS, "on_call": OWNS}
    departments = made.departments | {"it": made.departments["it"].model_copy(update=it)}
    return made.model_copy(update={"departments": departments})


def _sorry(_person: str, why: str) -> Card:
    return Card(title="", summary=f"sorry: {why}")


def _is_kept(body: Body) -> bool:
    """Not the direct answer to somebody."""
    card = body.get("template_card")
    task = str(card["task_id"]) if isinstance(card, dict) else ""
    return not task.startswith(WHISPER) and "enable_duplicate_check" in body


def _shown(body: Body) -> str:
    card = body.get("template_card") or body["text"]
    assert isinstance(card, dict)
    return json.dumps({**card, "task_id": ""}, ensure_ascii=False, sort_keys=True)
