"""A request as state. Start reading here, then workflows.evolve: the rest of the house is alike."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from workflows import events as e
from workflows.frozen import Frozen
from workflows.values import (
    Asked,
    Delivery,
    Need,
    NewDate,
    Offer,
    Outcome,
    Person,
    Phase,
    Poll,
    Progress,
    Promise,
    Recovery,
    Side,
    Step,
)


class Request(Frozen):
    """What a person asked of a department, and how far it has come. `version` counts its events."""

    number: int
    version: int
    requester: Person
    words: str
    language: Literal["en", "zh"]
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

    answers: dict[str, str] = {}
    skipped: tuple[str, ...] = ()
    asked: tuple[Asked, ...] = ()
    need: Need
    confirmed: bool = False  # the need, by the requester
    bounces: int = 0

    offer: Offer | None = None  # the open one
    offers: int = 0  # versions made so far
    refusal: e.CannotBeDone | None = None  # an honest no that waits for the requester
    appealed: bool = False  # the lead was asked to look again after an honest no
    promise: Promise | None = None
    proposal: NewDate | None = None
    progress: Progress | None = None  # what the owner last let the requester know
    delivery: Delivery | None = None
    polls: tuple[Poll, ...] = ()
    displeased: bool = False  # a bad poll or a low score waits for: please follow up, or just feedback
    recovery: Recovery | None = None  # the last one; it stays when it has come to its end
    thanked: bool = False

    nudged: datetime | None = None  # when the requester last asked how it goes
    snoozed: datetime | None = None  # the owner wants a reminder again then
    reminded: tuple[str, ...] = ()  # moments that were told since the ball, promise or delivery last changed
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
                return self.requester
            case Side.OWNER:
                return self.owner
            case _:
                return None

    @property
    def step(self) -> Step | None:
        """Where its recovery stands, while there is one."""
        return self.recovery.step if self.recovery and self.is_open else None

    @property
    def listening(self) -> bool:
        """Somebody looks after the person before anybody works on the matter again."""
        return self.step in (Step.LISTEN, Step.ESTABLISH, Step.APOLOGISE)

    @property
    def looks_after(self) -> Person | None:
        """Who reads what the requester said of a bad answer; nobody, until the requester has chosen who that is."""
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
        """It went wrong, was followed up, and ended well."""
        return self.recovery is not None and self.outcome is Outcome.SATISFIED

    @property
    def offers_earlier(self) -> bool:
        """The proposed date is good news: before the promised one."""
        return bool(self.proposal and self.promise and self.proposal.due < self.promise.due)

    @property
    def open_questions(self) -> tuple[Asked, ...]:
        return tuple(asked for asked in self.asked if asked.answer is None)
