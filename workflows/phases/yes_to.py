"""The mark of what a yes is said to, so that an old button doesn't say yes to what came in its place since."""

from __future__ import annotations

from workflows.facts import Refused
from workflows.state.request import Request


def mark(act: str, request: Request) -> str:
    """Return the mark of what this act says yes to: the version to approve, the draft with a part, the new date."""
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
    """Raise Refused where something else has come since; a yes that names nothing means what is there."""
    if seen and seen != mark(act, request):
        raise Refused("replaced")
