"""Which event took an act away from somebody: the answer to whoever lost a race, by who did what and when."""

from __future__ import annotations

from collections.abc import Sequence

from workflows.definition import Company, Workflow
from workflows.facts import Refused, roles_of
from workflows.rights import verdict
from workflows.rights.act import Act
from workflows.state import events as e
from workflows.state.evolve import evolve
from workflows.state.request import Request
from workflows.state.values import Person


def overtaking(
    act: Act, person: Person, history: Sequence[e.Recorded], workflow: Workflow, company: Company
) -> e.Recorded | None:
    """The event since which this person may not do it any more; None if they may, or never could."""
    request: Request | None = None
    found: e.Recorded | None = None
    could = False
    for one in history:
        request = evolve(request, one)
        can = _may(act, person, request, workflow, company)
        if can != could:
            could, found = can, None if can else one
    return found


def replacing_offer(history: Sequence[e.Recorded]) -> e.Recorded | None:
    """The event that replaced an offer by a newer version; None while there is only one."""
    return next((one for one in reversed(history) if _is_newer(one.event)), None)


def _is_newer(event: e.Event) -> bool:
    return isinstance(event, e.Offered) and event.offer.version > 1


def _may(act: Act, person: Person, request: Request, workflow: Workflow, company: Company) -> bool:
    try:
        verdict.allowed(act, request, workflow, roles_of(person, request, company))
    except Refused:
        return False
    return True
