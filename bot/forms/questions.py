"""A workflow's questions, and those asked in a request, as fields of a form."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from bot.cards.elements import Field
from bot.forms.inputs import TypedValues
from workflows.definition import Question, Workflow
from workflows.languages import Language
from workflows.phases.matching import asked_questions
from workflows.state.values import Asked

PREFIX = "q."  # of a field's key: the answer to a question, by its id


def answers_of(typed: TypedValues) -> dict[str, str]:
    """The answers by question, as they are stored: a date in ISO form, a choice by its id."""
    return {
        key.removeprefix(PREFIX): _stored(value) for key, value in typed.items() if key.startswith(PREFIX)
    }


def _stored(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return "\n".join(value) if isinstance(value, tuple) else str(value or "")


def question_fields(workflow: Workflow, language: Language, given: Mapping[str, str]) -> tuple[Field, ...]:
    """Every question whose condition holds; a choice that others depend on redraws the form."""
    deciding = deciding_in(workflow)
    return tuple(
        question_field(question, language, given.get(question.id), refresh=question.id in deciding)
        for question in asked_questions(workflow, given)
    )


def deciding_in(workflow: Workflow) -> set[str]:
    """The questions that other questions depend on."""
    return {key for question in workflow.questions for key in question.when}


def question_field(
    question: Question, language: Language, given: str | None = None, *, refresh: bool = False
) -> Field:
    """One question of a workflow as a field."""
    return Field(
        key=PREFIX + question.id,
        label=question.ask.in_(language),
        kind=question.kind,
        hint=question.hint.in_(language) if question.hint else None,
        required=question.required,
        value=_value(question, given),
        choices=tuple((choice.id, choice.label.in_(language)) for choice in question.choices),
        refresh=refresh,
    )


def own_field(question: Asked, given: str | None) -> Field:
    """A question that somebody asked in the request itself."""
    label = question.text[:2000]
    return Field(key=PREFIX + question.id, label=label, kind="text", required=True, value=given)


def _value(question: Question, given: str | None) -> str | date | None:
    if question.kind == "choice" and given and question.choice(given) is None:
        return None  # the answer to a question of another workflow that is called the same
    if not given or question.kind != "date":
        return given or None
    try:
        return date.fromisoformat(given)
    except ValueError:
        return None
