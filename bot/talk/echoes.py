"""Tells what became of somebody's words, and asks about those that it isn't clear of. Changes no request."""

from __future__ import annotations

from bot.cards import waited
from bot.cards.care import handler_line
from bot.cards.elements import Button
from bot.cards.hearing import reached
from bot.cards.view import View
from bot.inbox import answer as a
from bot.inbox import incoming as i
from bot.reading.sentences import complains, withdraws
from bot.talk import cards, ways
from bot.talk.chat import Chat
from bot.talk.in_words import surely
from bot.talk.memory import Line, Placed
from bot.talk.questions import Questions
from workflows.phases.between import writes_to
from workflows.phases.explore import MOST_WORDS
from workflows.rights import acts
from workflows.rights.act import makes_sense
from workflows.state import events as e
from workflows.state.request import Request
from workflows.state.values import Person

MEANT = {"withdraw": withdraws, "unhappy": complains}


class Echoes:
    """Tells people where their words went, with the ways to put them elsewhere, or lets them choose."""

    def __init__(self, chat: Chat, questions: Questions) -> None:
        self._chat = chat
        self._questions = questions

    def told(self, came: i.Came, line: Line, number: int) -> a.Answer:
        """What became of words that were taken in; read from what happened, so that it can be told again."""
        became = self._became(line, number)
        if became is None:
            return self._taken_in(came, line, number)
        self._chat.memory.place(line, became)
        if became.raised:
            self._chat.memory.focus_on(line.by, number, raised=True)
            return a.Nothing()
        if became.question is not None:
            return self._noted(came, line, self._chat.request(number), became.question)
        return self._told_passed_on(
            came, line, self._chat.view(self._chat.request(number), line.by), became.to
        )

    def _taken_in(self, came: i.Came, line: Line, number: int) -> a.Answer:
        """A choice, a day or the end of a run: only what comes next can be told. So, too, of what went wrong."""
        asking, request = self._chat.memory.asking(line.by), self._chat.request(number)
        if asking and asking.number == number:
            said = self._chat.say(line.by, "talk.taken_in", number=number)
            return self._questions.resumed(came, asking, (said,))
        if request.listening and request.asks(line.by):
            view = self._chat.view(request, line.by)
            said = view.say("talk.listened", number=number, said=handler_line(view))
            return a.Whisper(card=cards.sentence_card(said, buttons=(ways.another(view, line),)))
        return self._chat.told(line.by, "talk.taken_in", number=number)

    def _told_passed_on(self, came: i.Came, line: Line, view: View, to: Person | None) -> a.Answer:
        """Behind it, what is asked of them still, and what else the words may have been."""
        request = view.request
        name = reached(view, line.by, to)
        passed = view.say("answer.passed_on", name=name, number=str(request.number))
        onward = ways.ways_on(self._chat, view, line)
        if writes_to(line.by, to, request, self._chat.company):
            onward = (ways.to_requester(view, line), *onward)
        asking = self._chat.memory.asking(line.by)
        if asking and asking.number == request.number:
            return self._questions.goes_on(came, asking, (passed,), onward)
        if self._chat.waits(line.by, request):
            return a.Whisper(card=cards.sentence_card(passed, buttons=(cards.answer(view), *onward)))
        side = self._chat.speaker.side(line.by, request)
        settling = waited.answers(view, side) + self._meant(line, view)
        deeds = () if to else waited.deeds(view, side)
        row = (*settling, *deeds, *onward)
        if settling:
            return cards.settling(request.number, view.say("talk.counts"), title=passed, buttons=row)
        return a.Whisper(card=cards.sentence_card(passed, buttons=row))

    def _meant(self, line: Line, view: View) -> tuple[Button, ...]:
        """For whoever says that it isn't needed any more, or that it goes badly."""
        meant = [key for key, said in MEANT.items() if view.request.asks(line.by) and said(line.text)]
        found = (acts.BY_KEY[key] for key in meant)
        return tuple(view.button(act) for act in found if makes_sense(act, view.request, view.workflow))

    def _noted(self, came: i.Came, line: Line, request: Request, question: str) -> a.Answer:
        answer = request.answers.get(question, "")
        said, buttons = self._questions.echo(line.by, request.number, question, answer, line)
        asking = self._chat.memory.asking(line.by)
        if asking and asking.number == request.number:
            return self._questions.resumed(came, asking, said, buttons)
        if self._chat.waits(line.by, request):
            return self._questions.goes_on(came, self._questions.needed(request.number), said, buttons)
        return a.Whisper(card=cards.sentence_card(*said, buttons=buttons))

    def _became(self, line: Line, number: int) -> Placed | None:
        """An answer, words passed on, or a request of their own; None for a day or a choice, kept in other words."""
        said = line.text.strip()[:MOST_WORDS]
        for one in reversed(self._chat.desk.store.history(number)):
            match one.event:
                case e.Said(text=text, to=to) if one.by == line.by and text == said:
                    return Placed(number=number, to=to)
                case e.Answered(answers=answers) if one.by == line.by and said in answers.values():
                    question = next(key for key, value in answers.items() if value == said)
                    return Placed(number=number, question=question)
                case e.Raised(words=words) if one.by == line.by and words == said:
                    return Placed(number=number, raised=True)
        return None

    # To be asked about

    def which(self, line: Line, said: str = "") -> a.Answer:
        """A card with the requests that may be meant; where there are none, with the kinds of a new one."""
        found = self._chat.candidates(line.by)
        if not found:
            return self.kinds(line, said)
        return a.Whisper(card=cards.which(self._chat.speaker, line, found, said))

    def kinds(self, line: Line, said: str = "") -> a.Whisper:
        return a.Whisper(card=cards.kinds(self._chat.speaker, self._chat.company, line, said))

    def no_such(self, line: Line, number: str) -> a.Answer:
        """The answer to a number under which they find nothing; words behind it may belong elsewhere."""
        shown = number if len(number) < 12 else f"{number[:11]}…"
        said = self._chat.say(line.by, "refused.no_such_request", number=shown)
        if line.text:
            return self.which(line, said)
        title = self._chat.say(line.by, "refused.title")
        return a.Whisper(card=cards.sentence_card(said, title=title))

    def nothing_to_cancel(self, person: Person, withdraw: int | None) -> a.Answer:
        """The question whether their only request is to be withdrawn, or the ways to those that may be meant."""
        found = self._chat.candidates(person)
        for view in found:
            button = view.button(acts.BY_KEY["withdraw"])
            if view.request.number == withdraw and button.sure:
                return surely(button, button.sure)
        said = self._chat.say(person, "talk.cancel" if found else "talk.cancel.none")
        return a.Whisper(card=cards.sentence_card(said, buttons=[cards.show_it(view) for view in found]))
