"""The access token: one for all, one request for it under way, and a failure that everybody hears of."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.outbox.channel import Later
from bot.wecom.token import Token, Tokens
from tests.fakes import FakeTick


class Issuer:
    """Gives tokens out slowly, and counts."""

    def __init__(self, lasts: float = 7200) -> None:
        self.given = 0
        self.lasts = lasts
        self.fails = False

    def __call__(self) -> tuple[str, float]:
        time.sleep(0.02)
        self.given += 1
        if self.fails:
            raise Later(5, "busy")
        return f"token-{self.given}", self.lasts


def test_one_token_serves_everybody_until_it_ends() -> None:
    issuer, tick = Issuer(), FakeTick()
    tokens = Tokens(issuer, tick)
    assert {tokens.get().value for _ in range(10)} == {"token-1"}
    tick.move(7200)
    assert tokens.get().value == "token-2"


def test_fifty_who_ask_at_once_cause_one_request() -> None:
    issuer = Issuer()
    tokens = Tokens(issuer)
    with ThreadPoolExecutor(50) as pool:
        assert {token.value for token in pool.map(lambda _: tokens.get(), range(50))} == {"token-1"}
    assert issuer.given == 1


def test_fifty_whose_token_was_refused_cause_one_request() -> None:
    issuer = Issuer()
    tokens = Tokens(issuer)
    refused = tokens.get()
    with ThreadPoolExecutor(50) as pool:
        assert {t.value for t in pool.map(lambda _: tokens.get(refused), range(50))} == {"token-2"}
    assert issuer.given == 2


def test_whoever_comes_late_with_an_old_token_gets_the_new_one() -> None:
    issuer = Issuer()
    tokens = Tokens(issuer)
    old = tokens.get()
    tokens.get(old)
    assert tokens.get(old).value == "token-2"
    assert issuer.given == 2


def test_a_new_token_that_reads_like_the_old_one_is_new() -> None:
    """WeCom gives the same one out again while it holds."""
    tokens = Tokens(lambda: ("same", 7200.0))
    old = tokens.get()
    assert tokens.get(old) == Token("same", 2, tokens.get().until)


def test_a_failure_is_told_to_all_who_wait_and_the_next_one_tries_again() -> None:
    issuer = Issuer()
    issuer.fails = True
    tokens = Tokens(issuer)

    def tried(_: int) -> bool:
        try:
            tokens.get()
        except Later:
            return False
        return True

    with ThreadPoolExecutor(20) as pool:
        assert not any(pool.map(tried, range(20)))
    assert issuer.given < 20
    issuer.fails = False
    assert tokens.get().value


@pytest.mark.parametrize("lasts", [1.0, 60.0, 7200.0])
def test_a_token_is_given_up_a_little_before_its_end(lasts: float) -> None:
    tick = FakeTick()
    issuer = Issuer(lasts)
    tokens = Tokens(issuer, tick)
    tokens.get()
    tick.move(lasts - 0.1)
    assert tokens.get().value == "token-2"
