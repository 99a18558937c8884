"""A piece of news before it has an address."""

from __future__ import annotations

from typing import Literal

from workflows.frozen import Frozen
from workflows.state.request import Request


class Say(Frozen):
    """A notice before it has an address: to which side, and which news."""

    to: Literal[
        "requester",
        "card",
        "thread",
        "leads",
        "another_lead",
        "lead",
        "contact",
        "owner",
        "before",
        "on_call",
        "private",
        "asked",
        "approver",
        "helpers",
        "person",
    ]
    kind: str
    facts: dict[str, str] = {}
    person: str = ""  # for "person": who


def owned_by(request: Request) -> dict[str, str]:
    """Whose doing is spoken of, whoever owns it by the time it is read."""
    return {"owner": request.owner or ""}
