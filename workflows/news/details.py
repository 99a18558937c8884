"""Typed facts of the news: what a notice brings along beside the request, stored as plain text in `Notice.facts`.

A field's name is its stored key and never changes; a new field is optional, so that older notices still read.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal, Self

from pydantic import field_validator

from workflows.frozen import Frozen
from workflows.state.moments import StoredMoment
from workflows.state.request import Request
from workflows.state.values import Person, Promise, Side


class Details(Frozen):
    """The facts of one kind of news."""

    def stored(self) -> dict[str, str]:
        """Texts by field as they are stored; what is None or False is left out."""
        given = {
            name: getattr(self, name) for name in type(self).model_fields if name in self.model_fields_set
        }
        return {
            name: _text(value) for name, value in given.items() if value is not None and value is not False
        }

    @classmethod
    def read(cls, facts: Mapping[str, str]) -> Self:
        """Read stored facts; what belongs to the message rather than to the news (`by`, `together`) is passed over."""
        return cls.model_validate({name: text for name, text in facts.items() if name in cls.model_fields})


def _text(value: object) -> str:
    match value:
        case True:
            return "yes"
        case date():
            return value.isoformat()
        case _:
            return str(value)


class NoDetails(Details):
    """No facts: the request says it all."""


class GivenAnswers(Details):
    """The answers that were given, by question."""

    given: dict[str, str] = {}

    def stored(self) -> dict[str, str]:
        return dict(self.given)

    @classmethod
    def read(cls, facts: Mapping[str, str]) -> Self:
        return cls(
            given={
                question: answer for question, answer in facts.items() if question not in ("by", "together")
            }
        )


class TakenBack(Details):
    """The question whose answer was taken back."""

    question: str = ""


class OwnWords(Details):
    """The words that somebody said."""

    text: str = ""


class Remark(OwnWords):
    """A line of conversation; `aside`: said to one colleague alone, about a yes."""

    aside: bool = False


class Why(Details):
    """The reason that somebody gave."""

    reason: str | None = None


class PassedOn(Details):
    """The department it was passed on to, and why."""

    reason: str = ""
    department: str | None = None


class Made(Details):
    """An offer that was sent, perhaps by the last yes of somebody else than who made it."""

    version: int = 0
    by: Person = ""


class Dated(Details):
    """The promised day; or how many working days it takes from what the requester gives."""

    day: date | None = None
    days: int | None = None


class RanOut(Details):
    """An offer that ended; `barred`: because somebody whom it counts on can have no part in it."""

    barred: bool = False


class Owned(Details):
    """The owner whose doing is spoken of, whoever owns it by the time it is read."""

    owner: Person = ""


class Refusal(Owned):
    """The owner whose no is appealed against, and how it was put."""

    reason: str = ""


class OwnerAndDay(Owned, Dated):
    """The owner from now on, and the day that stands."""


class Moved(Details):
    """A new date that was proposed; `sooner`: it is earlier than the promised one."""

    sooner: bool = False


class DoneBy(Details):
    """The person who answers for what is done, where several did it."""

    by: Person | None = None


class Shortfall(Details):
    """Words to a rating, and which conditions were not met, a line each."""

    words: str = ""
    unmet: str = ""


class Verdict(Details):
    """The requester's answer to whether it is solved."""

    solved: str | None = None


class Reaction(Verdict):
    """Feedback: the words, and the answer that they followed."""

    text: str = ""


class ApologyWords(OwnWords):
    """An apology, and what is done to make up for it."""

    redress: str = ""


class AskingWords(Details):
    """Words that go with being asked."""

    words: str = ""


class Declined(Details):
    """The reason for somebody's no; or who has left and so can't say yes."""

    reason: str = ""
    left: Person | None = None


class NotApproved(Declined, Owned):
    """The reason why it is not approved, and the owner, who is asked to find another way."""


class PartBack(Declined):
    """A part that comes back to the owner; `what` it was, where it was promised already."""

    what: str | None = None


class Named(Details):
    """The people spoken of, with spaces between."""

    who: str = ""


class Price(Details):
    """The cost, in whole units of the workflow's currency."""

    cost: int | None = None


class ApprovedPromise(Dated):
    """The promise that begins; and the number under which it was approved elsewhere."""

    approval: str | None = None


class InputDay(Details):
    """The input that the requester gave, and the day that follows from it."""

    text: str = ""
    day: date | None = None


class SameAsMain(Details):
    """The request that this one is the same as."""

    main: int = 0


class Hanging(Details):
    """The request that this one waits for and what happened to it; its new day, if it moved."""

    other: int = 0
    why: str = ""
    day: date | None = None

    @field_validator("day", mode="before")
    @classmethod
    def _empty_is_none(cls, day: object) -> object:
        return day or None

    def stored(self) -> dict[str, str]:
        return super().stored() | {"day": self.day.isoformat() if self.day else ""}


class Plan(Details):
    """The version of an offer that waits for others' yes."""

    version: int = 0


class PartDone(Details):
    """The part of the promise that is done, and how."""

    place: int = 0
    text: str = ""


class InYourPlace(Details):
    """The act that somebody did in the owner's place."""

    done: Literal["cannot", "date", "delivered", "offer", "promised"]


class Reminder(Details):
    """The moment that came, its number or name within its kind, who keeps it waiting, and who was reminded."""

    n: str = ""
    moment: StoredMoment | None = None
    who: str | None = None
    side: Side | None = None


class Morning(Details):
    """The department that a lead looks at, and the day."""

    department: str
    day: date


class StandingIn(Details):
    """The person who is away, until which day, and the requests concerned, with spaces between."""

    who: Person
    day: date
    numbers: str = ""


class Meanwhile(Details):
    """The instant since which somebody was away."""

    since: str


def dated(promise: Promise | None) -> Dated:
    """Return the day as it stands while this is said, whatever becomes of it before somebody reads it again."""
    if promise is None:
        return Dated()
    return Dated(days=promise.days) if promise.waits else Dated(day=promise.day)


def owned_by(request: Request) -> Owned:
    """The owner whose doing is spoken of."""
    return Owned(owner=request.owner or "")


def owner_and_day(request: Request) -> OwnerAndDay:
    """The owner from now on, and the day that stands."""
    when = dated(request.promise)
    return OwnerAndDay(owner=request.owner or "", day=when.day, days=when.days)
