"""Recovery: a bad answer becomes a repaired relationship. Control, listen, establish, apologise, resolve (CLEAR)."""

from __future__ import annotations

from typing import assert_never

from workflows.definition import Company, Department
from workflows.facts import Facts, Refused
from workflows.frozen import Frozen
from workflows.phases.explore import said
from workflows.state import events as e
from workflows.state.request import Request
from workflows.state.values import Heard, Outcome, Person

ENOUGH = 3  # bad polls: from then on it is the escalation contact's (docs/service.md, Recovery)


class FollowUp(Frozen):
    """Ask for a follow-up."""


class Feedback(Frozen):
    """Leave it at feedback, without a follow-up."""


class NotHappy(Frozen):
    """Tell a lead privately, at any time, that one isn't happy; with or without asking for a follow-up."""

    words: str = ""
    follow_up: bool = True


class Tell(Frozen):
    """Tell the handler which moment went wrong, which conditions are unmet, what matters most."""

    heard: Heard


class Restate(Frozen):
    """Restate what went wrong, in the handler's words."""

    text: str


class ThatsIt(Frozen):
    """Confirm the handler's restatement."""


class NotQuite(Frozen):
    """Say what is missing in the handler's restatement."""

    text: str


class Apologise(Frozen):
    """Apologise by name, in the handler's own words; with a redress within the workflow's limit."""

    text: str
    redress: str = ""
    cost: int | None = None


Command = FollowUp | Feedback | NotHappy | Tell | Restate | ThatsIt | NotQuite | Apologise
Events = tuple[e.Event, ...]


def decide(request: Request, command: Command, facts: Facts) -> Events:
    """Decide a command in Recovery; the table of acts has checked rights and step."""
    match command:
        case FollowUp():
            return _chosen(request, facts)
        case Feedback():
            ended = (e.Closed(outcome=Outcome.UNSATISFIED),) if request.is_open else ()
            return e.FeedbackGiven(), *ended
        case NotHappy():
            return _unhappy(request, command, facts)
        case Tell():
            return (e.Listened(heard=_heard(request, command.heard)),)
        case Restate():
            only_fresh_eyes(request, facts)
            return (e.Restated(text=said(command.text, "text")),)
        case ThatsIt():
            return (e.RestatementConfirmed(),)
        case NotQuite():
            return (e.RestatementCorrected(text=said(command.text, "text")),)
        case Apologise():
            only_fresh_eyes(request, facts)
            return (_apology(command, facts),)
        case _:
            assert_never(command)


def handler_for(request: Request, department: Department, *, bad: int = 0) -> Person:
    """Return who looks after it with fresh eyes: the first such lead, or whoever the department falls back on.

    After three bad polls it is the escalation contact in any case, but for what they asked themselves.
    """
    enough = max(bad, request.bad_polls) >= ENOUGH
    if enough and department.escalation not in request.asking:
        return department.escalation
    return department.fresh(request.owner, *request.asking)[0]


def repairer(request: Request) -> Person | None:
    """Return the owner, who puts it right if it was partly solved for the first time; never if they asked for it."""
    first = request.is_open and request.bad_polls == 1 and request.polls[-1].solved == "partly"
    return request.owner if first and request.owner != request.requester else None


def follower(request: Request, department: Department) -> Person:
    """Return who will follow up, should the requester choose so now."""
    return repairer(request) or handler_for(request, department)


def fresh_eyes(request: Request, person: Person, company: Company) -> bool:
    """Whether somebody can listen and apologise: neither who asked, nor a lead who had it until it went wrong.

    Nor whoever stands in for one of these: as their stand-in they may have done the very work that went wrong.
    """
    before = request.recovery.before if request.recovery else None
    plays = {person, *company.stands_in_for(person)}
    return person == request.owner or not plays & {request.requester, before}


def only_fresh_eyes(request: Request, facts: Facts) -> None:
    """Raise Refused without fresh eyes: not even the form may be opened, for it tells what was said."""
    if not fresh_eyes(request, facts.by, facts.company):
        assert request.owner is not None
        raise Refused("fresh_eyes", handler=request.owner)


def asked_to_listen(request: Request, handler: Person, words: str = "") -> Events:
    """Begin a new round, with listening first."""
    return e.FollowUpAsked(handler=handler, words=words), e.RoundOpened(round=request.round + 1)


def not_solved(request: Request, poll: e.Polled, facts: Facts) -> Events:
    """Note a bad poll: the requester chooses what shall follow; the third time it goes up without being asked for."""
    if request.bad_polls + 1 < ENOUGH:
        return (poll,)
    return poll, e.HandedUp(handler=handler_for(request, facts.department, bad=ENOUGH))


def new_round(request: Request) -> Events:
    """Begin a round, if the present one has had its poll: after the third bad poll none begins by itself."""
    polled = bool(request.polls) and request.polls[-1].round == request.round
    return (e.RoundOpened(round=request.round + 1),) if polled else ()


def in_time(request: Request, facts: Facts) -> None:
    """Raise Refused where it closed too long ago to be taken up again."""
    if not request.is_open and facts.now - request.since > facts.company.reopen_within:
        raise Refused("too_late_to_reopen")


def _chosen(request: Request, facts: Facts) -> Events:
    in_time(request, facts)
    if owner := repairer(request):
        return e.FollowUpAsked(handler=owner, repair=True), e.RoundOpened(round=request.round + 1)
    return asked_to_listen(request, handler_for(request, facts.department))


def _unhappy(request: Request, command: NotHappy, facts: Facts) -> Events:
    in_time(request, facts)
    words = command.words.strip()
    if not command.follow_up:
        return (e.FeedbackGiven(words=said(words, "words")),)
    return asked_to_listen(request, handler_for(request, facts.department), words)


def _heard(request: Request, heard: Heard) -> Heard:
    unmet = tuple(place for place in heard.unmet if 0 <= place < len(request.need.conditions))
    told = heard.model_copy(
        update={"unmet": unmet, "words": heard.words.strip(), "matters": heard.matters.strip()}
    )
    if told == Heard():
        raise Refused("words_needed", "words")
    return told


def _apology(command: Apologise, facts: Facts) -> e.Apologised:
    limit, redress = facts.workflow.redress_limit, command.redress.strip()
    if (redress or command.cost) and limit is None:
        raise Refused("no_redress", "redress")
    if command.cost is not None and command.cost < 0:
        raise Refused("cost_is_negative", "cost")
    if command.cost is not None and limit is not None and command.cost > limit:
        raise Refused("redress_too_high", "cost", limit=f"{limit:,} {facts.workflow.currency}")
    return e.Apologised(text=said(command.text, "text"), redress=redress, cost=command.cost)
