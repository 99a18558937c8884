"""Everything that can have happened to a request. Past tense; never renamed once stored; fields are only added."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field

from workflows.frozen import Frozen
from workflows.values import (
    Delivery,
    Heard,
    Need,
    NewDate,
    Offer,
    Outcome,
    Person,
    Phase,
    Promise,
    Side,
    Solved,
)


class Raised(Frozen):
    """The words as they were said, before anybody understood them."""

    name: Literal["raised"] = "raised"
    requester: Person
    words: str
    department: str
    workflow: str
    workflow_version: str
    language: Literal["en", "zh"]
    answers: dict[str, str] = {}
    need: Need
    urgent: bool = False
    open: bool = False  # required questions wait for the requester


class Answered(Frozen):
    """Questions answered: of the workflow (by id) or asked in the request."""

    name: Literal["answered"] = "answered"
    answers: dict[str, str]
    need: Need
    urgent: bool = False
    open: bool = False


class AnswerTakenBack(Frozen):
    """An answer undone: the question is open again."""

    name: Literal["answer_taken_back"] = "answer_taken_back"
    question: str
    need: Need
    open: bool = True


class QuestionsSkipped(Frozen):
    """The optional questions that were left are not asked again."""

    name: Literal["questions_skipped"] = "questions_skipped"
    questions: tuple[str, ...]


class QuestionAsked(Frozen):
    name: Literal["question_asked"] = "question_asked"
    id: str
    text: str


class NeedConfirmed(Frozen):
    """That's right."""

    name: Literal["need_confirmed"] = "need_confirmed"


class NeedCorrected(Frozen):
    """Not quite: gap 1 is counted by these."""

    name: Literal["need_corrected"] = "need_corrected"
    need: Need


class Said(Frozen):
    """Words to the other side that answer nothing."""

    name: Literal["said"] = "said"
    text: str


class Taken(Frozen):
    """Somebody answers for it from now on, to the end."""

    name: Literal["taken"] = "taken"
    owner: Person


class Routed(Frozen):
    """Not ours: to another department, whose workflow is adopted; answers and number stay."""

    name: Literal["routed"] = "routed"
    department: str
    workflow: str
    workflow_version: str
    reason: str
    open: bool = False
    need: Need | None = None  # as the target restates it; None: as it was


class Offered(Frozen):
    name: Literal["offered"] = "offered"
    offer: Offer


class Accepted(Frozen):
    """The requester's yes: an option becomes a promise."""

    name: Literal["accepted"] = "accepted"
    version: int
    option: int
    need: Need
    promise: Promise


class Promised(Frozen):
    """I'll do it, or Done: exactly what was asked, accepted as it stands."""

    name: Literal["promised"] = "promised"
    promise: Promise


class ChangeAsked(Frozen):
    name: Literal["change_asked"] = "change_asked"
    text: str


class OfferDeclined(Frozen):
    """Declined, and another offer is hoped for."""

    name: Literal["offer_declined"] = "offer_declined"
    reason: str = ""


class OfferExpired(Frozen):
    name: Literal["offer_expired"] = "offer_expired"
    version: int


class CannotBeDone(Frozen):
    """The department's honest no, with a reason and an alternative."""

    name: Literal["cannot_be_done"] = "cannot_be_done"
    reason: str
    alternative: str = ""


class Appealed(Frozen):
    """The requester asks the lead to look again after an honest no."""

    name: Literal["appealed"] = "appealed"
    reason: str = ""


class CheckedIn(Frozen):
    """On track."""

    name: Literal["checked_in"] = "checked_in"


class UpdateSent(Frozen):
    name: Literal["update_sent"] = "update_sent"
    text: str


class NewDateProposed(Frozen):
    name: Literal["new_date_proposed"] = "new_date_proposed"
    proposal: NewDate


class NewDateAgreed(Frozen):
    name: Literal["new_date_agreed"] = "new_date_agreed"
    day: date
    due: datetime


class NewDateRefused(Frozen):
    name: Literal["new_date_refused"] = "new_date_refused"
    earlier: bool = False  # it would have been good news, and the old date suits better


class NewDateLapsed(Frozen):
    """Nobody answered: the old date stands."""

    name: Literal["new_date_lapsed"] = "new_date_lapsed"


class NeedChanged(Frozen):
    """Things have changed on the requester's side: what was promised is no longer what is needed."""

    name: Literal["need_changed"] = "need_changed"
    need: Need


class Nudged(Frozen):
    """The requester asks how it is going, at most once a working day."""

    name: Literal["nudged"] = "nudged"


