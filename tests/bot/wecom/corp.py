"""A WeCom in memory behind httpx: tokens, codes that work once, repeats that are dropped, and its bad days."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock

import httpx

from bot.wecom.client import WecomClient

CORP, AGENT, SECRET = "wwlantern", 1000002, "the-secret-of-the-app"
MEMBERS = {"linna": "林娜", "ben": "Ben Okoro", "chenjing": "陈静"}

Body = dict[str, object]


@dataclass
class Stands:
    """One message of one person, as it is now."""

    user: str
    kind: str
    shown: Body
    replaced: str = ""


@dataclass
class FakeCorp:
    """What the API does; thread-safe."""

    token: str = ""
    secret: str = SECRET
    fetched: int = 0
    calls: list[tuple[str, Body]] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)  # every message/send, byte for byte
    messages: list[Stands] = field(default_factory=list)
    menu: Body = field(default_factory=dict)
    codes: dict[str, Stands] = field(default_factory=dict)
    statuses: dict[str, int] = field(default_factory=dict)
    errcodes: dict[str, list[int]] = field(default_factory=dict)  # for the next calls of a path
    lost: int = 0  # answers that get lost after the call was done
    unreachable: bool = False  # the connection is refused
    gone: set[str] = field(default_factory=set)
    lock: Lock = field(default_factory=Lock)
    seen: dict[str, Body] = field(default_factory=dict)
    given: int = 0  # codes so far: none comes twice

    def client(self, secret: str = SECRET) -> WecomClient:
        return WecomClient(CORP, AGENT, secret, "http://qyapi.test", httpx.MockTransport(self.handle))

    def of(self, user: str) -> list[Stands]:
        return [message for message in self.messages if message.user == user]

    def paths(self, path: str) -> int:
        return sum(called == path for called, _ in self.calls)

    def ends_token(self) -> None:
        self.token = "ended"

    def code_of(self, message: Stands) -> str:
        """The code that comes with a click."""
        code = self._fresh("click")
        self.codes[code] = message
        return code

    def handle(self, request: httpx.Request) -> httpx.Response:
        if self.unreachable:
            raise httpx.ConnectError("refused", request=request)
        path = request.url.path.removeprefix("/cgi-bin/")
        with self.lock:
            answer = self._answer(path, dict(request.url.params), request.content)
            lost = self.lost > 0 and path != "gettoken"
            self.lost -= lost
        if lost:
            raise httpx.ReadTimeout("lost", request=request)
        return httpx.Response(200, json={"errcode": 0, "errmsg": "ok", **answer})

    def _answer(self, path: str, query: Mapping[str, str], raw: bytes) -> Body:
        body: Body = json.loads(raw) if raw else {}
        self.calls.append((path, {**query, **body}))
        if path == "gettoken":
            return self._gettoken(query)
        if query.get("access_token") != self.token:
            return {"errcode": 42001}
        if waiting := self.errcodes.get(path):
            return {"errcode": waiting.pop(0)}
        match path:
            case "message/send":
                return self._send(body, raw)
            case "message/update_template_card":
                return self._update(body)
            case "user/get":
                return self._member(query["userid"])
            case "menu/create":
                self.menu = body
                return {}
            case "auth/getuserinfo":
                return {"userid": "LinNa"} if query["code"] == "good" else {"errcode": 40029}
            case _:
                return {}

    def _gettoken(self, query: Mapping[str, str]) -> Body:
        if query["corpsecret"] != self.secret:
            return {"errcode": 40001}
        self.fetched += 1
        self.token = f"token-{self.fetched}"
        return {"access_token": self.token, "expires_in": 7200}

    def _send(self, body: Body, raw: bytes) -> Body:
        self.raw.append(raw)
        user, seen = str(body["touser"]), hashlib.sha256(raw).hexdigest()
        if user not in MEMBERS or user in self.gone:
            return {"errcode": 81013}
        if body.get("enable_duplicate_check") and seen in self.seen:
            return self.seen[seen]
        kind = str(body["msgtype"])
        shown = body[kind]
        assert isinstance(shown, dict)
        if any(one.shown.get("task_id", 0) == shown.get("task_id") for one in self.messages):
            return {"errcode": 81019}
        message = Stands(user, kind, shown)
        self.messages.append(message)
        self.seen[seen] = self._code(message) if shown.get("card_type") == "button_interaction" else {}
        return self.seen[seen]

    def _code(self, message: Stands) -> Body:
        code = self._fresh("sent")
        self.codes[code] = message
        return {"response_code": code}

    def _fresh(self, how: str) -> str:
        self.given += 1
        return f"{how}-{self.given}"

    def _update(self, body: Body) -> Body:
        message = self.codes.pop(str(body["response_code"]), None)
        if message is None or [message.user] != body["userids"]:
            return {"errcode": 42045}
        card, button = body.get("template_card"), body.get("button")
        if isinstance(card, dict):
            message.shown = card
        if isinstance(button, dict):
            message.replaced = str(button["replace_name"])
        return {}

    def _member(self, user: str) -> Body:
        if user not in MEMBERS:
            return {"errcode": 60111}
        return {"userid": user, "name": MEMBERS[user], "status": self.statuses.get(user, 1)}


def words_of(message: Stands) -> str:
    """Everything that can be read on it."""
    return json.dumps(message.shown, ensure_ascii=False)
