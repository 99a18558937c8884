"""The changes that each event makes: a function a phase, a case an event, in the order of a request's life."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TypedDict, Unpack, assert_never

from workflows.state import events as e
from workflows.state.changes import (
    ALONE,
    NOTHING,
    Changes,
    ball_to,
    barred,
    moved,
    promise_made,
    to_department,
)
from workflows.state.involved import involving, passed_to
from workflows.state.moments import MomentKind
from workflows.state.request import Request
from workflows.state.values import (
    SYSTEM,
    Approval,
    Asked,
    Heard,
    Outcome,
    Person,
    Phase,
    Poll,
    Progress,
    Recovery,
    RecoveryStep,
    Side,
)


def replay(history: Iterable[e.Recorded]) -> Request | None:
    """The request that these events made; None for no events."""
    request: Request | None = None
    for recorded in history:
        request = evolve(request, recorded)
    return request


def evolve(request: Request | None, recorded: e.Recorded) -> Request:
    """The request after one more event. Never refuses: what has happened has happened."""
    if isinstance(recorded.event, e.Raised):
        return _born(recorded, recorded.event)
    assert request is not None, "the first event of a request is Raised"
    changed = _changes(request, recorded.event, recorded.at, recorded.by)
    acted = request.acted if recorded.by == SYSTEM else request.acted | {recorded.by: recorded.at}
    kept = Changes(version=recorded.seq, changed=recorded.at, acted=acted)
    return request.model_copy(update=kept | _outdated(request, changed) | changed)


def _outdated(request: Request, changed: Changes) -> Changes:
    """Drop the last offer where the need is new: it was not made for that."""
    last = request.last_offer
    return Changes(last_offer=None) if last and changed.get("need", last.need) != last.need else NOTHING


def _born(recorded: e.Recorded, event: e.Raised) -> Request:
    return Request(
        number=recorded.number,
        version=recorded.seq,
        requester=event.requester,
        words=event.words,
        language=event.language,
        department=event.department,
        workflow=event.workflow,
        workflow_version=event.workflow_version,
        raised=recorded.at,
        acted={recorded.by: recorded.at},
        changed=recorded.at,
        phase=Phase.EXPLORE,
        ball=Side.REQUESTER if event.open else Side.DEPARTMENT,
        since=recorded.at,
        urgent=event.urgent,
        for_whom=event.for_whom,
        colleague=event.colleague,
        about=event.about,
        linked=event.linked,
        answers=event.answers,
        need=event.need,
    )


def _changes(request: Request, event: e.Event, at: datetime, by: Person) -> Changes:
    """Return what one event changes: a function a phase, a case an event, in the order of a request's life."""
    if isinstance(event, e.Exploring):
        return _exploring(request, event, at, by)
    if isinstance(event, e.Offering):
        return _offering(request, event, at)
    if isinstance(event, e.Acting):
        return _acting(request, event, at, by)
    if isinstance(event, e.Confirming):
        return _confirming(request, event, at)
    if isinstance(event, e.Recovering):
        return _recovering(request, event, at)
    if isinstance(event, e.Involving):
        return involving(request, event, at, by)
    assert_never(event)


def _exploring(request: Request, event: e.Exploring, at: datetime, by: Person) -> Changes:
    match event:
        case e.Raised() | e.Said():
            return NOTHING
        case e.Answered():
            return _answered(request, event, at)
        case e.AnswerTakenBack():
            return _taken_back(request, event, at)
        case e.QuestionsSkipped():
            return Changes(skipped=(*request.skipped, *event.questions))
        case e.QuestionAsked():
            asked_now = Asked(id=event.id, text=event.text, by=by)
            return Changes(asked=(*request.asked, asked_now)) | ball_to(Side.REQUESTER, at)
        case e.NeedConfirmed():
            explored = request.phase is Phase.EXPLORE and request.ball is not Side.REQUESTER
            return Changes(confirmed=True, phase=Phase.OFFER if explored else request.phase)
        case e.NeedCorrected():
            corrected = Changes(need=event.need, confirmed=True, offer=None, draft=None)
            return corrected | to_department(request, at)
        case e.Taken():
            return _taken(request, event, at)
        case e.Routed():
            return _routed(request, event, at, by)
        case _:
            assert_never(event)


