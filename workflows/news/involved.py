"""What is said when more than two have to do with a request: successors, stand-ins, approvers, helpers, ties."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, assert_never

from workflows.news.parts import parts_begin
from workflows.news.say import Say, owned_by
from workflows.state import events as e
from workflows.state.request import Request
from workflows.state.values import Person, Phase, Promise


def involving(request: Request, event: e.Passing | e.Approving | e.Relating, by: Person) -> Iterator[Say]:
    if isinstance(event, e.Passing):
        return _passing(request, event)
    if isinstance(event, e.Approving):
        return _approving(request, event, by)
    if isinstance(event, e.Relating):
        return _relating(event)
    assert_never(event)


def _passing(request: Request, event: e.Passing) -> Iterator[Say]:
    match event:
        case e.HandOverAsked():
            yield Say(to="asked", kind="hand_over_asked", facts={"words": event.words})
        case e.HandOverAccepted():
            told = dict.fromkeys(one for one in (event.asked_by, event.before) if one)
            yield from (Say(to="person", person=one, kind="handed_over") for one in told)
            if request.listening or (request.promise and request.phase is Phase.ACTION):
                yield Say(to="requester", kind="owner_changed", facts=owned_by(request) | dated_now(request))
        case e.HandOverDeclined():
            facts = {"reason": event.reason} | _gone(event.left)
            yield Say(to="person", person=event.asked_by, kind="hand_over_declined", facts=facts)
        case e.HandOverLapsed():
            facts = {"who": event.to}
            yield Say(to="person", person=event.asked_by, kind="hand_over_lapsed", facts=facts)
        case e.OwnerLeft():
            yield Say(to="owner", kind="owner_left", facts={"who": event.owner})
            if request.promise and request.phase is Phase.ACTION:
                yield Say(to="requester", kind="owner_changed", facts=owned_by(request) | dated_now(request))
        case e.OwnerBarred():
            yield Say(to="leads", kind="owner_barred")
        case e.Covered() | e.CoverEnded() | e.Returned() | e.SteppedIn():
            return  # told once for all that somebody holds; and whoever steps in shows by what they do
        case _:
            assert_never(event)


def dated(promise: Promise) -> dict[str, str]:
    """The promised day; or how many working days it takes from what the requester gives."""
    return {"days": str(promise.days)} if promise.waits else {"day": promise.day.isoformat()}


def dated_now(request: Request) -> dict[str, str]:
    """The day as it stands while this is said, whatever becomes of it before somebody reads it again."""
    return dated(request.promise) if request.promise else {}


def approval_asked(cost: int | None) -> Say:
    """To whoever approves it, at first and when it is taken up again."""
    return Say(to="approver", kind="approval_asked", facts={} if cost is None else {"cost": str(cost)})


def _approving(request: Request, event: e.Approving, by: Person) -> Iterator[Say]:
    match event:
        case e.ApprovalAsked():
            yield approval_asked(event.cost)
            yield Say(to="thread", kind="accepted_waits", facts={"who": event.approver})
        case e.Approved():
            facts = dated(event.promise) | ({"approval": event.number} if event.number else {})
            yield Say(to="requester", kind="approved", facts=facts)
            yield Say(to="thread", kind="approved", facts=facts)
            yield from parts_begin(event.promise)
        case e.Rejected():
            why = {"reason": event.reason} | owned_by(request) | _gone(event.left)
            yield Say(to="requester", kind="rejected", facts=why)
            yield Say(to="thread", kind="rejected", facts=why)
        case e.InputGiven():
            given = {"text": event.text, "day": event.day.isoformat()}
            to: Literal["thread", "requester"] = "thread" if request.asks(by) else "requester"
            yield Say(to=to, kind="input_given", facts=given)
        case _:
            assert_never(event)


def _relating(event: e.Relating) -> Iterator[Say]:
    match event:
        case e.Joined():
            yield Say(to="requester", kind="joined", facts={"main": str(event.main)})
        case e.Parted():
            yield Say(to="thread", kind="parted")
        case e.Flagged():
            day = event.day.isoformat() if event.day else ""
            facts = {"other": str(event.number), "why": event.why, "day": day}
            yield Say(to="owner", kind="flagged", facts=facts)
        case e.Followed():
            yield from _followed(event)
        case e.Noted() | e.Gained() | e.Lost() | e.WaitsFor() | e.WaitsNoMore():
            return
        case _:
            assert_never(event)


def _followed(event: e.Followed) -> Iterator[Say]:
    match event.what:
        case "promised":
            yield Say(to="requester", kind="promised")
        case "moved":
            facts = dated(event.promise) if event.promise else {}
            yield Say(to="requester", kind="followed_moved", facts=facts)
        case "open_again":
            yield Say(to="requester", kind="followed_open_again")
        case "update":
            text = event.progress.text if event.progress else ""
            yield Say(to="requester", kind="update", facts={"text": text})
        case "owner":
            return  # the card says who has it
        case _:
            assert_never(event.what)


def _gone(left: Person | None) -> dict[str, str]:
    """It was said on behalf of somebody who has left."""
    return {"left": left} if left else {}
