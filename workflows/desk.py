"""The only way in: gather the facts, decide, say who hears what, and store it all in one commit."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from itertools import islice

from workflows import absence, acts, linking, manners, notices, rhythm
from workflows import events as e
from workflows.confirm import Solve
from workflows.definition import Absence, Company, Department, Workflow
from workflows.evolve import evolve
from workflows.explore import Raise, raised
from workflows.facts import Facts, Refused, Role, roles_of
from workflows.for_whom import stepping_in
from workflows.ports import Clock, Conflict, Due, Find, NotSaved, Records, Repeated, Staff, Step
from workflows.request import Request, same_as, waiting_for
from workflows.standing_in import StandIns
from workflows.values import SYSTEM, Person, Phase, Side

TRIES = 5  # against others' steps stored first; each try reads afresh
SWEEP = 500  # due rows taken at a time, and stored in one commit
LATELY = 50  # requests of one person that are looked through for scores they were asked for
MOST_EVIDENCE, LIKE_THIS = 100, 20  # somebody's closed requests looked through for the last ones of a kind
MOST_TIED = 500  # requests that join one fault, or wait for it, at a time
PUT_OFF = timedelta(minutes=10)  # what failed is tried again then


class Desk:
    """Takes commands and time's passing to requests. Raises Refused, NotSaved; nothing is half done."""

    def __init__(
        self, store: Records, directory: Staff, clock: Clock, company: Callable[[], Company]
    ) -> None:
        self.store = store
        self.directory = directory
        self.clock = clock
        self._stand_ins = StandIns(lambda: self.store, lambda: self.clock, company)
        self.company = self._stand_ins.company  # with everybody in it who is away now

    def raise_request(self, by: Person, command: Raise, delivery: str | None = None) -> Request:
        """A new request, with the next number. The same delivery twice raises it once."""
        self.may_act(by)
        if command.linked is not None:
            self.seen(by, command.linked)
        company, now = self.company(), self.clock.now()
        workflow = company.workflows.get(command.workflow)
        if workflow is None:
            raise Refused("no_such_workflow", "workflow")
        facts = self._facts(by, frozenset({Role.REQUESTER}), company, workflow, now)
        events = raised(command, facts)
        self._can_step_in(events)
        for _ in range(TRIES):
            number = self.store.last_number() + 1
            try:
                return self._commit(None, number, events, facts, delivery)
            except Repeated as repeated:
                return self._known(repeated.number)
            except Conflict:
                continue
        raise Refused("too_busy")

    def handle(
        self, by: Person, number: int, act: acts.Act, command: acts.Command, delivery: str | None = None
    ) -> Request:
        """What a person does to a request. The same delivery twice has one effect."""
        assert isinstance(command, act.command), f"{act.key} takes {act.command.__name__}"
        self.may_act(by)
        for _ in range(TRIES):
            try:
                return self._handled(by, number, act, command, delivery)
            except Repeated as repeated:
                return self._known(repeated.number)
            except Conflict:
                continue
            except Refused:
                # What came before has had its effect, and is not possible a second time: that is no refusal.
                if delivery and (known := self.store.delivered(delivery)):
                    return self._known(known)
                raise
        raise Refused("too_busy")

    def _handled(
        self, by: Person, number: int, act: acts.Act, command: acts.Command, delivery: str | None
    ) -> Request:
        request, workflow = self.seen(by, number)
        facts = self.facts(by, request, workflow)
        acts.allowed(act, request, workflow, facts.roles)
        if isinstance(command, Solve):
            facts = facts.model_copy(update={"scores": manners.asks_scores(by, self._polled(by), facts)})
        if isinstance(command, linking.SameAs | linking.WaitFor):
            facts = self._with_other(by, command, facts)
        first = stepping_in(request, by)
        before = _recorded(request, number, first, facts)[0]
        events = act.decide(before, command, facts)
        return self._commit(request, number, (*first, *events), facts, delivery) if events else request

    def _with_other(self, by: Person, command: linking.SameAs | linking.WaitFor, facts: Facts) -> Facts:
        """The request that is named; whoever joins one that has joined another means that one."""
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
        hidden = {id for id, workflow in self.company().workflows.items() if workflow.confidential}
        return tuple(
            one
            for one in found
            if one.number != request.number
            and one.workflow not in hidden
            and one.phase in (Phase.EXPLORE, Phase.OFFER, Phase.ACTION)
            and not one.follows
        )

    def seen(self, by: Person, number: int) -> tuple[Request, Workflow]:
        """A request that this person has a part in; one they may not see looks like one that does not exist."""
        request = self.store.request(number)
        if request is None:
            raise Refused("no_such_request", number=str(number))
        workflow = self.workflow_of(request)
        if not self.roles(by, request):
            raise Refused("no_such_request", number=str(number))
        return request, workflow

    def roles(self, by: Person, request: Request) -> frozenset[Role]:
        return roles_of(by, request, self.company())

    def workflow_of(self, request: Request) -> Workflow:
        """The version that the request began with."""
        current = self.company().workflows.get(request.workflow)
        if current and current.version == request.workflow_version:  # a version is a hash of all it says
            return current
        kept = self.store.workflow(request.workflow, request.workflow_version)
        return kept or self.company().workflows[request.workflow]

    def facts(self, by: Person, request: Request, workflow: Workflow) -> Facts:
        """The world as a decision on this request sees it."""
        known = self._facts(by, self.roles(by, request), self.company(), workflow, self.clock.now())
        return known.model_copy(update={"about": request.about})

    def away(self, by: Person, person: Person, back: date | None, stand_in: Person | None = None) -> Absence:
        """Somebody is away from now on, and back on that day; the sweep gives what they own to who stands in."""
        self.may_act(by)
        if stand_in and not self.directory.profile(stand_in).may_act:
            raise Refused("away.guest", "stand_in")
        return self._stand_ins.begin(by, person, back, stand_in)

    def back(self, by: Person, person: Person) -> None:
        """They are there again, before the day they named."""
        self.may_act(by)
        self._stand_ins.end(by, person)

    def left(self, person: Person) -> None:
        """The platform says that somebody has left: whatever needs them is looked at now."""
        ids = self.company().ids(person)
        found = (Find(owner=id, open=True, limit=SWEEP) for id in ids)
        tied = (Find(tie=id, open=True, limit=SWEEP) for id in ids)
        numbers = {one.number for find in (*found, *tied) for one in self.store.find(find)}
        due = tuple(Due(key=f"request:{number}", at=self.clock.now()) for number in sorted(numbers))
        if due:
            self.store.commit(Step(due=due))

    def sweep(self) -> int:
        """Everything that has fallen due, until nothing is; returns how many requests and digests it touched.

        What fails holds nothing else up: it is put off, and raised when all the rest is done.
        """
        touched, failures = 0, list[Exception]()
        while rows := self.store.due(self.clock.now(), SWEEP):
            failures += self._pass(rows)
            touched += len(rows)
        if failures:
            raise ExceptionGroup(f"{len(failures)} of {touched} could not be done", failures)
        return touched

    def plan_digests(self) -> None:
        """Each department's next digest has a row of its own; called at start, when the company may have changed."""
        planned = {row.key for row in self.store.due_keys("digest:")}
        company = self.company()
        missing = [d for d in company.departments.values() if f"digest:{d.id}" not in planned]
        gone = tuple(planned - {f"digest:{id}" for id in company.departments})
        if missing or gone:
            due = tuple(_next_digest(department, self.clock.now()) for department in missing)
            self.store.commit(Step(due=due, settled=gone))

    def _pass(self, rows: tuple[Due, ...]) -> list[Exception]:
        """What has fallen due happens, many steps in a commit; what failed is put off.

        A step of somebody's that came in between has set its own due row: nothing to do.
        """
        thought = [(row, self._thought(row)) for row in rows]
        steps = [(row, step) for row, step in thought if isinstance(step, Step)]
        stored = self.store.commit_each([step for _, step in steps])
        ended = [*thought, *((row, problem) for (row, _), problem in zip(steps, stored, strict=True))]
        failures = [(row, one) for row, one in ended if isinstance(one, Exception)]
        for row, failure in failures:
            if isinstance(failure, NotSaved):
                raise failure
            if not isinstance(failure, Conflict):
                self.store.commit(Step(due=(Due(key=row.key, at=self.clock.now() + PUT_OFF),)))
        return [failure for _, failure in failures if not isinstance(failure, Conflict)]

    def _thought(self, row: Due) -> Step | Exception:
        kind, _, what = row.key.partition(":")
        try:
            match kind:
                case "digest":
                    return self._digest(row, what)
                case "away":
                    return self._stand_ins.passed(row, what, self._settle)
                case "tied":
                    return self._spread(row, int(what))
                case _:
                    return self._time_passes(int(what))
        except Exception as failure:  # noqa: BLE001 - the sweep raises it at its end
            return failure

    def _settle(self, number: int, ended: Absence | None) -> None:
        """Whoever has to stand in for its owner now does so, and who is back is asked: in a commit of its own."""
        for _ in range(TRIES):
            request = self.store.request(number)
            if request is None:
                return
            facts = self._by_itself(request, SYSTEM)
            events = absence.covering(request, facts.company, self.directory.left)
            events += absence.returned(request, ended) if ended else ()
            if not events:
                return
            try:
                self._commit(request, number, events, facts, None)
            except Conflict:
                continue
            return

    def _time_passes(self, number: int) -> Step:
        """What time does to one request."""
        request = self.store.request(number)
        if request is None:
            return Step(settled=(f"request:{number}",))
        facts = self._by_itself(request, SYSTEM)
        of_people = request, facts.company, self.directory.left
        events = absence.bereft(*of_people) or absence.covering(*of_people)
        events = events or rhythm.passed(request, facts.workflow, facts.company, facts.now)
        if events:
            return self._step(request, number, events, facts, None)
        due, settled = self._next(request, facts.workflow)
        # The request comes with it, unchanged: if it is another one by now, this is a Conflict.
        return Step(request=request, expected=request.version, due=due, settled=settled)

    def _spread(self, row: Due, number: int) -> Step:
        """What has happened to one request reaches those that joined it or wait for it, a commit each.

        Done again after an interruption it does nothing twice. The row goes only if nothing more has happened.
        """
        main = self.store.request(number)
        if main is None:
            return Step(settled=(row.key,))
        joined = self.store.find(Find(tie=same_as(number), limit=MOST_TIED))
        waiting = self.store.find(Find(tie=waiting_for(number), limit=MOST_TIED))
        for one in (one for one in joined if one.follows):
            self._let_know(one, main.owner or SYSTEM, linking.mirrored(one, main))
        for one in waiting:
            self._let_know(one, SYSTEM, linking.told(one, main, self.clock.now()))
        gained = (
            *(e.Gained(number=one.number, how="same") for one in joined if one.number not in main.joined_by),
            *(
                e.Gained(number=one.number, how="waits")
                for one in waiting
                if one.number not in main.awaited_by
            ),
        )
        if gained:
            return self._step(main, number, gained, self._by_itself(main, SYSTEM), None)
        return Step(request=main, expected=main.version, settled=(row.key,))

    def _let_know(self, request: Request, by: Person, events: tuple[e.Event, ...]) -> None:
        if events:
            self._commit(request, request.number, events, self._by_itself(request, by), None)

    def _by_itself(self, request: Request, by: Person) -> Facts:
        roles = frozenset({Role.SYSTEM})
        return self._facts(by, roles, self.company(), self.workflow_of(request), self.clock.now())

    def _digest(self, row: Due, id: str) -> Step:
        department = self.company().departments.get(id)
        if department is None:
            return Step(settled=(row.key,))
        now = self.clock.now()
        says = self._has_news(department)
        day = department.calendar.local_day(now).isoformat()
        told = notices.digest(department, day, now, self.company().there) if says else ()
        return Step(notices=told, due=(_next_digest(department, now),))

    def _has_news(self, department: Department) -> bool:
        waiting = Find(department=department.id, open=True, limit=1)
        sides = (Side.DEPARTMENT, Side.OWNER)
        return any(self.store.count(waiting.model_copy(update={"side": side})) for side in sides)

    def _commit(
        self,
        request: Request | None,
        number: int,
        events: tuple[e.Event, ...],
        facts: Facts,
        delivery: str | None,
    ) -> Request:
        step = self._step(request, number, events, facts, delivery)
        self.store.commit(step)
        assert step.request is not None
        return step.request

    def _step(
        self,
        request: Request | None,
        number: int,
        events: tuple[e.Event, ...],
        facts: Facts,
        delivery: str | None,
    ) -> Step:
        """All that these events mean, to be stored as one; with a stand-in for an owner who is away."""
        after, recorded = _recorded(request, number, events, facts)
        if covering := absence.covering(after, facts.company, self.directory.left):
            after, recorded = _recorded(request, number, (*events, *covering), facts)
        workflow = self._adopted(after, facts)
        due, settled = self._next(after, workflow)
        told = notices.of(after, recorded, workflow, facts.company, request)
        return Step(
            request=after,
            expected=request.version if request else 0,
            events=recorded,
            notices=told,
            present=manners.present(facts.by, told),
            due=(*due, *_tied(after, recorded)),
            settled=settled,
            delivery=delivery,
            workflow=None if _keeps_workflow(request, after) else workflow,
            ties=None if after.ties == (request.ties if request else frozenset()) else after.ties,
        )

    def _adopted(self, after: Request, facts: Facts) -> Workflow:
        """Routing adopts the target's version; otherwise the workflow stays the same."""
        same = (after.workflow, after.workflow_version) == (facts.workflow.id, facts.workflow.version)
        return facts.workflow if same else facts.company.workflows[after.workflow]

    def _next(self, request: Request, workflow: Workflow) -> tuple[tuple[Due, ...], tuple[str, ...]]:
        """What is due for it next; or else the key under which nothing is any more."""
        key = f"request:{request.number}"
        moments = rhythm.coming(request, workflow, self.company(), self.clock.now())
        return ((Due(key=key, at=moments[0].at),), ()) if moments else ((), (key,))

    def _facts(
        self, by: Person, roles: frozenset[Role], company: Company, workflow: Workflow, now: datetime
    ) -> Facts:
        facts = {"now": now, "by": by, "roles": roles, "company": company, "workflow": workflow}
        return Facts(**facts, name=self._name, may_act=self._can_act)

    def _name(self, person: Person) -> str:
        return self.directory.profile(person).name

    def _can_act(self, person: Person) -> bool:
        return self.directory.profile(person).may_act

    def _polled(self, by: Person) -> tuple[Request, ...]:
        """What this person asked for most recently."""
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
        """How many open promises somebody has on each day; for the practical check of an offer."""
        promises = self.store.find(Find(owner=person, phase=Phase.ACTION, limit=200))
        made = [request.promise for request in promises if request.promise]
        days = [promise.day for promise in made if not promise.waits]
        return {day: days.count(day) for day in days}

    def may_act(self, by: Person) -> None:
        """Guests, people of other companies, deactivated people and bots can't act (SERVICE.md, People)."""
        if by != SYSTEM and not self.directory.profile(by).may_act:
            raise Refused("guests_cannot_act")

    def _can_step_in(self, events: tuple[e.Event, ...]) -> None:
        """Whoever it is raised for decides one day, so they are somebody who may act."""
        raised_for = [event.colleague for event in events if isinstance(event, e.Raised)]
        for colleague in filter(None, raised_for):
            if not self.directory.profile(colleague).may_act:
                raise Refused("colleague_cannot_act", "colleague", who=colleague)

    def _known(self, number: int) -> Request:
        request = self.store.request(number)
        assert request is not None
        return request


