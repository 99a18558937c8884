"""The web pages: which address leads to which page, and who may come in."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

import structlog
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from bot.inbox.front import Front
from bot.outbox.channel import Later, Revoked
from bot.web import paths
from bot.web.entrance import Entrance, SignIn, seen_other
from bot.web.face import Face, PageWay, Reader
from bot.web.forms import Forms
from bot.web.links import Links
from bot.web.listing import Lists
from bot.web.sending import Missing
from bot.web.session import Session, Sessions
from bot.web.thread import Threads
from bot.web.visit import NotOurs, Visit, protected, visit
from workflows.ports import Notes, NotSaved

STATIC = Path(__file__).parent / "static"
FILES = {"yinuo.css": "text/css", "form.js": "text/javascript", "mark.svg": "image/svg+xml"}

Endpoint = Callable[[Request], Awaitable[Response]]
PageAnswer = Callable[[Visit, Session | None], Response]

_log: structlog.stdlib.BoundLogger = structlog.stdlib.get_logger("pages")


def page_routes(front: Front, links: Links, notes: Notes, sign_in: Mapping[str, SignIn]) -> list[Route]:
    """Every page. `sign_in` by platform, for those that can tell who somebody is."""
    return Pages(front, links, notes, sign_in).routes


class Pages:
    """All pages around one front door. The work runs in the thread pool."""

    def __init__(self, front: Front, links: Links, notes: Notes, sign_in: Mapping[str, SignIn]) -> None:
        self._front = front
        self._links = links
        self._sessions = sessions = Sessions(links, notes, front.desk.clock.now)
        self._face = face = Face(sessions)
        self._threads = Threads(front, face, sessions)
        self._forms = Forms(front, face, sessions, notes, self._threads)
        self._lists = Lists(front, face)
        self._entrance = Entrance(front.speaker, face, links, sessions, front.choose, sign_in)

    @property
    def routes(self) -> list[Route]:
        reads, sends, both = ["GET"], ["POST"], ["GET", "POST"]
        return [
            Route("/static/{name}", self._static, methods=reads),
            Route("/in", self._open(self._link), methods=both),
            Route("/in/{platform}", self._open(self._begin), methods=reads),
            Route("/in/{platform}/back", self._open(self._back), methods=reads),
            Route("/out", self._closed(self._entrance.out), methods=sends),
            Route("/language", self._closed(self._entrance.language), methods=sends),
            Route("/mine", self._closed(self._lists.mine), methods=reads),
            Route("/waiting", self._closed(self._lists.waiting), methods=reads),
            Route("/department", self._closed(self._lists.department), methods=reads),
            Route("/new", self._closed(self._forms.new), methods=both),
            Route("/away", self._closed(self._forms.away), methods=both),
            Route("/back", self._closed(self._threads.back), methods=sends),
            Route("/press", self._closed(self._threads.press), methods=sends),
            Route("/r/{number}", self._closed(self._threads.show), methods=reads),
            Route("/r/{number}/reply", self._closed(self._threads.reply), methods=sends),
            Route("/r/{number}/{act}", self._closed(self._forms.act), methods=both),
            Route("/", self._closed(lambda _: seen_other(paths.HOME)), methods=reads),
            Route("/{rest:path}", self._closed(self._face.missing), methods=both),  # last: whatever is left
        ]

    # Who may come in

    def _closed(self, answer: Callable[[Reader], Response]) -> Endpoint:
        """A page for those who are signed in."""

        def answered(came: Visit, session: Session | None) -> Response:
            if session is None:
                return self._entrance.nobody(came)
            reader = self._reader(came, session)
            if not self._front.desk.directory.may_act(reader.person):
                return self._face.notice("web.outside", None, 403, text="refused.guests_cannot_act")
            try:
                return answer(reader)
            except Missing:
                return self._face.missing(reader)
            except NotSaved:
                way = PageWay("web.again", came.path if came.method == "GET" else "/mine")
                return self._face.notice("web.away", reader, 503, text="refused.not_saved", way=way)

        return self._open(answered)

    def _open(self, answer: PageAnswer) -> Endpoint:
        """A page for everybody."""

        async def endpoint(request: Request) -> Response:
            try:
                came = await visit(request, self._links.public_url)
            except NotOurs as away:
                return protected(self._away(away))
            return protected(await run_in_threadpool(self._answered, answer, came))

        return endpoint

    def _answered(self, answer: PageAnswer, came: Visit) -> Response:
        """Whatever happens, somebody reads a sentence."""
        try:
            session = self._sessions.read(came.cookies)
            if came.method == "POST" and session and not self._sessions.marked(session, came.one("mark")):
                return self._away(NotOurs(403, "mark"))
            return answer(came, session)
        except (Later, Revoked) as away:
            _log.warning("nobody can tell who is who", why=type(away).__name__)
            return self._face.notice("web.away", None, 503, text="web.away.later")
        except Exception:  # noqa: BLE001 - logged whole; the person reads a sentence, never a traceback
            _log.exception("a page failed", page=came.path)
            return self._face.notice("web.away", None, 500, text="refused.went_wrong")

    def _away(self, away: NotOurs) -> Response:
        return self._face.notice("web.away", None, away.status, text=f"web.away.{away.why}")

    def _reader(self, came: Visit, session: Session) -> Reader:
        company = self._front.desk.company()
        person = company.one(session.person)
        profile = self._front.speaker.profile(person)
        return Reader(
            visit=came,
            session=session,
            person=person,
            name=profile.name,
            language=profile.language,
            has_department=company.department_of(person) is not None,
        )

    # Open pages

    def _link(self, came: Visit, session: Session | None) -> Response:
        return self._entrance.by_link(came, self._reader(came, session) if session else None)

    def _begin(self, came: Visit, _session: Session | None) -> Response:
        return self._entrance.begin(came)

    def _back(self, came: Visit, session: Session | None) -> Response:
        return self._entrance.back(came, session)

    async def _static(self, request: Request) -> Response:
        name = request.path_params["name"]
        if name not in FILES:
            return protected(Response("not here", 404, media_type="text/plain"))
        kept = {"Cache-Control": "public, max-age=3600"}
        return protected(FileResponse(STATIC / name, media_type=FILES[name], headers=kept))
