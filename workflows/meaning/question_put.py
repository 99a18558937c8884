"""The interpretations of words that come after a question was put to somebody, one by one."""

from __future__ import annotations

from workflows.meaning.for_request import names_another, to, to_question
from workflows.meaning.meanings import (
    AskWhich,
    Meaning,
    PassOn,
)
from workflows.meaning.situation import (
    Candidate,
    Put,
    Situation,
)


def question_has_closed(situation: Situation) -> Meaning | None:
    """Finds that the request of the question has ended: these words may be for another one."""
    closed = situation.put is not None and not _is_open(situation, situation.put)
    return AskWhich(closed=situation.put.number) if situation.put and closed and situation.choices else None


def other_kind_than_asked(situation: Situation) -> Meaning | None:
    """Asks which request is meant: words that clearly name another kind are never passed on unasked."""
    asked = _asked_about(situation)
    return AskWhich() if asked and _missed(situation) and names_another(situation.said, asked) else None


def rather_a_button(situation: Situation) -> Meaning | None:
    """Takes the words for what a button says, or for *not needed any more*, where they are no answer."""
    asked, said = _asked_about(situation), situation.said
    if asked is None or not _missed(situation) or said.cancels or said.skips:
        return None
    return to(asked, situation, ends=True) if said.withdraws or asked.called else None


def answers_who_wrote_since(situation: Situation) -> Meaning | None:
    """Replies to somebody who wrote to them there after the question was put: that is what they have before them."""
    put = situation.put
    if put is None or put.wanted is None or not put.overtaken or situation.said.steers:
        return None
    open_ended = put.missed or put.wanted.is_open_ended
    return PassOn(number=put.number) if _asked_about(situation) and open_ended else None


def answers_the_question(situation: Situation) -> Meaning | None:
    """The answer to the question put, or what else may be said to it."""
    asked = _asked_about(situation)
    return to_question(situation.put, situation.said) if situation.put and asked else None


def asks_back(situation: Situation) -> Meaning | None:
    """A question of their own is for whoever reads it there; the one put is still open."""
    asked = _asked_about(situation)
    return to(asked, situation) if asked and situation.put and situation.put.wanted else None


def _is_open(situation: Situation, put: Put) -> bool:
    asked = situation.at(put.number)
    return asked is not None and asked.request.is_open


def _asked_about(situation: Situation) -> Candidate | None:
    """The open request whose question was put."""
    put = situation.put
    return situation.at(put.number) if put and _is_open(situation, put) else None


def _missed(situation: Situation) -> bool:
    return situation.put is not None and situation.put.missed
