"""A playground with our own channel and our own door on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

import pytest
from starlette.applications import Starlette
from starlette.types import Receive, Scope, Send

from bot.cards.elements import Card
from bot.inbox.answer import Answer, Nothing
from bot.inbox.incoming import Incoming
from bot.playground.person import Visitor
from bot.playground.ports import QuietBot
from bot.playground.run import Running, serve_app
from bot.playground.server import make_app
from bot.playground.workspace import Workspace
from bot.slack.channel import SlackChannel
from bot.slack.client import SlackClient
from bot.slack.connect import build_app, patient, slack_routes
from bot.slack.guard import Guard
from bot.slack.socket_mode import serve_socket

BOT_TOKEN, APP_TOKEN, SECRET = "xoxb-playground", "xapp-playground", "playground-secret"


@dataclass
class Office:
    """Everything at once: Slack's double, our channel, and what the front says to whom."""

    running: Running
    space: Workspace
    channel: SlackChannel
    heard: list[Incoming] = field(default_factory=list)
    says: Callable[[Incoming], Answer] = lambda came: Nothing()
    people: dict[str, Visitor] = field(default_factory=dict)

    def person(self, user: str) -> Visitor:
        return self.people.setdefault(user, Visitor(self.running.url, user))

    def front(self, came: Incoming) -> Answer:
        self.heard.append(came)
        return self.says(came)


def sorry(person: str, why: str) -> Card:
    """What the texts would say."""
    return Card(title="Sorry", summary=f"sorry: {why}")


@contextmanager
def office(transport: str) -> Iterator[Office]:
    with ExitStack() as closing:
        space, ears = Workspace(), _Ears()
        heard_at = serve_app(ears) if transport == "http" else None
        app = make_app(
            space,
            QuietBot(),
            app_token=APP_TOKEN,
            bot_token=BOT_TOKEN,
            signing_secret=SECRET,
            events_url=f"{heard_at.url}/slack/events" if heard_at else None,
        )
        running = serve_app(app)
        closing.callback(space.close)
        closing.callback(running.stop)
        api = f"{running.url}/api/"
        made = Office(running, space, SlackChannel(SlackClient(BOT_TOKEN, api)))
        front = made.front if heard_at else patient(made.front, (0.01,))
        bolt = build_app(front, made.channel, sorry, signing_secret=SECRET)
        if heard_at:
            closing.callback(heard_at.stop)
            ears.app = Starlette(routes=slack_routes(bolt, Guard(SECRET)))
        else:
            closing.callback(serve_socket(bolt, APP_TOKEN, api).close)
            made.person("U0ANA").wait_for(app.state.playground.sockets.ready)
        yield made
        for person in made.people.values():
            person.close()
        assert space.faults == []


class _Ears:
    """The request URL, which must be known before the bot can be."""

    app: Starlette

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await self.app(scope, receive, send)


@pytest.fixture(params=["socket", "http"])
def scene(request: pytest.FixtureRequest) -> Iterator[Office]:
    """Over both transports."""
    with office(request.param) as made:
        yield made


@pytest.fixture
def quiet() -> Iterator[Office]:
    """For what does not depend on the transport."""
    with office("http") as made:
        yield made
