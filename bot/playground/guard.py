"""Loopback only: foreign Host and Origin headers are turned away, so no web page can drive the playground."""

from collections.abc import Callable
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

_LOOPBACK = {"127.0.0.1", "localhost", "::1"}


class Guard:
    """Wraps the whole server."""

    def __init__(self, app: ASGIApp, origin: Callable[[], str]) -> None:
        self._app = app
        self._origin = origin

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and (reason := self._refusal(scope)):
            await PlainTextResponse(reason, 403)(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _refusal(self, scope: Scope) -> str | None:
        headers = Headers(scope=scope)
        allowed = _LOOPBACK | {urlsplit(self._origin()).hostname or ""}
        if urlsplit("//" + headers.get("host", "")).hostname not in allowed:
            return "unknown host"
        if "origin" in headers and urlsplit(headers["origin"]).netloc != headers.get("host"):
            return "foreign origin"
        page = scope["path"].startswith("/playground/")
        if page and scope["method"] != "GET" and headers.get("x-playground") != "1":
            return "missing header X-Playground: 1"
        return None
