"""Which request words are for that name none: the one asked about, in focus, or alone in waiting; or a new one."""

from __future__ import annotations

from datetime import datetime

from bot.cards import waited
from bot.cards.view import View
from bot.inbox import answer as a
from bot.inbox import incoming as i
from bot.reading.sentences import (
    CANCEL,
    SKIP,
    THANKS,
    YES,
    asks,
    folded,
    greets,
    meant,
    replies,
    urges,
    withdraws,
)
from bot.talk import cards
from bot.talk.asked import Asked
from bot.talk.chat import Chat
from bot.talk.in_words import button_in, surely
from bot.talk.memory import A_NEW_ONE, ASKED, FOCUS, RAISED, Asking, Focus, Line
from bot.talk.places import Places
from bot.talk.questions import Questions
from workflows.phases.between import heard_by, written_to
from workflows.phases.matching import match
from workflows.ports import Find
from workflows.rights import acts
from workflows.state.events import Said
from workflows.state.request import Request
from workflows.state.values import Person, Side

LONGEST_WORD = 20  # characters


class Routing:
    """Where it isn't clear, a card asks. Words that clearly name another kind are never passed on unasked."""

    def __init__(self, chat: Chat, asked: Asked, questions: Questions, places: Places) -> None:
        self._chat = chat
        self._asked = asked
        self._questions = questions
        self._places = places

    def into(self, came: i.Came, line: Line, request: Request) -> a.Answer:
        """To this request; to its question, if one was put."""
        asking = self._chat.memory.asking(line.by)
        if asking and asking.number == request.number:
            answer = self._questions.heard(came, line, asking)
            if answer is not None:
                return self._places.settled(line, answer)
        return self._places.to(came, line, request)

    def routed(self, came: i.Came, line: Line) -> a.Answer:
        """The question asked, the request in focus, the only one that waits for words; a new one; else: which?"""
        if self._announced(line.by):
            self._chat.memory.look_away(line.by)
            if not self._is(line, CANCEL):
                return self._places.new(line)
        asking = self._chat.memory.asking(line.by)
        answer = self._answered(came, line, asking) if asking else None
        if answer is not None:
            return answer
        if self._is(line, CANCEL):
            return self._nothing_to_cancel(line.by)
        focus = self._in_focus(line.by)
        meant_for = self._agreed_to(line, focus) or (None if focus else self._just_closed(line))
        if meant_for:
            return self.into(came, line, meant_for)
        return self._focused(came, line, focus) if focus else self._unfocused(came, line)

    def _answered(self, came: i.Came, line: Line, asking: Asking) -> a.Answer | None:
        """Words after a question was put; None when it is answered meanwhile, so that they are for something else."""
        request = self._chat.part_in(line.by, str(asking.number))
        if request is None or not request.is_open:
            self._chat.memory.stop_asking(line.by)
            others = self._chat.candidates(line.by)
            return self._places.which(line, self._stands(came, asking.number)) if others else None
        missed = self._asked.missed_by(line.text, line.by, request, asking.question)
        if missed and self._names_another(line, request):
            return self._places.which(line)
        in_words = withdraws(line.text) or button_in(self._chat, line, request)
        if missed and in_words and not self._is(line, CANCEL | SKIP):
            self._chat.memory.stop_asking(line.by)
            return self._places.to(came, line, request)
        if self._overtaken(asking, line) and (
            missed or self._asked.is_open_ended(line.by, request, asking.question)
        ):
            return self._places.passed_on(came, line, request)
        answer = self._questions.heard(came, line, asking)
        if answer is not None:
            return self._places.settled(line, answer)
        return self._places.to(came, line, request) if self._chat.memory.asking(line.by) else None

    def _focused(self, came: i.Came, line: Line, request: Request) -> a.Answer:
        focus = self._chat.memory.focus(line.by)
        if focus and focus.raised and (greets(line.text) or self._is(line, THANKS)):
            return self._courteous(line)  # for the bot, which has just taken in a request
        if self._names_another(line, request):
            just_raised = focus is not None and focus.raised and not self._asked.waits(line.by, request)
            return self._places.new(line) if just_raised else self._places.which(line)
        if focus and self._something_newer(line.by, request, focus):
            return self._places.which(line)
        return self.into(came, line, request)

    def _overtaken(self, asking: Asking, line: Line) -> bool:
        """Somebody wrote to them there after the question was put: that is what they have before them."""
        if folded(line.text[:LONGEST_WORD]) in CANCEL | SKIP | YES:
            return False
        history = self._chat.desk.store.history(asking.number)
        for one in reversed(history):
            if isinstance(one.event, Said) and one.event.to is None:
                return one.at > asking.at and one.by != line.by
        return False

    def _agreed_to(self, line: Line, focus: Request | None) -> Request | None:
        """Yes or thanks, where just one request waits for a word of theirs: unless they speak of another one."""
        waits = [view.request for view in self._chat.candidates(line.by) if self._settles(line, view)]
        if len(waits) != 1:
            return None
        kept = self._chat.memory.focus(line.by)
        if focus is None or kept is None or focus.number == waits[0].number:
            return waits[0]
        return waits[0] if self._something_newer(line.by, focus, kept) else None

    def _settles(self, line: Line, view: View) -> bool:
        """It waits for a word of theirs, and these may be it: a yes, a no, or what stands on a button there."""
        answers = waited.answers(view, self._chat.speaker.side(line.by, view.request))
        button = button_in(self._chat, line, view.request) if answers else None
        in_words = button is not None and button.act in waited.ANSWERS
        replied = replies(line.text) and not self._names_another(line, view.request)
        return bool(answers) and (in_words or replied or self._is(line, THANKS))

    def _something_newer(self, person: Person, request: Request, focus: Focus) -> bool:
        """Another request has come to them since they spoke of this one: its card is the last they have seen."""
        found = [view.request for view in self._chat.candidates(person)]
        others = [one for one in found if one.number != request.number]
        since = max(focus.at, self._written(person, request) or focus.at)
        return any(
            (one.asks(person) or person in one.ties)
            and max(one.raised, one.since if one.ball is Side.REQUESTER else one.raised) > focus.at
            for one in others
        ) or any((self._written(person, one) or since) > since for one in others)

    def _written(self, person: Person, request: Request) -> datetime | None:
        return written_to(person, request, self._chat.desk.store.history(request.number))

    def _just_told(self, person: Person) -> list[Request]:
        """Requests that they were told of a moment ago, and write back to: by somebody's words, or raised for them."""
        found = [view.request for view in self._chat.candidates(person)]
        times = [
            (one, one.raised if person == one.colleague else self._written(person, one)) for one in found
        ]
        return [one for one, at in times if at and self._chat.memory.is_fresh(at, FOCUS)]

    def _unfocused(self, came: i.Came, line: Line) -> a.Answer:
        if greets(line.text) or self._is(line, THANKS):
            return self._courteous(line)
        found = self._chat.candidates(line.by)
        waiting, told = self._waiting(line.by), self._just_told(line.by)
        named = match(line.text, self._chat.company)
        buttons = [view.request for view in found if button_in(self._chat, line, view.request)]
        if len(buttons) == 1:
            return self.into(came, line, buttons[0])
        if len(told) == 1 and not named and all(one.number == told[0].number for one in waiting):
            return self.into(came, line, told[0])
        if len(waiting) == 1:
            return self._to_the_only_one(came, line, waiting[0])
        if not waiting and named:
            return self._places.new(line)
        return self._places.which(line)

    def _to_the_only_one(self, came: i.Came, line: Line, request: Request) -> a.Answer:
        """An answer, or words about it; they may also begin something new, where no question is before them."""
        if self._names_another(line, request):
            put = request.open_questions or request.waits_for_input or not request.asks(line.by)
            return self._places.which(line) if put else self._places.new(line)
        if self._asked.answered_by(line.text, line.by, request) or request.waits_for_input:
            return self.into(came, line, request)
        about_it = asks(line.text) or urges(line.text)
        if about_it and len(self._chat.candidates(line.by)) == 1:
            return self.into(came, line, request)
        return self._places.which(line)

    def _names_another(self, line: Line, request: Request) -> bool:
        named = match(line.text, self._chat.company)
        return named is not None and named.id != request.workflow

    def _courteous(self, line: Line) -> a.Answer:
        """A greeting or thanks answers no question that was not put, and is no request."""
        focus = self._chat.memory.focus(line.by)
        if self._is(line, THANKS) and focus and focus.raised:
            return self._welcome(line.by)
        if self._chat.candidates(line.by):
            return self._places.which(line)
        if greets(line.text):
            return a.Whisper(card=cards.how_to(self._chat.speaker, line.by))
        return self._welcome(line.by)

    def _welcome(self, person: Person) -> a.Whisper:
        return self._chat.told(person, "talk.welcome")

    def _announced(self, person: Person) -> bool:
        """They just said that a new request comes."""
        focus = self._chat.memory.focus(person)
        return focus is not None and focus.number == A_NEW_ONE and self._chat.memory.is_fresh(focus.at, FOCUS)

    def _nothing_to_cancel(self, person: Person) -> a.Answer:
        """Nothing is asked: perhaps a request is meant; each can be withdrawn from its own card."""
        found = self._chat.candidates(person)
        if len(found) == 1 and found[0].request.asks(person):
            button = found[0].button(acts.BY_KEY["withdraw"])
            if button.sure and acts.makes_sense(acts.BY_KEY["withdraw"], found[0].request, found[0].workflow):
                return surely(button, button.sure)
        said = self._chat.say(person, "talk.cancel" if found else "talk.cancel.none")
        return a.Whisper(card=cards.told(said, buttons=[cards.show_it(view) for view in found]))

    def _in_focus(self, person: Person) -> Request | None:
        """The last request that this person spoke of: for half an hour; for the day, while something is asked there."""
        focus = self._chat.memory.focus(person)
        request = self._chat.part_in(person, str(focus.number)) if focus else None
        if focus is None or request is None or not request.is_open:
            return None
        asked = ASKED if self._asked.waits(person, request) else FOCUS
        return request if self._chat.memory.is_fresh(focus.at, RAISED if focus.raised else asked) else None

    def _just_closed(self, line: Line) -> Request | None:
        """It was closed while they spoke of it, and these words stand on a button of its last card."""
        focus = self._chat.memory.focus(line.by)
        if focus is None or not self._chat.memory.is_fresh(focus.at, FOCUS):
            return None
        request = self._chat.part_in(line.by, str(focus.number))
        return request if request and button_in(self._chat, line, request) else None

    def _waiting(self, person: Person) -> list[Request]:
        """Requests in which an answer of this person's is waited for, or a yes to what a colleague asked."""
        find, company = self._chat.desk.store.find, self._chat.company
        answers = find(Find(requester=person, side=Side.REQUESTER))
        yeses = find(Find(tie=person, open=True))
        return [
            *(one for one in answers if self._asked.waits(person, one) or one.waits_for_input),
            *(one for one in yeses if heard_by(person, one, company) and self._still_asked(person, one)),
        ]

    def _still_asked(self, person: Person, request: Request) -> bool:
        return self._chat.speaker.side(person, request) == "asked"

    def _stands(self, came: i.Came, number: int) -> str:
        """Why nothing can be answered there any more."""
        refused = self._chat.front(
            i.Pressed(by=came.by, delivery=came.delivery, act="answer", about=str(number))
        )
        return refused.card.summary if isinstance(refused, a.Whisper) else ""

    def _is(self, line: Line, words: frozenset[str]) -> bool:
        return meant(line.text[: 2 * LONGEST_WORD]) in words
