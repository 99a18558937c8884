"""A request as state. Start reading here, then workflows.state.evolve: the rest of the house is alike."""

from __future__ import annotations

from datetime import date, datetime
from typing import assert_never

from workflows.frozen import Frozen
from workflows.languages import Language
from workflows.state import events as e
from workflows.state.moments import StoredMoment
from workflows.state.values import (
    Approval,
    Asked,
    Delivery,
    Handing,
    Need,
    NewDate,
    Note,
    Offer,
    Outcome,
    Part,
    Person,
    Phase,
    Poll,
    Progress,
    Promise,
    Recovery,
    RecoveryStep,
    Side,
    Unsent,
)


class Request(Frozen):
    """A request: what a person asked of a department, and how far that has come. `version` counts its events."""

    number: int
    version: int
    requester: Person
    words: str
    language: Language
    department: str
    workflow: str
    workflow_version: str
    raised: datetime
    changed: datetime

    phase: Phase
    round: int = 1
    ball: Side | None  # None only when closed
    since: datetime  # when the ball came to where it is
    owner: Person | None = None
    urgent: bool = False
    for_whom: str = ""  # somebody without an account, in words
    colleague: Person | None = None  # raised for them: they decide as soon as they act
    raiser: Person | None = None  # who raised it, once that colleague has stepped in
    about: tuple[Person, ...] = ()  # whom a complaint is about: they neither own nor see it
    linked: int | None = None  # an earlier request that this one follows from
    handing: Handing | None = None  # somebody is asked to take it over
    cover: Person | None = None  # stands in while the owner is away

    answers: dict[str, str] = {}
    skipped: tuple[str, ...] = ()
    asked: tuple[Asked, ...] = ()
    need: Need
    confirmed: bool = False  # the need, by the requester
    bounces: int = 0
    watched_by: Person | None = None  # who passed it on, and keeps an eye on it until somebody has taken it

    offer: Offer | None = None  # the open one
    last_offer: Offer | None = None  # the newest so far, until something is promised: the next begins with it
    offers: int = 0  # versions made so far
    draft: Unsent | None = None  # an offer that waits for the yes of those who would do their part
    approval: Approval | None = None  # the last one: it waits until it is approved, or is part of the promise
    refusal: e.CannotBeDone | None = None  # an honest no that waits for the requester
    appealed: bool = False  # the lead was asked to look again after an honest no
    appealed_to: Person | None = None  # who answers for it since; None: it stayed with its owner
    promise: Promise | None = None
    proposal: NewDate | None = None
    progress: Progress | None = None  # what the owner last let the requester know
    delivery: Delivery | None = None
    polls: tuple[Poll, ...] = ()
    displeased: bool = False  # a bad poll or a low score waits for: please follow up, or just feedback
    recovery: Recovery | None = None  # the last one; it stays when it has come to its end
    thanked: bool = False

    notes: tuple[Note, ...] = ()  # for the department alone
    main: int | None = None  # the same as that request: what happens there happens here
    joined_by: tuple[int, ...] = ()  # which others are, or were, the same as this one
    waits_for: int | None = None  # can't be done before that one is
    waits_day: date | None = None  # when that one was to be done, as far as anybody knew
    flagged: str = ""  # what was last told of it
    awaited_by: tuple[int, ...] = ()  # which others wait, or waited, for this one

    acted: dict[Person, datetime] = {}  # when each of those who took part last did something here
    nudged: datetime | None = None  # when the requester last asked how it goes
    snoozed: datetime | None = None  # the owner wants a reminder again then
    reminded: tuple[StoredMoment, ...] = ()  # told since the ball, promise or delivery last changed
    outcome: Outcome | None = None
    reason: str = ""  # why it closed, or was reopened, in somebody's words
    before: tuple[Phase, Side] | None = None  # where it stood when it closed, for Reopen

    @property
    def is_open(self) -> bool:
        return self.phase is not Phase.CLOSED

    @property
    def holder(self) -> Person | None:
        """The person who has the ball; None when a whole department has it, or nobody."""
        match self.ball:
            case Side.REQUESTER:
                return self.decider
            case Side.OWNER:
                return self.owner
            case Side.APPROVER:
                return self.approval.approver if self.approval else None
            case Side.DEPARTMENT | None:
                return None
            case _:
                assert_never(self.ball)

    @property
    def has_it(self) -> Person | None:
        """The person who answers for it now: whoever stands in, else the owner."""
        return self.cover or self.owner

    @property
    def awaits_lead(self) -> bool:
        """Whether an appeal waits for a lead who doesn't own the request."""
        return self.looked_at_again and self.appealed_to is None

    @property
    def looked_at_again(self) -> bool:
        """Whether somebody was asked to look again after an honest no, and nothing has come of it yet."""
        return self.appealed and self.ball is Side.OWNER

    @property
    def step(self) -> RecoveryStep | None:
        """The step at which its recovery stands, while there is one."""
        return self.recovery.step if self.recovery and self.is_open else None

    @property
    def listening(self) -> bool:
        """Whether somebody looks after the person before anybody works on the matter again."""
        return self.step in (RecoveryStep.LISTEN, RecoveryStep.ESTABLISH, RecoveryStep.APOLOGISE)

    @property
    def looks_after(self) -> Person | None:
        """The reader of a bad answer's words; nobody, until the requester has chosen who that is."""
        poll = self.polls[-1] if self.polls else None
        ended = self.outcome is Outcome.UNSATISFIED and poll is not None and poll.round == self.round
        if ended or (self.displeased and self.is_open):
            return None
        return self.recovery.handler if self.recovery else self.owner

    @property
    def bad_polls(self) -> int:
        return sum(poll.solved != "yes" for poll in self.polls)

    @property
    def recovered(self) -> bool:
        """Whether it went wrong, was followed up, and ended well."""
        return self.recovery is not None and self.outcome is Outcome.SATISFIED

    @property
    def offers_earlier(self) -> bool:
        """Whether the proposed date is good news: before the promised one."""
        return bool(self.proposal and self.promise and self.proposal.due < self.promise.due)

    @property
    def waits_for_approval(self) -> bool:
        """Whether the requester said yes and somebody has to approve it before it becomes a promise."""
        return self.is_open and self.ball is Side.APPROVER

    @property
    def waits_for_input(self) -> bool:
        """Whether it is promised for so many days after something that the requester is to give."""
        return self.phase is Phase.ACTION and self.promise is not None and self.promise.waits

    @property
    def decider(self) -> Person:
        """The person asked and told as requester: the colleague, where whoever logged it owns it, too."""
        return self.colleague if self.colleague and self.owner == self.requester else self.requester

    def asks(self, person: Person) -> bool:
        """Whether they speak for the side that asks; an owner of what they logged for another does not."""
        raised_it = person in (self.requester, self.raiser) and person != self.owner
        return raised_it or person in (self.decider, self.colleague)

    @property
    def asking(self) -> tuple[Person, ...]:
        """The people who ask: the requester, and the colleague for whom it was raised."""
        return (self.requester, *((self.colleague,) if self.colleague else ()))

    @property
    def helpers(self) -> tuple[Person, ...]:
        """The people who do a part of it, or are asked to, as offered or promised."""
        offers = (self.draft and self.draft.offer, self.offer)
        offered = [option.parts for offer in offers if offer for option in offer.options]
        promised = [self.promise.parts] if self.promise else []
        return tuple(dict.fromkeys(part.owner for parts in (*offered, *promised) for part in parts))

    @property
    def awaited(self) -> tuple[Person, ...]:
        """The people for whose yes the drafted offer still waits."""
        return self.draft.waits_for if self.draft else ()

    @property
    def open_parts(self) -> dict[int, Part]:
        """The parts of the promise that are still to be done, by place."""
        promised = self.promise.parts if self.promise else ()
        return {place: part for place, part in enumerate(promised) if part.done is None}

    def parts_of(self, person: Person) -> dict[int, Part]:
        """The parts that one person still has to do, by place."""
        return {place: part for place, part in self.open_parts.items() if part.owner == person}

    @property
    def approvers(self) -> tuple[Person, ...]:
        """The people who approve what is offered, or would: others than whoever answers for it."""
        offers = (self.draft and self.draft.offer, self.offer)
        return tuple(offer.approver for offer in offers if offer and offer.approver)

    @property
    def follows(self) -> bool:
        """Whether another request is worked on in its place, until that one is delivered."""
        return self.main is not None and self.phase in (Phase.EXPLORE, Phase.OFFER, Phase.ACTION)

    @property
    def ties(self) -> frozenset[str]:
        """The ties to all that it has to do with now, beyond requester and owner; the store finds it by these."""
        for_somebody = {one for one in (self.colleague, self.raiser) if one}  # they keep it in their lists
        if not self.is_open:
            return frozenset(for_somebody)
        approver = self.approval.approver if self.approval and self.waits_for_approval else None
        people = (self.handing and self.handing.to, self.cover, approver, *self.helpers, *for_somebody)
        others = (
            self.main and same_as(self.main),
            self.waits_for and waiting_for(self.waits_for),
        )
        return frozenset(tie for tie in (*people, *others, *map(tie_about, self.about)) if tie)

    @property
    def open_questions(self) -> tuple[Asked, ...]:
        return tuple(asked for asked in self.asked if asked.answer is None)


def same_as(number: int) -> str:
    """The tie of a request to the one that it is the same as."""
    return f"same:{number}"


def tie_about(person: Person) -> str:
    """The tie of a request to somebody whom it is about: it is left out of all that they see and count."""
    return f"about:{person}"


def waiting_for(number: int) -> str:
    """The tie of a request to the one that has to be done first."""
    return f"waits:{number}"
