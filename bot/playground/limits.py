"""What Slack refuses: messages and views that are too long, too many, malformed or unknown to it."""

import json

from bot.playground.limit_blocks import blocks
from bot.playground.limit_texts import PLAIN, Faults, text_in
from bot.playground.shapes import LooseJson, SlackError

POSTED_TEXT = 40_000  # chat.postMessage cuts here
UPDATED_TEXT = 4_000  # chat.update refuses above
BLOCKS_TEXT = 13_200  # found by experiment: all texts in all blocks of a message
VIEW_BYTES = 250_000
_METADATA_BYTES = 16_000


def check_message(message_blocks: object, *, where: str = "/blocks") -> None:
    """Raises `invalid_blocks` or `msg_blocks_too_long`."""
    faults = Faults()
    blocks(faults, where, message_blocks, "message")
    _one_table(faults, where, message_blocks)
    if faults.messages:
        raise SlackError("invalid_blocks", *faults.messages)
    if _texts(message_blocks) > BLOCKS_TEXT:
        raise SlackError("msg_blocks_too_long")


def check_metadata(metadata: object) -> None:
    """Raises `invalid_metadata_format` or `metadata_too_large`."""
    if metadata == {}:
        return
    well = (
        isinstance(metadata, dict)
        and isinstance(metadata.get("event_type"), str)
        and isinstance(metadata.get("event_payload"), dict)
    )
    if not well:
        raise SlackError("invalid_metadata_format")
    if len(json.dumps(metadata)) > _METADATA_BYTES:
        raise SlackError("metadata_too_large")


_MODAL_KEYS = (
    "title blocks close submit private_metadata callback_id clear_on_close notify_on_close external_id "
    "submit_disabled"
).split()
_HOME_KEYS = ("blocks", "private_metadata", "callback_id", "external_id")


def check_view(view: object, kind: str) -> LooseJson:
    """The view, or `invalid_arguments`/`view_too_large` as Slack answers."""
    if not isinstance(view, dict):
        raise SlackError("invalid_arguments", "[ERROR] missing required field: view")
    faults = Faults()
    if view.get("type") != kind:
        faults.add("/view/type", f"must be: {kind}")
    elif kind == "modal":
        _modal(faults, view)
    else:
        faults.keys("/view", view, _HOME_KEYS, ("blocks",))
        blocks(faults, "/view/blocks", view.get("blocks"), "home")
    faults.string("/view", view, "private_metadata", 3000, empty=True)
    faults.string("/view", view, "callback_id", 255, empty=True)
    if faults.messages:
        raise SlackError("invalid_arguments", *faults.messages)
    if len(json.dumps(view, ensure_ascii=False).encode()) > VIEW_BYTES:
        raise SlackError("view_too_large")
    return view


def _modal(faults: Faults, view: LooseJson) -> None:
    faults.keys("/view", view, _MODAL_KEYS, ("title", "blocks"))
    for key in ("title", "submit", "close"):
        if view.get(key) is not None:
            text_in(faults, "/view", view, key, 24, PLAIN)
    blocks(faults, "/view/blocks", view.get("blocks"), "modal")
    listed = view.get("blocks")
    inputs = [one for one in listed if isinstance(one, dict) and one.get("type") == "input"] if listed else []
    if inputs and not view.get("submit"):
        faults.add("/view", "missing required field: submit (there are input blocks)")


def _one_table(faults: Faults, where: str, message_blocks: object) -> None:
    listed = message_blocks if isinstance(message_blocks, list) else []
    if len([one for one in listed if isinstance(one, dict) and one.get("type") == "table"]) > 1:
        faults.add(where, "only_one_table_allowed")


def _texts(part: object) -> int:
    """The characters of every text in a part."""
    if isinstance(part, dict):
        own = part.get("text")
        here = len(own) if isinstance(own, str) else 0
        return here + sum(_texts(value) for value in part.values())
    if isinstance(part, list):
        return sum(_texts(one) for one in part)
    return 0
