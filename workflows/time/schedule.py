"""When something falls due: a pure function of a request's state, which so explains every reminder."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import NamedTuple, assert_never

from workflows.calendars import Calendar
from workflows.definition import Company, Workflow
from workflows.phases import parts
from workflows.state import events as e
from workflows.state.request import Request
from workflows.state.values import Handing, Outcome, Person, Phase, Side, Step
from workflows.time.absence import waited_for


class Moment(NamedTuple):
    """Something to happen at an instant. `key` is "kind" or "kind:n", unique among a request's moments."""

    key: str
    at: datetime

    @property
    def kind(self) -> str:
        return self.key.split(":")[0]

    @property
    def person(self) -> Person | None:
        """Whom the key names: it is told to them, not to the owner."""
        return self.key.partition(":")[2].rpartition(":")[0] if self.kind in TO_ONE else None


QUARTER = 4  # recovery's clocks run at a quarter (docs/service.md, Recovery)
ASKED_AGAIN, ASKED_IN_VAIN = 1, 3  # working days of somebody who is asked to take it over
ENDS = ("lapse", "expire", "close")  # moments that change the state by themselves
TO_ONE = ("part", "part_asked")  # moments of somebody who does a part, by name
# The hearers of these are not the owner, whom a promise reminds.
TO_OTHERS = ("nudge", "lead", "contact", "asked")


def coming(request: Request, workflow: Workflow, company: Company, now: datetime) -> tuple[Moment, ...]:
    """Every moment still to be told or to happen, earliest first; those missed until `now` included."""
    moments = _moments(request, workflow, company, now)
    return tuple(sorted((m for m in moments if m.key not in request.reminded), key=lambda m: (m.at, m.key)))


def passed(request: Request, workflow: Workflow, company: Company, now: datetime) -> tuple[e.Event, ...]:
    """What time itself does to a request at `now`: an end comes first, else the newest moment of each hearer.

    Moments that were missed (the bot was off for a day) are not told one by one: the newest one says it all.
    """
    come = [moment for moment in coming(request, workflow, company, now) if moment.at <= now]
    for moment in come:
        if moment.kind in ENDS:
            return _end(request, moment)
    others = [[m for m in come if m.kind == kind] for kind in TO_OTHERS]
    people = dict.fromkeys(m.person for m in come if m.person)
    others += [[m for m in come if m.person == person] for person in people]
    owner = [m for m in come if m.kind not in (*TO_OTHERS, *TO_ONE)]
    return tuple(
        e.Reminded(moment=told[-1].key, passed=tuple(m.key for m in told[:-1]))
        for told in (owner, *others)
        if told
    )


def _end(request: Request, moment: Moment) -> tuple[e.Event, ...]:
    match moment.key:
        case "lapse:date" | "lapse:passed":
            return (e.NewDateLapsed(),)
        case "expire:offer":
            assert request.offer is not None
            return (e.OfferExpired(version=request.offer.version),)
        case "lapse:asked":
            assert request.handing is not None
            return (e.HandOverLapsed(to=request.handing.to, asked_by=request.handing.by),)
        case "lapse:listen":
            return (e.ListenLapsed(),)
        case "lapse:restated":
            return (e.RestatementLapsed(),)
        case "close:unsatisfied":
            return (e.Closed(outcome=Outcome.UNSATISFIED),)
        case "close:unconfirmed":
            return (e.Closed(outcome=Outcome.UNCONFIRMED),)
        case _:
            return (e.Closed(outcome=Outcome.UNANSWERED),)


def answered_by(request: Request, workflow: Workflow, company: Company) -> datetime | None:
    """When a requester who waits for a follow-up hears of it, or else others do; None where nobody follows up."""
    if request.step is Step.LISTEN:
        since = _there(request.since, request, company)
        return _after(since, workflow, _theirs(request, company), QUARTER)[-1]
    if request.step is None or request.ball is not Side.OWNER or request.phase is Phase.ACTION:
        return None
    ours = company.department(request.department).calendar
    *nudges, last = _after(request.since, workflow, ours, QUARTER)
    return nudges[-1] if nudges else last


def _moments(request: Request, workflow: Workflow, company: Company, now: datetime) -> Iterator[Moment]:
    ours = company.department(request.department).calendar
    if request.follows:
        return  # its clocks stand still: the main request has its own
    if request.snoozed and request.ball is Side.OWNER:
        yield Moment(key="again", at=request.snoozed)
    if request.is_open:
        yield from (Moment(key=key, at=at) for key, at in parts.moments(request, company, now))
    if request.handing:
        yield from _asked(request, request.handing, company)
    match request.phase:
        case Phase.EXPLORE if request.listening and request.ball is Side.REQUESTER:
            end = "lapse:listen" if request.step is Step.LISTEN else "lapse:restated"
            since = _there(request.since, request, company)
            yield from _silence(since, _theirs(request, company), workflow, end, QUARTER)
        case Phase.EXPLORE | Phase.OFFER:
            yield from _until_promised(request, workflow, company)
        case Phase.ACTION if request.waits_for_input:
            since = _there(request.since, request, company)
            yield from _silence(since, _theirs(request, company), workflow, "close:unanswered")
        case Phase.ACTION:
            yield from _promise(request, workflow, ours, now)
            if request.proposal:
                since = _there(request.proposal.since, request, company)
                yield from _silence(since, _theirs(request, company), workflow, "lapse:date")
                yield Moment(key="lapse:passed", at=request.proposal.due)  # nobody can agree to it any more
        case Phase.CONFIRM:
            end = "close:unsatisfied" if request.displeased else "close:unconfirmed"
            since = _there(request.since, request, company)
            yield from _silence(since, _theirs(request, company), workflow, end)
        case Phase.CLOSED:
            return
        case _:
            assert_never(request.phase)


