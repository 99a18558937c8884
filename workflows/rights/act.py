"""A row of the table of acts: all that anybody asks about one thing that a person can do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal, NamedTuple

from workflows.definition import Workflow
from workflows.facts import Facts, Role
from workflows.phases import (
    action,
    approval,
    confirm,
    explore,
    handing,
    linking,
    noting,
    offer,
    parts,
    recovery,
)
from workflows.state.events import Event
from workflows.state.request import Request

Command = (
    explore.Command
    | offer.Command
    | approval.Command
    | action.Command
    | confirm.Command
    | recovery.Command
    | parts.Command
    | linking.Command
    | handing.Command
    | noting.Command
)
Events = tuple[Event, ...]
CardSide = Literal["requester", "department", "asked"]  # asked: for a yes of their own, by whom it waits
When = Callable[[Request, Workflow], bool]
Rule = Callable[[Request, Facts], None]  # raises Refused

REQUESTER = frozenset({Role.REQUESTER})
RAISER = frozenset({Role.RAISER})
DEPARTMENT = frozenset({Role.MEMBER, Role.OWNER})  # the escalation contact owns what was handed up
OWNERS = frozenset({Role.OWNER, Role.LEAD})
OWNER = frozenset({Role.OWNER})
COLLEAGUES = frozenset({Role.MEMBER, Role.LEAD, Role.OWNER})
HELPERS = frozenset({Role.HELPER})  # who do a part of it, or are asked to
PART_DOERS = HELPERS | OWNERS  # who may say that a part is done
JOINERS = DEPARTMENT | OWNERS
HANDLERS = frozenset({Role.OWNER, Role.LEAD, Role.ESCALATION})  # who hears of a silent handler can step in
ASSIGNERS = frozenset({Role.LEAD, Role.ESCALATION})  # without reading it, where it is confidential
ASKED = frozenset({Role.ASKED})
APPROVER = frozenset({Role.APPROVER})
WRITERS = (
    REQUESTER | RAISER | DEPARTMENT | ASKED | APPROVER | HELPERS
)  # each to whom it concerns (between.py)
ROUTERS = frozenset({Role.MEMBER, Role.ESCALATION})  # the second bounce is the escalation contact's to settle


class Act(NamedTuple):
    """One thing a person can do: who may, when it makes sense, and on which card its button stands.

    `when` looks at the request alone; `rule`, at the clock too, and at what is this person's own of it. The phase
    behind the act asks the same rule, so no button stands where a press would be refused.
    `form`: what else has to be said first; a press opens it. `rare`: stands in the menu of further acts.
    """

    key: str
    command: type[Any]
    decide: Callable[[Request, Any, Facts], Events]
    who: frozenset[Role]
    when: When
    rule: Rule | None
    card: CardSide | None = None
    form: bool = False
    rare: bool = False
    style: Literal["plain", "primary", "danger"] = "plain"
    sure: bool = False
    private: bool = False  # one person's own: its button never stands in a channel
    while_joined: bool = False  # also while another request is worked on in its place
    unread: bool = False  # what is confidential needn't be read for it
    first_come: bool = False  # any member's, until somebody takes the request


def makes_sense(act: Act, request: Request, workflow: Workflow) -> bool:
    """Whether it can be done as things stand; where another request is worked on instead, little can."""
    return act.when(request, workflow) and (not request.follows or act.while_joined)
