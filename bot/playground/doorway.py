"""The bot's own web address under a playground: it stays, whichever bot answers there."""

from __future__ import annotations

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send


class Doorway:
    """Passes on to the bot that is there now; 503 while there is none, so that callbacks come again."""

    def __init__(self) -> None:
        self._inside: ASGIApp | None = None

    def open(self, inside: ASGIApp) -> None:
        self._inside = inside

    def close(self) -> None:
        self._inside = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            return
        inside = self._inside or PlainTextResponse("The bot is starting. 正在启动。", 503)
        await inside(scope, receive, send)
