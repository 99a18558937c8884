"""What words in a chat without threads mean: situation and words, the meaning, and the interpretation that decided."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from tests.workflows import given as g
from tests.workflows.given import ANA, BEN, CHEN
from workflows.meaning import meanings as m
from workflows.meaning.for_request import to
from workflows.meaning.interpret import BY_ITSELF, BY_PLACE, IN_CHAT, by_itself, interpreted
from workflows.meaning.situation import (
    A_NEW_ONE,
    ASKED,
    FOCUS,
    RAISED,
    Called,
    Candidate,
    Focus,
    Put,
    Situation,
    Utterance,
    Wanted,
)
from workflows.phases.explore import Ask
from workflows.state.values import Phase

NOW = g.shanghai(2, 10)
TODAY, FRIDAY = date(2026, 3, 2), date(2026, 3, 6)
LONG_AGO = NOW - timedelta(days=3)
YES = Called(act="yes", about="1", label="Yes", settles=True)
DONE = Called(act="done", about="1", label="Done")
WHAT = Wanted(question="what", kind="text", required=True, today=TODAY, value="a chair")
COLOUR = Wanted(question="colour", kind="choice", required=False, today=TODAY)
DAY = Wanted(question="wished", kind="date", required=True, today=TODAY)


def one(number: int = 1, *, to: str = "purchase", by: str = ANA, **facts: Any) -> Candidate:
    """A request that was raised long ago: to purchasing, where an answer is waited for; or to IT, where none is."""
    house = g.House(at=LONG_AGO)
    for _ in range(number):
        house.asks("Something", to=to, by=by)
    workflow = house.company.workflows[to]
    return Candidate(request=house.at(number), workflow=workflow).model_copy(update=facts)


def asked_by_a_colleague(number: int = 1) -> Candidate:
    """Somebody has put a question of their own."""
    house = g.House(at=LONG_AGO)
    for _ in range(number):
        house.asks("Something", to="purchase")
    house.number = number
    house.does(g.TOM, "ask", Ask(text="Which size?"))
    return Candidate(request=house.at(number), workflow=house.company.workflows["purchase"])


def closed(number: int = 1, **facts: Any) -> Candidate:
    found = one(number, to="help", **facts)
    ended = found.request.model_copy(update={"phase": Phase.CLOSED, "ball": None})
    return found.model_copy(update={"request": ended})


def chat(text: str = "words", **facts: object) -> Situation:
    """Somebody's words; every request that is known may be chosen, but for those that are closed."""
    said = Utterance(text=text).model_copy(
        update={k: facts.pop(k) for k in [*facts] if k in Utterance.model_fields}
    )
    situation = Situation(by=ANA, said=said, where="chat", now=NOW).model_copy(update=facts)
    choices = tuple(each.number for each in situation.known if each.request.is_open)
    return situation.model_copy(update={"choices": facts.get("choices", choices)})


def in_focus(number: int = 1, minutes: float = 1, *, raised: bool = False) -> Focus:
    return Focus(number=number, at=NOW - timedelta(minutes=minutes), raised=raised)


def put(wanted: Wanted | None = WHAT, **facts: object) -> Put:
    return Put(number=1, wanted=wanted).model_copy(update=facts)


def answer(value: str | date = "a chair", question: str = "what", **more: object) -> m.GiveAnswer:
    return m.GiveAnswer(number=1, question=question, value=value).model_copy(update=more)


def valued(wanted: Wanted, value: str | date) -> Wanted:
    return wanted.model_copy(update={"value": value})


