"""Lines of a request's page about events that involve more than two people."""

from __future__ import annotations

from typing import assert_never

from bot.cards import dates
from bot.cards.view import View
from bot.web.said import SaidLine, it
from workflows.facts import Role
from workflows.state import events as e

OF_DEPARTMENT = frozenset({Role.MEMBER, Role.LEAD, Role.OWNER, Role.ESCALATION, Role.ASKED})


def involved_lines(view: View, event: e.Involving, by: str, *, reads: bool) -> SaidLine | None:
    """The line of an event that involves others; `reads`: its words are this reader's to read."""
    if isinstance(event, e.Passing):
        return _passing(view, event, by, reads=reads)
    if isinstance(event, e.Approving):
        return _approving(view, event, by)
    if isinstance(event, e.Sharing):
        return _sharing(view, event, by, reads=reads)
    if isinstance(event, e.Relating):
        return _relating(view, event, by)
    assert_never(event)


def _passing(view: View, event: e.Passing, by: str, *, reads: bool) -> SaidLine | None:
    match event:
        case e.HandOverAsked() | e.HandOverDeclined() | e.HandOverLapsed() if not _works_there(view):
            return None  # nobody's name before their own yes, and what colleagues say to each other is theirs
        case e.HandOverAsked():
            return it(view, "hand_over_asked", event.words if reads else "", by=by, who=view.name(event.to))
        case e.HandOverAccepted():
            return it(view, "handed_over", by=by)
        case e.HandOverDeclined():
            if event.left:
                return it(view, "hand_over_declined.left", who=view.name(event.left))
            return it(view, "hand_over_declined", event.reason if reads else "", by=by)
        case e.HandOverLapsed():
            return it(view, "hand_over_lapsed", who=view.name(event.to))
        case e.Covered():
            return it(view, "covered", who=view.name(event.by))
        case e.CoverEnded():
            return it(view, "cover_ended")
        case e.Returned():
            return None
        case e.OwnerLeft():
            return it(view, "owner_left", who=view.name(event.owner), heir=view.name(event.heir))
        case e.OwnerBarred():
            return it(view, "owner_barred")
        case e.SteppedIn():
            return it(view, "stepped_in", by=view.name(event.person))
        case _:
            assert_never(event)


def _works_there(view: View) -> bool:
    """Whether the reader is of the department; neither who asked, nor who approves or does a part of it."""
    return bool(OF_DEPARTMENT & (view.roles or frozenset()))


def _approving(view: View, event: e.Approving, by: str) -> SaidLine | None:
    match event:
        case e.ApprovalAsked():
            return it(view, "approval_asked", by=by, who=view.name(event.approver))
        case e.Approved():
            day = dates.promised_day(view, event.promise)
            if event.number:
                return it(view, "approved_elsewhere", by=by, number=event.number, day=day)
            return it(view, "approved", by=by, day=day)
        case e.Rejected():
            if event.left:
                return it(view, "rejected.left", who=view.name(event.left))
            return it(view, "rejected", event.reason, by=by)
        case e.InputGiven():
            return it(view, "input_given", event.text, by=by, day=view.day(event.day))
        case _:
            assert_never(event)


def _sharing(view: View, event: e.Sharing, by: str, *, reads: bool) -> SaidLine | None:
    match event:
        case e.OfferDrafted():
            return it(view, "offer_drafted", by=by)
        case e.PartAccepted():
            return it(view, "part_accepted", by=by)
        case e.PartDeclined():
            if event.left:
                return it(view, "part_declined.left", who=view.name(event.left))
            return it(view, "part_declined", event.reason if reads else "", by=by)
        case e.PartDelivered():
            return it(view, "part_delivered", event.delivery.what, by=by)
        case _:
            assert_never(event)


def _relating(view: View, event: e.Relating, by: str) -> SaidLine | None:
    match event:
        case e.Noted() | e.Gained() | e.Lost():
            return None  # for the department alone: these have a place of their own
        case e.Followed():
            return _followed(view, event)
        case e.Joined():
            return it(view, "joined", by=by, main=f"#{event.main}")
        case e.Parted():
            return it(view, "parted")
        case e.WaitsFor():
            return it(view, "waits_for", by=by, other=f"#{event.number}")
        case e.WaitsNoMore():
            return it(view, "waits_no_more", by=by)
        case e.Flagged():
            return it(view, f"flagged_{event.why}", other=f"#{event.number}")
        case _:
            assert_never(event)


def _followed(view: View, event: e.Followed) -> SaidLine | None:
    name = view.name(event.owner) if event.owner else view.department_name
    match event.what:
        case "promised" | "moved":
            key = "followed_promised" if event.what == "promised" else "followed_moved"
            return it(view, key, by=name, day=view.day(event.promise.day) if event.promise else "")
        case "update":
            return it(view, "update", event.progress.text if event.progress else "", by=name)
        case "open_again":
            return it(view, "followed_open_again", by=name)
        case "owner":
            return it(view, "taken", by=name) if event.owner else None
        case _:
            assert_never(event.what)
