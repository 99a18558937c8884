"""The notices of a step's events: who hears what, where. Pure: the same step always gives the same, each once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from typing import assert_never

from workflows.definition import Company, Department, Workflow
from workflows.news.details import Morning
from workflows.news.news import news
from workflows.news.parts import parts_end
from workflows.news.row import AUDIENCES, BY_NAME, Audience, Say
from workflows.news.table import ANSWERED, CARD, DIGEST, news_of
from workflows.phases.recovery import handler_for
from workflows.ports import Address, Notice, Place
from workflows.state import events as e
from workflows.state.request import Request
from workflows.state.values import Person
from workflows.time import delivery_time
from workflows.time.absence import those_present


def notices_of(
    request: Request,
    recorded: tuple[e.Recorded, ...],
    workflow: Workflow,
    company: Company,
    before: Request | None = None,
) -> tuple[Notice, ...]:
    """Return all that a step's events make people hear. Cards that stand already are kept true without a notice."""
    notices: list[Notice] = []
    for one in recorded:
        shared = before is not None and bool(before.helpers or before.recovery)
        ends = parts_end(before, request) if shared and one is recorded[-1] else ()
        for say in (*news(request, one, recorded), *ends):
            for place, to in _addressed(say, request, workflow, company):
                if not (_needless(say, to, one, notices) or (place == "person" and to in request.about)):
                    at = delivery_time.when(request, company, place, to, one.at, say.news.haste)
                    notices.append(_notice(say, place, to, one, len(notices), at))
    told = {one.to for one in notices if one.place == "person" and one.kind != CARD.kind}
    return tuple(
        one for one in notices if not (one.place == "person" and one.kind == CARD.kind and one.to in told)
    )


def audience_of(notice: Notice) -> Audience | None:
    """Return the audience it was for; None where a notice from before this was kept could be for several."""
    kept = next((one for one in AUDIENCES if one == notice.audience), None)
    row = news_of(notice)
    return kept or (row.to[0] if len(row.to) == 1 else None)


def addressed_now(
    notice: Notice, request: Request, workflow: Workflow, company: Company
) -> tuple[Address, ...]:
    """Return where this notice would go by now; nowhere if its audience was somebody by name, or isn't known."""
    audience = audience_of(notice)
    if audience is None or audience in BY_NAME:
        return ()
    say = news_of(notice).stored(notice.facts, audience)
    return tuple(_addressed(say, request, workflow, company))


def _needless(say: Say, to: str, one: e.Recorded, said: list[Notice]) -> bool:
    """Whether they did it themselves (the card of what they ask is theirs), or are told twice at once."""
    own = to == one.by and not say.news.to_oneself
    reminded = isinstance(one.event, e.Reminded) and any(notice.to == to for notice in said)
    return own or reminded


def _notice(say: Say, place: Place, to: str, one: e.Recorded, index: int, at: datetime) -> Notice:
    return Notice(
        id=f"{one.number}.{one.seq}.{index}",
        place=place,
        to=to,
        kind=say.news.kind,
        number=one.number,
        facts={"by": one.by} | say.facts,
        at=at,
        happened=one.at if at > one.at else None,
        audience=say.to,
    )


def _addressed(
    say: Say, request: Request, workflow: Workflow, company: Company
) -> Iterator[tuple[Place, str]]:
    """Yield where it is said, each place once; a stand-in hears for who is away."""
    yield from dict.fromkeys(_places(say, request, workflow, company))


def _places(say: Say, request: Request, workflow: Workflow, company: Company) -> Iterator[tuple[Place, str]]:
    """Yield where it is said. A channel learns of a confidential request only that it is there; and what is done to
    put something right stays between the requester and whoever does it.
    """
    department = company.department(request.department, request.about)
    if say.to == "card" and department.channel:
        yield "channel", department.id
        yield from (("person", lead) for lead in _from_elsewhere(request, department, company))
    elif say.to == "thread" and department.channel and not workflow.confidential and request.round == 1:
        yield "thread", department.id
    else:
        yield from (("person", one) for one in _people(say, request, workflow, company) if one)


