"""The buttons of a conversation's own cards: a choice, the yes or no to a day, on to the next question, undo."""

from __future__ import annotations

from collections.abc import Callable

from bot.inbox import answer as a
from bot.inbox import incoming as i
from bot.talk import cards
from bot.talk.chat import Chat
from bot.talk.moving import Moves
from bot.talk.questions import Questions


class Presses:
    """By act, what a press on a card of a conversation does. Old buttons are answered kindly, and change nothing."""

    def __init__(self, chat: Chat, questions: Questions, moves: Moves) -> None:
        self._chat = chat
        self._questions = questions
        self.acts: dict[str, Callable[[i.Pressed], a.Answer]] = {
            "say": self._said,
            "next": self._next,
            "again": self._again,
            "move": moves.asked_to_move,
            "place": moves.chosen,
            "tell": moves.told_requester,
            "take_back": self._taken_back,
        }

    def _said(self, came: i.Pressed) -> a.Answer:
        """A choice, or the yes to a day."""
        number, question, value = (*came.about.split(":", 2), "", "")[:3]
        request = self._chat.part_in(came.by, number)
        asking = self._questions.asking(came.by, request.number) if request else None
        answer = self._questions.pressed(came, asking, question, value) if asking else None
        return answer if answer is not None else self._too_late(came, number)

    def _next(self, came: i.Pressed) -> a.Answer:
        number, _, question = came.about.partition(":")
        request = self._chat.part_in(came.by, number)
        if request is None or not self._questions.left(came.by, request):
            return self._too_late(came, number)
        return self._questions.skipped(came, self._questions.asking(came.by, request.number), question)

    def _again(self, came: i.Pressed) -> a.Answer:
        """That was not the day: the question once more."""
        number = came.about.partition(":")[0]
        request = self._chat.part_in(came.by, number)
        if request is None or not self._questions.left(came.by, request):
            return self._too_late(came, number)
        return self._questions.goes_on(came, self._questions.asking(came.by, request.number))

    def _too_late(self, came: i.Pressed, number: str) -> a.Answer:
        """An old button: how it stands there, with the next question if there is one."""
        answer = self._chat.front(i.Pressed(by=came.by, delivery=came.delivery, act="answer", about=number))
        if not isinstance(answer, a.OpenForm):
            return answer
        said = self._chat.say(came.by, "talk.answered")
        return self._questions.goes_on(came, self._questions.asking(came.by, int(number)), (said,))

    def _taken_back(self, came: i.Pressed) -> a.Answer:
        answer = self._chat.front(came)
        request = self._chat.part_in(came.by, came.about.partition(":")[0])
        if not isinstance(answer, a.Nothing) or request is None:
            return answer
        view = self._chat.view(request, came.by)
        said = view.say("talk.taken_back", number=request.number)
        return a.Whisper(card=cards.sentence_card(said, buttons=(cards.answer(view),)))
