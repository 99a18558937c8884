"""Slack's limits on block elements: buttons, menus, inputs. One row of the table for each kind."""

import re
from collections.abc import Callable

from bot.playground.limit_texts import ANY_TEXT, PLAIN, Faults, confirm, options, style, text_in
from bot.playground.shapes import LooseJson

ElementCheck = Callable[[Faults, str, LooseJson], None]

_SELECTS = {
    "static_select": ("options", "option_groups", "initial_option"),
    "external_select": ("initial_option", "min_query_length"),
    "users_select": ("initial_user",),
    "conversations_select": ("initial_conversation", "default_to_current_conversation", "filter"),
    "channels_select": ("initial_channel",),
}
_MULTI_SELECTS = {
    "multi_static_select": ("options", "option_groups", "initial_options", "max_selected_items"),
    "multi_external_select": ("initial_options", "min_query_length", "max_selected_items"),
    "multi_users_select": ("initial_users", "max_selected_items"),
    "multi_conversations_select": ("initial_conversations", "max_selected_items", "filter"),
    "multi_channels_select": ("initial_channels", "max_selected_items"),
}
_PICKERS = {
    "datepicker": ("initial_date",),
    "timepicker": ("initial_time", "timezone"),
    "datetimepicker": ("initial_date_time",),
}
_CHOICES = {"radio_buttons": "initial_option", "checkboxes": "initial_options"}
_TYPED = ("plain_text_input", "email_text_input", "url_text_input", "number_input")

IN_SECTION = {"button", "overflow", "image", "datepicker", "timepicker"}
IN_SECTION |= {*_CHOICES, *_SELECTS, *_MULTI_SELECTS}
IN_ACTIONS = {"button", "overflow", *_CHOICES, *_SELECTS, *_PICKERS}
IN_INPUT = {*_TYPED, *_CHOICES, *_SELECTS, *_MULTI_SELECTS, *_PICKERS}


def element(faults: Faults, path: str, value: object, allowed: set[str]) -> None:
    """Checks one element against the kinds its block may hold."""
    if not isinstance(value, dict):
        faults.add(path, "must be a block element")
        return
    kind = value.get("type")
    if kind not in allowed:
        faults.add(f"{path}/type", f"unsupported type: {kind}")
        return
    faults.string(path, value, "action_id", 255)
    _check_of(str(kind))(faults, path, value)


def unique_actions(faults: Faults, path: str, elements: list[object]) -> None:
    """An action_id may stand once in a block."""
    seen: set[str] = set()
    for index, one in enumerate(elements):
        action = one.get("action_id") if isinstance(one, dict) else None
        if isinstance(action, str) and action in seen:
            faults.add(f"{path}/{index}/action_id", f"action_id already exists: {action}")
        elif isinstance(action, str):
            seen.add(action)


def image(faults: Faults, path: str, part: LooseJson) -> None:
    faults.keys(path, part, ("image_url", "alt_text", "slack_file"), ("alt_text",))
    faults.string(path, part, "image_url", 3000)
    faults.string(path, part, "alt_text", 2000)


def _check_of(kind: str) -> ElementCheck:
    if kind in _SELECTS or kind in _MULTI_SELECTS:
        return _menu
    if kind in _PICKERS:
        return _picker
    if kind in _CHOICES:
        return _choice
    if kind in _TYPED:
        return _typed
    return {"button": _button, "overflow": _overflow, "image": image}[kind]


def _button(faults: Faults, path: str, part: LooseJson) -> None:
    keys = "text action_id url value style confirm accessibility_label".split()
    faults.keys(path, part, keys, ("text",))
    text_in(faults, path, part, "text", 75, PLAIN)
    faults.string(path, part, "value", 2000, empty=True)
    faults.string(path, part, "url", 3000)
    faults.string(path, part, "accessibility_label", 75)
    style(faults, path, part)
    confirm(faults, path, part)