NOTHING_FITS = put(COLOUR)
SKIPPED = m.SkipQuestion(number=1, question="colour")
ONCE_MORE = m.AskOnceMore(number=1, question="colour", put=True)
PRESSED = m.PressButton(number=1, button=DONE)
HELP = m.ShowList(which="help")
TABLE: list[tuple[str, Situation, m.Meaning]] = [
    # By themselves
    ("asks_for_the_form", chat(typed="form"), m.FillIn()),
    ("says_nothing", chat(""), m.NothingSaid()),
    ("names_a_list", chat(shows="mine"), m.ShowList(which="mine")),
    ("names_a_language", chat(speaks="zh"), m.ChooseLanguage(language="zh")),
    ("goes_away", chat(typed="away"), m.GoAway()),
    ("is_back", chat(typed="back", away=True), m.ComeBack()),
    ("unclear", chat("back", typed="back"), m.AskWhich()),
    # By number
    ("names_a_number", chat("", number="1", known=(one(),)), m.ShowRequest(number=1)),
    ("names_a_number", chat("", number="7", known=(one(),)), m.NoSuchNumber(number="7")),
    ("names_a_number", chat("red", number="9" * 5000), m.NoSuchNumber(number="9" * 5000)),
    ("names_a_number", chat(number="1", known=(one(to="help"),)), m.PassOn(number=1)),
    ("names_a_number", chat(number="1", known=(one(needed=WHAT),)), answer()),
    ("names_a_number", chat(number="1", known=(one(),), put=put()), answer(put=True)),
    ("names_a_number", chat(number="1", known=(one(called=DONE),)), m.PressButton(number=1, button=DONE)),
    ("names_a_number", chat(number="2", known=(one(2),), put=put()), m.PassOn(number=2)),
    # Announced
    ("announced_a_request", chat(focus=in_focus(A_NEW_ONE)), m.NewRequest(kind=None)),
    (
        "announced_a_request",
        chat(focus=in_focus(A_NEW_ONE), known=(one(needed=WHAT),)),
        m.NewRequest(kind=None),
    ),
    ("cancels_nothing", chat(focus=in_focus(A_NEW_ONE), cancels=True), m.CancelWhat()),
    ("unclear", chat(focus=in_focus(A_NEW_ONE, 31)), m.AskWhich()),
    # The question that was put
    ("answers_the_question", chat(known=(one(),), put=put()), answer(put=True)),
    ("answers_the_question", chat(known=(one(),), put=put(), cancels=True), m.StopQuestions(number=1)),
    (
        "answers_the_question",
        chat(known=(one(),), put=put(COLOUR), skips=True),
        m.SkipQuestion(number=1, question="colour"),
    ),
    ("answers_the_question", chat(known=(one(),), put=put(), skips=True), answer(put=True)),
    (
        "answers_the_question",
        chat(known=(one(),), put=NOTHING_FITS),
        m.AskOnceMore(number=1, question="colour", put=True),
    ),
    (
        "answers_the_question",
        chat(known=(one(),), put=put(DAY), urges=True),
        m.AskOnceMore(number=1, question="wished", soon=True, put=True),
    ),
    (
        "answers_the_question",
        chat(known=(one(),), put=put(valued(DAY, FRIDAY))),
        m.ConfirmDay(number=1, question="wished", day=FRIDAY, put=True),
    ),
    (
        "answers_the_question",
        chat(known=(one(),), put=put(valued(DAY, date(2026, 3, 1)))),
        m.AskOnceMore(number=1, question="wished", past=date(2026, 3, 1), put=True),
    ),
    (
        "answers_the_question",
        chat(known=(one(),), put=put(DAY, day=FRIDAY), confirms=True),
        answer(FRIDAY, "wished", put=True, confirmed=True),
    ),
    (
        "answers_the_question",
        chat(known=(one(),), put=put(DAY, day=FRIDAY), courteous=True),
        m.ConfirmDay(number=1, question="wished", day=FRIDAY, put=True),
    ),
    ("asks_back", chat(known=(one(to="help"),), put=put(COLOUR), asks=True), m.PassOn(number=1)),
    ("other_kind_than_asked", chat(known=(one(),), put=NOTHING_FITS, kind="help"), m.AskWhich()),
    ("answers_the_question", chat(known=(one(),), put=put(), kind="help"), answer(put=True)),
    (
        "rather_a_button",
        chat(known=(one(),), put=NOTHING_FITS, withdraws=True),
        m.PassOn(number=1, ends=True),
    ),
    (
        "rather_a_button",
        chat(known=(one(called=DONE),), put=NOTHING_FITS),
        m.PressButton(number=1, button=DONE, ends=True),
    ),
    ("answers_who_wrote_since", chat(known=(one(),), put=put(overtaken=True)), m.PassOn(number=1)),
    ("answers_the_question", chat(known=(one(),), put=put(overtaken=True), steers=True), answer(put=True)),
    (
        "answers_the_question",
        chat(known=(one(),), put=put(valued(COLOUR, "red"), overtaken=True)),
        answer("red", "colour", put=True),
    ),
    ("question_has_closed", chat(known=(closed(), one(2)), put=put(None)), m.AskWhich(closed=1)),
    ("names_a_kind", chat(known=(closed(),), put=put(None), kind="help"), m.NewRequest(kind="help")),
    ("unclear", chat(known=(one(to="help"),), put=put(None)), m.AskWhich()),
    # Cancelled, with no question before them
    ("cancels_nothing", chat(cancels=True, known=(one(),)), m.CancelWhat(withdraw=1)),
    ("cancels_nothing", chat(cancels=True, known=(one(), one(2))), m.CancelWhat()),
    ("cancels_nothing", chat(cancels=True, known=(one(by=CHEN),)), m.CancelWhat()),
    # A yes or a no
    ("settles_the_only_one", chat(known=(one(to="help", settles=True),), replies=True), m.PassOn(number=1)),
    ("settles_the_only_one", chat(known=(one(to="help", settles=True),), thanks=True), m.PassOn(number=1)),
    (
        "settles_the_only_one",
        chat(known=(one(to="help", settles=True, called=YES), one(2))),
        m.PressButton(number=1, button=YES),
    ),
    ("unclear", chat(known=(one(settles=True), one(2, settles=True)), replies=True), m.AskWhich()),
    (
        "goes_on_in_focus",
        chat(known=(one(settles=True, to="help"), one(2, to="help")), replies=True, focus=in_focus(2)),
        m.PassOn(number=2),
    ),
    (
        "settles_the_only_one",
        chat(known=(one(settles=True, written=NOW, to="help"), one(2)), replies=True, focus=in_focus(2)),
        m.PassOn(number=1),
    ),
    (
        "presses_what_just_closed",
        chat(known=(closed(called=DONE),), focus=in_focus()),
        m.PressButton(number=1, button=DONE),
    ),
    ("unclear", chat(known=(closed(called=DONE),), focus=in_focus(minutes=31)), m.AskWhich()),
    # In focus
    ("goes_on_in_focus", chat(known=(one(needed=WHAT),), focus=in_focus()), answer()),
    ("goes_on_in_focus", chat(known=(one(to="help"),), focus=in_focus()), m.PassOn(number=1)),
    ("goes_on_in_focus", chat(known=(one(needed=WHAT),), focus=in_focus(minutes=600)), answer()),
    ("unclear", chat(known=(one(to="help"),), focus=in_focus(minutes=31)), m.AskWhich()),
    ("unclear", chat(known=(one(to="help"),), focus=in_focus(minutes=11, raised=True)), m.AskWhich()),
    (
        "courtesy_after_raising",
        chat(known=(one(),), focus=in_focus(raised=True), thanks=True),
        m.SayWelcome(),
    ),
    ("courtesy_after_raising", chat(known=(one(),), focus=in_focus(raised=True), greets=True), m.AskWhich()),
    ("other_kind_than_in_focus", chat(known=(one(),), focus=in_focus(), kind="help"), m.AskWhich()),
    (
        "other_kind_than_in_focus",
        chat(known=(one(to="help"),), focus=in_focus(raised=True), kind="purchase"),
        m.NewRequest(kind="purchase"),
    ),
    (
        "something_newer_came",
        chat(known=(one(to="help"), one(2, written=NOW)), focus=in_focus()),
        m.AskWhich(),
    ),
    (
        "goes_on_in_focus",
        chat(known=(one(to="help", written=NOW), one(2, written=NOW)), focus=in_focus()),
        m.PassOn(number=1),
    ),
    # Nothing in focus
    ("courtesy", chat(greets=True), HELP),
    ("courtesy", chat(thanks=True), m.SayWelcome()),
    ("courtesy", chat(greets=True, known=(one(),)), m.AskWhich()),
    ("names_one_button", chat(known=(one(called=DONE), one(2))), m.PressButton(number=1, button=DONE)),
    ("unclear", chat(known=(one(called=DONE), one(2, called=DONE))), m.AskWhich()),
    ("writes_back", chat(known=(one(to="help", written=NOW), one(2))), m.PassOn(number=1)),
    ("unclear", chat(known=(one(to="help", written=LONG_AGO), one(2))), m.AskWhich()),
    ("names_a_kind", chat(known=(one(to="help", written=NOW),), kind="help"), m.NewRequest(kind="help")),
    ("for_the_only_one_waiting", chat(known=(one(needed=WHAT),), waiting=(1,)), answer()),
    ("for_the_only_one_waiting", chat(known=(one(needed=WHAT),), waiting=(1,), courteous=True), m.AskWhich()),
    (
        "for_the_only_one_waiting",
        chat(known=(one(needed=WHAT),), waiting=(1,), urges=True),
        m.PassOn(number=1),
    ),
    ("for_the_only_one_waiting", chat(known=(one(),), waiting=(1,), asks=True), m.PassOn(number=1)),
    ("for_the_only_one_waiting", chat(known=(one(), one(2)), waiting=(1,), asks=True), m.AskWhich()),
    ("for_the_only_one_waiting", chat(known=(one(),), waiting=(1,), kind="help"), m.NewRequest(kind="help")),
    (
        "for_the_only_one_waiting",
        chat(known=(asked_by_a_colleague(),), waiting=(1,), kind="help"),
        m.AskWhich(),
    ),
    ("unclear", chat(known=(one(), one(2)), waiting=(1, 2), kind="help"), m.AskWhich()),
    ("names_a_kind", chat(kind="help"), m.NewRequest(kind="help")),
    ("unclear", chat(), m.AskWhich()),
]


