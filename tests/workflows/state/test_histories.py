"""Thousands of histories at random: several people, several requests, a clock that moves; what must hold, holds.

`YINUO_HISTORIES=5000` tries that many; 80 by default.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from hypothesis import HealthCheck, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.waiting import as_long_as
from tests.workflows import given as g
from tests.workflows.given import ANA, BEN, CHEN, COMPLAINT, DIEGO, EVA, HELP, LIN, MARIA, PURCHASE, TOM
from workflows.definition import Workflow
from workflows.facts import Refused, Role
from workflows.phases.action import BeEarlier, Deliver, MissIt
from workflows.phases.confirm import Rate, Solve
from workflows.phases.explore import Answer, Raise, Route, TakeBack
from workflows.phases.handing import HandOver
from workflows.phases.linking import SameAs, WaitFor
from workflows.phases.offer import Accept, Decline, DoIt, Draft, Propose
from workflows.phases.parts import DeliverPart
from workflows.phases.recovery import NotHappy, handler_for
from workflows.ports import Notice
from workflows.rights import acts, verdict
from workflows.rights.act import Act, Command, makes_sense
from workflows.state import events as e
from workflows.state.evolve import replay
from workflows.state.moments import ENDS, MomentKind
from workflows.state.request import Request
from workflows.state.values import SYSTEM, After, Outcome, Phase, Side
from workflows.time import schedule

MOST_REQUESTS = 3
PEOPLE = (ANA, CHEN, BEN, LIN, TOM, EVA, MARIA, DIEGO)

people = st.sampled_from(PEOPLE)
for_whom = st.sampled_from(["", "", "", "Li Ming", CHEN, BEN, LIN, DIEGO])
AHEAD = set("answer accept agree yes partly no rate do_it done offer deliver miss reopen change ask".split())
AHEAD |= set("take_part deliver_part".split())
AHEAD |= set("approve reject approved_elsewhere give_input have_input".split())
AHEAD |= set("follow_up listen restate thats_it not_quite apologise unhappy earlier need_changed".split())
PRIVATE = set(
    "follow_up repair looked_after feedback listened listen_lapsed restated thats_it not_quite".split()
)
OF_ABSENCE = ("covered", "cover_ended", "returned")
OF_SEVERAL = ("standing_in", "welcome_back", "stood_in")  # notices about no one request
PRIVATE |= set("restatement_lapsed apology resumed handed_up went_quiet thanked".split())
CLOSING = (MomentKind.CLOSE_UNANSWERED, MomentKind.CLOSE_UNSATISFIED, MomentKind.CLOSE_UNCONFIRMED)
ACROSS = (e.Followed, e.Gained, e.Lost, e.Parted, e.Flagged)
MOSTLY: st.SearchStrategy[bool] = st.sampled_from([True, True, True, False])
steps = st.sampled_from([timedelta(minutes=1), timedelta(hours=3), timedelta(days=1), timedelta(days=3)])
long_steps = st.sampled_from([timedelta(days=7), timedelta(days=15), timedelta(days=40)])
answers = st.fixed_dictionaries(
    {},
    optional={
        "blocked": st.sampled_from(["stopped", "fine", "buying"]),
        "goal": st.sampled_from(["Mail", ""]),
        "what": st.just("A screen"),
        "budget": st.just("Sales"),
        "hurry": st.just("yes"),
        "asked-1": st.just("The blue one"),
        "wished": st.sampled_from(["2026-03-04", "2026-03-31", "soon"]),
        "unknown": st.just("x"),
    },
)


class Company(RuleBasedStateMachine):
    """People do anything to anything, allowed or not, while time goes by."""

    @initialize()
    def opens(self) -> None:
        self.house = g.House(of=g.company(g.LIMITED, g.LIMITED_COMPLAINT))
        self.legal: dict[int, int] = {}
        self.stood_in: set[tuple[str, str | None]] = set()  # for whom, and who
        self.house.asks(goal="Mail")

    # What people do

    @precondition(lambda self: self.house.store.last_number() < MOST_REQUESTS)
    @rule(by=people, workflow=st.sampled_from([HELP, PURCHASE, COMPLAINT]), given=answers, whom=for_whom)
    def someone_asks(self, by: str, workflow: Workflow, given: dict[str, str], whom: str) -> None:
        known = {"colleague": whom} if ":" in whom else {"for_whom": whom}
        raised = Raise(workflow=workflow.id, words="Please help", answers=given).model_copy(update=known)
        try:
            self.house.desk.raise_request(by, raised)
        except Refused as refused:
            expected = DIEGO in (by, whom) or refused.key == "date_is_past"
            self._must(expected, "asking is refused to guests and for days that are past")

    @precondition(lambda self: self.house.store.last_number() > 0)
    @rule(draw=st.data(), by=people, act=st.sampled_from(acts.TABLE))
    def somebody_does_something(self, draw: st.DataObject, by: str, act: Act) -> None:
        self._press(draw, by, draw.draw(st.integers(1, self.house.store.last_number())), act)

    @precondition(lambda self: self.house.store.last_number() > 0)
    @rule(draw=st.data(), times=st.integers(1, 6))
    def somebody_goes_on_with_it(self, draw: st.DataObject, times: int) -> None:
        number = draw.draw(st.integers(1, self.house.store.last_number()))
        for _ in range(times):
            self._go_on(draw, number)

    @precondition(lambda self: self.house.store.last_number() > 0)
    @rule(draw=st.data(), step=steps, times=st.integers(1, 6))
    def days_of_work_go_by(self, draw: st.DataObject, step: timedelta, times: int) -> None:
        number = draw.draw(st.integers(1, self.house.store.last_number()))
        for _ in range(times):
            self._go_on(draw, number)
            self._step_through(self.house.clock.now() + step)

    def _go_on(self, draw: st.DataObject, number: int) -> None:
        """A press that a card offers; most often one that brings the request on."""
        offered = possible(self.house, self._request(number)) or [(ANA, acts.BY_KEY["reply"])]
        ahead = [(by, act) for by, act in offered if act.key in AHEAD]
        choice = ahead if draw.draw(MOSTLY) and ahead else offered
        by = draw.draw(st.sampled_from(sorted({by for by, _ in choice})))
        act = draw.draw(st.sampled_from([act for person, act in choice if person == by]))
        self._press(draw, by, number, act)

    def _press(self, draw: st.DataObject, by: str, number: int, act: Act) -> None:
        before = self._request(number)
        command = self._command(draw, act, before)
        try:
            after = self.house.desk.handle(by, number, act, command)
        except Refused as refused:
            self._must(self._request(number) == before, "what is refused changes nothing")
            self._must(" " not in refused.key, "a refusal names a text")
            return
        note(f"#{number} {by} {act.key}: {[one.event.name for one in self.house.store.history(number)]}")
        assert (by, act) in possible(self.house, before), f"{by} may not {act.key}"
        assert after == self._request(number)

    @staticmethod
    def _must(holds: bool, what: str) -> None:  # noqa: FBT001  a claim is a bare truth
        assert holds, what

    def _command(self, draw: st.DataObject, act: Act, request: Request) -> Command:
        today = self.house.clock.now().date()
        far = st.integers(0, 12).map(lambda n: g.SHANGHAI.add_working_days(today, n))
        odd = st.sampled_from(
            [None, request.need.wished, today - timedelta(days=1), today + timedelta(days=4)]
        )
        day = draw.draw(far if draw.draw(MOSTLY) else odd, label="day")
        places = st.integers(-1, 2)
        match act.key:
            case "answer":
                return Answer(answers=draw.draw(answers))
            case "take_back":
                return TakeBack(question=draw.draw(st.sampled_from(["goal", "what", "asked-1", "blocked"])))
            case "route":
                return Route(workflow=draw.draw(st.sampled_from(["help", "purchase", "complaint", "none"])))
            case "accept":
                if draw.draw(MOSTLY):
                    return Accept(version=request.offers, option=0)
                return Accept(version=request.offers - draw.draw(st.integers(0, 1)), option=draw.draw(places))
            case "decline":
                return Decline(close=draw.draw(st.booleans()))
            case "do_it":
                return DoIt(day=day)
            case "offer":
                if draw.draw(st.booleans()):
                    shares = st.builds(g.share, st.just("A part"), people, far)
                    split = Draft(what="Together", day=None, shares=draw.draw(st.tuples(shares, shares)))
                    return Propose(need=g.NEED, options=(split,))
                return self._offer(draw, day)
            case "deliver":
                return Deliver(what="Done", places=tuple(request.open_parts)[draw.draw(st.integers(0, 1)) :])
            case "deliver_part":
                return DeliverPart(what="Mine", place=draw.draw(st.sampled_from([None, 0, 1, 2])))
            case "same_as" | "wait_for":
                number = draw.draw(st.integers(1, MOST_REQUESTS))
                return SameAs(number=number) if act.key == "same_as" else WaitFor(number=number)
            case "earlier":
                return BeEarlier(day=day)
            case "unhappy":
                return NotHappy(words="Oh", follow_up=draw.draw(MOSTLY))
            case "hand_over" | "assign":
                return HandOver(to=draw.draw(people))
            case "miss":
                return MissIt(day=day, reason="A part is late")
            case "yes" | "partly" | "no":
                return Solve(solved=act.key)
            case "rate":
                result = draw.draw(st.integers(1, 5) if draw.draw(MOSTLY) else st.integers(0, 6))
                return Rate(result=result, unmet=(draw.draw(places),))
            case key:
                return g.SAYS[key]()

    def _offer(self, draw: st.DataObject, day: date | None) -> Propose:
        """One or two ways, for a day or from a yes on; some cost so much that somebody has to approve them."""
        after: After = draw.draw(st.sampled_from(["", "", "approval", "input"]))
        cost = draw.draw(st.sampled_from([None, 6000, 6000]) if after != "approval" else st.just(6000))
        way = Draft(what="A way", day=day, meets=(0,), after=after, days=2, cost=cost)
        ways = (way, g.option(day=day))[: draw.draw(st.integers(1, 2)) if draw.draw(MOSTLY) else 0]
        approver = draw.draw(st.sampled_from([TOM, MARIA]) if draw.draw(MOSTLY) else people)
        number = "" if draw.draw(MOSTLY) else "OA-4711"
        return Propose(need=g.NEED, options=ways, approver=approver, approval=number)

    # People go away, and come back

    @rule(person=people, by=people, days=st.integers(0, 9), stand_in=st.sampled_from([None, *PEOPLE]))
    def somebody_goes_away(self, person: str, by: str, days: int, stand_in: str | None) -> None:
        back = self.house.clock.now().date() + timedelta(days=days)
        try:
            self.house.desk.away(by if days % 3 == 0 else person, person, back, stand_in)
        except Refused as refused:
            self._must(refused.key.startswith(("away.", "guests")), "a refusal says why")
            return
        note(f"{person} is away until {back}, {stand_in} stands in")
        away = self.house.desk.company().absence(person)
        self.stood_in.add((person, away.stand_in if away else stand_in))
        self._sweeps()

    @rule(person=people)
    def somebody_is_back(self, person: str) -> None:
        if person != DIEGO:
            self.house.desk.back(person, person)
            self._sweeps()

    def _sweeps(self) -> None:
        before = self._requests()
        self.house.desk.sweep()
        for request in before:
            self._explained(request)
        self._nothing_is_left_due()

    @invariant()
    def somebody_who_is_there_stands_in_for_whoever_is_away(self) -> None:
        company = self.house.desk.company()
        for request in self._requests():
            away = company.absence(request.owner or "") if request.is_open else None
            cover = request.cover
            assert (cover is None) or away
            assert not cover or not company.absence(cover)
            assert cover is None or cover not in (request.owner, request.requester)
            department = company.department(request.department)
            asks = {request.requester, request.colleague, request.raiser}
            others = {*department.everyone, department.escalation} - {request.owner} - asks
            before = request.recovery.before if request.recovery and request.listening else None
            can = [one for one in others if not company.absence(one) and one != before]
            assert not away or cover or not can

    # Time

    @rule(step=steps)
    def time_passes(self, step: timedelta) -> None:
        self._step_through(self.house.clock.now() + step)

    @rule(step=long_steps)
    def the_bot_was_off(self, step: timedelta) -> None:
        self.house.clock.at += step
        before = {request.number: request for request in self._requests()}
        self.house.desk.sweep()
        for request in self._requests():
            self._explained(before[request.number])
        self._nothing_is_left_due()

    def _next_due(self, until: datetime) -> datetime | None:
        due = self.house.store.next_due()
        return due if due is not None and due <= until else None

    def _step_through(self, until: datetime) -> None:
        for due in as_long_as(lambda: self._next_due(until), g.MOST_DUE):
            self.house.clock.at = max(due, self.house.clock.at)
            before = {request.number: request for request in self._requests()}
            assert self.house.desk.sweep() > 0
            for request in before.values():
                self._explained(request)
            self._nothing_is_left_due()
        self.house.clock.at = max(until, self.house.clock.at)

    def _explained(self, before: Request) -> None:
        """Every word of time is one that the state it was said in had coming, and none is said twice."""
        request: Request | None = before
        for recorded in self.house.store.history(before.number)[before.version :]:
            assert request is not None
            across = isinstance(recorded.event, ACROSS) or request.follows
            assert recorded.by == SYSTEM or across
            workflow = self.house.desk.workflow_of(request)
            coming = schedule.coming(request, workflow, self.house.company, self.house.clock.now())
            come = {one.moment for one in coming if one.at <= recorded.at}
            if isinstance(recorded.event, ACROSS) or request.follows:
                request = replay((*self.house.store.history(before.number)[: recorded.seq],))
                continue  # what happened to another request reaches this one
            if isinstance(recorded.event, e.Reminded):
                assert {recorded.event.moment, *recorded.event.passed} <= come
                assert request.is_open, "nothing settled is ever reminded"
            elif recorded.event.name not in OF_ABSENCE:
                assert any(moment.kind in ENDS for moment in come)
            request = replay((*self.house.store.history(before.number)[: recorded.seq],))

    def _nothing_is_left_due(self) -> None:
        due = self.house.store.next_due()
        assert due is None or due > self.house.clock.now()

    # What always holds

    @invariant()
    def every_state_is_legal_and_its_history_makes_it(self) -> None:
        for request in self._changed():
            for wrong in illegal(request):
                raise AssertionError(f"#{request.number}: {wrong}\n{request!r}")
            assert replay(self.house.store.history(request.number)) == request
            self._something_is_due_exactly_if_something_comes(request)
            assert can_end(self.house, request), f"#{request.number} can't end any more: {request!r}"

    def _something_is_due_exactly_if_something_comes(self, request: Request) -> None:
        workflow = self.house.desk.workflow_of(request)
        coming = schedule.coming(request, workflow, self.house.desk.company(), request.changed)
        rows = self.house.store.due_keys(f"request:{request.number}")
        mine = [row.at for row in rows if row.key == f"request:{request.number}"]
        assert bool(mine) == bool(coming)
        assert mine == [moment.at for moment in coming[:1]]

    @invariant()
    def nobody_hears_of_their_own_doing_or_what_is_not_for_them(self) -> None:
        reminded = set[tuple[object, ...]]()
        for notice in self.house.notices():
            if notice.kind in OF_SEVERAL:
                assert notice.number is None
                continue
            self._is_for_its_reader(notice)
            if notice.kind.startswith("reminder"):
                step = (notice.number, notice.id.split(".")[1], notice.to, notice.at)
                assert step not in reminded
                reminded.add(step)

    def _is_for_its_reader(self, notice: Notice) -> None:
        assert notice.number is not None
        seq = int(notice.id.split(".")[1])
        recorded = self.house.store.history(notice.number)[seq - 1]
        own_card = notice.kind in ("raised", "taken")
        assert own_card or notice.to != recorded.by
        request = replay(self.house.store.history(notice.number)[:seq])
        assert request is not None
        confidential = self.house.desk.workflow_of(request).confidential
        if notice.place == "person":
            assert notice.to in PEOPLE
        elif confidential:
            assert (notice.kind, set(notice.facts)) == ("card", {"by"})
        assert notice.place == "person" or notice.kind not in PRIVATE, "a follow-up is between two people"
        if notice.kind in PRIVATE:
            assert any(notice.to in self._may_hear_of_a_follow_up(then) for then in self._then(request))

    def _then(self, request: Request) -> Iterator[Request]:
        """As it stood at that instant: the step may have had more events, and others may have followed at once."""
        history = self.house.store.history(request.number)
        last = max(one.seq for one in history if one.at == request.changed)
        for seq in range(request.version, last + 1):
            then = replay(history[:seq])
            assert then is not None
            yield then

    def _may_hear_of_a_follow_up(self, request: Request) -> set[str | None]:
        """The requester, who looks after it, who had it, who stands in, and the lead to whom feedback goes."""
        had = request.recovery.before if request.recovery else None
        department = self.house.desk.company().department(request.department)
        here = {
            handler_for(request, department),
            handler_for(request, self.house.company.departments[department.id]),
        }
        # Whoever is away, or asks for somebody else, may have changed since it was said.
        settled = self.house.company.departments[department.id]
        leads: set[str | None] = {*settled.leads, settled.escalation, department.escalation}
        for _ in self.stood_in:  # whoever stands in may be away in turn
            leads |= {stand_in for person, stand_in in self.stood_in if person in leads}
        asks = {request.decider, request.requester, request.colleague, request.raiser}
        return {*asks, request.owner, request.cover, had, *here, *leads}

    def _changed(self) -> list[Request]:
        changed = [r for r in self._requests() if self.legal.get(r.number) != r.version]
        self.legal |= {request.number: request.version for request in changed}
        return changed

    def _requests(self) -> list[Request]:
        return [self._request(number) for number in range(1, self.house.store.last_number() + 1)]

    def _request(self, number: int) -> Request:
        request = self.house.store.request(number)
        assert request is not None
        return request


def illegal(request: Request) -> list[str]:
    """Everything that is wrong with a state, phase by phase."""
    wrong = {
        "closed has an outcome and nobody has the ball": not request.is_open
        and (request.outcome is None or request.ball is not None or request.before is None),
        "open has a ball and no outcome": request.is_open
        and (request.ball is None or request.outcome is not None or request.before is not None),
        "the owner's ball needs an owner": request.ball is Side.OWNER and request.owner is None,
        "the department's ball means nobody took it": request.ball is Side.DEPARTMENT
        and request.owner is not None,
        "explore is before offer, promise and delivery": request.phase is Phase.EXPLORE
        and bool(request.offer or request.refusal or request.promise or request.delivery),
        "explore of a taken request waits for the requester": request.phase is Phase.EXPLORE
        and request.owner is not None
        and request.ball is not Side.REQUESTER
        and not request.listening,
        "whoever listens owns it": request.listening
        and (request.owner is None or request.phase is not Phase.EXPLORE),
        "nobody looks after their own request while somebody else is there": request.listening
        and request.owner == request.requester,
        "what was listened to waits for its handler, or for the requester's word": request.listening
        and request.ball not in (Side.REQUESTER, Side.OWNER),
        "a choice waits for the requester after a bad poll or a low score": request.displeased
        and (not request.polls or request.phase not in (Phase.CONFIRM, Phase.CLOSED)),
        "the third bad poll is the escalation contact's": request.phase is Phase.CONFIRM
        and request.displeased
        and request.bad_polls >= 3,
        "a promise does not vanish while somebody listens": request.listening
        and request.recovery is not None
        and request.recovery.paused
        and request.recovery.before is None,
        "offer has no promise": request.phase is Phase.OFFER and bool(request.promise or request.delivery),
        "an open offer or a no waits for the requester": request.phase is Phase.OFFER
        and bool(request.offer or request.refusal)
        and request.ball not in (Side.REQUESTER, Side.APPROVER),
        "an approver has the ball while they have not approved what was offered": request.is_open
        and (request.ball is Side.APPROVER)
        != (request.approval is not None and not request.approval.approved),
        "what waits for approval is the open offer": request.waits_for_approval
        and (
            request.offer is None
            or request.approval is None
            or request.approval.version != request.offer.version
            or request.phase is not Phase.OFFER
        ),
        "nobody approves what they ask for or offer": request.waits_for_approval
        and request.approval is not None
        and request.approval.approver in (None, request.requester),
        "not both an offer and a no": bool(request.offer and request.refusal),
        "action has a promise, an owner, who has the ball": request.phase is Phase.ACTION
        and (
            request.promise is None
            or request.owner is None
            or request.ball is not (Side.REQUESTER if request.promise.waits else Side.OWNER)
        ),
        "action has neither offer nor delivery": request.phase is Phase.ACTION
        and bool(request.offer or request.refusal or request.delivery),
        "a draft is before a promise": request.draft is not None
        and (request.phase not in (Phase.EXPLORE, Phase.OFFER) or request.offer is not None),
        "a draft waits for somebody, or somebody can't": request.draft is not None
        and not (request.draft.no or request.draft.waits_for),
        "what is delivered has no open parts": request.phase is Phase.CONFIRM and bool(request.open_parts),
        "no part is due after the whole": request.promise is not None
        and any(part.due > request.promise.due for part in request.promise.parts if not part.done),
        "a new date needs a promise that is not delivered": request.proposal is not None
        and request.phase not in (Phase.ACTION, Phase.CLOSED),
        "a new date is another one": request.proposal is not None
        and request.promise is not None
        and request.proposal.due == request.promise.due,
        "confirm has promise and delivery and waits for the requester": request.phase is Phase.CONFIRM
        and (request.promise is None or request.delivery is None or request.ball is not Side.REQUESTER),
        "satisfied was said": request.outcome is Outcome.SATISFIED
        and (not request.polls or request.polls[-1].solved != "yes"),
        "one poll a round at most": len({poll.round for poll in request.polls}) != len(request.polls),
        "an offer is the newest": request.offer is not None and request.offer.version != request.offers,
        "five conditions at most": len(request.need.conditions) > 5,
        "time goes forward": not request.raised <= request.since <= request.changed,
    }
    return [rule for rule, broken in wrong.items() if broken]


def possible(house: g.House, request: Request) -> list[tuple[str, Act]]:
    workflow = house.desk.workflow_of(request)
    roles = {by: house.desk.roles(by, request) for by in PEOPLE if by != DIEGO}
    sensible = [act for act in acts.TABLE if makes_sense(act, request, workflow)]  # the rest is refused
    return [(by, act) for by in roles for act in sensible if may(act, request, workflow, roles[by])]


def may(act: Act, request: Request, workflow: Workflow, roles: frozenset[Role]) -> bool:
    try:
        verdict.allowed(act, request, workflow, roles)
    except Refused:
        return False
    return True


def can_end(house: g.House, request: Request) -> bool:
    """Closed; or time ends it, or the requester can, or somebody can do what leads to that."""
    if not request.is_open:
        return True
    workflow = house.desk.workflow_of(request)
    coming = schedule.coming(request, workflow, house.company, request.changed)
    in_time = any(one.moment.kind in CLOSING for one in coming)
    pressed = {act.key for by, act in possible(house, request) if request.asks(by)}
    return in_time or bool(pressed & {"withdraw", "close", "yes", "feedback"})


histories = int(os.environ.get("YINUO_HISTORIES", "80"))
TestHistories = Company.TestCase
TestHistories.settings = settings(
    max_examples=histories, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
)
