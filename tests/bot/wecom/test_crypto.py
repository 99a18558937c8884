"""What WeCom seals is opened, and only that: the published vectors, random messages, and everything bent."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.playground.wecom.sealed import CorpSeal as TheirSeal
from bot.wecom.crypto import Seal, Untrusted

VECTORS = json.loads((Path(__file__).parents[2] / "fixtures/wecom/vectors.json").read_text())
TOKEN, KEY, CORP = "QDG6eK", "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C", "wx5823bf96d3bd56c7"
NOW = 1_700_000_000.0
MINE = Seal(TOKEN, KEY, CORP, lambda: NOW)
THEIRS = TheirSeal(TOKEN, KEY, CORP)
any_vector = pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])


def seal_of(vector: dict[str, str], corp: str | None = None) -> Seal:
    corp = vector["receiveid"] if corp is None else corp
    return Seal(vector["token"], vector["encoding_aes_key"], corp, lambda: float(vector["timestamp"]))


def opened(vector: dict[str, str], seal: Seal, **changed: str) -> bytes:
    given = vector | changed
    return seal.opened(given["msg_signature"], given["timestamp"], given["nonce"], given["encrypt"])


@any_vector
def test_every_published_message_is_opened(vector: dict[str, str]) -> None:
    assert opened(vector, seal_of(vector)).decode() == vector["plaintext"]


@any_vector
def test_the_same_message_is_sealed_the_same(vector: dict[str, str]) -> None:
    sealed = seal_of(vector).encrypted(vector["plaintext"].encode(), bytes.fromhex(vector["random16_hex"]))
    assert sealed == vector["encrypt"]
    signed = seal_of(vector).signature(vector["timestamp"], vector["nonce"], sealed)
    assert signed == vector["msg_signature"]


@any_vector
def test_what_is_for_another_company_is_not_opened(vector: dict[str, str]) -> None:
    with pytest.raises(Untrusted, match="receiveid"):
        opened(vector, seal_of(vector, corp="wwanother"))


@any_vector
@pytest.mark.parametrize(
    ("part", "bent"),
    [
        ("msg_signature", "0" * 40),
        ("msg_signature", ""),
        ("msg_signature", "签名"),
        ("msg_signature", "\ud800"),
        ("nonce", "another"),
        ("timestamp", "1409659588"),
    ],
)
def test_a_wrong_signature_opens_nothing(vector: dict[str, str], part: str, bent: str) -> None:
    with pytest.raises(Untrusted, match="signature"):
        opened(vector, seal_of(vector), **{part: bent})


@pytest.mark.parametrize("off", [-3600, -601, 601, 3600, 31_536_000])
def test_a_stale_timestamp_is_refused(off: int) -> None:
    sealed = MINE.encrypted(b"hello")
    at = str(int(NOW) + off)
    with pytest.raises(Untrusted, match="timestamp"):
        MINE.opened(MINE.signature(at, "n", sealed), at, "n", sealed)


@pytest.mark.parametrize("off", [-599, 0, 599])
def test_a_clock_may_be_a_little_off(off: int) -> None:
    sealed = MINE.encrypted(b"hello")
    at = str(int(NOW) + off)
    assert MINE.opened(MINE.signature(at, "n", sealed), at, "n", sealed) == b"hello"


@pytest.mark.parametrize("at", ["now", "-1", "1e9", "٣", "1" * 4000, "1700000000.5"])
def test_what_is_no_time_is_refused(at: str) -> None:
    sealed = MINE.encrypted(b"hello")
    with pytest.raises(Untrusted, match="timestamp"):
        MINE.opened(MINE.signature(at, "n", sealed), at, "n", sealed)


@given(st.text(max_size=2000))
def test_what_wecom_seals_we_open(message: str) -> None:
    told = message.encode("utf-8", "replace").decode()
    assert MINE.decrypted(THEIRS.close(told)).decode() == told


@given(st.binary(max_size=2000), st.binary(min_size=16, max_size=16))
def test_sealing_and_opening_leaves_everything_as_it_was(message: bytes, random16: bytes) -> None:
    assert MINE.decrypted(MINE.encrypted(message, random16)) == message


@given(st.binary(max_size=400))
def test_rubbish_is_never_opened(rubbish: bytes) -> None:
    with pytest.raises(Untrusted):
        MINE.decrypted(base64.b64encode(rubbish).decode())


@given(st.text(max_size=200))
def test_what_is_not_even_base64_is_never_opened(rubbish: str) -> None:
    with pytest.raises(Untrusted):
        MINE.decrypted(rubbish)


@given(st.integers(0, 1000), st.integers(1, 255))
def test_a_changed_byte_is_noticed_or_is_somewhere_in_the_words(place: int, by: int) -> None:
    """The cipher alone proves nothing: that is why the signature comes first."""
    whole = bytearray(base64.b64decode(MINE.encrypted(b"x" * 100, b"r" * 16)))
    whole[place % len(whole)] ^= by
    try:
        MINE.decrypted(base64.b64encode(bytes(whole)).decode())
    except Untrusted:
        return


@pytest.mark.parametrize("key", ["", "short", "!" * 43, KEY + "A", KEY[:-1]])
def test_a_key_that_is_none_is_told_at_once(key: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        Seal(TOKEN, key, CORP)
