"""Slack's limits on blocks: which stand where, what each may hold, and how much."""

from collections.abc import Callable
from typing import Literal

from bot.playground.limit_elements import IN_ACTIONS, IN_INPUT, IN_SECTION, element, image, unique_actions
from bot.playground.limit_texts import ANY_TEXT, PLAIN, Faults, check_text, text_in
from bot.playground.shapes import LooseJson

Surface = Literal["message", "modal", "home"]


def blocks(faults: Faults, path: str, value: object, surface: Surface) -> None:
    """All blocks of one message or view."""
    listed = faults.count(path, value, 50 if surface == "message" else 100, least=0)
    seen: set[str] = set()
    for index, one in enumerate(listed):
        here = f"{path}/{index}"
        if not isinstance(one, dict):
            faults.add(here, "must be a block")
            continue
        _block(faults, here, one, surface)
        name = one.get("block_id")
        if isinstance(name, str) and name in seen:
            faults.add(f"{here}/block_id", f"block_id already exists: {name}")
        elif isinstance(name, str):
            seen.add(name)


def _block(faults: Faults, path: str, part: LooseJson, surface: Surface) -> None:
    check = _CHECKS.get(str(part.get("type")))
    if check is None or (part["type"] in _MESSAGES_ONLY and surface != "message"):
        faults.add(f"{path}/type", f"unsupported type: {part.get('type')}")
        return
    faults.string(path, part, "block_id", 255)
    check(faults, path, part)


def _section(faults: Faults, path: str, part: LooseJson) -> None:
    faults.keys(path, part, ("block_id", "text", "fields", "accessory", "expand"))
    if "text" not in part and "fields" not in part:
        faults.add(path, "missing required field: text or fields")
    text_in(faults, path, part, "text", 3000, ANY_TEXT)
    fields = faults.count(f"{path}/fields", part["fields"], 10) if "fields" in part else []
    for index, field in enumerate(fields):
        check_text(faults, f"{path}/fields/{index}", field, 2000)
    if "accessory" in part:
        element(faults, f"{path}/accessory", part["accessory"], IN_SECTION)


def _header(faults: Faults, path: str, part: LooseJson) -> None:
    faults.keys(path, part, ("block_id", "text", "level"), ("text",))
    text_in(faults, path, part, "text", 150, PLAIN)


def _divider(faults: Faults, path: str, part: LooseJson) -> None:
    faults.keys(path, part, ("block_id",))


def _actions(faults: Faults, path: str, part: LooseJson) -> None:
    faults.keys(path, part, ("block_id", "elements"), ("elements",))
    elements = faults.count(f"{path}/elements", part.get("elements"), 25)
    for index, one in enumerate(elements):
        element(faults, f"{path}/elements/{index}", one, IN_ACTIONS)
    unique_actions(faults, f"{path}/elements", elements)


def _context(faults: Faults, path: str, part: LooseJson) -> None:
    faults.keys(path, part, ("block_id", "elements"), ("elements",))
    for index, one in enumerate(faults.count(f"{path}/elements", part.get("elements"), 10)):
        if isinstance(one, dict) and one.get("type") == "image":
            image(faults, f"{path}/elements/{index}", one)
        else:
            check_text(faults, f"{path}/elements/{index}", one, 3000)


def _image(faults: Faults, path: str, part: LooseJson) -> None:
    faults.keys(path, part, ("block_id", "image_url", "alt_text", "title", "slack_file"), ("alt_text",))
    faults.string(path, part, "image_url", 3000)
    faults.string(path, part, "alt_text", 2000)
    text_in(faults, path, part, "title", 2000, PLAIN)


def _input(faults: Faults, path: str, part: LooseJson) -> None:
    keys = ("block_id", "label", "element", "hint", "optional", "dispatch_action")
    faults.keys(path, part, keys, ("label", "element"))
    text_in(faults, path, part, "label", 2000, PLAIN)
    text_in(faults, path, part, "hint", 2000, PLAIN)
    if "element" in part:
        element(faults, f"{path}/element", part["element"], IN_INPUT)


def _markdown(faults: Faults, path: str, part: LooseJson) -> None:
    faults.keys(path, part, ("block_id", "text"), ("text",))
    faults.string(path, part, "text", 12_000)


def _table(faults: Faults, path: str, part: LooseJson) -> None:
    """https://docs.slack.dev/reference/block-kit/blocks/table-block: 100 rows of 20 cells."""
    faults.keys(path, part, ("block_id", "rows", "column_settings"), ("rows",))
    for index, row in enumerate(faults.count(f"{path}/rows", part.get("rows"), 100)):
        for column, cell in enumerate(faults.count(f"{path}/rows/{index}", row, 20)):
            kind = cell.get("type") if isinstance(cell, dict) else None
            if kind not in ("raw_text", "rich_text"):
                faults.add(f"{path}/rows/{index}/{column}/type", f"unsupported type: {kind}")


_RICH_BLOCKS = {"rich_text_section", "rich_text_list", "rich_text_preformatted", "rich_text_quote"}
_RICH_INLINE = {
    "text": "text",
    "link": "url",
    "user": "user_id",
    "channel": "channel_id",
    "usergroup": "usergroup_id",
    "emoji": "name",
    "broadcast": "range",
    "date": "timestamp",
    "color": "value",
}


def _rich_text(faults: Faults, path: str, part: LooseJson) -> None:
    faults.keys(path, part, ("block_id", "elements"), ("elements",))
    for index, one in enumerate(faults.count(f"{path}/elements", part.get("elements"), 1000)):
        _rich_block(faults, f"{path}/elements/{index}", one)


def _rich_block(faults: Faults, path: str, part: object) -> None:
    kind = part.get("type") if isinstance(part, dict) else None
    if not isinstance(part, dict) or kind not in _RICH_BLOCKS:
        faults.add(f"{path}/type", f"unsupported type: {kind}")
        return
    inner = faults.count(f"{path}/elements", part.get("elements"), 1000, least=0)
    for index, one in enumerate(inner):
        here = f"{path}/elements/{index}"
        if kind == "rich_text_list":
            _rich_block(faults, here, one)
        else:
            _rich_inline(faults, here, one)


def _rich_inline(faults: Faults, path: str, part: object) -> None:
    kind = part.get("type") if isinstance(part, dict) else None
    key = _RICH_INLINE.get(str(kind))
    if not isinstance(part, dict) or key is None:
        faults.add(f"{path}/type", f"unsupported type: {kind}")
    elif key not in part:
        faults.add(path, f"missing required field: {key}")
    elif key == "text":
        faults.string(path, part, "text", 12_000)


_MESSAGES_ONLY = {"markdown", "table"}
_CHECKS: dict[str, Callable[[Faults, str, LooseJson], None]] = {
    "section": _section,
    "header": _header,
    "divider": _divider,
    "actions": _actions,
    "context": _context,
    "image": _image,
    "input": _input,
    "markdown": _markdown,
    "table": _table,
    "rich_text": _rich_text,
}
