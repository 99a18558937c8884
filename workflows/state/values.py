"""The small values that events carry and requests are made of."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Literal

from workflows.frozen import Frozen

Person = str  # "slack:U0ANA" or "wecom:ZhangSan"
SYSTEM: Person = "system"  # who acts when time does


class Phase(StrEnum):
    """The phase of a request (docs/service.md, Phases)."""

    EXPLORE = "explore"
    OFFER = "offer"
    ACTION = "action"
    CONFIRM = "confirm"
    CLOSED = "closed"


class Side(StrEnum):
    """The side that has the ball: waiting lists, reminders and clocks follow it."""

    REQUESTER = "requester"
    OWNER = "owner"
    DEPARTMENT = "department"
    APPROVER = "approver"


class Outcome(StrEnum):
    """The way a request closed."""

    SATISFIED = "satisfied"
    UNSATISFIED = "unsatisfied"
    UNCONFIRMED = "unconfirmed"
    WITHDRAWN = "withdrawn"
    DECLINED = "declined"
    UNANSWERED = "unanswered"


class RecoveryStep(StrEnum):
    """The step of a recovery (docs/service.md, Recovery). Control is the handler's, and has begun when it begins."""

    REPAIR = "repair"  # partly solved: the owner puts it right first
    LISTEN = "listen"
    ESTABLISH = "establish"
    APOLOGISE = "apologise"
    RESOLVE = "resolve"  # offer, action and poll again


class Need(Frozen):
    """The need behind a request: restated in words, with conditions of satisfaction that can be checked."""

    words: str
    conditions: tuple[str, ...] = ()
    wished: date | None = None


class Asked(Frozen):
    """A question that the owner or a member asked in the request, and its answer once there is one."""

    id: str
    text: str
    by: Person
    answer: str | None = None


class Delivery(Frozen):
    """A delivery: what was done, in words and perhaps a link."""

    what: str
    link: str = ""
    at: datetime


After = Literal["", "approval", "input"]


class Part(Frozen):
    """A part of an option or a promise: one of several actions, with an owner and a date of its own."""

    what: str
    owner: Person
    day: date
    due: datetime
    done: Delivery | None = None


class Option(Frozen):
    """An option of an offer. `meets` counts conditions of the need from 0; the rest is openly excluded.

    With `after`, the date is `days` working days after the approval or after the requester's input; until then
    `day` and `due` say what it would be if that came today.
    """

    what: str
    day: date
    due: datetime
    beyond: str = ""
    needs: str = ""
    cost: int | None = None
    meets: tuple[int, ...] = ()
    after: After = ""
    days: int = 0
    parts: tuple[Part, ...] = ()


def _of_part(part: Part) -> tuple[str, Person, date]:
    return part.what, part.owner, part.day


class Offer(Frozen):
    """A version of what the department proposes. Only the newest open one can be accepted, until it expires.

    An option above the workflow's cost limit needs the approver's yes, or the number of an approval done elsewhere.
    """

    version: int
    by: Person
    need: Need
    options: tuple[Option, ...]
    expires: datetime
    approver: Person | None = None
    approval: str = ""


class Approval(Frozen):
    """An approval, asked for or given: of the option that the requester accepted."""

    approver: Person | None  # None: it was done elsewhere
    version: int
    option: int
    since: datetime
    cost: int | None = None
    approved: bool = False
    number: str = ""  # of an approval done elsewhere


class Unsent(Frozen):
    """An offer whose parts have owners who have not all said yes yet; it goes out with the last yes."""

    offer: Offer
    yes: tuple[Person, ...]
    since: datetime
    no: Person | None = None  # who can't do their part: it has to be thought of anew

    @property
    def waits_for(self) -> tuple[Person, ...]:
        """The people whose yes is still to come."""
        if self.no:
            return ()
        owners = dict.fromkeys(part.owner for option in self.offer.options for part in option.parts)
        return tuple(owner for owner in owners if owner not in self.yes)

    def still_agreed(self, offer: Offer) -> tuple[Person, ...]:
        """Return whose yes holds for an offer that comes instead: their part and its day are what they were."""
        known = {_of_part(part) for option in self.offer.options for part in option.parts}
        new = [part for option in offer.options for part in option.parts if _of_part(part) not in known]
        return tuple(person for person in self.yes if person not in {part.owner for part in new})


