"""Gathers, once for each sentence in a chat, what the words say and everything that they may be for."""

from __future__ import annotations

from datetime import datetime

from bot.cards import waited
from bot.cards.elements import Button, Field
from bot.cards.view import View
from bot.reading.sentences import asks, folded, meant, read_answer
from bot.talk.candidates import choices, related, waiting
from bot.talk.chat import Chat
from bot.talk.memory import Asking
from bot.talk.questions import fields_left, question_of
from workflows.meaning.situation import (
    AnswerValue,
    Called,
    Candidate,
    Put,
    Situation,
    Utterance,
    Wanted,
    waits_for_words,
)
from workflows.phases.between import written_to
from workflows.rights import acts
from workflows.state.events import Recorded, Said
from workflows.state.request import Request
from workflows.state.values import Person

LONGEST = 40  # characters of a label
SAID_BY_THE_WAY = frozenset({"no"})  # on a button too, but it may answer anything


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
        memory, speaker = self._chat.memory, self._chat.speaker
        focus, asking, found = memory.focus(by), memory.asking(by), related(speaker, by)
        offered, awaited = choices(speaker, by, found), waiting(speaker, by, found)
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
        view = self._chat.view(request, by)
        side = self._chat.speaker.side(by, request)
        settling = waited.answers(view, side)
        button = button_in(view, side, said.text)
        return Candidate(
            request=request,
            workflow=view.workflow,
            settles=bool(settling),
            called=_called(button) if button else None,
            needed=self._needed(by, said, view),
            written=written_to(by, request, history),
        )

    def _needed(self, by: Person, said: Utterance, view: View) -> Wanted | None:
        """The first question there that can't be left open."""
        if not waits_for_words(by, view.request, view.workflow):
            return None
        field = next((one for one in fields_left(self._chat, by, view.request) if one.required), None)
        return _wanted(view, field, said.text) if field else None

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
        left = fields_left(self._chat, by, request)
        field = next((one for one in left if question_of(one) == asking.question), None)
        wanted = _wanted(self._chat.view(request, by), field, said.text) if field else None
        return put.model_copy(update={"wanted": wanted, "overtaken": _wrote_since(by, asking.at, history)})


def button_in(view: View, side: acts.CardSide, text: str) -> Button | None:
    """The button of theirs that these words are, and nothing more."""
    if len(text) > 2 * LONGEST:
        return None
    both = (folded(text), meant(text))  # "Say thanks" is a button itself
    tried = (waited.called(view, side, words) for words in both if words and words not in SAID_BY_THE_WAY)
    return next((button for button in tried if button), None)


def _called(button: Button) -> Called:
    return Called(
        act=button.act,
        about=button.about,
        label=button.label,
        sure=button.sure,
        settles=button.act in waited.ANSWERS,
    )


def _wanted(view: View, field: Field, text: str) -> Wanted:
    question = question_of(field)
    return Wanted(
        question=question,
        kind=field.kind,
        required=field.required,
        today=view.today,
        value=_value(view, question, text),
        shown=question in {one.id for one in view.request.open_questions},
    )


def _value(view: View, question: str, text: str) -> AnswerValue | None:
    """What these words answer to it; a question of their own answers nothing, but "Friday?" names a day."""
    asked, told = view.workflow.question(question), text
    if asked is not None and asked.kind in ("choice", "date"):
        told = text.rstrip("?？ ") or text
    elif asks(text):
        return None
    return read_answer(asked, told, view.language, view.today, view.department.calendar)


def _wrote_since(by: Person, at: datetime, history: tuple[Recorded, ...]) -> bool:
    """Whether the last words there that all could read are somebody else's, and newer than that."""
    said = (one for one in reversed(history) if isinstance(one.event, Said) and one.event.to is None)
    last = next(said, None)
    return last is not None and last.at > at and last.by != by
