"""A workflow's questions as fields of a form, and the form that raises a request."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from bot import texts
from bot.cards.elements import Field, Form, Note
from workflows.definition import Company, Language, Question, Workflow
from workflows.phases.for_whom import MOST_NAME
from workflows.phases.matching import asked
from workflows.state.request import Request

PREFIX = "q."  # a field's key for a question of the workflow, or one asked in the request


def raising(
    company: Company,
    language: Language,
    workflow: Workflow | None,
    words: str,
    given: Mapping[str, str],
    whom: ForWhom | None = None,
) -> Form:
    """What is it about, what do you need, and the questions that follow; who will get it, and what they don't do."""
    about = workflow.id if workflow else ""
    kind = Field(
        key="workflow",
        label=texts.say(language, "form.raise.workflow"),
        kind="choice",
        required=True,
        value=about or None,
        choices=tuple((w.id, f"{w.icon} {w.name.in_(language)}") for w in everyday_first(company)),
        refresh=True,
    )
    need = Field(
        key="words",
        label=texts.say(language, "form.raise.words"),
        kind="text",
        hint=texts.say(language, "form.raise.words.hint"),
        required=True,
        value=words or None,
    )
    after = (*_goes_to(company, language, workflow), *fields(workflow, language, given)) if workflow else ()
    return Form(
        act="raise",
        about=about,
        title=texts.say(language, "form.raise.title"),
        submit=texts.say(language, "form.raise.submit"),
        close=texts.say(language, "form.close"),
        fields=(kind, need, *after, *_for_whom(language, whom or ForWhom())),
    )


class ForWhom(NamedTuple):
    """For whom it is raised, as it stands in the form: a colleague, or somebody's name."""

    colleague: str = ""
    name: str = ""


def _for_whom(language: Language, whom: ForWhom) -> tuple[Field, Field]:
    """Last, and optional: most people ask for themselves."""
    say = texts.say
    colleague = Field(
        key="colleague",
        label=say(language, "form.raise.colleague"),
        kind="person",
        hint=say(language, "form.raise.colleague.hint"),
        value=whom.colleague or None,
    )
    label = say(language, "form.raise.for_whom")
    return colleague, Field(key="for_whom", label=label, value=whom.name or None, limit=MOST_NAME)


def _goes_to(company: Company, language: Language, workflow: Workflow) -> tuple[Note, ...]:
    department = company.departments[workflow.department].name.in_(language)
    days = workflow.usual_days
    one = ".one" if days <= 1 else ""
    lines = [texts.say(language, f"form.raise.goes_to{one}", department=department, days=days)]
    if workflow.needs:
        lines.append(texts.say(language, "form.raise.needs", needs=workflow.needs.in_(language)))
    if workflow.not_for:
        lines.append(texts.say(language, "form.raise.not_for", not_for=workflow.not_for.in_(language)))
    about = Note(text=workflow.about.in_(language))
    return about, Note(text="\n".join(lines), weight="quiet")


def fields(workflow: Workflow, language: Language, given: Mapping[str, str]) -> tuple[Field, ...]:
    """Every question whose condition holds; a choice that others depend on redraws the form."""
    deciding = {key for question in workflow.questions for key in question.when}
    return tuple(
        field(question, language, given.get(question.id), refresh=question.id in deciding)
        for question in asked(workflow, given)
    )


def field(
    question: Question, language: Language, given: str | None = None, *, refresh: bool = False
) -> Field:
    """One question as a field."""
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


def _value(question: Question, given: str | None) -> str | date | None:
    if question.kind == "choice" and given and question.choice(given) is None:
        return None  # the answer to a question of another workflow that is called the same
    if not given or question.kind != "date":
        return given or None
    try:
        return date.fromisoformat(given)
    except ValueError:
        return None


def answering(
    request: Request,
    workflow: Workflow,
    language: Language,
    left: Iterable[Question],
    given: Mapping[str, str],
) -> Form:
    """Every open question in one form: those that were asked in the request first, then the workflow's."""
    own = tuple(
        Field(
            key=PREFIX + asked.id,
            label=asked.text[:2000],
            kind="text",
            required=True,
            value=given.get(asked.id),
        )
        for asked in request.open_questions
    )
    deciding = {key for question in workflow.questions for key in question.when}
    known = {**request.answers, **given}
    ids = {question.id for question in left}
    shown = tuple(
        field(question, language, given.get(question.id), refresh=question.id in deciding)
        for question in asked(workflow, known)
        if question.id in ids or question.id not in {**request.answers}
    )
    return Form(
        act="answer",
        about=str(request.number),
        title=texts.say(language, "form.answer.title"),
        submit=texts.say(language, "form.answer.submit"),
        close=texts.say(language, "form.close"),
        fields=(*own, *(f for f in shown if f.key.removeprefix(PREFIX) not in request.skipped)),
    )


def everyday_first(company: Company) -> list[Workflow]:
    """The kinds of request as they are offered to choose from: nobody in a hurry is shown a complaint first."""
    return sorted(company.workflows.values(), key=lambda kind: kind.confidential)
