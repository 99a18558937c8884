"""A small company at work on a store in memory: requests come to a phase by what people really do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

from storage.memory import MemoryStore
from tests.waiting import as_long_as
from workflows.calendars import Calendar, Hours
from workflows.definition import Choice, Company, Condition, Department, Question, Text, Workflow
from workflows.desk.desk import Desk
from workflows.facts import Facts
from workflows.phases.action import (
    Agree,
    BeEarlier,
    ChangeNeed,
    CheckIn,
    Deliver,
    KeepOldDate,
    MissIt,
    Nudge,
    SendUpdate,
    Snooze,
)
from workflows.phases.approval import Approve, ApprovedElsewhere, GiveInput, HaveInput, Reject
from workflows.phases.confirm import CloseAsItIs, Rate, Reopen, Solve, Thank, Withdraw
from workflows.phases.explore import Answer, Ask, Confirm, Correct, Raise, Reply, Route, Skip, Take, TakeBack
from workflows.phases.handing import CannotTake, HandOver, TakeOver
from workflows.phases.linking import Again, SameAs, Unjoin, WaitFor, WaitNoMore
from workflows.phases.noting import AddNote
from workflows.phases.offer import (
    Accept,
    Appeal,
    AskChange,
    CannotDo,
    Decline,
    DoIt,
    Draft,
    Finish,
    Propose,
)
from workflows.phases.parts import CannotTakePart, DeliverPart, Share, TakePart
from workflows.phases.recovery import (
    Apologise,
    Feedback,
    FollowUp,
    NotHappy,
    NotQuite,
    Restate,
    Tell,
    ThatsIt,
)
from workflows.ports import Notice, Profile
from workflows.rights import acts
from workflows.rights.act import Command
from workflows.state import events as e
from workflows.state.evolve import replay
from workflows.state.request import Request
from workflows.state.values import Heard, Need, Person

ANA, CHEN = "slack:U0ANA", "slack:U0CHEN"  # marketing and sales, in no department here
BEN, LIN = "slack:U0BEN", "slack:U0LIN"  # IT: member and on call, lead
TOM, EVA = "slack:U0TOM", "slack:U0EVA"  # purchasing in Berlin: lead, member
MARIA = "slack:U0MARIA"  # hears when nobody else does
DIEGO = "slack:U0DIEGO"  # a guest

OFFICE = Hours(days=dict.fromkeys(range(5), ((time(9), time(18)),)))
SHANGHAI = Calendar(timezone="Asia/Shanghai", hours=OFFICE, country="CN")
BERLIN = Calendar(timezone="Europe/Berlin", hours=OFFICE, country="DE")


def shanghai(day: int, hour: int = 9, minute: int = 0, month: int = 3) -> datetime:
    """An instant of 2026 as the clocks in Shanghai show it. 2 March is a Monday, and that month has no holiday."""
    return datetime(2026, month, day, hour, minute, tzinfo=UTC) - timedelta(hours=8)


MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = (date(2026, 3, day) for day in range(2, 7))
NEXT_MONDAY, NEXT_TUESDAY = date(2026, 3, 9), date(2026, 3, 10)


def both(words: str) -> Text:
    return Text(en=words, zh=f"{words}。")


def choices(*made: Choice) -> tuple[Choice, ...]:
    return made


IT = Department(
    id="it",
    name=both("IT"),
    leads=(LIN,),
    members=(BEN,),
    channel="slack:C0IT",
    calendar=SHANGHAI,
    escalation=MARIA,
    on_call=BEN,
)
BUY = Department(
    id="buy",
    name=both("Purchasing"),
    leads=(TOM,),
    members=(EVA,),
    channel="slack:C0BUY",
    calendar=BERLIN,
    escalation=MARIA,
)

HELP = Workflow(
    id="help",
    version="help-1",
    name=both("IT help"),
    department="it",
    about=both("Whatever does not work"),
    usual_days=1,
    words=("password",),
    done=both("Done, please try it"),
    questions=(
        Question(
            id="blocked",
            ask=both("Can you work?"),
            step="screen",
            kind="choice",
            choices=choices(
                Choice(id="stopped", label=both("Not at all"), urgent=True),
                Choice(id="fine", label=both("It can wait")),
                Choice(id="buying", label=both("I need a new one"), workflow="purchase"),
            ),
        ),
        Question(id="goal", ask=both("What should work afterwards?")),
        Question(id="wished", ask=both("By when?"), kind="date", when={"blocked": ("fine",)}),
    ),
    conditions=(Condition(text=both("With {goal} I can work")),),
)
LIMITED = HELP.model_copy(update={"cost_limit": 5000})  # above it somebody has to approve
PURCHASE = Workflow(
    id="purchase",
    version="purchase-1",
    name=both("Purchase"),
    department="buy",
    about=both("Whatever is to be bought"),
    done=both("Bought"),
    questions=(
        Question(id="what", ask=both("What is it?"), required=True),
        Question(id="budget", ask=both("Who pays?"), required=True),
        Question(id="goal", ask=both("What for?"), required=True),
        Question(
            id="hurry",
            ask=both("Does work stand still?"),
            kind="choice",
            choices=choices(Choice(id="yes", label=both("Yes"), urgent=True)),
        ),
    ),
    conditions=(Condition(text=both("{what} is here")),),
)
COMPLAINT = Workflow(
    id="complaint",
    version="complaint-1",
    name=both("Complaint"),
    department="it",
    about=both("Something went wrong"),
    done=both("Looked into"),
    confidential=True,
)
LIMITED_COMPLAINT = COMPLAINT.model_copy(update={"cost_limit": 5000})


def company(*changed: Workflow) -> Company:
    """The sample company, with these workflows instead of those it has by the same ids."""
    workflows = {workflow.id: workflow for workflow in (HELP, PURCHASE, COMPLAINT, *changed)}
    return Company(
        name=both("Lantern"), calendar=SHANGHAI, departments={"it": IT, "buy": BUY}, workflows=workflows
    )


class MovedClock:
    """A clock that stands still until it is moved."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at

    def tick(self, days: float = 0, hours: float = 0, minutes: float = 0) -> None:
        self.at += timedelta(days=days, hours=hours, minutes=minutes)


