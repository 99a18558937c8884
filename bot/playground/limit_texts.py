"""Slack's limits on the small parts of Block Kit: texts, options, confirmations. Faults are collected."""

from collections.abc import Iterable

from bot.playground.shapes import LooseJson

PLAIN = ("plain_text",)
ANY_TEXT = ("plain_text", "mrkdwn")


class Faults:
    """What Slack would complain about, each with where it stands, in Slack's wording."""

    def __init__(self) -> None:
        self.messages: list[str] = []

    def add(self, path: str, text: str) -> None:
        self.messages.append(f"[ERROR] {text} [json-pointer:{path}]")

    def keys(self, path: str, part: LooseJson, allowed: Iterable[str], required: Iterable[str] = ()) -> None:
        """Refuses unknown keys and missing ones."""
        for key in sorted(set(part) - set(allowed) - {"type"}):
            self.add(path, f"invalid additional property: {key}")
        for key in required:
            if key not in part:
                self.add(path, f"missing required field: {key}")

    def string(self, path: str, part: LooseJson, key: str, limit: int, *, empty: bool = False) -> None:
        """A plain string field, when it is there: not empty, not too long."""
        if key not in part:
            return
        value = part[key]
        if not isinstance(value, str):
            self.add(f"{path}/{key}", "must be a string")
        elif not value and not empty:
            self.add(f"{path}/{key}", "must be more than 0 characters")
        elif len(value) > limit:
            self.add(f"{path}/{key}", f"must be less than {limit + 1} characters")

    def count(self, path: str, value: object, most: int, least: int = 1) -> list[object]:
        """A list of `least` to `most` things; the things, or nothing when it is no such list."""
        if not isinstance(value, list):
            self.add(path, "must be an array")
            return []
        if len(value) < least:
            self.add(path, f"no fewer than {least} items allowed")
        if len(value) > most:
            self.add(path, f"no more than {most} items allowed")
        return value


def check_text(
    faults: Faults, path: str, value: object, limit: int, kinds: tuple[str, ...] = ANY_TEXT
) -> None:
    """A text object. https://docs.slack.dev/reference/block-kit/composition-objects/text-object"""
    if not isinstance(value, dict):
        faults.add(path, "must be a text object")
        return
    if value.get("type") not in kinds:
        faults.add(f"{path}/type", f"must be one of: {', '.join(kinds)}")
        return
    faults.keys(path, value, ("text", "emoji" if value["type"] == "plain_text" else "verbatim"), ("text",))
    faults.string(path, value, "text", limit)


def text_in(faults: Faults, path: str, part: LooseJson, key: str, limit: int, kinds: tuple[str, ...]) -> None:
    """A text object under a key, when it is there."""
    if key in part:
        check_text(faults, f"{path}/{key}", part[key], limit, kinds)


def confirm(faults: Faults, path: str, part: LooseJson) -> None:
    """https://docs.slack.dev/reference/block-kit/composition-objects/confirmation-dialog-object"""
    if "confirm" not in part:
        return
    path, value = f"{path}/confirm", part["confirm"]
    if not isinstance(value, dict):
        faults.add(path, "must be a confirmation dialog object")
        return
    needed = ("title", "text", "confirm", "deny")
    faults.keys(path, value, (*needed, "style"), needed)
    text_in(faults, path, value, "title", 100, PLAIN)
    text_in(faults, path, value, "text", 300, ANY_TEXT)
    text_in(faults, path, value, "confirm", 30, PLAIN)
    text_in(faults, path, value, "deny", 30, PLAIN)
    style(faults, path, value)


def style(faults: Faults, path: str, part: LooseJson) -> None:
    if part.get("style", "primary") not in ("primary", "danger"):
        faults.add(f"{path}/style", "must be one of: primary, danger")


def options(faults: Faults, path: str, value: object, most: int, kinds: tuple[str, ...]) -> None:
    """Options of a select, radio group, checkboxes or overflow menu."""
    for index, option in enumerate(faults.count(path, value, most)):
        _option(faults, f"{path}/{index}", option, kinds)


def _option(faults: Faults, path: str, option: object, kinds: tuple[str, ...]) -> None:
    if not isinstance(option, dict):
        faults.add(path, "must be an option object")
        return
    faults.keys(path, option, ("text", "value", "description", "url"), ("text", "value"))
    text_in(faults, path, option, "text", 75, kinds)
    text_in(faults, path, option, "description", 75, kinds)
    faults.string(path, option, "value", 150)
