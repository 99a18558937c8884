"""What several events change alike: who has the ball, and what a promise leaves behind."""

from __future__ import annotations

from datetime import date, datetime

from workflows.state.request import Request
from workflows.state.values import Person, Phase, Promise, Side

Changes = dict[str, object]
# Nobody is asked to take it over or to do a part of it any more, nobody stands in, nobody approves.
ALONE: Changes = dict.fromkeys(("handing", "draft", "approval", "cover"))


def ball_to(side: Side, at: datetime) -> Changes:
    """The ball comes to a side, and every clock starts afresh."""
    return {"ball": side, "since": at, "reminded": (), "snoozed": None}


def to_department(request: Request, at: datetime) -> Changes:
    """To whoever answers for it: the owner, once there is one."""
    return ball_to(Side.OWNER if request.owner else Side.DEPARTMENT, at)


def moved(promise: Promise, day: date, due: datetime) -> Promise:
    """Another day for the whole; of its parts, those still to be done that were due last move along."""
    last = min(promise.due, due)
    there = {"day": day, "due": due}
    parts = tuple(
        part.model_copy(update=there) if part.done is None and part.due >= last else part
        for part in promise.parts
    )
    return promise.model_copy(update=there | {"parts": parts})


def kept_from(request: Request, people: tuple[Person, ...] | None) -> Changes:
    """Whom it is about has no part in it from now on; None: as it was."""
    if people is None:
        return {}
    handing, cover = request.handing, request.cover
    changes: Changes = {"about": people}
    if handing and handing.to in people:
        changes["handing"] = None
    if cover in people:
        changes["cover"] = None
    return changes


def promised(request: Request, promise: Promise, at: datetime) -> Changes:
    """A promise stands; one that waits for something from the requester is theirs first.

    Made while somebody stands in for the owner, it counts for the department.
    """
    return {
        "phase": Phase.ACTION,
        "promise": promise.model_copy(update={"covered": True}) if request.cover else promise,
        "offer": None,
        "last_offer": None,
        "draft": None,
        "refusal": None,
        "proposal": None,
        "progress": None,
        "appealed": False,
    } | ball_to(Side.REQUESTER if promise.waits else Side.OWNER, at)