class Handing(Frozen):
    """A hand-over under way: `to` is asked to take the request (over); until their own yes nothing moves."""

    to: Person
    by: Person
    since: datetime
    words: str = ""
    reminded: bool = False


class Note(Frozen):
    """A note, for the department alone."""

    at: datetime
    by: Person
    text: str
    department: str = ""  # which wrote it, and reads it


class Promise(Frozen):
    """A date that somebody gave their yes to. `due` is closing time of `day` where the department is."""

    what: str
    day: date
    due: datetime
    made: datetime
    as_asked: bool = False  # "I'll do it": stands at once, the requester may object
    first_day: date  # the day promised before any new date was agreed
    meets: tuple[int, ...] = ()
    beyond: str = ""
    needs: str = ""
    cost: int | None = None
    days: int = 0  # working days after the requester's input, while that is waited for
    waits: bool = False  # for the requester's input; the date is an estimate until then
    covered: bool = False  # somebody stood in: it counts for the department, not for the person
    parts: tuple[Part, ...] = ()


class NewDate(Frozen):
    """A later date that the owner proposes before the old one is due; nothing moves until the requester agrees."""

    day: date
    due: datetime
    reason: str
    since: datetime


class Progress(Frozen):
    """The last word on how it goes, of the owner or a lead; without text it is simply on track."""

    at: datetime
    by: Person
    text: str = ""


Solved = Literal["yes", "partly", "no"]


class Poll(Frozen):
    """An answered poll; the two axes run from 1 (far below what I expected) to 5 and are never averaged."""

    round: int
    solved: Solved
    at: datetime | None = None
    scores: bool = True  # result and experience were asked for as well
    result: int | None = None
    experience: int | None = None
    unmet: tuple[int, ...] = ()
    words: str = ""
    vow: int | None = None  # which of the department's vows was asked about
    kept: bool | None = None  # that vow, in the requester's eyes

    @property
    def low(self) -> bool:
        """Whether a score was (far) below what was expected: in the matter or by the people."""
        return any(score is not None and score <= LOW for score in (self.result, self.experience))

    @property
    def bad(self) -> bool:
        """Whether it was not solved, or scored low: its words are between the requester and who looks after it."""
        return self.solved != "yes" or self.low


LOW = 2  # of five; a score up to here asks whether somebody should follow up

WentWrong = Literal["asking", "waiting", "offer", "date", "result", "people", "other"]


class Heard(Frozen):
    """The requester's account of what went wrong, given in a recovery; every part may be left out."""

    moment: WentWrong | None = None
    unmet: tuple[int, ...] = ()  # conditions, by place
    words: str = ""
    matters: str = ""  # most, to them


class Recovery(Frozen):
    """A follow-up: who looks after it, how far it has come, and what was there before it."""

    step: RecoveryStep
    handler: Person
    before: Person | None = None  # who owned it until then
    words: str = ""  # said when the follow-up was asked for
    heard: Heard | None = None
    restated: str = ""  # by the handler, for the requester to say whether that is it
    correction: str = ""  # not quite: what the requester said to the last restatement
    confirmed: bool = False  # the restatement, by the requester; silence leaves it so
    apology: str = ""
    redress: str = ""
    promise: Promise | None = None  # as it stood when the follow-up began
    proposal: NewDate | None = None
    delivery: Delivery | None = None

    @property
    def paused(self) -> bool:
        """Whether a promise was not delivered yet: it goes on once the requester has been listened to."""
        return self.promise is not None and self.delivery is None
