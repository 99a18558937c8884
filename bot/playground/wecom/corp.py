"""The state of the small WeCom: members, what each sees, the app's menu, what was read, what was dropped."""

import logging
import threading
from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from bot.playground.clock import MovedClock
from bot.playground.journal import Journal
from bot.playground.shapes import LooseJson
from bot.playground.store import DocumentStore
from bot.playground.wecom import cast
from bot.playground.wecom.shapes import NO_SUCH_USER, WecomError
from bot.playground.wecom.tickets import Tickets
from bot.playground.wecom.weather import Weather

_log = logging.getLogger(__name__)
MINUTELY, HOURLY = (
    30,
    1000,
)  # messages of one app to one member: https://developer.work.weixin.qq.com/document/path/96212
Gone = Literal["disabled", "removed"]


class Corp:
    """Everything WeCom would remember. Callers hold `lock` while they read or change several things."""

    def __init__(
        self,
        path: Path | None = None,
        *,
        clock: MovedClock | None = None,
        journal: Journal | None = None,
        touched: Callable[[], None] = lambda: None,
    ) -> None:
        self.lock = threading.RLock()
        self.store = DocumentStore(path)
        self.clock = clock or MovedClock()
        self.journal = journal or Journal()
        self.touched = touched
        self.weather = Weather()
        self.faults: list[str] = []
        self.dropped: list[LooseJson] = []
        self.rev = 1
        self._load()

    # -- people --------------------------------------------------------------------------------------

    def member(self, id_: object) -> cast.Member:
        """Return the member with this id, in upper or lower case, if the app may see them."""
        found = self._members.get(str(id_).lower())
        if found is None or self.gone.get(found.id) == "removed":
            raise WecomError(NO_SUCH_USER, str(id_))
        return found

    def is_member(self, id_: object) -> bool:
        return str(id_).lower() in self._members and self.gone.get(str(id_).lower()) != "removed"

    def members(self) -> Iterator[cast.Member]:
        return (one for one in self._members.values() if self.gone.get(one.id) != "removed")

    def reachable(self, id_: str) -> bool:
        return self.is_member(id_) and id_.lower() not in self.gone and not self.weather.unreachable

    def depart(self, id_: str, how: Gone | None) -> None:
        """Disabled or removed from the app's sight; None brings back."""
        key = id_.lower()
        self.gone.pop(key, None)
        if how is not None:
            self.gone[key] = how
        self.store.put("gone", "all", {"members": self.gone})
        self.touch()

    # -- messages ------------------------------------------------------------------------------------

    def next_number(self) -> int:
        """For message ids: they only grow, over restarts too."""
        self._last += 1
        self.store.put("meta", "last", {"number": self._last})
        return self._last

    def arrive(self, user: str, message: LooseJson) -> LooseJson:
        """Puts a message before this member's eyes; `id` is its place in their conversation."""
        id_ = f"{self.next_number():010d}"
        return self.save({**message, "id": id_, "user": user, "at": self.clock.now().isoformat()})

    def save(self, message: LooseJson) -> LooseJson:
        self.messages[message["id"]] = message
        self.store.put("message", message["id"], message)
        self.touch()
        return message

    def seen_by(self, user: str) -> list[LooseJson]:
        """A member's conversation with the app, oldest first."""
        return [one for _, one in sorted(self.messages.items()) if one["user"] == user]

    def card(self, user: str, task_id: object) -> LooseJson | None:
        """The newest card of this task that the member sees."""
        cards = [one for one in self.seen_by(user) if one["type"] == "card"]
        return next(
            (one for one in reversed(cards) if task_id in (one.get("task_id"), one.get("sent_as"))), None
        )

    def room_for(self, user: str) -> bool:
        """Counts a message to this member; False when it is one too many, and WeCom drops it silently."""
        now, times = self.clock.now(), self._sent[user]
        while times and times[0] <= now - timedelta(hours=1):
            times.popleft()
        full_minute = len(times) >= MINUTELY and times[-MINUTELY] > now - timedelta(minutes=1)
        if full_minute or len(times) >= HOURLY:
            return False
        times.append(now)
        return True

    # -- reading, the menu ---------------------------------------------------------------------------

    def read(self, user: str) -> None:
        newest = max((id_ for id_, one in self.messages.items() if one["user"] == user), default="")
        self.reads[user] = newest
        self.store.put("read", user, {"until": newest})
        self.touch()

    def unread(self, user: str) -> int:
        since = self.reads.get(user, "")
        return sum(1 for one in self.seen_by(user) if one["from"] == "app" and one["id"] > since)

    def save_menu(self, buttons: list[LooseJson]) -> None:
        self.menu = buttons
        self.store.put("menu", cast.AGENT_ID, {"button": buttons})
        self.touch()

    # -- the whole -----------------------------------------------------------------------------------

    def touch(self) -> None:
        self.rev += 1
        self.touched()

    def fault(self, text: str) -> None:
        """Something the bot did that breaks WeCom's rules: said loudly, and tests assert there is none."""
        _log.error("playground, WeCom: %s", text)
        self.faults.append(text)

    def reset(self) -> None:
        with self.lock:
            self.store.clear()
            self.faults.clear()
            self.dropped.clear()
            self.weather = Weather()
            menu, tickets = self.menu, self.tickets
            self._load()
            # The app keeps its menu and its token, as it keeps its secret.
            self.save_menu(menu)
            self.tickets.keep_token(tickets)
            self.touch()

    def close(self) -> None:
        with self.lock:
            self.store.close()

    def _load(self) -> None:
        kept = dict(self.store.all("meta"))
        self._last = int(kept.get("last", {}).get("number", 0))
        self._members = {one.id: one for one in cast.MEMBERS}
        self._sent: dict[str, deque[datetime]] = defaultdict(deque)
        self.messages: dict[str, LooseJson] = dict(self.store.all("message"))
        self.tasks: dict[str, str] = {id_: one["of"] for id_, one in self.store.all("task")}
        self.menu = next((list(one["button"]) for _, one in self.store.all("menu")), [])
        self.reads = {user: str(one["until"]) for user, one in self.store.all("read")}
        self.gone: dict[str, Gone] = next((one["members"] for _, one in self.store.all("gone")), {})
        self.tickets = Tickets(self.store)
