"""Words between colleagues: whoever is asked for a yes of their own answers whoever asked, not the requester."""

from __future__ import annotations

from workflows.definition import Company
from workflows.facts import Role, roles_of
from workflows.request import Request
from workflows.values import Person


def heard_by(by: Person, request: Request, company: Company) -> Person | None:
    """Who hears what `by` writes while their yes is waited for; None: it is said to the other side, as ever."""
    owner = request.cover or request.owner
    if request.asks(by) or by == owner or not request.is_open:
        return None
    if request.handing and request.handing.to == by:
        return request.handing.by
    approves = request.waits_for_approval and Role.APPROVER in roles_of(by, request, company)
    planned = request.draft is not None and by in request.helpers
    return owner if approves or planned else None
