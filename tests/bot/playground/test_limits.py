"""Slack's limits, held strictly: what Slack refuses is refused here, with where it stands."""

import pytest

from bot.playground.limits import check_message, check_metadata, check_view
from bot.playground.shapes import LooseJson, SlackError
from tests.bot.playground.small_bot import form, plain


def mrkdwn(text: str) -> LooseJson:
    return {"type": "mrkdwn", "text": text}


def section(text: str, **more: object) -> LooseJson:
    return {"type": "section", "text": mrkdwn(text), **more}


def button(**more: object) -> LooseJson:
    return {"type": "button", "action_id": "a", "text": plain("Go"), **more}


def actions(*elements: LooseJson) -> LooseJson:
    return {"type": "actions", "elements": list(elements)}


def option(value: str, text: str = "One") -> LooseJson:
    return {"text": plain(text), "value": value}


def menu(count: int, **more: object) -> LooseJson:
    options = [option(str(number)) for number in range(count)]
    return {"type": "static_select", "action_id": "m", "options": options, **more}


def boxes(count: int) -> LooseJson:
    return {**menu(count), "type": "checkboxes"}


def confirm(**more: object) -> LooseJson:
    return {
        "title": plain("Sure?"),
        "text": plain("Really"),
        "confirm": plain("Yes"),
        "deny": plain("No"),
        **more,
    }


def field(**element: object) -> LooseJson:
    typed = {"type": "plain_text_input", "action_id": "t", **element}
    return {"type": "input", "block_id": "f", "label": plain("What"), "element": typed}


def modal(**more: object) -> LooseJson:
    return {**form(), **more}


GOOD = [
    section("x" * 3000),
    section("x", accessory=menu(100)),
    {"type": "section", "fields": [mrkdwn("x" * 2000)] * 5},
    {"type": "header", "text": plain("x" * 150)},
    {"type": "divider", "block_id": "b" * 255},
    {"type": "context", "elements": [mrkdwn("x")] * 10},
    actions(*(button(action_id=str(number)) for number in range(25))),
    actions(button(value="x" * 2000, url="https://example.org", style="danger", confirm=confirm())),
    actions({**menu(5), "type": "overflow"}, {**boxes(10), "action_id": "c"}),
    actions({"type": "datepicker", "action_id": "d", "initial_date": "2026-11-22"}),
    section("x", accessory={"type": "multi_users_select", "action_id": "u"}),
    {"type": "image", "image_url": "https://example.org/a.png", "alt_text": "a"},
    {"type": "markdown", "text": "**x**"},
    {
        "type": "rich_text",
        "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "x"}]}],
    },
    {"type": "table", "rows": [[{"type": "raw_text", "text": "x"}]]},
]

BAD = [
    ({"type": "carousel"}, "unsupported type: carousel"),
    (section(""), "more than 0 characters"),
    (section("x" * 3001), "less than 3001 characters"),
    ({"type": "section"}, "text or fields"),
    ({"type": "section", "fields": [mrkdwn("x")] * 11}, "no more than 10 items"),
    ({"type": "section", "fields": [mrkdwn("x" * 2001)]}, "less than 2001 characters"),
    (section("x", accessory={"type": "plain_text_input"}), "unsupported type: plain_text_input"),
    (section("x", colour="red"), "invalid additional property: colour"),
    ({"type": "header", "text": plain("x" * 151)}, "less than 151 characters"),
    ({"type": "header", "text": mrkdwn("x")}, "must be one of: plain_text"),
    ({"type": "divider", "block_id": "b" * 256}, "less than 256 characters"),
    ({"type": "context", "elements": [mrkdwn("x")] * 11}, "no more than 10 items"),
    ({"type": "context", "elements": []}, "no fewer than 1 items"),
    (actions(*(button(action_id=str(number)) for number in range(26))), "no more than 25 items"),
    (actions(), "no fewer than 1 items"),
    (actions(button(), button()), "action_id already exists: a"),
    (actions(button(action_id="x" * 256)), "less than 256 characters"),
    (actions(button(text=plain("x" * 76))), "less than 76 characters"),
    (actions(button(text=mrkdwn("x"))), "must be one of: plain_text"),
    (actions(button(value="x" * 2001)), "less than 2001 characters"),
    (actions(button(url="x" * 3001)), "less than 3001 characters"),
    (actions(button(style="green")), "must be one of: primary, danger"),
    (actions(button(confirm=confirm(title=plain("x" * 101)))), "less than 101 characters"),
    (actions(button(confirm=confirm(text=plain("x" * 301)))), "less than 301 characters"),
    (actions(button(confirm=confirm(deny=plain("x" * 31)))), "less than 31 characters"),
    (actions(menu(101)), "no more than 100 items"),
    (actions(menu(0)), "no fewer than 1 items"),
    (actions(menu(2, initial_option=option("9"))), "must match one of the options"),
    (actions(menu(1, placeholder=plain("x" * 151))), "less than 151 characters"),
    (actions({**menu(1), "options": [option("x", "y" * 76)]}), "less than 76 characters"),
    (actions({**menu(1), "options": [option("x" * 151)]}), "less than 151 characters"),
    (actions({**menu(6), "type": "overflow"}), "no more than 5 items"),
    (actions(boxes(11)), "no more than 10 items"),
    (actions({"type": "multi_users_select", "action_id": "u"}), "unsupported type: multi_users_select"),
    (actions({"type": "datepicker", "action_id": "d", "initial_date": "22.11."}), "expected format"),
    ({"type": "rich_text", "elements": [{"type": "paragraph"}]}, "unsupported type: paragraph"),
    ({"type": "table", "rows": [[{"type": "raw_text", "text": "x"}] * 21]}, "no more than 20 items"),
    ({"type": "image", "image_url": "https://example.org/a.png"}, "missing required field: alt_text"),
    ({"type": "markdown", "text": "x" * 12_001}, "less than 12001 characters"),
]

