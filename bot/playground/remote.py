"""The bot behind HTTP: the playground's end (`RemoteBot`) and the bot process's end (`control_app`)."""

import hmac
from collections.abc import Awaitable, Callable
from datetime import datetime

import httpx
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.types import ASGIApp

from bot.playground.ports import Bot, BotAway
from bot.playground.shapes import LooseJson

_SETTLE_SECONDS = 60.0


class RemoteBot:
    """A bot that lives in another process. Raises `BotAway` while it is not there."""

    def __init__(self, url: str, secret: str) -> None:
        headers = {"Authorization": f"Bearer {secret}"}
        self._client = httpx.Client(base_url=url, headers=headers, timeout=_SETTLE_SECONDS, trust_env=False)

    def next_due(self) -> datetime | None:
        due = self._ask("GET", "/due")["due"]
        return datetime.fromisoformat(due) if due else None

    def settle(self) -> None:
        self._ask("POST", "/settle")

    def inspect(self, number: int | None) -> LooseJson:
        return self._ask("GET", "/inspect", {"number": number} if number else {})

    def tour(self, lang: str) -> list[LooseJson]:
        return list(self._ask("GET", "/tour", {"lang": lang})["tour"])

    def reset(self) -> None:
        self._ask("POST", "/reset")

    def set_time(self, offset_seconds: float) -> None:
        self._ask("POST", "/time", {"offset": offset_seconds})

    def close(self) -> None:
        self._client.close()

    def _ask(self, verb: str, path: str, params: LooseJson | None = None) -> LooseJson:
        try:
            answer = self._client.request(verb, path, params=params)
        except httpx.TransportError as gone:
            raise BotAway("the bot is not running") from gone
        if answer.status_code != 200:
            raise BotAway(f"the bot answered {answer.status_code} to {path}")
        body: LooseJson = answer.json()
        return body


def control_app(bot: Bot, secret: str, door: ASGIApp) -> Starlette:
    """Build the routes with which a bot process serves a playground apart; `door`: the bot's own pages."""
    ends = _Ends(bot)
    gets = {"/due": ends.due, "/inspect": ends.inspect, "/tour": ends.tour}
    posts = {"/settle": ends.settle, "/reset": ends.reset, "/time": ends.set_time}
    wanted = f"Bearer {secret}".encode()
    return Starlette(
        routes=[
            *(Route(path, _guarded(run, wanted)) for path, run in gets.items()),
            *(Route(path, _guarded(run, wanted), methods=["POST"]) for path, run in posts.items()),
            Mount("/", door),
        ]
    )


class _Ends:
    """The bot process's end of each of `RemoteBot`'s questions."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    def due(self, _request: Request) -> LooseJson:
        at = self._bot.next_due()
        return {"due": at.isoformat() if at else None}

    def inspect(self, request: Request) -> LooseJson:
        number = request.query_params.get("number", "")
        return self._bot.inspect(int(number) if number.isdigit() else None)

    def tour(self, request: Request) -> LooseJson:
        return {"tour": self._bot.tour(request.query_params.get("lang", "en"))}

    def settle(self, _request: Request) -> LooseJson:
        self._bot.settle()
        return {}

    def reset(self, _request: Request) -> LooseJson:
        self._bot.reset()
        return {}

    def set_time(self, request: Request) -> LooseJson:
        self._bot.set_time(float(request.query_params["offset"]))
        return {}


def _guarded(run: Callable[[Request], LooseJson], wanted: bytes) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        given = request.headers.get("authorization", "").encode()
        if not hmac.compare_digest(given, wanted):
            return JSONResponse({"error": "not allowed"}, 401)
        return JSONResponse(await run_in_threadpool(run, request))

    return endpoint
