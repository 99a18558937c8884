"""The page's API: snapshots, one stream that says when to look again, deeds, the clock, the inspector."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime, timedelta

from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from bot.playground import cast, events, snapshot
from bot.playground.api_lookup import user_object
from bot.playground.conditions import change_conditions
from bot.playground.outgoing import EventSender
from bot.playground.people_api import PeopleApi
from bot.playground.ports import Bot, BotAway
from bot.playground.shapes import LooseJson, SlackError
from bot.playground.wecom.cast import MEMBERS
from bot.playground.wecom.shapes import WecomError
from bot.playground.wecom.side import CorpSide
from bot.playground.working_days import next_working_morning
from bot.playground.workspace import Workspace

_log = logging.getLogger(__name__)
_LOOK_EVERY = 0.05
_COMMENT_EVERY = 15.0
_ON_WECOM = {"deactivate": "disable", "activate": "restore"}
_SHANGHAI = "Asia/Shanghai"  # where the whole company of the small WeCom is


class PageApi:
    """Each method is one request of the page, answered with JSON."""

    def __init__(
        self,
        wecom: CorpSide,
        space: Workspace,
        outgoing: EventSender,
        people: PeopleApi,
        bot: Bot,
        stopping: Callable[[], bool],
    ) -> None:
        self._wecom = wecom
        self._space = space
        self._outgoing = outgoing
        self._people = people
        self._bot = bot
        self._stopping = stopping

    def hello(self, _query: LooseJson) -> LooseJson:
        with self._space.lock:
            return {**snapshot.hello(self._space), **self._wecom.hello()}

    def view(self, query: LooseJson) -> LooseJson:
        due = self._next_due()
        with self._space.lock:
            user, channel, thread = str(query.get("as")), query.get("channel"), query.get("thread")
            return snapshot.view(self._space, user, channel, thread, due)

    def wecom_view(self, query: LooseJson) -> LooseJson:
        clock = snapshot.shown_clock(self._space, _SHANGHAI, self._next_due())
        return {"rev": self._space.rev, "clock": clock, **self._wecom.view(query)}

    def do(self, body: LooseJson) -> LooseJson:
        return self._people.do(body)

    def clock(self, body: LooseJson) -> LooseJson:
        """Moves time on, through all that falls due; answers when it is done."""
        now, by = self._space.clock.now(), body.get("by")
        to = _target(now, by)
        if to is None:
            return {"ok": False, "error": f"unknown step: {by}"}
        self._space.clock.advance(to, self._bot, self._rest)
        return {"ok": True, "now": self._space.clock.now().isoformat()}

    def inspect(self, query: LooseJson) -> LooseJson:
        number = str(query.get("number") or "")
        return self._bot.inspect(int(number) if number.isdigit() else None)

    def journal(self, query: LooseJson) -> list[LooseJson]:
        after = str(query.get("after") or "0")
        return self._space.journal.after(int(after) if after.isdigit() else 0)

    def tour(self, query: LooseJson) -> list[LooseJson]:
        return self._bot.tour(str(query.get("lang") or "en"))

    def faults(self, _query: LooseJson) -> list[str]:
        return [*self._space.faults, *self._wecom.corp.faults]

    def reset(self, _body: LooseJson) -> LooseJson:
        self._outgoing.forget()
        self._bot.set_time(self._space.opening())
        self._bot.reset()
        self._space.reset()
        self._wecom.reset()
        self._bot.set_time(self._space.clock.offset)
        self._outgoing.meet()  # the next press should find it
        return {"ok": True}

    def weather(self, body: LooseJson) -> LooseJson:
        """Deactivate somebody on both platforms."""
        for key, change in _ON_WECOM.items():
            self._wecom.weather({change: [one for id_ in body.get(key, []) for one in _twins(str(id_))]})
        people = [str(id_) for key in ("deactivate", "activate") for id_ in body.get(key, [])]
        with self._space.lock:
            weather = change_conditions(self._space, body)
            users = [user_object(self._space, id_, with_locale=True) for id_ in people]
        for user in users:
            self._outgoing.event(events.user_changed(self._space, user))
        return {"ok": True, "weather": weather}

    async def stream(self, _request: Request) -> Response:
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        return StreamingResponse(self._changes(), media_type="text/event-stream", headers=headers)

    async def _changes(self) -> AsyncIterator[str]:
        told, quiet = -1, 0.0
        while not self._stopping():
            if self._space.rev != told:
                told, quiet = self._space.rev, 0.0
                yield f"data: {json.dumps({'rev': told})}\n\n"
            elif quiet >= _COMMENT_EVERY:
                quiet = 0.0
                yield ": still here\n\n"
            await asyncio.sleep(_LOOK_EVERY)
            quiet += _LOOK_EVERY

    def _rest(self) -> None:
        self._outgoing.rest()
        self._wecom.callbacks.rest()

    def _next_due(self) -> datetime | None:
        try:
            return self._bot.next_due()
        except BotAway:
            return None


def playground_routes(api: PageApi, wecom: CorpSide) -> list[Route]:
    """The routes under /playground."""
    gets: dict[str, Callable[[LooseJson], object]] = {
        "hello": api.hello,
        "view": api.view,
        "inspect": api.inspect,
        "journal": api.journal,
        "tour": api.tour,
        "faults": api.faults,
        "wecom/view": api.wecom_view,
        "wecom/dropped": wecom.dropped,
    }
    posts: dict[str, Callable[[LooseJson], object]] = {
        "do": api.do,
        "clock": api.clock,
        "reset": api.reset,
        "weather": api.weather,
        "wecom/do": wecom.do,
        "wecom/weather": wecom.weather,
    }
    return [
        Route("/playground/stream", api.stream),
        *(Route(f"/playground/{name}", _read(run)) for name, run in gets.items()),
        *(Route(f"/playground/{name}", _write(run), methods=["POST"]) for name, run in posts.items()),
    ]


PageEndpoint = Callable[[Request], Awaitable[Response]]


def _read(run: Callable[[LooseJson], object]) -> PageEndpoint:
    async def endpoint(request: Request) -> Response:
        return await _answered(run, dict(request.query_params))

    return endpoint


def _write(run: Callable[[LooseJson], object]) -> PageEndpoint:
    async def endpoint(request: Request) -> Response:
        try:
            body = json.loads(await request.body() or b"{}")
        except ValueError:
            return JSONResponse({"ok": False, "error": "invalid_json"}, 400)
        if not isinstance(body, dict):
            return JSONResponse({"ok": False, "error": "invalid_json"}, 400)
        return await _answered(run, body)

    return endpoint


async def _answered(run: Callable[[LooseJson], object], given: LooseJson) -> Response:
    try:
        return JSONResponse(await run_in_threadpool(run, given))
    except SlackError as refused:
        return JSONResponse(refused.answer(), 404)
    except WecomError as unknown:
        return JSONResponse({"ok": False, "error": str(unknown)}, 404)
    except BotAway as away:
        return JSONResponse({"ok": False, "error": "bot_away", "message": str(away)}, 503)
    except ValidationError as wrong:
        return JSONResponse({"ok": False, "error": "invalid_arguments", "message": str(wrong)}, 400)


def _target(now: datetime, by: object) -> datetime | None:
    match by:
        case "hour":
            return now + timedelta(hours=1)
        case "day":
            return now + timedelta(days=1)
        case "working_day":
            return next_working_morning(now)
        case int() | float() if not isinstance(by, bool) and 0 <= by <= 400 * 86400:
            return now + timedelta(seconds=by)
        case _:
            return None


def _twins(id_: str) -> list[str]:
    """Return the same human being's accounts in WeCom: their name there begins the one they have here."""
    names = [one.real_name for one in cast.PEOPLE if one.id == id_]
    return [member.id for member in MEMBERS for name in names if name.startswith(member.name)]