def _offering(request: Request, event: e.Offering, at: datetime) -> Changes:
    match event:
        case e.Offered():
            return _offered(event) | ball_to(Side.REQUESTER, at)
        case e.Accepted():
            approval = _approved_before(request, event, at)
            accepted = Changes(need=event.need, confirmed=True, approval=approval)
            return accepted | promise_made(request, event.promise, at)
        case e.Promised():
            return promise_made(request, event.promise, at)
        case e.ChangeAsked() | e.OfferDeclined() | e.OfferExpired():
            return _BACK | _NO_OFFER | to_department(request, at)
        case e.Appealed():
            theirs = passed_to(request, event.handler) if event.handler else NOTHING
            appealed = Changes(appealed=True, appealed_to=event.handler)
            return theirs | _BACK | _NO_OFFER | appealed | to_department(request, at)
        case e.CannotBeDone():
            refused = Changes(phase=Phase.OFFER, refusal=event, appealed=False, main=None)
            return refused | _NO_OFFER | ball_to(Side.REQUESTER, at)
        case _:
            assert_never(event)


_BACK = Changes(phase=Phase.OFFER, proposal=None, refusal=None, appealed=False)
_NO_OFFER = Changes(offer=None, draft=None, approval=None, promise=None)


def _offered(event: e.Offered) -> Changes:
    return Changes(
        phase=Phase.OFFER,
        offer=event.offer,
        offers=event.offer.version,
        last_offer=event.offer,
        refusal=None,
        appealed=False,
        draft=None,
        approval=None,
    )


def _acting(request: Request, event: e.Acting, at: datetime, by: Person) -> Changes:
    match event:
        case e.CheckedIn():
            return Changes(progress=Progress(at=at, by=by))
        case e.UpdateSent():
            return Changes(progress=Progress(at=at, by=by, text=event.text))
        case e.NewDateProposed():
            kept = tuple(moment for moment in request.reminded if moment.kind is not MomentKind.NUDGE)
            return Changes(proposal=event.proposal, reminded=kept)
        case e.NewDateAgreed():
            assert request.promise is not None
            promise = moved(request.promise, event.day, event.due)
            return Changes(promise=promise, proposal=None, since=at, reminded=(), snoozed=None)
        case e.NewDateRefused() | e.NewDateLapsed():
            return Changes(proposal=None)
        case e.NeedChanged():
            return _need_changed(event) | to_department(request, at)
        case e.Nudged():
            return Changes(nudged=at)
        case e.Snoozed():
            left = tuple(moment for moment in request.reminded if moment.kind is not MomentKind.AGAIN)
            return Changes(snoozed=event.until, reminded=left)
        case e.Delivered():
            delivered = Changes(phase=Phase.CONFIRM, delivery=event.delivery, proposal=None, handing=None)
            return delivered | ball_to(Side.REQUESTER, at)
        case _:
            assert_never(event)


def _need_changed(event: e.NeedChanged) -> Changes:
    return Changes(
        phase=Phase.OFFER,
        need=event.need,
        confirmed=True,
        promise=None,
        proposal=None,
        progress=None,
        approval=None,
        main=None,
    )


def _confirming(request: Request, event: e.Confirming, at: datetime) -> Changes:
    match event:
        case e.Polled():
            return _polled(request, event, at)
        case e.Rated():
            rated = event.model_dump(exclude={"name"}, exclude_defaults=True)
            poll = request.polls[-1].model_copy(update=rated)
            low = poll.low and request.outcome is Outcome.SATISFIED
            return Changes(polls=(*request.polls[:-1], poll), displeased=request.displeased or low)
        case e.RoundOpened():
            return _round_opened(request, event, at)
        case e.Reminded() if request.handing and event.moment.kind is MomentKind.ASKED:
            return Changes(handing=request.handing.model_copy(update={"reminded": True}))
        case e.Reminded():
            told = (*event.passed, event.moment)
            again = any(moment.kind is MomentKind.AGAIN for moment in told)
            snoozed = None if again else request.snoozed
            return Changes(reminded=(*request.reminded, *told), snoozed=snoozed)
        case e.Closed():
            return _closed(request, event, at)
        case e.Reopened():
            return _reopened(request, event, at)
        case e.Thanked():
            return Changes(thanked=True)
        case _:
            assert_never(event)


