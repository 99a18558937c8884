"""Addresses of our pages: plain ones without any rights in them, and signed ones for one person, for a short while."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit

from itsdangerous import BadSignature, URLSafeTimedSerializer

from workflows.state.values import Person

SIGNED_FOR = 15 * 60  # seconds that a signed link lets its person in


class Signed(NamedTuple):
    """Whom a link lets in, and when it was signed (real time)."""

    person: Person
    at: datetime


class Links:
    """Makes and reads addresses under the public one. Signatures count real time, not the product's."""

    def __init__(self, public_url: str, secret: str) -> None:
        self.public_url = public_url.rstrip("/")
        self._secret = secret

    def page(self, path: str) -> str:
        """The whole address of a page; whoever opens it has to sign in."""
        return self.public_url + path

    def signed(self, person: Person, path: str) -> str:
        """An address that signs in this person, and nobody else, within 15 minutes."""
        token = self.seal("link").dumps(person)
        return self.page(f"/in?{urlencode({'t': token, 'to': path})}")

    def read(self, token: str) -> Signed | None:
        """Return whose link it is; None if we did not sign it, or too long ago."""
        try:
            person, at = self.seal("link").loads(token, max_age=SIGNED_FOR, return_timestamp=True)
        except BadSignature:
            return None
        return Signed(person, at) if isinstance(person, str) else None

    def seal(self, purpose: str) -> URLSafeTimedSerializer:
        """Signs and reads for one purpose; what was signed for another is not accepted."""
        return URLSafeTimedSerializer(self._secret, salt=f"yinuo.{purpose}")

    @property
    def secure(self) -> bool:
        return urlsplit(self.public_url).scheme == "https"
