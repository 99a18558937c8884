"""Changes to what the bot lives in, for fault tests: weather, archived channels, people who left."""

from bot.playground.shapes import LooseJson
from bot.playground.weather import Weather
from bot.playground.workspace import Workspace


def change_conditions(space: Workspace, body: LooseJson) -> LooseJson:
    """Weather knobs by name, and lists under `archive`, `unarchive`, `remove_bot`, `add_bot`, `deactivate`,
    `activate`; the weather now."""
    lists = {key: body.pop(key, []) for key in _CHANGES}
    space.weather = Weather.model_validate({**space.weather.model_dump(), **body})
    for key, ids in lists.items():
        for id_ in ids:
            _change(space, key, str(id_))
    space.touch()
    return space.weather.model_dump()


_ROOM_CHANGES: dict[str, LooseJson] = {
    "archive": {"is_archived": True},
    "unarchive": {"is_archived": False},
    "remove_bot": {"bot": False},
    "add_bot": {"bot": True},
}
_CHANGES = (*_ROOM_CHANGES, "deactivate", "activate")


def _change(space: Workspace, key: str, id_: str) -> None:
    if key in _ROOM_CHANGES:
        space.save_room({**space.channel(id_), **_ROOM_CHANGES[key]})
    else:
        space.deactivate(id_, deleted=key == "deactivate")
