"""WeCom's numbers and silences, in the terms of bot.outbox.channel; and no secret in any of them."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from bot.outbox.channel import Later, Revoked, Unclear, Unreachable
from bot.wecom.client import WecomClient, WecomRefused
from tests.bot.wecom.corp import AGENT, CORP, SECRET, FakeCorp

SEND = "message/send"
BODY: dict[str, object] = {"touser": "linna", "msgtype": "text", "text": {"content": "您好"}}


@pytest.mark.parametrize(
    ("errcode", "meaning"),
    [
        (40001, Revoked),
        (40013, Revoked),
        (40056, Revoked),
        (48002, Revoked),
        (50002, Revoked),
        (60020, Revoked),
        (60011, Unreachable),
        (60111, Unreachable),
        (81013, Unreachable),
        (45009, Later),
        (45033, Later),
        (-1, Later),
        (40058, WecomRefused),
        (99999, WecomRefused),
    ],
)
def test_every_number_has_its_meaning(corp: FakeCorp, errcode: int, meaning: type[Exception]) -> None:
    corp.errcodes[SEND] = [errcode]
    with pytest.raises(meaning):
        corp.client().tell(SEND, BODY)
    assert corp.messages == []


def test_a_yes_is_a_yes(corp: FakeCorp) -> None:
    assert corp.client().tell(SEND, BODY)["errcode"] == 0
    assert [message.shown for message in corp.messages] == [{"content": "您好"}]


@pytest.mark.parametrize("errcode", [40014, 42001])
def test_a_token_that_ended_is_renewed_and_the_same_bytes_go_out_again(corp: FakeCorp, errcode: int) -> None:
    client = corp.client()
    corp.errcodes[SEND] = [errcode]
    client.tell(SEND, BODY)
    assert corp.fetched == 2
    assert len(corp.messages) == 1


def test_a_token_that_ended_amid_fifty_sends_is_renewed_once_and_all_is_sent_once(corp: FakeCorp) -> None:
    client = corp.client()
    client.tell(SEND, BODY)
    corp.ends_token()
    bodies = [{**BODY, "text": {"content": f"#{number}"}} for number in range(50)]
    with ThreadPoolExecutor(50) as pool:
        list(pool.map(lambda body: client.tell(SEND, body), bodies))
    assert corp.fetched == 2
    assert sorted(str(m.shown["content"]) for m in corp.messages[1:]) == sorted(f"#{n}" for n in range(50))


def test_a_second_refusal_of_the_token_is_no_reason_for_a_third_try(corp: FakeCorp) -> None:
    corp.errcodes[SEND] = [42001, 42001, 42001]
    with pytest.raises(Revoked):
        corp.client().tell(SEND, BODY)
    assert corp.paths(SEND) == 2
    assert corp.fetched == 2


def test_a_wrong_secret_is_revoked(corp: FakeCorp) -> None:
    with pytest.raises(Revoked, match="secret"):
        corp.client("wrong").tell(SEND, BODY)


def test_a_lost_answer_is_unclear_where_it_matters_and_later_where_not(corp: FakeCorp) -> None:
    corp.lost = 2
    with pytest.raises(Unclear):
        corp.client().tell(SEND, BODY)
    with pytest.raises(Later):
        corp.client().ask("user/get", userid="linna")


def test_a_refused_connection_left_nothing_behind(corp: FakeCorp) -> None:
    corp.unreachable = True
    with pytest.raises(Later):
        corp.client().tell(SEND, BODY)


Answer = Callable[[httpx.Request], httpx.Response]


@pytest.mark.parametrize(
    "answer",
    [
        lambda _: httpx.Response(502, text="<html>"),
        lambda _: httpx.Response(200, text="<html>"),
        lambda _: httpx.Response(200, json=[1]),
        lambda _: httpx.Response(404, json={"errcode": 0}),
    ],
)
def test_what_is_no_answer_of_wecoms_is_unclear(answer: Answer) -> None:
    def handle(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("gettoken"):
            return httpx.Response(200, json={"access_token": "t", "expires_in": 7200})
        return answer(request)

    client = WecomClient(CORP, AGENT, SECRET, "http://qyapi.test", httpx.MockTransport(handle))
    with pytest.raises(Unclear):
        client.tell(SEND, BODY)


@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"errcode": 0, "access_token": ""},
        {"errcode": 0, "access_token": 5},
        {"errcode": "x"},
        {"errcode": 60011},
    ],
)
def test_a_token_that_is_none_is_not_used(answer: dict[str, object]) -> None:
    transport = httpx.MockTransport(lambda _: httpx.Response(200, json=answer))
    client = WecomClient(CORP, AGENT, SECRET, "http://qyapi.test", transport)
    with pytest.raises((Later, Revoked)):
        client.tell(SEND, BODY)


@pytest.mark.parametrize("trouble", ["refused", "lost", "errcode", "secret", "token"])
def test_no_secret_and_no_token_is_in_what_is_raised_or_logged(
    corp: FakeCorp, trouble: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    client = corp.client()
    client.ask("agent/get")
    corp.unreachable, corp.lost = trouble == "refused", 2 * (trouble == "lost")
    corp.errcodes[SEND] = [40058] if trouble == "errcode" else []
    if trouble in ("secret", "token"):
        corp.ends_token()
        corp.secret = "another" if trouble == "secret" else SECRET
        corp.errcodes[SEND] = [42001, 42001]
    with pytest.raises(Exception, match=r".") as raised:
        client.tell(SEND, BODY)
    told = "".join(traceback.format_exception(raised.value)) + caplog.text
    assert SECRET not in told
    assert "token-" not in told


def test_bytes_go_out_as_they_are(corp: FakeCorp) -> None:
    raw = b'{"touser":"linna",  "msgtype":"text","text":{"content":"a"}}'
    corp.client().tell(SEND, raw)
    assert corp.raw == [raw]
