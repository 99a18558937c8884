"""The facts that a decision may know beside the request itself, and the exception with which it says no."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from enum import StrEnum

from workflows.calendars import Calendar
from workflows.definition import Company, Department, Workflow
from workflows.frozen import Frozen
from workflows.state.events import ActorRole
from workflows.state.request import Request
from workflows.state.values import SYSTEM, Person

FARTHEST = timedelta(
    days=731
)  # ahead: holidays are known for about as long, and a slip of the pen goes further


class Refused(Exception):
    """An expected no. `key` names a text; `where` a form's field, when one is to blame."""

    def __init__(self, key: str, where: str | None = None, **details: str) -> None:
        super().__init__(key)
        self.key = key
        self.where = where
        self.details = details


class Role(StrEnum):
    """A person's role in one request. Rights hang on roles and on nothing else."""

    REQUESTER = "requester"
    OWNER = "owner"
    MEMBER = "member"  # of the department that has it now; leads are members too
    LEAD = "lead"
    ESCALATION = "escalation"
    RAISER = "raiser"  # who raised it for a colleague that has stepped in since
    ASKED = "asked"  # to take it over
    APPROVER = "approver"
    HELPER = "helper"  # does a part of it, or is asked to
    SYSTEM = "system"  # time itself


def anybody(_: Person) -> bool:
    return True


class Facts(Frozen):
    """The world at the moment of a decision; gathered by the desk from stored state."""

    now: datetime
    by: Person
    roles: frozenset[Role]
    company: Company
    workflow: Workflow
    acts_as: ActorRole | None = None  # what `by` is to the request in what they do now
    scores: bool = True  # may be asked for with the poll: the last time was long enough ago
    about: tuple[Person, ...] = ()  # whom the request is about
    name: Callable[[Person], str] = lambda person: person.partition(":")[2]  # what people call somebody
    busy: dict[date, int] = {}  # the decider's other open promises, by day
    lately: tuple[int, ...] = ()  # working days that the decider's last ones like this took, shortest first
    other: Request | None = None  # the other request that a command names, where it speaks of two
    other_confidential: bool = False
    others: tuple[Request, ...] = ()  # which could be named: for the form
    may_act: Callable[[Person], bool] = anybody  # guests can't, nor who has left

    @property
    def department(self) -> Department:
        return self.company.department(self.workflow.department, self.about)

    @property
    def calendar(self) -> Calendar:
        """The department's calendar: promises are dates where it is (docs/service.md, Action)."""
        return self.department.calendar

    @property
    def today(self) -> date:
        return self.calendar.local_day(self.now)

    def due(self, day: date) -> datetime:
        """The instant a promise for that day falls due: closing time there. Refused for a day nobody works."""
        if day < self.today:
            raise Refused("date_is_past", "day", day=day.isoformat())
        if day - self.today > FARTHEST:
            raise Refused("too_far_away", "day", day=day.isoformat())
        if not self.calendar.is_working_day(day):
            raise Refused("not_a_working_day", "day", day=day.isoformat())
        closing = self.calendar.closes(day)
        if closing <= self.now:
            raise Refused("already_closed_today", "day", day=day.isoformat())
        return closing


def roles_of(person: Person, request: Request, company: Company) -> frozenset[Role]:
    """Return a person's roles in a request; time has only its own. Somebody whom it is about has no part in it.

    Whoever stands in for somebody who is away may do what they may.
    """
    if person == SYSTEM:
        return frozenset({Role.SYSTEM})
    if person in request.about:
        return frozenset()
    department = company.department(request.department, request.about)
    asks = person in (request.decider, *_both_who_ask(request), request.raiser)
    here = {person} if asks else {person, *company.stands_in_for(person)}  # nobody judges what they asked for
    approver = request.approval.approver if request.approval else None
    is_a = {
        Role.REQUESTER: person == request.decider or person in _both_who_ask(request),
        Role.RAISER: person == request.raiser,
        Role.OWNER: person in (request.owner, request.cover),
        Role.ASKED: request.handing is not None and person == request.handing.to,
        Role.APPROVER: approver in here
        and person not in (request.owner, request.cover, *_both_who_ask(request)),
        Role.HELPER: person in request.helpers,
        Role.MEMBER: person in department.everyone,
        Role.LEAD: bool(here & {*department.leads}),
        Role.ESCALATION: department.escalation in here,
    }
    return frozenset(role for role, holds in is_a.items() if holds)


def acting_role(person: Person, request: Request, roles: frozenset[Role], who: frozenset[Role]) -> ActorRole:
    """Return as what somebody with these roles does an act that is for `who`: the first role that fits both."""
    both = roles & who
    department = Role.MEMBER in both or Role.ASKED in both
    fits: dict[ActorRole, bool] = {
        "requester": bool(both & {Role.REQUESTER, Role.RAISER}),
        "owner": Role.OWNER in both and person == request.owner,
        "cover": Role.OWNER in both,
        "approver": Role.APPROVER in both,
        "helper": Role.HELPER in both,
        "lead": Role.LEAD in both or (department and Role.LEAD in roles),
        "escalation": Role.ESCALATION in both,
        "member": department,
    }
    return next((role for role, holds in fits.items() if holds), "system")


def _both_who_ask(request: Request) -> tuple[Person | None, ...]:
    """The colleague it was raised for, and whoever raised it; but nobody who owns it rates themselves."""
    logged = request.colleague is not None and request.owner == request.requester
    return (request.colleague,) if logged else (request.requester, request.colleague)
