"""The form that raises a request: what it is about, what is needed, the questions that follow, and for whom."""

from __future__ import annotations

from bot import texts
from bot.cards.elements import Field, Form, FormNote
from bot.forms.inputs import ChoiceInput, LineInput, PersonInput, TextInput, TypedValues
from bot.forms.questions import answers_of, question_fields
from workflows.definition import Company, Workflow
from workflows.languages import Language
from workflows.phases.explore import Raise
from workflows.phases.for_whom import MOST_NAME

RAISE = "raise"  # names the form in place of an act: there is no request yet

WORKFLOW = ChoiceInput("workflow")
WORDS = TextInput("words")
COLLEAGUE = PersonInput("colleague")
FOR_WHOM = LineInput("for_whom")


def build(company: Company, language: Language, so_far: Raise) -> Form:
    """The form as it stands with what was said so far; who will get it, and what they don't do."""
    workflow = company.workflows.get(so_far.workflow)
    about = workflow.id if workflow else ""
    kinds = tuple((w.id, f"{w.icon} {w.name.in_(language)}") for w in everyday_first(company))
    kind = WORKFLOW.field(
        texts.say(language, "form.raise.workflow"),
        required=True,
        value=about or None,
        choices=kinds,
        refresh=True,
    )
    need = WORDS.field(
        texts.say(language, "form.raise.words"),
        hint=texts.say(language, "form.raise.words.hint"),
        required=True,
        value=so_far.words or None,
    )
    return Form(
        act=RAISE,
        about=about,
        title=texts.say(language, "form.raise.title"),
        submit=texts.say(language, "form.raise.submit"),
        close=texts.say(language, "form.close"),
        fields=(kind, need, *_after(company, language, workflow, so_far), *_for_whom(language, so_far)),
    )


def read(typed: TypedValues) -> Raise:
    return Raise(
        workflow=WORKFLOW.given(typed) or "",
        words=WORDS.given(typed) or "",
        answers=answers_of(typed),
        for_whom=FOR_WHOM.read(typed),
        colleague=COLLEAGUE.read(typed) or None,
    )


def everyday_first(company: Company) -> list[Workflow]:
    """The kinds of request as they are offered to choose from: nobody in a hurry is shown a complaint first."""
    return sorted(company.workflows.values(), key=lambda kind: kind.confidential)


def _after(
    company: Company, language: Language, workflow: Workflow | None, so_far: Raise
) -> tuple[Field | FormNote, ...]:
    """All that follows from the kind of request, once it is known."""
    if workflow is None:
        return ()
    return *_goes_to(company, language, workflow), *question_fields(workflow, language, so_far.answers)


def _goes_to(company: Company, language: Language, workflow: Workflow) -> tuple[FormNote, ...]:
    department = company.departments[workflow.department].name.in_(language)
    days = workflow.usual_days
    one = ".one" if days <= 1 else ""
    lines = [texts.say(language, f"form.raise.goes_to{one}", department=department, days=days)]
    if workflow.needs:
        lines.append(texts.say(language, "form.raise.needs", needs=workflow.needs.in_(language)))
    if workflow.not_for:
        lines.append(texts.say(language, "form.raise.not_for", not_for=workflow.not_for.in_(language)))
    about = FormNote(text=workflow.about.in_(language))
    return about, FormNote(text="\n".join(lines), weight="quiet")


def _for_whom(language: Language, so_far: Raise) -> tuple[Field, Field]:
    """Last, and optional: most people ask for themselves."""
    colleague = COLLEAGUE.field(
        texts.say(language, "form.raise.colleague"),
        hint=texts.say(language, "form.raise.colleague.hint"),
        value=so_far.colleague,
    )
    name = FOR_WHOM.field(
        texts.say(language, "form.raise.for_whom"), value=so_far.for_whom or None, limit=MOST_NAME
    )
    return colleague, name
