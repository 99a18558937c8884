"""Recorded payloads in, neutral words out."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.inbox.incoming import (
    Changed,
    Commanded,
    Incoming,
    Left,
    LookedHome,
    Pressed,
    Submitted,
    TurnedInto,
    Wrote,
)
from bot.slack.inbound import Marked, read_payload, way

PAYLOADS = Path(__file__).parent / "payloads"
NAMES = {"U0CHEN": "陈静", "U0BEN": "Ben"}
ANSWERS: dict[str, str | date | tuple[str, ...]] = {
    "need": "A laptop & a <bag>",
    "kind": "hardware",
    "extras": ("bag", "mouse"),
    "day": date(2026, 11, 27),
    "for": "slack:U0CHEN",
    "cost": "1200",
}


def recorded(name: str) -> dict[str, object]:
    payload: dict[str, object] = json.loads((PAYLOADS / f"{name}.json").read_text())["payload"]
    return payload


def came(name: str) -> Incoming | Marked | None:
    return read_payload(recorded(name), lambda user: NAMES.get(user, user))


@pytest.mark.parametrize(
    ("deleted", "meant"), [(True, Left(by="slack:U0BEN", delivery="event:Ev1")), (False, None)]
)
def test_a_deactivated_account_is_somebody_who_left(deleted: bool, meant: Left | None) -> None:  # noqa: FBT001
    """https://docs.slack.dev/reference/events/user_change"""
    event = {"type": "user_change", "user": {"id": "U0BEN", "deleted": deleted}, "event_ts": "1.0"}
    assert read_payload({"type": "event_callback", "event_id": "Ev1", "event": event}) == meant


def test_a_slash_command_brings_the_words_as_typed() -> None:
    assert came("slash_command") == Commanded(
        by="slack:U0ANA",
        delivery="command:13345224609.738474920.8088930838d88f008e0",
        text="new laptop for <Ana> & @ben",
    )


def test_the_global_shortcut_is_a_command_without_words() -> None:
    shortcut = came("global_shortcut")
    assert isinstance(shortcut, Commanded)
    assert shortcut.text == ""


def test_the_message_shortcut_brings_the_message_and_its_author() -> None:
    turned = came("message_shortcut")
    assert isinstance(turned, TurnedInto)
    assert turned.text == "the VPN page (https://wiki.example.com/vpn) is down & I can't work"
    assert (turned.by, turned.author, turned.form) == ("slack:U0ANA", "slack:U0CHEN", True)


def test_a_press_says_which_act_and_about_what() -> None:
    assert came("press_in_message") == Pressed(
        by="slack:U0ANA", delivery="press:U0ANA/1548426417.840180/b4/eoac:take:2", act="take", about="118"
    )


def test_a_choice_in_a_menu_is_a_press() -> None:
    pressed = came("press_in_menu")
    assert isinstance(pressed, Pressed)
    assert (pressed.act, pressed.about) == ("nudge", "118/2")


def test_a_press_on_home_is_a_press() -> None:
    pressed = came("press_in_home")
    assert isinstance(pressed, Pressed)
    assert (pressed.act, pressed.about) == ("open", "118")


def test_a_changed_answer_brings_all_answers_of_the_open_form() -> None:
    changed = came("change_in_form")
    assert isinstance(changed, Changed)
    assert (changed.act, changed.about, changed.answers) == ("raise", "it-help", ANSWERS)


def test_a_sent_form_brings_its_answers_by_kind() -> None:
    sent = came("view_submission")
    assert isinstance(sent, Submitted)
    assert (sent.act, sent.about, sent.answers) == ("raise", "it-help", ANSWERS)
    assert sent.delivery == "submit:U0ANA/V0FORM/1592256600.abc"


def test_words_in_the_direct_conversation_are_for_us() -> None:
    assert came("message_im") == Wrote(
        by="slack:U0ANA",
        delivery="said:D0ANA/1355517523.000005",
        text="please reset my password",
        here="slack:D0ANA",
        direct=True,
    )


def test_a_reply_in_a_thread_says_under_what() -> None:
    wrote = came("message_in_thread")
    assert isinstance(wrote, Wrote)
    assert (wrote.text, wrote.under) == ("It's the <blue> one", "slack:C0IT/1355517523.000005")
    assert not wrote.direct
    assert not wrote.mention


def test_a_mention_is_stripped_of_our_name() -> None:
    wrote = came("app_mention")
    assert isinstance(wrote, Wrote)
    assert (wrote.text, wrote.mention, wrote.direct) == ("new laptop for @陈静", True, False)


def test_a_mention_that_comes_twice_is_one_delivery() -> None:
    assert came("app_mention") == came("mention_as_message")


def test_a_file_without_words_is_called_by_its_title() -> None:
    wrote = came("file_share")
    assert isinstance(wrote, Wrote)
    assert wrote.text == "The error"


def test_home_is_looked_at() -> None:
    assert came("app_home_opened") == LookedHome(by="slack:U0ANA", delivery="event:Ev0MDYGDKJ")


def test_a_ticket_marks_a_message_once_whoever_puts_it_there() -> None:
    assert came("reaction_added") == Marked(
        by="slack:U0ANA",
        delivery="ticket:C0GENERAL/1360782400.498405",
        author="slack:U0CHEN",
        channel="C0GENERAL",
        ts="1360782400.498405",
    )


@pytest.mark.parametrize("name", sorted(path.stem for path in PAYLOADS.glob("ignored_*.json")))
def test_what_is_not_for_us_is_nothing(name: str) -> None:
    assert came(name) is None


def test_the_answer_to_a_press_in_a_thread_stays_in_it() -> None:
    back = way(recorded("press_in_message"))
    assert (back.channel, back.thread, back.user) == ("C0IT", "1548261200.000100", "U0ANA")


def test_a_form_remembers_its_questions() -> None:
    back = way(recorded("view_submission"))
    assert back.modal
    assert back.questions[:3] == ("need", "kind", "extras")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=12,
)
KINDS = st.sampled_from(["block_actions", "view_submission", "event_callback", "shortcut", "message_action"])
KEYS = (
    "event",
    "view",
    "actions",
    "user",
    "container",
    "message",
    "authorizations",
    "state",
    "channel",
    "command",
)


@given(KINDS, st.dictionaries(st.sampled_from(KEYS), JSON, max_size=6))
def test_no_shape_of_payload_breaks_it(kind: str, rest: dict[str, object]) -> None:
    payload = {"type": kind, "callback_id": "eoac:raise", **rest}
    way(payload)
    read_payload(payload)


@given(JSON)
def test_whatever_is_no_payload_is_nothing(thing: object) -> None:
    assert read_payload(thing) is None or isinstance(thing, dict)


def spoiled(thing: object) -> object:
    """The same payload with a lone surrogate in each of its texts."""
    match thing:
        case dict():
            return {key: value if key in SHAPE else spoiled(value) for key, value in thing.items()}
        case list():
            return [spoiled(value) for value in thing]
        case str():
            return f"{thing}\ud800"
        case _:
            return thing


SHAPE = ("type", "callback_id", "action_id", "block_id", "private_metadata", "channel_type", "subtype", "tab")


@pytest.mark.parametrize("path", sorted(PAYLOADS.glob("*.json")), ids=lambda path: path.stem)
def test_nothing_comes_in_that_no_store_can_hold(path: Path) -> None:
    payload = spoiled(recorded(path.stem))
    came_in = read_payload(payload)
    assert came_in is None or came_in.model_dump_json()
    assert way(payload).model_dump_json()
