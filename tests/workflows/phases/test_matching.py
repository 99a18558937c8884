"""What a sentence leads to, and what follows from the answers."""

from __future__ import annotations

from datetime import time
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.calendars import Calendar, Hours
from workflows.definition import Choice, Company, Condition, Conditions, Department, Question, Text, Workflow
from workflows.phases.matching import (
    asked_questions,
    choices_said,
    leads_to,
    match,
    open_questions,
    suggested_conditions,
    urgent,
)

WEEK = Calendar(timezone="Asia/Shanghai", hours=Hours(days={0: ((time(9), time(18)),)}))


def text(en: str, zh: str = "字") -> Text:
    return Text(en=en, zh=zh)


def workflow(name: str, *words: str, confidential: bool = False) -> Workflow:
    return Workflow(
        id=name,
        version="1",
        name=text(name),
        department="it",
        about=text("about"),
        done=text("Done."),
        words=words,
        confidential=confidential,
    )


def company(*workflows: Workflow) -> Company:
    department = Department(
        id="it",
        name=text("IT"),
        leads=("slack:U0LIN",),
        channel="slack:C0IT",
        calendar=WEEK,
        escalation="slack:U0MARIA",
    )
    return Company(
        name=text("Lantern"),
        calendar=WEEK,
        departments={"it": department},
        workflows={w.id: w for w in workflows},
    )


LANTERN = company(
    workflow("help", "password", "vpn", "wi-fi", "laptop", "密码", "电脑"),
    workflow("new", "new laptop", "新电脑"),
    workflow("rooms", "desk", "meeting room", "会议室"),
    workflow("complaint", "complain", "投诉", confidential=True),
)


def found(sentence: str) -> str | None:
    workflow = match(sentence, LANTERN)
    return workflow.id if workflow else None


class TestMatch:
    @pytest.mark.parametrize(
        ("sentence", "name"),
        [
            ("please reset my password", "help"),
            ("Passwords expired again!", "help"),
            ("MY ＶＰＮ is down", "help"),
            ("the wi fi is slow", "help"),
            ("VPN连不上了", "help"),
            ("我忘记密码了", "help"),
            ("a desk by the window", "rooms"),
            ("meeting-room light", "rooms"),
        ],
    )
    def test_a_word_leads_to_its_workflow(self, sentence: str, name: str) -> None:
        assert found(sentence) == name

    def test_a_latin_word_inside_another_word_does_not_count(self) -> None:
        assert found("helpdesks and deskilling") is None

    def test_a_longer_word_hides_the_shorter_one_within(self) -> None:
        assert found("a new laptop for Ana") == "new"
        assert found("申请一台新电脑") == "new"

    def test_the_shorter_one_still_counts_where_it_stands_alone(self) -> None:
        assert found("laptop") == "help"

    def test_more_words_win(self) -> None:
        assert found("password and vpn for the desk") == "help"

    def test_longer_words_win(self) -> None:
        assert found("a password for the meeting room") == "rooms"

    def test_a_megabyte_of_keywords_is_matched_at_once(self) -> None:
        before = perf_counter()
        match("laptop new laptop 密码 " * 60_000, LANTERN)
        assert perf_counter() - before < 1

    def test_the_same_word_again_is_no_more(self) -> None:
        assert found("password, password, and a desk") is None

    @pytest.mark.parametrize("sentence", ["", "hello", "vpn and a desk", "你好"])
    def test_a_tie_or_nothing_leads_nowhere(self, sentence: str) -> None:
        assert found(sentence) is None

    def test_a_complaint_never_ends_up_in_the_open(self) -> None:
        assert found("I complain about my password, the vpn and the laptop") is None
        assert found("I complain about you") == "complaint"

    @pytest.mark.parametrize(
        "sentence",
        [
            "the wi-fi in the meeting room is down",
            "vpn at my desk",
            "会议室的电脑打不开",
            "在会议室连不上VPN",
        ],
    )
    def test_where_something_is_says_little_about_what_it_is(self, sentence: str) -> None:
        assert found(sentence) == "help"

    @pytest.mark.parametrize("sentence", ["too cold in the meeting room", "会议室的门关不上"])
    def test_a_place_alone_leads_to_whoever_looks_after_it(self, sentence: str) -> None:
        assert found(sentence) == "rooms"

    @given(st.text())
    def test_anything_typed_is_survived(self, sentence: str) -> None:
        found(sentence)


def choices(*names: str) -> tuple[Choice, ...]:
    return tuple(Choice(id=name, label=text(name.title(), f"「{name}」")) for name in names)


def question(name: str, *options: Choice, when: Conditions | None = None, required: bool = False) -> Question:
    kind = "choice" if options else "text"
    return Question(id=name, ask=text(name), kind=kind, choices=options, when=when or {}, required=required)


FUNNEL = workflow("funnel").model_copy(
    update={
        "questions": (
            question("why", *choices("broken", "joiner"), required=True),
            question("since", *choices("today", "long"), when={"why": ("broken",)}),
            question("how", when={"since": ("long",)}),
            question("who", when={"why": ("joiner",)}, required=True),
            Question(id="wished", ask=text("when"), kind="date"),
        ),
    }
)


def ids(questions: tuple[Question, ...]) -> list[str]:
    return [question.id for question in questions]


