"""One sealed request to the bot's callback address, signed on the real clock, and what came of it."""

import secrets
import time
from dataclasses import dataclass

import httpx

from bot.playground.wecom import cast, told
from bot.playground.wecom.sealed import CorpSeal

ANSWER_SECONDS = 5.0
VERIFY_SECONDS = 1.0


@dataclass(frozen=True)
class Posted:
    """`status` 0: no answer came, `said` tells why."""

    status: int
    said: str

    @property
    def ok(self) -> bool:
        return self.status == 200


class Post:
    """Knows the app's token and key."""

    def __init__(self) -> None:
        self._seal = CorpSeal(cast.TOKEN, cast.ENCODING_AES_KEY, cast.CORP_ID)
        # WeCom reaches the bot directly; a proxy of this machine's environment is none of its business.
        self._client = httpx.Client(timeout=ANSWER_SECONDS, trust_env=False)

    def deliver(self, address: str, xml: str) -> Posted:
        sealed = self._seal.close(xml)
        headers = {"Content-Type": "text/xml"}
        content = told.envelope(sealed)
        try:
            answer = self._client.post(address, params=self._signed(sealed), content=content, headers=headers)
        except httpx.TimeoutException:
            return Posted(0, "timeout")
        except httpx.TransportError as lost:
            return Posted(0, f"lost: {lost}")
        return Posted(answer.status_code, answer.text.strip())

    def verify(self, address: str) -> str | None:
        """Return what is wrong with the answer to WeCom's question when an admin saves the address, if anything."""
        word = str(secrets.randbelow(10**19))
        sealed = self._seal.close(word)
        params = {**self._signed(sealed), "echostr": sealed}
        try:
            answer = self._client.get(address, params=params, timeout=VERIFY_SECONDS)
        except httpx.TransportError as lost:
            return f"no answer: {lost!r}"
        right = answer.status_code == 200 and answer.content == word.encode()
        return None if right else f"answered {answer.status_code} {answer.text[:80]!r}"

    def close(self) -> None:
        self._client.close()

    def _signed(self, sealed: str) -> dict[str, str]:
        timestamp, nonce = str(int(time.time())), str(secrets.randbelow(10**10))
        signature = self._seal.signature(timestamp, nonce, sealed)
        return {"msg_signature": signature, "timestamp": timestamp, "nonce": nonce}