class Colleagues:
    """Everyone may act but Diego, who is a guest, and those who are `gone`."""

    def __init__(self) -> None:
        self.gone: set[Person] = set()

    def left(self, person: Person) -> bool:
        return person in self.gone

    def may_act(self, person: Person) -> bool:
        return self.profile(person).may_act

    def profile(self, person: Person) -> Profile:
        name = person.partition("U0")[2].title()
        return Profile(
            person=person,
            name=name,
            language="en",
            timezone="Asia/Shanghai",
            may_act=person != DIEGO and person not in self.gone,
            left=person in self.gone,
        )


MOST_DUE = 10_000  # moments in one stretch of time: more would never end


class House:
    """A desk with everything it needs. What people do goes through it; `happened` and `told` say what came of it."""

    def __init__(self, at: datetime | None = None, of: Company | None = None) -> None:
        self.clock = MovedClock(at or shanghai(2))
        self.company = of or company()
        self.store = MemoryStore()
        self.colleagues = Colleagues()
        self.desk = Desk(self.store, self.colleagues, self.clock, lambda: self.company)
        self.number = 0

    @property
    def request(self) -> Request:
        return self.at(self.number)

    def at(self, number: int) -> Request:
        request = self.store.request(number)
        assert request is not None
        assert replay(self.store.history(number)) == request
        return request

    @property
    def workflow(self) -> Workflow:
        return self.desk.workflow_of(self.request)

    def facts(self, by: Person = BEN) -> Facts:
        return self.desk.facts(by, self.request, self.workflow)

    def asks(
        self, words: str = "Please reset my password", *, by: Person = ANA, to: str = "help", **answers: str
    ) -> tuple[e.Event, ...]:
        request = self.desk.raise_request(by, Raise(workflow=to, words=words, answers=answers))
        self.number = request.number
        return self.happened()

    def does(
        self, by: Person, act: str, command: Command | None = None, delivery: str | None = None
    ) -> tuple[e.Event, ...]:
        """What a press (and its form) makes happen: the events that it added to the request."""
        before = self.request.version
        self.desk.handle(by, self.number, acts.BY_KEY[act], command or SAYS[act](), delivery)
        return self.happened(before)

    def happened(self, since: int = 0) -> tuple[e.Event, ...]:
        return tuple(one.event for one in self.store.history(self.number) if one.seq > since)

    def names(self, since: int = 0) -> list[str]:
        return [event.name for event in self.happened(since)]

    def lives_until(self, instant: datetime) -> tuple[e.Event, ...]:
        """Time passes with the bot at work: everything happens at the moment when it is due."""
        before = self.request.version
        for due in as_long_as(lambda: self._next_due(instant), MOST_DUE):
            self.clock.at = max(due, self.clock.at)
            self.desk.sweep()
        self.clock.at = instant
        return self.happened(before)

    def _next_due(self, until: datetime) -> datetime | None:
        due = self.store.next_due()
        return due if due is not None and due <= until else None

    def wakes_up_at(self, instant: datetime) -> tuple[e.Event, ...]:
        """Time passes with the bot switched off, until then."""
        before = self.request.version
        self.clock.at = instant
        self.desk.sweep()
        return self.happened(before)

    def told(self) -> list[tuple[str, str, str]]:
        """What has been said since it was last looked at: place, to whom, which news."""
        return [(notice.place, notice.to, notice.kind) for notice in self.notices()]

    def notices(self) -> list[Notice]:
        waiting = [
            outgoing.notice for outgoing in self.store.waiting(datetime.max.replace(tzinfo=UTC), 10_000)
        ]
        self.store.sent(tuple(notice.id for notice in waiting), ())
        return waiting

    def next_due(self) -> datetime | None:
        rows = self.store.due_keys(f"request:{self.number}")
        return rows[0].at if rows else None


