"""What is filled in on a view: `state.values` as Slack sends them, and what its own client refuses."""

from collections.abc import Iterator

from bot.playground.normal import elements_of
from bot.playground.shapes import LooseJson

# element type → (key of its value in state, key of its initial value, what empty is)
_KEYS: dict[str, tuple[str, str, object]] = {
    "plain_text_input": ("value", "initial_value", None),
    "email_text_input": ("value", "initial_value", None),
    "url_text_input": ("value", "initial_value", None),
    "number_input": ("value", "initial_value", None),
    "static_select": ("selected_option", "initial_option", None),
    "external_select": ("selected_option", "initial_option", None),
    "radio_buttons": ("selected_option", "initial_option", None),
    "checkboxes": ("selected_options", "initial_options", []),
    "multi_static_select": ("selected_options", "initial_options", []),
    "multi_external_select": ("selected_options", "initial_options", []),
    "users_select": ("selected_user", "initial_user", None),
    "multi_users_select": ("selected_users", "initial_users", []),
    "conversations_select": ("selected_conversation", "initial_conversation", None),
    "multi_conversations_select": ("selected_conversations", "initial_conversations", []),
    "channels_select": ("selected_channel", "initial_channel", None),
    "multi_channels_select": ("selected_channels", "initial_channels", []),
    "datepicker": ("selected_date", "initial_date", None),
    "timepicker": ("selected_time", "initial_time", None),
    "datetimepicker": ("selected_date_time", "initial_date_time", None),
}
REQUIRED = "Please complete this required field."


def value_key(element_type: str) -> str | None:
    """Under which key an element of this type carries what was chosen."""
    return _KEYS[element_type][0] if element_type in _KEYS else None


def state_of(blocks: list[LooseJson], given: LooseJson) -> LooseJson:
    """`{block_id: {action_id: {"type": …, …}}}` for every stateful element, filled in or not."""
    values: LooseJson = {}
    for block, element in _stateful(blocks):
        key, initial, empty = _KEYS[element["type"]]
        typed = given.get(block["block_id"], {}).get(element["action_id"])
        value = typed.get(key, empty) if isinstance(typed, dict) else element.get(initial, empty)
        entry = {"type": element["type"], key: None if value == "" else value}
        values.setdefault(block["block_id"], {})[element["action_id"]] = entry
    return values


def client_errors(blocks: list[LooseJson], values: LooseJson) -> dict[str, str]:
    """Return what Slack's own client holds against a form before the bot ever sees it."""
    errors: dict[str, str] = {}
    for block, element in _stateful(blocks):
        if block["type"] != "input":
            continue
        value = values[block["block_id"]][element["action_id"]][_KEYS[element["type"]][0]]
        complaint = _complaint(block, element, value)
        if complaint:
            errors[block["block_id"]] = complaint
    return errors


def _complaint(block: LooseJson, element: LooseJson, value: object) -> str | None:
    if value is None or value == []:
        return None if block.get("optional") else REQUIRED
    if isinstance(value, str) and element["type"] == "plain_text_input":
        least, most = element.get("min_length", 0), element.get("max_length", 3000)
        if len(value) < least:
            return f"Must be at least {least} characters."
        if len(value) > most:
            return f"Must be less than {most + 1} characters."
    return None


def _stateful(blocks: list[LooseJson]) -> Iterator[tuple[LooseJson, LooseJson]]:
    for block in blocks:
        for element in elements_of(block):
            if element.get("type") in _KEYS:
                yield block, element
