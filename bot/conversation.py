"""A conversation where a person has one chat with the bot and no threads: every word finds its request."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from typing import Literal

import structlog

from bot import answer as a
from bot import incoming as i
from bot.lists import LISTS
from bot.pacing import platform_of
from bot.reply import PLATFORM_NAMES, Front
from bot.talk import cards
from bot.talk.memory import A_NEW_ONE, ASKED, FOCUS, Line, Memory
from bot.talk.places import Places, part_in
from bot.talk.presses import Presses
from bot.talk.questions import Questions
from bot.talk.reading import CANCEL, folded
from workflows.definition import Language
from workflows.matching import match
from workflows.ports import Find, Notes, NotSaved
from workflows.request import Request
from workflows.values import Person, Side

NUMBERED = re.compile(
    r"\s*[#＃]\s*(?P<number>\d++)(?:(?!\w)|(?=[^\x00-\x7f]))[\s:：,，、.。]*(?P<words>.*)", re.DOTALL
)
LONGEST_COMMAND = 20  # characters
MENU: dict[str, Literal["mine", "team", "waiting", "help"]] = {
    "help": "help", "menu": "help", "帮助": "help", "菜单": "help",
    "mine": "mine", "我的请求": "mine",
    "team": "team", "部门请求": "team",
    "待我处理": "waiting",
}  # fmt: skip
SPOKEN: dict[str, Language] = {"english": "en", "英文": "en", "英语": "en", "chinese": "zh", "中文": "zh"}
NEW = frozenset({"new request", "新请求", "发起请求"})
FOCUSING = frozenset({"answer", "ask"})  # whoever presses these goes on to write about that request
TURNS = 64

_log: structlog.stdlib.BoundLogger = structlog.stdlib.get_logger("conversation")


class Conversation:
    """The front for platforms without threads and windows: `Incoming → Answer`, as the front itself.

    Words go to the request they name, else to the one asked about, in focus or alone in waiting for them; else
    they become a new one, or a card asks. What became of them is always echoed, and can be moved.
    """

    def __init__(self, front: Front, notes: Notes) -> None:
        self.front = front
        self._memory = Memory(notes, front.desk.clock)
        self._questions = Questions(front, self._memory)
        self._places = Places(front, self._memory, self._questions)
        self._turns = tuple(threading.Lock() for _ in range(TURNS))
        self._own = Presses(front, self._questions, self._places).acts

    def __call__(self, came: i.Incoming) -> a.Answer:
        """As the front answers; NotSaved is raised. The same delivery twice has one effect and the same answer."""
        one = self.front.desk.company().one(came.by)  # a human being on two platforms speaks as one
        if isinstance(came, i.Commanded) and not came.text.strip() and self._may_act(one):
            self._memory.focus_on_new(one)
        if not isinstance(came, i.Wrote | i.Pressed) or not self._may_act(one):
            return self.front(came)
        as_one = came.model_copy(update={"by": one})
        with self._turns[hash(one) % TURNS]:  # one thing after the other, as they said it
            before = self._memory.answered(one, came.delivery)
            return before or self._remembered(as_one, self._told(came, as_one, self._answer(as_one)))

    def _answer(self, came: i.Wrote | i.Pressed) -> a.Answer:
        if isinstance(came, i.Wrote):
            return self._wrote(came) if came.direct and not came.under else self.front(came)
        if came.act in self._own:
            return self._own[came.act](came)
        if came.act == "raise" and came.about.partition(":")[2].strip():
            return self._raised(came)
        return self._pressed(came)

    def _told(self, came: i.Wrote | i.Pressed, as_one: i.Wrote | i.Pressed, answer: a.Answer) -> a.Answer:
        """Where the cards show it on another platform, nothing shows here: so that is said."""
        there = platform_of(as_one.by)
        if not isinstance(answer, a.Nothing) or there == platform_of(came.by):
            return answer
        number = self._number(as_one)
        if number is None:
            return answer
        details = {"number": str(number), "platform": PLATFORM_NAMES.get(there, there)}
        return a.Whisper(card=cards.told(self.front.speaker.say(as_one.by, "answer.elsewhere", **details)))

    def _number(self, came: i.Wrote | i.Pressed) -> int | None:
        """Which request this led to."""
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
        return self.front.speaker.profile(person).may_act

    # Words

    def _speaks(self, person: Person, language: Language) -> a.Answer:
        """From now on in this language: where a platform tells none, people say it."""
        if self.front.choose:
            self.front.choose(person, language)
        return self._word(person, "talk.language")

    def _wrote(self, came: i.Wrote) -> a.Answer:
        text = came.text.strip()
        if not text:
            return self._word(came.by, "answer.nothing")
        word = folded(text[: LONGEST_COMMAND + 1])
        if MENU.get(word) == "help":
            return a.Whisper(card=cards.how_to(self.front.speaker, came.by))
        if word in MENU:
            return self.front(i.Asked(by=came.by, delivery=came.delivery, which=MENU[word]))
        if word in SPOKEN:
            return self._speaks(came.by, SPOKEN[word])
        if word in NEW:
            self._memory.focus_on_new(came.by)
            return self.front(i.Commanded(by=came.by, delivery=came.delivery))
        if word in LISTS:
            return self.front(i.Commanded(by=came.by, delivery=came.delivery, text=word))
        named = NUMBERED.fullmatch(text)
        if named:
            return self._numbered(came, named["number"], named["words"].strip())
        return self._delivered(came, self._kept(came, text), self._routed)

    def _kept(self, came: i.Came, text: str) -> Line:
        line = self._memory.line(came.by, came.delivery, text)
        self._memory.keep(line)
        return line

    def _delivered(self, came: i.Came, line: Line, deliver: Callable[[i.Came, Line], a.Answer]) -> a.Answer:
        """Once: words that were taken in before the process was killed are only told of again."""
        number = self.front.desk.store.delivered(line.delivery)
        if number is None:
            return deliver(came, line)
        return self._places.told(came, line, number)

    def _numbered(self, came: i.Wrote, number: str, words: str) -> a.Answer:
        """`#118 …` is for that request, and so is what follows; `#118` alone shows it."""
        request = part_in(self.front, came.by, number)
        if request is None:
            return self._no_such(came, number, words)
        self._memory.focus_on(came.by, request.number)
        if words:
            return self._delivered(
                came, self._kept(came, words), lambda came, line: self._into(came, line, request)
            )
        return self.front(
            i.Pressed(by=came.by, delivery=came.delivery, act="show", about=str(request.number))
        )

    def _no_such(self, came: i.Wrote, number: str, words: str) -> a.Answer:
        shown = number if len(number) < 12 else f"{number[:11]}…"
        said = self.front.speaker.say(came.by, "refused.no_such_request", number=shown)
        if words:
            return self._places.which(self._kept(came, words), said)
        title = self.front.speaker.say(came.by, "refused.title")
        return a.Whisper(card=cards.told(said, title=title))

    def _into(self, came: i.Came, line: Line, request: Request) -> a.Answer:
        asking = self._memory.asking(line.by)
        if asking and asking.number == request.number:
            answer = self._questions.heard(came, line, asking)
            if answer is not None:
                return self._places.settled(line, answer)
        return self._places.to(came, line, request)

    def _routed(self, came: i.Came, line: Line) -> a.Answer:
        """The question asked, the request in focus, the only one that waits for words; a new one; else: which?"""
        if self._announced(line.by):
            self._memory.look_away(line.by)
            if folded(line.text[:LONGEST_COMMAND]) not in CANCEL:
                return self._places.new(line)
        asking = self._memory.asking(line.by)
        if asking:
            asked = part_in(self.front, line.by, str(asking.number))
            if asked is None or not asked.is_open:
                self._memory.stop_asking(line.by)
                return self._places.which(line, self._stands(came, asking.number))
            answer = self._questions.heard(came, line, asking)
            if answer is not None:
                return self._places.settled(line, answer)
        if folded(line.text[:LONGEST_COMMAND]) in CANCEL:
            return self._nothing_to_cancel(line.by)
        named = match(line.text, self.front.desk.company())
        focus = self._in_focus(line.by)
        if focus:
            other = named and named.id != focus.workflow and not self._questions.waits(line.by, focus)
            return self._places.which(line) if other else self._into(came, line, focus)
        waiting = self._waiting(line.by)
        if len(waiting) == 1 and self._answers(line, waiting[0]):
            return self._into(came, line, waiting[0])
        if named and not waiting:
            return self._places.new(line)
        return self._places.which(line)

    def _announced(self, person: Person) -> bool:
        """They just said that a new request comes."""
        focus = self._memory.focus(person)
        return focus is not None and focus.number == A_NEW_ONE and self._memory.is_fresh(focus.at, FOCUS)

    def _nothing_to_cancel(self, person: Person) -> a.Answer:
        """Nothing is asked: perhaps a request is meant; each can be withdrawn from its own card."""
        found = self._places.candidates(person)
        said = self.front.speaker.say(person, "talk.cancel" if found else "talk.cancel.none")
        return a.Whisper(card=cards.told(said, buttons=[cards.show_it(view) for view in found]))

    def _in_focus(self, person: Person) -> Request | None:
        """The last request that this person spoke of: for half an hour; for the day, while something is asked there."""
        focus = self._memory.focus(person)
        request = part_in(self.front, person, str(focus.number)) if focus else None
        if focus is None or request is None or not request.is_open:
            return None
        asked = self._questions.waits(person, request)
        return request if self._memory.is_fresh(focus.at, ASKED if asked else FOCUS) else None

    def _waiting(self, person: Person) -> list[Request]:
        """Requests in which an answer of this person's is waited for."""
        held = Find(requester=person, side=Side.REQUESTER)
        return [one for one in self.front.desk.store.find(held) if self._questions.waits(person, one)]

    def _answers(self, line: Line, request: Request) -> bool:
        """They can be an answer to what is asked there: not every word is one of the choices, or a day."""
        field = self._questions.waiting(line.by, request)
        return field is not None and self._questions.read(line.by, request, field, line.text) is not None

    def _stands(self, came: i.Came, number: int) -> str:
        """Why nothing can be answered there any more."""
        refused = self.front(i.Pressed(by=came.by, delivery=came.delivery, act="answer", about=str(number)))
        return refused.card.summary if isinstance(refused, a.Whisper) else ""

    # Presses

    def _pressed(self, came: i.Pressed) -> a.Answer:
        """As the front answers; *Answer* asks one by one instead of opening its form."""
        if came.act in FOCUSING:
            request = part_in(self.front, came.by, came.about)
            if request and request.is_open:
                self._memory.focus_on(came.by, request.number)
        answer = self.front(came)
        if isinstance(answer, a.OpenForm) and answer.form.act == "answer":
            return self._questions.begun(came, answer)
        return answer

    def _raised(self, came: i.Pressed) -> a.Answer:
        """A kind was chosen for words that are typed already: nothing more is needed."""
        kind, _, words = came.about.partition(":")
        line = self._kept(came, words.strip())
        return self._places.new(line, kind)

    def _word(self, person: Person, key: str) -> a.Whisper:
        return a.Whisper(card=cards.told(self.front.speaker.say(person, key)))
