"""Requests that have to do with each other: the same fault, one that waits for another, one that follows from one."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal, assert_never

from workflows.facts import Facts, Refused
from workflows.frozen import Frozen
from workflows.phases.for_whom import unasked
from workflows.state import events as e
from workflows.state.request import Request
from workflows.state.values import Phase, Promise


class SameAs(Frozen):
    """Join a request that is being worked on already: one thread works, all who joined hear."""

    number: int


class Unjoin(Frozen):
    """Part from the joined request: it is not the same after all."""


class WaitFor(Frozen):
    """Make the request wait for another, which has to be done first."""

    number: int


class WaitNoMore(Frozen):
    """Let the request wait no more."""


class Again(Frozen):
    """Ask for something else in a new request that follows from this one. Raised by the desk, never decided here."""

    workflow: str
    words: str


Command = SameAs | Unjoin | WaitFor | WaitNoMore | Again
Events = tuple[e.Event, ...]


def decide(request: Request, command: Command, facts: Facts) -> Events:
    """Decide a command about two requests; `facts.other` is the other one."""
    match command:
        case SameAs():
            main = _joinable(request, facts)
            return (e.Joined(main=main.number, owner=main.owner),)
        case Unjoin():
            return (e.Parted(),)
        case WaitFor():
            other = _awaited(request, facts)
            return (e.WaitsFor(number=other.number, day=due_day(other)),)
        case WaitNoMore():
            return (e.WaitsNoMore(),)
        case Again():
            raise Refused("raised_before")
        case _:
            assert_never(command)


def due_day(request: Request) -> date | None:
    """Return the day for which it is expected: a later date that its owner asks for counts already."""
    days = [one.day for one in (request.promise, request.proposal) if one]
    return max(days, default=None)


def mirrored(request: Request, main: Request, *, confidential: bool = False) -> Events:
    """Return what has happened to the main request and not yet to one that joined it; nothing when both agree.

    Nobody comes along to another department, or reads of what became confidential; and while somebody listens to
    who asked, that is between two: what was promised may well go on.
    """
    elsewhere = confidential or main.department != request.department
    if elsewhere or (not main.is_open and main.delivery is None):
        return (e.Parted(),)
    if main.listening:
        return ()
    if main.refusal and request.refusal is None:
        return (main.refusal,)
    if main.promise is None:
        return _without_promise(request, main)
    again = _as_promised(request, main, main.promise)
    if main.delivery:
        return *again, e.Delivered(delivery=main.delivery), *unasked(request, main.owner)
    return again or _on_the_way(request, main)


def awaited_news(request: Request, other: Request, now: datetime) -> Events:
    """Return what is new about the request that this one waits for; each news comes once."""
    flagged = _flag(request, other, now)
    return (flagged,) if flagged and flagged.mark != request.flagged else ()


def _joinable(request: Request, facts: Facts) -> Request:
    """Return the request to join: where joined requests join others, the one at the end, whose thread works."""
    main = facts.other
    if main is None:
        raise Refused("no_such_request", "number", number="")
    if main.number == request.number:
        raise Refused("same_as_itself", "number")
    elsewhere = main.department != request.department
    if elsewhere or facts.workflow.confidential or facts.other_confidential:
        raise Refused("not_the_same_kind", "number", number=str(main.number))
    if main.phase not in (Phase.EXPLORE, Phase.OFFER, Phase.ACTION) or main.listening:
        raise Refused("nothing_to_join", "number", number=str(main.number))
    return main


def _awaited(request: Request, facts: Facts) -> Request:
    other = facts.other
    if other is None:
        raise Refused("no_such_request", "number", number="")
    if request.number in (other.number, other.waits_for):
        raise Refused("waits_for_itself", "number")
    if facts.other_confidential:  # whoever has this next would read of it
        raise Refused("waits_for_confidential", "number", number=str(other.number))
    if not other.is_open:
        raise Refused("nothing_to_wait_for", "number", number=str(other.number))
    return other


def _without_promise(request: Request, main: Request) -> Events:
    if request.promise:
        return (e.Followed(what="open_again", owner=main.owner),)
    return _owner(request, main)


def _as_promised(request: Request, main: Request, theirs: Promise) -> Events:
    """Return the main request's date, if it is new here or has moved."""
    mine = request.promise
    promise = theirs.model_copy(update={"as_asked": False, "parts": ()})
    if theirs.waits or (mine and (mine.day, mine.due) == (promise.day, promise.due)):
        return ()
    what: Literal["promised", "moved"] = "moved" if mine else "promised"
    return (e.Followed(what=what, owner=main.owner, promise=promise),)


def _on_the_way(request: Request, main: Request) -> Events:
    progress = main.progress
    if progress and progress.text and progress != request.progress:
        return (e.Followed(what="update", owner=main.owner, progress=progress),)
    return _owner(request, main)


def _owner(request: Request, main: Request) -> Events:
    return () if main.owner == request.owner else (e.Followed(what="owner", owner=main.owner),)


def _flag(request: Request, other: Request, now: datetime) -> e.Flagged | None:
    """Return how the other request ended, is overdue or moved back; a day that moves closer is no news."""
    if other.delivery and other.phase in (Phase.CONFIRM, Phase.CLOSED):
        return e.Flagged(number=other.number, why="done")
    if not other.is_open:
        return e.Flagged(number=other.number, why="ended")
    promise = other.promise
    if promise and not promise.waits and promise.due < now and other.phase is Phase.ACTION:
        return e.Flagged(number=other.number, why="overdue", day=promise.day)
    day = due_day(other)
    if day and day > _hoped_for(request):
        return e.Flagged(number=other.number, why="moved", day=day)
    return None


def _hoped_for(request: Request) -> date:
    """Return the day that was known when it began to wait; with none, its own promised one."""
    own = request.promise.day if request.promise else date.max
    return request.waits_day or own
