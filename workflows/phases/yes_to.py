"""What a yes is said to. A button that asked for it before something else came in its place says yes to nothing."""

from __future__ import annotations

from workflows.facts import Refused
from workflows.state.request import Request


def mark(act: str, request: Request) -> str:
    """Equal as long as it is the same: this version to approve, this draft to do a part of, this new date."""
    approval, draft, proposal = request.approval, request.draft, request.proposal
    match act:
        case "approve" if approval and request.waits_for_approval:
            return str(approval.version)
        case "take_part" if draft:
            return str(int(draft.since.timestamp()))
        case "agree" if proposal:
            return proposal.day.isoformat()
        case _:
            return ""


def still_meant(act: str, request: Request, seen: str) -> None:
    """Raises Refused where something else has come since; a yes that names nothing means what is there."""
    if seen and seen != mark(act, request):
        raise Refused("replaced")
