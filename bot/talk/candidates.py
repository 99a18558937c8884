"""The open requests that somebody's words may be for, found in one reading."""

from __future__ import annotations

from collections.abc import Iterator

from bot.cards.speak import MANY, Speaker
from bot.cards.view import View
from workflows.meaning.situation import waits_for_words
from workflows.phases.between import heard_by
from workflows.ports import Find
from workflows.rights import verdict
from workflows.state.request import Request
from workflows.state.values import Person, Phase, Side

MOST = 4  # requests that a card asks about; with a new one they fit the narrowest card


def candidates(speaker: Speaker, person: Person) -> list[View]:
    """The requests that they ask for or answer for, then those that wait for their department."""
    return [speaker.view(one, person) for one in choices(speaker, person, related(speaker, person))]


def related(speaker: Speaker, person: Person) -> tuple[Request, ...]:
    """Every request that may concern this person now: their own, and those of their department."""
    finds = [
        Find(requester=person, open=True),
        Find(requester=person, side=Side.REQUESTER),
        Find(owner=person, open=True),
        Find(tie=person, open=True),  # standing in, doing a part, asked for a yes
        *_of_department(speaker, person),
    ]
    return speaker.desk.store.find_any([one.model_copy(update={"limit": MANY}) for one in finds])


def _of_department(speaker: Speaker, person: Person) -> Iterator[Find]:
    department = speaker.desk.company().department_of(person)
    if department is None:
        return
    yield Find(department=department.id, side=Side.DEPARTMENT)
    if person in department.leads:
        yield Find(department=department.id, side=Side.OWNER, phase=Phase.OFFER)
    if not department.channel:  # its card came to each of them here
        yield Find(department=department.id, side=Side.REQUESTER, open=True)


def choices(speaker: Speaker, person: Person, found: tuple[Request, ...]) -> list[Request]:
    """The newest of these that "which one?" offers."""
    shown = [one for one in found if person not in one.about]
    own = [one for one in shown if _is_theirs(one, person)]
    department = speaker.desk.company().department_of(person)
    here = [
        one
        for one in shown
        if one not in own and department and one.department == department.id and not one.follows
    ]
    waits = [one for one in here if _waits_for_them(speaker, one, person)]
    return [*own, *waits][:MOST]


def _is_theirs(request: Request, person: Person) -> bool:
    """Whether it is this person's own. One that is worked on in another request is only its requester's."""
    return person == request.requester or (
        not request.follows and (person == request.owner or person in request.ties)
    )


def _waits_for_them(speaker: Speaker, request: Request, person: Person) -> bool:
    """Whether it waits for the department, for a second look of this lead, or for a first answer with no owner yet."""
    department = speaker.desk.company().department_of(person)
    if department is None or request.ball is Side.DEPARTMENT:
        return department is not None
    if request.ball is Side.OWNER:
        return request.phase is Phase.OFFER and request.awaits_lead and person in department.leads
    workflow = speaker.desk.workflow_of(request)
    nobodys = request.ball is Side.REQUESTER and not request.owner and not department.channel
    return nobodys and verdict.may_read(person, request, workflow)


def waiting(speaker: Speaker, person: Person, found: tuple[Request, ...]) -> list[Request]:
    """Requests in which an answer of this person's is waited for, or a yes to what a colleague asked."""
    company, workflow_of = speaker.desk.company(), speaker.desk.workflow_of
    answers = (one for one in found if one.requester == person and one.ball is Side.REQUESTER)
    yeses = (one for one in found if person in one.ties and heard_by(person, one, company))
    return [
        *(one for one in answers if waits_for_words(person, one, workflow_of(one)) or one.waits_for_input),
        *(one for one in yeses if speaker.side(person, one) == "asked"),
    ]
