"""The Web API as one function: a method name, a token and arguments in; Slack's answer out."""

import json
import time
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from bot.playground import api_chat, api_lookup, api_views
from bot.playground.api_context import Context, Method
from bot.playground.shapes import LooseJson, SlackError

_METHODS: dict[str, Method] = {**api_chat.METHODS, **api_lookup.METHODS, **api_views.METHODS}
_WITH_APP_TOKEN = ("apps.connections.open",)


@dataclass(frozen=True)
class WebApiAnswer:
    """What goes back; `drop` means the work was done and the answer is lost on the way."""

    body: LooseJson
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    drop: bool = False


class WebApi:
    """Checks the token, meets the weather, runs the method under the workspace's lock, and logs it."""

    def __init__(self, context: Context, bot_token: str, app_token: str) -> None:
        self._context = context
        self._tokens = {"bot": bot_token, "app": app_token}
        self._last_post: dict[str, float] = {}

    def call(self, method: str, token: str | None, args: LooseJson) -> WebApiAnswer:
        started, space = time.monotonic(), self._context.space
        at = space.clock.now()
        answer = self._weather(method, args) or self._answer(method, token, args)
        if answer.body.get("ok") and space.weather.spend("drop_answer", method):
            answer = WebApiAnswer(answer.body, drop=True)
        space.journal.add(
            "in",
            method,
            at=at,
            who=None,
            seconds=time.monotonic() - started,
            ok=bool(answer.body.get("ok")) and not answer.drop,
            request=args,
            response=answer.body,
        )
        space.touch()
        return answer

    def _answer(self, method: str, token: str | None, args: LooseJson) -> WebApiAnswer:
        try:
            run = self._allowed(method, token)
            with self._context.space.lock:
                return WebApiAnswer({"ok": True, **run(self._context, args)})
        except SlackError as refused:
            return WebApiAnswer(refused.answer())

    def _allowed(self, method: str, token: str | None) -> Method:
        """The method, when there is one and the token is the right one for it."""
        space = self._context.space
        if method not in _METHODS:
            space.fault(f"the bot called {method}, which the playground's Slack does not have")
            raise SlackError("unknown_method", req_method=method)
        if not token:
            raise SlackError("not_authed")
        if token not in self._tokens.values():
            raise SlackError("invalid_auth")
        if space.weather.revoked:
            raise SlackError("token_revoked")
        if token != self._tokens["app" if method in _WITH_APP_TOKEN else "bot"]:
            raise SlackError("not_allowed_token_type")
        return _METHODS[method]

    def _weather(self, method: str, args: LooseJson) -> WebApiAnswer | None:
        weather = self._context.space.weather
        if weather.slow_seconds and weather.meets(method):
            time.sleep(weather.slow_seconds)
        if weather.spend("down", method):
            return WebApiAnswer({"ok": False, "error": "service_unavailable"}, weather.down_status)
        if weather.spend("rate_limited", method) or self._too_fast(method, args):
            headers = {"Retry-After": str(weather.retry_after)}
            return WebApiAnswer({"ok": False, "error": "ratelimited"}, 429, headers)
        return None

    def _too_fast(self, method: str, args: LooseJson) -> bool:
        """About one message a second a channel, when the weather asks for it (`pace_per_channel` seconds)."""
        pace = self._context.space.weather.pace_per_channel
        if not pace or method != "chat.postMessage":
            return False
        channel, now = str(args.get("channel")), time.monotonic()
        if now - self._last_post.get(channel, now - pace) < pace:
            return True
        self._last_post[channel] = now
        return False


def read_arguments(query: str, body: bytes, content_type: str) -> LooseJson:
    """Arguments from the query and the body: JSON, a form, or JSON text inside either."""
    args: LooseJson = dict(parse_qsl(query, keep_blank_values=True))
    if body and content_type.startswith("application/json"):
        given = _loaded(body.decode("utf-8", "replace"))
        if not isinstance(given, dict):
            raise SlackError("invalid_json")
        args |= given
    elif body:
        args |= dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
    return {key: _inner(key, value) for key, value in args.items()}


_JSON_ARGUMENTS = ("blocks", "view", "metadata", "attachments")


def _inner(key: str, value: object) -> object:
    if key in _JSON_ARGUMENTS and isinstance(value, str):
        loaded = _loaded(value)
        return value if loaded is None else loaded
    return value


def _loaded(text: str) -> object:
    try:
        return json.loads(text)
    except ValueError:
        return None
