"""What WeCom seals can be opened with Tencent's own published vectors, and nothing else opens."""

import json
from pathlib import Path

import pytest

from bot.playground.shapes import LooseJson
from bot.playground.wecom.sealed import CorpSeal, Unreadable
from bot.wecom import crypto as bot_crypto

VECTORS: list[LooseJson] = json.loads(
    (Path(__file__).parents[3] / "fixtures" / "wecom" / "vectors.json").read_text("utf-8")
)


def seal_of(vector: LooseJson) -> CorpSeal:
    return CorpSeal(vector["token"], vector["encoding_aes_key"], vector["receiveid"])


@pytest.mark.parametrize("vector", VECTORS, ids=lambda one: one["name"])
def test_published_vectors_open_and_close_again(vector: LooseJson) -> None:
    seal = seal_of(vector)
    assert seal.signature(vector["timestamp"], vector["nonce"], vector["encrypt"]) == vector["msg_signature"]
    assert seal.open(vector["encrypt"]) == vector["plaintext"]
    assert seal.close(vector["plaintext"], bytes.fromhex(vector["random16_hex"])) == vector["encrypt"]


@pytest.mark.parametrize("sealed", ["", "no base64!", "QUJD", "A" * 64])
def test_what_is_not_sealed_does_not_open(sealed: str) -> None:
    with pytest.raises(Unreadable):
        seal_of(VECTORS[0]).open(sealed)


def test_the_bot_opens_what_wecom_closes_and_the_other_way_round() -> None:
    vector = VECTORS[0]
    theirs = bot_crypto.Seal(vector["token"], vector["encoding_aes_key"], vector["receiveid"])
    ours = seal_of(vector)
    assert theirs.decrypted(ours.close("你好")).decode() == "你好"
    assert ours.open(theirs.encrypted("你好".encode())) == "你好"
    assert ours.signature("1", "2", "abc") == theirs.signature("1", "2", "abc")


def test_what_is_for_another_company_does_not_open() -> None:
    ours = seal_of(VECTORS[0])
    theirs = CorpSeal(VECTORS[0]["token"], VECTORS[0]["encoding_aes_key"], "wwother")
    with pytest.raises(Unreadable):
        ours.open(theirs.close("hello"))