class Snoozed(Frozen):
    """A reminder comes again then."""

    name: Literal["snoozed"] = "snoozed"
    until: datetime


class Delivered(Frozen):
    name: Literal["delivered"] = "delivered"
    delivery: Delivery


class Polled(Frozen):
    name: Literal["polled"] = "polled"
    solved: Solved
    words: str = ""


class Rated(Frozen):
    """The optional answers after the poll."""

    name: Literal["rated"] = "rated"
    result: int | None = None
    experience: int | None = None
    unmet: tuple[int, ...] = ()
    words: str = ""


class RoundOpened(Frozen):
    """It was not solved: the same phases again, with the same owner."""

    name: Literal["round_opened"] = "round_opened"
    round: int


class Reminded(Frozen):
    """A moment that has come and been told, once: `moment` is its key in workflows.rhythm."""

    name: Literal["reminded"] = "reminded"
    moment: str
    passed: tuple[str, ...] = ()  # earlier moments that this one makes needless


class Closed(Frozen):
    name: Literal["closed"] = "closed"
    outcome: Outcome
    reason: str = ""


class Reopened(Frozen):
    name: Literal["reopened"] = "reopened"
    reason: str = ""


class Thanked(Frozen):
    """One tap, from the requester to the owner alone."""

    name: Literal["thanked"] = "thanked"


class FollowUpAsked(Frozen):
    """Please follow up. `repair`: partly solved, so the owner puts it right first, without the other steps."""

    name: Literal["follow_up_asked"] = "follow_up_asked"
    handler: Person
    words: str = ""
    repair: bool = False


class FeedbackGiven(Frozen):
    """Just feedback, for one lead to read; nobody needs to do anything."""

    name: Literal["feedback_given"] = "feedback_given"
    words: str = ""


class Listened(Frozen):
    """The requester said what went wrong."""

    name: Literal["listened"] = "listened"
    heard: Heard


class ListenLapsed(Frozen):
    """The requester said no more: the handler goes on with what is known."""

    name: Literal["listen_lapsed"] = "listen_lapsed"


class Restated(Frozen):
    """What went wrong, as the handler understands it."""

    name: Literal["restated"] = "restated"
    text: str


class RestatementConfirmed(Frozen):
    """That's it."""

    name: Literal["restatement_confirmed"] = "restatement_confirmed"


class RestatementCorrected(Frozen):
    """Not quite."""

    name: Literal["restatement_corrected"] = "restatement_corrected"
    text: str


class RestatementLapsed(Frozen):
    """No answer to the restatement: the handler goes on, and it counts as not confirmed."""

    name: Literal["restatement_lapsed"] = "restatement_lapsed"


class Apologised(Frozen):
    """Said by name, privately; with a redress if the workflow gives one."""

    name: Literal["apologised"] = "apologised"
    text: str
    redress: str = ""
    cost: int | None = None


class HandedUp(Frozen):
    """The third bad poll: the escalation contact looks after it, and no further round starts by itself."""

    name: Literal["handed_up"] = "handed_up"
    handler: Person


# By the phase that a reader would look for them in; the order is that of a request's life.
Exploring = (
    Raised
    | Answered
    | AnswerTakenBack
    | QuestionsSkipped
    | QuestionAsked
    | NeedConfirmed
    | NeedCorrected
    | Said
    | Taken
    | Routed
)
Offering = (
    Offered | Accepted | Promised | ChangeAsked | OfferDeclined | OfferExpired | CannotBeDone | Appealed
)
Acting = (
    CheckedIn
    | UpdateSent
    | NewDateProposed
    | NewDateAgreed
    | NewDateRefused
    | NewDateLapsed
    | NeedChanged
    | Nudged
    | Snoozed
    | Delivered
)
Confirming = Polled | Rated | RoundOpened | Reminded | Closed | Reopened | Thanked
BetweenTwo = (
    Listened
    | ListenLapsed
    | Restated
    | RestatementConfirmed
    | RestatementCorrected
    | RestatementLapsed
    | Apologised
)
Recovering = FollowUpAsked | FeedbackGiven | HandedUp | BetweenTwo

Event = Annotated[Exploring | Offering | Acting | Confirming | Recovering, Field(discriminator="name")]


class Recorded(Frozen):
    """An event as it is kept: which request, in which order, when, by whom, and who had the ball at that moment."""

    number: int
    seq: int  # from 1, without gaps, per request
    at: datetime
    by: Person
    phase: Phase
    ball: Side | None
    event: Event
