"""Words to one request: a press, an answer to the question put or the first needed one, or passed on."""

from __future__ import annotations

from datetime import date

from workflows.meaning.meanings import (
    AskOnceMore,
    ConfirmDay,
    ForRequest,
    GiveAnswer,
    InRun,
    PassOn,
    PressButton,
    SkipQuestion,
    StopQuestions,
)
from workflows.meaning.situation import (
    Candidate,
    Put,
    Situation,
    Utterance,
    Wanted,
)


def to(one: Candidate, situation: Situation, *, ends: bool = False, sure: bool = False) -> ForRequest:
    """A press in words; an answer, if one is waited for; else passed on. `sure`: a day needs no yes."""
    if one.called:
        return PressButton(number=one.number, button=one.called, ends=ends)
    wanted = answered(situation, one)
    if wanted is None:
        return PassOn(number=one.number, ends=ends)
    return answer(one.number, wanted, ends=ends, sure=sure)


def to_question(put: Put, said: Utterance) -> InRun | None:
    """None when the words are for something else: it is answered meanwhile, or they ask something themselves."""
    wanted, number = put.wanted, put.number
    if wanted is None:
        return None
    if said.cancels:
        return StopQuestions(number=number)
    if said.skips and not wanted.required:
        return SkipQuestion(number=number, question=wanted.question)
    if put.day and said.confirms:
        return GiveAnswer(number=number, question=wanted.question, value=put.day, put=True, confirmed=True)
    if put.day and said.courteous:
        return ConfirmDay(number=number, question=wanted.question, day=put.day, put=True)
    if wanted.value is not None:
        return answer(number, wanted, put=True)
    if said.asks:
        return None
    soon = wanted.kind == "date" and said.urges
    return AskOnceMore(number=number, question=wanted.question, soon=soon, put=True)


def answered(situation: Situation, one: Candidate) -> Wanted | None:
    """The question that words answer which came by themselves: the first that can't be left open.

    Courtesies answer none, nor does "hurry!", as long as the question was on no card of theirs.
    """
    said, wanted = situation.said, one.needed
    if wanted is None or wanted.value is None or not one.waits(situation.by) or said.courteous:
        return None
    return None if said.urges and not wanted.shown else wanted


def answer(
    number: int, wanted: Wanted, *, put: bool = False, ends: bool = False, sure: bool = False
) -> ForRequest:
    """A day is echoed for a yes first; everything else is the answer."""
    value, question = wanted.value, wanted.question
    assert value is not None, "words that answer"
    if sure or not isinstance(value, date):
        return GiveAnswer(number=number, question=question, value=value, put=put, ends=ends)
    if value < wanted.today:
        return AskOnceMore(number=number, question=question, past=value, put=put, ends=ends)
    return ConfirmDay(number=number, question=question, day=value, put=put, ends=ends)


def names_another(said: Utterance, one: Candidate) -> bool:
    return said.kind is not None and said.kind != one.request.workflow
