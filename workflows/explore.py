"""Explore: what is really needed. The funnel: guide and screen by questions, then confirm by restating."""

from __future__ import annotations

from datetime import date
from typing import Literal, assert_never

from workflows import events as e
from workflows.definition import Question, Workflow
from workflows.facts import Facts, Refused
from workflows.frozen import Frozen
from workflows.matching import leads_to, open_questions, suggested_conditions, urgent
from workflows.request import Request
from workflows.values import Need

MOST_WORDS = 10_000  # characters kept of one thing somebody said; the platforms stop earlier
MOST_CONDITIONS = 5  # SERVICE.md, Confirm: 1-5 checkable conditions


class Raise(Frozen):
    """Ask a department for something."""

    workflow: str
    words: str
    answers: dict[str, str] = {}
    language: Literal["en", "zh"] = "en"


class Answer(Frozen):
    """Answers by question, all at once; an empty one answers nothing."""

    answers: dict[str, str]


class Reply(Frozen):
    """Words in the thread: of the requester they answer the oldest open question, else they are passed on."""

    text: str


class TakeBack(Frozen):
    """That was no answer."""

    question: str


class Skip(Frozen):
    """The optional questions that are left need no answer."""


class Confirm(Frozen):
    """That's right."""


class Correct(Frozen):
    """Not quite: the need in the requester's own words."""

    need: Need


class Take(Frozen):
    """I answer for it."""


class Ask(Frozen):
    """Ask the requester something."""

    text: str


class Route(Frozen):
    """Not ours: to the department whose workflow this is."""

    workflow: str
    reason: str = ""


Command = Raise | Answer | Reply | TakeBack | Skip | Confirm | Correct | Take | Ask | Route
Events = tuple[e.Event, ...]


def raised(command: Raise, facts: Facts) -> Events:
    """The first event of a request. What was not answered and is required waits for the requester."""
    words = said(command.words, "words")
    workflow = facts.workflow
    answers = {k: v.strip() for k, v in command.answers.items() if v.strip()}
    return (
        e.Raised(
            requester=facts.by,
            words=words,
            department=workflow.department,
            workflow=workflow.id,
            workflow_version=workflow.version,
            language=command.language,
            answers=answers,
            need=restated(Need(words=words), workflow, answers, command.language),
            urgent=urgent(workflow, answers),
            open=bool(open_questions(workflow, answers, required_only=True)),
        ),
    )


def decide(request: Request, command: Command, facts: Facts) -> Events:
    """What follows from a command in Explore; rights and phase were checked by the table of acts."""
    match command:
        case Raise():
            raise Refused("raised_before")
        case Answer():
            return _answered(request, command.answers, facts)
        case Reply():
            return _replied(request, said(command.text), facts)
        case TakeBack():
            return _taken_back(request, command.question, facts)
        case Skip():
            left = tuple(question.id for question in still_open(request, facts.workflow))
            return (e.QuestionsSkipped(questions=left),) if left else ()
        case Confirm():
            return () if request.confirmed else (e.NeedConfirmed(),)
        case Correct():
            return (e.NeedCorrected(need=checked(command.need, facts.today)),)
        case Take():
            return (e.Taken(owner=facts.by),)
        case Ask():
            number = len(request.asked) + 1
            asked = e.QuestionAsked(id=f"asked-{number}", text=said(command.text, "text"))
            return (*taking(request, facts), asked)
        case Route():
            return _routed(request, command, facts)
        case _:
            assert_never(command)


def taking(request: Request, facts: Facts) -> Events:
    """Whoever acts first for the department owns it: offering is taking, and so is asking."""
    return () if request.owner else (e.Taken(owner=facts.by),)


def said(text: str, where: str | None = None) -> str:
    """What somebody said, trimmed; never empty."""
    text = text.strip()[:MOST_WORDS]
    if not text:
        raise Refused("words_needed", where)
    return text


