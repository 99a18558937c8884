"""Explore: what is really needed. The funnel: guide and screen by questions, then confirm by restating."""

from __future__ import annotations

from datetime import date
from typing import assert_never

from workflows.definition import Question, Workflow
from workflows.facts import Facts, Refused, Role
from workflows.frozen import Frozen
from workflows.languages import Language
from workflows.phases import about
from workflows.phases.between import heard_by, writes_to
from workflows.phases.for_whom import colleague_of, name_of
from workflows.phases.matching import choices_said, leads_to, open_questions, suggested_conditions, urgent
from workflows.phases.stored_words import need_in, said_in
from workflows.state import events as e
from workflows.state.request import Request
from workflows.state.values import Heard, Need, Person, Phase, RecoveryStep, Side

MOST_WORDS = 1_000_000  # characters kept of one thing somebody said: whatever a platform lets through, whole
MOST_CONDITIONS = 5  # docs/service.md, Confirm: 1-5 checkable conditions


class Raise(Frozen):
    """Ask a department for something."""

    workflow: str
    words: str
    answers: dict[str, str] = {}
    language: Language = "en"
    linked: int | None = None  # an earlier request that it follows from
    for_whom: str = ""  # somebody without an account, in words
    colleague: Person | None = None


class Answer(Frozen):
    """Answer questions, all at once, by their ids; an empty text answers nothing."""

    answers: dict[str, str]


class Reply(Frozen):
    """Write in the thread: the requester's words answer the oldest open question, others' are passed on.

    `aside`: they answer nothing, and are passed on all the same. `to`: for this colleague alone, whose yes waits.
    """

    text: str
    aside: bool = False
    to: Person | None = None


class TakeBack(Frozen):
    """Take back an answer: the question is open again."""

    question: str


class Skip(Frozen):
    """Skip the optional questions that are left."""


class Confirm(Frozen):
    """Confirm the restated need."""


class Correct(Frozen):
    """Correct the restated need, in the requester's own words."""

    need: Need


class Take(Frozen):
    """Take the request: answer for it from now on."""


class Ask(Frozen):
    """Ask the requester something."""

    text: str


class Route(Frozen):
    """Pass the request on to the department whose workflow this is."""

    workflow: str
    reason: str = ""


Command = Raise | Answer | Reply | TakeBack | Skip | Confirm | Correct | Take | Ask | Route
Events = tuple[e.Event, ...]


def raised(command: Raise, facts: Facts) -> Events:
    """The first event of a request. What was not answered and is required waits for the requester."""
    words = said(command.words, "words")
    workflow = facts.workflow
    given = choices_said(workflow, words) | command.answers
    answers = _given(given, {question.id for question in workflow.questions}, facts.today)
    need = restatement(Need(words=words), workflow, answers, command.language)
    colleague = colleague_of(command.colleague, facts) if command.colleague else None
    people = _named(answers, (facts.by,), facts) or ()
    if colleague in people:
        raise Refused("about_them", "colleague")
    first = e.Raised(
        requester=facts.by,
        words=words,
        department=workflow.department,
        workflow=workflow.id,
        workflow_version=workflow.version,
        language=command.language,
        answers=answers,
        need=need,
        urgent=urgent(workflow, answers),
        open=_required_left(workflow, answers),
        linked=command.linked,
        for_whom=name_of(command.for_whom, colleague) if command.for_whom else "",
        colleague=colleague,
        about=people,
    )
    other = _other_workflow(workflow, answers, {}, facts, people)
    if other is None:
        return (first,)
    target = facts.company.workflows[other]
    return first, _routed_to(target, answers, command.language, need, known_urgent=first.urgent)


def decide(request: Request, command: Command, facts: Facts) -> Events:
    """Decide a command in Explore; rights and phase were checked by the table of acts."""
    match command:
        case Raise():
            raise Refused("raised_before")
        case Answer():
            return _answered(request, command.answers, facts)
        case Reply():
            return _replied(request, command, facts)
        case TakeBack():
            return _taken_back(request, command.question, facts)
        case Skip():
            left = tuple(question.id for question in still_open(request, facts.workflow))
            return (e.QuestionsSkipped(questions=left),) if left else ()
        case Confirm():
            return () if request.confirmed else (e.NeedConfirmed(),)
        case Correct():
            return (e.NeedCorrected(need=checked(command.need, request, facts)),)
        case Take():
            return (e.Taken(owner=facts.by),)
        case Ask():
            number = len(request.asked) + 1
            asked = e.QuestionAsked(id=f"asked-{number}", text=said(command.text, "text"))
            return (*taking(request, facts), asked)
        case Route():
            return _passed_on(request, command, facts)
        case _:
            assert_never(command)


