"""Slack through Bolt: one way in for all payloads, over HTTP or Socket Mode, and the answer back."""

from __future__ import annotations

import logging
import re
import time
import traceback
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from pathlib import Path
from typing import cast

import structlog
from slack_bolt import App, BoltRequest, BoltResponse
from slack_bolt.authorization import AuthorizeResult
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.inbox.answer import Answer, FieldErrors, Sorry, Talk, Whisper
from bot.inbox.incoming import Incoming, Left, TurnedInto, Wrote
from bot.service.json_types import Json
from bot.service.recent import Recent
from bot.slack import inbound
from bot.slack.answering import Answering, run_errand
from bot.slack.channel import SlackChannel
from bot.slack.guard import MOST_BYTES, Guard, TurnedAway
from bot.slack.inbound import Marked, Way
from workflows.ports import NotSaved

PATH = "/slack/events"
MENTIONED = 1000  # deliveries of words that are remembered
SOCKET_TRIES = (0.2, 0.5, 1.0)  # seconds between tries: all of them within the 3 s that Slack waits

log = structlog.get_logger("slack")


class SlackDoor:
    """Where everything from Slack comes in, and from where each answer goes out."""

    def __init__(self, front: Talk, channel: SlackChannel, sorry: Sorry, errands: Executor) -> None:
        self._front = front
        self._channel = channel
        self._sorry = sorry
        self._errands = errands
        self._answering = Answering(channel.client, sorry)
        self._heard: Recent[str, str] = Recent(MENTIONED)

    def take(self, body: Json, *, again: bool = False) -> BoltResponse:
        """Decided and stored when it returns; what calls Slack comes after. `again`: Slack repeats it."""
        way = inbound.way(body)
        try:
            answer = self._answer(body, again=again)
        except NotSaved:
            return self._regret(way, "not_saved")
        except Exception as error:  # noqa: BLE001  (the one place where nothing may get lost without a word)
            log.error("failed", payload=way.kind, error=type(error).__name__, where=_where(error))  # noqa: TRY400
            return self._failed(way, told=again)
        return self._reply(answer, way)

    def _answer(self, body: Json, *, again: bool) -> Answer | None:
        came = inbound.read_payload(body, self._channel.name)
        if isinstance(came, Marked):
            came = self._turned(came)
        if isinstance(came, Left):
            self._channel.look_again(came.by)
        if isinstance(came, Wrote) and not again:
            return self._heard_once(came)
        return self._front(came) if came else None

    def _heard_once(self, wrote: Wrote) -> Answer | None:
        """Slack tells of a mention twice, within moments: as a mention, and as the message that carries it."""
        if not self._heard.first(wrote.delivery, wrote.delivery):
            return None
        try:
            return self._front(wrote)
        except Exception:
            self._heard.pop(wrote.delivery)  # it may come again
            raise

    def _turned(self, marked: Marked) -> TurnedInto | None:
        text = self._channel.words_at(marked.channel, marked.ts)
        if not text.strip():
            return None
        return TurnedInto(by=marked.by, delivery=marked.delivery, text=text, author=marked.author, form=False)

    def _failed(self, way: Way, *, told: bool) -> BoltResponse:
        """An event comes again unless answered 200; of anything else Slack would show its own error."""
        if way.kind != "event":
            return self._regret(way, "failed")
        if not told and way.user:
            self._regret(way, "trying_again")
        return BoltResponse(status=500, body="")

    def _regret(self, way: Way, why: str) -> BoltResponse:
        """A sentence; under the first question where a form was sent, so that what was typed stays."""
        try:
            card = self._sorry(f"slack:{way.user}", why)
        except Exception as error:  # noqa: BLE001  (its words need Slack too: then Slack shows its own)
            log.warning("no words of regret", error=type(error).__name__, where=_where(error))
            return BoltResponse(status=500, body="")
        if way.kind == "view_submission" and way.questions:
            return self._reply(FieldErrors(errors={way.questions[0]: card.summary}), way)
        return self._reply(Whisper(card=card), way)

    def _reply(self, answer: Answer | None, way: Way) -> BoltResponse:
        body, errand = self._answering.plan(answer, way) if answer else ({}, None)
        if errand:
            self._errands.submit(run_errand, errand)
        return BoltResponse(status=200, body=body or "")


