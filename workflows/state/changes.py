"""The type of an event's changes to a request, and the changes that several events share."""

from __future__ import annotations

from datetime import date, datetime
from typing import TypedDict

from workflows.state import events as e
from workflows.state.moments import Moment
from workflows.state.request import Request
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
    Person,
    Phase,
    Poll,
    Progress,
    Promise,
    Recovery,
    Side,
    Unsent,
)


class Changes(TypedDict, total=False):
    """New values for some fields of a request; fields that are left out stay as they are.

    The fields and their types are those of `Request`, without what is settled once it is raised (a test compares).
    """

    version: int
    changed: datetime
    acted: dict[Person, datetime]

    requester: Person
    department: str
    workflow: str
    workflow_version: str
    phase: Phase
    round: int
    ball: Side | None
    since: datetime
    owner: Person | None
    urgent: bool
    colleague: Person | None
    raiser: Person | None
    about: tuple[Person, ...]
    handing: Handing | None
    cover: Person | None

    answers: dict[str, str]
    skipped: tuple[str, ...]
    asked: tuple[Asked, ...]
    need: Need
    confirmed: bool
    bounces: int
    watched_by: Person | None

    offer: Offer | None
    last_offer: Offer | None
    offers: int
    draft: Unsent | None
    approval: Approval | None
    refusal: e.CannotBeDone | None
    appealed: bool
    appealed_to: Person | None
    promise: Promise | None
    proposal: NewDate | None
    progress: Progress | None
    delivery: Delivery | None
    polls: tuple[Poll, ...]
    displeased: bool
    recovery: Recovery | None
    thanked: bool

    notes: tuple[Note, ...]
    main: int | None
    joined_by: tuple[int, ...]
    waits_for: int | None
    waits_day: date | None
    flagged: str
    awaited_by: tuple[int, ...]

    nudged: datetime | None
    snoozed: datetime | None
    reminded: tuple[Moment, ...]
    outcome: Outcome | None
    reason: str
    before: tuple[Phase, Side] | None


NOTHING = Changes()
# Nobody is asked to take it over or to do a part of it any more, nobody stands in, nobody approves.
ALONE = Changes(handing=None, draft=None, approval=None, cover=None)


def ball_to(side: Side, at: datetime) -> Changes:
    """Give the ball to a side, and start every clock afresh."""
    return Changes(ball=side, since=at, reminded=(), snoozed=None)


def to_department(request: Request, at: datetime) -> Changes:
    """Give the ball to the owner, or to the department while there is none."""
    return ball_to(Side.OWNER if request.owner else Side.DEPARTMENT, at)


def moved(promise: Promise, day: date, due: datetime) -> Promise:
    """Move the whole to another day; its open parts that were due last move along."""
    last = min(promise.due, due)
    there = {"day": day, "due": due}
    parts = tuple(
        part.model_copy(update=there) if part.done is None and part.due >= last else part
        for part in promise.parts
    )
    return promise.model_copy(update=there | {"parts": parts})


def barred(request: Request, people: tuple[Person, ...] | None) -> Changes:
    """Bar those it is about from any part in it from now on; None leaves all as it was."""
    if people is None:
        return NOTHING
    handing, cover = request.handing, request.cover
    changes = Changes(about=people)
    if handing and handing.to in people:
        changes["handing"] = None
    if cover in people:
        changes["cover"] = None
    return changes


def promise_made(request: Request, promise: Promise, at: datetime) -> Changes:
    """Let a promise stand; the ball is the requester's where it waits for something from them.

    Made while somebody stands in for the owner, it counts for the department.
    """
    stands = Changes(
        phase=Phase.ACTION,
        promise=promise.model_copy(update={"covered": True}) if request.cover else promise,
        offer=None,
        last_offer=None,
        draft=None,
        refusal=None,
        proposal=None,
        progress=None,
        appealed=False,
    )
    return stands | ball_to(Side.REQUESTER if promise.waits else Side.OWNER, at)
