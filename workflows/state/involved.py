"""The changes of events that involve more than two: successors, stand-ins, approvers, helpers, ties."""

from __future__ import annotations

from datetime import datetime
from typing import assert_never

from workflows.state import events as e
from workflows.state.changes import NOTHING, Changes, ball_to, promise_made, to_department
from workflows.state.moments import OF_PARTS, Moment, MomentKind
from workflows.state.request import Request
from workflows.state.values import Approval, Handing, Note, Part, Person, Phase, Promise, Side, Unsent


def involving(request: Request, event: e.Involving, at: datetime, by: Person) -> Changes:
    if isinstance(event, e.Passing):
        return _passing(request, event, at, by)
    if isinstance(event, e.Approving):
        return _approving(request, event, at)
    if isinstance(event, e.Sharing):
        return _sharing(request, event, at, by)
    if isinstance(event, e.Relating):
        return _relating(request, event, at, by)
    assert_never(event)


def _passing(request: Request, event: e.Passing, at: datetime, by: Person) -> Changes:
    match event:
        case e.HandOverAsked():
            return Changes(handing=Handing(to=event.to, by=by, since=at, words=event.words))
        case e.HandOverAccepted():
            return passed_to(request, event.owner) | _theirs_now(request, at)
        case e.HandOverDeclined() | e.HandOverLapsed():
            return Changes(handing=None)
        case e.Covered():
            covered = request.promise and request.promise.model_copy(update={"covered": True})
            return Changes(cover=event.by, promise=covered)
        case e.CoverEnded():
            return Changes(cover=None)
        case e.Returned():
            return _asked_anew(request, at)
        case e.OwnerLeft():
            left = passed_to(request, event.heir)
            left["draft"] = None  # nobody's offer without their own yes
            return left | _clocks_afresh(request, at)
        case e.OwnerBarred():
            return _owner_barred(request, at)
        case e.SteppedIn():
            return Changes(requester=event.person, raiser=request.requester, colleague=None)
        case _:
            assert_never(event)


def _owner_barred(request: Request, at: datetime) -> Changes:
    """Leave it without an owner; what they offered is void."""
    barred = Changes(owner=None, handing=None, cover=None, draft=None, offer=None, refusal=None)
    theirs = request.ball is Side.OWNER or request.offer or request.refusal
    return barred | (ball_to(Side.DEPARTMENT, at) if theirs else NOTHING)


def _clocks_afresh(request: Request, at: datetime) -> Changes:
    """Start the owner's clocks afresh, where the ball is theirs."""
    return ball_to(Side.OWNER, at) if request.ball is Side.OWNER else NOTHING


def _approving(request: Request, event: e.Approving, at: datetime) -> Changes:
    match event:
        case e.ApprovalAsked():
            asked = {"version": event.version, "option": event.option, "cost": event.cost}
            approval = Approval(approver=event.approver, since=at, **asked)
            said = Changes(need=event.need, confirmed=True, approval=approval)
            return said | ball_to(Side.APPROVER, at)
        case e.Approved():
            assert request.approval is not None
            approved = request.approval.model_copy(update={"approved": True, "number": event.number})
            return Changes(approval=approved) | promise_made(request, event.promise, at)
        case e.Rejected():
            return Changes(offer=None, approval=None) | to_department(request, at)
        case e.InputGiven():
            assert request.promise is not None
            fixed = {"day": event.day, "due": event.due, "first_day": event.day, "waits": False}
            return Changes(promise=request.promise.model_copy(update=fixed)) | ball_to(Side.OWNER, at)
        case _:
            assert_never(event)


def _sharing(request: Request, event: e.Sharing, at: datetime, by: Person) -> Changes:
    match event:
        case e.OfferDrafted():
            return _drafted(request, event, at) | ball_to(Side.OWNER, at)
        case e.PartAccepted():
            assert request.draft is not None
            more = request.draft.model_copy(update={"yes": (*request.draft.yes, by)})
            return Changes(draft=more, reminded=_but_for(request, by))
        case e.PartDeclined() if request.draft is None:
            return _part_comes_back(request, event.left or by)
        case e.PartDeclined():
            assert request.draft is not None
            draft = request.draft.model_copy(update={"no": event.left or by})
            return Changes(draft=draft) | _clocks_afresh(request, at)
        case e.PartDelivered():
            return _part_done(request, event)
        case _:
            assert_never(event)


def _drafted(request: Request, event: e.OfferDrafted, at: datetime) -> Changes:
    agreed = request.draft.still_agreed(event.offer) if request.draft else ()
    yes = tuple(dict.fromkeys((event.offer.by, *agreed)))
    return Changes(
        phase=Phase.OFFER,
        draft=Unsent(offer=event.offer, yes=yes, since=at),
        offer=None,
        refusal=None,
        appealed=False,
        approval=None,
    )


def _relating(request: Request, event: e.Relating, at: datetime, by: Person) -> Changes:
    match event:
        case e.Noted():
            note = Note(at=at, by=by, text=event.text, department=request.department)
            return Changes(notes=(*request.notes, note))
        case e.Joined():
            return _joined(event) | _with_owner_or_department(event, at)
        case e.Parted():
            return Changes(main=None) | (to_department(request, at) if request.is_open else NOTHING)
        case e.Followed():
            return _followed(request, event, at)
        case e.Gained() if event.how == "same":
            return Changes(joined_by=(*request.joined_by, event.number))
        case e.Gained():
            return Changes(awaited_by=(*request.awaited_by, event.number))
        case e.Lost() if event.how == "same":
            return Changes(joined_by=_without(event.number, request.joined_by))
        case e.Lost():
            return Changes(awaited_by=_without(event.number, request.awaited_by))
        case e.WaitsFor():
            return Changes(waits_for=event.number, waits_day=event.day, flagged="")
        case e.WaitsNoMore():
            return Changes(waits_for=None)
        case e.Flagged():
            ended = Changes(waits_for=None) if event.why in ("done", "ended") else NOTHING
            return ended | Changes(flagged=event.mark, waits_day=event.day or request.waits_day)
        case _:
            assert_never(event)


