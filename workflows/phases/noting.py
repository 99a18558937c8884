"""Notes, which are for the department alone; and its vows: which one a requester is asked about."""

from __future__ import annotations

from typing import assert_never

from workflows.definition import Department, Workflow
from workflows.facts import Facts, Role
from workflows.frozen import Frozen
from workflows.phases.explore import said
from workflows.state import events as e
from workflows.state.request import Request


class AddNote(Frozen):
    """Note something that colleagues should know; the requester never reads it."""

    text: str


Command = AddNote
Events = tuple[e.Event, ...]


def decide(_request: Request, command: Command, _facts: Facts) -> Events:
    """Decide a note; the table of acts has checked whose it is."""
    match command:
        case AddNote():
            return (e.Noted(text=said(command.text, "text")),)
        case _:
            assert_never(command)


def theirs(workflow: Workflow, roles: frozenset[Role]) -> bool:
    """Whether these roles write and read notes: the owner; unless confidential, also the department but who asks."""
    if Role.OWNER in roles:
        return True
    asks = {Role.REQUESTER, Role.RAISER} & roles
    return not (asks or workflow.confidential) and bool({Role.MEMBER, Role.LEAD} & roles)


def sampled(request: Request, department: Department) -> int | None:
    """Return the place of the vow that this request is asked about: each request in turn asks about another one."""
    return request.number % len(department.vows) if department.vows else None