Given = Callable[..., House]  # a way to come to where a test begins, perhaps `at` some other time
NEED = Need(words="Ana can log in again", conditions=("I can log in", "It stays so"))
SAYS: dict[str, Callable[[], Command]] = {
    "answer": lambda: Answer(answers={"goal": "Mail on my phone"}),
    "confirm": Confirm,
    "correct": lambda: Correct(need=Need(words="I mean the other account")),
    "skip": Skip,
    "accept": lambda: Accept(version=1, option=0),
    "change": lambda: AskChange(text="Could it be earlier?"),
    "decline": Decline,
    "appeal": Appeal,
    "agree": Agree,
    "keep_date": KeepOldDate,
    "yes": lambda: Solve(solved="yes"),
    "partly": lambda: Solve(solved="partly"),
    "no": lambda: Solve(solved="no"),
    "rate": lambda: Rate(result=4, experience=5),
    "close": CloseAsItIs,
    "do_it": lambda: DoIt(day=FRIDAY),
    "done": Finish,
    "offer": lambda: Propose(need=NEED, options=(option(),)),
    "ask": lambda: Ask(text="Which account?"),
    "take": Take,
    "cannot": lambda: CannotDo(reason="It is not ours to give", alternative="Ask the bank"),
    "route": lambda: Route(workflow="purchase", reason="Has to be bought"),
    "deliver": lambda: Deliver(what="A new password"),
    "on_track": CheckIn,
    "miss": lambda: MissIt(day=NEXT_TUESDAY, reason="A part is late"),
    "update": lambda: SendUpdate(text="Half way there"),
    "withdraw": Withdraw,
    "reopen": Reopen,
    "reply": lambda: Reply(text="It is the blue one"),
    "take_back": lambda: TakeBack(question="goal"),
    "follow_up": FollowUp,
    "feedback": Feedback,
    "unhappy": lambda: NotHappy(words="Nobody told me anything"),
    "listen": lambda: Tell(
        heard=Heard(moment="waiting", unmet=(0,), words="I sat and waited", matters="Mail")
    ),
    "restate": lambda: Restate(text="You waited, and nobody wrote"),
    "thats_it": ThatsIt,
    "not_quite": lambda: NotQuite(text="It was the second time"),
    "apologise": lambda: Apologise(text="Ana, I am sorry. Lin"),
    "thanks": Thank,
    "nudge": Nudge,
    "need_changed": lambda: ChangeNeed(need=Need(words="Two accounts by now")),
    "earlier": lambda: BeEarlier(day=WEDNESDAY, reason="It goes well"),
    "snooze": Snooze,
    "note": lambda: AddNote(text="Her manager knows"),
    "take_part": TakePart,
    "cannot_take_part": lambda: CannotTakePart(reason="On another floor that week"),
    "deliver_part": lambda: DeliverPart(what="My share of it"),
    "again": lambda: Again(workflow="help", words="A second one, please"),
    "same_as": lambda: SameAs(number=1),
    "unjoin": Unjoin,
    "wait_for": lambda: WaitFor(number=1),
    "wait_no_more": WaitNoMore,
    "hand_over": lambda: HandOver(to=LIN, words="I am on a course"),
    "assign": lambda: HandOver(to=BEN),
    "take_over": TakeOver,
    "cannot_take": lambda: CannotTake(reason="Too much on my desk"),
    "approve": Approve,
    "reject": lambda: Reject(reason="There is one in the cupboard"),
    "approved_elsewhere": lambda: ApprovedElsewhere(number="OA-4711"),
    "give_input": lambda: GiveInput(text="My old phone number is 4711"),
    "have_input": HaveInput,
}


