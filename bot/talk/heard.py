"""Words that name what they are for: a command, a list, a language, a request by its number."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal

from bot.inbox import answer as a
from bot.inbox import incoming as i
from bot.inbox.lists import LISTS
from bot.inbox.words import AWAY
from bot.reading.sentences import folded
from bot.talk import cards
from bot.talk.chat import Chat
from bot.talk.memory import Line
from bot.talk.places import Places
from bot.talk.questions import skipping
from bot.talk.routing import Routing
from workflows.definition import Language
from workflows.state.values import Person

NUMBERED = re.compile(
    r"\s*[#＃]\s*(?P<number>\d++)(?!号?[楼栋幢院]|层)(?:(?!\w)|(?=[^\x00-\x7f]))"
    r"[\s:：,，、.。]*(?P<words>.*)",
    re.DOTALL,
)
LONGEST_COMMAND = 20  # characters
MENU: dict[str, Literal["mine", "team", "waiting", "help"]] = {
    "help": "help", "menu": "help", "帮助": "help", "菜单": "help",
    "mine": "mine", "我的请求": "mine",
    "team": "team", "department": "team", "部门": "team", "部门请求": "team",
    "待我处理": "waiting",
}  # fmt: skip
TYPED = {"my promises": "due", "promises": "due", "我的承诺": "due", "承诺": "due"}
SPOKEN: dict[str, Language] = {"english": "en", "英文": "en", "英语": "en", "chinese": "zh", "中文": "zh"}
SLASHED = "/request"
AWAYS = frozenset({AWAY, "外出", "我要外出"})
BACK = frozenset({"back", "i'm back", "i’m back", "i am back", "回来了", "我回来了"})
NEW = frozenset({"new request", "新请求", "发起请求"})


class Heard:
    """Understands what is written in somebody's chat with the bot; all other words are routed."""

    def __init__(self, chat: Chat, places: Places, routing: Routing) -> None:
        self._chat = chat
        self._places = places
        self._routing = routing

    def wrote(self, came: i.Wrote) -> a.Answer:
        text = came.text.strip()
        if folded(text[: LONGEST_COMMAND + 1]) == SLASHED:
            return self._fresh(came)
        text = text.removeprefix(f"{SLASHED} ").strip()  # who knows it from Slack
        if not text:
            return self._chat.told(came.by, "answer.nothing")
        word = folded(text[: LONGEST_COMMAND + 1])
        if MENU.get(word) == "help":
            return a.Whisper(card=cards.how_to(self._chat.speaker, came.by))
        if word in MENU:
            return self._chat.front(i.Asked(by=came.by, delivery=came.delivery, which=MENU[word]))
        if word in SPOKEN:
            return self._speaks(came.by, SPOKEN[word])
        if word in NEW:
            return self._fresh(came)
        if word in AWAYS:
            return self._chat.front(i.Commanded(by=came.by, delivery=came.delivery, text=AWAY))
        if word in BACK and self._is_away(came.by):
            return self._chat.front(i.Pressed(by=came.by, delivery=came.delivery, act="back", about=""))
        if TYPED.get(word, word) in LISTS:
            return self._chat.front(
                i.Commanded(by=came.by, delivery=came.delivery, text=TYPED.get(word, word))
            )
        named = NUMBERED.fullmatch(text)
        if named:
            return self._numbered(came, named["number"], named["words"].strip())
        return self._delivered(came, self._kept(came, text), self._routing.routed)

    def _is_away(self, person: Person) -> bool:
        company = self._chat.company
        return company.absence(company.one(person)) is not None

    def _fresh(self, came: i.Wrote) -> a.Answer:
        """The form of a new request; who goes on writing instead means that one."""
        self._chat.memory.focus_on_new(came.by)
        return self._chat.front(i.Commanded(by=came.by, delivery=came.delivery))

    def _delivered(self, came: i.Came, line: Line, deliver: Callable[[i.Came, Line], a.Answer]) -> a.Answer:
        """Once: words that were taken in before the process was killed are only told of again."""
        delivered = self._chat.desk.store.delivered
        number = delivered(line.delivery) or delivered(skipping(line.delivery))
        if number is None:
            return deliver(came, line)
        return self._places.told(came, line, number)

    def _numbered(self, came: i.Wrote, number: str, words: str) -> a.Answer:
        """`#118 …` is for that request, and so is what follows; `#118` alone shows it."""
        request = self._chat.part_in(came.by, number)
        if request is None:
            return self._no_such(came, number, words)
        self._chat.memory.focus_on(came.by, request.number)
        if words:
            return self._delivered(
                came, self._kept(came, words), lambda came, line: self._routing.into(came, line, request)
            )
        return self._chat.front(
            i.Pressed(by=came.by, delivery=came.delivery, act="show", about=str(request.number))
        )

    def _no_such(self, came: i.Wrote, number: str, words: str) -> a.Answer:
        shown = number if len(number) < 12 else f"{number[:11]}…"
        said = self._chat.say(came.by, "refused.no_such_request", number=shown)
        if words:
            return self._places.which(self._kept(came, words), said)
        title = self._chat.say(came.by, "refused.title")
        return a.Whisper(card=cards.told(said, title=title))

    def _speaks(self, person: Person, language: Language) -> a.Answer:
        """From now on in this language: where a platform tells none, people say it."""
        if self._chat.front.choose:
            self._chat.front.choose(person, language)
        return self._chat.told(person, "talk.language")

    def _kept(self, came: i.Came, text: str) -> Line:
        return self._chat.memory.taken(came.by, came.delivery, text)