def _recorded(
    request: Request | None, number: int, events: tuple[e.Event, ...], facts: Facts
) -> tuple[Request, tuple[e.Recorded, ...]]:
    """The request after these events, and each of them with who had the ball when it happened."""
    recorded: list[e.Recorded] = []
    for seq, event in enumerate(events, request.version + 1 if request else 1):
        phase, ball = (request.phase, request.ball) if request else (Phase.EXPLORE, Side.REQUESTER)
        one = e.Recorded(
            number=number, seq=seq, at=facts.now, by=facts.by, phase=phase, ball=ball, event=event
        )
        request = evolve(request, one)
        recorded.append(one)
    assert request is not None, "a step has events"
    return request, tuple(recorded)


def _tied(after: Request, recorded: tuple[e.Recorded, ...]) -> tuple[Due, ...]:
    """Those that this concerns are looked at right away, each in a step of its own."""
    now = recorded[-1].at
    joins = (one.event.main for one in recorded if isinstance(one.event, e.Joined))
    waits = (one.event.number for one in recorded if isinstance(one.event, e.WaitsFor))
    own = (after.number,) if after.joined_by or after.awaited_by else ()
    return tuple(Due(key=f"tied:{number}", at=now) for number in dict.fromkeys((*joins, *waits, *own)))


def _keeps_workflow(before: Request | None, after: Request) -> bool:
    """Its workflow is in the store already, in that version."""
    same = ("workflow", "workflow_version")
    return before is not None and all(getattr(before, name) == getattr(after, name) for name in same)


def _next_digest(department: Department, now: datetime) -> Due:
    """The next opening of the department, on a later day if it is open already."""
    calendar = department.calendar
    today = calendar.local_day(now)
    opening = calendar.opens(today) if calendar.is_working_day(today) else now
    at = opening if opening > now else calendar.opens(calendar.next_working_day(today))
    return Due(key=f"digest:{department.id}", at=at)
