"""Somebody's one chat with the bot, with the requests that their words may be for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.cards.speak import MANY, Speaker
from bot.cards.view import View
from bot.forms.inputs import LONGEST_NUMBER
from bot.inbox import answer as a
from bot.inbox.front import Front
from bot.talk import cards
from bot.talk.memory import Memory
from workflows.definition import Company
from workflows.desk.desk import Desk
from workflows.meaning.situation import waits_for_words
from workflows.phases.between import heard_by
from workflows.ports import Find
from workflows.rights import verdict
from workflows.state.request import Request
from workflows.state.values import Person, Phase, Side

MOST = 4  # requests that a card asks about; with a new one they fit the narrowest card


@dataclass(frozen=True)
class Chat:
    """Whatever changes a request goes through the front."""

    front: Front
    memory: Memory

    @property
    def desk(self) -> Desk:
        return self.front.desk

    @property
    def speaker(self) -> Speaker:
        return self.front.speaker

    @property
    def company(self) -> Company:
        return self.front.desk.company()

    def request(self, number: int) -> Request:
        """One that is known to be there: words were delivered to it, or something was asked."""
        request = self.desk.store.request(number)
        assert request is not None, "whoever speaks of it has looked before"
        return request

    def part_in(self, person: Person, typed: str) -> Request | None:
        """The request with this number, if this person has a part in it; others look as if they did not exist."""
        if not typed.isdecimal() or len(typed) >= LONGEST_NUMBER:
            return None
        request = self.desk.store.request(int(typed))
        return request if request and self.desk.roles(person, request) else None

    def candidates(self, person: Person) -> list[View]:
        """The requests that they ask for or answer for, then those that wait for their department."""
        return [self.view(one, person) for one in self.choices(person, self.related(person))]

    def related(self, person: Person) -> tuple[Request, ...]:
        """Every request that may concern this person now, in one reading: their own, and those of their department."""
        finds = [
            Find(requester=person, open=True),
            Find(requester=person, side=Side.REQUESTER),
            Find(owner=person, open=True),
            Find(tie=person, open=True),  # standing in, doing a part, asked for a yes
            *self._of_department(person),
        ]
        return self.desk.store.find_any([one.model_copy(update={"limit": MANY}) for one in finds])

    def _of_department(self, person: Person) -> Iterator[Find]:
        department = self.company.department_of(person)
        if department is None:
            return
        yield Find(department=department.id, side=Side.DEPARTMENT)
        if person in department.leads:
            yield Find(department=department.id, side=Side.OWNER, phase=Phase.OFFER)
        if not department.channel:  # its card came to each of them here
            yield Find(department=department.id, side=Side.REQUESTER, open=True)

    def choices(self, person: Person, found: tuple[Request, ...]) -> list[Request]:
        """The newest of these that "which one?" offers."""
        shown = [one for one in found if person not in one.about]
        own = [one for one in shown if _is_theirs(one, person)]
        department = self.company.department_of(person)
        here = [
            one
            for one in shown
            if one not in own and department and one.department == department.id and not one.follows
        ]
        waits = [one for one in here if self._waits_for_them(one, person)]
        return [*own, *waits][:MOST]

    def _waits_for_them(self, request: Request, person: Person) -> bool:
        """Whether it waits for the department, for a second look of this lead, or for a first answer with no owner."""
        department = self.company.department_of(person)
        if department is None or request.ball is Side.DEPARTMENT:
            return department is not None
        if request.ball is Side.OWNER:
            return request.phase is Phase.OFFER and request.awaits_lead and person in department.leads
        nobodys = request.ball is Side.REQUESTER and not request.owner and not department.channel
        return nobodys and verdict.may_read(person, request, self.desk.workflow_of(request))

    def waiting(self, person: Person, found: tuple[Request, ...]) -> list[Request]:
        """Requests in which an answer of this person's is waited for, or a yes to what a colleague asked."""
        answers = (one for one in found if one.requester == person and one.ball is Side.REQUESTER)
        yeses = (one for one in found if person in one.ties and heard_by(person, one, self.company))
        return [
            *(one for one in answers if self.waits(person, one) or one.waits_for_input),
            *(one for one in yeses if self.speaker.side(person, one) == "asked"),
        ]

    def waits(self, person: Person, request: Request) -> bool:
        """Whether an answer of theirs is waited for there."""
        return waits_for_words(person, request, self.desk.workflow_of(request))

    def view(self, request: Request, person: Person) -> View:
        return self.speaker.view(request, person)

    def say(self, person: Person, key: str, **details: object) -> str:
        return self.speaker.say(person, key, **details)

    def told(self, person: Person, key: str, **details: object) -> a.Whisper:
        """Just this sentence."""
        return a.Whisper(card=cards.sentence_card(self.say(person, key, **details)))


def _is_theirs(request: Request, person: Person) -> bool:
    """Whether it is this person's own. One that is worked on in another request is only its requester's."""
    return person == request.requester or (
        not request.follows and (person == request.owner or person in request.ties)
    )
