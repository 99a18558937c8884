"""Short-lived permissions WeCom hands out: access tokens, codes to change a card once, codes to sign in once.

Tokens and sign-in codes live on the real clock, as in every other part of the playground; the 72 hours of a
card and the hours of the duplicate check follow product time.
"""

import math
import secrets
import time
from datetime import datetime, timedelta

from bot.playground.shapes import LooseJson
from bot.playground.store import DocumentStore
from bot.playground.wecom.shapes import (
    EXPIRED_TOKEN,
    NO_TOKEN,
    USED_RESPONSE_CODE,
    WRONG_CODE,
    WRONG_TOKEN,
    WecomError,
)

TOKEN_SECONDS = 7200
SIGN_IN_SECONDS = 300.0
RESPONSE_LIFE = timedelta(hours=72)


class Tickets:
    """All of them outlive the process, but for codes to sign in."""

    def __init__(self, store: DocumentStore) -> None:
        self._store = store
        self._token: LooseJson | None = next((one for _, one in store.all("token")), None)
        self._old: set[str] = set()
        self._codes: dict[str, LooseJson] = dict(store.all("code"))
        self._sent: dict[str, LooseJson] = dict(store.all("sent"))
        self._sign_ins: dict[str, tuple[str, float]] = {}

    # -- access tokens -------------------------------------------------------------------------------

    def token(self) -> tuple[str, int]:
        """The app's token and how many seconds it is good for; the same one until it expires."""
        if self._token is None or self._token["until"] <= time.time():
            self._token = {"token": secrets.token_urlsafe(48), "until": time.time() + TOKEN_SECONDS}
            self._store.put("token", "app", self._token)
        return str(self._token["token"]), math.ceil(self._token["until"] - time.time())

    def check_token(self, given: object) -> None:
        if not given:
            raise WecomError(NO_TOKEN)
        if self._token is not None and given == self._token["token"]:
            if self._token["until"] <= time.time():
                raise WecomError(EXPIRED_TOKEN)
            return
        raise WecomError(EXPIRED_TOKEN if given in self._old else WRONG_TOKEN)

    def expire_token(self) -> None:
        """End the access token, as if its two hours were over."""
        if self._token is not None:
            self._old.add(str(self._token["token"]))
            self._token = None
            self._store.remove("token", "app")

    def keep_token(self, before: "Tickets") -> None:
        """The token outlives a reset."""
        self._token = before._token
        if self._token is not None:
            self._store.put("token", "app", self._token)

    # -- codes to change a card ----------------------------------------------------------------------

    def response_code(self, task_id: str, now: datetime) -> str:
        """Good for one change of this task's card, for 72 hours."""
        code = secrets.token_urlsafe(32)
        self._codes[code] = {"task": task_id, "until": (now + RESPONSE_LIFE).isoformat()}
        self._store.put("code", code, self._codes[code])
        return code

    def task_of(self, code: object, now: datetime) -> str:
        """Return the task whose card this code may change. The code is not spent yet."""
        found = self._codes.get(str(code))
        if found is None or datetime.fromisoformat(found["until"]) < now:
            raise WecomError(USED_RESPONSE_CODE)
        return str(found["task"])

    def spend(self, code: object) -> None:
        if self._codes.pop(str(code), None):
            self._store.remove("code", str(code))

    # -- the duplicate check -------------------------------------------------------------------------

    def remember_sent(self, digest: str, until: datetime, msgid: str) -> None:
        self._sent[digest] = {"until": until.isoformat(), "msgid": msgid}
        self._store.put("sent", digest, self._sent[digest])

    def sent_already(self, digest: str, now: datetime) -> str | None:
        """The msgid of the same message, if it was sent within its interval."""
        found = self._sent.get(digest)
        fresh = found is not None and datetime.fromisoformat(found["until"]) >= now
        return str(found["msgid"]) if found and fresh else None

    # -- codes to sign in ----------------------------------------------------------------------------

    def sign_in_code(self, user: str) -> str:
        code = secrets.token_urlsafe(32)
        self._sign_ins[code] = (user, time.monotonic() + SIGN_IN_SECONDS)
        return code

    def signed_in(self, code: object) -> str:
        """Return whose code this is; it serves once, for five minutes."""
        user, until = self._sign_ins.pop(str(code), ("", 0.0))
        if not user or time.monotonic() > until:
            raise WecomError(WRONG_CODE)
        return user
