"""A form that lacks a question it did not ask yet comes again, with that question, and loses nothing."""

from __future__ import annotations

import pytest

from bot.cards.elements import Field, Form
from bot.inbox.answer import FieldErrors
from bot.slack.answering import Answering
from bot.slack.client import SlackClient
from bot.slack.inbound import Way
from tests.bot.inbox.test_front import Desk
from tests.bot.readers import LANGUAGES
from tests.bot.slack.conftest import sorry
from tests.workflows import given as g
from tests.workflows.given import BEN, FRIDAY
from workflows.languages import Language

OPEN = Way(
    kind="view_submission", user="U0BEN", view="V1", modal=True, questions=("words", "what-1", "cost-1")
)


def planned(errors: FieldErrors) -> dict[str, object]:
    body, errand = Answering(object.__new__(SlackClient), sorry).plan(errors, OPEN)
    assert errand is None
    return body


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_cost_above_the_limit_brings_the_question_who_approves(language: Language) -> None:
    desk = Desk(g.asked(of=g.company(g.LIMITED), goal="Mail"), language)
    desk.house.number = 1
    answer = desk.sends(BEN, "offer", words="Mail", what_1="A phone", cost_1="6000", day_1=FRIDAY)
    assert isinstance(answer, FieldErrors)
    assert list(answer.errors) == ["approver"]
    assert planned(answer)["response_action"] == "update"
    view = str(planned(answer)["view"])
    assert "f:approver" in view
    assert "A phone" in view


def test_a_question_that_was_asked_keeps_its_sentence() -> None:
    form = Form(
        act="offer", about="1", title="t", submit="s", close="c", fields=(Field(key="words", label="w"),)
    )
    answer = FieldErrors(errors={"words": "Say a little more."}, form=form)
    assert planned(answer)["response_action"] == "errors"


def test_without_such_a_question_the_sentence_stands_at_the_first() -> None:
    form = Form(act="offer", about="1", title="t", submit="s", close="c", fields=())
    answer = FieldErrors(errors={"elsewhere": "No."}, form=form)
    assert planned(answer) == {"response_action": "errors", "errors": {"f:words": "No."}}
