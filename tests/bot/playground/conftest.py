"""A playground with the tiny bot on it, over each transport."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_bolt.adapter.starlette.handler import to_bolt_request, to_starlette_response
from slack_sdk import WebClient
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.playground.person import Visitor
from bot.playground.ports import QuietBot
from bot.playground.run import Running, serve_app
from bot.playground.server import make_app
from bot.playground.shapes import LooseJson
from bot.playground.workspace import Workspace
from tests.bot.playground.small_bot import APP_TOKEN, BOT_TOKEN, SECRET, small_bot


@dataclass
class Scene:
    """A running playground, the tiny bot's ears, and people by id."""

    space: Workspace
    running: Running
    heard: list[LooseJson]
    client: WebClient
    people: dict[str, Visitor]

    def person(self, user: str) -> Visitor:
        if user not in self.people:
            self.people[user] = Visitor(self.running.url, user)
        return self.people[user]

    def heard_of(self, type_: str) -> list[LooseJson]:
        """Payloads of a type, or events of that type."""
        kinds = [(one.get("type"), one.get("event", {}).get("type"), one) for one in self.heard]
        return [one for type_of, event_type, one in kinds if type_ in (type_of, event_type)]


def connect(app: App, url: str) -> SocketModeHandler:
    """Socket Mode through Bolt's own built-in client, which keeps its own web client for the app token."""
    web = WebClient(APP_TOKEN, base_url=f"{url}/api/")
    handler = SocketModeHandler(app, APP_TOKEN, web_client=web, logger=logging.getLogger("quiet"))
    handler.connect()  # type: ignore[no-untyped-call]
    return handler


def hang_up(handler: SocketModeHandler) -> None:
    """Ends the SDK's client, which otherwise waits out its own read first."""
    handler.client.closed = True
    handler.client.default_auto_reconnect_enabled = False
    handler.client.auto_reconnect_enabled = False


def receiver(app: App) -> Starlette:
    """The bot's request URL, with Bolt's work in the thread pool."""

    async def endpoint(request: Request) -> Response:
        bolt_request = to_bolt_request(request, await request.body())
        return to_starlette_response(await run_in_threadpool(app.dispatch, bolt_request))

    return Starlette(routes=[Route("/slack/events", endpoint, methods=["POST"])])


@contextmanager
def socket_scene(space: Workspace) -> Iterator[Scene]:
    app = make_app(space, QuietBot(), app_token=APP_TOKEN, bot_token=BOT_TOKEN)
    running = serve_app(app)
    bolt, heard = small_bot(running.url)
    handler = connect(bolt, running.url)
    scene = Scene(space, running, heard, bolt.client, {})
    scene.person("U0ANA").wait_for(app.state.playground.sockets.ready)
    yield scene
    hang_up(handler)
    _end(scene)
    handler.close()  # type: ignore[no-untyped-call]


@contextmanager
def http_scene(space: Workspace) -> Iterator[Scene]:
    bolts: list[App] = []

    async def late(scope: LooseJson, receive: object, send: object) -> None:
        await receiver(bolts[0])(scope, receive, send)  # type: ignore[arg-type]

    ears = serve_app(late)  # type: ignore[arg-type]
    app = make_app(
        space,
        QuietBot(),
        signing_secret=SECRET,
        app_token=APP_TOKEN,
        bot_token=BOT_TOKEN,
        events_url=f"{ears.url}/slack/events",
    )
    running = serve_app(app)
    bolt, heard = small_bot(running.url)
    bolts.append(bolt)
    scene = Scene(space, running, heard, bolt.client, {})
    yield scene
    _end(scene)
    ears.stop()


def _end(scene: Scene) -> None:
    for person in scene.people.values():
        person.close()
    scene.running.stop()
    scene.space.close()


@pytest.fixture(params=["socket", "http"])
def scene(request: pytest.FixtureRequest) -> Iterator[Scene]:
    """Both transports."""
    with (socket_scene if request.param == "socket" else http_scene)(Workspace()) as made:
        yield made


@pytest.fixture
def socket() -> Iterator[Scene]:
    """Socket Mode only, for what does not depend on the transport."""
    with socket_scene(Workspace()) as made:
        yield made
