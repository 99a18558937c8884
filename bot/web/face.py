"""How pages look: templates filled for one reader, and the plain pages that say no."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse, Response

from bot import texts
from bot.web.session import Flash, Session, Sessions
from bot.web.visit import Visit
from workflows.languages import LANGUAGES, NAMED, Language
from workflows.state.values import Person

HERE = Path(__file__).parent
ALL: tuple[Language, ...] = tuple(reversed(LANGUAGES))  # for a reader whose language is not known


@dataclass(frozen=True)
class Reader:
    """Somebody who is signed in, and looks at a page."""

    visit: Visit
    session: Session
    person: Person  # the preferred id
    name: str
    language: Language
    has_department: bool

    def say(self, key: str, **details: object) -> str:
        return texts.say(self.language, key, **details)


@dataclass(frozen=True)
class PageWay:
    """Where a plain page leads on to: a text's key and an address."""

    key: str
    href: str


class Face:
    """Fills templates. Everything in them is escaped."""

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions
        self._templates = _templates()

    def page(self, template: str, reader: Reader, status: int = 200, **shown: object) -> Response:
        """A page for somebody signed in. What waited to be confirmed is shown, and is gone afterwards."""
        said = self._sessions.said(reader.visit.cookies) if template in ("thread.html", "list.html") else None
        response = self._filled(
            template,
            status,
            reader=reader,
            language=reader.language,
            say=reader.say,
            mark=self._sessions.mark(reader.session),
            once=shown.pop("once", None) or secrets.token_urlsafe(12),
            said=said or Flash(text=""),
            here=reader.visit.path if template in ("thread.html", "list.html") else "/mine",
            **shown,
        )
        if said:
            self._sessions.shown(response)
        return response

    def notice(
        self,
        key: str,
        reader: Reader | None,
        status: int,
        *,
        text: str = "",
        way: PageWay | None = None,
        typed: str = "",
    ) -> Response:
        """A title and a sentence: in the reader's language, or in both while nobody knows who reads."""
        told = [
            {
                "language": language,
                "title": texts.say(language, key),
                "text": texts.say(language, text or f"{key}.how"),
                "way": texts.say(language, way.key) if way else "",
                "typed": texts.say(language, "answer.typed", words="").strip() if typed else "",
            }
            for language in ((reader.language,) if reader else ALL)
        ]
        if reader:
            return self.page(
                "notice.html", reader, status, told=told, href=way.href if way else "", typed=typed
            )
        language = ALL[0]
        return self._filled(
            "notice.html",
            status,
            reader=None,
            language=language,
            say=partial(texts.say, language),
            told=told,
            href=way.href if way else "",
            typed=typed,
        )

    def missing(self, reader: Reader) -> Response:
        """Show the very same page for what isn't there and for what isn't yours to see."""
        way = PageWay("web.nav.mine", "/mine")
        return self.notice("web.missing", reader, 404, text="web.missing.why", way=way)

    def _filled(self, template: str, status: int, **shown: object) -> Response:
        return HTMLResponse(self._templates.get_template(template).render(**shown), status)


@cache
def _templates() -> Environment:
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["version"] = _version()
    made.globals["named"] = NAMED
    made.globals["say_in"] = texts.say
    made.filters["kind"] = lambda thing: type(thing).__name__.lower()
    return made


def _version() -> str:
    """Changes when a style or script does, so that no browser keeps an old one."""
    kept = sorted((HERE / "static").iterdir())
    return hashlib.sha256(b"".join(path.read_bytes() for path in kept)).hexdigest()[:8]