def _overflow(faults: Faults, path: str, part: LooseJson) -> None:
    faults.keys(path, part, ("action_id", "options", "confirm"), ("options",))
    options(faults, f"{path}/options", part.get("options"), 5, PLAIN)
    confirm(faults, path, part)


def _menu(faults: Faults, path: str, part: LooseJson) -> None:
    own = (_SELECTS | _MULTI_SELECTS)[part["type"]]
    common = ("action_id", "placeholder", "confirm", "focus_on_load", "response_url_enabled")
    faults.keys(path, part, (*common, *own))
    text_in(faults, path, part, "placeholder", 150, PLAIN)
    confirm(faults, path, part)
    if "options" in own:
        _menu_options(faults, path, part)


def _menu_options(faults: Faults, path: str, part: LooseJson) -> None:
    if ("options" in part) == ("option_groups" in part):
        faults.add(path, "exactly one of options and option_groups is required")
    if "options" in part:
        options(faults, f"{path}/options", part["options"], 100, PLAIN)
    offered = list(part.get("options") or [])
    groups: list[object] = []
    if "option_groups" in part:
        groups = faults.count(f"{path}/option_groups", part["option_groups"], 100)
    for index, group in enumerate(groups):
        if isinstance(group, dict):
            here = f"{path}/option_groups/{index}"
            faults.keys(here, group, ("label", "options"), ("label", "options"))
            text_in(faults, here, group, "label", 75, PLAIN)
            options(faults, f"{here}/options", group.get("options"), 100, PLAIN)
            offered += group.get("options") or []
    _initial(faults, path, part, offered)


def _initial(faults: Faults, path: str, part: LooseJson, offered: list[object]) -> None:
    """An initial option must be one of those offered, exactly."""
    chosen = [part["initial_option"]] if "initial_option" in part else part.get("initial_options", [])
    if "initial_options" in part and not chosen:
        faults.add(f"{path}/initial_options", "no fewer than 1 items allowed")
    for option in chosen:
        if option not in offered:
            faults.add(f"{path}/initial_option", "must match one of the options")


def _choice(faults: Faults, path: str, part: LooseJson) -> None:
    initial = _CHOICES[part["type"]]
    faults.keys(path, part, ("action_id", "options", initial, "confirm", "focus_on_load"), ("options",))
    options(faults, f"{path}/options", part.get("options"), 10, ANY_TEXT)
    _initial(faults, path, part, part.get("options") or [])
    confirm(faults, path, part)


_PATTERNS = {"initial_date": r"\d{4}-\d\d-\d\d", "initial_time": r"([01]\d|2[0-3]):[0-5]\d"}


def _picker(faults: Faults, path: str, part: LooseJson) -> None:
    keys = ("action_id", "placeholder", "confirm", "focus_on_load", *_PICKERS[part["type"]])
    faults.keys(path, part, keys)
    text_in(faults, path, part, "placeholder", 150, PLAIN)
    confirm(faults, path, part)
    for key, pattern in _PATTERNS.items():
        if key in part and not re.fullmatch(pattern, str(part[key])):
            faults.add(f"{path}/{key}", "does not match the expected format")


def _typed(faults: Faults, path: str, part: LooseJson) -> None:
    keys = ["action_id", "placeholder", "initial_value", "focus_on_load", "dispatch_action_config"]
    if part["type"] == "plain_text_input":
        keys += ["multiline", "min_length", "max_length"]
    if part["type"] == "number_input":
        keys += ["is_decimal_allowed", "min_value", "max_value"]
    required = ("is_decimal_allowed",) if part["type"] == "number_input" else ()
    faults.keys(path, part, keys, required)
    text_in(faults, path, part, "placeholder", 150, PLAIN)
    faults.string(path, part, "initial_value", part.get("max_length", 3000), empty=True)
    for key in ("min_length", "max_length"):
        if key in part and not (isinstance(part[key], int) and 0 <= part[key] <= 3000):
            faults.add(f"{path}/{key}", "must be a number between 0 and 3000")
