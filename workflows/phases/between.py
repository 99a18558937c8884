"""Words between colleagues: whoever is asked for a yes of their own writes to whoever asked, who answers them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from workflows.definition import Company
from workflows.facts import Role, roles_of
from workflows.state.events import Recorded, Said
from workflows.state.request import Request
from workflows.state.values import Person


def heard_by(by: Person, request: Request, company: Company) -> Person | None:
    """Return who hears what `by` writes while their yes is waited for; None: it is said to the other side, as ever."""
    owner = request.has_it
    if request.asks(by) or by == owner or not request.is_open:
        return None
    asked = waits_for_yes_of(request) & roles_of(by, request, company)
    if request.handing and Role.ASKED in asked:
        return request.handing.by
    return owner if asked else None


def read_by(by: Person, request: Request, company: Company, to: Person | None = None) -> Person | None:
    """Return who reads what `by` says there, perhaps `to` a colleague; None: the department, as nobody has it yet."""
    if request.asks(by):
        return request.has_it
    return heard_by(by, request, company) or to or request.decider


def waits_for_yes_of(request: Request) -> set[Role]:
    """Return the roles whose yes a request waits for: what they write is between them and whoever asked."""
    asked = {
        Role.ASKED: request.handing is not None,
        Role.APPROVER: request.waits_for_approval,
        Role.HELPER: request.draft is not None,
    }
    return {role for role, waits in asked.items() if waits}


def writes_to(by: Person, to: Person | None, request: Request, company: Company) -> bool:
    """Whether `by` may write to `to` alone: a colleague whose yes is waited for, and whose words reach `by`."""
    return to is not None and heard_by(to, request, company) == by


def wrote_last(by: Person, request: Request, told: Sequence[Recorded], company: Company) -> Person | None:
    """The colleague whom `by` would answer now: their words came after all that the requester was told or said."""
    for one in reversed(told):
        if not isinstance(one.event, Said):
            if request.asks(one.by):
                return None
            continue
        other = one.event.to if one.by == by else one.by if one.event.to == by else None
        if other is not None or one.by == by or request.asks(one.by):
            return other if writes_to(by, other, request, company) else None
    return None


def written_to(person: Person, request: Request, told: Sequence[Recorded]) -> datetime | None:
    """Return the instant at which somebody last wrote to this person there, if they have done nothing there since."""
    for one in reversed(told):
        if one.by == person:
            return None
        if isinstance(one.event, Said) and _reads(person, request, one.by, one.event.to):
            return one.at
    return None


def _reads(person: Person, request: Request, by: Person, to: Person | None) -> bool:
    if to is not None or request.asks(person):
        return to == person or (to is None and not request.asks(by))
    return person == request.has_it and request.asks(by)
