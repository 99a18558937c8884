"""How a person finds things on what Slack shows: a button by its label, a field by its name, an option."""

from collections.abc import Iterator

from bot.playground.normal import elements_of
from bot.playground.shapes import LooseJson


class NotThere(AssertionError):
    """The person looked for something that was not there, or Slack said no."""


def elements_in(blocks: list[LooseJson]) -> Iterator[tuple[LooseJson, LooseJson]]:
    for block in blocks:
        for element in elements_of(block):
            yield block, element


def press_for(blocks: list[LooseJson], wanted: str, near: str | None) -> LooseJson | None:
    """The press for a button or overflow option with this label or action_id.

    On a long page (Home) `near` means: the nearest place before or at the button that shows the text.
    """
    if near is not None and near not in _words(blocks):
        return None
    start = next((index for index, block in enumerate(blocks) if near and near in _words([block])), 0)
    for block, element in elements_in([*blocks[start:], *blocks[:start]]):
        ids = {"block_id": block.get("block_id"), "action_id": element.get("action_id")}
        if element["type"] == "button" and wanted in (element["text"]["text"], element["action_id"]):
            return ids
        if element["type"] == "overflow":
            for option in element["options"]:
                if wanted in (option["text"]["text"], option["value"]):
                    return {**ids, "selected": option}
    return None


def _words(part: object) -> str:
    """All text in some blocks."""
    if isinstance(part, dict):
        here = [part["text"]] if isinstance(part.get("text"), str) else []
        return " ".join([*here, *(_words(value) for value in part.values())])
    if isinstance(part, list):
        return " ".join(_words(one) for one in part)
    return ""


def input_named(modal: LooseJson, name: str) -> LooseJson:
    inputs: list[LooseJson] = [block for block in modal["blocks"] if block["type"] == "input"]
    for block in inputs:
        if name in (block["block_id"], block["label"]["text"], block["element"]["action_id"]):
            return block
    raise NotThere(f"no field {name!r}; there are {[block['label']['text'] for block in inputs]}")


_SELECTED = {"datepicker": "selected_date", "timepicker": "selected_time"}
_SELECTED |= {"datetimepicker": "selected_date_time"}
_SELECTED |= {"users_select": "selected_user", "multi_users_select": "selected_users"}
_SELECTED |= {"channels_select": "selected_channel", "conversations_select": "selected_conversation"}


def typed_entry(element: LooseJson, value: object) -> LooseJson:
    """A field's entry in `state`, as the page would send it."""
    kind = element["type"]
    if kind in _SELECTED:
        return {"type": kind, _SELECTED[kind]: value}
    if kind.endswith("_input"):
        return {"type": kind, "value": str(value)}
    if kind in ("checkboxes", "multi_static_select"):
        chosen = value if isinstance(value, list) else [value]
        return {"type": kind, "selected_options": [_option(element, one) for one in chosen]}
    return {"type": kind, "selected_option": _option(element, value)}


def _option(element: LooseJson, wanted: object) -> LooseJson:
    if isinstance(wanted, dict):
        return wanted
    offered: list[LooseJson] = list(element.get("options", []))
    for group in element.get("option_groups", []):
        offered += group["options"]
    for option in offered:
        if wanted in (option["text"]["text"], option["value"]):
            return option
    raise NotThere(f"no option {wanted!r}; there are {[option['text']['text'] for option in offered]}")