def checked(need: Need, today: date) -> Need:
    """A need as it may be kept: said, with at most five conditions, wished for a day that is still to come."""
    if need.wished and need.wished < today:
        raise Refused("date_is_past", "wished", day=need.wished.isoformat())
    conditions = tuple(condition.strip() for condition in need.conditions if condition.strip())
    if len(conditions) > MOST_CONDITIONS:
        raise Refused("too_many_conditions", "conditions")
    return need.model_copy(update={"words": said(need.words, "words"), "conditions": conditions})


def still_open(request: Request, workflow: Workflow) -> tuple[Question, ...]:
    """The workflow's questions that may still be answered: neither answered nor skipped."""
    questions = open_questions(workflow, request.answers)
    return tuple(question for question in questions if question.id not in request.skipped)


def waits_for_answers(request: Request, workflow: Workflow, answers: dict[str, str]) -> bool:
    """Something is asked that can't be skipped. An urgent request asks one question at the most."""
    asked = any(question.answer is None and question.id not in answers for question in request.asked)
    required = open_questions(workflow, answers, required_only=True)
    return asked or bool(required and not (urgent(workflow, answers) and len(answers) > 0))


def restated(need: Need, workflow: Workflow, answers: dict[str, str], language: Literal["en", "zh"]) -> Need:
    """The need as the workflow restates it: the words, the conditions that fit the answers, the wished date."""
    return Need(
        words=need.words,
        conditions=suggested_conditions(workflow, answers | {"need": need.words}, language)[:MOST_CONDITIONS],
        wished=_day(answers.get("wished")) or need.wished,
    )


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _answered(request: Request, given: dict[str, str], facts: Facts) -> Events:
    answers = {k: v.strip()[:MOST_WORDS] for k, v in given.items() if v.strip()}
    if not answers:
        return decide(request, Skip(), facts)
    wished = _day(answers.get("wished"))
    if wished and wished < facts.today:
        raise Refused("date_is_past", "wished", day=wished.isoformat())
    known = request.answers | answers
    need = restated(request.need, facts.workflow, known, request.language)
    if request.confirmed:
        need = request.need
    answered = e.Answered(
        answers=answers,
        need=need,
        urgent=urgent(facts.workflow, known),
        open=waits_for_answers(request, facts.workflow, known),
    )
    other = leads_to(facts.workflow, known)
    if other and other != request.workflow and other in facts.company.workflows:
        return answered, routed_to(other, known, request.language, facts)
    return (answered,)


def _replied(request: Request, text: str, facts: Facts) -> Events:
    """Words of the requester answer the oldest question that waits for them; others' are passed on."""
    waiting = [asked.id for asked in request.open_questions]
    if facts.by == request.requester and waiting:
        return _answered(request, {waiting[0]: text}, facts)
    return (e.Said(text=text),)


def _taken_back(request: Request, question: str, facts: Facts) -> Events:
    if question not in request.answers:
        raise Refused("nothing_to_take_back")
    left = {k: v for k, v in request.answers.items() if k != question}
    need = restated(request.need, facts.workflow, left, request.language)
    return (e.AnswerTakenBack(question=question, need=need),)


def _routed(request: Request, command: Route, facts: Facts) -> Events:
    if command.workflow not in facts.company.workflows:
        raise Refused("no_such_workflow", "workflow")
    if command.workflow == request.workflow:
        raise Refused("routed_to_itself", "workflow")
    known = request.answers
    routed = routed_to(command.workflow, known, request.language, facts)
    return (routed.model_copy(update={"reason": command.reason.strip()}),)


def routed_to(workflow: str, answers: dict[str, str], language: Literal["en", "zh"], facts: Facts) -> e.Routed:
    """Number and answers stay; the target's workflow is adopted in its present version."""
    target = facts.company.workflows[workflow]
    return e.Routed(
        department=target.department,
        workflow=target.id,
        workflow_version=target.version,
        reason="",
        open=bool(open_questions(target, answers, required_only=True)),
    )


