"""Words that were meant for something else: another request, or a new one. They are taken back where they stood."""

from __future__ import annotations

from bot import texts
from bot.cards import pressing
from bot.cards.elements import Words
from bot.cards.view import View
from bot.inbox import answer as a
from bot.inbox import incoming as i
from bot.talk import cards
from bot.talk.carrying import Carrying
from bot.talk.chat import MOST, Chat
from bot.talk.echoes import Echoes
from bot.talk.memory import Line, Placed
from workflows.phases.between import read_by
from workflows.state.request import Request
from workflows.state.values import Person, RecoveryStep


class Moves:
    """By the buttons of a card that asks where words belong, or of an echo."""

    def __init__(self, chat: Chat, carrying: Carrying, echoes: Echoes) -> None:
        self._chat = chat
        self._carrying = carrying
        self._echoes = echoes

    def chosen(self, came: i.Pressed) -> a.Answer:
        """A place was chosen for words that are kept: a request, `+` for a new one, `+help` for one of that kind."""
        token, _, target = came.about.partition(":")
        line = self._chat.memory.kept(came.by, token)
        if line is None:
            return self._chat.told(came.by, "talk.gone")
        before = self._chat.memory.placed(came.by, token)
        if before and (before.raised or target == str(before.number)):
            return self._is_there(came.by, before)
        answer = self._put(came, line, target)
        if before and self._chat.memory.placed(came.by, token) != before:
            return self._moved(line, before, answer)
        return answer

    def asked_to_move(self, came: i.Pressed) -> a.Answer:
        """ "Meant for another one" was pressed: which, then?"""
        token = came.about.partition(":")[2]
        line = self._chat.memory.kept(came.by, token)
        if line is None:
            return self._chat.told(came.by, "talk.gone")
        before = self._chat.memory.placed(came.by, token)
        if before and before.raised:
            return self._is_there(came.by, before)
        return a.Whisper(card=cards.which(self._chat.speaker, line, self._others(came, before)))

    def _others(self, came: i.Pressed, before: Placed | None) -> list[View]:
        """Where words may go that are somewhere already; those that fitted nowhere, first to where they were said."""
        found = self._chat.candidates(came.by)
        if before:
            return [view for view in found if view.request.number != before.number]
        here = self._chat.part_in(came.by, came.about.partition(":")[0])
        if here is None or not here.is_open:
            return found
        rest = [view for view in found if view.request.number != here.number]
        return [self._chat.view(here, came.by), *rest][:MOST]

    def _put(self, came: i.Pressed, line: Line, target: str) -> a.Answer:
        if target.startswith("+"):
            return self._carrying.new(line, target[1:])
        request = self._chat.part_in(came.by, target)
        if request is None:
            return self._echoes.which(
                line, self._chat.say(came.by, "refused.no_such_request", number=target[:12])
            )
        answer = self._carrying.moved(came, line, request)
        if self._chat.request(request.number).is_open:
            self._chat.memory.focus_on(came.by, request.number)
        return answer

    def _is_there(self, person: Person, placed: Placed) -> a.Whisper:
        view = self._chat.view(self._chat.request(placed.number), person)
        said = view.say("talk.became" if placed.raised else "talk.there", number=placed.number)
        return a.Whisper(card=cards.sentence_card(said, buttons=(pressing.show(view),)))

    def _moved(self, line: Line, before: Placed, answer: a.Answer) -> a.Answer:
        """They stand in their new place; now they are taken back from the old one."""
        said = self._taken_from(line, before)
        if isinstance(answer, a.Whisper):
            elements = (Words(text=said, weight="quiet"), *answer.card.elements)
            card = answer.card.model_copy(update={"elements": elements})
            return answer.model_copy(update={"card": card})
        now = self._chat.memory.placed(line.by, line.token) or before
        view = self._chat.view(self._chat.request(now.number), line.by)
        return a.Whisper(card=cards.sentence_card(said, view.say("talk.became", number=now.number)))

    def _taken_from(self, line: Line, before: Placed) -> str:
        """An answer is taken back; of words that somebody has read, they are told that these were not for them."""
        request, delivery = self._chat.request(before.number), f"{line.delivery}:back"
        if before.question:
            about = f"{before.number}:{before.question}"
            if before.question in request.answers:
                self._chat.front(i.Pressed(by=line.by, delivery=delivery, act="take_back", about=about))
                request = self._chat.request(before.number)
            if before.question not in request.answers:
                return self._chat.say(line.by, "talk.back", number=before.number)
        heard = request.step is RecoveryStep.LISTEN or self._chat.waits(line.by, request)
        if heard or not request.is_open:  # a line would be taken for an answer
            return self._chat.say(line.by, "talk.stays", number=before.number)
        self._chat.front(
            i.Replied(
                by=line.by, delivery=delivery, number=before.number, text=self._correction(line, request)
            )
        )
        return self._chat.say(line.by, "talk.told", number=before.number)

    def _correction(self, line: Line, request: Request) -> str:
        """In the words of whoever reads it."""
        other = read_by(line.by, request, self._chat.company)
        words = cards.quotation(line.text)
        if other:
            return self._chat.say(other, "talk.not_for_here", words=words)
        department = self._chat.company.department(request.department)
        return texts.say(department.language, "talk.not_for_here", words=words)

    def told_requester(self, came: i.Pressed) -> a.Answer:
        """What a colleague was told is for the requester, too."""
        number, _, token = came.about.partition(":")
        line, request = self._chat.memory.kept(came.by, token), self._chat.part_in(came.by, number)
        if line is None or request is None:
            return self._chat.told(came.by, "talk.gone")
        delivery = f"{line.token}:requester"
        return self._chat.front(
            i.Replied(by=came.by, delivery=delivery, number=request.number, text=line.text)
        )
