"""People of a story on the platform where they are: what they say, see, press and fill in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Protocol, TypeVar

from bot import texts
from bot.playground.cast import PEOPLE
from bot.playground.looking import NotThere
from bot.playground.person import Visitor
from bot.playground.shapes import LooseJson
from bot.playground.wecom.cast import MEMBERS
from bot.playground.wecom.page import Page
from bot.playground.wecom.person import CorpPerson
from workflows.languages import Language
from workflows.rights import acts

CARRIES = frozenset({"text", "title", "desc", "sub_title_text", "quote_text", "keyname", "value"})
NUMBERED = re.compile(r"^#\d+ · ")  # what was raised has a number
BEHIND = frozenset(act.key for act in acts.TABLE if act.rare) | {
    "deliver"
}  # a stand-in's card may be an old one
SPOKEN: dict[Language, str] = {"en": "English", "zh": "中文"}
ANEW: dict[Language, str] = {"en": "new request", "zh": "新请求"}
T = TypeVar("T")


class Actor(Protocol):
    """Somebody in a story. What is not there yet raises CannotDo."""

    @property
    def language(self) -> Language:
        """The language that they read where they are told something."""
        ...

    @property
    def seat(self) -> str:
        """The part of the playground's page that shows what they are told."""
        ...

    @property
    def name(self) -> str: ...
    @property
    def full_name(self) -> str: ...
    @property
    def presses(self) -> int: ...
    @property
    def hears_in_words(self) -> bool:
        """Each message brings its news in a sentence for the notification."""
        ...

    def speaks(self, language: Language) -> None:
        """Make them read and write this language; where the platform does not know, they choose it."""
        ...

    def asks(self, words: str) -> str:
        """One sentence; how it was said."""
        ...

    def calls(self, word: str) -> str:
        """Asks for a form by its word; how it was said."""
        ...

    def label(self, act: str) -> str:
        """Return the words on the button of an act."""
        ...

    def press(self, act: str, near: str | None = None) -> str:
        """Presses the button of an act, on a message that shows `near`; its label."""
        ...

    def fill(self, answers: Mapping[str, str]) -> str:
        """Fills in and sends the form that a press opened; its title."""
        ...

    def told(self) -> list[tuple[str, str]]:
        """Return the messages they got: an id and everything shown, oldest first."""
        ...

    def cards(self) -> list[str]:
        """Return what they see as a member of the department."""
        ...

    def stands(self, near: str) -> str:
        """Return how the request that shows this stands, where this person would look."""
        ...

    def wait_for(self, seen: Callable[[], T], seconds: float = 15) -> T: ...
    def pass_time(self, by: str | int) -> str: ...
    def now(self) -> str: ...
    def close(self) -> None: ...


class OnSlack:
    """In their channels, which speak the story's language, and in their conversation with the bot, in their own."""

    def __init__(self, url: str, user: str, language: Language, channel: str = "C0IT") -> None:
        self._person = Visitor(url, user)
        self._room_speaks = language
        self._channel = channel
        member = next(one for one in PEOPLE if one.id == user)
        self.language: Language = "zh" if member.locale.startswith("zh") else "en"
        self.seat = f"as={user}&channel={member.dm}"
        self.full_name = member.real_name
        self.name = user.removeprefix("U0").title()
        self.wait_for = self._person.wait_for
        self.close = self._person.close

    hears_in_words = True

    @property
    def presses(self) -> int:
        return self._person.presses

    def speaks(self, language: Language) -> None:
        """Slack knows."""

    def asks(self, words: str) -> str:
        self._person.command(f"/request {words}")
        return f"/request {words}"

    def calls(self, word: str) -> str:
        return self.asks(word)

    def label(self, act: str) -> str:
        return texts.say(self.language, f"act.{act}")

    def press(self, act: str, near: str | None = None) -> str:
        try:
            return self._press(self.label(act), near)
        except NotThere:
            return self._press(texts.say(self._room_speaks, f"act.{act}"), near)

    def _press(self, label: str, near: str | None) -> str:
        self._person.press(label, near)
        return label

    def fill(self, answers: Mapping[str, str]) -> str:
        form = self._person.wait_for(self._person.modal)
        assert form is not None
        title = str(form["title"]["text"])
        now = {key: value for key, value in answers.items() if _asks(form, key)}
        self._person.fill({f"f:{key}": _picked(form, key, value) for key, value in now.items()})
        sent = self._person.submit()
        if not sent.get("ok", True):
            raise NotThere(f"the form {title} stayed open: {sent}")
        later = {key: value for key, value in answers.items() if key not in now}
        if later:  # the form asks for it by itself, once it is needed
            missing = next(iter(later))
            self._person.wait_for(lambda: (more := self._person.modal()) is not None and _asks(more, missing))
            self.fill(later)
        return title

    def told(self) -> list[tuple[str, str]]:
        return [(str(one["ts"]), _shown(one)) for one in self._person.dm()]

    def cards(self) -> list[str]:
        return [_shown(one) for one in self._person.messages(self._channel)]

    def stands(self, near: str) -> str:
        return next((card for card in reversed(self.cards()) if near in card), "")

    def now(self) -> str:
        return str(self._person.view()["clock"]["now"])

    def pass_time(self, by: str | int) -> str:
        return self._person.pass_time(by)