def _until_promised(request: Request, workflow: Workflow, company: Company) -> Iterator[Moment]:
    """In explore and offer: the silence of whoever has the ball."""
    if request.ball is Side.REQUESTER:
        since = _there(request.since, request, company)
        yield from _silence(since, _theirs(request, company), workflow, "close:unanswered")
        if request.offer:
            yield Moment(key="expire:offer", at=request.offer.expires)
    elif request.waits_for_approval:
        yield from _approval(request, workflow, company)
    else:
        ours = company.department(request.department).calendar
        silent = _escalation(request.since, ours, workflow, QUARTER if request.step else 1)
        asked = bool(parts.waited_for(request))  # the owner has done theirs, and hears of others' silence
        yield from (moment for moment in silent if not (asked and moment.kind == "nudge"))


def _asked(request: Request, handing: Handing, company: Company) -> Iterator[Moment]:
    """Somebody is asked to take it over: again, and then no more. No other clock knows of it."""
    theirs = company.calendar_of(handing.to)
    day = theirs.workday_length() / (QUARTER if request.step else 1)
    again, end = theirs.openings_after(handing.since, ASKED_AGAIN * day, ASKED_IN_VAIN * day)
    if not handing.reminded:
        yield Moment(key="asked:1", at=again)
    yield Moment(key="lapse:asked", at=end)


def _theirs(request: Request, company: Company) -> Calendar:
    return company.calendar_of(request.decider)


def _there(since: datetime, request: Request, company: Company) -> datetime:
    """From when on a requester is asked to answer: whoever is away is not asked before they are back."""
    returns = waited_for(request.decider, request, company)
    return max(since, returns) if returns else since


def _silence(
    since: datetime, theirs: Calendar, workflow: Workflow, end: str, pace: int = 1
) -> Iterator[Moment]:
    """A requester who says nothing: nudges after 1 and 3 working days, the end after 7 (docs/service.md)."""
    *nudges, last = _after(since, workflow, theirs, pace)
    for n, at in zip(workflow.rhythm.nudges, nudges, strict=True):
        yield Moment(key=f"nudge:{n}", at=at)
    yield Moment(key=end, at=last)


def _escalation(since: datetime, ours: Calendar, workflow: Workflow, pace: int) -> Iterator[Moment]:
    """A department that says nothing is never closed: owner, then lead, then escalation contact hear."""
    *nudges, last = _after(since, workflow, ours, pace)
    for place, (n, at) in enumerate(zip(workflow.rhythm.nudges, nudges, strict=True)):
        yield Moment(key=f"lead:{n}" if place else f"nudge:{n}", at=at)
    yield Moment(key="contact", at=last)


def _approval(request: Request, workflow: Workflow, company: Company) -> Iterator[Moment]:
    """An approver who says nothing is asked again, then lead and escalation contact hear; it is never closed."""
    theirs = company.calendar_of(company.there(request.holder or request.requester))
    *nudges, last = _after(request.since, workflow, theirs, QUARTER if request.step else 1)
    for n, at in zip(workflow.rhythm.nudges, nudges, strict=True):
        yield Moment(key=f"nudge:{n}", at=at)
    yield Moment(key="lead:approval", at=last)
    yield Moment(key="contact:approval", at=last)


def _after(since: datetime, workflow: Workflow, calendar: Calendar, pace: int) -> list[datetime]:
    """The working days (or a share of them) of each nudge and the end. What comes at the close waits until morning."""
    day = calendar.workday_length() / pace
    rhythm = workflow.rhythm
    return calendar.openings_after(since, *(n * day for n in rhythm.nudges), rhythm.lapse * day)


def _promise(request: Request, workflow: Workflow, ours: Calendar, now: datetime) -> Iterator[Moment]:
    """The reminders of a promise, none from before the ball came; a proposed new date holds escalation back."""
    assert request.promise is not None
    rhythm, due, day = workflow.rhythm, request.promise.due, request.promise.day
    before = ours.opens(ours.previous_working_day(day))
    moments = []
    if rhythm.check_in and ours.working_time_between(request.since, due) >= ours.workday_length():
        half = ours.next_open(
            ours.add_working_time(request.since, ours.working_time_between(request.since, due) / 2)
        )
        if half < before:
            moments.append(Moment(key="check_in", at=half))
    if rhythm.day_before:
        moments.append(Moment(key="day_before", at=before))
    if rhythm.on_the_day and ours.is_working_day(day):
        moments.append(Moment(key="on_the_day", at=ours.opens(day)))
    if not request.proposal:
        moments += _overdue(request, max(day, ours.local_day(request.since)), workflow, ours, now)
    yield from (moment for moment in moments if moment.at > request.since)


def _overdue(request: Request, day: date, workflow: Workflow, ours: Calendar, now: datetime) -> list[Moment]:
    """Each overdue working day at opening, up to the next one; lead and escalation contact once.

    They are counted from `day`: the promised one, or the later one on which the request was reopened.
    """
    rhythm = workflow.rhythm
    told = [int(key.split(":")[1]) for key in request.reminded if key.startswith("overdue:")]
    reached = ours.working_days_between(day, max(ours.local_day(now), day))
    first = max(told, default=max(reached - 1, 0)) + 1
    numbers = range(first, max(first, reached + 1) + 1)
    moments = [Moment(key=f"overdue:{n}", at=ours.opens(ours.add_working_days(day, n))) for n in numbers]
    lead = ours.opens(ours.add_working_days(day, max(rhythm.lead_after, 1)))
    contact = ours.opens(ours.add_working_days(day, max(rhythm.escalation_after, 1)))
    return [*moments, Moment(key="lead:overdue", at=lead), Moment(key="contact:overdue", at=contact)]
