"""What words may mean: a closed union, to be carried out by whoever heard them."""

from __future__ import annotations

from datetime import date

from workflows.frozen import Frozen
from workflows.languages import Language
from workflows.meaning.situation import AnswerValue, Called


class SayNothing(Frozen):
    """Not for us: talk among others."""


class NothingSaid(Frozen):
    """No words at all."""


class ShowList(Frozen):
    """One of the lists, or the help."""

    which: str


class ShowRequest(Frozen):
    """The whole card of one request."""

    number: int


class NoSuchNumber(Frozen):
    """A number was named under which this person finds nothing."""

    number: str


class FillIn(Frozen):
    """The form of a new request."""


class GoAway(Frozen):
    """The form of an absence."""


class ComeBack(Frozen):
    """They are there again."""


class ChooseLanguage(Frozen):
    """To be spoken to in it from now on."""

    language: Language


class NewRequest(Frozen):
    """The words are a need. `kind`: the workflow they lead to; None: it has to be asked."""

    kind: str | None


class PressButton(Frozen):
    """The words stand on a button of theirs. `ends`: the run of questions that was under way is over."""

    number: int
    button: Called
    ends: bool = False


class GiveAnswer(Frozen):
    """The answer to a question. `put`: to the one that was put; else it came by itself.

    `confirmed`: a day that was understood before, and got its yes.
    """

    number: int
    question: str
    value: AnswerValue
    put: bool = False
    confirmed: bool = False
    ends: bool = False


class ConfirmDay(Frozen):
    """A day was understood, and is echoed for a yes."""

    number: int
    question: str
    day: date
    put: bool = False
    ends: bool = False


class AskOnceMore(Frozen):
    """The words are no answer to the question. `soon`: only that it should be soon; `past`: a day that has passed."""

    number: int
    question: str
    soon: bool = False
    past: date | None = None
    put: bool = False
    ends: bool = False


class SkipQuestion(Frozen):
    """On to the next one."""

    number: int
    question: str


class StopQuestions(Frozen):
    """The run of questions is broken off."""

    number: int


class PassOn(Frozen):
    """Words to whoever reads what this person writes there. `ends`: as for a button."""

    number: int
    ends: bool = False


class AskWhich(Frozen):
    """It isn't clear which request is meant. `closed`: the one that they spoke to, and that has ended."""

    closed: int | None = None


class CancelWhat(Frozen):
    """Nothing is asked that could be broken off. `withdraw`: the one request that may be meant instead."""

    withdraw: int | None = None


class SayWelcome(Frozen):
    """Thanks that are for the bot."""


ForRequest = PressButton | GiveAnswer | ConfirmDay | AskOnceMore | PassOn
InRun = ForRequest | SkipQuestion | StopQuestions
ByItself = (
    SayNothing
    | NothingSaid
    | SayWelcome
    | ShowList
    | ShowRequest
    | ComeBack
    | GoAway
    | FillIn
    | ChooseLanguage
)
Meaning = InRun | ByItself | NewRequest | AskWhich | NoSuchNumber | CancelWhat
