"""The news of events that involve more than two: successors, stand-ins, approvers, other requests."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from workflows.news import details as d
from workflows.news import table as t
from workflows.news.details import dated, owner_and_day
from workflows.news.parts import parts_begin
from workflows.news.row import Say
from workflows.state import events as e
from workflows.state.request import Request
from workflows.state.values import Person, Phase


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
            yield t.HAND_OVER_ASKED.say(d.AskingWords(words=event.words))
        case e.HandOverAccepted():
            told = dict.fromkeys(one for one in (event.asked_by, event.before) if one)
            yield from (t.HANDED_OVER.say(person=one) for one in told)
            if request.listening or (request.promise and request.phase is Phase.ACTION):
                yield t.OWNER_CHANGED.say(owner_and_day(request))
        case e.HandOverDeclined():
            facts = d.Declined(reason=event.reason, left=event.left)
            yield t.HAND_OVER_DECLINED.say(facts, person=event.asked_by)
        case e.HandOverLapsed():
            yield t.HAND_OVER_LAPSED.say(d.Named(who=event.to), person=event.asked_by)
        case e.OwnerLeft():
            yield t.OWNER_LEFT.say(d.Named(who=event.owner))
            if request.promise and request.phase is Phase.ACTION:
                yield t.OWNER_CHANGED.say(owner_and_day(request))
        case e.OwnerBarred():
            yield t.OWNER_BARRED.say()
        case e.Covered() | e.CoverEnded() | e.Returned() | e.SteppedIn():
            return  # told once for all that somebody holds; and whoever steps in shows by what they do
        case _:
            assert_never(event)


def approval_asked(cost: int | None) -> Say:
    """Ask whoever approves it, at first and when it is taken up again."""
    return t.APPROVAL_ASKED.say(d.Price(cost=cost))


def _approving(request: Request, event: e.Approving, by: Person) -> Iterator[Say]:
    match event:
        case e.ApprovalAsked():
            yield approval_asked(event.cost)
            yield t.ACCEPTED_WAITS.say(d.Named(who=event.approver))
        case e.Approved():
            when = dated(event.promise)
            facts = d.ApprovedPromise(day=when.day, days=when.days, approval=event.number or None)
            yield t.APPROVED.say(facts, to="requester")
            yield t.APPROVED.say(facts, to="thread")
            yield from parts_begin(event.promise)
        case e.Rejected():
            why = d.NotApproved(reason=event.reason, owner=request.owner or "", left=event.left)
            yield t.REJECTED.say(why, to="requester")
            yield t.REJECTED.say(why, to="thread")
        case e.InputGiven():
            given = d.InputDay(text=event.text, day=event.day)
            yield t.INPUT_GIVEN.say(given, to="thread" if request.asks(by) else "requester")
        case _:
            assert_never(event)


def _relating(event: e.Relating) -> Iterator[Say]:
    match event:
        case e.Joined():
            yield t.JOINED.say(d.SameAsMain(main=event.main))
        case e.Parted():
            yield t.PARTED.say()
        case e.Flagged():
            yield t.FLAGGED.say(d.Hanging(other=event.number, why=event.why, day=event.day))
        case e.Followed():
            yield from _followed(event)
        case e.Noted() | e.Gained() | e.Lost() | e.WaitsFor() | e.WaitsNoMore():
            return
        case _:
            assert_never(event)


def _followed(event: e.Followed) -> Iterator[Say]:
    match event.what:
        case "promised":
            yield t.PROMISED.say()
        case "moved":
            yield t.FOLLOWED_MOVED.say(dated(event.promise))
        case "open_again":
            yield t.FOLLOWED_OPEN_AGAIN.say()
        case "update":
            text = event.progress.text if event.progress else ""
            yield t.UPDATE.say(d.OwnWords(text=text))
        case "owner":
            return  # the card says who has it
        case _:
            assert_never(event.what)
