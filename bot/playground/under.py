"""The bot under the playground: its clock can be moved, its state looked at, and all of it forgotten."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Protocol
from zoneinfo import ZoneInfo

from starlette.types import ASGIApp

from bot.playground.doorway import Doorway
from bot.playground.ports import BotAway
from bot.playground.shapes import LooseJson

if TYPE_CHECKING:  # a second of start-up, and the page comes first
    from bot.outbox.mailroom import Kept
    from workflows.calendars import Calendar
    from workflows.languages import Language
    from workflows.ports import Due, Store
    from workflows.state.events import Recorded
    from workflows.state.request import Request

LONGEST_START = 10.0  # seconds that a question waits for a bot that is starting
LONGEST_REST = 8.0  # seconds in which everything said should have arrived
FAR = timedelta(days=400)
SHOWN = 50  # requests, and due things, in the inspector
MORNING = time(10)
STAYS = timedelta(hours=2)  # for which a company that is at work should go on to be


class ProductClock:
    """Product time: real time and an offset."""

    def __init__(self) -> None:
        self.offset = 0.0

    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=self.offset)


class Rests(Protocol):
    """The sender."""

    def drain(self, timeout: float) -> bool: ...


class Sweeper(Protocol):
    """The ticker."""

    def sweep(self) -> int: ...


class Product(Protocol):
    """The composed bot, as far as the playground handles it."""

    @property
    def store(self) -> Kept: ...
    @property
    def sender(self) -> Rests: ...
    @property
    def ticker(self) -> Sweeper: ...
    def state_of(self, request: Request) -> str: ...
    def moments_of(self, number: int) -> tuple[tuple[str, datetime], ...]: ...
    def web(self) -> ASGIApp: ...
    def start(self) -> None: ...
    def stop(self) -> None: ...


Tour = Callable[["Store", "Language"], list[LooseJson]]


@dataclass
class Under:
    """Implements the playground's `Bot`. `make` composes the product anew, `forget` deletes what it stored."""

    clock: ProductClock
    make: Callable[[], Product]
    tour_of: Tour
    forget: Callable[[], None]
    door: Doorway = field(default_factory=Doorway)
    _product: Product | None = None
    _changing: threading.RLock = field(default_factory=threading.RLock)
    _up: threading.Event = field(default_factory=threading.Event)

    def start(self) -> None:
        """Once: a reset that came first has started it already."""
        with self._changing:
            if self._product is not None:
                return
            product = self.make()
            self.door.open(product.web())
            product.start()
            self._product = product
            self._up.set()

    def stop(self) -> None:
        with self._changing:
            self._up.clear()
            self.door.close()
            if self._product is not None:
                self._product.stop()
                self._product = None

    def next_due(self) -> datetime | None:
        """The next thing that happens, or is said after it was held back. None while it starts."""
        bot = self._product
        if bot is None:
            return None
        coming = (bot.store.next_due(), bot.store.next_told(self.clock.now()))
        return min((at for at in coming if at), default=None)

    def settle(self) -> None:
        """Do and say everything that is due, and what follows from it at the same moment."""
        bot = self._bot()
        while bot.ticker.sweep():
            bot.sender.drain(LONGEST_REST)
        bot.sender.drain(LONGEST_REST)

    def inspect(self, number: int | None) -> LooseJson:
        from workflows.ports import Find

        bot = self._bot()
        subject = bot.store.request(number) if number else None
        due = bot.store.due(self.clock.now() + FAR, SHOWN)
        return {
            "requests": [self._line(request) for request in bot.store.find(Find(limit=SHOWN))],
            "request": subject.model_dump(mode="json") if subject else None,
            "events": [_event(recorded) for recorded in bot.store.history(number)] if number else [],
            "due": [row for one in due for row in self._due_rows(one)],
        }

    def tour(self, lang: str) -> list[LooseJson]:
        return self.tour_of(self._bot().store, "zh" if lang.startswith("zh") else "en")

    def reset(self) -> None:
        with self._changing:
            self.stop()
            self.forget()
            self.start()

    def set_time(self, offset_seconds: float) -> None:
        self.clock.offset = offset_seconds

    def _bot(self) -> Product:
        """Raises BotAway when it does not come up."""
        self._up.wait(LONGEST_START)
        if self._product is None:
            raise BotAway("the bot is not running")
        return self._product

    def _line(self, request: Request) -> LooseJson:
        title = request.need.words or request.words
        return {"number": request.number, "title": title, "state": self._bot().state_of(request)}

    def _due_rows(self, due: Due) -> Iterator[LooseJson]:
        """A request's row is due at its next moment, which has a name; a digest's has its department's."""
        from workflows.keys import DueKind, read_due_key

        key = read_due_key(due.key)
        moments = self._bot().moments_of(key.number) if key.kind is DueKind.REQUEST else ()
        if moments:
            yield {"at": due.at.isoformat(), "number": key.number, "kind": moments[0][0]}
        else:
            yield {"at": due.at.isoformat(), "kind": f"{key.kind} {key.subject}"}


def opening_offset(calendar: Calendar, now: datetime) -> float:
    """Seconds until the company is next at work, at ten in the morning; 0 if it is, and stays for a while.

    Whoever comes to try it would see nothing happen: what isn't urgent waits for working hours.
    """
    if calendar.is_open(now) and calendar.closes(calendar.local_day(now)) - now >= STAYS:
        return 0.0
    zone = ZoneInfo(calendar.timezone)
    day = calendar.local_day(now)
    while True:
        morning = datetime.combine(day, MORNING, zone)
        if morning > now and calendar.is_working_day(day) and calendar.is_open(morning):
            return (morning - now).total_seconds()
        day = calendar.next_working_day(day)


def _event(recorded: Recorded) -> LooseJson:
    fields = recorded.event.model_dump(mode="json", exclude={"name"})
    return {"at": recorded.at.isoformat(), "by": recorded.by, "name": recorded.event.name, "fields": fields}
