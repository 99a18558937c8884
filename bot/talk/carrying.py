"""Carries out what words in somebody's chat mean: an answer, a press, a new request, or a card that asks."""

from __future__ import annotations

from datetime import date
from typing import Literal, assert_never

import structlog

from bot.inbox import answer as a
from bot.inbox import incoming as i
from bot.reading import utterances
from bot.talk import cards
from bot.talk.chat import Chat
from bot.talk.echoes import Echoes
from bot.talk.gathering import Gathering
from bot.talk.in_words import press_in_words
from bot.talk.memory import Line, Placed, skipping, storable_words
from bot.talk.questions import Questions
from workflows.languages import Language
from workflows.meaning import meanings as m
from workflows.meaning.for_request import to
from workflows.meaning.in_chat import is_announced
from workflows.meaning.interpret import by_itself, interpreted
from workflows.meaning.situation import Situation, Utterance
from workflows.phases.between import wrote_last
from workflows.phases.matching import match
from workflows.state.request import Request
from workflows.state.values import Person

MENU: dict[str, Literal["mine", "team", "waiting"]] = {"mine": "mine", "team": "team", "waiting": "waiting"}

_log: structlog.stdlib.BoundLogger = structlog.stdlib.get_logger("conversation")


class Carrying:
    """Gathers the situation, asks what the words mean, and does it. Whatever changes a request goes by the front."""

    def __init__(self, chat: Chat, questions: Questions, echoes: Echoes) -> None:
        self._chat = chat
        self._questions = questions
        self._echoes = echoes
        self._gathering = Gathering(chat)

    def wrote(self, came: i.Wrote) -> a.Answer:
        said = utterances.chat_words(storable_words(came.text), self._chat.company)
        line = self._chat.memory.line(came.by, came.delivery, said.text)
        alone = by_itself(self._gathering.bare(came.by, said))
        return self.carry(came, line, alone.meaning) if alone else self._heard(came, said, line)

    def moved(self, came: i.Pressed, line: Line, request: Request) -> a.Answer:
        """The words were meant for this request; a day needs no yes any more."""
        said = utterances.bare_words(line.text, self._chat.company)
        situation = self._gathering.named(line.by, said, request)
        return self.carry(came, line, to(situation.known[0], situation, sure=True))

    def _heard(self, came: i.Wrote, said: Utterance, line: Line) -> a.Answer:
        """Words for a request: kept before anything is done with them, and taken in once."""
        request = self._chat.part_in(line.by, said.number) if said.number else None
        if request:
            self._chat.memory.focus_on(line.by, request.number)
        if said.text:
            self._chat.memory.keep(line)
            before = self._taken_before(line)
            if before is not None:
                return self._echoes.told(came, line, before)
        situation = self._situation(line.by, said, request)
        found = interpreted(situation)
        _log.info("interpreted", by=line.by, interpretation=found.by)
        self._forgets(situation)
        return self.carry(came, line, found.meaning)

    def _situation(self, by: Person, said: Utterance, request: Request | None) -> Situation:
        if request:
            return self._gathering.named(by, said, request)
        return self._gathering.bare(by, said) if said.number else self._gathering.whole(by, said)

    def _taken_before(self, line: Line) -> int | None:
        """Where words went that were taken in before the process was killed: they are only told of again."""
        delivered = self._chat.desk.store.delivered
        return delivered(line.delivery) or delivered(skipping(line.delivery))

    def _forgets(self, situation: Situation) -> None:
        """What was announced has come, and what is answered meanwhile is asked no more."""
        if is_announced(situation):
            self._chat.memory.look_away(situation.by)
        if situation.put and situation.put.wanted is None:
            self._chat.memory.stop_asking(situation.by)

    # What is to be done

    def carry(self, came: i.Came, line: Line, meaning: m.Meaning) -> a.Answer:
        if isinstance(meaning, m.InRun):
            return self._in_run(came, line, meaning)
        match meaning:
            case m.NewRequest(kind=kind):
                return self.new(line, kind or "")
            case m.AskWhich(closed=closed):
                return self._echoes.which(line, self._stands(came, closed) if closed else "")
            case m.NoSuchNumber(number=number):
                return self._echoes.no_such(line, number)
            case m.CancelWhat(withdraw=number):
                return self._echoes.nothing_to_cancel(line.by, number)
            case _:
                return self._asked_for(came, meaning)

    def _in_run(self, came: i.Came, line: Line, meaning: m.InRun) -> a.Answer:
        """For one request, or the question that was put there."""
        request, questions = self._chat.request(meaning.number), self._questions
        match meaning:
            case m.StopQuestions():
                return questions.stopped(line.by, request)
            case m.SkipQuestion(question=question):
                return questions.skipped(came, questions.asking(line.by, request.number), question)
            case _ if meaning.ends:
                self._chat.memory.stop_asking(line.by)
        match meaning:
            case m.PressButton(button=button):
                self._chat.memory.focus_on(line.by, request.number)
                return press_in_words(self._chat, questions, came, line, button)
            case m.PassOn():
                return self._passed_on(came, line, request)
            case _:
                return self._answered(came, line, request, meaning)

    def _answered(
        self, came: i.Came, line: Line, request: Request, meaning: m.GiveAnswer | m.ConfirmDay | m.AskOnceMore
    ) -> a.Answer:
        """An answer to a question there, to the one that was put or the first that can't be left open."""
        questions, number = self._questions, request.number
        run = questions.asking(line.by, number) if meaning.put else questions.needed(number)
        if isinstance(meaning, m.GiveAnswer):
            kept = None if meaning.confirmed else line
            return self._settled(line, questions.answered(came, run, meaning.question, meaning.value, kept))
        field = questions.field(line.by, request, meaning.question)
        if field is None:
            return self._echoes.which(line)
        match meaning:
            case m.AskOnceMore(past=past, soon=soon):
                why = (self._past(line.by, request, past),) if past else ()
                return questions.again(came, run, field, line, why=why, soon=soon)
            case m.ConfirmDay(day=day):
                return questions.is_it(came, run, field, day, line)
            case _:
                assert_never(meaning)

    def _settled(self, line: Line, answer: a.Answer) -> a.Answer:
        """What could not be taken in is asked about again, with the reason; the words are kept."""
        if not isinstance(answer, a.InsteadOfForm):
            return answer
        return self._echoes.which(line, answer.card.summary)

    def _past(self, person: Person, request: Request, day: date) -> str:
        view = self._chat.view(request, person)
        return view.say("refused.date_is_past", day=view.day(day))

    def _passed_on(self, came: i.Came, line: Line, request: Request) -> a.Answer:
        """Deliver the words to whoever reads them there."""
        number = request.number
        words = i.Replied(by=line.by, delivery=line.delivery, number=number, text=line.text, aside=True)
        history, company = self._chat.desk.store.history(number), self._chat.company
        answer = self._chat.front(
            words.model_copy(update={"to": wrote_last(line.by, request, history, company)})
        )
        if self._chat.desk.store.delivered(line.delivery) is None:
            return self._echoes.which(line, answer.card.summary) if isinstance(answer, a.Whisper) else answer
        return self._echoes.told(came, line, number)

    def new(self, line: Line, kind: str = "") -> a.Answer:
        """Raised at once where the kind is known or clear; else a card asks for it."""
        company = self._chat.company
        workflow = company.workflows.get(kind) or match(line.text, company)
        if workflow is None:
            return self._echoes.kinds(line)
        need = i.NeedOfKind(by=line.by, delivery=line.delivery, workflow=workflow.id, words=line.text)
        answer = self._chat.front(need)
        number = self._chat.desk.store.delivered(line.delivery)
        if number is not None:
            self._chat.memory.place(line, Placed(number=number, raised=True))
            self._chat.memory.focus_on(line.by, number, raised=True)
            return answer
        if isinstance(answer, a.FieldErrors):
            return self._echoes.kinds(line, *answer.errors.values())
        return a.Whisper(card=answer.card) if isinstance(answer, a.InsteadOfForm) else answer

    def _asked_for(self, came: i.Came, meaning: m.ByItself) -> a.Answer:
        """Do what the words stand for by themselves."""
        match meaning:
            case m.SayNothing():
                return a.Nothing()
            case m.NothingSaid():
                return self._chat.told(came.by, "answer.nothing")
            case m.SayWelcome():
                return self._chat.told(came.by, "talk.welcome")
            case m.ShowList(which=which):
                return self._listed(came, which)
            case m.ShowRequest(number=number):
                return self._pressed(came, "show", str(number))
            case m.ComeBack():
                return self._pressed(came, "back", "")
            case m.GoAway():
                return self._chat.front(i.Commanded(by=came.by, delivery=came.delivery, text="away"))
            case m.FillIn():
                self._chat.memory.focus_on_new(came.by)  # who goes on writing instead means that one
                return self._chat.front(i.Commanded(by=came.by, delivery=came.delivery))
            case m.ChooseLanguage(language=language):
                return self._speaks(came.by, language)
            case _:
                assert_never(meaning)

    def _listed(self, came: i.Came, which: str) -> a.Answer:
        if which == "help":
            return a.Whisper(card=cards.how_to(self._chat.speaker, came.by))
        if which in MENU:
            return self._chat.front(i.AskedForList(by=came.by, delivery=came.delivery, which=MENU[which]))
        return self._chat.front(i.Commanded(by=came.by, delivery=came.delivery, text=which))

    def _pressed(self, came: i.Came, act: str, about: str) -> a.Answer:
        return self._chat.front(i.Pressed(by=came.by, delivery=came.delivery, act=act, about=about))

    def _stands(self, came: i.Came, number: int) -> str:
        """Why nothing can be answered there any more."""
        refused = self._pressed(came, "answer", str(number))
        return refused.card.summary if isinstance(refused, a.Whisper) else ""

    def _speaks(self, person: Person, language: Language) -> a.Answer:
        """From now on in this language: where a platform tells none, people say it."""
        if self._chat.front.choose:
            self._chat.front.choose(person, language)
        return self._chat.told(person, "talk.language")