def option(what: str = "A new password", day: date | None = FRIDAY, meets: tuple[int, ...] = (0, 1)) -> Draft:
    return Draft(what=what, day=day, meets=meets)


def costly(cost: int = 6000, **more: object) -> Draft:
    """More than the limit, unless a cost says otherwise."""
    return Draft.model_validate({"what": "A new phone", "day": FRIDAY, "cost": cost, "meets": (0, 1)} | more)


def asked(at: datetime | None = None, of: Company | None = None, **answers: str) -> House:
    """Ana has asked IT for something, in words that need no more."""
    house = House(at, of)
    house.asks(**answers)
    return house


def joined(at: datetime | None = None) -> House:
    """Ana's fault is the same as Chen's, which Ben has taken."""
    house = House(at)
    house.asks(by=CHEN)
    house.does(BEN, "take")
    house.asks()
    house.does(BEN, "same_as")
    house.desk.sweep()
    return house


def awaiting(at: datetime | None = None) -> House:
    """What Ben promised Ana waits for what he promised Chen."""
    house = House(at)
    for by in (CHEN, ANA):
        house.asks(by=by)
        house.does(BEN, "do_it")
    house.does(BEN, "wait_for")
    house.desk.sweep()
    return house


def taken(at: datetime | None = None) -> House:
    """Ben answers for it."""
    house = asked(at)
    house.does(BEN, "take")
    return house


def offered(*options: Draft, at: datetime | None = None) -> House:
    """Ben has offered something; Ana has not answered yet."""
    house = asked(at)
    house.does(BEN, "offer", Propose(need=NEED, options=options or (option(),)))
    return house


def share(what: str, who: Person | None, day: date | None = THURSDAY) -> Share:
    return Share(what=what, who=who, day=day)


def split(*shares: Share) -> Draft:
    """One option, made of these actions."""
    return Draft(what="A laptop, ready to use", day=None, meets=(0, 1), shares=shares)


SHARES = (share("Set it up", BEN), share("Order it", EVA, WEDNESDAY), share("Badge", LIN, FRIDAY))


def drafted(*shares: Share, days: tuple[date, ...] = (), at: datetime | None = None, **answers: str) -> House:
    """Ben would offer something that takes Eva of purchasing and Lin as well; they have not said yes yet."""
    house = asked(at, None, **answers)
    made = shares or SHARES
    parts = (
        tuple(one.model_copy(update={"day": day}) for one, day in zip(made, days, strict=True))
        if days
        else made
    )
    house.does(BEN, "offer", Propose(need=NEED, options=(split(*parts),)))
    return house


