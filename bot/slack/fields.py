"""The questions of a form as input blocks, and their answers read back from a view's state."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from bot.cards.elements import Field
from bot.inbox.incoming import FieldValue, FieldValues
from bot.service.json_types import Json
from bot.slack import escape
from bot.slack.blocks import USER
from bot.slack.rich import plain_text

PREFIX = "f:"
ACTION = "eoac:answer"
_INTEGER = re.compile(r"-?\d{1,15}\Z")


def input_block(field: Field, room: int) -> Json:
    """One question; initial answers and hints no longer than `room`."""
    block: Json = {
        "type": "input",
        "block_id": block_id(field.key),
        "label": plain_text(field.label, 2000, otherwise=escape.one_line(field.key, 200)),
        "element": {**_element(field, room), "action_id": ACTION},
        "optional": not field.required,
    }
    if field.hint and field.hint.strip():
        hint = escape.plain(field.hint, min(room, 2000))
        block["hint"] = {"type": "plain_text", "text": hint, "emoji": True}
    if field.refresh:
        block["dispatch_action"] = True
    return block


def block_id(key: str) -> str:
    """Return the id of the block where an answer stands, and its error as well."""
    return PREFIX + escape.clean(key[:200])


def _element(field: Field, room: int) -> Json:
    options = _options(field.choices)
    match field.kind:
        case "choice" if options:
            return _choice(field, options)
        case "checks" if options:
            return _checks(field, options)
        case "date":
            return _with({"type": "datepicker"}, _placeholder(field), initial_date=_day(field.value))
        case "person":
            return _with({"type": "users_select"}, _placeholder(field), initial_user=_user(field.value))
        case "number":
            number: Json = {"type": "number_input", "is_decimal_allowed": False}
            return _with(number, _placeholder(field), initial_value=_integer(field.value))
        case _:
            return _typed(field, room)


def _typed(field: Field, room: int) -> Json:
    longest = max(1, min(field.limit, 3000))
    many = field.kind == "text"
    element: Json = {"type": "plain_text_input", "multiline": many, "max_length": longest}
    if field.refresh and not many:
        element["dispatch_action_config"] = {"trigger_actions_on": ["on_enter_pressed"]}
    value = field.value if isinstance(field.value, str) else ""
    shorten = escape.plain if many else escape.one_line
    return _with(element, _placeholder(field), initial_value=shorten(value, min(longest, room), "") or None)


def _choice(field: Field, options: list[Json]) -> Json:
    chosen = next((option for option in options if option["value"] == field.value), None)
    if len(options) <= 5:
        return _with({"type": "radio_buttons", "options": options}, {}, initial_option=chosen)
    return _with({"type": "static_select", "options": options}, _placeholder(field), initial_option=chosen)


def _checks(field: Field, options: list[Json]) -> Json:
    wanted = field.value if isinstance(field.value, tuple) else ()
    chosen = [option for option in options if option["value"] in wanted] or None
    if len(options) <= 10:
        return _with({"type": "checkboxes", "options": options}, {}, initial_options=chosen)
    menu: Json = {"type": "multi_static_select", "options": options}
    return _with(menu, _placeholder(field), initial_options=chosen)


def _options(choices: Sequence[tuple[str, str]]) -> list[Json]:
    """At most 100, each value once: Slack takes no more."""
    labels: dict[str, str] = {}
    for value, label in choices:
        if short := escape.clean(value[:150]):
            labels.setdefault(short, label)
    kept = list(labels.items())[:100]
    return [{"text": plain_text(label, 75, value), "value": value} for value, label in kept]


def _placeholder(field: Field) -> Json:
    if not field.placeholder or not field.placeholder.strip():
        return {}
    return {"placeholder": plain_text(field.placeholder, 150)}


def _with(element: Json, more: Json, **initial: object) -> Json:
    return {**element, **more, **{key: value for key, value in initial.items() if value is not None}}


def _day(value: object) -> str | None:
    return value.isoformat() if isinstance(value, date) else None


def _user(value: object) -> str | None:
    found = USER.match(value) if isinstance(value, str) else None
    return found.group(1) if found else None


def _integer(value: object) -> str | None:
    return value if isinstance(value, str) and _INTEGER.match(value) else None


def answers_in(values: object) -> FieldValues:
    """The answers in `view.state.values`; a question without an answer is missing, but for checks: ()."""
    found: FieldValues = {}
    for where, elements in _items(values):
        for _, state in _items(elements):
            answer = _answer(state)
            if where.startswith(PREFIX) and answer is not None:
                found[where.removeprefix(PREFIX)] = answer
    return found


def _answer(state: object) -> FieldValue | None:
    if not isinstance(state, dict):
        return None
    match state:
        case {"type": "datepicker", "selected_date": str(day)}:
            return _date(day)
        case {"type": "users_select", "selected_user": str(user)} if user:
            return f"slack:{escape.storable(user)}"
        case {"selected_option": {"value": str(value)}}:
            return escape.storable(value)
        case {"selected_options": list(options)}:
            return tuple(_chosen(options))
        case {"value": str(text)} if text.strip():
            return escape.storable(text)
        case _:
            return None


def _chosen(options: Iterable[object]) -> Iterable[str]:
    for option in options:
        match option:
            case {"value": str(value)}:
                yield escape.storable(value)


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _items(thing: object) -> Iterable[tuple[str, object]]:
    return thing.items() if isinstance(thing, dict) else ()
