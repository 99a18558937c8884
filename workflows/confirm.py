"""Confirm: was it good, in one tap; all else is optional and comes after. And the ways to end and begin again."""

from __future__ import annotations

from typing import assert_never

from workflows import events as e
from workflows.facts import Facts, Refused
from workflows.frozen import Frozen
from workflows.request import Request
from workflows.values import Outcome, Solved


class Solve(Frozen):
    """Yes, partly or no."""

    solved: Solved


class Rate(Frozen):
    """Result and experience, 1-5 each; conditions that were not met, by place; a word."""

    result: int | None = None
    experience: int | None = None
    unmet: tuple[int, ...] = ()
    words: str = ""


class Withdraw(Frozen):
    """The requester needs it no more."""

    reason: str = ""


class CloseAsItIs(Frozen):
    """The requester ends it: after an honest no, or when another round is not wanted."""


class Reopen(Frozen):
    """It is not over: within 14 calendar days, into the phase it was in."""

    reason: str = ""


Command = Solve | Rate | Withdraw | CloseAsItIs | Reopen
Events = tuple[e.Event, ...]


def decide(request: Request, command: Command, facts: Facts) -> Events:
    """What follows from a command in Confirm and after; the table of acts has checked rights and phase."""
    match command:
        case Solve(solved="yes"):
            return e.Polled(solved="yes"), e.Closed(outcome=Outcome.SATISFIED)
        case Solve():
            return e.Polled(solved=command.solved), e.RoundOpened(round=request.round + 1)
        case Rate():
            return _rated(request, command)
        case Withdraw():
            return (e.Closed(outcome=Outcome.WITHDRAWN, reason=command.reason.strip()),)
        case CloseAsItIs():
            outcome = Outcome.DECLINED if request.refusal else Outcome.UNSATISFIED
            reason = request.refusal.reason if request.refusal else ""
            return (e.Closed(outcome=outcome, reason=reason),)
        case Reopen():
            return _reopened(request, command, facts)
        case _:
            assert_never(command)


def _rated(request: Request, command: Rate) -> Events:
    for axis, value in (("result", command.result), ("experience", command.experience)):
        if value is not None and value not in range(1, 6):
            raise Refused("one_to_five", axis)
    unmet = tuple(place for place in command.unmet if 0 <= place < len(request.need.conditions))
    rated = e.Rated(
        result=command.result, experience=command.experience, unmet=unmet, words=command.words.strip()
    )
    return (rated,) if rated != e.Rated() else ()


def _reopened(request: Request, command: Reopen, facts: Facts) -> Events:
    if facts.now - request.since > facts.company.reopen_within:
        raise Refused("too_late_to_reopen")
    reopened = e.Reopened(reason=command.reason.strip())
    delivered = request.delivery is not None
    return (reopened, e.RoundOpened(round=request.round + 1)) if delivered else (reopened,)
