"""The `actions` entry of a press: what exactly was pressed, chosen or typed, by kind of element."""

from collections.abc import Iterator

from bot.playground.shapes import LooseJson, SlackError
from bot.playground.view_state import value_key

_OF_A_BUTTON: tuple[str, ...] = ("text", "value", "style", "url", "confirm")


def action_of(element: LooseJson, body: LooseJson, ts: str) -> LooseJson:
    """Slack's description of the press, from the element as it was shown and what the person chose."""
    kind = element["type"]
    action: LooseJson = {
        "type": kind,
        "block_id": str(body["block_id"]),
        "action_id": element["action_id"],
        "action_ts": ts,
    }
    if kind == "button":
        return action | {key: element[key] for key in _OF_A_BUTTON if key in element}
    if kind == "overflow":
        return {**action, "selected_option": _option(element, body.get("selected", body.get("value")))}
    key = value_key(kind)
    if key is None:
        raise SlackError("no_such_element")
    chosen = body.get("selected", body.get("value"))
    return {**action, key: _chosen(element, key, chosen)}


def _chosen(element: LooseJson, key: str, chosen: object) -> object:
    if element["type"].startswith(("external", "multi_external")):
        return chosen
    if key == "selected_option":
        return None if chosen is None else _option(element, chosen)
    if key == "selected_options":
        return [_option(element, one) for one in chosen] if isinstance(chosen, list) else []
    return chosen


def _option(element: LooseJson, chosen: object) -> LooseJson:
    """The option as the bot wrote it, found by the whole option or by its value."""
    wanted = chosen.get("value") if isinstance(chosen, dict) else chosen
    for option in _offered(element):
        if option["value"] == wanted:
            return option
    raise SlackError("no_such_option")


def _offered(element: LooseJson) -> Iterator[LooseJson]:
    yield from element.get("options", [])
    for group in element.get("option_groups", []):
        yield from group["options"]
