"""WeCom's API with its refusals and silences in the terms of a channel. Sends once, but for a token that ended.

HTTP is always 200 there: `errcode` tells. Tokens travel in addresses, so no address is ever logged or raised.
"""

from __future__ import annotations

import ipaddress
import json
import logging
from collections.abc import Mapping
from urllib.parse import urlsplit

import httpx

from bot.outbox.channel import Later, Revoked, Unclear, Unreachable
from bot.service.json_types import Json
from bot.wecom.token import Token, Tokens

WECOM = "https://qyapi.weixin.qq.com"
SECONDS = 5.0  # that WeCom has for an answer

ENDED = frozenset({40014, 42001})
REVOKED = {
    40001: "the secret is wrong",
    40013: "the corp id is wrong",
    40056: "the agent id is wrong",
    48002: "the app may not do this",
    50002: "the app may not see its people",
    60020: "this machine's address is not on the app's list of trusted ones",
}
UNREACHABLE = {60011: "not visible to the app", 60111: "no such person", 81013: "nobody to reach"}
NO_SUCH_PERSON = 60111
LATER = {-1: 3.0, 45009: 60.0, 45033: 2.0}  # seconds: busy, too often, too many at once
_NEVER_LEFT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)


class WecomRefused(Exception):
    """WeCom says no for a reason that only its own number tells."""

    def __init__(self, path: str, errcode: int) -> None:
        super().__init__(f"{path}: errcode {errcode}")
        self.errcode = errcode


class NoSuchPerson(Unreachable):
    """There is no account of that name any more."""


class WecomClient:
    """One app's way to the API. Thread-safe."""

    def __init__(
        self,
        corp_id: str,
        agent_id: int,
        secret: str,
        url: str = WECOM,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self.corp_id = corp_id
        self.agent_id = agent_id
        self.url = url.rstrip("/")
        self._secret = secret
        self._web = httpx.Client(
            transport=transport, timeout=SECONDS, trust_env=not _is_loopback(url), follow_redirects=False
        )
        self._tokens = Tokens(self._new_token)
        _quiet()

    def tell(self, path: str, body: Json | bytes, **query: str) -> Json:
        """Do something that must not happen twice. Raises what bot.outbox.channel names, or Refused.

        Bytes go out as they are, also the second time, with a new token.
        """
        raw = body if isinstance(body, bytes) else json_bytes(body)
        return self._with_token("POST", path, query, raw)

    def ask(self, path: str, **query: str) -> Json:
        """Read something: raises Later where `tell` raises Unclear."""
        try:
            return self._with_token("GET", path, query, None)
        except Unclear as error:
            raise Later(5, str(error)) from None

    def close(self) -> None:
        self._web.close()

    def _with_token(self, method: str, path: str, query: Mapping[str, str], raw: bytes | None) -> Json:
        token: Token | None = None
        for _ in range(2):
            token = self._tokens.get(token)
            answer = self._called(method, path, {**query, "access_token": token.value}, raw)
            if _errcode(answer) not in ENDED:
                return _taken(path, answer)
        raise Revoked(f"{path}: a new token is refused, too")

    def _new_token(self) -> tuple[str, float]:
        query = {"corpid": self.corp_id, "corpsecret": self._secret}
        try:
            answer = _taken("gettoken", self._called("GET", "gettoken", query, None))
        except Unclear as error:
            raise Later(5, str(error)) from None
        except (WecomRefused, Unreachable) as error:
            raise Revoked(str(error)) from None
        value, lasts = answer.get("access_token"), answer.get("expires_in")
        if not isinstance(value, str) or not value:
            raise Later(30, "gettoken: no token in the answer")
        return value, float(lasts) if isinstance(lasts, int) and lasts > 0 else 7200.0

    def _called(self, method: str, path: str, query: Mapping[str, str], raw: bytes | None) -> Json:
        """Raised without its cause: httpx would tell the address, and the token is in it."""
        headers = {"Content-Type": "application/json; charset=utf-8"} if raw is not None else None
        try:
            answer = self._web.request(
                method, f"{self.url}/cgi-bin/{path}", params=dict(query), content=raw, headers=headers
            )
        except _NEVER_LEFT as error:
            raise Later(5, f"{path}: no connection ({type(error).__name__})") from None
        except httpx.HTTPError as error:
            raise Unclear(f"{path}: {type(error).__name__}") from None
        return _read(path, answer)


def json_bytes(body: Json) -> bytes:
    """The one way we write JSON, so that the same thing is the same bytes."""
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


def _read(path: str, answer: httpx.Response) -> Json:
    try:
        body: object = answer.json() if answer.status_code == 200 else None
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise Unclear(f"{path}: HTTP {answer.status_code} without an answer of WeCom's")
    return body


def _taken(path: str, answer: Json) -> Json:
    """The answer if it is a yes; else what the number means for whoever wanted to say something."""
    errcode = _errcode(answer)
    if errcode in REVOKED:
        raise Revoked(f"{path}: {REVOKED[errcode]} ({errcode})")
    if errcode == NO_SUCH_PERSON:
        raise NoSuchPerson(f"{UNREACHABLE[errcode]} ({errcode})")
    if errcode in UNREACHABLE:
        raise Unreachable(f"{UNREACHABLE[errcode]} ({errcode})")
    if errcode in LATER:
        raise Later(LATER[errcode], f"{path}: errcode {errcode}")
    if errcode:
        raise WecomRefused(path, errcode)
    return answer


def _errcode(answer: Json) -> int:
    """0 is a yes, also where none is given."""
    code = answer.get("errcode", 0)
    return code if isinstance(code, int) else -2


def _quiet() -> None:
    """httpx writes whole addresses, and with them tokens, at INFO."""
    for name in ("httpx", "httpcore"):
        logger = logging.getLogger(name)
        logger.setLevel(max(logging.WARNING, logger.level))


def _is_loopback(url: str) -> bool:
    """A proxy has no business between us and our own machine."""
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