class TestAsked:
    def test_only_what_hangs_on_nothing_comes_first(self) -> None:
        assert ids(asked_questions(FUNNEL, {})) == ["why", "wished"]

    def test_a_choice_opens_the_questions_that_hang_on_it(self) -> None:
        assert ids(asked_questions(FUNNEL, {"why": "joiner"})) == ["why", "who", "wished"]
        assert ids(asked_questions(FUNNEL, {"why": "broken", "since": "long"})) == [
            "why",
            "since",
            "how",
            "wished",
        ]

    def test_the_answer_to_a_question_no_longer_asked_counts_for_nothing(self) -> None:
        assert ids(asked_questions(FUNNEL, {"why": "joiner", "since": "long"})) == ["why", "who", "wished"]

    def test_what_is_answered_is_not_open(self) -> None:
        assert ids(open_questions(FUNNEL, {"why": "joiner", "wished": "2026-11-27"})) == ["who"]

    def test_blanks_are_no_answer(self) -> None:
        assert ids(open_questions(FUNNEL, {"why": "joiner", "who": "  "})) == ["who", "wished"]

    def test_required_ones_can_be_asked_alone(self) -> None:
        assert ids(open_questions(FUNNEL, {"why": "joiner"}, required_only=True)) == ["who"]
        assert ids(open_questions(FUNNEL, {"why": "broken"}, required_only=True)) == []


class TestChoices:
    SCREEN = workflow("screen").model_copy(
        update={
            "questions": (
                question("way", Choice(id="stopped", label=text("Stopped"), urgent=True), *choices("fine")),
                question(
                    "kind",
                    Choice(id="buy", label=text("Buy"), workflow="purchase"),
                    *choices("mend"),
                    when={"way": ("fine",)},
                ),
            )
        }
    )

    def test_an_urgent_choice_makes_it_urgent(self) -> None:
        assert urgent(self.SCREEN, {"way": "stopped"})
        assert not urgent(self.SCREEN, {"way": "fine"})
        assert not urgent(self.SCREEN, {})

    def test_a_choice_may_lead_to_another_workflow(self) -> None:
        assert leads_to(self.SCREEN, {"way": "fine", "kind": "buy"}) == "purchase"
        assert leads_to(self.SCREEN, {"way": "fine", "kind": "mend"}) is None

    def test_a_choice_that_is_not_asked_leads_nowhere(self) -> None:
        assert leads_to(self.SCREEN, {"way": "stopped", "kind": "buy"}) is None

    def test_an_unknown_choice_is_no_choice(self) -> None:
        assert not urgent(self.SCREEN, {"way": "no such thing"})


def conditions(*given: Condition) -> Workflow:
    return FUNNEL.model_copy(update={"conditions": given})


class TestSuggestedConditions:
    def test_one_hangs_on_its_answer(self) -> None:
        it = conditions(Condition(text=text("a")), Condition(text=text("b"), when={"why": ("joiner",)}))
        assert suggested_conditions(it, {}, "en") == ("a",)
        assert suggested_conditions(it, {"why": "joiner"}, "en") == ("a", "b")

    def test_answers_stand_in_it_in_the_language_of_the_reader(self) -> None:
        it = conditions(Condition(text=text("{why} by {wished}", "{wished}前：{why}")))
        answers = {"why": "broken", "wished": "2026-11-27"}
        assert suggested_conditions(it, answers, "en") == ("Broken by 27 November 2026",)
        assert suggested_conditions(it, answers, "zh") == ("2026年11月27日前：「broken」",)

    def test_a_sentence_that_needs_a_missing_answer_is_left_out(self) -> None:
        it = conditions(Condition(text=text("{who} can sign in")))
        assert suggested_conditions(it, {"why": "joiner"}, "en") == ()

    def test_after_a_colon_or_in_brackets_a_missing_answer_falls_away(self) -> None:
        it = conditions(
            Condition(text=text("It works: {who}", "好用了：{who}")),
            Condition(text=text("Clean ({who})", "干净（{who}）")),
        )
        assert suggested_conditions(it, {}, "en") == ("It works", "Clean")
        assert suggested_conditions(it, {}, "zh") == ("好用了", "干净")
        assert suggested_conditions(it, {"why": "joiner", "who": "Chen"}, "en") == (
            "It works: Chen",
            "Clean (Chen)",
        )

    def test_a_long_answer_is_cut_and_stays_one_line(self) -> None:
        it = conditions(Condition(text=text("{need}")))
        (only,) = suggested_conditions(it, {"need": "Reset it.\nThanks"}, "en")
        assert only == "Reset it"
        (only,) = suggested_conditions(it, {"need": "x" * 500}, "en")
        assert len(only) == 80

    def test_braces_in_an_answer_stay_as_typed(self) -> None:
        it = conditions(Condition(text=text("{need}")))
        assert suggested_conditions(it, {"need": "{who} is {x}"}, "en") == ("{who} is {x}",)

    def test_there_are_never_more_than_five(self) -> None:
        it = conditions(*(Condition(text=text(f"c{n}")) for n in range(9)))
        assert len(suggested_conditions(it, {}, "en")) == 5


def test_a_choice_said_in_its_own_words_is_heard_and_a_short_one_is_not() -> None:
    question = Question(
        id="blocked",
        ask=Text(en="How bad?", zh="影响多大？"),
        kind="choice",
        choices=(
            Choice(id="stopped", label=Text(en="I can't work at all", zh="完全没法工作")),
            Choice(id="mac", label=Text(en="Mac", zh="Mac")),
        ),
    )
    help_ = workflow("it-help").model_copy(update={"questions": (question,)})
    assert choices_said(help_, "The vpn is down, I can’t work at all!") == {"blocked": "stopped"}
    assert choices_said(help_, "VPN 坏了，完全没法工作") == {"blocked": "stopped"}
    assert choices_said(help_, "my mac is slow") == {}
