"""What everybody who sends works with: the outbox, the platforms' lines, the cards, the company, the time."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.cards.elements import Card, Home
from bot.outbox.pacing import Lines, Pace
from workflows.definition import Company
from workflows.news import freshness
from workflows.news.table import SAID, news_of
from workflows.ports import Clock, Notes, Notice, Outbox, Place, Receipt, Store
from workflows.state.request import Request
from workflows.state.values import Person
from workflows.time import delivery_time


class Speak(Protocol):
    """How notices are said. Pure: rendered from the request as it is now."""

    def card(self, notice: Notice, request: Request | None, *, latest: bool) -> Card | None:
        """Return what to say. None: it is not true any more, so it is not said.

        `latest`: nothing newer about this request stands there, so the buttons stand here.
        """
        ...

    def standing(self, notice: Notice, request: Request | None, *, latest: bool) -> Card | None:
        """Return what a message that stands already shows by now; None leaves it as it is."""
        ...

    def bundle(self, said: Sequence[tuple[Notice, Request | None]], *, latest: bool = True) -> Card:
        """Several things for one person as one message; of one request, it is that request's card."""
        ...

    def home(self, person: Person) -> Home:
        """Return this person's own page."""
        ...


class Kept(Store, Outbox, Notes, Protocol):
    """A store is its own outbox: what is to be said is stored with what happened. And it keeps small notes."""


@dataclass(frozen=True)
class Mailroom:
    """The tools of the trade, shared."""

    store: Kept
    lines: Lines
    pace: Pace
    clock: Clock
    speak: Speak
    company: Callable[[], Company]

    def request_of(self, notice: Notice) -> Request | None:
        return None if notice.number is None else self.store.request(notice.number)

    def coming(self, number: int) -> set[tuple[Place, str]]:
        """The addresses at which a new message about this request is to be said now."""
        waiting = (one.notice for one in self.store.waiting_about(number, self.clock.now()))
        return {(one.place, one.to) for one in waiting if one.place != "thread"}

    def rests(self, receipt: Receipt, request: Request | None) -> bool:
        """Whether its reader is not at work now, nor there: nothing new is sent for its sake."""
        if request is None or receipt.notice.place != "person":
            return False
        now = self.clock.now()
        return delivery_time.when(request, self.company(), "person", receipt.notice.to, now) > now

    def no_news(self, notice: Notice, request: Request | None, said: Iterable[Notice]) -> str:
        """Why it need not be said any more, "" if it is news; `said`: what the same message says."""
        if request is None or (notice.happened is None and news_of(notice) is not SAID):
            return ""
        standing = tuple(one for one in self.store.receipts(request.number) if one.where)
        if freshness.is_old(notice, request, standing):
            return "no news any more"
        told = (*(one.notice for one in standing), *said)
        return "said a moment ago" if freshness.is_repeated(notice, request, told) else ""

    def conversation(self, notice: Notice) -> str:
        """The platform's address of the person, or of the department's home channel; "" if it has none."""
        if notice.place == "person":
            return self.company().one(notice.to)
        return self.company().department(notice.to).channel

    def standing_at(self, receipt: Receipt) -> list[Receipt]:
        """All that the message of this receipt says, itself among it."""
        numbers = {int(number) for number in receipt.notice.facts.get("together", "").split()}
        if not numbers:
            return [receipt]
        return [one for n in sorted(numbers) for one in self.store.receipts(n) if one.where == receipt.where]


def fingerprint(card: Card) -> str:
    """Two cards that show the same have the same one."""
    return hashlib.sha256(card.model_dump_json().encode()).hexdigest()[:32]


def marked(notice: Notice, **facts: str) -> Notice:
    """Return the same notice, with something to remember about its message."""
    return notice.model_copy(update={"facts": notice.facts | facts})


def one_message(notices: Iterable[Notice]) -> list[Notice]:
    """Notices that one message says; each remembers of which requests the others are."""
    notices = list(notices)
    if len(notices) < 2:
        return notices
    together = " ".join(str(notice.number) for notice in notices)
    return [marked(notice, together=together) for notice in notices]
