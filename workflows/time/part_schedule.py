"""The schedule of a request's parts: for those who do them, and for the one who answers for all of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from workflows.calendars import Calendar
from workflows.definition import Company
from workflows.state.moments import Moment
from workflows.state.moments import MomentKind as K
from workflows.state.request import Request
from workflows.state.values import Person

SILENT_AFTER = 3  # working days of theirs without a word, until the one who makes the offer hears of it
WEEK = timedelta(days=7)
Coming = tuple[Moment, datetime]


def moments(request: Request, company: Company, now: datetime) -> Iterator[Coming]:
    """Yield when helpers are asked again and reminded, and when the one who answers for all of it hears.

    Moments that name a person are for that person; the others are for the owner.
    """
    coming = [*_of_draft(request, company), *_of_promise(request, company, now)]
    yield from ((moment, at) for moment, at in coming if at > request.since)


def _of_draft(request: Request, company: Company) -> Iterator[Coming]:
    draft = request.draft
    if draft is None or not (left := draft.waits_for):
        return
    yield Moment(K.DRAFT_PASSED), draft.offer.expires
    silent: list[datetime] = []
    for person in left:
        theirs = company.calendar_of(person)
        day = theirs.workday_length()
        again, late = theirs.openings_after(draft.since, day, SILENT_AFTER * day)
        silent.append(late)
        yield Moment(K.PART_ASKED, 1, person), again
    yield Moment(K.PART_SILENT), min(silent)


def _of_promise(request: Request, company: Company, now: datetime) -> Iterator[Coming]:
    left = request.open_parts.values()
    ours = company.department(request.department).calendar
    for person in dict.fromkeys(part.owner for part in left):
        first = min(part.day for part in left if part.owner == person)
        yield from _each_day(request, person, first, company.calendar_of(person), now)
    assert request.promise is not None or not left
    others = (part.day for part in left if part.owner != request.owner)
    for day in sorted({day for day in others if request.promise and day < request.promise.day}):
        yield Moment(K.PART_LATE, day=day), ours.opens(ours.next_working_day(day))


def _each_day(
    request: Request, person: Person, first: date, theirs: Calendar, now: datetime
) -> Iterator[Coming]:
    """Yield the opening of the day on which something is due, and of each working day after it, up to the next one."""
    theirs_told = (one for one in request.reminded if one.kind is K.PART and one.person == person)
    told = [one.day for one in theirs_told if one.day]
    on = first if theirs.is_working_day(first) else theirs.previous_working_day(first)
    day = theirs.next_working_day(max(told)) if told else on
    today = theirs.local_day(now)
    if today - day > WEEK:  # only the newest is told of what was missed
        day = theirs.previous_working_day(today)
    while True:
        yield Moment(K.PART, person=person, day=day), theirs.opens(day)
        if day > today:
            return
        day = theirs.next_working_day(day)
