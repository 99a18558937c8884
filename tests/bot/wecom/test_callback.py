"""The callback: what WeCom sealed is taken in once, and nothing that anybody else sends ever is."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from bot.inbox.incoming import Commanded, Pressed, Wrote
from bot.wecom import callback
from tests.bot.wecom.conftest import Office

TEXT = {"FromUserName": "LinNa", "CreateTime": 1, "MsgType": "text", "Content": "你好", "MsgId": 7}
CLICK = {
    "FromUserName": "LinNa",
    "CreateTime": 1,
    "MsgType": "event",
    "Event": "template_card_event",
    "EventKey": "do_it 118",
    "TaskId": "t",
    "ResponseCode": "c1",
}
SLOW = 1.0  # seconds in which every one has to be answered
Sent = dict[str, object]


def get(office: Office, **query: str) -> tuple[int, bytes]:
    assert office.web
    answer = office.web.get(callback.PATH, params=query)
    return answer.status_code, answer.content


def test_wecom_hears_the_words_it_sealed_and_nothing_around_them(office: Office) -> None:
    now = str(int(time.time()))
    sealed = office.seal.encrypted(b"1616140317555161061")
    signed = office.seal.signature(now, "n", sealed)
    assert get(office, msg_signature=signed, timestamp=now, nonce="n", echostr=sealed) == (
        200,
        b"1616140317555161061",
    )
    assert get(office, msg_signature="0" * 40, timestamp=now, nonce="n", echostr=sealed)[0] == 401
    assert get(office)[0] == 400


def test_a_text_is_taken_in_and_answered_with_nothing(office: Office) -> None:
    assert office.posted(**TEXT) == 200
    assert office.heard == [
        Wrote(by="wecom:linna", delivery="wecom:linna 7", text="你好", here="wecom:linna")
    ]


def test_the_answer_to_a_callback_is_empty(office: Office) -> None:
    assert office.web
    answer = office.web.post(**office.sealed(b"<xml/>"))
    assert (answer.status_code, answer.content) == (200, b"")


# Nobody else comes in


def changed(**query: str) -> Callable[[Sent], Sent]:
    return lambda sent: {**sent, "params": {**dict(sent["params"]), **query}}  # type: ignore[call-overload]


def without(name: str) -> Callable[[Sent], Sent]:
    def less(sent: Sent) -> Sent:
        query = dict(sent["params"])  # type: ignore[call-overload]
        del query[name]
        return {**sent, "params": query}

    return less


def with_body(body: bytes) -> Callable[[Sent], Sent]:
    return lambda sent: {**sent, "content": body}


BENT: dict[str, Callable[[Sent], Sent]] = {
    "wrong signature": changed(msg_signature="0" * 40),
    "non-ascii signature": changed(msg_signature="签名签名"),
    "long signature": changed(msg_signature="a" * 20_000),
    "another nonce": changed(nonce="m"),
    "another timestamp": changed(timestamp="1409659589"),
    "timestamp that is none": changed(timestamp="٣٣"),
    "no signature": without("msg_signature"),
    "no timestamp": without("timestamp"),
    "no nonce": without("nonce"),
    "empty body": with_body(b""),
    "no XML": with_body(b"\xff\xfe{}"),
    "JSON": with_body(b'{"Encrypt": "AAAA"}'),
    "nothing sealed": with_body(b"<xml><Encrypt></Encrypt></xml>"),
    "not base64": with_body(b"<xml><Encrypt>!!!!</Encrypt></xml>"),
    "half a block": with_body(b"<xml><Encrypt>AAAA</Encrypt></xml>"),
    "an entity outside": with_body(b'<!DOCTYPE x [<!ENTITY a "b">]><xml><Encrypt>&a;</Encrypt></xml>'),
    "huge": with_body(b"<xml><Encrypt>" + b"A" * 5_000_000 + b"</Encrypt></xml>"),
    "many beginnings": with_body(b"<Encrypt>" * 25_000),
    "much white space": with_body(b"<Encrypt>" + b" " * 200_000 + b"A" + b" " * 50_000),
}


@pytest.mark.parametrize("bend", BENT.values(), ids=BENT)
def test_what_is_bent_is_turned_away_at_once(office: Office, bend: Callable[[Sent], Sent]) -> None:
    message = "".join(f"<{name}>{value}</{name}>" for name, value in TEXT.items())
    sent = bend(office.sealed(f"<xml>{message}</xml>".encode()))
    began = time.monotonic()
    assert office.web
    assert 400 <= office.web.post(**sent).status_code < 500
    assert time.monotonic() - began < SLOW
    assert office.heard == []


def _stale(office: Office) -> Sent:
    old = str(int(time.time()) - 3600)
    encrypted = office.seal.encrypted(b"<xml/>")
    query = {
        "msg_signature": office.seal.signature(old, "n", encrypted),
        "timestamp": old,
        "nonce": "n",
    }
    return {**office.sealed(b""), "params": query, "content": f"<Encrypt>{encrypted}</Encrypt>".encode()}


def test_a_message_of_an_hour_ago_is_turned_away(office: Office) -> None:
    assert office.web
    assert office.web.post(**_stale(office)).status_code == 401


BOMB = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><xml><Content>&b;</Content></xml>'
WRONG_INSIDE = {
    "not XML": b"hello",
    "nothing": b"",
    "JSON": b'{"MsgType": "text"}',
    "not UTF-8": b"<xml>\xff\xfe</xml>",
    "a DOCTYPE": b"<!DOCTYPE xml><xml><MsgType>text</MsgType></xml>",
    "entities": BOMB,
    "an outside entity": b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><xml><Content>&a;</Content></xml>',
    "an unknown encoding": b'<?xml version="1.0" encoding="nonsense"?><xml>',
    "cut off": b"<xml><MsgType>text</MsgType>",
    "NUL": b"<xml><Content>a\x00b</Content></xml>",
}


@pytest.mark.parametrize("inside", WRONG_INSIDE.values(), ids=WRONG_INSIDE)
def test_what_is_sealed_but_no_message_is_turned_away(office: Office, inside: bytes) -> None:
    began = time.monotonic()
    assert 400 <= office.sent(inside) < 500
    assert time.monotonic() - began < SLOW
    assert office.heard == []


def test_what_is_sealed_for_another_company_is_turned_away(office: Office) -> None:
    ours = office.seal._receive_id
    office.seal._receive_id = b"wwanother"
    sent = office.sealed(b"<xml/>")
    office.seal._receive_id = ours
    assert office.web
    assert office.web.post(**sent).status_code == 401


@pytest.mark.parametrize(
    "fields",
    [
        {"MsgType": "event", "Event": "enter_agent"},
        {"MsgType": "event", "Event": "view", "EventKey": "https://x"},
        {"MsgType": "event", "Event": "LOCATION"},
        {"MsgType": "event", "Event": "batch_job_result"},
        {"MsgType": "event"},
        {"MsgType": "event", "Event": "click", "EventKey": "no such entry"},
        {"MsgType": "text", "Content": "   ", "MsgId": 1},
        {},
    ],
)
def test_what_needs_no_answer_is_taken_and_forgotten(office: Office, fields: dict[str, str]) -> None:
    assert office.posted(FromUserName="linna", CreateTime=1, **fields) == 200
    office.settled()
    assert office.heard == []
    assert office.corp.messages == []


def test_a_message_of_nobody_is_taken_and_forgotten(office: Office) -> None:
    assert office.posted(**{**TEXT, "FromUserName": ""}) == 200
    assert office.heard == []


# Each once


def test_a_repeated_callback_has_one_effect(office: Office) -> None:
    assert [office.posted(**TEXT) for _ in range(3)] == [200, 200, 200]
    assert len(office.heard) == 1


def test_two_clicks_in_one_second_both_count(office: Office) -> None:
    codes = ("c1", "c2", "c1", "c2")
    assert [office.posted(**CLICK | {"ResponseCode": code}) for code in codes] == [200] * 4
    assert [type(came) for came in office.heard] == [Pressed, Pressed]
    assert len({came.delivery for came in office.heard}) == 2


def test_capitals_in_a_user_id_make_no_other_event(office: Office) -> None:
    for user in ("LINNA", "linna"):
        office.posted(**CLICK | {"FromUserName": user})
    assert [came.by for came in office.heard] == ["wecom:linna"]


def test_callbacks_out_of_order_have_their_ids_still(office: Office) -> None:
    menu = {
        "FromUserName": "linna",
        "CreateTime": 2,
        "MsgType": "event",
        "Event": "click",
        "EventKey": "raise",
    }
    for fields in (menu, CLICK, TEXT, CLICK, menu, TEXT):
        assert office.posted(**fields) == 200
    assert [type(came) for came in office.heard] == [Commanded, Pressed, Wrote]


def test_other_methods_are_not_there(office: Office) -> None:
    assert office.web
    assert office.web.put(callback.PATH).status_code == 405
