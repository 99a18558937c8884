"""Slack's documented shapes (tests/fixtures/slack) and how ours are held against them."""

import json
from pathlib import Path

from bot.playground.shapes import LooseJson

FOLDER = Path(__file__).parents[2] / "fixtures" / "slack"
# What stands inside these is the bot's or the person's own, not Slack's.
_OPEN = {"blocks", "values", "payload"}


def fixture(name: str) -> LooseJson:
    whole: LooseJson = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
    return whole


def differences(name: str, ours: LooseJson) -> list[str]:
    """Keys that are missing or too many, and types that differ; null on either side fits any type."""
    known = fixture(name)
    found = _compare("", ours, known["body"])
    return [one for one in found if one not in {f"too many: {key}" for key in known["also"]}]


def _compare(path: str, ours: object, theirs: object) -> list[str]:
    if path.rpartition(".")[2] in _OPEN or ours is None or theirs is None:
        return []
    if type(ours) is not type(theirs):
        return [f"{path}: {type(ours).__name__} instead of {type(theirs).__name__}"]
    if isinstance(ours, list) and isinstance(theirs, list):
        return _compare(path, ours[0], theirs[0]) if ours and theirs else []
    if not isinstance(ours, dict) or not isinstance(theirs, dict):
        return []
    under = f"{path}." if path else ""
    found = [f"missing: {under}{key}" for key in sorted(theirs.keys() - ours.keys())]
    found += [f"too many: {under}{key}" for key in sorted(ours.keys() - theirs.keys())]
    for key in sorted(ours.keys() & theirs.keys()):
        found += _compare(under + key, ours[key], theirs[key])
    return found