def taking(request: Request, facts: Facts) -> Events:
    """Make whoever acts first for the department its owner: offering is taking, and so is asking."""
    return () if request.owner else (e.Taken(owner=facts.by),)


def promising(request: Request, facts: Facts) -> Events:
    """Make whoever promises its owner, a lead too: nobody's name carries a date before their own yes.

    But whoever looks after a recovery keeps it, and nobody owns what they ask for themselves by helping out.
    """
    own = Role.OWNER in facts.roles or request.step is not None or request.asks(facts.by)
    if request.owner is None or own:
        return taking(request, facts)
    return (e.Taken(owner=facts.by, before=request.owner),)


def said(text: str, where: str | None = None) -> str:
    """Return the words, trimmed; refused if they are empty."""
    text = text.strip()[:MOST_WORDS]
    if not text:
        raise Refused("words_needed", where)
    return text


def checked(need: Need, request: Request, facts: Facts) -> Need:
    """A need as it may be kept: said, at most five conditions, wished for a day that is still to come.

    Conditions that the workflow suggests are kept in the language of the request, whoever leaves them as they are.
    """
    if need.wished and need.wished < facts.today:
        raise Refused("date_is_past", "wished", day=need.wished.isoformat())
    conditions = tuple(condition.strip() for condition in need.conditions if condition.strip())
    if len(conditions) > MOST_CONDITIONS:
        raise Refused("too_many_conditions", "conditions")
    kept = need.model_copy(update={"words": said(need.words, "words"), "conditions": conditions})
    return need_in(kept, said_in(request.language, request, facts.workflow))


def still_open(request: Request, workflow: Workflow) -> tuple[Question, ...]:
    """The workflow's questions that may still be answered: neither answered nor skipped."""
    questions = open_questions(workflow, request.answers)
    return tuple(question for question in questions if question.id not in request.skipped)


def waits_for_answers(request: Request, workflow: Workflow, answers: dict[str, str]) -> bool:
    """Whether something is asked that can't be skipped: by a person, or by the workflow."""
    asked = any(question.id not in answers for question in request.asked)
    return asked or _required_left(workflow, answers, known_urgent=request.urgent)


def _required_left(workflow: Workflow, answers: dict[str, str], *, known_urgent: bool = False) -> bool:
    """Whether a required question is left; none is once it is known to be urgent."""
    required = open_questions(workflow, answers, required_only=True)
    return bool(required) and not (known_urgent or urgent(workflow, answers))


def restatement(need: Need, workflow: Workflow, answers: dict[str, str], language: Language) -> Need:
    """Restate the need as the workflow does: its words, the conditions that fit the answers, the wished date."""
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


def _given(answers: dict[str, str], known: set[str], today: date) -> dict[str, str]:
    """Answers as they are kept: to questions that exist, not empty, wished for a day still to come."""
    kept = {k: v.strip()[:MOST_WORDS] for k, v in answers.items() if k in known and v.strip()}
    wished = _day(kept.get("wished"))
    if wished and wished < today:
        raise Refused("date_is_past", "wished", day=wished.isoformat())
    return kept


def _answered(request: Request, given: dict[str, str], facts: Facts) -> Events:
    ids = {question.id for question in facts.workflow.questions} | {asked.id for asked in request.asked}
    answers = _given(given, ids, facts.today)
    if not answers:
        return decide(request, Skip(), facts)
    known = request.answers | answers
    answered = e.Answered(
        answers=answers,
        need=_restated_anew(request, known, facts.workflow),
        urgent=urgent(facts.workflow, known) and not request.urgent,
        open=waits_for_answers(request, facts.workflow, known),
        about=_named(known, request.asking, facts),
    )
    barred = about.barred(request, answered.about) if answered.about else ()
    people = request.about if answered.about is None else answered.about
    other = _other_workflow(facts.workflow, known, request.answers, facts, people)
    return answered, *barred, *((_routed(request, other, known, facts),) if other else ())


def _named(answers: dict[str, str], asking: tuple[Person, ...], facts: Facts) -> tuple[Person, ...] | None:
    """Return whom the answers name as those it is about; None where the workflow asks for nobody."""
    return about.named(facts.workflow, answers, asking, facts) if facts.workflow.names_people else None


