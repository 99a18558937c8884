"""What is known when somebody says something: their words by themselves, and all that these may be for."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Literal

from workflows.definition import Question, Workflow
from workflows.facts import Facts
from workflows.frozen import Frozen
from workflows.languages import Language
from workflows.phases.explore import still_open, waits_for_answers
from workflows.rights import acts, verdict
from workflows.rights.act import makes_sense
from workflows.state.request import Request
from workflows.state.values import Asked, Person, Side

LONGEST_NUMBER = 12  # characters of a number that somebody sends; more is none
A_NEW_ONE = 0  # in the place of a number: requests count from 1
FOCUS = timedelta(minutes=30)  # of product time: whoever goes on writing means the same request
RAISED = timedelta(minutes=10)  # what follows a new request is mostly about it
ASKED = timedelta(hours=12)  # a question is answered the same day, or asked again by its card

SaidWhere = Literal["chat", "direct", "channel", "command"]  # a chat has no threads
FormWord = Literal["", "form", "away", "back"]
AnswerValue = str | date


class Utterance(Frozen):
    """What words say by themselves, as the readers of `bot.reading` understand them.

    `text` is without the number and the command before it.
    """

    text: str
    typed: FormWord = ""  # a word that stands for one of our forms, or for the button *I'm back*
    shows: str = ""  # the list that it names
    speaks: Language | None = None
    number: str = ""  # "#118 …" names a request
    kind: str | None = None  # of request: the one workflow that the words clearly lead to

    cancels: bool = False
    skips: bool = False
    confirms: bool = False  # a plain yes
    steers: bool = False  # nothing but a cancel, a skip or a yes
    agrees: bool = False  # a plain yes, or that it is well so
    replies: bool = False  # a plain yes or no, perhaps with more behind it
    thanks: bool = False
    greets: bool = False
    courteous: bool = False  # a greeting or thanks, and nothing else
    asks: bool = False
    urges: bool = False
    withdraws: bool = False
    labels: tuple[str, ...] = ()  # these words where they stand on a button, be it anybody's

    @property
    def is_command(self) -> bool:
        """Whether it stands for a list or a form, wherever it is typed."""
        return bool(self.shows) or self.typed == "away"

    @property
    def named(self) -> int:
        """The request that is named by its number; what is no number names none."""
        is_number = self.number.isdecimal() and len(self.number) < LONGEST_NUMBER
        return int(self.number) if is_number else A_NEW_ONE


class Called(Frozen):
    """A button of theirs whose words these are. `settles`: it gives the answer that a card asks for."""

    act: str
    about: str
    label: str
    sure: str | None = None  # what is asked once more before it is pressed
    settles: bool = False


class Wanted(Frozen):
    """A question to this person, and what the words answer to it; None: they are no answer."""

    question: str
    kind: str
    required: bool
    today: date  # where the department is
    value: AnswerValue | None = None
    shown: bool = False  # it stands on a card of theirs

    @property
    def is_open_ended(self) -> bool:
        """Whether any words would answer it."""
        return self.kind in ("line", "text")


class Candidate(Frozen):
    """A request that somebody's words may be for, as it concerns them and these words."""

    request: Request
    workflow: Workflow
    settles: bool = False  # its card asks this person for a yes or a no
    called: Called | None = None
    needed: Wanted | None = None  # the first question that can't be left open
    written: datetime | None = None  # when somebody last wrote to them there, if they did nothing since

    @property
    def number(self) -> int:
        return self.request.number

    def waits(self, person: Person) -> bool:
        return waits_for_words(person, self.request, self.workflow)


class Put(Frozen):
    """The question that was put to somebody in their chat, in a run of them."""

    number: int
    wanted: Wanted | None = None  # None: it is answered meanwhile
    day: date | None = None  # understood, and waits for a yes
    overtaken: bool = False  # somebody wrote to them there since

    @property
    def missed(self) -> bool:
        """Whether the words can't be its answer: no choice of it, no day."""
        return self.wanted is not None and self.wanted.value is None


class Focus(Frozen):
    """The request that somebody speaks to."""

    number: int
    at: datetime
    raised: bool = False  # just now: they did not choose to speak to it


class Situation(Frozen):
    """Everything that decides what words mean, gathered once for each sentence."""

    by: Person
    said: Utterance
    where: SaidWhere
    now: datetime
    away: bool = False
    known: tuple[Candidate, ...] = ()  # those that were looked at: a choice, in focus, asked about, named
    choices: tuple[int, ...] = ()  # what a card that asks "which one?" would offer
    waiting: tuple[
        int, ...
    ] = ()  # where an answer of theirs is waited for, or a yes to what a colleague asked
    put: Put | None = None
    focus: Focus | None = None
    mention: bool = False  # the bot was named
    under: Candidate | None = None  # under whose message it was said, part in it or not
    has_part: bool = False  # in that one
    may_be_form: bool = False  # a form can be opened as the direct answer
    has_waiting: bool = False  # something waits for them or their department

    def at(self, number: int) -> Candidate | None:
        """The request with this number; None if they have no part in it."""
        return next((one for one in self.known if one.number == number), None)

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        return tuple(one for one in map(self.at, self.choices) if one)

    def is_fresh(self, at: datetime, within: timedelta) -> bool:
        return at <= self.now < at + within


def waits_for_words(person: Person, request: Request, workflow: Workflow) -> bool:
    """Whether an answer of this person's is waited for: a colleague's question, or what the workflow needs."""
    if not may_answer(person, request, workflow):
        return False
    free = request.ball is Side.REQUESTER and request.offer is None and request.refusal is None
    needed = free and waits_for_answers(request, workflow, request.answers)
    return bool(request.open_questions) or needed


def may_answer(person: Person, request: Request, workflow: Workflow) -> bool:
    return request.asks(person) and makes_sense(acts.BY_KEY["answer"], request, workflow)


def questions_left(request: Request, facts: Facts) -> tuple[Asked | Question, ...]:
    """The questions that this person may answer now: colleagues' first, then those of the workflow."""
    if verdict.why_not(acts.BY_KEY["answer"], request, facts):
        return ()
    return (*request.open_questions, *still_open(request, facts.workflow))
