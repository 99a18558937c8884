"""Confirm: was it good, in one tap; all else is optional and comes after. And the ways to end and begin again."""

from __future__ import annotations

from typing import assert_never

from workflows.facts import Facts, Refused
from workflows.frozen import Frozen
from workflows.phases.noting import sampled
from workflows.phases.recovery import asked_to_listen, handler_for, in_time, not_solved
from workflows.state import events as e
from workflows.state.request import Request
from workflows.state.values import Outcome, Solved


class Solve(Frozen):
    """Answer the poll: solved, partly or not."""

    solved: Solved


class Rate(Frozen):
    """Rate result and experience, 1-5 each; conditions that were not met, by place; a word."""

    result: int | None = None
    experience: int | None = None
    unmet: tuple[int, ...] = ()
    words: str = ""
    kept: bool | None = None  # the vow that was asked about


class Withdraw(Frozen):
    """Withdraw the request: the requester needs it no more."""

    reason: str = ""


class CloseAsItIs(Frozen):
    """Close the request as it is: after an honest no, or when another round is not wanted."""


class Reopen(Frozen):
    """Reopen the request, within the company's days for it, into the phase it was in."""

    reason: str = ""


class Thank(Frozen):
    """Thank the owner, who alone sees it."""


Command = Solve | Rate | Withdraw | CloseAsItIs | Reopen | Thank
Events = tuple[e.Event, ...]


def decide(request: Request, command: Command, facts: Facts) -> Events:
    """Decide a command in Confirm and after; the table of acts has checked rights and phase."""
    match command:
        case Solve(solved="yes"):
            return e.Polled(solved="yes", scores=facts.scores), e.Closed(outcome=Outcome.SATISFIED)
        case Solve():
            return not_solved(request, e.Polled(solved=command.solved, scores=facts.scores), facts)
        case Rate():
            return _rated(request, command, facts)
        case Withdraw():
            return (e.Closed(outcome=Outcome.WITHDRAWN, reason=command.reason.strip()),)
        case CloseAsItIs():
            outcome = Outcome.DECLINED if request.refusal else Outcome.UNSATISFIED
            reason = request.refusal.reason if request.refusal else ""
            return (e.Closed(outcome=outcome, reason=reason),)
        case Reopen():
            return _reopened(request, command, facts)
        case Thank():
            return (e.Thanked(),)
        case _:
            assert_never(command)


def _rated(request: Request, command: Rate, facts: Facts) -> Events:
    for axis, value in (("result", command.result), ("experience", command.experience)):
        if value is not None and value not in range(1, 6):
            raise Refused("one_to_five", axis)
    unmet = tuple(place for place in command.unmet if 0 <= place < len(request.need.conditions))
    vow = sampled(request, facts.department) if request.outcome is Outcome.SATISFIED else None
    answered = vow is not None and command.kept is not None
    rated = e.Rated(
        result=command.result,
        experience=command.experience,
        unmet=unmet,
        words=command.words.strip(),
        vow=vow if answered else None,
        kept=command.kept if answered else None,
    )
    return (rated,) if rated != e.Rated() else ()


def _reopened(request: Request, command: Reopen, facts: Facts) -> Events:
    """Reopen it into its phase; after delivery, into listening: by its owner, unless it went wrong before."""
    in_time(request, facts)
    reason = command.reason.strip()
    reopened = e.Reopened(reason=reason)
    if request.delivery is None:
        return (reopened,)
    first = not request.bad_polls and request.owner != request.requester
    same = request.owner if first else None
    return reopened, *asked_to_listen(request, same or handler_for(request, facts.department), reason)
