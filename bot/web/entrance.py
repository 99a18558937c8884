"""Coming in and going out: signed links, a platform's own sign-in, the language, and the way out."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Protocol
from urllib.parse import urlencode

from starlette.responses import RedirectResponse, Response

from bot import texts
from bot.cards.speak import Speaker
from bot.inbox.front import Choose
from bot.web import fields, paths
from bot.web.face import Face, PageWay, Reader
from bot.web.links import Links
from bot.web.session import Entering, Session, Sessions
from bot.web.visit import Visit
from workflows.state.values import Person


class SignIn(Protocol):
    """A platform's own way to tell who somebody is."""

    def start(self, state: str, back_url: str, user_agent: str) -> str:
        """The address to send the browser to."""
        ...

    def person(self, code: str) -> Person | None:
        """Return who came back with this code; None if it tells nobody. Raises Later or Revoked."""
        ...


def _typed(visit: Visit) -> str:
    """Return what was written in a form that came when its session had ended: nothing typed is lost."""
    words = (value.strip() for key, value in visit.sent if key.startswith(fields.PREFIX) or key == "text")
    return "\n".join(one for one in words if " " in one or not one.isascii())  # an id or a day is no loss


def seen_other(path: str) -> Response:
    """On to another page, read with GET."""
    return RedirectResponse(path, 303)


class Entrance:
    """Each method is an answer to one visit."""

    def __init__(
        self,
        speaker: Speaker,
        face: Face,
        links: Links,
        sessions: Sessions,
        choose: Choose | None,
        sign_in: Mapping[str, SignIn],
    ) -> None:
        self._speaker = speaker
        self._face = face
        self._links = links
        self._sessions = sessions
        self._choose = choose
        self._sign_in = sign_in

    def nobody(self, visit: Visit) -> Response:
        """Tell a person who isn't signed in how to come in; in WeCom's own browser that needs no word."""
        here = visit.path + (f"?{urlencode(visit.query)}" if visit.query else "")
        to = paths.known(here) if visit.method == "GET" else None
        typed = _typed(visit)
        if "wecom" not in self._sign_in:
            return self._face.notice("web.enter", None, 401, typed=typed)
        href = f"/in/wecom?{urlencode({'to': to or paths.HOME})}"
        if visit.in_wecom and visit.method == "GET":
            return seen_other(href)
        return self._face.notice("web.enter", None, 401, way=PageWay("web.enter.wecom", href), typed=typed)

    def by_link(self, visit: Visit, reader: Reader | None) -> Response:
        """A signed link from the chat. It never replaces somebody else who is signed in without asking."""
        signed = self._links.read(visit.query.get("t", "") or visit.one("t"))
        if signed is None or self._sessions.is_over(signed._replace(person=self._one(signed.person))):
            return self._face.notice("web.enter.old", reader, 403)
        person = signed.person
        to = paths.known(visit.query.get("to", "") or visit.one("to")) or paths.HOME
        asks = reader is not None and reader.person != self._one(person) and visit.method != "POST"
        if reader and asks:
            name = self._speaker.profile(person).name
            sent = {"t": visit.query.get("t", ""), "to": to}
            return self._face.page("switch.html", reader, sent=sent, name=name)
        return self._opened(person, to, reader.session if reader else None)

    def begin(self, visit: Visit) -> Response:
        """Off to the platform, which knows who is using it; the state binds the way back to this browser."""
        platform = visit.params["platform"]
        if platform not in self._sign_in:
            return self.nobody(visit)
        state = secrets.token_hex(16)
        to = paths.known(visit.query.get("to", "")) or paths.HOME
        back = self._links.page(f"/in/{platform}/back")
        response = seen_other(self._sign_in[platform].start(state, back, visit.agent))
        self._sessions.enter(response, state, Entering(platform=platform, to=to))
        return response

    def back(self, visit: Visit, session: Session | None) -> Response:
        """From the platform. Only the browser that went there, and only within 10 minutes."""
        platform, state = visit.params["platform"], visit.query.get("state", "")
        entering = self._sessions.entering(visit.cookies, state) if state.isalnum() else None
        if entering is None or entering.platform != platform or platform not in self._sign_in:
            return self._failed()
        person = self._sign_in[platform].person(visit.query.get("code", ""))
        response = self._opened(person, entering.to, session) if person else self._failed()
        self._sessions.entered(response, state)
        return response

    def language(self, reader: Reader) -> Response:
        """From now on in the other language."""
        wanted = reader.visit.one("language")
        language = next((one for one in texts.WORDS if one == wanted), None)
        if language and self._choose:
            self._choose(reader.person, language)
        return seen_other(paths.known(reader.visit.one("to")) or paths.HOME)

    def out(self, reader: Reader) -> Response:
        response = self._face.notice("web.out.done", None, 200)
        self._sessions.close(response, reader.session)
        return response

    def _opened(self, person: Person, to: str, before: Session | None) -> Response:
        response = seen_other(to)
        self._sessions.open(response, self._one(person), before)
        return response

    def _one(self, person: Person) -> Person:
        """A human being on two platforms is the same here, whichever of them let them in."""
        return self._speaker.desk.company().one(person)

    def _failed(self) -> Response:
        return self._face.notice("web.enter.failed", None, 403)
