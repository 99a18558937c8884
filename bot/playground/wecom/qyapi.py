"""WeCom's API as one function: a path, its query and body in; the answer with its `errcode` out."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass

from bot.playground.shapes import LooseJson
from bot.playground.wecom import cast, directory, menu, sending
from bot.playground.wecom.corp import Corp
from bot.playground.wecom.sending import Call
from bot.playground.wecom.shapes import (
    BUSY,
    NO_JSON,
    NO_SUCH_ADDRESS,
    TOO_OFTEN,
    WRONG_CORP,
    WRONG_SECRET,
    WecomError,
)

QyapiMethod = Callable[[Corp, Call], LooseJson]


@dataclass(frozen=True)
class QyapiAnswer:
    """`drop`: the work was done and the answer is lost on the way. `status` is 200 unless WeCom is down."""

    body: LooseJson
    status: int = 200
    drop: bool = False


class Qyapi:
    """Meets the weather, checks the token, runs the method under the company's lock, and logs it."""

    def __init__(self, corp: Corp) -> None:
        self._corp = corp

    def call(self, verb: str, method: str, query: dict[str, str], raw: bytes) -> QyapiAnswer:
        started, corp = time.monotonic(), self._corp
        at = corp.clock.now()
        body = _loaded(raw)
        answer = self._weather(method) or self._answer(verb, method, query, body, raw)
        ok = answer.body.get("errcode") == 0
        if ok and corp.weather.spend("drop_answer", method):
            answer = QyapiAnswer(answer.body, drop=True)
        corp.journal.add(
            "in",
            f"wecom {method}",
            at=at,
            who=None,
            seconds=time.monotonic() - started,
            ok=ok and not answer.drop,
            request=_without_secrets({**query, **(body or {})}),
            response=_without_secrets(answer.body),
        )
        corp.touch()
        return answer

    def _weather(self, method: str) -> QyapiAnswer | None:
        weather = self._corp.weather
        if weather.slow_seconds and weather.meets(method):
            time.sleep(weather.slow_seconds)
        if weather.spend("down", method):
            return QyapiAnswer({}, weather.down_status)
        for knob, code in (("busy", BUSY), ("rate_limited", TOO_OFTEN)):
            if weather.spend(knob, method):
                return QyapiAnswer(WecomError(code).answer())
        return None

    def _answer(
        self, verb: str, method: str, query: dict[str, str], body: LooseJson | None, raw: bytes
    ) -> QyapiAnswer:
        try:
            with self._corp.lock:
                run = self._allowed(verb, method, query, body)
                done = run(self._corp, Call(query, body or {}, raw))
                return QyapiAnswer({"errcode": 0, "errmsg": "ok", **done})
        except WecomError as refused:
            return QyapiAnswer(refused.answer())

    def _allowed(self, verb: str, method: str, query: dict[str, str], body: LooseJson | None) -> QyapiMethod:
        """The method, when there is one, the token is good and the body is JSON."""
        known = _METHODS.get(method)
        if known is None or known[0] != verb:
            self._corp.fault(f"the bot called {verb} {method}, which the playground's WeCom does not have")
            raise WecomError(NO_SUCH_ADDRESS, method)
        if method != "gettoken":
            self._corp.tickets.check_token(query.get("access_token"))
        if body is None:
            raise WecomError(NO_JSON)
        return known[1]


def _token(corp: Corp, call: Call) -> LooseJson:
    """https://developer.work.weixin.qq.com/document/path/91039"""
    if call.query.get("corpid") != cast.CORP_ID:
        raise WecomError(WRONG_CORP)
    if call.query.get("corpsecret") != cast.SECRET or corp.weather.revoked:
        raise WecomError(WRONG_SECRET)
    token, seconds = corp.tickets.token()
    return {"access_token": token, "expires_in": seconds}


_METHODS: dict[str, tuple[str, QyapiMethod]] = {
    "gettoken": ("GET", _token),
    "message/send": ("POST", sending.send),
    "message/update_template_card": ("POST", sending.update),
    "message/recall": ("POST", sending.recall),
    "user/get": ("GET", directory.user),
    "user/simplelist": ("GET", directory.simple_users),
    "department/simplelist": ("GET", directory.simple_departments),
    "department/get": ("GET", directory.department),
    "auth/getuserinfo": ("GET", directory.signed_in),
    "agent/get": ("GET", directory.agent),
    "getcallbackip": ("GET", directory.callback_addresses),
    "menu/create": ("POST", menu.create),
    "menu/get": ("GET", menu.get),
    "menu/delete": ("GET", menu.delete_menu),
}


def _loaded(raw: bytes) -> LooseJson | None:
    """The body's JSON object; an empty body is an empty one; None when it is no JSON object."""
    if not raw:
        return {}
    try:
        loaded = json.loads(raw)
    except ValueError:
        return None
    if rb"\ud" in raw.lower():  # half a character, escaped, could not be shown again
        loaded = json.loads(json.dumps(loaded, ensure_ascii=False).encode("utf-8", "replace"))
    return loaded if isinstance(loaded, dict) else None


def _without_secrets(fields: LooseJson) -> LooseJson:
    hidden = ("access_token", "corpsecret")
    return {key: "…" if key in hidden else value for key, value in fields.items()}