def _people(say: Say, request: Request, workflow: Workflow, company: Company) -> Iterable[Person | None]:
    """Return the people who hear it themselves; each case sees to who stands in for whom."""
    department = company.department(request.department, request.about)
    match say.to:
        case "requester":
            return (request.decider,)
        case "colleague":
            return (request.colleague,)
        case "card":
            return _all_but_the_requester(request, department)
        case "thread" if not workflow.confidential:
            return _instead_of_thread(say, request, department)
        case "private":
            return (request.has_it,) if workflow.confidential else ()
        case "owner" | "thread":
            return _owner_or_leads(request, company)
        case "leads":
            return those_present(_leads(request, department), request, company)
        case "another_lead":
            return department.fresh(request.owner, *request.asking)
        case "lead":
            return (handler_for(request, department),)
        case "before":
            return _who_had_it(request, workflow)
        case "contact":
            return those_present((department.escalation,), request, company)
        case "on_call":
            return those_present((department.on_call or department.leads[0],), request, company)
        case "asked":
            return (request.handing.to,) if request.handing else ()
        case "approver":
            return _approving(request, company)
        case "helpers":
            return _helping(request)
        case "person" | "helper" | "gathered":
            return (say.person,)
        case _:
            assert_never(say.to)


def _from_elsewhere(request: Request, department: Department, company: Company) -> tuple[Person, ...]:
    """Return the leads who step in and are told directly, where it is about everybody in the channel."""
    here = {*company.department(request.department).everyone}
    return () if here & {*department.everyone} else department.leads


def _helping(request: Request) -> tuple[Person, ...]:
    """Return those whose yes is waited for; or all who do a part of the promise but the owner of the whole."""
    if request.draft:
        return request.draft.waits_for
    return tuple(person for person in request.helpers if person != request.owner)


def _who_had_it(request: Request, workflow: Workflow) -> tuple[Person, ...]:
    """Return the owner until somebody else looked after it; of what is confidential they hear no more."""
    before = request.recovery.before if request.recovery else None
    return (before,) if before and before != request.owner and not workflow.confidential else ()


def _all_but_the_requester(request: Request, department: Department) -> tuple[Person, ...]:
    """Return everybody who gets the card where there is no channel; the requester has one of their own."""
    others = tuple(person for person in department.everyone if person != request.requester)
    here = tuple(person for person in others if person not in department.away)
    return here or others or (department.escalation,)


def _instead_of_thread(say: Say, request: Request, department: Department) -> tuple[Person, ...]:
    """Return the owner, where there is no thread; without one everybody, unless their cards show it anyway."""
    if request.has_it:
        return (request.has_it,)
    return () if say.news is ANSWERED else _all_but_the_requester(request, department)


def _leads(request: Request, department: Department) -> tuple[Person, ...]:
    """Return the leads but the one who asked, who knows best that it waits; with no other, whoever has fresh eyes."""
    others = tuple(lead for lead in department.leads if lead != request.decider)
    return others or department.fresh(request.owner, request.decider)


def _approving(request: Request, company: Company) -> tuple[Person, ...]:
    """Return the approver, or their stand-in where that wouldn't be approving an offer or a wish of their own."""
    approver = request.approval.approver if request.approval else None
    if approver is None:
        return ()
    one = company.there(approver)
    return (approver if one in (request.owner, request.cover, *request.asking) else one,)


def _owner_or_leads(request: Request, company: Company) -> tuple[Person, ...]:
    owner, department = request.has_it, company.department(request.department, request.about)
    return (owner,) if owner else those_present(department.leads, request, company)


def digest_notices(
    department: Department, day: str, at: datetime, there: Callable[[Person], Person] = lambda lead: lead
) -> tuple[Notice, ...]:
    """Return the morning's digest of all that waits, for each lead, or who stands in; gathered when it is sent."""
    leads = dict.fromkeys(map(there, department.leads))
    return tuple(
        Notice(
            id=f"digest.{department.id}.{day}.{lead}",
            place="person",
            to=lead,
            kind=DIGEST.kind,
            at=at,
            facts=Morning(department=department.id, day=date.fromisoformat(day)).stored(),
        )
        for lead in leads
        if lead not in department.away
    )
