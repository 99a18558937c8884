"""WeCom's XML in, neutral words out; ids that are the same for the same thing only."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.inbox.incoming import AskedForList, Commanded, Incoming, Left, Pressed, Wrote
from bot.wecom import inbound
from bot.wecom.inbound import Unread, Way, delivery_of, read_callback, way


def message(**fields: object) -> Element:
    root = Element("xml")
    for name, value in {"FromUserName": "LinNa", "CreateTime": 1700000000, **fields}.items():
        SubElement(root, name).text = str(value)
    return root


def event(name: str, key: str = "", **fields: object) -> Element:
    return message(MsgType="event", Event=name, EventKey=key, **fields)


def read_as(root: Element) -> Incoming | Unread | None:
    came = read_callback(root, {"abc": "place 7:很长"}.get)
    return came and came.model_copy(update={"delivery": "d"})


BY = {"by": "wecom:linna", "delivery": "d"}
READ = [
    (message(MsgType="text", Content=" 修电脑 ", MsgId=7), Wrote(text="修电脑", here="wecom:linna", **BY)),
    (event("click", "raise"), Commanded(**BY)),
    (event("click", "mine"), AskedForList(which="mine", **BY)),
    (event("click", "waiting"), AskedForList(which="waiting", **BY)),
    (event("CLICK", "help"), AskedForList(which="help", **BY)),
    (event("subscribe"), AskedForList(which="help", **BY)),
    (event("template_card_event", "do_it 118"), Pressed(act="do_it", about="118", **BY)),
    (event("template_card_event", "accept 118:2:0"), Pressed(act="accept", about="118:2:0", **BY)),
    (event("template_card_event", "place 7:a b c"), Pressed(act="place", about="7:a b c", **BY)),
    (event("template_card_event", "@abc"), Pressed(act="place", about="7:很长", **BY)),
    (event("template_card_event", "@gone"), Pressed(act="", about="", **BY)),
    (message(MsgType="image", MsgId=8), Unread(**BY)),
    (event("enter_agent"), None),
    (event("change_contact", UserID="Ben", ChangeType="delete_user"), Left(by="wecom:ben", delivery="d")),
    (
        event("change_contact", UserID="Ben", ChangeType="update_user", Status="2"),
        Left(by="wecom:ben", delivery="d"),
    ),
    (event("change_contact", UserID="Ben", ChangeType="update_user", Status="1"), None),
    (event("change_contact", UserID="Ben", ChangeType="update_user"), None),
    (event("click", "else"), None),
]


@pytest.mark.parametrize(("root", "meant"), READ)
def test_what_somebody_did(root: Element, meant: Incoming | None) -> None:
    assert read_as(root) == meant


def test_words_keep_what_can_be_kept() -> None:
    came = read_callback(message(MsgType="text", Content="a\ud83d b\u0000c 👩‍🔧", MsgId=1))
    assert isinstance(came, Wrote)
    assert came.text == "a\ufffd bc 👩‍🔧"


def test_a_press_brings_its_card_and_its_code() -> None:
    root = event("template_card_event", "yes 118", TaskId="t1", ResponseCode="c1")
    assert way(root) == Way(user="linna", delivery=delivery_of(root), task="t1", code="c1")


APART = {
    "CreateTime": 1700000001,
    "EventKey": "yes 119",
    "TaskId": "t2",
    "ResponseCode": "c2",
    "Event": "click",
    "FromUserName": "ben",
}


@pytest.mark.parametrize(("name", "value"), APART.items())
def test_events_that_differ_anywhere_are_two(name: str, value: object) -> None:
    fields = {"MsgType": "event", "Event": "template_card_event", "EventKey": "yes 118"}
    one = {**fields, "TaskId": "t1", "ResponseCode": "c1"}
    assert delivery_of(message(**one)) == delivery_of(message(**one))
    assert delivery_of(message(**one)) != delivery_of(message(**{**one, name: value}))


def test_a_message_is_known_by_wecoms_own_id() -> None:
    one = message(MsgType="text", Content="a", MsgId=7)
    again = message(MsgType="text", Content="a", MsgId=7, CreateTime=1700000009)
    assert delivery_of(one) == delivery_of(again) == "wecom:linna 7"


def test_the_wecom_ids_of_a_person_are_one() -> None:
    read = [read_callback(message(FromUserName=user, MsgType="image")) for user in ("LinNa", " linna ")]
    assert {came.by for came in read if came} == {"wecom:linna"}


NAMES = st.sampled_from(
    ["FromUserName", "MsgType", "Event", "EventKey", "Content", "MsgId", "TaskId", "ResponseCode", "x"]
)
VALUES = st.text(st.characters(exclude_categories=()), max_size=30) | st.sampled_from(
    ["text", "event", "template_card_event", "click", "raise", "@"]
)


@given(st.dictionaries(NAMES, VALUES))
def test_nothing_that_comes_makes_it_stumble(fields: dict[str, str]) -> None:
    root = message(**fields)
    read_callback(root, lambda _: None)
    assert inbound.way(root).delivery
