"""Everything that can have happened to a request. Past tense; never renamed once stored; fields are only added."""

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
    """The words as they were said, before anybody understood them."""

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
    """Questions answered: of the workflow (by id) or asked in the request."""

    name: Literal["answered"] = "answered"
    answers: dict[str, str]
    need: Need
    urgent: bool = False
    open: bool = False
    about: tuple[Person, ...] | None = None  # None: as it was


class AnswerTakenBack(Frozen):
    """An answer undone: the question is open again."""

    name: Literal["answer_taken_back"] = "answer_taken_back"
    question: str
    need: Need
    open: bool = True
    about: tuple[Person, ...] | None = None  # None: as it was


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
    """Words to the other side that answer nothing; `to`: to the colleague who asked, the requester reads nothing."""

    name: Literal["said"] = "said"
    text: str
    to: Person | None = None


class Taken(Frozen):
    """Somebody answers for it from now on, to the end."""

    name: Literal["taken"] = "taken"
    owner: Person
    before: Person | None = None  # in whose place a lead has promised


class Routed(Frozen):
    """Not ours: to another department, whose workflow is adopted; answers and number stay."""

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
    barred: bool = False  # it counted on somebody who turned out to have no part in this


class CannotBeDone(Frozen):
    """The department's honest no, with a reason and an alternative."""

    name: Literal["cannot_be_done"] = "cannot_be_done"
    reason: str
    alternative: str = ""


class Appealed(Frozen):
    """The requester asks the lead to look again after an honest no."""

    name: Literal["appealed"] = "appealed"
    reason: str = ""
    refusal: str = ""  # why it was said that it can't be done: whoever looks again needs to know
    handler: Person | None = (
        None  # who answers for it from then on; None: leads may decide, and nothing moves
    )
    before: Person | None = None  # who said no, where somebody else answers for it since


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
    scores: bool = True  # they are asked for as well: of a person at most weekly


class Rated(Frozen):
    """The optional answers after the poll."""

    name: Literal["rated"] = "rated"
    result: int | None = None
    experience: int | None = None
    unmet: tuple[int, ...] = ()
    words: str = ""
    vow: int | None = None
    kept: bool | None = None


class RoundOpened(Frozen):
    """It was not solved: the same phases again, with the same owner."""

    name: Literal["round_opened"] = "round_opened"
    round: int


class Reminded(Frozen):
    """A moment has come and been told; that happens once."""

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


class HandOverAsked(Frozen):
    """Somebody is asked to take it over, or to take it; until their own yes nothing moves."""

    name: Literal["hand_over_asked"] = "hand_over_asked"
    to: Person
    words: str = ""


class HandOverAccepted(Frozen):
    """I'll take over: their own yes, to the work and to the date that stands."""

    name: Literal["hand_over_accepted"] = "hand_over_accepted"
    owner: Person
    before: Person | None = None  # who owned it until now
    asked_by: Person


class HandOverDeclined(Frozen):
    """I can't."""

    name: Literal["hand_over_declined"] = "hand_over_declined"
    asked_by: Person
    reason: str = ""
    left: Person | None = None  # they have left the company, so it is said on their behalf


class HandOverLapsed(Frozen):
    """No answer: it stays where it was."""

    name: Literal["hand_over_lapsed"] = "hand_over_lapsed"
    to: Person
    asked_by: Person


class Covered(Frozen):
    """The owner is away: somebody stands in, and what is promised counts for the department."""

    name: Literal["covered"] = "covered"
    by: Person
    until: datetime


class CoverEnded(Frozen):
    """The owner is back."""

    name: Literal["cover_ended"] = "cover_ended"


class Returned(Frozen):
    """The requester was away, and is back: the clocks of what waits for them begin now."""

    name: Literal["returned"] = "returned"


class OwnerLeft(Frozen):
    """The owner has left the company: what they held goes to a lead."""

    name: Literal["owner_left"] = "owner_left"
    owner: Person
    heir: Person


class OwnerBarred(Frozen):
    """It is about its owner: somebody else has to take it."""

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
    """Approved: the option becomes a promise. `number`: of an approval done elsewhere."""

    name: Literal["approved"] = "approved"
    promise: Promise
    number: str = ""


class Rejected(Frozen):
    """Not approved: another offer is needed."""

    name: Literal["rejected"] = "rejected"
    reason: str
    left: Person | None = None  # the approver has left the company: another way has to be found


class InputGiven(Frozen):
    """What the owner needed has come: the promised date is fixed from now on."""

    name: Literal["input_given"] = "input_given"
    day: date
    due: datetime
    text: str = ""


class OfferDrafted(Frozen):
    """An offer with several owners waits for the yes of each."""

    name: Literal["offer_drafted"] = "offer_drafted"
    offer: Offer


class PartAccepted(Frozen):
    """The yes of one of the owners."""

    name: Literal["part_accepted"] = "part_accepted"


class PartDeclined(Frozen):
    """I can't: the offer goes back to whoever makes it; what is promised already, to whoever promised the whole."""

    name: Literal["part_declined"] = "part_declined"
    reason: str = ""
    places: tuple[int, ...] = ()  # what comes back of a promise
    left: Person | None = None  # they have left the company, so it is said on their behalf


class PartDelivered(Frozen):
    """One of several actions is done; the last one is followed by Delivered."""

    name: Literal["part_delivered"] = "part_delivered"
    place: int
    delivery: Delivery


class SteppedIn(Frozen):
    """The colleague it was raised for acts: from now on they decide."""

    name: Literal["stepped_in"] = "stepped_in"
    person: Person


class Noted(Frozen):
    """Words for the department alone."""

    name: Literal["noted"] = "noted"
    text: str


class Joined(Frozen):
    """The same as another request: that one is worked on, and what happens there happens here."""

    name: Literal["joined"] = "joined"
    main: int
    owner: Person | None = None


class Parted(Frozen):
    """Not the same after all, or the other one ended without an answer: it goes its own way again."""

    name: Literal["parted"] = "parted"


class WaitsFor(Frozen):
    """It can't be done before another request is."""

    name: Literal["waits_for"] = "waits_for"
    number: int
    day: date | None = None  # when that one is to be done, as far as anybody knew


class WaitsNoMore(Frozen):
    name: Literal["waits_no_more"] = "waits_no_more"


class Flagged(Frozen):
    """What it waits for has slipped, ended, or is done; said early, so that its own date can be looked at."""

    name: Literal["flagged"] = "flagged"
    number: int
    why: Literal["moved", "overdue", "ended", "done"]
    day: date | None = None

    @property
    def mark(self) -> str:
        """Equal for the same news, which is told once."""
        return f"{self.why}:{self.day or ''}"


class Gained(Frozen):
    """Another request has joined this one, or waits for it: what happens here concerns it."""

    name: Literal["gained"] = "gained"
    number: int
    how: Literal["same", "waits"]


class Lost(Frozen):
    """Another request is not the same any more, doesn't wait any longer, or has ended."""

    name: Literal["lost"] = "lost"
    number: int
    how: Literal["same", "waits"]


class Followed(Frozen):
    """As on the main request, which this one is the same as."""

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
