"""The desk takes every act: it gathers the facts, decides, says who hears what, and stores it all in one commit."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import islice

from workflows.definition import Absence, Company, Workflow
from workflows.desk.steps import Steps, as_recorded, until_stored
from workflows.desk.sweep import SWEEP, Sweep
from workflows.facts import Facts, Refused, Role, acting_role
from workflows.keys import DueKind, due_key
from workflows.phases import linking
from workflows.phases.confirm import Solve
from workflows.phases.explore import Raise, raised
from workflows.phases.for_whom import stepping_in
from workflows.ports import NEW, Clock, Due, Find, Records, Repeated, Staff, Step
from workflows.rights import verdict
from workflows.rights.act import Act, Command
from workflows.state import events as e
from workflows.state.request import Request
from workflows.state.values import SYSTEM, Person, Phase
from workflows.time import delivery_time

LATELY = 50  # requests of one person that are looked through for scores they were asked for
MOST_EVIDENCE, LIKE_THIS = 100, 20  # somebody's closed requests looked through for the last ones of a kind


class Desk:
    """Takes commands and time's passing to requests. Raises Refused, NotSaved; nothing is half done."""

    def __init__(
        self, store: Records, directory: Staff, clock: Clock, company: Callable[[], Company]
    ) -> None:
        self.steps = Steps(store, directory, clock, company)
        self.time = Sweep(self.steps)

    @property
    def store(self) -> Records:
        return self.steps.store

    @property
    def directory(self) -> Staff:
        return self.steps.directory

    @property
    def clock(self) -> Clock:
        return self.steps.clock

    def company(self) -> Company:
        """The company as it is now, with everybody in it who is away."""
        return self.steps.company()

    def roles(self, by: Person, request: Request) -> frozenset[Role]:
        return self.steps.roles(by, request)

    def workflow_of(self, request: Request) -> Workflow:
        """The version of its workflow that the request began with."""
        return self.steps.workflow_of(request)

    def plan_digests(self) -> None:
        self.time.plan_digests()

    def sweep(self) -> int:
        """Do everything that has fallen due; returns how many requests and digests it touched."""
        return self.time.sweep()

    def raise_request(self, by: Person, command: Raise, delivery: str | None = None) -> Request:
        """Raise a new request; the store gives it its number. The same delivery twice raises it once."""
        self.may_act(by)
        if command.linked is not None:
            self.seen(by, command.linked)
        company, now = self.company(), self.clock.now()
        workflow = company.workflows.get(command.workflow)
        if workflow is None:
            raise Refused("no_such_workflow", "workflow")
        known = self.steps.facts(by, frozenset({Role.REQUESTER}), company, workflow, now)
        facts = known.model_copy(update={"acts_as": "requester"})
        events = raised(command, facts)
        self._can_step_in(events)
        try:
            return self.steps.commit(None, NEW, events, facts, delivery)
        except Repeated as repeated:
            return self.steps.known(repeated.number)

    def handle(
        self, by: Person, number: int, act: Act, command: Command, delivery: str | None = None
    ) -> Request:
        """Do what a person wants done to a request. The same delivery twice has one effect."""
        assert isinstance(command, act.command), f"{act.key} takes {act.command.__name__}"
        self.may_act(by)
        try:
            return until_stored(lambda: self._handled(by, number, act, command, delivery))
        except Repeated as repeated:
            return self.steps.known(repeated.number)
        except Refused:
            # What came before has had its effect, and is not possible a second time: that is no refusal.
            if delivery and (known := self.store.delivered(delivery)):
                return self.steps.known(known)
            raise

    def _handled(self, by: Person, number: int, act: Act, command: Command, delivery: str | None) -> Request:
        request, workflow = self.seen(by, number)
        facts = self.facts(by, request, workflow)
        verdict.permit(act, request, facts)
        acts_as = acting_role(by, request, facts.roles, act.who)
        facts = facts.model_copy(update={"acts_as": acts_as})
        if isinstance(command, Solve):
            facts = facts.model_copy(
                update={"scores": delivery_time.asks_scores(by, self._polled(by), facts)}
            )
        if isinstance(command, linking.SameAs | linking.WaitFor):
            facts = self._with_other(by, command, facts)
        first = stepping_in(request, by) if request.colleague else ()
        before = as_recorded(request, number, first, facts)[0]
        events = act.decide(before, command, facts)
        return self.steps.commit(request, number, (*first, *events), facts, delivery) if events else request

    def _with_other(self, by: Person, command: linking.SameAs | linking.WaitFor, facts: Facts) -> Facts:
        """Add the request that the command names to the facts; for one that has joined another, that other one."""
        other, workflow = self.seen(by, command.number)
        seen = {other.number}
        while isinstance(command, linking.SameAs) and other.main and other.main not in seen:
            seen.add(other.main)
            main = self.store.request(other.main)
            assert main is not None, "what was joined is there"
            other, workflow = main, self.workflow_of(main)
        return facts.model_copy(update={"other": other, "other_confidential": workflow.confidential})

    def others(self, request: Request) -> tuple[Request, ...]:
        """Open requests of the same department that nobody has delivered, newest first: for a form to name one."""
        found = self.store.find(Find(department=request.department, open=True, limit=100))
        return tuple(
            one
            for one in found
            if one.number != request.number
            and not self.workflow_of(one).confidential  # in the version that it keeps, whatever became of it
            and one.phase in (Phase.EXPLORE, Phase.OFFER, Phase.ACTION)
            and not one.follows
        )

    def seen(self, by: Person, number: int) -> tuple[Request, Workflow]:
        """Return a request that this person has a part in. Raises Refused, for one they may not see as for none."""
        request = self.store.request(number)
        if request is None:
            raise Refused("no_such_request", number=str(number))
        workflow = self.workflow_of(request)
        if not self.roles(by, request):
            raise Refused("no_such_request", number=str(number))
        return request, workflow

    def facts(self, by: Person, request: Request, workflow: Workflow) -> Facts:
        """Gather the world as a decision on this request sees it."""
        known = self.steps.facts(by, self.roles(by, request), self.company(), workflow, self.clock.now())
        return known.model_copy(update={"about": request.about})

    def away(self, by: Person, person: Person, back: date | None, stand_in: Person | None = None) -> Absence:
        """Mark somebody as away until that day; the sweep gives what they own to whoever stands in."""
        self.may_act(by)
        if stand_in and not self.directory.may_act(stand_in):
            raise Refused("away.guest", "stand_in")
        return until_stored(lambda: self.steps.stand_ins.begin(by, person, back, stand_in))

    def back(self, by: Person, person: Person) -> None:
        """Mark somebody as back before the day they named."""
        self.may_act(by)
        until_stored(lambda: self.steps.stand_ins.end(by, person))

    def left(self, person: Person) -> None:
        """Look now at whatever needs somebody who has left, as the platform says."""
        ids = self.company().ids(person)
        found = (Find(owner=id, open=True, limit=SWEEP) for id in ids)
        tied = (Find(tie=id, open=True, limit=SWEEP) for id in ids)
        numbers = {one.number for find in (*found, *tied) for one in self.store.find(find)}
        due = tuple(
            Due(key=due_key(DueKind.REQUEST, number), at=self.clock.now()) for number in sorted(numbers)
        )
        if due:
            self.store.commit(Step(due=due))

    def _polled(self, by: Person) -> tuple[Request, ...]:
        """Return the requests that this person raised most recently."""
        return self.store.find(Find(requester=by, limit=LATELY))

    def lately(self, person: Person, workflow: Workflow) -> tuple[int, ...]:
        """Working days from promise to delivery of somebody's last ones like this, shortest first: the evidence."""
        calendar = self.company().department(workflow.department).calendar
        found = self.store.find(Find(owner=person, open=False, limit=MOST_EVIDENCE))
        took = (
            calendar.working_days_between(
                calendar.local_day(one.promise.made), calendar.local_day(one.delivery.at)
            )
            for one in found
            if one.workflow == workflow.id and one.promise and one.delivery
        )
        return tuple(sorted(islice(took, LIKE_THIS)))

    def busy(self, person: Person) -> dict[date, int]:
        """Count somebody's open promises by day; for the practical check of an offer."""
        promises = self.store.find(Find(owner=person, phase=Phase.ACTION, limit=200))
        made = [request.promise for request in promises if request.promise]
        days = [promise.day for promise in made if not promise.waits]
        return {day: days.count(day) for day in days}

    def may_act(self, by: Person) -> None:
        """Raise Refused for guests, strangers, deactivated people and bots (docs/service.md, People)."""
        if by != SYSTEM and not self.directory.may_act(by):
            raise Refused("guests_cannot_act")

    def _can_step_in(self, events: tuple[e.Event, ...]) -> None:
        """Raise Refused if the colleague it is raised for may not act: one day they decide."""
        raised_for = [event.colleague for event in events if isinstance(event, e.Raised)]
        for colleague in filter(None, raised_for):
            if not self.directory.may_act(colleague):
                raise Refused("colleague_cannot_act", "colleague", who=colleague)
