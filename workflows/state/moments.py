"""The moments of a request: time tells or does something at each, once. In the store a moment is a short string."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum, StrEnum, auto
from functools import lru_cache
from typing import Annotated

from pydantic import PlainSerializer, PlainValidator

from workflows.state.values import Person


class MomentKind(StrEnum):
    """The kind of a moment. Its value is the stored form, or the beginning of it."""

    AGAIN = "again"
    CHECK_IN = "check_in"
    DAY_BEFORE = "day_before"
    ON_THE_DAY = "on_the_day"
    OVERDUE = "overdue"
    NUDGE = "nudge"
    ASKED = "asked"
    LEAD = "lead"
    LEAD_OVERDUE = "lead:overdue"
    LEAD_APPROVAL = "lead:approval"
    CONTACT = "contact"
    CONTACT_OVERDUE = "contact:overdue"
    CONTACT_APPROVAL = "contact:approval"
    PART = "part"
    PART_ASKED = "part_asked"
    PART_LATE = "part_late"
    PART_SILENT = "part_silent"
    DRAFT_PASSED = "draft_passed"
    LAPSE_DATE = "lapse:date"
    LAPSE_PASSED = "lapse:passed"
    LAPSE_ASKED = "lapse:asked"
    LAPSE_LISTEN = "lapse:listen"
    LAPSE_RESTATED = "lapse:restated"
    EXPIRE_OFFER = "expire:offer"
    CLOSE_UNANSWERED = "close:unanswered"
    CLOSE_UNSATISFIED = "close:unsatisfied"
    CLOSE_UNCONFIRMED = "close:unconfirmed"
    UNKNOWN = ""  # stored by a version that knew more


class Hearer(Enum):
    """The one to whom a moment is told."""

    OWNER = auto()
    HOLDER = auto()  # who has the ball
    ASKED = auto()  # to take it over
    LEAD = auto()
    CONTACT = auto()
    HELPER = auto()  # the person whom the moment names
    NOBODY = auto()


K = MomentKind
ENDS = frozenset(
    {
        K.LAPSE_DATE,
        K.LAPSE_PASSED,
        K.LAPSE_ASKED,
        K.LAPSE_LISTEN,
        K.LAPSE_RESTATED,
        K.EXPIRE_OFFER,
        K.CLOSE_UNANSWERED,
        K.CLOSE_UNSATISFIED,
        K.CLOSE_UNCONFIRMED,
    }
)  # these change the state by themselves
OF_PARTS = (K.PART, K.PART_ASKED, K.PART_LATE, K.PART_SILENT)
_HEARERS = {
    K.NUDGE: Hearer.HOLDER,
    K.ASKED: Hearer.ASKED,
    **dict.fromkeys((K.LEAD, K.LEAD_OVERDUE, K.LEAD_APPROVAL), Hearer.LEAD),
    **dict.fromkeys((K.CONTACT, K.CONTACT_OVERDUE, K.CONTACT_APPROVAL), Hearer.CONTACT),
    **dict.fromkeys((K.PART, K.PART_ASKED), Hearer.HELPER),
    **dict.fromkeys((*ENDS, K.UNKNOWN), Hearer.NOBODY),
}
_NUMBERED = frozenset({K.OVERDUE, K.NUDGE, K.ASKED, K.LEAD, K.PART_ASKED})
_PERSONAL = frozenset({K.PART, K.PART_ASKED})
_DATED = frozenset({K.PART, K.PART_LATE})
_ALONE = {kind.value: kind for kind in K if kind not in _NUMBERED | _PERSONAL | _DATED}


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment of one request: its kind, and the number, person and day that tell it from others of that kind."""

    kind: MomentKind
    n: int | None = None
    person: Person | None = None
    day: date | None = None
    text: str = ""  # the stored form of an unknown one

    def __post_init__(self) -> None:
        """Raises ValueError for a moment that says less, or more, than its kind needs."""
        needed = (self.kind in _NUMBERED, self.kind in _PERSONAL, self.kind in _DATED)
        given = (self.n is not None, self.person is not None, self.day is not None)
        if given != needed or bool(self.text) != (self.kind is K.UNKNOWN):
            raise ValueError(f"no such moment: {self!r}")

    def __str__(self) -> str:
        """The stored form."""
        return _written(self)

    @property
    def hearer(self) -> Hearer:
        """The one whom it is told to; the owner, unless its kind says otherwise."""
        return _HEARERS.get(self.kind, Hearer.OWNER)

    @property
    def detail(self) -> str:
        """The last piece of the stored form: a number, a day, what is overdue or to be approved; or nothing."""
        return str(self).partition(":")[2].rpartition(":")[2]

    @staticmethod
    @lru_cache(maxsize=4096)
    def stored(text: str) -> Moment:
        """The moment that is stored so. One that this version doesn't know is of the kind UNKNOWN."""
        try:
            moment = _parsed(text)
        except ValueError:
            return Moment(K.UNKNOWN, text=text)
        return moment if str(moment) == text else Moment(K.UNKNOWN, text=text)


@lru_cache(maxsize=4096)
def _written(moment: Moment) -> str:
    """The stored form: kind, person, number and day, as far as they are there."""
    if moment.kind is K.UNKNOWN:
        return moment.text
    n = "" if moment.n is None else str(moment.n)
    day = moment.day.isoformat() if moment.day else ""
    return ":".join(filter(None, (moment.kind.value, moment.person, n, day)))


def _read(value: object) -> Moment:
    match value:
        case Moment():
            return value
        case str():
            return Moment.stored(value)
        case _:
            raise ValueError(f"a moment is stored as a string, not as {value!r}")


StoredMoment = Annotated[Moment, PlainValidator(_read), PlainSerializer(str, return_type=str)]


def _parsed(text: str) -> Moment:
    alone = _ALONE.get(text)
    if alone:
        return Moment(alone)
    head, _, rest = text.partition(":")
    kind = K(head)
    person, last = _split(rest) if kind in _PERSONAL else (None, rest)
    n = int(last) if kind in _NUMBERED else None
    return Moment(kind, n, person, date.fromisoformat(last) if kind in _DATED else None)


def _split(rest: str) -> tuple[Person, str]:
    """A person, whose id has a colon of its own, and what follows."""
    person, _, last = rest.rpartition(":")
    return person, last
