"""The one verdict on an act: may this person do it to this request now, or why not.

Cards, forms, pages and the desk all ask `why_not`; what it refuses is what a press would have been told.
"""

from __future__ import annotations

from typing import assert_never

from workflows.definition import Workflow
from workflows.facts import Facts, Refused, Role
from workflows.phases import noting
from workflows.phases.between import waits_for_yes_of
from workflows.rights.act import (
    ASKED,
    ASSIGNERS,
    HANDLERS,
    OWNER,
    OWNERS,
    REQUESTER,
    Act,
    makes_sense,
)
from workflows.state.request import Request
from workflows.state.values import Person, Phase

PASSES = frozenset(
    {"nudged_already"}
)  # refused for a day: a card that shows the button meanwhile stays as it is


def why_not(act: Act, request: Request, facts: Facts) -> Refused | None:
    """Why this person may not do this now, as the refusal that a press would get; None if they may."""
    try:
        permit(act, request, facts)
    except Refused as refused:
        return refused
    return None


def permit(act: Act, request: Request, facts: Facts) -> None:
    """Raises Refused unless this person may do this now: by role, by what is theirs of it, and by the clock.

    What was typed with it is not looked at: that is for the rule behind the act.
    """
    allowed(act, request, facts.workflow, facts.roles)
    if act.rule:
        act.rule(request, facts)


def allowed(act: Act, request: Request, workflow: Workflow, roles: frozenset[Role]) -> None:
    """Raises Refused when somebody with these roles may not do this to the request as it stands, whenever that is.

    Any member may act until somebody has taken it; afterwards only owner and lead (docs/service.md, Offer). On what is
    confidential only those who may read it: every act, and every form, tells of it.
    """
    if not act.who & roles:
        raise Refused(_whose(act, request, roles), number=str(request.number))
    if request.owner and (taken_from(act, request, roles) or _is_closed(act, request, workflow, roles)):
        raise Refused("taken_by_another", owner=request.owner)
    if not request.owner and _is_closed(act, request, workflow, roles):
        raise Refused("take_it_first")
    if act.key == "note" and not noting.theirs(workflow, roles):
        raise Refused(_whose(act, request, roles))
    if not makes_sense(act, request, workflow):
        raise Refused("too_late." + _why_not(request, roles), number=str(request.number))


def may_read(reader: Person | None, request: Request, workflow: Workflow) -> bool:
    """Whether `reader` may see the request; None stands for everybody in a channel.

    A confidential one is visible to those who ask, its owner, whoever stands in and the recovery handler, and never
    to the people it is about.
    """
    if reader in request.about:
        return False
    looks_after = request.recovery.handler if request.recovery else None
    asks = (request.requester, request.colleague, request.raiser)
    readers = (*asks, request.owner, request.cover, looks_after)
    return not workflow.confidential or (reader is not None and reader in readers)


def taken_from(act: Act, request: Request, roles: frozenset[Role]) -> bool:
    """Whether it was any member's to do, and somebody else has taken the request since."""
    return act.first_come and request.owner is not None and not (OWNERS | {Role.ESCALATION}) & roles


def _whose(act: Act, request: Request, roles: frozenset[Role]) -> str:
    """A colleague of the owner's is not told that it is for the department: they are of it."""
    if act.who == ASKED:
        return _not_asked(request, roles)
    if act.card == "asked":
        return "not_yours.asked"
    if act.who == ASSIGNERS:
        return "not_yours.lead"
    if act.key == "hand_over" and ASSIGNERS & roles:
        return "not_yours.assign"
    if act.who in (OWNER, HANDLERS) or (act.who == OWNERS and request.owner):
        return "not_yours.handler"
    return "not_yours." + ("requester" if act.who == REQUESTER else "department")


def _not_asked(request: Request, roles: frozenset[Role]) -> str:
    """Return why somebody isn't asked: it lapsed, somebody else was asked, or it has been answered."""
    if not request.is_open:
        return "too_late.closed"
    return "yours_already" if Role.OWNER in roles else "not_asked"


def _is_closed(act: Act, request: Request, workflow: Workflow, roles: frozenset[Role]) -> bool:
    """Whether it is closed to them: what is confidential is its requester's and its owner's, also to act on.

    The second bounce is settled without reading; and whoever is asked for a yes may give it.
    """
    if not workflow.confidential or act.unread:
        return False
    if act.key == "note":
        return Role.OWNER not in roles
    if act.card == "department" and not request.owner:
        return True
    settles = {Role.ESCALATION} if act.key == "route" else set()
    yes = {Role.HELPER, Role.APPROVER}
    own = yes if act.card == "asked" else set()  # of what they are asked, not of the rest
    own |= waits_for_yes_of(request) if act.key == "reply" else set()  # their words are for whoever asked
    return not ({Role.REQUESTER, Role.RAISER, Role.OWNER} | settles | own) & roles


def _why_not(request: Request, roles: frozenset[Role]) -> str:
    """The text that says, to somebody who pressed an old button, how things stand now."""
    match request.phase:
        case Phase.CLOSED:
            return "closed"
        case _ if request.listening:
            return "heard" if Role.REQUESTER in roles else "listening"
        case _ if request.follows:
            return "joined"
        case _ if request.waits_for_approval:
            return "approval"
        case Phase.EXPLORE | Phase.OFFER:
            return "moved_on"
        case Phase.ACTION:
            return "promised"
        case Phase.CONFIRM:
            return "delivered"
        case _:
            assert_never(request.phase)