def shared(*shares: Share, at: datetime | None = None) -> House:
    """All three have said yes, and so has Ana."""
    house = drafted(*shares, at=at)
    for draft in as_long_as(lambda: house.request.draft, 10):
        house.does(draft.waits_for[0], "take_part")
    house.does(ANA, "accept")
    return house


def offered_at_a_cost(*options: Draft, at: datetime | None = None, of: Company | None = None) -> House:
    """Ben has offered something above the limit, and named Tom to approve it."""
    house = asked(at, of or company(LIMITED))
    house.does(BEN, "offer", Propose(need=NEED, options=options or (costly(),), approver=TOM))
    return house


def to_be_approved(*options: Draft, at: datetime | None = None) -> House:
    """Ana has accepted it; Tom has not approved it yet."""
    house = offered_at_a_cost(*options, at=at)
    house.does(ANA, "accept")
    return house


def awaiting_input(days: int = 3, at: datetime | None = None) -> House:
    """Ana has accepted what takes that many working days from her input, and has not given it yet."""
    draft = Draft(what="A new phone", day=None, after="input", days=days, needs="Your old phone", meets=(0,))
    house = offered(draft, at=at)
    house.does(ANA, "accept")
    return house


def refused(at: datetime | None = None) -> House:
    """Ben has said honestly that it can't be done."""
    house = asked(at)
    house.does(BEN, "cannot")
    return house


def promised(day: date = FRIDAY, at: datetime | None = None) -> House:
    """Ana has accepted Ben's offer for that day."""
    house = offered(option(day=day), at=at)
    house.does(ANA, "accept")
    return house


def postponed(day: date = FRIDAY, to: date = NEXT_TUESDAY, at: datetime | None = None) -> House:
    """Ben may miss that day and proposes a later one; Ana has not answered yet."""
    house = promised(day, at)
    house.does(BEN, "miss", MissIt(day=to, reason="A part is late"))
    return house


def delivered(at: datetime | None = None) -> House:
    """Ben has done what was promised; Ana has not said yet whether it is solved."""
    house = promised(at=at)
    house.does(BEN, "deliver")
    return house


def satisfied(at: datetime | None = None) -> House:
    """Ana said yes, it is solved."""
    house = delivered(at)
    house.does(ANA, "yes")
    return house


def partly(at: datetime | None = None) -> House:
    """Ana said that it is only partly solved, and has not chosen yet what shall follow."""
    house = delivered(at)
    house.does(ANA, "partly")
    return house


def second_round(at: datetime | None = None) -> House:
    """It was only partly solved, and Ben has it again."""
    house = partly(at)
    house.does(ANA, "follow_up")
    return house


def unsolved(at: datetime | None = None) -> House:
    """Ana said that it is not solved, and has not chosen yet what shall follow."""
    house = delivered(at)
    house.does(ANA, "no")
    return house


def listened_to(at: datetime | None = None) -> House:
    """Lin follows up; Ana has not said yet what went wrong."""
    house = unsolved(at)
    house.does(ANA, "follow_up")
    return house


def heard(at: datetime | None = None) -> House:
    """Ana has said what went wrong."""
    house = listened_to(at)
    house.does(ANA, "listen")
    return house


def restated(at: datetime | None = None) -> House:
    """Lin has said how she understands it; Ana has not answered yet."""
    house = heard(at)
    house.does(LIN, "restate")
    return house


def understood(at: datetime | None = None) -> House:
    """That's it, said Ana; Lin has not apologised yet."""
    house = restated(at)
    house.does(ANA, "thats_it")
    return house


def apologised(at: datetime | None = None) -> House:
    """Lin has apologised, and is to make an offer."""
    house = understood(at)
    house.does(LIN, "apologise")
    return house


def handed_up(at: datetime | None = None) -> House:
    """Three times it was not solved: now it is Maria's."""
    house = second_round(at)
    for by in (BEN, LIN):
        house.does(by, "done")
        house.does(ANA, "no")
        if by == BEN:
            house.does(ANA, "follow_up")
            house.does(ANA, "listen")
            house.does(LIN, "restate")
            house.does(ANA, "thats_it")
            house.does(LIN, "apologise")
    return house
