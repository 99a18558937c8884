"""Who is signed in, kept in a signed cookie; with it the mark that every sent form must carry."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from itsdangerous import BadSignature
from starlette.responses import Response

from bot.web.links import Links, Signed
from workflows.frozen import Frozen
from workflows.keys import NoteKind, note_key
from workflows.ports import Notes
from workflows.state.values import Person

COOKIE = "yinuo"
LASTS = 12 * 3600  # seconds
SAID = "yinuo_said"  # a confirmation that waits to be shown once
SAID_LASTS = 120
ENTERING = "yinuo_in_"  # and the state of one sign-in that is under way
ENTERING_LASTS = 600


class Session(Frozen):
    """A person signed in, in one browser."""

    person: Person
    id: str


class Flash(Frozen):
    """What the next page shows once: a sentence, and perhaps a way to undo it."""

    text: str
    undo: str = ""  # `about` of an answer that can be taken back


class Entering(Frozen):
    """A sign-in that has been sent to the platform: where it leads afterwards."""

    platform: str
    to: str


class Sessions:
    """Reads and writes our cookies. All of them are HttpOnly, Lax, and Secure where the public address is.

    Signing out ends the session wherever its cookie has got to, and every link to that person until then.
    """

    def __init__(self, links: Links, notes: Notes, now: Callable[[], datetime]) -> None:
        self._links = links
        self._notes = notes
        self._now = now  # product time, by which notes are forgotten

    def read(self, cookies: Mapping[str, str]) -> Session | None:
        try:
            kept: object = self._links.seal("session").loads(cookies.get(COOKIE, ""), max_age=LASTS)
        except BadSignature:
            return None
        match kept:
            case {"person": str(person), "id": str(id)} if (
                self._notes.noted(note_key(NoteKind.SIGNED_OUT, id)) is None
            ):
                return Session(person=person, id=id)
            case _:
                return None

    def open(self, response: Response, person: Person, before: Session | None) -> None:
        """Sign in. The same person again goes on: forms that stand open in other tabs stay good."""
        same = before is not None and before.person == person
        id = before.id if before and same else secrets.token_urlsafe(16)
        sealed = self._links.seal("session").dumps({"person": person, "id": id})
        self._set(response, COOKIE, sealed, LASTS)

    def close(self, response: Response, session: Session) -> None:
        """Sign out. Raises NotSaved, and then nobody is told that they are out."""
        at = datetime.now(UTC)  # signatures count real time
        for whose in (session.id, session.person):
            self._notes.note(note_key(NoteKind.SIGNED_OUT, whose), at.isoformat(), self._now())
        response.delete_cookie(COOKIE, path="/")

    def is_over(self, signed: Signed) -> bool:
        """Whether its person has signed out since; signatures know whole seconds."""
        out = self._notes.noted(note_key(NoteKind.SIGNED_OUT, signed.person))
        return out is not None and signed.at < datetime.fromisoformat(out).replace(microsecond=0)

    def mark(self, session: Session) -> str:
        """The mark of this session's forms; no other page of the web can know it."""
        return self._links.seal("form").make_signer("yinuo.form").get_signature(session.id).decode()

    def marked(self, session: Session, mark: str) -> bool:
        return hmac.compare_digest(self.mark(session).encode(), mark.encode("utf-8", "replace"))

    # A confirmation, shown once

    def say(self, response: Response, said: Flash) -> None:
        self._set(response, SAID, self._links.seal("said").dumps(said.model_dump()), SAID_LASTS)

    def said(self, cookies: Mapping[str, str]) -> Flash | None:
        try:
            kept: object = self._links.seal("said").loads(cookies.get(SAID, ""), max_age=SAID_LASTS)
        except BadSignature:
            return None
        return Flash.model_validate(kept)

    def shown(self, response: Response) -> None:
        response.delete_cookie(SAID, path="/")

    # A sign-in under way

    def enter(self, response: Response, state: str, entering: Entering) -> None:
        sealed = self._links.seal("entering").dumps(entering.model_dump())
        self._set(response, ENTERING + state, sealed, ENTERING_LASTS)

    def entering(self, cookies: Mapping[str, str], state: str) -> Entering | None:
        """The sign-in that this browser began with this state, within 10 minutes."""
        try:
            sealed = cookies.get(ENTERING + state, "")
            kept: object = self._links.seal("entering").loads(sealed, max_age=ENTERING_LASTS)
        except BadSignature:
            return None
        return Entering.model_validate(kept)

    def entered(self, response: Response, state: str) -> None:
        response.delete_cookie(ENTERING + state, path="/")

    def _set(self, response: Response, name: str, value: str, lasts: int) -> None:
        response.set_cookie(
            name, value, max_age=lasts, path="/", secure=self._links.secure, httponly=True, samesite="lax"
        )
