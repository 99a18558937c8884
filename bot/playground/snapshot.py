"""What the page shows one person at one moment: sidebar, messages, thread, home, modals, clock."""

from datetime import datetime

from bot.playground import cast
from bot.playground.api_chat import permalink_of
from bot.playground.people_api import COMMAND, SHORTCUTS
from bot.playground.shapes import LooseJson
from bot.playground.workspace import Workspace

SHOWN = 200


def hello(space: Workspace) -> LooseJson:
    """Return what does not change while one looks."""
    rooms = [room for room in space.rooms.values() if not room.get("dm")]
    return {
        "team": {"name": cast.TEAM_NAME},
        "people": [
            {
                "id": person.id,
                "name": person.name,
                "real_name": person.real_name,
                "title": person.title,
                "locale": person.locale,
                "tz": person.tz,
                "guest": person.guest,
                "color": "#" + person.color,
                "initials": person.initials,
            }
            for person in space.people.values()
        ],
        "channels": [{"id": room["id"], "name": room["name"], "members": room["members"]} for room in rooms],
        "bot": {"id": cast.BOT_USER, "name": cast.BOT_NAME},
        "commands": [{"name": COMMAND, "hint": "[what you need | list | help]"}],
        "shortcuts": list(SHORTCUTS),
        "platforms": ["slack", "wecom"],
    }


def view(
    space: Workspace, user: str, channel: str | None, thread: str | None, next_due: datetime | None
) -> LooseJson:
    """The whole of what this person sees. The caller holds the lock."""
    person = space.person(user)
    seen = channel if channel and _may_see(space, user, channel) else None
    return {
        "rev": space.rev,
        "clock": shown_clock(space, person.tz, next_due),
        "sidebar": sidebar(space, user),
        "unread_by_person": {one: sum(row["unread"] for row in sidebar(space, one)) for one in space.people},
        "left": sorted(space.deleted),
        "channel": _channel(space, seen) if seen else None,
        "messages": _messages(space, user, seen) if seen else [],
        "thread": _thread(space, user, seen, thread) if seen and thread else None,
        "home": space.homes.get(user),
        "modals": space.stacks.get(user, []),
    }


def shown_clock(space: Workspace, tz: str, next_due: datetime | None) -> LooseJson:
    """Product time, and when something is due next."""
    return {
        "now": space.clock.now().isoformat(),
        "offset_seconds": space.clock.offset,
        "tz": tz,
        "stepping": space.clock.stepping,
        "next_due": next_due.isoformat() if next_due else None,
    }


def sidebar(space: Workspace, user: str) -> list[LooseJson]:
    """Home, the conversation with the bot, and the channels this person is in, with what is unread."""
    rows: list[LooseJson] = [{"id": "home", "name": cast.BOT_NAME, "kind": "home", "unread": 0, "mention": 0}]
    dm = cast.dm_of(user)
    rows.append({"id": dm, "name": cast.BOT_NAME, "kind": "dm", **_unread(space, user, dm)})
    for room in space.rooms.values():
        if not room.get("dm") and user in room["members"]:
            row = {"id": room["id"], "name": room["name"], "kind": "channel"}
            rows.append({**row, **_unread(space, user, room["id"])})
    return rows


def _unread(space: Workspace, user: str, channel: str) -> LooseJson:
    since = space.reads.get(user, {}).get(channel, "")
    fresh = [one for ts, one in space.messages.get(channel, {}).items() if ts > since and one["user"] != user]
    fresh = [one for one in fresh if _concerns(space, user, channel, one)]
    whispered = [one for one in _whispers(space, user, channel) if one["ts"] > since]
    mine = [one for one in fresh if channel == cast.dm_of(user) or f"<@{user}>" in repr(one)]
    return {"unread": len(fresh) + len(whispered), "mention": len(mine) + len(whispered)}


def _concerns(space: Workspace, user: str, channel: str, message: LooseJson) -> bool:
    """A reply counts for those in its thread and those it names; a top-level message for everyone."""
    root = message.get("thread_ts", message["ts"])
    if root == message["ts"] or channel == cast.dm_of(user):
        return message.get("subtype") != "tombstone"
    first: LooseJson = space.messages[channel].get(str(root), {})
    taking_part = {first.get("user"), *first.get("reply_users", [])}
    return user in taking_part or f"<@{user}>" in repr(message) or f"<@{user}>" in repr(first)


def _messages(space: Workspace, user: str, channel: str) -> list[LooseJson]:
    told = [one for one in _whispers(space, user, channel) if "thread_ts" not in one]
    everything = sorted([*space.top_level(channel), *told], key=lambda one: str(one["ts"]))
    return [_shown(channel, one) for one in everything[-SHOWN:]]


def _thread(space: Workspace, user: str, channel: str, root: str) -> LooseJson | None:
    first = space.messages.get(channel, {}).get(root)
    if first is None:
        return None
    told = [one for one in _whispers(space, user, channel) if one.get("thread_ts") == root]
    replies = sorted([*space.replies(channel, root), *told], key=lambda one: str(one["ts"]))
    return {"root": _shown(channel, first), "replies": [_shown(channel, one) for one in replies]}


def _whispers(space: Workspace, user: str, channel: str) -> list[LooseJson]:
    return [one for one in space.whispers.values() if one["to"] == user and one["channel"] == channel]


def _shown(channel: str, message: LooseJson) -> LooseJson:
    return {**message, "permalink": permalink_of("", channel, message)}


def _channel(space: Workspace, id_: str) -> LooseJson:
    if id_ not in space.rooms:
        return {"id": id_, "name": cast.BOT_NAME, "kind": "dm", "topic": "", "archived": False}
    room = space.rooms[id_]
    kind = "dm" if room.get("dm") else "channel"
    name = cast.BOT_NAME if room.get("dm") else room["name"]
    archived = bool(room.get("is_archived"))
    return {"id": id_, "name": name, "kind": kind, "topic": room["topic"], "archived": archived}


def _may_see(space: Workspace, user: str, channel: str) -> bool:
    return channel == cast.dm_of(user) or user in space.rooms.get(channel, {}).get("members", [])
