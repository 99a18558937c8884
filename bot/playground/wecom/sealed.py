"""How WeCom seals what it sends to a bot; written apart from the bot's own, so that each proves the other.

https://developer.work.weixin.qq.com/document/path/90968
"""

import base64
import hashlib
import os

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

_BLOCK = 32


class Unreadable(ValueError):
    """Not sealed with this key, or not for this company."""


class CorpSeal:
    """One app's token and key. `receive_id` is the company's id."""

    def __init__(self, token: str, encoding_aes_key: str, receive_id: str) -> None:
        self._token = token
        self._key = base64.b64decode(encoding_aes_key + "=")
        self._receive_id = receive_id.encode()

    def close(self, message: str, random16: bytes | None = None) -> str:
        """Sealed, as base64."""
        said = message.encode()
        whole = (random16 or os.urandom(16)) + len(said).to_bytes(4, "big") + said + self._receive_id
        missing = _BLOCK - len(whole) % _BLOCK
        writing = self._cipher().encryptor()
        sealed = writing.update(whole + bytes([missing]) * missing) + writing.finalize()
        return base64.b64encode(sealed).decode()

    def open(self, sealed: str) -> str:
        """The message. Raises Unreadable."""
        reading = self._cipher().decryptor()
        try:
            whole = reading.update(base64.b64decode(sealed, validate=True)) + reading.finalize()
        except ValueError as wrong:
            raise Unreadable("neither base64 nor whole blocks") from wrong
        padding = whole[-1] if whole else 0
        if not 1 <= padding <= _BLOCK:
            raise Unreadable("wrong padding")
        whole = whole[:-padding]
        end = 20 + int.from_bytes(whole[16:20], "big")
        if end > len(whole) or whole[end:] != self._receive_id:
            raise Unreadable("wrong length or company")
        return whole[20:end].decode()

    def signature(self, timestamp: str, nonce: str, sealed: str) -> str:
        together = "".join(sorted((self._token, timestamp, nonce, sealed)))
        return hashlib.sha1(together.encode()).hexdigest()  # noqa: S324 - the algorithm is WeCom's choice

    def _cipher(self) -> Cipher[modes.CBC]:
        return Cipher(algorithms.AES(self._key), modes.CBC(self._key[:16]))
