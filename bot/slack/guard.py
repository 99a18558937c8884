"""What stands in front of Bolt: only what Slack signed, lately, and in Slack's own shape, comes in."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from urllib.parse import parse_qsl

from slack_sdk.signature import Clock, SignatureVerifier

MOST_BYTES = 1_000_000  # Slack's own payloads stay below a third of it
_OBJECTS = ("event", "view", "message", "container", "item", "state")  # nothing else there
_STRINGS = (
    "type",
    "command",
    "callback_id",
    "trigger_id",
    "response_url",
    "user_id",
    "channel_id",
    "team_id",
)


class TurnedAway(Exception):
    """Not let in: `status` is the answer."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status


class Guard:
    """Signature first, before anything is parsed; then the shape."""

    def __init__(self, signing_secret: str, seconds: Callable[[], float] = time.time) -> None:
        self._verifier = SignatureVerifier(signing_secret, _Seconds(seconds))

    def let_in(self, raw: bytes, headers: Mapping[str, str]) -> str:
        """The body as text. Raises Turned with 401, 413 or 400."""
        if len(raw) > MOST_BYTES:
            raise TurnedAway(413, "too long")
        try:
            body = raw.decode("utf-8")
        except UnicodeDecodeError as error:
            raise TurnedAway(400, "not UTF-8") from error
        if not self._is_signed(body, headers):
            raise TurnedAway(401, "not signed by Slack")
        _check_shape(body, headers.get("content-type", ""))
        return body

    def _is_signed(self, body: str, headers: Mapping[str, str]) -> bool:
        timestamp = headers.get("x-slack-request-timestamp", "")
        signature = headers.get("x-slack-signature", "")
        if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) < 16 and signature.isascii()):
            return False
        return self._verifier.is_valid(body, timestamp, signature)


class _Seconds(Clock):
    def __init__(self, seconds: Callable[[], float]) -> None:
        self._now = seconds

    def now(self) -> float:
        return self._now()


def _check_shape(body: str, content_type: str) -> None:
    try:
        payload = _parsed(body, content_type)
    except (ValueError, RecursionError) as error:
        raise TurnedAway(400, "not JSON") from error
    if not isinstance(payload, dict) or not _is_slacks(payload):
        raise TurnedAway(400, "not a payload of Slack's")


def _parsed(body: str, content_type: str) -> object:
    """Read it as Bolt will: JSON, a form with JSON in `payload`, or a form."""
    if content_type.partition(";")[0].strip() == "application/json" or body.startswith("{"):
        parsed: object = json.loads(body)
        return parsed
    form = dict(parse_qsl(body, keep_blank_values=True))
    return json.loads(form["payload"]) if "payload" in form else form


def _is_slacks(payload: dict[str, object]) -> bool:
    event = payload.get("event", {})
    parts = [payload, event] if isinstance(event, dict) else []
    return bool(parts) and all(_has_shape(part) for part in parts)


def _has_shape(part: dict[str, object]) -> bool:
    return (
        all(isinstance(part.get(key, {}), dict) for key in _OBJECTS)
        and all(isinstance(part.get(key, ""), str | None) for key in _STRINGS)
        and all(_is_reference(part.get(key)) for key in ("user", "team", "channel", "enterprise"))
        and part.get("actions") != []
        and all(_are_objects(part.get(key, [])) for key in ("actions", "authorizations"))
        and _are_ways_back(part.get("response_urls", []))
    )


def _is_reference(value: object) -> bool:
    """An id, or an object that has one."""
    if isinstance(value, dict):
        return isinstance(value.get("id"), str)
    return value is None or isinstance(value, str)


def _are_ways_back(value: object) -> bool:
    """Bolt takes the first of them for granted."""
    return isinstance(value, list) and all(
        isinstance(one, dict) and isinstance(one.get("response_url"), str) for one in value
    )


def _are_objects(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, dict) for one in value)
