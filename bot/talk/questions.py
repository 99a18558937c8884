"""Questions one by one, for those who answer by writing: each with its echo, and the next in the same card."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import structlog

from bot.cards.elements import Button, Card, Field
from bot.forms.answer import open_fields
from bot.forms.questions import PREFIX
from bot.inbox import answer as a
from bot.inbox import incoming as i
from bot.talk import cards, ways
from bot.talk.chat import Chat
from bot.talk.memory import Asking, Line, Placed, skipping
from workflows.calendars import Calendar
from workflows.meaning.situation import AnswerValue
from workflows.rights import acts, verdict
from workflows.rights.act import makes_sense
from workflows.state.request import Request
from workflows.state.values import Person

_log: structlog.stdlib.BoundLogger = structlog.stdlib.get_logger("conversation")


class Questions:
    """Puts the questions of the form that *Answer* opens one after the other. Answers go in through the front."""

    def __init__(self, chat: Chat) -> None:
        self._chat = chat

    # What is asked

    def left(self, person: Person, request: Request) -> tuple[Field, ...]:
        return fields_left(self._chat, person, request)

    def field(self, person: Person, request: Request, question: str) -> Field | None:
        return next((one for one in self.left(person, request) if question_of(one) == question), None)

    def begun(self, came: i.Came, form: a.OpenForm) -> a.Answer:
        """*Answer* was pressed, and its form would open: its first question instead."""
        number = int(form.form.about)
        self._chat.memory.focus_on(came.by, number)
        return self.goes_on(came, self._asking(number))

    def goes_on(
        self, came: i.Came, asking: Asking, said: Sequence[str] = (), buttons: Sequence[Button] = ()
    ) -> a.Whisper:
        """The next question, or the end."""
        request = self._chat.request(asking.number)
        left = [
            field
            for field in self.left(came.by, request)
            if question_of(field) not in asking.skipped and (field.required or not asking.needed)
        ]
        if not left:
            return self._ended(came, asking, said, buttons)
        self._ask(came.by, asking, left[0])
        view = self._chat.view(request, came.by)
        card = cards.question(view, asking, left[0], asking.done + len(left), said, buttons)
        return _put(asking, card)

    def resumed(
        self, came: i.Came, asking: Asking, said: Sequence[str], buttons: Sequence[Button] = ()
    ) -> a.Whisper:
        """An answer was taken in, and the process ended before the next question was put."""
        return self.goes_on(came, asking.model_copy(update={"done": asking.done + 1}), said, buttons)

    def _ended(
        self, came: i.Came, asking: Asking, said: Sequence[str], buttons: Sequence[Button]
    ) -> a.Whisper:
        """Nothing is left. What was skipped needs no answer any more, where the workflow can do without."""
        request = self._chat.request(asking.number)
        view = self._chat.view(request, came.by)
        closing = "talk.done"
        open_ = {question_of(field) for field in self.left(came.by, request)}
        if open_ & set(asking.skipped):
            skips = makes_sense(acts.BY_KEY["skip"], request, self._chat.desk.workflow_of(request))
            closing = "talk.done" if skips else "talk.later"
            if skips:
                about, delivery = str(asking.number), skipping(came.delivery)
                self._chat.front(i.Pressed(by=came.by, delivery=delivery, act="skip", about=about))
        self._chat.memory.stop_asking(came.by)  # last: until it is done, the same words lead here again
        over = () if asking.needed else (view.say(closing, number=asking.number),)
        return _carried_on(asking, cards.sentence_card(*said, *over, buttons=buttons))

    # What is answered

    def is_it(self, came: i.Came, asking: Asking, field: Field, day: date, line: Line) -> a.Whisper:
        view = self._chat.view(self._chat.request(asking.number), came.by)
        self._ask(came.by, asking, field, day)
        return _put(asking, cards.is_it(view, field, day, ways.elsewhere_button(view, line)))

    def answered(
        self, came: i.Came, asking: Asking, question: str, value: AnswerValue, line: Line | None = None
    ) -> a.Answer:
        """It goes in as the form's answer would; then its echo, with the next question. InsteadOfForm: it is closed."""
        number, delivery = asking.number, line.delivery if line else came.delivery
        given = i.AnswerGiven(by=came.by, delivery=delivery, number=number, question=question, answer=value)
        answer = self._chat.front(given)
        if isinstance(answer, a.FieldErrors):
            return self._refused(came, asking, question, line, tuple(answer.errors.values()))
        if not isinstance(answer, a.Nothing):
            return answer
        if line:
            self._chat.memory.place(line, Placed(number=number, question=question))
        on = asking.model_copy(update={"done": asking.done + 1})
        return self.goes_on(came, on, *self.echo(came.by, number, question, str(value), line))

    def _refused(
        self, came: i.Came, asking: Asking, question: str, line: Line | None, why: tuple[str, ...]
    ) -> a.Whisper:
        """The question once more, with the reason; the next one where it is not put any more."""
        field = self.field(came.by, self._chat.request(asking.number), question)
        if field is None:
            return self.goes_on(came, asking, why)
        return self.again(came, asking, field, line, why=why)

    def echo(
        self, person: Person, number: int, question: str, answer: str, line: Line | None
    ) -> tuple[list[str], list[Button]]:
        """What was noted, and the ways to take it back."""
        view = self._chat.view(self._chat.request(number), person)
        onward = ways.ways_on(self._chat, view, line) if line else ()
        buttons = [ways.undo(view, question), *onward]
        return [cards.noted(view, question, answer)], buttons

    def pressed(self, came: i.Pressed, asking: Asking, question: str, value: str) -> a.Answer | None:
        """A choice, or the yes to a day; None when that is no answer to a question that is open."""
        request = self._chat.request(asking.number)
        field = self.field(came.by, request, question)
        if field is None:
            return None
        if field.kind == "date":
            day = _day(value)
            return self.answered(came, asking, question, day) if day else None
        known = any(value == chosen for chosen, _ in field.choices)
        return self.answered(came, asking, question, value) if known else None

    def skipped(self, came: i.Came, asking: Asking, question: str) -> a.Answer:
        """On to the next; an old button, or one that was tampered with, skips nothing."""
        field = self.field(came.by, self._chat.request(asking.number), question)
        if field is None or field.required or question in asking.skipped:
            return self.goes_on(came, asking)
        skipped = {"skipped": (*asking.skipped, question), "done": asking.done + 1}
        return self.goes_on(came, asking.model_copy(update=skipped))

    def asking(self, person: Person, number: int) -> Asking:
        """The run of questions that is under way there, or a new one."""
        asking = self._chat.memory.asking(person)
        return asking if asking and asking.number == number else self._asking(number)

    def needed(self, number: int) -> Asking:
        """A run of only what can't be left open: words came that were not asked for one by one."""
        return self._asking(number).model_copy(update={"needed": True})

    def again(
        self,
        came: i.Came,
        asking: Asking,
        field: Field,
        line: Line | None,
        *,
        why: tuple[str, ...] = (),
        soon: bool = False,
    ) -> a.Whisper:
        """The same question once more. The words are kept: they may have been meant for something else."""
        _log.info("asked_again", request=asking.number, question=question_of(field), kind=field.kind)
        request = self._chat.request(asking.number)
        view = self._chat.view(request, came.by)
        key = "talk.pick" if field.choices else "talk.soon" if soon else "talk.which_day"
        key = "talk.pick.or" if field.choices and line else key
        self._ask(came.by, asking, field)
        buttons = (ways.elsewhere_button(view, line),) if line else ()
        total = asking.done + len(
            [one for one in self.left(came.by, request) if question_of(one) not in asking.skipped]
        )
        shown = cards.with_days(view, field, _soon(view.department.calendar, view.today)) if soon else field
        return _put(asking, cards.question(view, asking, shown, total, why or (view.say(key),), buttons))

    def stopped(self, person: Person, request: Request) -> a.Whisper:
        self._chat.memory.stop_asking(person)
        self._chat.memory.look_away(person)  # what they write next may be anything
        view = self._chat.view(request, person)
        said = view.say("talk.stopped", number=request.number)
        return _carried_on(
            self._asking(request.number), cards.sentence_card(said, buttons=(cards.answer(view),))
        )

    def _ask(self, person: Person, asking: Asking, field: Field, day: date | None = None) -> None:
        """This question is before them from now on."""
        on = asking.model_copy(update={"question": question_of(field), "day": day})
        self._chat.memory.ask(person, on)

    def _asking(self, number: int) -> Asking:
        return Asking(number=number, question="", at=self._chat.desk.clock.now())


def fields_left(chat: Chat, person: Person, request: Request) -> tuple[Field, ...]:
    """The fields of the form that *Answer* would open now: colleagues' questions first."""
    workflow = chat.desk.workflow_of(request)
    if verdict.why_not(acts.BY_KEY["answer"], request, chat.desk.facts(person, request, workflow)):
        return ()
    return open_fields(chat.view(request, person), {})


def question_of(field: Field) -> str:
    return field.key.removeprefix(PREFIX)


def _put(asking: Asking, card: Card) -> a.Whisper:
    """A question; once it is behind, its card is only to be read."""
    return _carried_on(asking, card).model_copy(update={"left": cards.behind(card)})


def _carried_on(asking: Asking, card: Card) -> a.Whisper:
    """Return what follows a question, in the same run."""
    return a.Whisper(card=card, topic=f"questions:{asking.number}")


def _soon(calendar: Calendar, today: date) -> tuple[date, date]:
    """The next working day, and the first one of the week after."""
    first = calendar.next_working_day(today)
    sunday = first + timedelta(days=6 - first.weekday())
    return first, calendar.next_working_day(sunday)


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None
