"""Each form, sent as it opened with what it requires, is the command expected; and rubbish is never one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import forms
from bot.cards.elements import Field, Form, FormNote
from bot.forms.inputs import ListInput
from bot.forms.questions import answers_of
from bot.forms.table import FORMS, command_of, form_for
from bot.inbox.incoming import FieldValue as Typed
from tests.bot.readers import LANGUAGES, spoken
from tests.workflows import given as g
from tests.workflows.given import (
    ANA,
    BEN,
    CHEN,
    EVA,
    FRIDAY,
    LIN,
    NEXT_MONDAY,
    NEXT_TUESDAY,
    THURSDAY,
    TOM,
    TUESDAY,
)
from workflows.facts import Refused
from workflows.languages import Language
from workflows.phases.action import BeEarlier, ChangeNeed, Deliver, MissIt, SendUpdate
from workflows.phases.approval import ApprovedElsewhere, GiveInput, Reject
from workflows.phases.confirm import Rate, Reopen
from workflows.phases.explore import Answer, Ask, Correct, Route
from workflows.phases.handing import CannotTake, HandOver
from workflows.phases.linking import Again, SameAs, WaitFor
from workflows.phases.noting import AddNote
from workflows.phases.offer import AskChange, CannotDo, Decline, DoIt, Draft, Propose
from workflows.phases.parts import CannotTakePart, DeliverPart
from workflows.phases.recovery import Apologise, NotHappy, NotQuite, Restate, Tell
from workflows.rights import acts
from workflows.rights.act import Command
from workflows.state.values import Heard, Need

NEEDED = Need(words="Please reset my password", conditions=("With Mail I can work",))


def _restated() -> g.House:
    return g.asked(goal="Mail")


def _asked_over() -> g.House:
    house = g.taken()
    house.does(BEN, "hand_over")
    return house


def _wished() -> g.House:
    return g.asked(goal="Mail", blocked="fine", wished=FRIDAY.isoformat())


def _two() -> g.House:
    house = g.taken()
    house.asks("Nobody can log in", by=CHEN)
    return house


def _owned() -> g.House:
    house = _two()
    house.does(BEN, "take")
    return house


def _costly() -> g.House:
    return g.asked(of=g.company(g.LIMITED), goal="Mail")


# act: who, in what, what they write, and the command it makes
SENT: dict[str, tuple[str, Callable[[], g.House], dict[str, Typed], Command]] = {
    "answer": (ANA, g.asked, {"q.goal": "Mail"}, Answer(answers={"goal": "Mail"})),
    "correct": (ANA, _wished, {}, Correct(need=NEEDED.model_copy(update={"wished": FRIDAY}))),
    "ask": (BEN, g.asked, {"text": "Which?"}, Ask(text="Which?")),
    "route": (BEN, g.asked, {"workflow": "purchase"}, Route(workflow="purchase")),
    "do_it": (BEN, g.asked, {}, DoIt(day=TUESDAY)),
    "offer": (
        BEN,
        _restated,
        {"what-1": "A new one"},
        Propose(need=NEEDED, options=(Draft(what="A new one", day=TUESDAY, meets=(0,)),)),
    ),
    "reject": (TOM, g.to_be_approved, {"reason": "Too dear"}, Reject(reason="Too dear")),
    "approved_elsewhere": (BEN, g.to_be_approved, {"number": "OA-1"}, ApprovedElsewhere(number="OA-1")),
    "give_input": (ANA, g.awaiting_input, {"text": "Here"}, GiveInput(text="Here")),
    "change": (ANA, g.offered, {"text": "Sooner"}, AskChange(text="Sooner")),
    "decline": (ANA, g.offered, {}, Decline(reason="", close=False)),
    "cannot": (BEN, g.asked, {"reason": "No key"}, CannotDo(reason="No key")),
    "deliver": (BEN, g.promised, {"what": "Done"}, Deliver(what="Done")),
    "cannot_take_part": (EVA, g.drafted, {"reason": "No time"}, CannotTakePart(reason="No time")),
    "deliver_part": (EVA, g.shared, {"what": "Ordered"}, DeliverPart(what="Ordered")),
    "miss": (BEN, g.promised, {"reason": "Late part"}, MissIt(day=NEXT_MONDAY, reason="Late part")),
    "update": (BEN, g.promised, {"text": "Half"}, SendUpdate(text="Half")),
    "rate": (ANA, g.satisfied, {"result": "4", "unmet": ("1",)}, Rate(result=4, unmet=(1,))),
    "reopen": (ANA, g.satisfied, {"reason": "Again"}, Reopen(reason="Again")),
    "need_changed": (
        ANA,
        g.promised,
        {"words": "Two of them", "conditions": ""},
        ChangeNeed(need=Need(words="Two of them")),
    ),
    "earlier": (BEN, g.promised, {}, BeEarlier(day=THURSDAY)),
    "unhappy": (ANA, g.promised, {"words": "Hm"}, NotHappy(words="Hm")),
    "listen": (ANA, g.listened_to, {"matters": "Mail"}, Tell(heard=Heard(matters="Mail"))),
    "restate": (
        LIN,
        g.heard,
        {},
        Restate(
            text="Ana Silva, this is how I understand it.\n"
            "It went wrong here: While I waited for an answer\n"
            "Still not as it should be: I can log in\n"
            "What happened to you: I sat and waited\n"
            "What matters most to you now: Mail"
        ),
    ),
    "not_quite": (ANA, g.restated, {"text": "Twice"}, NotQuite(text="Twice")),
    "note": (BEN, g.promised, {"text": "Second time this month"}, AddNote(text="Second time this month")),
    "again": (ANA, g.satisfied, {"words": "More"}, Again(workflow="help", words="More")),
    "same_as": (BEN, _two, {"number": "1"}, SameAs(number=1)),
    "wait_for": (BEN, _owned, {"number": "1"}, WaitFor(number=1)),
    "hand_over": (BEN, g.taken, {"to": LIN, "words": "A course"}, HandOver(to=LIN, words="A course")),
    "assign": (LIN, g.taken, {"to": LIN}, HandOver(to=LIN)),
    "cannot_take": (LIN, _asked_over, {"reason": "Too much"}, CannotTake(reason="Too much")),
    "apologise": (LIN, g.understood, {"text": "Sorry"}, Apologise(text="Sorry")),
}


def opened(act: str, language: Language = "en") -> Form:
    by, made, _, _ = SENT[act]
    house = spoken(made(), language)
    return form_for(act, house.speaker.view(house.request, by), house.facts(by))


def prefilled(form: Form) -> dict[str, Typed]:
    """As platforms send it: what stands in a field, or nothing of it."""
    fields = (field for field in form.fields if isinstance(field, Field))
    return {field.key: field.value for field in fields if field.value is not None}


def test_every_form_is_tried_here() -> None:
    assert set(SENT) == set(FORMS) == {act.key for act in acts.TABLE if act.form}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("act", SENT)
def test_a_form_sent_as_it_opened_is_the_command_expected(act: str, language: Language) -> None:
    form = opened(act, language)
    command = command_of(act, prefilled(form) | SENT[act][2])
    if language == "en":
        assert command == SENT[act][3]
    assert isinstance(command, acts.BY_KEY[act].command)


@pytest.mark.parametrize("act", SENT)
def test_what_is_required_is_prefilled_or_written(act: str) -> None:
    form = opened(act)
    required = {field.key for field in form.fields if isinstance(field, Field) and field.required}
    assert required <= {*prefilled(form), *SENT[act][2]}


@pytest.mark.parametrize("act", SENT)
def test_what_is_chosen_beforehand_can_be_chosen(act: str) -> None:
    for field in opened(act).fields:
        if isinstance(field, Field) and field.kind == "choice" and field.value is not None:
            assert field.value in [value for value, _ in field.choices]


@pytest.mark.parametrize("act", [act for act in SENT if act != "again"])  # that one raises a request
def test_a_form_sent_as_expected_is_taken(act: str) -> None:
    by, made, written, _ = SENT[act]
    house = made()
    form = opened(act)
    house.does(by, act, command_of(act, prefilled(form) | written))


@pytest.mark.parametrize("act", SENT)
def test_fields_of_a_form_have_names_of_their_own(act: str) -> None:
    keys = [field.key for field in opened(act).fields if isinstance(field, Field)]
    assert len(keys) == len(set(keys))


def keys_of(form: Form) -> list[str]:
    return [field.key for field in form.fields if isinstance(field, Field)]


def offering(house: g.House, **typed: Typed) -> Form:
    seen = spoken(house, "en")
    return form_for("offer", seen.speaker.view(house.request, BEN), house.facts(BEN), typed)


def test_an_offer_asks_for_an_approver_only_where_there_is_a_limit() -> None:
    assert {"approver", "approval"} & set(keys_of(offering(g.asked()))) == set()
    assert {"approver", "approval"} & set(keys_of(offering(_costly()))) == set()
    for typed in ({"cost-1": "5,001"}, {"after-1": "approval"}, {"approver": TOM}):
        form = offering(_costly(), **{"what-1": "A phone"} | typed)
        assert {"approver", "approval"} <= set(keys_of(form)), typed
        assert any("5,000 CNY" in note.text for note in form.fields if isinstance(note, FormNote))


@pytest.mark.parametrize("cost", ["5000", "", "a lot", "6000.50", "9" * 40])
def test_a_cost_within_the_limit_or_none_at_all_asks_for_nobody(cost: str) -> None:
    form = offering(_costly(), **{"what-1": "A phone", "cost-1": cost})
    assert "approver" not in keys_of(form)


def test_the_cost_says_its_limit_before_anybody_is_asked_for() -> None:
    (cost,) = (f for f in offering(_costly()).fields if isinstance(f, Field) and f.key == "cost-1")
    assert cost.refresh
    assert "5,000 CNY" in (cost.hint or "")
    (free,) = (f for f in offering(g.asked()).fields if isinstance(f, Field) and f.key == "cost-1")
    assert (free.refresh, free.hint) == (False, None)


def test_an_option_is_for_a_day_or_for_working_days_from_a_yes() -> None:
    def ways(form: Form) -> list[str]:
        (field,) = (f for f in form.fields if isinstance(f, Field) and f.key == "after-1")
        return [value for value, _ in field.choices]

    assert ways(offering(g.asked())) == ["day", "input"]
    assert ways(offering(_costly())) == ["day", "approval", "input"]
    form = offering(_costly(), **{"after-1": "approval", "what-1": "A phone"})
    assert "days-1" in keys_of(form)
    assert "day-1" not in keys_of(form)


def test_an_offer_that_counts_from_a_yes_is_sent_as_it_stands_in_the_form() -> None:
    house = _costly()
    typed: dict[str, Typed] = {
        "words": "A phone that works",
        "after-1": "approval",
        "what-1": "A phone",
        "days-1": "4",
        "cost-1": "6000",
        "approver": TOM,
    }
    form = offering(house, **typed)
    command = command_of("offer", prefilled(form) | typed)
    assert isinstance(command, Propose)
    draft = Draft(what="A phone", day=None, after="approval", days=4, cost=6000)
    assert (command.options, command.approver) == ((draft,), TOM)
    house.does(BEN, "offer", command)
    assert house.request.offer is not None


@pytest.mark.parametrize("days", ["", "a few", "-1", "400"])
def test_days_half_typed_do_not_keep_the_form_from_being_drawn(days: str) -> None:
    form = offering(_costly(), **{"after-1": "input", "what-1": "A phone", "days-1": days, "cost-1": "1.5"})
    assert "days-1" in keys_of(form)


def test_what_is_missing_is_asked_first_while_it_is_open_again_and_last_once_it_is_closed() -> None:
    def keys(house: g.House) -> list[str]:
        seen = spoken(house, "en")
        form = form_for("rate", seen.speaker.view(house.request, ANA), house.facts(ANA))
        return [field.key for field in form.fields if isinstance(field, Field)]

    assert keys(g.second_round())[:2] == ["words", "unmet"]
    assert keys(g.satisfied())[:2] == ["result", "experience"]


def test_one_thing_a_line_with_or_without_bullets() -> None:
    conditions = ListInput("conditions")
    typed = {"conditions": " - one\n\n• two \n   \n·three\n☑ four"}
    assert conditions.items(typed) == ("one", "two", "three", "four")
    assert conditions.items({}) == ()


def test_answers_are_stored_as_the_workflow_knows_them() -> None:
    filled = {"q.wished": FRIDAY, "q.blocked": "fine", "q.many": ("a", "b"), "words": "x", "q.none": None}
    assert answers_of(filled) == {"wished": "2026-03-06", "blocked": "fine", "many": "a\nb", "none": ""}


@pytest.mark.parametrize(("typed", "cost"), [("12", 12), ("1,200", 1200), ("1，200", 1200), ("", None)])
def test_a_cost_is_a_whole_number(typed: str, cost: int | None) -> None:
    command = command_of("offer", {"words": "x", "what-1": "y", "cost-1": typed})
    assert isinstance(command, Propose)
    assert command.options[0].cost == cost


@pytest.mark.parametrize("typed", ["12.50", "a lot", "9" * 5000, "1_000", "9" * 13, "9" * 4000, "--1"])
def test_a_cost_that_is_none_is_refused_at_its_field(typed: str) -> None:
    with pytest.raises(Refused, match="not_a_number") as refused:
        command_of("offer", {"words": "x", "what-1": "y", "cost-1": typed})
    assert refused.value.where == "cost-1"


def test_a_condition_named_twice_counts_once() -> None:
    command = command_of("listen", {"words": "x", "unmet": ("1", "0", "1", "9" * 40)})
    assert command == Tell(heard=Heard(words="x", unmet=(1, 0)))


def test_declining_can_end_it() -> None:
    assert command_of("decline", {"then": "close", "reason": "No"}) == Decline(reason="No", close=True)


def test_a_day_proposed_later_is_later_than_the_old_one() -> None:
    (day,) = (f.value for f in opened("miss").fields if isinstance(f, Field) and f.key == "day")
    assert isinstance(day, date)
    assert FRIDAY < day <= NEXT_TUESDAY


anything: st.SearchStrategy[Any] = st.text(max_size=20) | st.dates() | st.tuples(st.text(max_size=5))


@given(
    st.sampled_from(sorted(FORMS)),
    st.dictionaries(
        st.sampled_from(
            (
                "words conditions count what-1 day-1 after-1 days-1 cost-1 meets-1 approver approval number "
                "result unmet day text"
            ).split()
        ),
        anything,
    ),
)
def test_no_rubbish_makes_anything_but_a_command_or_a_no(act: str, filled: dict[str, Any]) -> None:
    try:
        command = command_of(act, filled)
    except Refused as refused:
        blamed = refused.where
    else:
        blamed = None
        assert isinstance(command, acts.BY_KEY[act].command)
    assert blamed is None or blamed in filled


@pytest.mark.parametrize("act", SENT)
def test_a_form_says_whose_act_it_is(act: str) -> None:
    assert opened(act).act == act


def test_every_file_that_builds_a_form_of_an_act_is_in_the_table() -> None:
    room = Path(forms.__file__).parent
    builds = {path.stem for path in room.glob("*.py") if "\ndef build(" in path.read_text(encoding="utf-8")}
    assert builds == {*FORMS, "raising", "away"}