def _polled(request: Request, event: e.Polled, at: datetime) -> Changes:
    poll = Poll(round=request.round, solved=event.solved, at=at, scores=event.scores, words=event.words)
    polls = (*request.polls, poll)
    if event.solved == "yes":
        return Changes(polls=polls)
    return Changes(polls=polls, displeased=True) | ball_to(Side.REQUESTER, at)


def _reopened(request: Request, event: e.Reopened, at: datetime) -> Changes:
    phase, side = request.before or (Phase.OFFER, Side.DEPARTMENT)
    reopened = Changes(
        phase=phase,
        outcome=None,
        reason=event.reason,
        before=None,
        proposal=request.proposal and request.proposal.model_copy(update={"since": at}),
        displeased=False,
        thanked=False,
    )
    return reopened | ball_to(side, at)


def _round_opened(request: Request, event: e.RoundOpened, at: datetime) -> Changes:
    """Begin the same phases again, with listening where somebody is to follow up."""
    again = _ANEW | ALONE | Changes(round=event.round)
    recovery = request.recovery
    if recovery and recovery.step is RecoveryStep.LISTEN:
        listening = Changes(phase=Phase.EXPLORE, owner=recovery.handler)
        return again | listening | ball_to(Side.REQUESTER, at)
    return again | Changes(phase=Phase.OFFER) | to_department(request, at)


_ANEW = Changes(
    offer=None,
    refusal=None,
    promise=None,
    proposal=None,
    delivery=None,
    progress=None,
    outcome=None,
    main=None,
    before=None,
    displeased=False,
    appealed=False,
)


def _recovering(request: Request, event: e.Recovering, at: datetime) -> Changes:
    match event:
        case e.FollowUpAsked():
            return Changes(recovery=_follow_up(request, event), displeased=False, thanked=False)
        case e.FeedbackGiven():
            return Changes(displeased=False)
        case e.Listened():
            return _cared(request, step=RecoveryStep.ESTABLISH, heard=event.heard) | ball_to(Side.OWNER, at)
        case e.ListenLapsed():
            return _cared(request, step=RecoveryStep.ESTABLISH) | ball_to(Side.OWNER, at)
        case e.Restated():
            said = _cared(request, step=RecoveryStep.ESTABLISH, restated=event.text)
            return said | ball_to(Side.REQUESTER, at)
        case e.RestatementConfirmed():
            return _cared(request, step=RecoveryStep.APOLOGISE, confirmed=True) | ball_to(Side.OWNER, at)
        case e.RestatementCorrected():
            return _cared(request, restated="", correction=event.text) | ball_to(Side.OWNER, at)
        case e.RestatementLapsed():
            return _cared(request, step=RecoveryStep.APOLOGISE) | ball_to(Side.OWNER, at)
        case e.Apologised():
            return _apologised(request, event, at)
        case e.HandedUp():
            return _handed_up(request, event) | ball_to(Side.OWNER, at)
        case _:
            assert_never(event)


def _follow_up(request: Request, event: e.FollowUpAsked) -> Recovery:
    return Recovery(
        step=RecoveryStep.REPAIR if event.repair else RecoveryStep.LISTEN,
        handler=event.handler,
        before=request.owner,
        words=event.words,
        promise=request.promise,
        proposal=request.proposal,
        delivery=request.delivery,
    )


class CareChanges(TypedDict, total=False):
    """New values for some fields of a recovery."""

    step: RecoveryStep
    heard: Heard | None
    restated: str
    confirmed: bool
    correction: str
    apology: str
    redress: str


def _cared(request: Request, **changed: Unpack[CareChanges]) -> Changes:
    assert request.recovery is not None
    return Changes(recovery=request.recovery.model_copy(update=changed))


