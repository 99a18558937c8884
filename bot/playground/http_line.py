"""The bot's request URL: deliveries as signed HTTP POSTs, exactly as Slack makes them."""

import hashlib
import hmac
import json
import time
from urllib.parse import urlencode

import httpx

from bot.playground.line import ACK_SECONDS, Ack, EnvelopeKind
from bot.playground.shapes import LooseJson


class HttpLine:
    """https://docs.slack.dev/authentication/verifying-requests-from-slack"""

    def __init__(self, url: str, signing_secret: str) -> None:
        self._url = url
        self._secret = signing_secret.encode()
        # Slack reaches the bot directly; a proxy of this machine's environment is none of its business.
        self._client = httpx.Client(timeout=ACK_SECONDS, trust_env=False)

    def ready(self) -> bool:
        return not self._client.is_closed

    def deliver(self, kind: EnvelopeKind, payload: LooseJson, retry: int, reason: str) -> Ack:
        body, content_type = _encoded(kind, payload)
        headers = {"Content-Type": content_type, **self._signed(body)}
        if retry:
            headers |= {"X-Slack-Retry-Num": str(retry), "X-Slack-Retry-Reason": reason}
        try:
            answer = self._client.post(self._url, content=body, headers=headers)
        except httpx.TimeoutException:
            return Ack("timeout")
        except httpx.TransportError:
            return Ack("lost")
        if answer.status_code != 200:
            return Ack("refused", {"status": answer.status_code})
        return Ack("ok", _decoded(answer))

    def close(self) -> None:
        self._client.close()

    def _signed(self, body: bytes) -> dict[str, str]:
        """Signed on the real clock, whatever the playground's says."""
        now = str(int(time.time()))
        digest = hmac.new(self._secret, b"v0:" + now.encode() + b":" + body, hashlib.sha256)
        return {"X-Slack-Request-Timestamp": now, "X-Slack-Signature": "v0=" + digest.hexdigest()}


def _encoded(kind: EnvelopeKind, payload: LooseJson) -> tuple[bytes, str]:
    match kind:
        case "events_api":
            return json.dumps(payload).encode(), "application/json"
        case "slash_commands":
            return urlencode(payload).encode(), "application/x-www-form-urlencoded"
        case "interactive" | "options":
            return urlencode({"payload": json.dumps(payload)}).encode(), "application/x-www-form-urlencoded"


def _decoded(answer: httpx.Response) -> LooseJson | None:
    if not answer.text:
        return None
    if answer.headers.get("content-type", "").startswith("application/json"):
        body = answer.json()
        return body if isinstance(body, dict) else None
    return {"text": answer.text}
