"""What is said when several people do a part each: asked for their yes, reminded, and whoever answers for it all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from workflows.news.say import Say
from workflows.phases.parts import let_go, open_parts, waited_for
from workflows.state import events as e
from workflows.state.request import Request
from workflows.state.values import Person, Phase, Promise


def sharing(
    request: Request, one: e.Recorded, event: e.Sharing, step: tuple[e.Recorded, ...]
) -> Iterator[Say]:
    """Each who does a part hears of it directly; the owner of every step, the requester of what is done."""
    match event:
        case e.OfferDrafted():
            yield Say(to="helpers", kind="part_asked", facts={"version": str(event.offer.version)})
        case e.PartAccepted() if request.draft is None:
            yield Say(to="owner", kind="offer_sent")
        case e.PartAccepted():
            return
        case e.PartDeclined():
            yield Say(to="owner", kind="part_declined", facts=_declined(request, event))
        case e.PartDelivered():
            several = [other for other in step if isinstance(other.event, e.PartDelivered)]
            if several[-1] is one:  # done in one press is said in one message
                yield from _done(request, event, one.by)
        case _:
            assert_never(event)


def _declined(request: Request, event: e.PartDeclined) -> dict[str, str]:
    """Why, or who has left; and what comes back of what is promised."""
    facts = {"reason": event.reason} | ({"left": event.left} if event.left else {})
    if request.promise is None or not event.places:
        return facts
    return facts | {"what": " · ".join(request.promise.parts[place].what for place in event.places)}


def _done(request: Request, event: e.PartDelivered, by: Person) -> Iterator[Say]:
    """The last part is said as delivered; only the owner, who did not press it, hears that it was the last."""
    facts = {"place": str(event.place), "text": event.delivery.what}
    if request.phase is Phase.ACTION:
        yield Say(to="requester", kind="part_delivered", facts=facts)
        yield Say(to="owner", kind="part_delivered", facts=facts)
    elif by != request.owner:
        yield Say(to="owner", kind="parts_delivered", facts=facts)


def parts_begin(promise: Promise) -> Iterator[Say]:
    """It is promised: whoever does a part of it can begin."""
    if promise.parts:
        yield Say(to="helpers", kind="part_begins")


def parts_end(before: Request | None, after: Request) -> Iterator[Say]:
    """Whoever had said yes to a part that is not wanted any more, before they begin it."""
    for person in let_go(before, after) if before else ():
        yield Say(to="person", person=person, kind="part_off")


def part_reminder(kind: str, n: str, moment: str) -> Iterator[Say]:
    """To the one whom the moment names."""
    person, _, when = n.rpartition(":")
    facts = {"n": when, "moment": moment}
    asks = kind == "part_asked"
    yield Say(
        to="person", person=person, kind="reminder_part_asked" if asks else "reminder_part", facts=facts
    )


def part_warning(request: Request, kind: str, n: str, moment: str) -> Iterator[Say]:
    """Early, to whoever answers for all of it; with the names of those it hangs on."""
    facts = {"n": n, "moment": moment}
    if kind == "part_late":
        late = (part.owner for part in open_parts(request).values() if part.day.isoformat() <= n)
        facts["who"] = " ".join(dict.fromkeys(one for one in late if one != request.owner))
        yield Say(to="owner", kind="reminder_part_late", facts=facts)
    elif kind == "part_silent":
        who = " ".join(waited_for(request))
        yield Say(to="owner", kind="reminder_part_silent", facts=facts | {"who": who})
    else:
        yield Say(to="owner", kind="reminder_draft_passed", facts=facts)