def _apologised(request: Request, event: e.Apologised, at: datetime) -> Changes:
    """On to a new offer; a promise that stood still meanwhile goes on, with whoever made it."""
    recovery = request.recovery
    assert recovery is not None
    said = _cared(request, step=RecoveryStep.RESOLVE, apology=event.text, redress=event.redress)
    if not recovery.paused:
        return said | Changes(phase=Phase.OFFER) | ball_to(Side.OWNER, at)
    proposal = recovery.proposal and recovery.proposal.model_copy(update={"since": at})
    goes_on = Changes(phase=Phase.ACTION, promise=recovery.promise, proposal=proposal)
    waits = recovery.promise is not None and recovery.promise.waits
    side = Side.REQUESTER if waits else Side.OWNER
    return said | goes_on | Changes(owner=recovery.before, handing=None) | ball_to(side, at)


def _handed_up(request: Request, event: e.HandedUp) -> Changes:
    return ALONE | Changes(
        phase=Phase.OFFER,
        offer=None,
        promise=None,
        delivery=None,
        main=None,
        recovery=Recovery(step=RecoveryStep.RESOLVE, handler=event.handler, before=request.owner),
        owner=event.handler,
        displeased=False,
    )


def _approved_before(request: Request, event: e.Accepted, at: datetime) -> Approval | None:
    """Return an approval given elsewhere, with its number; None where nobody's approval is needed."""
    offer = request.offer
    if offer is None or not offer.approval:
        return None
    return Approval(
        approver=None,
        version=event.version,
        option=event.option,
        since=at,
        cost=offer.options[event.option].cost,
        approved=True,
        number=offer.approval,
    )


def _answered(request: Request, event: e.Answered, at: datetime) -> Changes:
    asked = tuple(
        q.model_copy(update={"answer": event.answers[q.id]}) if q.id in event.answers else q
        for q in request.asked
    )
    changes = Changes(
        answers=request.answers | event.answers,
        asked=asked,
        need=event.need,
        confirmed=request.confirmed and event.need == request.need,
        urgent=request.urgent or event.urgent,
    )
    if event.about is not None:
        changes |= barred(request, event.about)
    waits = request.ball is Side.REQUESTER and request.offer is None and request.refusal is None
    if waits and not event.open:
        changes |= to_department(request, at)
        if request.owner:
            changes["phase"] = Phase.OFFER
    return changes


def _taken_back(request: Request, event: e.AnswerTakenBack, at: datetime) -> Changes:
    answers = {k: v for k, v in request.answers.items() if k != event.question}
    asked = tuple(
        q.model_copy(update={"answer": None}) if q.id == event.question else q for q in request.asked
    )
    back = ball_to(Side.REQUESTER, at) if event.open else NOTHING
    confirmed = request.confirmed and event.need == request.need
    left = Changes(answers=answers, asked=asked, need=event.need, confirmed=confirmed)
    return left | back | barred(request, event.about)


def _taken(request: Request, event: e.Taken, at: datetime) -> Changes:
    """The ball moves to the owner, unless the requester still owes an answer."""
    taken = Changes(owner=event.owner, handing=None, cover=None, watched_by=None)
    if request.ball is Side.REQUESTER:
        return taken
    return taken | Changes(phase=Phase.OFFER) | ball_to(Side.OWNER, at)


def _routed(request: Request, event: e.Routed, at: datetime, by: Person) -> Changes:
    routed = ALONE | Changes(
        department=event.department,
        workflow=event.workflow,
        workflow_version=event.workflow_version,
        phase=Phase.EXPLORE,
        owner=None,
        offer=None,
        refusal=None,
        recovery=None,
        skipped=(),
        need=event.need or request.need,
        confirmed=request.confirmed and event.need in (None, request.need),
        watched_by=by if event.watched else None,
        bounces=request.bounces + (by != request.requester),  # an answer that leads there is none
        main=None,
    )
    return routed | ball_to(Side.REQUESTER if event.open else Side.DEPARTMENT, at)


def _closed(request: Request, event: e.Closed, at: datetime) -> Changes:
    return Changes(
        phase=Phase.CLOSED,
        ball=None,
        since=at,
        outcome=event.outcome,
        reason=event.reason,
        reminded=(),
        snoozed=None,
        displeased=False,
        before=(request.phase, request.ball) if request.ball else request.before,
        main=None,
        handing=None,
        draft=None,
        cover=None,
    )
