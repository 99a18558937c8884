"""What somebody is asked in a request of theirs, and whether words are an answer to it."""

from __future__ import annotations

from datetime import date

from bot.cards.elements import Field
from bot.cards.questions import PREFIX
from bot.inbox import answer as a
from bot.inbox import incoming as i
from bot.reading.sentences import asks, is_courtesy, read, urges
from bot.talk.chat import Chat
from workflows.phases.explore import waits_for_answers
from workflows.rights import acts
from workflows.state.request import Request
from workflows.state.values import Person, Side

Value = str | date


class Asked:
    """The form that *Answer* would open, question by question."""

    def __init__(self, chat: Chat) -> None:
        self._chat = chat

    def waits(self, person: Person, request: Request) -> bool:
        """An answer of this person's is waited for: a colleague's question, or what the workflow can't do without."""
        if not (request.asks(person) and self._may_answer(request)):
            return False
        workflow = self._chat.desk.workflow_of(request)
        free = request.ball is Side.REQUESTER and request.offer is None and request.refusal is None
        needed = free and waits_for_answers(request, workflow, request.answers)
        return bool(request.open_questions) or needed

    def left(self, person: Person, request: Request) -> tuple[Field, ...]:
        """The fields of that form now: colleagues' questions first."""
        if not (request.asks(person) and self._may_answer(request)):
            return ()
        about = str(request.number)
        form = self._chat.front(i.Changed(by=person, delivery="", act="answer", about=about, answers={}))
        if not isinstance(form, a.RedrawForm):
            return ()
        return tuple(field for field in form.form.fields if isinstance(field, Field))

    def field(self, person: Person, request: Request, question: str) -> Field | None:
        return next((field for field in self.left(person, request) if question_of(field) == question), None)

    def read(self, person: Person, request: Request, field: Field, text: str) -> Value | None:
        """What these words answer to it; a question of their own answers nothing, but "Friday?" names a day."""
        view = self._chat.view(request, person)
        question = view.workflow.question(question_of(field))
        told = text
        if question is not None and question.kind in ("choice", "date"):
            told = text.rstrip("?？ ") or text
        elif asks(text):
            return None
        return read(question, told, view.language, view.today, view.department.calendar)

    def missed_by(self, text: str, person: Person, request: Request, question: str) -> bool:
        """The question put is still open, and these words can't be its answer: no choice of it, no day."""
        field = self.field(person, request, question)
        return field is not None and self.read(person, request, field, text) is None

    def is_open_ended(self, person: Person, request: Request, question: str) -> bool:
        """Any words would answer the question put."""
        field = self.field(person, request, question)
        return field is not None and field.kind in ("line", "text")

    def answered_by(self, text: str, person: Person, request: Request) -> tuple[Field, Value] | None:
        """The question that words answer which came by themselves: the first that can't be left open.

        Courtesies answer none, nor does "hurry!", as long as the question was on no card of theirs.
        """
        if not self.waits(person, request):
            return None
        field = next((field for field in self.left(person, request) if field.required), None)
        if field is None or is_courtesy(text):
            return None
        if urges(text) and not self.was_read(request, field):
            return None
        value = self.read(person, request, field, text)
        return None if value is None else (field, value)

    def was_read(self, request: Request, field: Field) -> bool:
        """A colleague's question stands on a card; those of the workflow are asked only after *Answer*."""
        return question_of(field) in {one.id for one in request.open_questions}

    def _may_answer(self, request: Request) -> bool:
        return acts.makes_sense(acts.BY_KEY["answer"], request, self._chat.desk.workflow_of(request))


def question_of(field: Field) -> str:
    return field.key.removeprefix(PREFIX)