def build_app(
    front: Talk,
    channel: SlackChannel,
    sorry: Sorry,
    *,
    signing_secret: str = "",
    errands: Executor | None = None,
) -> App:
    """The Bolt app. It starts while Slack is away, and acknowledges only what `front` has stored."""
    door = SlackDoor(
        front, channel, sorry, errands or ThreadPoolExecutor(8, thread_name_prefix="slack-answer")
    )
    app = bare_app(channel, signing_secret)

    def take(body: Json, req: BoltRequest) -> BoltResponse:
        return door.take(body, again=_is_repeated(req))

    anything = re.compile("")  # one listener a kind: Bolt tries them in turn, and each one costs
    for kind in (app.action, app.event, app.view, app.command, app.shortcut):
        kind(anything)(take)
    return app


def _is_repeated(req: BoltRequest) -> bool:
    """Over Socket Mode the first time is counted too, as number 0."""
    return req.headers.get("x-slack-retry-num", ["0"])[0] != "0"


def bare_app(channel: SlackChannel, signing_secret: str) -> App:
    """Bolt as we use it, before anything listens."""
    return App(
        client=channel.client.web,
        signing_secret=signing_secret,
        authorize=_authorized(channel),
        token_verification_enabled=False,
        process_before_response=True,
        ignoring_self_events_enabled=False,  # inbound knows our own from what Slack sends with each event
        attaching_function_token_enabled=False,
        attaching_conversation_kwargs_enabled=False,
        logger=_quiet(),
    )


def slack_routes(app: App, guard: Guard) -> list[Route]:
    """POST /slack/events: all of Slack in HTTP mode. Bolt works in the thread pool, not on the event loop."""

    async def slack_events(request: Request) -> Response:
        raw = await _read(request)
        return await run_in_threadpool(_dispatched, app, guard, raw, dict(request.headers))

    return [Route(PATH, slack_events, methods=["POST"])]


async def _read(request: Request) -> bytes:
    """The body, as far as the guard cares to look at it."""
    raw = bytearray()
    async for part in request.stream():
        raw += part
        if len(raw) > MOST_BYTES:
            break
    return bytes(raw)


def _dispatched(app: App, guard: Guard, raw: bytes, headers: dict[str, str]) -> Response:
    try:
        body = guard.let_in(raw, headers)
    except TurnedAway as turned:
        log.info("turned away", status=turned.status, why=str(turned))
        return Response(str(turned), turned.status, media_type="text/plain")
    answer = app.dispatch(BoltRequest(body=body, headers=cast("dict[str, str | Sequence[str]]", headers)))
    return Response(answer.body, answer.status, {key: value[0] for key, value in answer.headers.items()})


def patient(
    front: Talk, waits: Sequence[float] = SOCKET_TRIES, sleep: Callable[[float], None] = time.sleep
) -> Talk:
    """Tries again, since nobody else does over Socket Mode. A full disk is told at once."""

    def tried(came: Incoming) -> Answer:
        for wait in waits:
            try:
                return front(came)
            except NotSaved:
                raise
            except Exception as error:  # noqa: BLE001  (the last try, below, lets it through)
                log.warning("tried again", error=type(error).__name__, where=_where(error))
                sleep(wait)
        return front(came)

    return tried


def _authorized(channel: SlackChannel) -> Callable[..., AuthorizeResult]:
    """One workspace, one token, and no question to Slack for each request."""
    token = channel.client.web.token

    def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, bot_token=token)

    return authorize


def _where(error: Exception) -> list[str]:
    """The way down to it, without any value: those may be people's words."""
    frames = traceback.extract_tb(error.__traceback__)[-6:]
    return [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]


def _quiet() -> logging.Logger:
    """Bolt writes bodies of requests at the levels below."""
    logger = logging.getLogger("yinuo.bolt")
    logger.setLevel(logging.CRITICAL)
    return logger
