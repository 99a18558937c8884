"""Appeal: who looks again after an honest no, and whether the request becomes theirs with it."""

from __future__ import annotations

from collections.abc import Callable

from workflows.definition import Company, Workflow
from workflows.facts import Facts, anybody
from workflows.state import events as e
from workflows.state.request import Request
from workflows.state.values import Person


def appeal(request: Request, facts: Facts) -> e.Appealed:
    """The requester's appeal, with who takes the request over, if somebody has to."""
    handler = handler_after(request, facts.workflow, facts.company, facts.may_act)
    return e.Appealed(
        refusal=request.refusal.reason if request.refusal else "",
        handler=handler,
        before=request.owner if handler else None,
    )


def asked_again(
    request: Request, company: Company, may_act: Callable[[Person], bool] = anybody
) -> tuple[Person, ...]:
    """Return those who are asked to look again: leads with fresh eyes, else somebody the request can fall back on.

    Never who said no, who asked, or whom it is about. Empty where nobody else is left in the whole company.
    """
    department = company.department(request.department, request.about)
    out = {request.owner, *request.asking, request.raiser, *request.about}
    fresh = department.fresh(request.owner, *request.asking)
    found = tuple(one for one in fresh if one not in out and may_act(one))
    others = (department.escalation, *department.everyone, *company.beyond(department.id))
    return found or tuple(one for one in others if one not in out and may_act(one))[:1]


def handler_after(
    request: Request,
    workflow: Workflow,
    company: Company,
    may_act: Callable[[Person], bool] = anybody,
) -> Person | None:
    """Return who answers for it after an appeal; None where leads may read it and decide without owning it."""
    found = asked_again(request, company, may_act)
    leads = company.department(request.department, request.about).leads
    if not found or (found[0] in leads and not workflow.confidential):
        return None
    return found[0]
