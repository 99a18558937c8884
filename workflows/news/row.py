"""The rows of the table of news: all that a kind of news is; and a piece of news made of a row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar, get_args, overload

from workflows.news.details import Details, NoDetails
from workflows.ports import Notice
from workflows.state.request import Request
from workflows.state.values import Person
from workflows.time.delivery_time import Haste

Audience = Literal[
    "requester",  # whoever decides for the requester's side
    "colleague",  # for whom it was raised
    "card",  # the department: in its channel, or each of them
    "thread",  # under that card; elsewhere the owner
    "owner",  # or the leads, while nobody owns it
    "private",  # the owner of what is confidential
    "leads",
    "another_lead",  # one with fresh eyes
    "lead",  # who follows up
    "before",  # who owned it until somebody else looked after it
    "contact",  # the escalation contact
    "on_call",
    "person",  # somebody by name, of the department
    "asked",  # to take it over
    "approver",
    "helpers",  # each who does a part, or is asked to
    "helper",  # one of them by name
    "gathered",  # somebody by name, about several requests
]
AUDIENCES: tuple[Audience, ...] = get_args(Audience)
ASKS: tuple[Audience, ...] = ("requester", "colleague")
ASKED: tuple[Audience, ...] = ("asked", "approver", "helpers", "helper")
BY_NAME: tuple[Audience, ...] = ("person", "helper", "gathered")

Hidden = Literal["something", "urgent", "waits", "shown"]

D = TypeVar("D", bound=Details)


class NotTheirs(Exception):
    """A kind of news was said to an audience that its row doesn't have."""


def never_settled(_: Notice, __: Request) -> bool:
    """Return False for news that asks for nothing, and so is never answered."""
    return False


def never_past(_: Request) -> bool:
    """Return False for news that stays true, and so is never past."""
    return False


@dataclass(frozen=True, eq=False)
class News:
    """A kind of news, as the code that sends or shows it sees it. Its stored name never changes."""

    kind: str
    details: type[Details]
    to: tuple[Audience, ...]
    haste: Haste = "moving"
    settled: Callable[[Notice, Request], bool] = (
        never_settled  # answered: it is not said, and loses its buttons
    )
    past: Callable[[Request], bool] = never_past  # what it says is no longer so: the card says more
    reminds: bool = False  # time itself says it: it may come together with others
    hidden: Hidden = "something"  # what of it reaches a reader who may not read the request
    by_status: bool = False  # on the requester's card the status below says the very same
    retells: bool = False  # it shows what was asked, in full
    asks_how: bool = False  # any answer to how it goes stands on it
    of_a_part: bool = False  # it concerns a part of the promise
    on_card: bool = False  # under a card that showed it from its beginning it is no news
    for_all: bool = False  # a department hears it, not one person
    to_oneself: bool = False  # also to whoever did it
    retired: bool = False  # said by earlier versions only

    def read(self, facts: Mapping[str, str]) -> Details:
        """The typed facts of a stored notice of this kind."""
        return self.details.read(facts)

    @property
    def threaded(self) -> bool:
        """Whether it is told as a line of conversation, wherever it has to be told."""
        return "thread" in self.to

    @property
    def for_requester(self) -> bool:
        """Whether whoever asked hears it as a requester."""
        return any(audience in ASKS for audience in self.to)

    @property
    def for_asked(self) -> bool:
        """Whether it stands on the card of somebody who is asked for a yes of their own."""
        return any(audience in ASKED for audience in self.to)

    @property
    def hands_over(self) -> bool:
        """Whether it asks somebody to take the request over."""
        return "asked" in self.to

    def stored(self, facts: Mapping[str, str], to: Audience, person: Person = "") -> Say:
        """Return a piece of this news from its stored facts: a notice may have to be addressed anew."""
        return Say(to=to, news=self, facts=dict(facts), person=person)


@dataclass(frozen=True, eq=False)
class NewsRow(News, Generic[D]):
    """A kind of news with the type of its facts: the only way to say it."""

    details: type[D]

    @overload
    def say(self: NewsRow[NoDetails], *, to: Audience | None = None, person: Person = "") -> Say: ...
    @overload
    def say(self, details: D, *, to: Audience | None = None, person: Person = "") -> Say: ...
    def say(self, details: Details | None = None, *, to: Audience | None = None, person: Person = "") -> Say:
        """Return a piece of this news. `to` only where the row has several audiences; `person` for those by name.

        Raises NotTheirs for an audience that the row doesn't have.
        """
        audience = to or self.to[0]
        if (
            audience not in self.to
            or (to is None and len(self.to) > 1)
            or bool(person) != (audience in BY_NAME)
        ):
            raise NotTheirs(f"{self.kind} to {to}")
        return self.stored(details.stored() if details else {}, audience, person)

    def read(self, facts: Mapping[str, str]) -> D:
        """The typed facts of a stored notice of this kind."""
        return self.details.read(facts)


@dataclass(frozen=True)
class Say:
    """A notice before it has an address: to which side, and which news. Only a row makes one."""

    to: Audience
    news: News
    facts: dict[str, str]
    person: Person = ""  # for an audience by name: who