@pytest.mark.parametrize(("by", "situation", "meaning"), TABLE)
def test_words_mean_this_in_this_situation(by: str, situation: Situation, meaning: m.Meaning) -> None:
    found = interpreted(situation)
    assert (found.by, found.meaning) == (by, meaning)


def test_every_interpretation_decides_somewhere_in_the_table() -> None:
    names = {interpretation.__name__ for interpretation in BY_PLACE["chat"]}
    assert names == {by for by, _, _ in TABLE}


def test_what_words_say_by_themselves_is_known_without_a_look_at_any_request() -> None:
    names = {each.__name__ for each in BY_ITSELF}
    for by, situation, meaning in TABLE:
        bare = situation.model_copy(
            update={"known": (), "choices": (), "waiting": (), "put": None, "focus": None}
        )
        found = by_itself(bare)
        assert (found and found.meaning) == (meaning if by in names else None)


def test_no_name_stands_for_two_interpretations() -> None:
    names = [interpretation.__name__ for interpretation in (*BY_ITSELF, *IN_CHAT)]
    assert len(names) == len(set(names))


def test_a_day_needs_no_yes_where_the_words_were_moved_by_a_press() -> None:
    found = one(needed=valued(DAY, FRIDAY))
    assert to(found, chat(known=(found,)), sure=True) == answer(FRIDAY, "wished")
    assert to(found, chat(known=(found,))) == m.ConfirmDay(number=1, question="wished", day=FRIDAY)


def test_hurry_answers_a_question_that_stands_on_a_card() -> None:
    shown = WHAT.model_copy(update={"shown": True})
    assert to(one(needed=shown), chat(urges=True)) == answer()


def test_who_is_told_of_what_was_raised_for_them_writes_back_to_it() -> None:
    raised = one(to="help", by=BEN)
    request = raised.request.model_copy(update={"colleague": ANA, "raised": NOW})
    situation = chat(known=(raised.model_copy(update={"request": request}),))
    assert interpreted(situation).by == "writes_back"


@pytest.mark.parametrize(("span", "raised"), [(ASKED, False), (RAISED, True)])
def test_a_request_is_in_focus_up_to_the_last_moment_of_its_time(span: timedelta, *, raised: bool) -> None:
    focus = Focus(number=1, at=NOW - span, raised=raised)
    earlier = focus.model_copy(update={"at": focus.at + timedelta(seconds=1)})
    assert interpreted(chat(known=(one(),), focus=focus)).by == "unclear"
    assert interpreted(chat(known=(one(),), focus=earlier)).by == "goes_on_in_focus"
    assert span != FOCUS