def _restated_anew(request: Request, answers: dict[str, str], workflow: Workflow) -> Need:
    """Restate the need anew; one that the requester put in own words stays, but for a wished date that is new."""
    wished = _day(answers.get("wished"))
    if not in_own_words(request, workflow):
        return restatement(request.need, workflow, answers, request.language)
    if wished and answers.get("wished") != request.answers.get("wished"):
        return request.need.model_copy(update={"wished": wished})
    return request.need


def in_own_words(request: Request, workflow: Workflow) -> bool:
    """Whether the need is not as the workflow restates it: the requester corrected it."""
    return request.need != restatement(request.need, workflow, request.answers, request.language)


def _other_workflow(
    workflow: Workflow,
    answers: dict[str, str],
    before: dict[str, str],
    facts: Facts,
    people: tuple[Person, ...],
) -> str | None:
    """Return the workflow to which a new answer leads; one given before leads nowhere: it may have been sent back."""
    other = leads_to(workflow, answers)
    new = other != leads_to(workflow, before) and other != workflow.id
    target = facts.company.workflows.get(other) if new and other else None
    return target.id if target and about.may_go_to(target, people) else None


def _replied(request: Request, command: Reply, facts: Facts) -> Events:
    """Take a requester's words as the answer to the oldest question that waits for them; pass others' on."""
    text = said(command.text)
    if request.step is RecoveryStep.LISTEN and facts.by == request.decider:
        return (e.Listened(heard=Heard(words=text)),)
    colleague = heard_by(facts.by, request, facts.company)
    if writes_to(facts.by, command.to, request, facts.company):
        colleague = command.to
    if colleague:
        return (e.Said(text=text, to=colleague),)
    waiting = None if command.aside else _oldest_waiting(request, facts.workflow)
    if waiting and request.asks(facts.by):
        return _answered(request, {waiting: text}, facts)
    return (e.Said(text=text),)


def _oldest_waiting(request: Request, workflow: Workflow) -> str | None:
    """Return the question that waits: a person's first, then one the workflow needs in words; None once promised."""
    if request.phase not in (Phase.EXPLORE, Phase.OFFER) or request.listening:
        return None
    asked = [question.id for question in request.open_questions]
    needed = open_questions(workflow, request.answers, required_only=True)
    in_words = [question.id for question in needed if question.kind == "text"]
    waits = request.ball is Side.REQUESTER and request.offer is None and request.refusal is None
    return next(iter((*asked, *(in_words if waits else ()))), None)


def _taken_back(request: Request, question: str, facts: Facts) -> Events:
    """Open the question again. The requester has to act only if it can't do without an answer."""
    if question not in request.answers:
        raise Refused("nothing_to_take_back")
    left = {k: v for k, v in request.answers.items() if k != question}
    need = _restated_anew(request, left, facts.workflow)
    waits = waits_for_answers(request, facts.workflow, left)
    people = _named(left, request.asking, facts)
    return (e.AnswerTakenBack(question=question, need=need, open=waits, about=people),)


def _passed_on(request: Request, command: Route, facts: Facts) -> Events:
    if command.workflow not in facts.company.workflows:
        raise Refused("no_such_workflow", "workflow")
    if command.workflow == request.workflow:
        raise Refused("routed_to_itself", "workflow")
    target = facts.company.workflows[command.workflow]
    if not (target.confidential or may_be_opened(request, facts.workflow)):
        raise Refused("stays_confidential", "workflow")
    routed = _routed(request, command.workflow, request.answers, facts)
    passed = {"reason": command.reason.strip(), "watched": facts.by != request.requester}
    return (routed.model_copy(update=passed),)


def may_be_opened(request: Request, workflow: Workflow) -> bool:
    """Whether it may be passed on to where everybody reads it: what was told in confidence stays so."""
    return not (workflow.confidential or request.about)


def _routed(request: Request, to: str, answers: dict[str, str], facts: Facts) -> e.Routed:
    target = facts.company.workflows[to]
    need = None if in_own_words(request, facts.workflow) else request.need
    known_urgent = request.urgent or urgent(facts.workflow, answers)
    return _routed_to(target, answers, request.language, need, known_urgent=known_urgent)


def _routed_to(
    target: Workflow,
    answers: dict[str, str],
    language: Language,
    need: Need | None,
    *,
    known_urgent: bool,
) -> e.Routed:
    """Pass it to that workflow in its present version, which restates the need; number and answers stay."""
    return e.Routed(
        department=target.department,
        workflow=target.id,
        workflow_version=target.version,
        reason="",
        open=_required_left(target, answers, known_urgent=known_urgent),
        need=restatement(need, target, answers, language) if need else None,
    )
