"""Steps: what somebody or time did, as events, notices and what falls due next, stored as one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from workflows.definition import Company, Workflow
from workflows.desk.standing_in import StandIns
from workflows.facts import Facts, Refused, Role, roles_of
from workflows.keys import DueKind, due_key
from workflows.news import notices
from workflows.ports import Clock, Conflict, Due, Records, Staff, Step
from workflows.state import events as e
from workflows.state.evolve import evolve
from workflows.state.request import Request
from workflows.state.values import SYSTEM, Person, Phase, Side
from workflows.time import absence, delivery_time, schedule

TRIES = 5

T = TypeVar("T")


def until_stored(attempt: Callable[[], T]) -> T:
    """Try again where somebody else's step was stored first: each attempt reads and decides afresh.

    Returns the first result that is no Conflict. Raises Refused when others were faster each time.
    """
    for _ in range(TRIES):
        try:
            return attempt()
        except Conflict:
            continue
    raise Refused("too_busy")


class Steps:
    """Makes steps of events and stores them. It keeps in mind only what is stored too: old versions, absences."""

    def __init__(
        self, store: Records, directory: Staff, clock: Clock, company: Callable[[], Company]
    ) -> None:
        self.store = store
        self.directory = directory
        self.clock = clock
        self._versions: dict[tuple[str, str], Workflow] = {}  # those that are not the newest any more
        self.stand_ins = StandIns(lambda: self.store, lambda: self.clock, company)
        self.company = self.stand_ins.company  # with everybody in it who is away now

    def roles(self, by: Person, request: Request) -> frozenset[Role]:
        return roles_of(by, request, self.company())

    def workflow_of(self, request: Request) -> Workflow:
        """Return the version that the request keeps; a version is a hash of all it says, so it is read once."""
        current = self.company().workflows.get(request.workflow)
        if current and current.version == request.workflow_version:
            return current
        began = request.workflow, request.workflow_version
        kept = self._versions.get(began) or self.store.workflow(*began)
        if kept:
            self._versions[began] = kept
        return kept or self.company().workflows[request.workflow]

    def commit(
        self,
        request: Request | None,
        number: int,
        events: tuple[e.Event, ...],
        facts: Facts,
        delivery: str | None,
    ) -> Request:
        stored = self.store.commit(self.step(request, number, events, facts, delivery))
        assert stored.request is not None
        return stored.request

    def step(
        self,
        request: Request | None,
        number: int,
        events: tuple[e.Event, ...],
        facts: Facts,
        delivery: str | None,
        ahead: tuple[schedule.Scheduled, ...] | None = None,
    ) -> Step:
        """Make a step of all that these events mean; with a stand-in for an owner who is away.

        `ahead`: the moments of the request after them, where those are known already.
        """
        after, recorded = as_recorded(request, number, events, facts)
        absent = after.cover or facts.company.absences
        if absent and (covering := absence.covering(after, facts.company, self.directory.left)):
            after, recorded = as_recorded(request, number, (*events, *covering), facts)
            ahead = None
        workflow = self._adopted(after, facts)
        due, settled = self.next_due(after, workflow, ahead)
        told = notices.notices_of(after, recorded, workflow, facts.company, request)
        return Step(
            request=after,
            expected=request.version if request else 0,
            events=recorded,
            notices=told,
            present=delivery_time.no_longer_held(facts.by, told),
            due=(*due, *_tied(request, after, facts.now)),
            settled=settled,
            delivery=delivery,
            workflow=None if _keeps_workflow(request, after) else workflow,
            ties=None if after.ties == (request.ties if request else frozenset()) else after.ties,
        )

    def _adopted(self, after: Request, facts: Facts) -> Workflow:
        """Return the request's workflow: the target's present version after routing, else the one it had."""
        same = (after.workflow, after.workflow_version) == (facts.workflow.id, facts.workflow.version)
        return facts.workflow if same else facts.company.workflows[after.workflow]

    def next_due(
        self, request: Request, workflow: Workflow, ahead: tuple[schedule.Scheduled, ...] | None = None
    ) -> tuple[tuple[Due, ...], tuple[str, ...]]:
        """Return its next due row; or else the key under which nothing is due any more."""
        key = due_key(DueKind.REQUEST, request.number)
        moments = ahead
        if moments is None:
            moments = schedule.coming(request, workflow, self.company(), self.clock.now())
        return ((Due(key=key, at=moments[0].at),), ()) if moments else ((), (key,))

    def facts(
        self, by: Person, roles: frozenset[Role], company: Company, workflow: Workflow, now: datetime
    ) -> Facts:
        facts = {"now": now, "by": by, "roles": roles, "company": company, "workflow": workflow}
        return Facts(**facts, name=self._name, may_act=self._can_act)

    def by_itself(self, request: Request, by: Person) -> Facts:
        """Return the facts of a step without a press; one `by` a person repeats what they did elsewhere."""
        roles = frozenset({Role.SYSTEM})
        facts = self.facts(by, roles, self.company(), self.workflow_of(request), self.clock.now())
        return facts.model_copy(update={"acts_as": "system" if by == SYSTEM else "mirror"})

    def _name(self, person: Person) -> str:
        return self.directory.profile(person).name

    def _can_act(self, person: Person) -> bool:
        return self.directory.may_act(person)

    def known(self, number: int) -> Request:
        request = self.store.request(number)
        assert request is not None
        return request


def as_recorded(
    request: Request | None, number: int, events: tuple[e.Event, ...], facts: Facts
) -> tuple[Request, tuple[e.Recorded, ...]]:
    """Return the request after these events, and each event with who had the ball when it happened."""
    recorded: list[e.Recorded] = []
    first = request.version + 1 if request else 1
    known = {"number": number, "at": facts.now, "by": facts.by, "step": first, "role": facts.acts_as}
    for seq, event in enumerate(events, first):
        phase, ball = (request.phase, request.ball) if request else (Phase.EXPLORE, Side.REQUESTER)
        one = e.Recorded.model_validate({**known, "seq": seq, "phase": phase, "ball": ball, "event": event})
        request = evolve(request, one)
        recorded.append(one)
    assert request is not None, "a step has events"
    return request, tuple(recorded)


def _tied(before: Request | None, after: Request, now: datetime) -> tuple[Due, ...]:
    """Return due rows for those that this concerns, or doesn't any more: each is looked at in a step of its own."""
    others = sorted(_others(before) ^ _others(after))
    own = (after.number,) if after.joined_by or after.awaited_by else ()
    numbers = dict.fromkeys((*(number for number, _ in others), *own))
    return tuple(Due(key=due_key(DueKind.TIED, number), at=now) for number in numbers)


def _others(request: Request | None) -> set[tuple[int, str]]:
    """Return the requests that it is the same as, or waits for, while it is open."""
    if request is None or not request.is_open:
        return set()
    pairs = (request.main, "same"), (request.waits_for, "waits")
    return {(number, how) for number, how in pairs if number is not None}


def _keeps_workflow(before: Request | None, after: Request) -> bool:
    """Whether its workflow is in the store already, in that version."""
    if before is None:
        return False
    return (before.workflow, before.workflow_version) == (after.workflow, after.workflow_version)