def _joined(event: e.Joined) -> Changes:
    return Changes(
        main=event.main,
        owner=event.owner,
        phase=Phase.OFFER,
        offer=None,
        refusal=None,
        watched_by=None,
        handing=None,
        draft=None,
    )


def _without(number: int, numbers: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(one for one in numbers if one != number)


def _followed(request: Request, event: e.Followed, at: datetime) -> Changes:
    """Take the main request's owner as this one's too, and its date or word of it from there."""
    owned = Changes(owner=event.owner)
    match event.what:
        case "promised" | "moved":
            assert event.promise is not None
            return owned | promise_made(request, event.promise, at)
        case "open_again":
            opened = Changes(phase=Phase.OFFER, promise=None, progress=None)
            return owned | opened | _with_owner_or_department(event, at)
        case "update":
            return owned | Changes(progress=event.progress)
        case "owner" if request.phase is not Phase.ACTION:
            return owned | _with_owner_or_department(event, at)
        case "owner":
            return owned
        case _:
            assert_never(event.what)


def _with_owner_or_department(event: e.Followed | e.Joined, at: datetime) -> Changes:
    return ball_to(Side.OWNER if event.owner else Side.DEPARTMENT, at)


def _asked_anew(request: Request, at: datetime) -> Changes:
    """Let what waits for the requester wait from now on, as if it had only just been said."""
    if request.ball is Side.REQUESTER:
        return ball_to(Side.REQUESTER, at)
    if request.proposal is None:
        return NOTHING
    kept = tuple(moment for moment in request.reminded if moment.kind is not MomentKind.NUDGE)
    return Changes(proposal=request.proposal.model_copy(update={"since": at}), reminded=kept)


def passed_to(request: Request, person: Person) -> Changes:
    """Pass it to a new owner; in a recovery that the old owner handled, that as well."""
    recovery = request.recovery
    if recovery and recovery.handler == request.owner:
        recovery = recovery.model_copy(update={"handler": person})
    owned = Changes(owner=person, recovery=recovery, handing=None, cover=None, watched_by=None)
    passed = Changes(promise=_with_owner(request, person))
    return owned | passed | _draft_with_owner(request, person)


def _draft_with_owner(request: Request, person: Person) -> Changes:
    """Pass the draft on; one that waits for nobody any more ends (sent in this step, or too late) as the last offer."""
    draft = drafted_by(request, person)
    if draft is None or draft.no or draft.waits_for:
        return Changes(draft=draft)
    return Changes(draft=None, last_offer=draft.offer)


def _with_owner(request: Request, person: Person) -> Promise | None:
    """Return the promise with the owner's own open parts passed on; others keep theirs."""
    promise = request.promise
    if promise is None:
        return None
    return promise.model_copy(update={"parts": _passed_on(promise.parts, request.owner, person)})


def drafted_by(request: Request, person: Person) -> Unsent | None:
    """Return the draft as it is once this person makes the offer; others' yes still counts."""
    draft = request.draft
    if draft is None:
        return None
    options = tuple(
        one.model_copy(update={"parts": _passed_on(one.parts, request.owner, person)})
        for one in draft.offer.options
    )
    offer = draft.offer.model_copy(update={"by": person, "options": options})
    return draft.model_copy(update={"offer": offer, "yes": tuple(dict.fromkeys((person, *draft.yes)))})


def _passed_on(parts: tuple[Part, ...], before: Person | None, person: Person) -> tuple[Part, ...]:
    return tuple(
        part.model_copy(update={"owner": person}) if part.owner == before and part.done is None else part
        for part in parts
    )


def _theirs_now(request: Request, at: datetime) -> Changes:
    """Give the new owner the ball with fresh clocks, unless the other side has it."""
    if request.ball is Side.OWNER:
        return ball_to(Side.OWNER, at) | Changes(reminded=_told_to_others(request))
    if request.ball is Side.DEPARTMENT:
        return Changes(phase=Phase.OFFER) | ball_to(Side.OWNER, at)
    return NOTHING


def _told_to_others(request: Request) -> tuple[Moment, ...]:
    """Keep what does not begin again with another owner: questions about a new date, and to helpers about parts."""
    kinds = (*OF_PARTS, MomentKind.NUDGE) if request.proposal else OF_PARTS
    return tuple(moment for moment in request.reminded if moment.kind in kinds)


def _part_done(request: Request, event: e.PartDelivered) -> Changes:
    assert request.promise is not None

    def after(place: int, part: Part) -> Part:
        return part.model_copy(update={"done": event.delivery}) if place == event.place else part

    parts = tuple(after(place, part) for place, part in enumerate(request.promise.parts))
    promise = request.promise.model_copy(update={"parts": parts})
    ready = {part.owner for part in parts} - {part.owner for part in parts if part.done is None}
    return Changes(promise=promise, reminded=_but_for(request, *ready))


def _part_comes_back(request: Request, person: Person) -> Changes:
    """Give whoever answers for all of it the parts of somebody who has left."""
    assert request.promise is not None
    assert request.owner is not None
    parts = _passed_on(request.promise.parts, person, request.owner)
    promise = request.promise.model_copy(update={"parts": parts})
    return Changes(promise=promise, reminded=_but_for(request, person))


def _but_for(request: Request, *people: Person) -> tuple[Moment, ...]:
    """Drop the reminders that these people have had: they are settled."""
    return tuple(moment for moment in request.reminded if moment.person not in people)
