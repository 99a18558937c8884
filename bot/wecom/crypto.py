"""How WeCom seals what it sends to us: signature first, then the key, then whom it is for; and its freshness.

https://developer.work.weixin.qq.com/document/path/90968
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import os
import time
from collections.abc import Callable

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

FRESH = 600.0  # seconds that WeCom's clock and ours may differ
_BLOCK = 32
_HEAD = 20  # 16 random bytes, and the message's length in 4


class Untrusted(Exception):
    """Not sealed by WeCom for this app, or not lately. Which of it nobody is told: that would help to forge."""


class Seal:
    """One app's token and key. Raises ValueError for a key that is none."""

    def __init__(
        self, token: str, encoding_aes_key: str, corp_id: str, seconds: Callable[[], float] = time.time
    ) -> None:
        self._token = token
        self._key = base64.b64decode(encoding_aes_key + "=", validate=True)
        if len(self._key) != 32:
            raise ValueError("an EncodingAESKey has 43 letters and digits")
        self._receive_id = corp_id.encode()
        self._seconds = seconds

    def opened(self, signature: str, timestamp: str, nonce: str, sealed: str) -> bytes:
        """The message inside. Raises Untrusted; nothing is looked into before the signature holds."""
        expected = self.signature(timestamp, nonce, sealed)
        if not hmac.compare_digest(expected.encode(), _bytes(signature)):
            raise Untrusted("signature")
        if not self._is_fresh(timestamp):
            raise Untrusted("timestamp")
        return self.decrypted(sealed)

    def signature(self, timestamp: str, nonce: str, sealed: str) -> str:
        """SHA-1 of what is sorted and joined."""
        parts = sorted(map(_bytes, (self._token, timestamp, nonce, sealed)))
        return hashlib.sha1(b"".join(parts)).hexdigest()  # noqa: S324 - the algorithm is WeCom's choice

    def decrypted(self, sealed: str) -> bytes:
        """The message, if it is whole and for us. Raises Untrusted."""
        whole = self._unlocked(sealed)
        padding = whole[-1] if whole else 0
        if not 1 <= padding <= _BLOCK or whole[-padding:] != bytes([padding]) * padding:
            raise Untrusted("padding")
        whole = whole[:-padding]
        end = _HEAD + int.from_bytes(whole[_HEAD - 4 : _HEAD], "big")
        if len(whole) < _HEAD or end > len(whole):
            raise Untrusted("length")
        if not hmac.compare_digest(whole[end:], self._receive_id):
            raise Untrusted("receiveid")
        return whole[_HEAD:end]

    def encrypted(self, message: bytes, random16: bytes | None = None) -> str:
        """The other way, as WeCom does it."""
        whole = (random16 or os.urandom(16)) + len(message).to_bytes(4, "big") + message + self._receive_id
        missing = _BLOCK - len(whole) % _BLOCK
        lock = self._cipher().encryptor()
        locked = lock.update(whole + bytes([missing]) * missing) + lock.finalize()
        return base64.b64encode(locked).decode()

    def _unlocked(self, sealed: str) -> bytes:
        try:
            locked = base64.b64decode(sealed, validate=True)
        except (binascii.Error, ValueError) as error:
            raise Untrusted("base64") from error
        if len(locked) % 16:
            raise Untrusted("blocks")
        unlock = self._cipher().decryptor()
        return unlock.update(locked) + unlock.finalize()

    def _is_fresh(self, timestamp: str) -> bool:
        if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) < 16):
            return False
        return abs(self._seconds() - int(timestamp)) <= FRESH

    def _cipher(self) -> Cipher[modes.CBC]:
        return Cipher(algorithms.AES(self._key), modes.CBC(self._key[:16]))


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
