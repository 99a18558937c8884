"""Fakes that work: a platform in memory with its bad days, a clock to move, a voice that says little."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta

from bot.cards.elements import Button, Buttons, Card, Home, Words
from bot.outbox.channel import Later, Revoked, Unclear, Unreachable, Vanished
from workflows.calendars import Calendar, Hours
from workflows.definition import Company, Department, Text
from workflows.news.table import news_of
from workflows.ports import Notice, Profile
from workflows.state.request import Request
from workflows.state.values import Person

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


class FakeClock:
    """Product time that moves when told to."""

    def __init__(self, at: datetime = NOW) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at

    def move(self, by: timedelta) -> None:
        self.at += by


class FakeTick:
    """The machine's own seconds, moved by hand."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds

    def move(self, seconds: float) -> None:
        self.seconds += seconds


@dataclass
class Message:
    """One that stands on the fake platform."""

    to: str
    card: Card
    key: str
    under: str | None
    versions: list[Card] = field(default_factory=list)


class FakeChannel:
    """A platform that keeps its messages in a dict, and has bad days.

    So many answers get `lost` after the message arrived; `gone` conversations are unreachable.
    """

    def __init__(self, platform: str = "slack") -> None:
        self.platform = platform
        self.messages: dict[str, Message] = {}
        self.homes: dict[Person, list[Home]] = {}
        self.calls: list[str] = []
        self.quiet: list[bool] = []  # of each change, whether nobody was to be disturbed
        self.lost = 0
        self.down: float = 0  # seconds it asks to wait
        self.gone: set[str] = set()
        self.revoked = False
        self.before_answer: Callable[[], None] = lambda: None

    def post(self, to: str, card: Card, key: str, under: str | None = None) -> str:
        self._weather("post", to)
        if under is not None and under not in self.messages:
            raise Vanished(under)
        where = f"{self.platform}:D{to.partition(':')[2]}/{len(self.calls)}.0"
        self.messages[where] = Message(to, card, key, under)
        self.before_answer()
        if self.lost:
            self.lost -= 1
            raise Unclear("the answer was lost")
        return where

    def update(self, where: str, card: Card, *, quiet: bool = False) -> str:
        self._weather("update", where)
        self.quiet.append(quiet)
        if where not in self.messages:
            raise Vanished(where)
        message = self.messages[where]
        message.versions.append(message.card)
        message.card = card
        return where

    def find(self, to: str, key: str, under: str | None = None) -> str | None:
        self._weather("find", to)
        there = (
            where
            for where, message in self.messages.items()
            if message.to == to and message.under == under and key in message.key.split()
        )
        return next(there, None)

    def home(self, person: Person, home: Home) -> None:
        self._weather("home", person)
        self.homes.setdefault(person, []).append(home)

    def profile(self, person: Person) -> Profile:
        try:
            self._weather("profile", person)
        except Unreachable:
            return Profile(person=person, name=person, language="en", timezone="UTC", may_act=False)
        return Profile(person=person, name=person, language="en", timezone="Asia/Shanghai")

    def renewed(self, person: Person) -> Profile:
        return self.profile(person)

    def delete(self, where: str) -> None:
        """By somebody's hand."""
        del self.messages[where]

    def said(self, to: str) -> list[str]:
        return [message.card.title for message in self.messages.values() if message.to == to]

    def calls_of(self, kind: str) -> int:
        return sum(call.startswith(f"{kind} ") for call in self.calls)

    def _weather(self, call: str, to: str) -> None:
        self.calls.append(f"{call} {to}")
        if self.revoked:
            raise Revoked("token_revoked")
        if self.down:
            raise Later(self.down, "asked to wait")
        if to in self.gone:
            raise Unreachable(to)


class PlainSpeak:
    """Titles that tests can read: kind, number, version. Of a closed request nobody is reminded."""

    def __init__(self) -> None:
        self.fails_on: set[str] = set()
        self.waits_for: set[int] = set()  # requests of people whose platform is away

    def card(self, notice: Notice, request: Request | None, *, latest: bool) -> Card | None:
        reminds = news_of(notice).reminds
        if reminds and request is not None and not request.is_open:
            return None
        return self.standing(notice, request, latest=latest)

    def standing(self, notice: Notice, request: Request | None, *, latest: bool) -> Card:
        if notice.kind in self.fails_on:
            raise ValueError(notice.kind)
        if notice.number in self.waits_for:
            raise Later(5, "nobody can be looked up there")
        title = f"{notice.kind} #{notice.number} v{request.version if request else 0}"
        button = Buttons(buttons=(Button(act="take", label="Take it", about="x"),))
        return Card(title=title, summary=title, elements=(button,) if latest else (Words(text="later"),))

    def bundle(self, said: Sequence[tuple[Notice, Request | None]], *, latest: bool = True) -> Card:
        lines = (f"#{notice.number} v{request.version if request else 0}" for notice, request in said)
        title = ", ".join(lines)
        return Card(title=f"reminders {title}", summary=title)

    def home(self, person: Person) -> Home:
        return Home(elements=(Words(text=person),))


def has_buttons(card: Card) -> bool:
    return any(isinstance(element, Buttons) for element in card.elements)


def a_calendar() -> Calendar:
    day = ((time(9), time(18)),)
    return Calendar(timezone="Asia/Shanghai", hours=Hours(days=dict.fromkeys(range(5), day)))


def a_company() -> Company:
    words = Text(en="IT", zh="信息技术部")
    it = Department(
        id="it",
        name=words,
        leads=("slack:U0LIN",),
        members=("slack:U0BEN",),
        channel="slack:C0IT",
        calendar=a_calendar(),
        escalation="slack:U0MARIA",
    )
    return Company(name=words, calendar=a_calendar(), departments={"it": it}, workflows={})
