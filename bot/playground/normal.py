"""What Slack does to what it is given: fills in ids, completes text objects, makes rich text of typing."""

import copy
import re
import secrets
from collections.abc import Iterator, Mapping

from bot.playground.shapes import LooseJson

_INTERACTIVE = re.compile(r"button|overflow|.*select|.*picker|.*_input|checkboxes|radio_buttons")


def normal_blocks(blocks: list[LooseJson]) -> list[LooseJson]:
    """A copy with every block_id and action_id present and text objects complete, as Slack stores them."""
    made = copy.deepcopy(blocks)
    for block in made:
        block.setdefault("block_id", secrets.token_urlsafe(4)[:5])
        for element in elements_of(block):
            if _INTERACTIVE.fullmatch(str(element.get("type"))):
                element.setdefault("action_id", secrets.token_urlsafe(4)[:5])
    _complete_texts(made)
    return made


def normal_text(value: LooseJson | None) -> LooseJson | None:
    """A plain_text object of a view (title, submit, close), complete."""
    return {**value, "emoji": value.get("emoji", True)} if value else None


def elements_of(block: LooseJson) -> Iterator[LooseJson]:
    """The interactive and other elements a block holds."""
    for key in ("accessory", "element"):
        if isinstance(block.get(key), dict):
            yield block[key]
    if block.get("type") in ("actions", "context"):
        yield from block.get("elements", [])


def find_element(blocks: list[LooseJson], block_id: str, action_id: str) -> LooseJson | None:
    for block in blocks:
        if block.get("block_id") == block_id:
            for element in elements_of(block):
                if element.get("action_id") == action_id:
                    return element
    return None


def _complete_texts(part: object) -> None:
    if isinstance(part, list):
        for one in part:
            _complete_texts(one)
    elif isinstance(part, dict):
        if part.get("type") == "plain_text":
            part.setdefault("emoji", True)
        elif part.get("type") == "mrkdwn":
            part.setdefault("verbatim", False)
        for value in part.values():
            _complete_texts(value)


_MENTION = re.compile(r"<@(U[A-Z0-9]+)>|<#(C[A-Z0-9]+)(?:\|[^>]*)?>")


def typed_text(raw: str, names: Mapping[str, str]) -> str:
    """Turn typed words into Slack's mrkdwn: escaped, with @names (name → id) made mentions.

    The composer may also send a mention as Slack writes it, `<@U…>`; nothing else stays live.
    """
    known = set(names.values())
    kept: list[str] = []

    def keep(found: re.Match[str]) -> str:
        if found[1] and found[1] not in known:
            return found[0]
        kept.append(found[0])
        return f"\x00{len(kept) - 1}\x00"

    text = _MENTION.sub(keep, raw.replace("\x00", ""))
    text = escaped(text)
    for name in sorted(names, key=len, reverse=True):
        text = re.sub(rf"@{re.escape(name)}(?!\w)", f"<@{names[name]}>", text)
    return re.sub(r"\x00(\d+)\x00", lambda found: kept[int(found[1])], text)


def rich_text_of(text: str) -> LooseJson:
    """The rich_text block Slack adds to what a person types (mentions and plain text)."""
    elements: list[LooseJson] = []
    for part in re.split(r"(<@U[A-Z0-9]+>)", text):
        if part.startswith("<@U"):
            elements.append({"type": "user", "user_id": part[2:-1]})
        elif part:
            plain = part.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
            elements.append({"type": "text", "text": plain})
    section = {"type": "rich_text_section", "elements": elements}
    return {"type": "rich_text", "block_id": secrets.token_urlsafe(4)[:5], "elements": [section]}


def escaped(text: str) -> str:
    """Escape typed words as Slack does: https://docs.slack.dev/messaging/formatting-message-text#escaping"""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
