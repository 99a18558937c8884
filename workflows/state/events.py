"""The events of a request, in the past tense. None is renamed once stored; fields are only added."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field

from workflows.frozen import Frozen
from workflows.languages import Language
from workflows.state.moments import StoredMoment
from workflows.state.values import (
    Delivery,
    Heard,
    Need,
    NewDate,
    Offer,
    Outcome,
    Person,
    Phase,
    Progress,
    Promise,
    Side,
    Solved,
)


class Raised(Frozen):
    """A request was raised: the words as they were said, before anybody understood them."""

    name: Literal["raised"] = "raised"
    requester: Person
    words: str
    department: str
    workflow: str
    workflow_version: str
    language: Language
    answers: dict[str, str] = {}
    need: Need
    urgent: bool = False
    open: bool = False  # required questions wait for the requester
    for_whom: str = ""  # somebody without an account, in words
    colleague: Person | None = None  # it was raised for them: they decide as soon as they act
    about: tuple[Person, ...] = ()  # whom a complaint is about: they neither own nor see it
    linked: int | None = None  # an earlier request that this one follows from


class Answered(Frozen):
    """Questions were answered: of the workflow (by id) or asked in the request."""

    name: Literal["answered"] = "answered"
    answers: dict[str, str]
    need: Need
    urgent: bool = False
    open: bool = False
    about: tuple[Person, ...] | None = None  # None: as it was


class AnswerTakenBack(Frozen):
    """An answer was undone: the question is open again."""

    name: Literal["answer_taken_back"] = "answer_taken_back"
    question: str
    need: Need
    open: bool = True
    about: tuple[Person, ...] | None = None  # None: as it was


class QuestionsSkipped(Frozen):
    """The optional questions that were left were skipped: they are not asked again."""

    name: Literal["questions_skipped"] = "questions_skipped"
    questions: tuple[str, ...]


class QuestionAsked(Frozen):
    name: Literal["question_asked"] = "question_asked"
    id: str
    text: str


class NeedConfirmed(Frozen):
    """The requester confirmed the restated need."""

    name: Literal["need_confirmed"] = "need_confirmed"


class NeedCorrected(Frozen):
    """The requester corrected the restated need. Gap 1 (docs/service.md) counts these."""

    name: Literal["need_corrected"] = "need_corrected"
    need: Need


class Said(Frozen):
    """Somebody wrote to the other side, answering nothing; with `to`, to that colleague alone."""

    name: Literal["said"] = "said"
    text: str
    to: Person | None = None


class Taken(Frozen):
    """A person took the request: they answer for it from now on."""

    name: Literal["taken"] = "taken"
    owner: Person
    before: Person | None = None  # in whose place a lead has promised


class Routed(Frozen):
    """The request was passed on to another department, whose workflow it adopts; answers and number stay."""

    name: Literal["routed"] = "routed"
    department: str
    workflow: str
    workflow_version: str
    reason: str
    open: bool = False
    need: Need | None = None  # as the target restates it; None: as it was
    watched: bool = False  # whoever passed it on keeps an eye on it


class Offered(Frozen):
    name: Literal["offered"] = "offered"
    offer: Offer


class Accepted(Frozen):
    """The requester accepted an option, which becomes a promise."""

    name: Literal["accepted"] = "accepted"
    version: int
    option: int
    need: Need
    promise: Promise


class Promised(Frozen):
    """The owner promised exactly what was asked (*I'll do it* or *Done*); it stands without the requester's yes."""

    name: Literal["promised"] = "promised"
    promise: Promise


class ChangeAsked(Frozen):
    name: Literal["change_asked"] = "change_asked"
    text: str


class OfferDeclined(Frozen):
    """The requester declined the offer and hopes for another one."""

    name: Literal["offer_declined"] = "offer_declined"
    reason: str = ""


class OfferExpired(Frozen):
    name: Literal["offer_expired"] = "offer_expired"
    version: int
    barred: bool = False  # it counted on somebody who turned out to have no part in this


class CannotBeDone(Frozen):
    """The department said an honest no, with a reason and perhaps an alternative."""

    name: Literal["cannot_be_done"] = "cannot_be_done"
    reason: str
    alternative: str = ""


class Appealed(Frozen):
    """The requester asked the lead to look again after an honest no."""

    name: Literal["appealed"] = "appealed"
    reason: str = ""
    refusal: str = ""  # why it was said that it can't be done: whoever looks again needs to know
    handler: Person | None = (
        None  # who answers for it from then on; None: leads may decide, and nothing moves
    )
    before: Person | None = None  # who said no, where somebody else answers for it since


class CheckedIn(Frozen):
    """The owner, or a lead, said that the work is on track."""

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
    """A proposed date lapsed without an answer: the old one stands."""

    name: Literal["new_date_lapsed"] = "new_date_lapsed"


class NeedChanged(Frozen):
    """The requester's need changed: what was promised is no longer what is needed."""

    name: Literal["need_changed"] = "need_changed"
    need: Need


class Nudged(Frozen):
    """The requester asked how it is going, at most once a working day."""

    name: Literal["nudged"] = "nudged"


class Snoozed(Frozen):
    """The owner put off a reminder: it comes again then."""

    name: Literal["snoozed"] = "snoozed"
    until: datetime


class Delivered(Frozen):
    name: Literal["delivered"] = "delivered"
    delivery: Delivery


class Polled(Frozen):
    name: Literal["polled"] = "polled"
    solved: Solved
    words: str = ""
    scores: bool = True  # they are asked for as well: of a person at most weekly


class Rated(Frozen):
    """The requester gave the optional answers after the poll."""

    name: Literal["rated"] = "rated"
    result: int | None = None
    experience: int | None = None
    unmet: tuple[int, ...] = ()
    words: str = ""
    vow: int | None = None
    kept: bool | None = None


class RoundOpened(Frozen):
    """A new round began, as the request was not solved: the same phases again, with the same owner."""

    name: Literal["round_opened"] = "round_opened"
    round: int


class Reminded(Frozen):
    """A moment came and was told, which happens once."""

    name: Literal["reminded"] = "reminded"
    moment: StoredMoment
    passed: tuple[StoredMoment, ...] = ()  # earlier moments that this one makes needless


class Closed(Frozen):
    name: Literal["closed"] = "closed"
    outcome: Outcome
    reason: str = ""


class Reopened(Frozen):
    name: Literal["reopened"] = "reopened"
    reason: str = ""


class Thanked(Frozen):
    """The requester thanked the owner, who alone sees it."""

    name: Literal["thanked"] = "thanked"


class FollowUpAsked(Frozen):
    """The requester asked for a follow-up. `repair`: partly solved, so the owner puts it right first."""

    name: Literal["follow_up_asked"] = "follow_up_asked"
    handler: Person
    words: str = ""
    repair: bool = False


class FeedbackGiven(Frozen):
    """The requester gave feedback for one lead to read; nobody needs to do anything."""

    name: Literal["feedback_given"] = "feedback_given"
    words: str = ""


class Listened(Frozen):
    """The requester said what went wrong."""

    name: Literal["listened"] = "listened"
    heard: Heard


class ListenLapsed(Frozen):
    """The wait for the requester's account lapsed: the handler goes on with what is known."""

    name: Literal["listen_lapsed"] = "listen_lapsed"


class Restated(Frozen):
    """The handler restated what went wrong."""

    name: Literal["restated"] = "restated"
    text: str


class RestatementConfirmed(Frozen):
    """The requester confirmed the handler's restatement."""

    name: Literal["restatement_confirmed"] = "restatement_confirmed"


class RestatementCorrected(Frozen):
    """The requester said what is missing in the handler's restatement."""

    name: Literal["restatement_corrected"] = "restatement_corrected"
    text: str


class RestatementLapsed(Frozen):
    """The restatement lapsed without an answer: the handler goes on, and it counts as not confirmed."""

    name: Literal["restatement_lapsed"] = "restatement_lapsed"


class Apologised(Frozen):
    """The handler apologised, by name and privately; with a redress if the workflow gives one."""

    name: Literal["apologised"] = "apologised"
    text: str
    redress: str = ""
    cost: int | None = None


class HandedUp(Frozen):
    """The request went to the escalation contact after its third bad poll; no further round starts by itself."""

    name: Literal["handed_up"] = "handed_up"
    handler: Person


class HandOverAsked(Frozen):
    """A person was asked to take the request over, or to take it; until their own yes nothing moves."""

    name: Literal["hand_over_asked"] = "hand_over_asked"
    to: Person
    words: str = ""


class HandOverAccepted(Frozen):
    """The person asked took the request over: their own yes, to the work and to the date that stands."""

    name: Literal["hand_over_accepted"] = "hand_over_accepted"
    owner: Person
    before: Person | None = None  # who owned it until now
    asked_by: Person


class HandOverDeclined(Frozen):
    """The person asked can't take the request over."""

    name: Literal["hand_over_declined"] = "hand_over_declined"
    asked_by: Person
    reason: str = ""
    left: Person | None = None  # they have left the company, so it is said on their behalf


class HandOverLapsed(Frozen):
    """A hand-over lapsed without an answer: the request stays where it was."""

    name: Literal["hand_over_lapsed"] = "hand_over_lapsed"
    to: Person
    asked_by: Person


class Covered(Frozen):
    """The owner went away: `by` stands in, and the promise counts for the department."""

    name: Literal["covered"] = "covered"
    by: Person
    until: datetime


class CoverEnded(Frozen):
    """The owner came back, and nobody stands in any more."""

    name: Literal["cover_ended"] = "cover_ended"


class Returned(Frozen):
    """The requester came back from an absence: the clocks of what waits for them begin now."""

    name: Literal["returned"] = "returned"


class OwnerLeft(Frozen):
    """The owner left the company: `heir` answers for the request from now on."""

    name: Literal["owner_left"] = "owner_left"
    owner: Person
    heir: Person


class OwnerBarred(Frozen):
    """The owner turned out to be somebody the request is about: somebody else has to take it."""

    name: Literal["owner_barred"] = "owner_barred"
    owner: Person


class ApprovalAsked(Frozen):
    """The requester said yes to an option that somebody has to approve first."""

    name: Literal["approval_asked"] = "approval_asked"
    version: int
    option: int
    need: Need
    approver: Person
    cost: int | None = None


class Approved(Frozen):
    """The accepted option was approved and becomes a promise. `number`: of an approval done elsewhere."""

    name: Literal["approved"] = "approved"
    promise: Promise
    number: str = ""


class Rejected(Frozen):
    """The accepted option was not approved: another offer is needed."""

    name: Literal["rejected"] = "rejected"
    reason: str
    left: Person | None = None  # the approver has left the company: another way has to be found


class InputGiven(Frozen):
    """The owner got what they needed from the requester: the promised date is fixed from now on."""

    name: Literal["input_given"] = "input_given"
    day: date
    due: datetime
    text: str = ""


class OfferDrafted(Frozen):
    """An offer with several owners was drafted; it waits for the yes of each."""

    name: Literal["offer_drafted"] = "offer_drafted"
    offer: Offer


class PartAccepted(Frozen):
    """An owner of a part said yes to it."""

    name: Literal["part_accepted"] = "part_accepted"


class PartDeclined(Frozen):
    """An owner of a part can't do it: the draft goes back to its maker, a promised part to the request's owner."""

    name: Literal["part_declined"] = "part_declined"
    reason: str = ""
    places: tuple[int, ...] = ()  # what comes back of a promise
    left: Person | None = None  # they have left the company, so it is said on their behalf


class PartDelivered(Frozen):
    """A part was delivered; the last one is followed by Delivered."""

    name: Literal["part_delivered"] = "part_delivered"
    place: int
    delivery: Delivery


class SteppedIn(Frozen):
    """The colleague for whom it was raised acted: from now on they decide."""

    name: Literal["stepped_in"] = "stepped_in"
    person: Person


class Noted(Frozen):
    """A note was written, for the department alone."""

    name: Literal["noted"] = "noted"
    text: str


class Joined(Frozen):
    """The request joined another as the same: that one is worked on, and what happens there happens here."""

    name: Literal["joined"] = "joined"
    main: int
    owner: Person | None = None


class Parted(Frozen):
    """The request parted from the one it had joined, and goes its own way again."""

    name: Literal["parted"] = "parted"


class WaitsFor(Frozen):
    """The request was made to wait for another, which has to be done first."""

    name: Literal["waits_for"] = "waits_for"
    number: int
    day: date | None = None  # when that one is to be done, as far as anybody knew


class WaitsNoMore(Frozen):
    name: Literal["waits_no_more"] = "waits_no_more"


class Flagged(Frozen):
    """The request that this one waits for moved, is overdue, ended or is done: time to look at its own date."""

    name: Literal["flagged"] = "flagged"
    number: int
    why: Literal["moved", "overdue", "ended", "done"]
    day: date | None = None

    @property
    def mark(self) -> str:
        """Equal for the same news, which is told once."""
        return f"{self.why}:{self.day or ''}"


class Gained(Frozen):
    """Another request joined this one, or waits for it: what happens here concerns it."""

    name: Literal["gained"] = "gained"
    number: int
    how: Literal["same", "waits"]


class Lost(Frozen):
    """Another request parted from this one, stopped waiting for it, or ended."""

    name: Literal["lost"] = "lost"
    number: int
    how: Literal["same", "waits"]


class Followed(Frozen):
    """The request followed what happened on the main one, which it is the same as."""

    name: Literal["followed"] = "followed"
    what: Literal["promised", "moved", "open_again", "update", "owner"]
    owner: Person | None = None
    promise: Promise | None = None
    progress: Progress | None = None


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
Passing = (
    HandOverAsked
    | HandOverAccepted
    | HandOverDeclined
    | HandOverLapsed
    | Covered
    | CoverEnded
    | Returned
    | OwnerLeft
    | OwnerBarred
    | SteppedIn
)
Approving = ApprovalAsked | Approved | Rejected | InputGiven
Sharing = OfferDrafted | PartAccepted | PartDeclined | PartDelivered
Relating = Noted | Joined | Parted | Followed | Gained | Lost | WaitsFor | WaitsNoMore | Flagged
Involving = Passing | Approving | Sharing | Relating  # more than the two of them

Event = Annotated[
    Exploring | Offering | Acting | Confirming | Recovering | Involving, Field(discriminator="name")
]


ActorRole = Literal[
    "requester",
    "owner",
    "cover",
    "member",
    "lead",
    "escalation",
    "approver",
    "helper",
    "system",
    "mirror",  # what another request's owner did, repeated in one that joined it
]


class Recorded(Frozen):
    """An event as it is kept: which request, in which order, when, by whom, and who had the ball at that moment.

    The last three are None, which means unknown, in what was stored before they were noted.
    """

    number: int
    seq: int  # from 1, without gaps, per request
    at: datetime
    by: Person
    phase: Phase
    ball: Side | None
    event: Event
    step: int | None = None  # `seq` of the first event of the same commit
    role: ActorRole | None = None  # as what `by` did it
    position: int | None = None  # among the events of all requests, from 1; the store gives it in the commit
