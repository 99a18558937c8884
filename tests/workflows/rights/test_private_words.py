"""Who reads whose words on a request's page: every event that carries words, and every reader."""

from __future__ import annotations

from typing import get_args

import pytest

from tests.bot.readers import Spoken, spoken
from tests.workflows import given as g
from tests.workflows.given import ANA, BEN, EVA, LIN, MARIA
from workflows.phases.handing import CannotTake, HandOver
from workflows.phases.parts import CannotTakePart
from workflows.rights.private_words import may_read_words
from workflows.state import events as e
from workflows.state.evolve import evolve
from workflows.state.request import Request
from workflows.state.values import Person

# Everybody who may read the request reads these words, for whoever writes them is told so, or writes to all of them.
OPEN = (
    *(
        e.Raised,
        e.Answered,
        e.AnswerTakenBack,
        e.QuestionAsked,
        e.NeedCorrected,
        e.Routed,
        e.Offered,
        e.Accepted,
        e.Promised,
    ),
    *(e.ChangeAsked, e.OfferDeclined, e.CannotBeDone, e.Appealed, e.UpdateSent, e.NewDateProposed),
    *(e.NeedChanged, e.Delivered, e.Closed, e.ApprovalAsked, e.Approved, e.Rejected, e.InputGiven),
    *(e.OfferDrafted, e.PartDelivered, e.Followed),
)
CLOSE = (
    *(e.Said, e.Polled, e.Rated, e.Reopened, e.FollowUpAsked, e.FeedbackGiven, e.Listened, e.Restated),
    *(e.RestatementCorrected, e.Apologised, e.HandOverAsked, e.HandOverDeclined, e.PartDeclined),
)
APART = (e.Noted,)  # of the department, in a place of its own (workflows.phases.noting)
WORDS = set(
    "words text reason refusal alternative need offer promise proposal delivery heard answers redress progress".split()
)
NO_WORDS = set(  # people, days, numbers and names of ours
    "about approver asked_by barred before by colleague cost day department due earlier experience for_whom "
    "handler heir how id kept language left linked main moment name number open option outcome owner passed person "
    "place places question questions repair requester result round scores solved to unmet until urgent version vow "
    "watched what why workflow workflow_version".split()
)
KINDS = {kind for kind in get_args(get_args(e.Event)[0]) if set(kind.model_fields) & WORDS}


def test_each_field_of_an_event_is_written_down_as_words_or_as_none() -> None:
    fields = {field for kind in get_args(get_args(e.Event)[0]) for field in kind.model_fields}
    assert fields - {*WORDS, *NO_WORDS} == set()


def test_each_event_with_words_is_written_down_as_open_or_as_somebodys() -> None:
    assert {*OPEN, *CLOSE, *APART} == KINDS


def handed() -> Spoken:
    """Ben asks Lin to take it over, she can't; Maria is lead of nothing here, and only looks on."""
    house = spoken(g.shared())
    house.does(BEN, "hand_over", HandOver(to=LIN, words="Please, Lin"))
    house.does(LIN, "cannot_take", CannotTake(reason="Too much"))
    return house


def split() -> Spoken:
    """Eva can't do her part of an offer, and says why to Ben."""
    house = spoken(g.drafted())
    house.does(EVA, "cannot_take_part", CannotTakePart(reason="Not on that floor"))
    return house


def promised_and_given_back() -> Spoken:
    """Eva gives back a part of what is promised already."""
    house = spoken(g.shared())
    house.does(EVA, "cannot_take_part", CannotTakePart(reason="Not on that floor"))
    return house


READERS = {
    "hand_over_asked": (handed, {BEN, LIN}),
    "hand_over_declined": (handed, {BEN, LIN}),
    "part_declined": (split, {BEN, EVA}),
    "part_declined of a promise": (promised_and_given_back, {BEN, EVA}),
    "restated": (lambda: spoken(g.restated()), {ANA, LIN}),
    "listened": (lambda: spoken(g.heard()), {ANA, LIN}),
    "apologised": (lambda: spoken(g.apologised()), {ANA, LIN}),
}


def reading(house: g.House, name: str) -> set[Person]:
    """Who may read the words of the first event of that name."""
    request: Request | None = None
    for one in house.store.history(house.number):
        request = evolve(request, one)
        if one.event.name == name:
            then, now = request, house.request
            return {
                person
                for person in (ANA, BEN, LIN, EVA, MARIA)
                if may_read_words(person, one, then, now, house.desk.roles(person, now))
            }
    raise AssertionError(name)


@pytest.mark.parametrize("case", READERS)
def test_words_between_two_are_read_by_these_two(case: str) -> None:
    given, readers = READERS[case]
    assert reading(given(), case.partition(" ")[0]) == readers


@pytest.mark.parametrize("event", ["raised", "offered", "accepted"])
def test_what_is_said_to_all_is_read_by_all_who_may_read_the_request(event: str) -> None:
    assert reading(g.promised(), event) == {ANA, BEN, LIN, EVA, MARIA}


def test_whoever_takes_over_reads_why_a_helper_could_not() -> None:
    """They answer for the next offer, and need to know."""
    house = split()
    house.does(BEN, "hand_over", HandOver(to=LIN))
    house.does(LIN, "take_over")
    assert reading(house, "part_declined") == {BEN, EVA, LIN}
