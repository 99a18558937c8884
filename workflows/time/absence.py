"""Absence and leaving: who may declare it, who stands in, what becomes of what they own, who inherits it. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime

from workflows.definition import Absence, Company
from workflows.facts import FARTHEST, Refused
from workflows.state import events as e
from workflows.state.request import Request
from workflows.state.values import Person, Phase, Side

HasLeft = Callable[[Person], bool]  # whether somebody has left the company


def declared(
    by: Person, person: Person, back: date | None, stand_in: Person | None, company: Company, now: datetime
) -> Absence:
    """Return an absence from now until `back`, their first day there again. Raises Refused with the field."""
    if person not in speaks_for(by, company):
        raise Refused("away.not_yours", "who")
    until = _until(person, back, company, now)
    if stand_in:
        _can_stand_in(stand_in, person, company)
    day = company.calendar_of(person).local_day(until)
    return Absence(person=person, back=day, until=until, since=now, stand_in=stand_in, by=by)


def speaks_for(by: Person, company: Company) -> tuple[Person, ...]:
    """Return those of whom somebody may say that they are away: themselves, and the people they lead."""
    led = (one.everyone for one in company.departments.values() if by in (*one.leads, one.escalation))
    return tuple(dict.fromkeys((by, *(person for people in led for person in people))))


def colleagues(person: Person, company: Company) -> tuple[Person, ...]:
    """Return who can stand in: people of the same department, and whoever it turns to when nobody answers."""
    theirs = (one for one in company.departments.values() if person in (*one.everyone, one.escalation))
    near = (one for department in theirs for one in (*department.everyone, department.escalation))
    return tuple(dict.fromkeys(one for one in near if one != person and not company.absence(one)))


def looked_after_by(away: Absence, company: Company) -> Person | None:
    """Return who has what somebody away owns: whoever was named, else the first lead who is there, or further up."""
    theirs = (one for one in company.departments.values() if away.person in (*one.everyone, one.escalation))
    others = (one for it in theirs for one in (*it.leads, it.escalation, *it.members))
    there = (one for one in (away.stand_in, *others) if one and one != away.person)
    return next((one for one in there if not company.absence(one)), None)


def covering(request: Request, company: Company, left: HasLeft) -> tuple[e.Event, ...]:
    """Return what has to happen so that somebody stands in for an owner who is away, and for nobody who is there."""
    away = company.absence(request.owner) if request.owner and request.is_open else None
    by = _stand_in(request, company, left) if away else None
    if by == request.cover:
        return ()
    return (e.Covered(by=by, until=away.until),) if away and by else (e.CoverEnded(),)


def returned(request: Request, ended: Absence) -> tuple[e.Event, ...]:
    """Start the clocks of a requester who was away when they are back, unless they were there for this one."""
    acted = request.acted.get(ended.person)
    absent = request.decider == ended.person and (acted is None or acted <= ended.since)
    waits = request.since if request.ball is Side.REQUESTER else None
    waits = request.proposal.since if request.proposal else waits
    return (e.Returned(),) if absent and request.is_open and waits and waits < ended.until else ()


def bereft(request: Request, company: Company, left: HasLeft) -> tuple[e.Event, ...]:
    """Return what follows when somebody whom a request needs has left: an heir, or a "can't" on their behalf."""
    if not request.is_open:
        return ()
    if request.owner and left(request.owner):
        heir = _heir(request, company, left)
        return (e.OwnerLeft(owner=request.owner, heir=heir),) if heir else ()
    return tuple(_declined(request, company, left))[:1]


def quiet_until(person: Person, request: Request, company: Company) -> datetime | None:
    """Return until when somebody is not to be asked or told; None if they are there, or have acted here anyway."""
    away = company.absence(person)
    acted = request.acted.get(person)
    return None if away is None or (acted is not None and acted > away.since) else away.until


def concerned(person: Person, company: Company) -> tuple[Person, ...]:
    """Return the people whose requests change hands when this one goes or comes: they, and those they stand in for."""
    return (person, *(one.person for one in company.absences if person in _chain(one, company)))


def those_present(people: Iterable[Person], request: Request, company: Company) -> tuple[Person, ...]:
    """Return who hears what these people would: themselves, or stand-ins; if nobody is there, leads, or further up.

    Nobody hears it for somebody else in a matter of their own, and nobody whom it is about.
    """
    department = company.department(request.department, request.about)
    asked = tuple(people)
    own = (request.decider, request.requester)
    leads = tuple(lead for lead in department.leads if lead not in own)
    for some in (asked, leads, (department.escalation,)):
        if heard := tuple(dict.fromkeys(_heard(some, request, company))):
            return heard
    return tuple(one for one in asked if one not in request.about)


def _heard(people: Iterable[Person], request: Request, company: Company) -> Iterator[Person]:
    own = (request.decider, request.requester)
    for person in people:
        one = company.there(person)
        theirs = one == person or one not in own
        if theirs and not company.absence(one) and one not in request.about:
            yield one


def _until(person: Person, back: date | None, company: Company, now: datetime) -> datetime:
    calendar = company.calendar_of(person)
    if back is None or back <= calendar.local_day(now):
        raise Refused("away.past", "back")
    if back - calendar.local_day(now) > FARTHEST:
        raise Refused("too_far_away", "back", day=back.isoformat())
    working = back if calendar.is_working_day(back) else calendar.next_working_day(back)
    return calendar.opens(working)


def _can_stand_in(stand_in: Person, person: Person, company: Company) -> None:
    if away := company.absence(stand_in):
        raise Refused("away.also", "stand_in", owner=stand_in, day=away.back.isoformat())
    if stand_in not in colleagues(person, company):
        raise Refused("away.elsewhere", "stand_in")


def _chain(away: Absence, company: Company) -> Iterator[Person]:
    """Yield whoever is named to stand in, one after the other."""
    seen: set[Person] = set()
    link: Absence | None = away
    while link and link.stand_in and link.stand_in not in seen:
        seen.add(link.stand_in)
        yield link.stand_in
        link = company.absence(link.stand_in)


def _stand_in(request: Request, company: Company, left: HasLeft) -> Person | None:
    """Return whoever was named, if they can; else who does it already, or the first lead there, or further up."""
    department = company.department(request.department, request.about)
    named = company.there(request.owner) if request.owner else None
    others = (*department.leads, department.escalation, *department.members)
    return _first((named, request.cover, *others), request, company, left)


def _heir(request: Request, company: Company, left: HasLeft) -> Person | None:
    department = company.department(request.department, request.about)
    return _first((*department.leads, department.escalation, *department.members), request, company, left)


def _first(
    people: Iterable[Person | None], request: Request, company: Company, left: HasLeft
) -> Person | None:
    """Return the first who can look after it: present; not asking, nor meant, nor the owner before a recovery."""
    before = request.recovery.before if request.recovery and request.listening else None
    asks = (request.requester, request.colleague, request.raiser)
    out = {request.owner, before, *asks, *request.about}
    fit = dict.fromkeys(one for one in people if one and one not in out and not company.absence(one))
    ordered = sorted(
        fit, key=lambda one: one in request.approvers
    )  # who approves it, only if nobody else is there
    return next((one for one in ordered if not left(one)), None)


def _declined(request: Request, company: Company, left: HasLeft) -> Iterator[e.Event]:
    """Yield a "can't" on behalf of those who were asked for a yes of their own and have left."""
    if request.handing and left(request.handing.to):
        yield e.HandOverDeclined(asked_by=request.handing.by, left=request.handing.to)
    approver = request.approval.approver if request.approval and request.waits_for_approval else None
    if approver and left(company.there(approver)):
        yield e.Rejected(reason="", left=approver)
    for helper in request.draft.waits_for if request.draft else ():
        if left(helper):
            yield e.PartDeclined(left=helper)
    if request.owner and request.phase is Phase.ACTION:
        promised = dict.fromkeys(part.owner for part in request.open_parts.values())
        yield from (e.PartDeclined(left=one) for one in promised if one != request.owner and left(one))
