"""Answer: every open question in one form, those that colleagues asked first, then those of the workflow."""

from __future__ import annotations

from collections.abc import Iterator

from bot.cards.elements import Field, Form
from bot.cards.view import View
from bot.forms.frame import framed
from bot.forms.inputs import TypedValues
from bot.forms.questions import answers_of, deciding_in, own_field, question_field
from workflows.facts import Facts
from workflows.phases.explore import Answer, still_open
from workflows.phases.matching import asked_questions


def build(view: View, facts: Facts, typed: TypedValues) -> Form:
    return framed("answer", view, *open_fields(view, typed))


def read(typed: TypedValues) -> Answer:
    return Answer(answers=answers_of(typed))


def open_fields(view: View, typed: TypedValues) -> tuple[Field, ...]:
    """The form's fields: a chat puts them one by one."""
    given = {question: answer for question, answer in answers_of(typed).items() if answer}
    own = (own_field(question, given.get(question.id)) for question in view.request.open_questions)
    return *own, *_of_workflow(view, given)


def _of_workflow(view: View, given: dict[str, str]) -> Iterator[Field]:
    """Return the questions that are open, or come up with the answers in the form, without those skipped."""
    request, workflow = view.request, view.workflow
    known = {**request.answers, **given}
    left = {question.id for question in still_open(request, workflow)}
    deciding = deciding_in(workflow)
    for question in asked_questions(workflow, known):
        shown = question.id in left or question.id not in request.answers
        if shown and question.id not in request.skipped:
            refresh = question.id in deciding
            yield question_field(question, view.language, given.get(question.id), refresh=refresh)
