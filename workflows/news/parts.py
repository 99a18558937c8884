"""The news of requests that several people do in parts: to each of them, and to whoever answers for it all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from workflows.news import details as d
from workflows.news import table as t
from workflows.news.row import Say
from workflows.phases.parts import let_go
from workflows.state import events as e
from workflows.state.moments import Moment, MomentKind
from workflows.state.request import Request
from workflows.state.values import Person, Phase, Promise


def sharing(
    request: Request, one: e.Recorded, event: e.Sharing, step: tuple[e.Recorded, ...]
) -> Iterator[Say]:
    """Yield the news of parts: to those who do them, to the request's owner, and of what is done to the requester."""
    match event:
        case e.OfferDrafted():
            yield t.PART_ASKED.say(d.Plan(version=event.offer.version))
        case e.PartAccepted() if request.draft is None:
            yield t.OFFER_SENT.say()
        case e.PartAccepted():
            return
        case e.PartDeclined():
            yield t.PART_DECLINED.say(_declined(request, event))
        case e.PartDelivered():
            several = [other for other in step if isinstance(other.event, e.PartDelivered)]
            if several[-1] is one:  # done in one press is said in one message
                yield from _done(request, event, one.by)
        case _:
            assert_never(event)


def _declined(request: Request, event: e.PartDeclined) -> d.PartBack:
    """Return the facts of a declined part: why, or who has left; and what comes back of what is promised."""
    what = None
    if request.promise and event.places:
        what = " · ".join(request.promise.parts[place].what for place in event.places)
    return d.PartBack(reason=event.reason, left=event.left, what=what)


def _done(request: Request, event: e.PartDelivered, by: Person) -> Iterator[Say]:
    """Tell of a part that is done. The last one is told as delivered; an owner who didn't press hears of it, too."""
    facts = d.PartDone(place=event.place, text=event.delivery.what)
    if request.phase is Phase.ACTION:
        yield t.PART_DELIVERED.say(facts, to="requester")
        yield t.PART_DELIVERED.say(facts, to="owner")
    elif by != request.owner:
        yield t.PARTS_DELIVERED.say(facts)


def parts_begin(promise: Promise) -> Iterator[Say]:
    """Tell everybody who does a part of what is promised that they can begin."""
    if promise.parts:
        yield t.PART_BEGINS.say()


def parts_end(before: Request | None, after: Request) -> Iterator[Say]:
    """Tell those who had said yes to a part that it is not wanted any more, before they begin it."""
    for person in let_go(before, after) if before else ():
        yield t.PART_OFF.say(person=person)


def part_reminder(moment: Moment) -> Iterator[Say]:
    """Remind the helper whom the moment names."""
    row = t.REMINDER_PART_ASKED if moment.kind is MomentKind.PART_ASKED else t.REMINDER_PART
    yield row.say(d.Reminder(n=moment.detail, moment=moment), person=moment.person or "")


def part_warning(request: Request, moment: Moment) -> Iterator[Say]:
    """Warn the owner of the whole early, with the names of those it hangs on."""
    facts = d.Reminder(n=moment.detail, moment=moment)
    if moment.day:
        late = (part.owner for part in request.open_parts.values() if part.day <= moment.day)
        who = " ".join(dict.fromkeys(one for one in late if one != request.owner))
        yield t.REMINDER_PART_LATE.say(facts.model_copy(update={"who": who}))
    elif moment.kind is MomentKind.PART_SILENT:
        who = " ".join(request.awaited)
        yield t.REMINDER_PART_SILENT.say(facts.model_copy(update={"who": who}))
    else:
        yield t.REMINDER_DRAFT_PASSED.say(facts)
