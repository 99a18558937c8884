"""Short-lived permissions Slack hands to a bot: trigger ids and response urls."""

import secrets
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.playground.shapes import LooseJson, SlackError

TRIGGER_SECONDS = 3.0
RESPONSE_USES = 5
RESPONSE_LIFE = timedelta(minutes=30)


@dataclass
class _Trigger:
    user: str
    until: float
    used: bool = False


@dataclass
class Response:
    """What a response_url may still do: for whom, where, about which message."""

    user: str
    channel: str
    until: datetime
    about: LooseJson | None = None
    uses: int = field(default=RESPONSE_USES)


class Tickets:
    """Triggers live 3 s of real time and serve once; response urls 30 minutes of product time, 5 times."""

    def __init__(self) -> None:
        self._triggers: dict[str, _Trigger] = {}
        self._responses: dict[str, Response] = {}

    def trigger(self, user: str) -> str:
        now = time.monotonic()
        self._triggers = {key: one for key, one in self._triggers.items() if one.until > now - 60}
        key = f"{secrets.randbelow(10**13)}.{secrets.randbelow(10**13)}.{secrets.token_hex(16)}"
        self._triggers[key] = _Trigger(user, now + TRIGGER_SECONDS)
        return key

    def redeem(self, key: object) -> str:
        """Return whose press it was; a trigger serves once."""
        trigger = self._triggers.get(str(key))
        if trigger is None:
            raise SlackError("invalid_trigger_id")
        if trigger.used:
            raise SlackError("exchanged_trigger_id")
        if time.monotonic() > trigger.until:
            raise SlackError("expired_trigger_id")
        trigger.used = True
        return trigger.user

    def response(self, user: str, channel: str, now: datetime, about: LooseJson | None = None) -> str:
        """A new token for `/response/{token}`."""
        token = secrets.token_urlsafe(24)
        self._responses[token] = Response(user, channel, now + RESPONSE_LIFE, about)
        return token

    def use_response(self, token: str, now: datetime) -> Response:
        response = self._responses.get(token)
        if response is None or now > response.until:
            raise SlackError("expired_url" if response else "used_url")
        if response.uses == 0:
            raise SlackError("used_url")
        response.uses -= 1
        return response
