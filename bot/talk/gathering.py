"""Gathers, once for each sentence in a chat, what the words say and everything that they may be for."""

from __future__ import annotations

from datetime import datetime

from bot.cards import pressing, waited
from bot.cards.elements import Button, Buttons, More
from bot.cards.view import View
from bot.reading.labels import ACT_NAMES
from bot.reading.sentences import asks, closed_up, read_answer
from bot.talk.chat import Chat
from bot.talk.memory import Asking
from workflows.definition import Question
from workflows.meaning.situation import (
    Called,
    Candidate,
    Put,
    Situation,
    Utterance,
    Wanted,
    questions_left,
    waits_for_words,
)
from workflows.phases.between import written_to
from workflows.rights.act import CardSide
from workflows.state.events import Recorded, Said
from workflows.state.request import Request
from workflows.state.values import Asked, Person


class Gathering:
    """Reads, and changes nothing."""

    def __init__(self, chat: Chat) -> None:
        self._chat = chat

    def bare(self, by: Person, said: Utterance) -> Situation:
        """Return what is known without looking at any request."""
        away = said.typed == "back" and self._chat.company.absence(by) is not None
        return Situation(by=by, said=said, where="chat", now=self._chat.desk.clock.now(), away=away)

    def named(self, by: Person, said: Utterance, request: Request) -> Situation:
        """Return what there is to know of the one request that they name, by its number or by a press."""
        asking = self._chat.memory.asking(by)
        put = asking if asking and asking.number == request.number else None
        history = self._chat.desk.store.history(request.number) if put else ()
        known = {
            "known": (self._candidate(by, said, request, history),),
            "put": self._put(by, said, put, request, history) if put else None,
        }
        return self.bare(by, said).model_copy(update=known)

    def whole(self, by: Person, said: Utterance) -> Situation:
        """Return everything that is open for them."""
        memory, found = self._chat.memory, self._chat.related(by)
        focus, asking = memory.focus(by), memory.asking(by)
        offered, awaited = self._chat.choices(by, found), self._chat.waiting(by, found)
        spoken_of = (one and self._chat.part_in(by, str(one.number)) for one in (focus, asking))
        looked_at = [*offered, *(awaited if len(awaited) == 1 else ()), *(one for one in spoken_of if one)]
        requests = {one.number: one for one in looked_at}
        told = self._chat.desk.store.histories(tuple(requests))
        asked = requests.get(asking.number) if asking else None
        gathered = {
            "known": tuple(self._candidate(by, said, one, told[one.number]) for one in requests.values()),
            "choices": tuple(one.number for one in offered),
            "waiting": tuple(one.number for one in awaited),
            "focus": focus,
            "put": self._put(by, said, asking, asked, told[asked.number] if asked else ())
            if asking
            else None,
        }
        return self.bare(by, said).model_copy(update=gathered)

    def _candidate(
        self, by: Person, said: Utterance, request: Request, history: tuple[Recorded, ...]
    ) -> Candidate:
        button = self._button(by, said, request)
        called = _called(button) if button else None
        may_settle = said.replies or said.thanks or (called is not None and called.settles)
        written = any(isinstance(one.event, Said) for one in history)
        return Candidate(
            request=request,
            workflow=self._chat.desk.workflow_of(request),
            settles=may_settle and self._settles(by, request),
            called=called,
            needed=self._needed(by, said, request),
            written=written_to(by, request, history) if written else None,
        )

    def _button(self, by: Person, said: Utterance, request: Request) -> Button | None:
        """The button of theirs there that these words are, and nothing more."""
        if not said.labels:
            return None
        view, side = self._chat.view(request, by), self._chat.speaker.side(by, request)
        return next(filter(None, (button_called(view, side, words) for words in said.labels)), None)

    def _settles(self, by: Person, request: Request) -> bool:
        """Whether its card asks them for a yes or a no."""
        return bool(waited.answers(self._chat.view(request, by), self._chat.speaker.side(by, request)))

    def _needed(self, by: Person, said: Utterance, request: Request) -> Wanted | None:
        """The first question there that can't be left open."""
        if not waits_for_words(by, request, self._chat.desk.workflow_of(request)):
            return None
        left = self._left(by, request)
        needed = next((one for one in left if isinstance(one, Asked) or one.required), None)
        return self._wanted(by, request, needed, said.text) if needed else None

    def _left(self, by: Person, request: Request) -> tuple[Asked | Question, ...]:
        desk = self._chat.desk
        return questions_left(request, desk.facts(by, request, desk.workflow_of(request)))

    def _put(
        self,
        by: Person,
        said: Utterance,
        asking: Asking,
        request: Request | None,
        history: tuple[Recorded, ...],
    ) -> Put:
        """The question that was put, as far as it is open still."""
        put = Put(number=asking.number, day=asking.day)
        if request is None or not request.is_open:
            return put
        open_ = next((one for one in self._left(by, request) if one.id == asking.question), None)
        wanted = self._wanted(by, request, open_, said.text) if open_ else None
        return put.model_copy(update={"wanted": wanted, "overtaken": _wrote_since(by, asking.at, history)})

    def _wanted(self, by: Person, request: Request, asked: Asked | Question, text: str) -> Wanted:
        """A question there, with what these words answer to it."""
        desk, company = self._chat.desk, self._chat.company
        calendar = company.department(request.department, request.about).calendar
        today, language = calendar.local_day(desk.clock.now()), desk.directory.profile(by).language
        told, question = _answering(asked, text), asked if isinstance(asked, Question) else None
        return Wanted(
            question=asked.id,
            kind=question.kind if question else "text",
            required=question is None or question.required,
            today=today,
            value=read_answer(question, told, language, today, calendar) if told is not None else None,
            shown=question is None,
        )


def button_called(view: View, side: CardSide, words: str) -> Button | None:
    """The one button of theirs with these words on it, rare ones included."""
    rows = (one for one in pressing.buttons(view, side) if isinstance(one, Buttons | More))
    named = [button for row in rows for button in row.buttons if _is_called(button, closed_up(words))]
    return named[0] if len(named) == 1 else None


def _is_called(button: Button, words: str) -> bool:
    """Whether these are a button's words, or its act's name in whichever language: people write in all of them."""
    shown = (button.label, button.short or "")
    return words in ACT_NAMES.get(button.act, ()) or words in map(closed_up, shown)


def _called(button: Button) -> Called:
    return Called(
        act=button.act,
        about=button.about,
        label=button.label,
        sure=button.sure,
        settles=button.act in waited.ANSWERS,
    )


def _answering(asked: Asked | Question, text: str) -> str | None:
    """The words that may answer it; a question of their own answers nothing, but "Friday?" names a day."""
    if isinstance(asked, Question) and asked.kind in ("choice", "date"):
        return text.rstrip("?？ ") or text
    return None if asks(text) else text


def _wrote_since(by: Person, at: datetime, history: tuple[Recorded, ...]) -> bool:
    """Whether the last words there that all could read are somebody else's, and newer than that."""
    said = (one for one in reversed(history) if isinstance(one.event, Said) and one.event.to is None)
    last = next(said, None)
    return last is not None and last.at > at and last.by != by