BAD_MODALS = [
    (modal(title=plain("x" * 25)), "less than 25 characters"),
    (modal(submit=plain("x" * 25)), "less than 25 characters"),
    (modal(close=plain("x" * 25)), "less than 25 characters"),
    (modal(submit=None), "missing required field: submit"),
    (modal(private_metadata="x" * 3001), "less than 3001 characters"),
    (modal(callback_id="x" * 256), "less than 256 characters"),
    (modal(blocks=[{"type": "divider"}] * 101), "no more than 100 items"),
    (modal(blocks=[{"type": "markdown", "text": "x"}]), "unsupported type: markdown"),
    (modal(blocks=[field(), field()]), "block_id already exists: f"),
    (modal(blocks=[{**field(), "label": plain("x" * 2001)}]), "less than 2001 characters"),
    (modal(blocks=[field(max_length=3001)]), "between 0 and 3000"),
    (modal(blocks=[field(initial_value="x" * 3001)]), "less than 3001 characters"),
    (modal(blocks=[{**field(), "element": button()}]), "unsupported type: button"),
    (modal(type="home"), "must be: modal"),
    (modal(colour="red"), "invalid additional property: colour"),
]


@pytest.mark.parametrize("block", GOOD, ids=lambda block: str(block["type"]))
def test_what_slack_takes_is_taken(block: LooseJson) -> None:
    check_message([block])


@pytest.mark.parametrize(("block", "complaint"), BAD)
def test_a_block_beyond_a_limit_is_refused(block: LooseJson, complaint: str) -> None:
    with pytest.raises(SlackError, match="invalid_blocks") as refused:
        check_message([block])
    assert complaint in " ".join(refused.value.messages)
    assert "json-pointer:/blocks/0" in refused.value.messages[0]


def test_a_message_has_at_most_fifty_blocks_each_with_its_own_id() -> None:
    check_message([{"type": "divider"}] * 50)
    with pytest.raises(SlackError, match="invalid_blocks"):
        check_message([{"type": "divider"}] * 51)
    with pytest.raises(SlackError, match="invalid_blocks"):
        check_message([{"type": "divider", "block_id": "b"}] * 2)


def test_all_blocks_of_a_message_together_have_a_limit_too() -> None:
    check_message([section("x" * 3000)] * 4)
    with pytest.raises(SlackError, match="msg_blocks_too_long"):
        check_message([section("x" * 3000)] * 5)


def test_a_message_shows_one_table() -> None:
    with pytest.raises(SlackError, match="invalid_blocks"):
        check_message([{"type": "table", "rows": [[{"type": "raw_text", "text": "x"}]]}] * 2)


@pytest.mark.parametrize(("view", "complaint"), BAD_MODALS)
def test_a_form_beyond_a_limit_is_refused(view: LooseJson, complaint: str) -> None:
    with pytest.raises(SlackError, match="invalid_arguments") as refused:
        check_view(view, "modal")
    assert complaint in " ".join(refused.value.messages)


def test_a_view_is_at_most_250_kilobytes() -> None:
    blocks = [section("字" * 2000) for _ in range(45)]
    with pytest.raises(SlackError, match="view_too_large"):
        check_view({"type": "home", "blocks": blocks}, "home")


@pytest.mark.parametrize(
    ("metadata", "error"),
    [
        ({"event_type": "x"}, "invalid_metadata_format"),
        ("x", "invalid_metadata_format"),
        ({"event_type": "x", "event_payload": {"id": "x" * 17_000}}, "metadata_too_large"),
    ],
)
def test_malformed_or_huge_metadata_is_refused(metadata: object, error: str) -> None:
    with pytest.raises(SlackError, match=error):
        check_metadata(metadata)
