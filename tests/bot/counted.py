"""One hard request played from its first word to its last, with the real sender: every message that went out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import NamedTuple

from bot.cards.speak import Speaker
from bot.outbox.sender import Sender
from tests.bot.readers import Readers
from tests.fakes import FakeChannel, FakeTick
from tests.waiting import as_long_as
from tests.workflows import given as g
from tests.workflows.given import ANA, BEN, LIN, shanghai
from workflows.definition import Company
from workflows.phases.offer import Accept, Propose
from workflows.rights.act import Command
from workflows.state.values import Person

ROUNDS = 20  # turns of the sender: more than a moment ever has messages
SECOND = date(2026, 3, 13)  # the day that is promised in the second round


class Message(NamedTuple):
    """One that came with a sound: to whom, and which news it brought."""

    to: str
    said: str


class Office(g.House):
    """A house whose messages really go out, on a platform in memory."""

    def __init__(self, of: Company) -> None:
        super().__init__(shanghai(2, 9, 30), of)
        self.desk.steps.directory = Readers("en")
        self.channel, self._tick = FakeChannel(), FakeTick()
        speaker = Speaker(self.desk)
        lines = {"slack": self.channel}
        self._sender = Sender(self.store, lines, self.clock, speaker, lambda: self.company, tick=self._tick)

    def at_work(self, at: datetime, by: Person, act: str, command: Command | None = None) -> None:
        """What somebody does then; until then time passes with the bot at work."""
        self.passes_until(at)
        self.does(by, act, command)
        self._sends()

    def passes_until(self, at: datetime) -> None:
        self._sends()
        for then in as_long_as(lambda: self._next_until(at), g.MOST_DUE):
            self.clock.at = max(then, self.clock.at)
            self.desk.sweep()
            self._sends()
        self.clock.at = at

    def messages(self) -> list[Message]:
        """In the order in which they came."""
        return [
            Message(f"{message.to} (thread)" if message.under else message.to, self._said(where))
            for where, message in self.channel.messages.items()
        ]

    def _said(self, where: str) -> str:
        receipts = self.store.receipts(self.number)
        return " + ".join(one.notice.kind for one in receipts if one.where == where)

    def _next_until(self, at: datetime) -> datetime | None:
        then = self._next()
        return then if then is not None and then <= at else None

    def _next(self) -> datetime | None:
        coming = (self.store.next_due(), self.store.next_told(self.clock.at))
        return min((at for at in coming if at is not None), default=None)

    def _sends(self) -> None:
        for _ in range(ROUNDS):
            self._sender.turn()
            self._tick.move(5)


def with_a_channel() -> Company:
    return g.company()


def without_one() -> Company:
    """As in WeCom: each of the department is told directly."""
    company = g.company()
    quiet = {id: one.model_copy(update={"channel": ""}) for id, one in company.departments.items()}
    return company.model_copy(update={"departments": quiet})


def played(company: Callable[[], Company]) -> Office:
    """An offer, a promise, one new date, one recovery round with an offer of its own, and then nothing more."""
    office = Office(company())
    office.asks("My mail does not work on my phone")
    _is_promised_and_moved(office)
    _is_repaired(office)
    office.passes_until(shanghai(31, 12))
    return office


def _is_promised_and_moved(office: Office) -> None:
    """Ben's check-in comes on Wednesday at 16:30; half an hour later he says that he may miss it."""
    office.at_work(shanghai(2, 10), BEN, "offer")
    office.at_work(shanghai(2, 15), ANA, "accept")
    office.at_work(shanghai(4, 17), BEN, "miss")
    office.at_work(shanghai(5, 10), ANA, "agree")
    office.at_work(shanghai(10, 15), BEN, "deliver")


def _is_repaired(office: Office) -> None:
    office.at_work(shanghai(11, 10), ANA, "no")
    office.at_work(shanghai(11, 10, 1), ANA, "follow_up")
    office.at_work(shanghai(11, 10, 5), ANA, "listen")
    office.at_work(shanghai(11, 11), LIN, "restate")
    office.at_work(shanghai(11, 11, 30), ANA, "thats_it")
    office.at_work(shanghai(11, 11, 50), LIN, "apologise")
    again = Propose(need=g.NEED, options=(g.option("The right account", SECOND),))
    office.at_work(shanghai(11, 12, 30), LIN, "offer", again)
    assert office.request.offer is not None
    office.at_work(shanghai(11, 13), ANA, "accept", Accept(version=office.request.offer.version, option=0))
    office.at_work(shanghai(12, 16), LIN, "deliver")
    office.at_work(shanghai(12, 17), ANA, "yes")
