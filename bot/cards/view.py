"""One request as one reader sees it: their language, their timezone, the names they know people by."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import assert_never

from bot import texts
from bot.cards.elements import Button, Style
from workflows.definition import Company, Department, Question, Workflow
from workflows.facts import Facts, Role, roles_of
from workflows.languages import Language
from workflows.phases import appealing, offer, recovery
from workflows.phases.stored_words import said_in
from workflows.phases.yes_to import mark
from workflows.rights import verdict
from workflows.rights.act import Act
from workflows.rights.private_words import may_read_words, reads_bad_answer
from workflows.state.events import Raised, Recorded, Routed
from workflows.state.request import Request
from workflows.state.values import SYSTEM, Person, Phase, Poll, Side
from workflows.time import schedule

LONG_WORDS = 700  # characters that a card in a channel shows of somebody's words


@dataclass(frozen=True)
class View:
    """Everything that the card functions need; made by the speaker."""

    request: Request
    workflow: Workflow
    company: Company
    language: Language
    timezone: str
    now: datetime
    reader: Person | None  # None: everybody in the department's channel
    name: Callable[[Person], str]
    history: Callable[[], tuple[Recorded, ...]]
    pages: bool = False  # people's browsers reach the pages
    past: Callable[[], tuple[View, ...]] = tuple  # this requester's last requests of that department

    def say(self, key: str, **details: object) -> str:
        return texts.say(self.language, key, **details)

    def own(self, text: str) -> str:
        """Return somebody's words as they are; what the workflow says by itself, in the reader's language."""
        return self._workflow_words.get(text, text)

    @cached_property
    def _workflow_words(self) -> dict[str, str]:
        return said_in(self.language, self.request, self.workflow)

    def told(self, label: str, value: str) -> str:
        """Label something, with the colon of the language."""
        return self.say("label.told", label=label, value=value)

    def day(self, day: date) -> str:
        return texts.day(self.language, day, self.today)

    def instant(self, when: datetime) -> str:
        """Day and hour, where the department is."""
        zone = self.department.calendar.timezone
        return texts.at_hour(self.language, self.day(self.department.calendar.local_day(when)), when, zone)

    def span(self, time: timedelta) -> str:
        minutes = round(time.total_seconds() / 60)
        if minutes < 60:
            return self.say("time.minutes", minutes=minutes)
        return self.say("time.hours", hours=f"{minutes / 60:.1f}".removesuffix(".0"))

    @cached_property
    def today(self) -> date:
        return self.department.calendar.local_day(self.now)

    @cached_property
    def department(self) -> Department:
        return self.company.department(self.request.department, self.request.about)

    @cached_property
    def department_name(self) -> str:
        return self.department.name.in_(self.language)

    def called(self, department: str) -> str:
        """The name of this or another department."""
        return self.company.department(department).name.in_(self.language)

    @cached_property
    def brief(self) -> bool:
        """In a channel, where everybody scrolls past, long words are cut."""
        return self.reader is None and len(self.request.words) > LONG_WORDS

    @cached_property
    def roles(self) -> frozenset[Role] | None:
        """The reader's roles in the request; None in a channel, where everybody reads the same."""
        if self.reader is None:
            return None
        return roles_of(self.reader, self.request, self.company)

    @cached_property
    def facts(self) -> Facts:
        """The facts of a decision of this reader's: the verdict on an act needs no more."""
        return Facts(
            now=self.now,
            by=self.reader or SYSTEM,
            roles=self.roles or frozenset(),
            company=self.company,
            workflow=self.workflow,
            about=self.request.about,
        )

    @cached_property
    def hidden(self) -> bool:
        """Whether nothing of it is shown to this reader."""
        return not verdict.may_read(self.reader, self.request, self.workflow)

    @cached_property
    def between(self) -> bool:
        """The reader is one of the two whom a bad answer concerns: no other reads what was said of it."""
        if self.reader is None or self.roles is None:
            return False
        return reads_bad_answer(self.reader, self.request, self.roles)

    def reads_words(self, one: Recorded, after: Request) -> bool:
        """Whether the words of an event are this reader's to read; `after`: the request as the event left it."""
        if self.reader is None or self.roles is None:
            return False
        return may_read_words(self.reader, one, after, self.request, self.roles)

    @cached_property
    def answer(self) -> Poll | None:
        """The last answer to "solved?", if it is this reader's to read: praise is everybody's.

        Praise of an earlier round says nothing about the one that followed it.
        """
        poll = self.request.polls[-1] if self.request.polls else None
        if poll and not poll.bad and poll.round < self.request.round:
            return None
        return poll if poll is None or self.between or not poll.bad else None

    @cached_property
    def requester(self) -> str:
        return self.say("label.who_asked") if self.hidden else self.name(self.request.decider)

    def account(self, person: Person) -> Person:
        """Theirs on the platform of this reader, where they have one: a menu there knows no other."""
        here = (self.reader or "").partition(":")[0]
        return next((id for id in self.company.ids(person) if id.partition(":")[0] == here), person)

    @cached_property
    def for_whom(self) -> str:
        """For whom it was raised, by name; empty for whoever asks for themselves, and for that person."""
        colleague = self.request.colleague
        if self.hidden or self.reader == (colleague or ""):
            return ""
        return self.name(colleague) if colleague else self.request.for_whom

    @cached_property
    def owner(self) -> str:
        """The owner's name, or the department's while nobody has taken it."""
        return self.name(self.request.owner) if self.request.owner else self.department_name

    @cached_property
    def absence(self) -> str:
        """The owner's stand-in, and until when; empty while the owner is there. Never why."""
        owner, cover = self.request.owner, self.request.cover
        away = self.company.absence(owner) if owner and cover else None
        if away is None or cover is None or self.hidden:
            return ""
        return self.say("away.they", who=self.owner, day=self.day(away.back), stand_in=self.name(cover))

    @cached_property
    def approver(self) -> str:
        """The person who is asked to approve it; empty when nobody is."""
        approver = self.request.approval.approver if self.request.approval else None
        return self.name(approver) if approver else ""

    @cached_property
    def cost(self) -> str:
        """The cost of what waits for approval, as people write it."""
        cost = self.request.approval.cost if self.request.approval else None
        return "" if cost is None else self.money(cost)

    def money(self, cost: int) -> str:
        """A cost, as people write it."""
        return texts.money(self.language, cost, self.workflow.currency)

    @cached_property
    def lead(self) -> str:
        """The next one to hear of it, or asked to look again: a lead with fresh eyes, else the escalation contact."""
        if self.request.looked_at_again and self.request.appealed_to:
            return self.name(self.request.appealed_to)
        return self.name(self.department.fresh(self.request.owner, *self.request.asking)[0])

    @cached_property
    def follower(self) -> str:
        """The one who will look after it, should the requester ask for that now."""
        return self.name(recovery.follower(self.request, self.department))

    @cached_property
    def looks_again(self) -> str:
        """Those asked to look again, should the requester ask for that now; empty where nobody is left."""
        found = appealing.asked_again(self.request, self.company)
        return texts.listed(self.language, tuple(map(self.name, found)))

    @cached_property
    def goes_on_appeal(self) -> bool:
        """Whether whoever is asked to look again answers for it from then on."""
        return appealing.handler_after(self.request, self.workflow, self.company) is not None

    @cached_property
    def answer_by(self) -> str:
        """The time at which a requester who waits for a follow-up hears; empty if passed, or nobody follows up."""
        until = schedule.answered_by(self.request, self.workflow, self.company)
        return self.instant(until) if until and until >= self.now else ""

    @cached_property
    def title(self) -> str:
        name = f"{self.workflow.icon} {self.workflow.name.in_(self.language)}"
        return self.say("label.request", number=self.request.number, workflow=name)

    @cached_property
    def overdue(self) -> bool:
        promise = self.request.promise
        dated = self.request.phase is Phase.ACTION and promise is not None and not promise.waits
        return dated and promise is not None and promise.due < self.now

    @cached_property
    def reopens_until(self) -> datetime:
        """The day after which a closed request can't be opened again (docs/service.md, Confirm)."""
        return self.request.since + self.company.reopen_within

    @cached_property
    def at_once(self) -> bool:
        """Promised and done in one press: the day of the promise says nothing."""
        promise = self.request.promise
        return promise is not None and promise.due == promise.made

    @cached_property
    def state(self) -> str:
        """The state's word, as the interface promises it."""
        request = self.request
        match request.phase:
            case Phase.CLOSED:
                return self.say("state.closed", outcome=self.say(f"outcome.{request.outcome}"))
            case Phase.CONFIRM:
                return self.say("state.delivered")
            case Phase.ACTION:
                return self.say("state.committed")
            case _ if request.waits_for_approval:
                return self.say("state.approval")
            case _ if request.offer:
                return self.say("state.offered")
            case _ if request.round > 1 or request.listening:
                return self.say("state.recovering")
            case _ if request.ball is Side.REQUESTER and not request.refusal:
                return self.say("state.exploring")
            case Phase.EXPLORE | Phase.OFFER:
                return self.say("state.waiting")
            case _:
                assert_never(request.phase)

    def button(self, act: Act, about: str | None = None, label: str | None = None) -> Button:
        """The button of an act, in the words of the interface."""
        word = "missing" if self._not_solved(act) else act.key
        short = f"short.{word}"
        return Button(
            act=act.key,
            label=label or self.say(f"act.{word}"),
            about=about or ":".join(filter(None, (str(self.request.number), mark(act.key, self.request)))),
            style=self._style(act),
            short=self.say(short) if texts.knows(short) else None,
            sure=self.say(f"sure.{act.key}", number=self.request.number) if act.sure else None,
            form=act.form and self._needs_form(act),
        )

    def _needs_form(self, act: Act) -> bool:
        """I'll do it is one press where the wished day can be promised; answering may be a conversation."""
        if act.key == "do_it":
            facts = Facts(
                now=self.now, by=SYSTEM, roles=frozenset(), company=self.company, workflow=self.workflow
            )
            return offer.day_for(self.request, facts) is None
        return act.key != "answer"

    def _not_solved(self, act: Act) -> bool:
        """While it goes on, the word that follows the poll is about what is missing."""
        return act.key == "rate" and self.request.is_open

    def _style(self, act: Act) -> Style:
        """Tone down what need not be pressed: answering is primary only while it is waited for."""
        theirs = self.request.ball in (Side.REQUESTER, Side.APPROVER) or bool(self.request.awaited)
        waits_for_others = act.card == "department" and theirs
        optional = act.key == "answer" and self.request.ball is not Side.REQUESTER
        return "plain" if optional or waits_for_others else act.style

    def worded(self, question: str, answer: str) -> tuple[str, str]:
        """A question and its answer as people read them; a choice by its label, a date as a date, a person by name."""
        asked = self.workflow.question(question)
        if asked is None:
            own = next((q for q in self.request.asked if q.id == question), None)
            if own:
                return own.text, answer
            asked = self._asked_before(question)
        if asked is None:
            return "", answer
        match asked.kind:
            case "choice":
                choice = asked.choice(answer)
                worded = choice.label.in_(self.language) if choice else answer
            case "date":
                worded = self._written_day(answer)
            case "person":
                worded = self.name(answer) if ":" in answer else answer
            case "text":
                worded = answer
        return asked.ask.in_(self.language), worded

    def _asked_before(self, question: str) -> Question | None:
        """A question of the workflow that this request came from: answers travel on, and stay readable."""
        moves = [one.event for one in self.history() if isinstance(one.event, Raised | Routed)]
        before = (self.company.workflows.get(move.workflow) for move in reversed(moves))
        asked = (workflow.question(question) for workflow in before if workflow)
        return next((one for one in asked if one), None)

    def _written_day(self, answer: str) -> str:
        try:
            return self.day(date.fromisoformat(answer))
        except ValueError:
            return answer
