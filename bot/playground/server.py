"""The playground's one server: Slack's Web API and sockets for the bot, and the page's API for people."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.types import Scope
from starlette.websockets import WebSocket

from bot.playground.answers import through_url
from bot.playground.api_context import Context
from bot.playground.dropped import Dropped
from bot.playground.guard import Guard
from bot.playground.line import EventLine
from bot.playground.outgoing import EventSender
from bot.playground.page_api import PageApi, playground_routes
from bot.playground.people_api import PeopleApi
from bot.playground.ports import Bot
from bot.playground.shapes import LooseJson, SlackError
from bot.playground.socket_line import SocketLine
from bot.playground.web_api import WebApi, WebApiAnswer, read_arguments
from bot.playground.wecom.corp import Corp
from bot.playground.wecom.routes import wecom_routes
from bot.playground.wecom.side import CorpSide
from bot.playground.workspace import Workspace

PAGE = Path(__file__).parent / "page"
_PAGE_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


class Playground:
    """What the running server holds; `app.state.playground`.

    `origin` may be set once the port is known, `bot_web` once the bot has its web address.
    """

    def __init__(  # noqa: PLR0913 - two platforms meet here
        self,
        space: Workspace,
        bot: Bot,
        origin: str,
        bot_token: str,
        app_token: str,
        line: EventLine | None,
        *,
        corp: Corp,
    ) -> None:
        self.space = space
        self.bot = bot
        self.origin = origin.rstrip("/")
        self.sockets = SocketLine()
        self.outgoing = EventSender(space, line or self.sockets)
        self.stopping = False
        self.bot_web: str | None = None
        self.wecom = CorpSide(corp, lambda: self.bot_web, lambda: self.origin)
        context = Context(space, self.outgoing, lambda: self.origin, self._socket_url)
        self.api = WebApi(context, bot_token, app_token)
        self.people = PeopleApi(space, self.outgoing, lambda: self.origin)

    def stop(self) -> None:
        """Ends the streams and sockets, so that the server can go at once. Any thread may call it."""
        self.stopping = True
        self.sockets.close()
        self.outgoing.close()
        self.wecom.close()

    def _socket_url(self) -> str:
        if self.stopping:
            raise SlackError("internal_error")
        return f"{self.origin.replace('http', 'ws', 1)}/socket?ticket={self.sockets.ticket()}&app_id=A0YINUO"


def make_app(  # noqa: PLR0913 - what two platforms are told of their bot
    workspace: Workspace,
    bot: Bot,
    *,
    origin: str = "",
    signing_secret: str = "",
    app_token: str,
    bot_token: str,
    events_url: str | None = None,
    corp: Corp | None = None,
    bot_web: str | None = None,
) -> Starlette:
    """The server; `events_url` None means Socket Mode, else signed HTTP posts to it.

    `bot_web`, where the bot has its pages and hears WeCom, may be set later: `app.state.playground.bot_web`.
    """
    line = _over_http(events_url, signing_secret) if events_url else None
    corp = corp or Corp(clock=workspace.clock, journal=workspace.journal, touched=workspace.touch)
    playground = Playground(workspace, bot, origin, bot_token, app_token, line, corp=corp)
    playground.bot_web = bot_web
    app = Starlette(routes=_routes(playground), lifespan=_stopping(playground))
    app.state.playground = playground
    app.add_middleware(Guard, origin=lambda: playground.origin)
    return app


def _routes(playground: Playground) -> list[BaseRoute]:
    pages = PageApi(
        playground.wecom,
        playground.space,
        playground.outgoing,
        playground.people,
        playground.bot,
        lambda: playground.stopping,
    )
    return [
        Route("/api/{method:path}", _web_api(playground), methods=["GET", "POST"]),
        Route("/response/{token}", _response_url(playground), methods=["POST"]),
        WebSocketRoute("/socket", _socket(playground)),
        *playground_routes(pages, playground.wecom),
        *wecom_routes(playground.wecom),
        Route("/", _page),
        Route("/archives/{rest:path}", _page),
        Mount("/static", _Static(directory=PAGE, check_dir=False)),
    ]


def _stopping(playground: Playground) -> Callable[[Starlette], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def life(_app: Starlette) -> AsyncIterator[None]:
        yield
        playground.stop()

    return life


def _over_http(events_url: str, signing_secret: str) -> EventLine:
    # Its HTTP client costs start-up that a socket does not need.
    from bot.playground.http_line import HttpLine

    return HttpLine(events_url, signing_secret)


def _web_api(playground: Playground) -> Callable[[Request], object]:
    async def endpoint(request: Request) -> Response:
        body = await request.body()
        try:
            content_type = request.headers.get("content-type", "")
            args = read_arguments(request.url.query, body, content_type)
        except SlackError as refused:
            return JSONResponse(refused.answer())
        token = _token(request, args)
        answer = await run_in_threadpool(playground.api.call, request.path_params["method"], token, args)
        return Dropped() if answer.drop else _sent(answer)

    return endpoint


def _token(request: Request, args: LooseJson) -> str | None:
    given = args.pop("token", None)
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    return token if kind == "Bearer" and token else given


def _sent(answer: WebApiAnswer) -> Response:
    return JSONResponse(answer.body, answer.status, answer.headers)


def _response_url(playground: Playground) -> Callable[[Request], object]:
    async def endpoint(request: Request) -> Response:
        try:
            body = read_arguments("", await request.body(), "application/json")
            token = request.path_params["token"]
            await run_in_threadpool(through_url, playground.space, playground.outgoing, token, body)
        except SlackError as refused:
            return JSONResponse(refused.answer(), 404 if refused.error.endswith("_url") else 400)
        return PlainTextResponse("ok")

    return endpoint


def _socket(playground: Playground) -> Callable[[WebSocket], object]:
    async def endpoint(socket: WebSocket) -> None:
        await playground.sockets.serve(socket)

    return endpoint


async def _page(_request: Request) -> Response:
    page = PAGE / "index.html"
    if not page.exists():
        return PlainTextResponse("The page is not built in.", 404)
    text = await asyncio.to_thread(page.read_text, "utf-8")
    return Response(text, media_type="text/html", headers=_PAGE_HEADERS)


class _Static(StaticFiles):
    """The page's files, never cached: they change while one works on them."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response
