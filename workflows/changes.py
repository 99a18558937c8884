"""What several events change alike: who has the ball, and what a promise leaves behind."""

from __future__ import annotations

from datetime import datetime

from workflows.request import Request
from workflows.values import Phase, Promise, Side

Changes = dict[str, object]
# Nobody is asked to take it over or to do a part of it any more, nobody stands in, nobody approves.
ALONE: Changes = dict.fromkeys(("handing", "draft", "approval", "cover"))


def ball_to(side: Side, at: datetime) -> Changes:
    """The ball comes to a side, and every clock starts afresh."""
    return {"ball": side, "since": at, "reminded": (), "snoozed": None}


def to_department(request: Request, at: datetime) -> Changes:
    """To whoever answers for it: the owner, once there is one."""
    return ball_to(Side.OWNER if request.owner else Side.DEPARTMENT, at)


def promised(promise: Promise, at: datetime) -> Changes:
    """A promise stands; one that waits for something from the requester is theirs first."""
    return {
        "phase": Phase.ACTION,
        "promise": promise,
        "offer": None,
        "draft": None,
        "refusal": None,
        "proposal": None,
        "progress": None,
        "appealed": False,
    } | ball_to(Side.REQUESTER if promise.waits else Side.OWNER, at)