class OnWecom:
    """In their chat with the app; forms are pages."""

    def __init__(self, url: str, userid: str, language: Language) -> None:
        self._member = CorpPerson(url, userid)
        self.language: Language = language
        self._page: Page | None = None
        self.seat = f"as=wecom:{userid}"
        self.full_name = next(member.name for member in MEMBERS if member.id == userid)
        self.name = self.full_name
        self.wait_for = self._member.wait_for
        self.close = self._member.close

    hears_in_words = False  # the card itself says it

    @property
    def presses(self) -> int:
        return self._member.presses

    def speaks(self, language: Language) -> None:
        """WeCom tells no language, and ours is known from Slack or taken for Chinese: one says which it is."""
        self.says(SPOKEN[language])

    def asks(self, words: str) -> str:
        """Soon after another request they are asked which one it is about: then they say that it is something new."""
        self.says(words)
        if not NUMBERED.search(self.told()[-1][1]):
            self.says(ANEW[self.language])
            self.says(words)
        return words

    def calls(self, word: str) -> str:
        """A card leads to it."""
        self.says(word)
        self._page = self._member.press(self._member.buttons()[0])
        return word

    def says(self, words: str) -> None:
        heard = len(self.told())
        self._member.say(words)
        self._member.wait_for(lambda: len(self.told()) > heard, 15)

    def press(self, act: str, near: str | None = None) -> str:
        """Answering begins a conversation; in a story all is answered in one form."""
        before = self.told()[-1:]
        try:
            self._page = self._member.press(self.label(act), near)
        except NotThere:
            if act not in BEHIND:  # not there yet
                raise
            self._page = self._behind(act, near)
        if act == "answer":
            self._member.wait_for(lambda: self.told()[-1:] != before and self._in_one_form())
        return self.label(act)

    def label(self, act: str) -> str:
        short = f"short.{act}"
        return texts.say(self.language, short if texts.knows(short) else f"act.{act}")

    def fill(self, answers: Mapping[str, str]) -> str:
        if self._page is None:
            raise NotThere(f"{self.name} has no form open")
        page, self._page = self._page, None
        title = page.title
        page.fill(answers)
        page.submit()
        if page.errors:
            raise NotThere(f"the form {title} stayed open: {page.errors}")
        return title

    def told(self) -> list[tuple[str, str]]:
        return [(str(one["id"]), _shown(one)) for one in self._member.messages() if one["from"] == "app"]

    def cards(self) -> list[str]:
        return [words for _, words in self.told()]

    def now(self) -> str:
        return str(self._member.view()["clock"]["now"])

    def pass_time(self, by: str | int) -> str:
        self._member.pass_time(by)
        return self.now()

    def stands(self, near: str) -> str:
        about = (NUMBERED.search(words) for _, words in self.told() if near in words)
        return self._member.open_page("", next((found[0] for found in about if found), near)).text

    def _behind(self, act: str, near: str | None) -> Page:
        """The rarer acts stand on the page behind a card."""
        return self._member.open_page("", near).press(texts.say(self.language, f"act.{act}"))

    def _in_one_form(self) -> bool:
        try:
            self._page = self._member.press(texts.say(self.language, "talk.form.short"))
        except NotThere:
            return False
        return True


def _picked(form: LooseJson, key: str, value: str) -> str:
    """Return the person of that name where people are chosen from all of them."""
    field: LooseJson = next((one for one in form["blocks"] if one.get("block_id") == f"f:{key}"), {})
    if field.get("element", {}).get("type") != "users_select":
        return value
    return next(member.id for member in PEOPLE if member.real_name == value)


def _asks(form: LooseJson, key: str) -> bool:
    return any(one.get("block_id") == f"f:{key}" for one in form["blocks"])


def _shown(message: LooseJson) -> str:
    """Return everything that a message shows, as text."""
    return " ".join(_strings(message))


def _strings(part: object) -> Iterator[str]:
    if isinstance(part, dict):
        for key, value in part.items():
            if key in CARRIES and isinstance(value, str):
                yield value
            else:
                yield from _strings(value)
    elif isinstance(part, list):
        for one in part:
            yield from _strings(one)
