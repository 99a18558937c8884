"""The state of the small Slack: people, channels, messages, whispers, views, homes and what was read."""

import logging
import threading
from collections.abc import Callable
from pathlib import Path

from bot.playground import cast
from bot.playground.clock import MovedClock
from bot.playground.journal import Journal
from bot.playground.shapes import LooseJson, SlackError
from bot.playground.store import DocumentStore
from bot.playground.tickets import Tickets
from bot.playground.weather import Weather

_log = logging.getLogger(__name__)


class Workspace:
    """Everything Slack would remember. Callers hold `lock` while they read or change several things."""

    def __init__(self, path: Path | None = None) -> None:
        self.lock = threading.RLock()
        self.store = DocumentStore(path)
        kept = dict(self.store.all("meta"))
        self.clock = MovedClock(float(kept.get("clock", {}).get("offset", 0.0)), self._keep_offset)
        self.journal = Journal()
        self.tickets = Tickets()
        self.weather = Weather()
        self.faults: list[str] = []
        self.usergroups: dict[str, list[str]] = {}
        self.opening: Callable[[], float] = lambda: 0.0  # how far from real time the clock begins, in seconds
        self.rev = 1
        self._last_micros = 0
        self._load()

    # -- people and channels -------------------------------------------------------------------------

    def person(self, id_: str) -> cast.Member:
        if id_ not in self.people:
            raise SlackError("user_not_found")
        return self.people[id_]

    def channel(self, id_or_name: object) -> LooseJson:
        """A channel or direct conversation by id (or a channel by #name)."""
        name = str(id_or_name).removeprefix("#")
        if name in self.rooms:
            return self.rooms[name]
        found = [room for room in self.rooms.values() if room["name"] == name and name]
        if not found:
            raise SlackError("channel_not_found")
        return found[0]

    def open_dm(self, user: str) -> LooseJson:
        """The direct conversation of the bot with this person, made when it was not there yet."""
        if user in (cast.BOT_USER, cast.SLACKBOT):
            raise SlackError("cannot_dm_bot")
        self.person(user)
        id_ = cast.dm_of(user)
        if id_ not in self.rooms:
            self.save_room({"id": id_, "name": "", "topic": "", "members": [user], "bot": True, "dm": user})
        return self.rooms[id_]

    def save_room(self, room: LooseJson) -> None:
        self.rooms[room["id"]] = room
        self.store.put("room", room["id"], room)
        self.touch()

    def deactivate(self, user: str, *, deleted: bool = True) -> None:
        self.person(user)
        (self.deleted.add if deleted else self.deleted.discard)(user)
        self.store.put("deleted", "all", {"users": sorted(self.deleted)})
        self.touch()

    # -- messages ------------------------------------------------------------------------------------

    def next_ts(self) -> str:
        """A time stamp of product time, unique and growing."""
        micros = max(int(self.clock.now().timestamp() * 1_000_000), self._last_micros + 1)
        self._last_micros = micros
        return f"{micros // 1_000_000}.{micros % 1_000_000:06d}"

    def post(self, channel: str, message: LooseJson) -> LooseJson:
        """Stores a message with its `ts`; a reply also counts at its root."""
        message = {"type": "message", **message, "ts": self.next_ts()}
        self.save_message(channel, message)
        if "thread_ts" in message:
            self._count_reply(channel, message)
        return message

    def message(self, channel: str, ts: object) -> LooseJson:
        found = self.messages.get(channel, {}).get(str(ts))
        if found is None or found.get("subtype") == "tombstone":
            raise SlackError("message_not_found")
        return found

    def save_message(self, channel: str, message: LooseJson) -> None:
        self.messages.setdefault(channel, {})[message["ts"]] = message
        self.store.put("message", f"{channel}:{message['ts']}", message)
        self.touch()

    def remove_message(self, channel: str, ts: str) -> LooseJson:
        """Deletes; a root with replies stays as a tombstone, as in Slack."""
        gone = self.message(channel, ts)
        if gone.get("reply_count"):
            kept = {key: gone[key] for key in _THREAD_KEYS if key in gone}
            stone = {"type": "message", "subtype": "tombstone", "user": cast.SLACKBOT, **kept}
            self.save_message(channel, {**stone, "text": "This message was deleted."})
        else:
            del self.messages[channel][ts]
            self.store.remove("message", f"{channel}:{ts}")
            self.touch()
        return gone

    def top_level(self, channel: str) -> list[LooseJson]:
        """Messages outside threads, oldest first."""
        everything = sorted(self.messages.get(channel, {}).values(), key=lambda one: str(one["ts"]))
        return [one for one in everything if one.get("thread_ts", one["ts"]) == one["ts"]]

    def replies(self, channel: str, root: str) -> list[LooseJson]:
        """The replies under a root, oldest first."""
        everything = sorted(self.messages.get(channel, {}).values(), key=lambda one: str(one["ts"]))
        return [one for one in everything if one.get("thread_ts") == root != one["ts"]]

    def whisper(self, channel: str, user: str, message: LooseJson) -> LooseJson:
        """A message one person sees; Slack forgets those, the playground keeps them for that person."""
        ts = self.next_ts()
        message = {"type": "message", **message, "ts": ts, "channel": channel, "to": user, "ephemeral": True}
        self.whispers[ts] = message
        self.store.put("whisper", ts, message)
        self.touch()
        return message

    def remove_whisper(self, ts: str) -> None:
        if self.whispers.pop(ts, None):
            self.store.remove("whisper", ts)
            self.touch()

    def save_whisper(self, message: LooseJson) -> None:
        self.whispers[message["ts"]] = message
        self.store.put("whisper", message["ts"], message)
        self.touch()

    def _count_reply(self, channel: str, reply: LooseJson) -> None:
        root = self.messages.get(channel, {}).get(reply["thread_ts"])
        if root is None:
            return
        users = [*root.get("reply_users", [])]
        users += [] if reply["user"] in users else [reply["user"]]
        counted = {
            "thread_ts": root["ts"],
            "reply_count": root.get("reply_count", 0) + 1,
            "reply_users_count": len(users),
            "latest_reply": reply["ts"],
            "reply_users": users,
            "is_locked": False,
            "subscribed": False,
        }
        self.save_message(channel, {**root, **counted})

    # -- views ---------------------------------------------------------------------------------------

    def save_stack(self, user: str) -> None:
        self.store.put("stack", user, {"views": self.stacks.get(user, [])})
        self.touch()

    def save_home(self, user: str, view: LooseJson) -> None:
        self.homes[user] = view
        self.store.put("home", user, view)
        self.touch()

    # -- reading -------------------------------------------------------------------------------------

    def read(self, user: str, channel: str) -> None:
        """Mark everything in the channel as seen by this person."""
        reads = self.reads.setdefault(user, {})
        reads[channel] = self.next_ts()
        self.store.put("read", user, reads)
        self.touch()

    # -- the whole -----------------------------------------------------------------------------------

    def touch(self) -> None:
        self.rev += 1

    def fault(self, text: str) -> None:
        """Something the bot did that no Slack knows: said loudly, and tests assert there is none."""
        _log.error("playground: %s", text)
        self.faults.append(text)

    def reset(self) -> None:
        """Empty everything; the clock goes back to where it began."""
        with self.lock:
            self.store.clear()
            self.journal.clear()
            self.faults.clear()
            self.weather = Weather()
            self.clock.set_offset(self.opening())
            self._load()
            self.touch()

    def close(self) -> None:
        with self.lock:
            self.store.close()

    def _keep_offset(self, offset: float) -> None:
        with self.lock:
            self.store.put("meta", "clock", {"offset": offset})
            self.touch()

    def _load(self) -> None:
        self.people = {person.id: person for person in cast.PEOPLE}
        self.rooms: dict[str, LooseJson] = {
            room.id: {**room.model_dump(), "members": list(room.members), "bot": True} for room in cast.ROOMS
        }
        self.rooms.update(self.store.all("room"))
        self.messages: dict[str, dict[str, LooseJson]] = {}
        for id_, message in self.store.all("message"):
            self.messages.setdefault(id_.partition(":")[0], {})[message["ts"]] = message
        self.whispers: dict[str, LooseJson] = dict(self.store.all("whisper"))
        self.stacks: dict[str, list[LooseJson]] = {
            user: one["views"] for user, one in self.store.all("stack")
        }
        self.homes: dict[str, LooseJson] = dict(self.store.all("home"))
        self.reads: dict[str, LooseJson] = dict(self.store.all("read"))
        self.deleted: set[str] = {user for _, one in self.store.all("deleted") for user in one["users"]}
        stamps = [ts for channel in self.messages.values() for ts in channel] + list(self.whispers)
        self._last_micros = max((int(ts.replace(".", "")) for ts in stamps), default=0)


_THREAD_KEYS = ("ts", "thread_ts", "reply_count", "reply_users_count", "latest_reply", "reply_users")
