"""A stage on which every news is brought about by what people do: each message is rendered as it goes out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Literal, NamedTuple, TypeVar

from pydantic import BaseModel

from bot.cards.elements import Card
from bot.cards.speak import Speaker
from bot.slack import render as slack
from bot.wecom import render as wecom
from bot.wecom.ways import Signposts
from storage.memory import MemoryStore
from tests.bot.readers import Readers, in_language
from tests.bot.staged_words import ZH
from tests.waiting import as_long_as
from tests.workflows import given as g
from workflows.definition import Company, Question
from workflows.languages import Language
from workflows.news.row import News
from workflows.news.table import news_of
from workflows.ports import Notice
from workflows.rights.act import Command
from workflows.state import events as e
from workflows.state.request import Request
from workflows.state.values import Person

Platform = Literal["Slack", "WeCom"]
PLATFORMS: tuple[Platform, ...] = ("Slack", "WeCom")
COMPLAINT = g.LIMITED_COMPLAINT.model_copy(
    update={
        "questions": (Question(id="who", ask=g.both("Is it about a colleague?"), kind="person", about=True),)
    }
)
M = TypeVar("M", bound=BaseModel)


class Reader(NamedTuple):
    """Who reads a piece of news, and where; `hidden`: they may not read the request."""

    side: Literal["the requester", "somebody whose yes is asked", "the department"]
    place: Literal["directly", "in the channel", "in the thread"]
    hidden: bool


class Links:
    """Addresses that lead nowhere: only what is read counts."""

    def page(self, path: str) -> str:
        return f"https://yinuo.example{path}"


class Staff(Readers):
    """Those who read, and who of them are gone."""

    def __init__(self, language: Language) -> None:
        super().__init__(language)
        self.gone: set[Person] = set()

    def left(self, person: Person) -> bool:
        return person in self.gone


class Stage(g.House):
    """A house as one platform has it, in one language. `seen`: what each reader read of each news, the first time."""

    def __init__(self, platform: Platform, language: Language, at: datetime | None = None) -> None:
        company = g.company(g.LIMITED, COMPLAINT)
        super().__init__(at, in_language(translated(company, language), language))
        self.platform, self.language = platform, language
        if platform == "WeCom":  # its departments have no channels
            self.company = without_channels(self.company)
        self._staff = Staff(language)
        self.desk.steps.directory = self._staff
        self.speaker = Speaker(self.desk)
        self.seen: dict[tuple[News, Reader], str] = {}
        self._ways = Signposts(Links(), MemoryStore())

    def asks(
        self,
        words: str = "Mail does not work on my phone",
        *,
        by: Person = g.ANA,
        to: str = "help",
        **answers: str,
    ) -> tuple[e.Event, ...]:
        said = {question: self.said(answer) for question, answer in answers.items()}
        happened = super().asks(self.said(words), by=by, to=to, **said)
        self.shows()
        return happened

    def does(
        self, by: Person, act: str, command: Command | None = None, delivery: str | None = None
    ) -> tuple[e.Event, ...]:
        command = command or g.SAYS[act]()
        happened = super().does(by, act, translated(command, self.language), delivery)
        self.desk.sweep()
        self.shows()
        return happened

    def lives_until(self, instant: datetime) -> tuple[e.Event, ...]:
        before = self.request.version
        for due in as_long_as(lambda: self._next_due(instant), g.MOST_DUE):
            self.clock.at = max(due, self.clock.at)
            self.desk.sweep()
            self.shows()
        self.clock.at = instant
        return self.happened(before)

    def leaves(self, person: Person) -> None:
        """Somebody leaves the company, and the platform says so."""
        self._staff.gone.add(person)
        self.desk.left(person)
        self.desk.sweep()

    def said(self, words: str) -> str:
        """The same in the language of this stage."""
        return ZH.get(words, words) if self.language == "zh" else words

    def shows(self) -> None:
        """Render what is to be said by now."""
        for notice in self.notices():
            request = self.store.request(notice.number) if notice.number else None
            card = self.speaker.card(notice, request, latest=True)
            if card is not None:
                self.seen.setdefault((news_of(notice), self._reader(notice, request)), self._text(card))

    def _reader(self, notice: Notice, request: Request | None) -> Reader:
        if request is None:
            return Reader("the department", "directly", hidden=False)
        if notice.place != "person":
            hidden = self.desk.workflow_of(request).confidential
            return Reader(
                "the department", "in the channel" if notice.place == "channel" else "in the thread", hidden
            )
        row = news_of(notice)
        asks = row.for_requester and notice.to in (request.requester, request.colleague, request.raiser)
        side: Literal["the requester", "somebody whose yes is asked", "the department"] = (
            "the requester" if asks else "somebody whose yes is asked" if row.for_asked else "the department"
        )
        return Reader(side, "directly", self.speaker.view(request, notice.to).hidden)

    def _text(self, card: Card) -> str:
        if self.platform == "Slack":
            return slack_text(slack.message(card))
        return wecom_text(wecom.message(card, "task", self._ways))


def without_channels(company: Company) -> Company:
    quiet = {id: one.model_copy(update={"channel": ""}) for id, one in company.departments.items()}
    return company.model_copy(update={"departments": quiet})


def translated(model: M, language: Language) -> M:
    """The same with each text that stands in `staged_words` in Chinese, where that is the language."""
    if language == "en":
        return model
    return type(model).model_validate(_in_chinese(model.model_dump()))


def _in_chinese(part: object) -> object:
    match part:
        case {"en": str(words), "zh": str()}:
            return {"en": words, "zh": ZH.get(words, words)}
        case dict():
            return {key: _in_chinese(one) for key, one in part.items()}
        case tuple() | list() | frozenset() | set():
            return type(part)(map(_in_chinese, part))
        case str():
            return ZH.get(part, part)
        case _:
            return part


# What a person reads of a payload


def slack_text(message: Mapping[str, object]) -> str:
    """The blocks of a message as text: what may be pressed in brackets, a menu behind ⋯."""
    blocks = message["blocks"]
    assert isinstance(blocks, list)
    return "\n".join(line for block in blocks for line in _block(block) if line.strip())


def _block(block: Mapping[str, object]) -> list[str]:
    match block:
        case {"type": "header", "text": {"text": str(words)}}:
            return [f"**{words}**"]
        case {"type": "rich_text", "elements": list(parts)}:
            return [_rich(part) for part in parts]
        case {"type": "section", "fields": list(fields)}:
            return [_plain(one["text"]).replace("\n", ": ") for one in fields]
        case {"type": "section", "text": {"text": str(words)}}:
            return _plain(words).split("\n") + (
                [_pressed(block["accessory"])] if "accessory" in block else []
            )
        case {"type": "context", "elements": list(parts)}:
            return [_plain(one["text"]) for one in parts]
        case {"type": "actions", "elements": list(parts)}:
            return [" ".join(map(_pressed, parts))]
        case {"type": "divider"}:
            return []
        case _:
            raise AssertionError(block)


def _rich(part: Mapping[str, object]) -> str:
    elements = part["elements"]
    assert isinstance(elements, list)
    words = "".join(str(one.get("text", "")) for one in elements)
    return "\n".join(f"“{words}”".split("\n")) if part["type"] == "rich_text_quote" else words


def _pressed(part: object) -> str:
    match part:
        case {"type": "button", "text": {"text": str(words)}}:
            return f"[{words}]"
        case {"type": "overflow" | "static_select", "options": list(options)}:
            return "[⋯ " + " / ".join(one["text"]["text"] for one in options) + "]"
        case _:
            raise AssertionError(part)


def _plain(words: str) -> str:
    """A name for a mention; no marks."""
    for person, name in (("U0BEN", "Ben Okoro"), ("U0LIN", "林娜"), ("U0EVA", "Eva"), ("U0TOM", "Tom Berg")):
        words = words.replace(f"<@{person}>", f"@{name}")
    return words.replace("*", "").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def wecom_text(message: Mapping[str, object]) -> str:
    """A text, or the places of a template card from the top."""
    match message:
        case {"msgtype": "text", "text": {"content": str(words)}}:
            return words
        case {"template_card": dict(card)}:
            head = card["main_title"]
            lines = [f"**{head['title']}**", head.get("desc", "")]
            lines += [f"“{card['quote_area']['quote_text']}”"] if "quote_area" in card else []
            lines += [card.get("sub_title_text", "")]
            lines += [f"{one['keyname']}: {one['value']}" for one in card.get("horizontal_content_list", ())]
            lines += [" ".join(f"[{one['text']}]" for one in card.get("button_list", ()))]
            return "\n".join(line for line in lines if line)
        case _:
            raise AssertionError(message)
