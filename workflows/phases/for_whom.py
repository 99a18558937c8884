"""Requests raised for somebody else: who decides, who steps in, and when nobody is asked whether it is solved."""

from __future__ import annotations

from workflows.facts import Facts, Refused
from workflows.phases.naming import account
from workflows.state import events as e
from workflows.state.request import Request
from workflows.state.values import Outcome, Person

MOST_NAME = 100  # characters of somebody's name


def colleague_of(colleague: Person | None, facts: Facts) -> Person | None:
    """The colleague it is raised for, by their preferred id; nobody, where that is whoever raises it."""
    if not colleague:
        return None
    try:
        one = account(colleague, "colleague", facts)
    except Refused as refused:
        several = refused.key == "several_by_that_name"
        raise refused if several else Refused("no_such_colleague", "colleague") from None
    return None if one in facts.company.ids(facts.by) else one


def name_of(words: str, colleague: Person | None) -> str:
    """The name of somebody without an account; whoever has one is called by that."""
    return "" if colleague else " ".join(words.split())[:MOST_NAME]


def stepping_in(request: Request, by: Person) -> tuple[e.SteppedIn, ...]:
    """Let the colleague for whom it was raised step in with the first thing they do: from then on they decide."""
    return (e.SteppedIn(person=by),) if by == request.colleague else ()


def unasked(request: Request, owner: Person | None) -> tuple[e.Closed, ...]:
    """Close it unconfirmed if its owner logged it for somebody without an account: nobody rates themselves."""
    logged = bool(request.for_whom) and owner == request.requester
    return (e.Closed(outcome=Outcome.UNCONFIRMED),) if logged else ()
