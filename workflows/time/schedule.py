"""The schedule of a request: a pure function of its state says when something falls due, and why."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from itertools import starmap
from typing import NamedTuple, assert_never

from workflows.calendars import Calendar
from workflows.definition import Company, Workflow
from workflows.state import events as e
from workflows.state.moments import ENDS, Hearer, Moment
from workflows.state.moments import MomentKind as K
from workflows.state.request import Request
from workflows.state.values import Handing, Outcome, Phase, RecoveryStep, Side
from workflows.time import part_schedule
from workflows.time.absence import quiet_until


class Scheduled(NamedTuple):
    """A moment, and the instant at which it comes."""

    moment: Moment
    at: datetime


QUARTER = 4  # recovery's clocks run at a quarter (docs/service.md, Recovery)
ASKED_AGAIN, ASKED_IN_VAIN = 1, 3  # working days of somebody who is asked to take it over
# Each of these is told its newest moment; then each helper theirs.
HEARERS = (Hearer.OWNER, Hearer.HOLDER, Hearer.LEAD, Hearer.CONTACT, Hearer.ASKED)


def coming(request: Request, workflow: Workflow, company: Company, now: datetime) -> tuple[Scheduled, ...]:
    """Return every moment still to be told or to happen, earliest first; those missed until `now` included."""
    all_ = _scheduled(request, workflow, company, now)
    reminded = set(request.reminded)
    ahead = (one for one in all_ if one.moment not in reminded)
    return tuple(sorted(ahead, key=lambda one: (one.at, str(one.moment))))


class Passage(NamedTuple):
    """The effect of time on a request: events, and the moments still ahead (None where an end changes them)."""

    events: tuple[e.Event, ...]
    ahead: tuple[Scheduled, ...] | None


def passed(request: Request, workflow: Workflow, company: Company, now: datetime) -> Passage:
    """Return what time itself does at `now`: an end comes first, else the newest moment of each hearer.

    Moments that were missed (the bot was off for a day) are not told one by one: the newest one says it all. Telling
    a moment changes no other one, so what is ahead needs no second look.
    """
    known = coming(request, workflow, company, now)
    come = [one.moment for one in known if one.at <= now]
    for moment in come:
        if moment.kind in ENDS:
            return Passage(_end(request, moment), None)
    told = [[one for one in come if one.hearer is hearer] for hearer in HEARERS] if come else []
    people = dict.fromkeys(one.person for one in come if one.person)
    told += [[one for one in come if one.person == person] for person in people]
    events = tuple(e.Reminded(moment=each[-1], passed=tuple(each[:-1])) for each in told if each)
    return Passage(events, known[len(come) :])


def _end(request: Request, moment: Moment) -> tuple[e.Event, ...]:
    match moment.kind:
        case K.LAPSE_DATE | K.LAPSE_PASSED:
            return (e.NewDateLapsed(),)
        case K.EXPIRE_OFFER:
            assert request.offer is not None
            return (e.OfferExpired(version=request.offer.version),)
        case K.LAPSE_ASKED:
            assert request.handing is not None
            return (e.HandOverLapsed(to=request.handing.to, asked_by=request.handing.by),)
        case K.LAPSE_LISTEN:
            return (e.ListenLapsed(),)
        case K.LAPSE_RESTATED:
            return (e.RestatementLapsed(),)
        case K.CLOSE_UNSATISFIED:
            return (e.Closed(outcome=Outcome.UNSATISFIED),)
        case K.CLOSE_UNCONFIRMED:
            return (e.Closed(outcome=Outcome.UNCONFIRMED),)
        case K.CLOSE_UNANSWERED:
            return (e.Closed(outcome=Outcome.UNANSWERED),)
        case _:
            raise ValueError(f"{moment} ends nothing")


def answered_by(request: Request, workflow: Workflow, company: Company) -> datetime | None:
    """Return when a requester who waits for a follow-up hears of it, or others do; None where nobody follows up."""
    if request.step is RecoveryStep.LISTEN:
        since = _there(request.since, request, company)
        return _after(since, workflow, _theirs(request, company), QUARTER)[-1]
    if request.step is None or request.ball is not Side.OWNER or request.phase is Phase.ACTION:
        return None
    ours = company.department(request.department).calendar
    *nudges, last = _after(request.since, workflow, ours, QUARTER)
    return nudges[-1] if nudges else last


def _scheduled(request: Request, workflow: Workflow, company: Company, now: datetime) -> Iterator[Scheduled]:
    ours = company.department(request.department).calendar
    if request.follows:
        return  # its clocks stand still: the main request has its own
    if request.snoozed and request.ball is Side.OWNER:
        yield Scheduled(Moment(K.AGAIN), request.snoozed)
    if request.is_open and (request.draft or request.open_parts):
        yield from starmap(Scheduled, part_schedule.moments(request, company, now))
    if request.handing:
        yield from _asked(request, request.handing, company)
    match request.phase:
        case Phase.EXPLORE if request.listening and request.ball is Side.REQUESTER:
            end = K.LAPSE_LISTEN if request.step is RecoveryStep.LISTEN else K.LAPSE_RESTATED
            since = _there(request.since, request, company)
            yield from _silence(since, _theirs(request, company), workflow, end, QUARTER)
        case Phase.EXPLORE | Phase.OFFER:
            yield from _until_promised(request, workflow, company)
        case Phase.ACTION if request.waits_for_input:
            since = _there(request.since, request, company)
            yield from _silence(since, _theirs(request, company), workflow, K.CLOSE_UNANSWERED)
        case Phase.ACTION:
            yield from _promise(request, workflow, ours, now)
            if request.proposal:
                since = _there(request.proposal.since, request, company)
                yield from _silence(since, _theirs(request, company), workflow, K.LAPSE_DATE)
                yield Scheduled(
                    Moment(K.LAPSE_PASSED), request.proposal.due
                )  # nobody can agree to it any more
        case Phase.CONFIRM:
            end = K.CLOSE_UNSATISFIED if request.displeased else K.CLOSE_UNCONFIRMED
            since = _there(request.since, request, company)
            yield from _silence(since, _theirs(request, company), workflow, end)
        case Phase.CLOSED:
            return
        case _:
            assert_never(request.phase)


def _until_promised(request: Request, workflow: Workflow, company: Company) -> Iterator[Scheduled]:
    """Yield the moments of explore and offer: the silence of whoever has the ball."""
    if request.ball is Side.REQUESTER:
        since = _there(request.since, request, company)
        yield from _silence(since, _theirs(request, company), workflow, K.CLOSE_UNANSWERED)
        if request.offer:
            yield Scheduled(Moment(K.EXPIRE_OFFER), request.offer.expires)
    elif request.waits_for_approval:
        yield from _approval(request, workflow, company)
    else:
        ours = company.department(request.department).calendar
        silent = _escalation(request.since, ours, workflow, QUARTER if request.step else 1)
        asked = bool(request.awaited)  # the owner has done theirs, and hears of others' silence
        yield from (one for one in silent if not (asked and one.moment.kind is K.NUDGE))


def _asked(request: Request, handing: Handing, company: Company) -> Iterator[Scheduled]:
    """Yield when somebody asked to take it over is asked again, and then no more. No other clock knows of it."""
    theirs = company.calendar_of(handing.to)
    day = theirs.workday_length() / (QUARTER if request.step else 1)
    again, end = theirs.openings_after(handing.since, ASKED_AGAIN * day, ASKED_IN_VAIN * day)
    if not handing.reminded:
        yield Scheduled(Moment(K.ASKED, 1), again)
    yield Scheduled(Moment(K.LAPSE_ASKED), end)


def _theirs(request: Request, company: Company) -> Calendar:
    return company.calendar_of(request.decider)


def _there(since: datetime, request: Request, company: Company) -> datetime:
    """Return when the clocks of a requester begin: not before they are back, if they are away."""
    returns = quiet_until(request.decider, request, company) if company.absences else None
    return max(since, returns) if returns else since


def _silence(
    since: datetime, theirs: Calendar, workflow: Workflow, end: K, pace: int = 1
) -> Iterator[Scheduled]:
    """Yield the moments of a silent requester: nudges after 1 and 3 working days, the end after 7 (docs/service.md)."""
    *nudges, last = _after(since, workflow, theirs, pace)
    for n, at in zip(workflow.rhythm.nudges, nudges, strict=True):
        yield Scheduled(Moment(K.NUDGE, n), at)
    yield Scheduled(Moment(end), last)


def _escalation(since: datetime, ours: Calendar, workflow: Workflow, pace: int) -> Iterator[Scheduled]:
    """Yield the moments of a silent department: owner, then lead, then escalation contact hear; it is never closed."""
    *nudges, last = _after(since, workflow, ours, pace)
    for place, (n, at) in enumerate(zip(workflow.rhythm.nudges, nudges, strict=True)):
        yield Scheduled(Moment(K.LEAD if place else K.NUDGE, n), at)
    yield Scheduled(Moment(K.CONTACT), last)


def _approval(request: Request, workflow: Workflow, company: Company) -> Iterator[Scheduled]:
    """Yield the moments of a silent approver: asked again, then lead and escalation contact hear; never closed."""
    theirs = company.calendar_of(company.there(request.holder or request.requester))
    *nudges, last = _after(request.since, workflow, theirs, QUARTER if request.step else 1)
    for n, at in zip(workflow.rhythm.nudges, nudges, strict=True):
        yield Scheduled(Moment(K.NUDGE, n), at)
    yield Scheduled(Moment(K.LEAD_APPROVAL), last)
    yield Scheduled(Moment(K.CONTACT_APPROVAL), last)


def _after(since: datetime, workflow: Workflow, calendar: Calendar, pace: int) -> list[datetime]:
    """Return the instants of each nudge and the end; what would come at the close of work waits until morning."""
    day = calendar.workday_length() / pace
    rhythm = workflow.rhythm
    return calendar.openings_after(since, *(n * day for n in rhythm.nudges), rhythm.lapse * day)


def _promise(request: Request, workflow: Workflow, ours: Calendar, now: datetime) -> Iterator[Scheduled]:
    """Yield the reminders of a promise, none from before the ball came; a proposed new date holds overdue ones back."""
    assert request.promise is not None
    rhythm, due, day = workflow.rhythm, request.promise.due, request.promise.day
    before = ours.opens(ours.previous_working_day(day))
    found = []
    whole = ours.working_time_between(request.since, due) if rhythm.check_in else None
    if whole is not None and whole >= ours.workday_length():
        half = ours.next_open(ours.add_working_time(request.since, whole / 2))
        if half < before:
            found.append(Scheduled(Moment(K.CHECK_IN), half))
    if rhythm.day_before:
        found.append(Scheduled(Moment(K.DAY_BEFORE), before))
    if rhythm.on_the_day and ours.is_working_day(day):
        found.append(Scheduled(Moment(K.ON_THE_DAY), ours.opens(day)))
    if not request.proposal:
        found += _overdue(request, max(day, ours.local_day(request.since)), workflow, ours, now)
    yield from (one for one in found if one.at > request.since)


def _overdue(
    request: Request, day: date, workflow: Workflow, ours: Calendar, now: datetime
) -> list[Scheduled]:
    """Return each overdue working day at opening, up to the next one; lead and escalation contact once.

    They are counted from `day`: the promised one, or the later one on which the request was reopened.
    """
    rhythm = workflow.rhythm
    told = [moment.n for moment in request.reminded if moment.kind is K.OVERDUE and moment.n]
    reached = ours.working_days_between(day, max(ours.local_day(now), day))
    first = max(told, default=max(reached - 1, 0)) + 1
    numbers = range(first, max(first, reached + 1) + 1)
    each = [Scheduled(Moment(K.OVERDUE, n), ours.opens(ours.add_working_days(day, n))) for n in numbers]
    lead = ours.opens(ours.add_working_days(day, max(rhythm.lead_after, 1)))
    contact = ours.opens(ours.add_working_days(day, max(rhythm.escalation_after, 1)))
    return [*each, Scheduled(Moment(K.LEAD_OVERDUE), lead), Scheduled(Moment(K.CONTACT_OVERDUE), contact)]
