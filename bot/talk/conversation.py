"""A conversation where a person has one chat with the bot and no threads: every word finds its request."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

import structlog

from bot.inbox import answer as a
from bot.inbox import incoming as i
from bot.inbox.front import Front
from bot.inbox.words import shown_elsewhere
from bot.talk.carrying import Carrying
from bot.talk.chat import Chat
from bot.talk.echoes import Echoes
from bot.talk.in_words import after_press
from bot.talk.memory import Memory
from bot.talk.moving import Moves
from bot.talk.presses import Presses
from bot.talk.questions import Questions
from workflows.ports import Notes, NotSaved
from workflows.state.values import Person

Sentence = Callable[[], AbstractContextManager[None]]  # within it nothing has to be read twice
FOCUSING = frozenset({"answer", "ask"})  # whoever presses these goes on to write about that request
TURNS = 64

_log: structlog.stdlib.BoundLogger = structlog.stdlib.get_logger("conversation")


class Conversation:
    """The front for platforms without threads and windows: `Incoming → Answer`, as the front itself.

    Words go to the request they name, else to the one asked about, in focus or alone in waiting for them; else
    they become a new one, or a card asks. What became of them is always echoed, and can be moved.
    """

    def __init__(self, front: Front, notes: Notes, sentence: Sentence = nullcontext) -> None:
        self.front = front
        self._sentence = sentence
        self._memory = Memory(notes, front.desk.clock)
        self._chat = Chat(front, self._memory)
        self._questions = Questions(self._chat)
        self._echoes = Echoes(self._chat, self._questions)
        self._carrying = Carrying(self._chat, self._questions, self._echoes)
        moves = Moves(self._chat, self._carrying, self._echoes)
        self._turns = tuple(threading.Lock() for _ in range(TURNS))
        self._own = Presses(self._chat, self._questions, moves).acts

    def __call__(self, came: i.Incoming) -> a.Answer:
        """As the front answers; NotSaved is raised. The same delivery twice has one effect and the same answer."""
        one = self.front.desk.company().one(came.by)  # a human being on two platforms speaks as one
        if isinstance(came, i.Commanded) and not came.text.strip() and self._may_act(one):
            self._memory.focus_on_new(one)
        if not isinstance(came, i.Wrote | i.Pressed) or not self._may_act(one):
            return self.front(came)
        as_one = came.model_copy(update={"by": one})
        with self._turns[hash(one) % TURNS], self._sentence():  # one thing after the other, as they said it
            before = self._memory.answered(one, came.delivery)
            return before or self._remembered(as_one, self._shown(came.by, as_one, self._answer(as_one)))

    def _answer(self, came: i.Wrote | i.Pressed) -> a.Answer:
        if isinstance(came, i.Wrote):
            return self._carrying.wrote(came) if came.direct and not came.under else self.front(came)
        if came.act in self._own:
            return self._own[came.act](came)
        if came.act == "raise" and came.about.partition(":")[2].strip():
            return self._raised(came)
        return self._pressed(came)

    def _shown(self, here: Person, came: i.Wrote | i.Pressed, answer: a.Answer) -> a.Answer:
        """Nothing to say means that the cards show it; perhaps on another platform."""
        if not isinstance(answer, a.Nothing):
            return answer
        return shown_elsewhere(self.front.speaker, came.by, here, self._number(came))

    def _number(self, came: i.Wrote | i.Pressed) -> int | None:
        """Return the number of the request this led to."""
        placed = None
        if isinstance(came, i.Pressed) and came.act == "place":
            placed = self._memory.placed(came.by, came.about.partition(":")[0])
        return placed.number if placed else self.front.desk.store.delivered(came.delivery)

    def _remembered(self, came: i.Wrote | i.Pressed, answer: a.Answer) -> a.Answer:
        if isinstance(answer, a.Nothing | a.Whisper):
            try:
                self._memory.heard(came.by, came.delivery, answer)
            except NotSaved:  # what was done is saved, and that is what they are told
                _log.warning("answer_not_remembered", by=came.by)
        return answer

    def _may_act(self, person: Person) -> bool:
        return self.front.desk.directory.may_act(person)

    # Presses

    def _pressed(self, came: i.Pressed) -> a.Answer:
        """As the front answers; *Answer* asks one by one instead of opening its form."""
        if came.act in FOCUSING:
            request = self._chat.part_in(came.by, came.about)
            if request and request.is_open:
                self._memory.focus_on(came.by, request.number)
        answer = self.front(came)
        if isinstance(answer, a.OpenForm) and answer.form.act == "answer":
            return self._questions.begun(came, answer)
        return self._onward(came) or answer if isinstance(answer, a.Nothing) else answer

    def _onward(self, came: i.Pressed) -> a.Answer | None:
        """What their word is asked for now, where the card that they pressed can't ask it."""
        number = self.front.desk.store.delivered(came.delivery) if came.alone else None
        return after_press(self._chat, came, number) if number else None

    def _raised(self, came: i.Pressed) -> a.Answer:
        """A kind was chosen for words that are typed already: nothing more is needed."""
        kind, _, words = came.about.partition(":")
        line = self._memory.taken(came.by, came.delivery, words.strip())
        return self._carrying.new(line, kind)
