"""A small house with its pages open, and people who use nothing else."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from bot.inbox.front import Front
from bot.web.links import Links
from bot.web.pages import page_routes
from tests.bot.readers import Readers, Spoken, spoken
from tests.workflows import given as g
from workflows.languages import Language
from workflows.ports import Profile
from workflows.state.values import Person

HERE = "https://yinuo.example"
SECRET = "a-secret-of-sixteen-or-more"


class Choosing(Readers):
    """Everyone reads the language they chose, else that of the house."""

    def __init__(self, language: Language, noted: Callable[[str], str | None]) -> None:
        super().__init__(language)
        self.noted = noted

    def profile(self, person: Person) -> Profile:
        chosen = self.noted(f"language:{person}")
        return super().profile(person).model_copy(update={"language": chosen} if chosen else {})


class SomeWhere:
    """A platform that knows its people by codes."""

    def __init__(self) -> None:
        self.codes: dict[str, str] = {}
        self.back = ""

    def start(self, state: str, back_url: str, user_agent: str) -> str:
        self.back = back_url
        return f"https://platform.example/authorize?{urlencode({'state': state, 'back': back_url})}"

    def person(self, code: str) -> str | None:
        return self.codes.pop(code, None)


@dataclass
class Town:
    """The bot, its pages, and everybody's browser."""

    house: Spoken
    platforms: Mapping[str, SomeWhere] = field(default_factory=dict)
    public_url: str = HERE

    def __post_init__(self) -> None:
        self.notes = self.house.store
        self.house.desk.steps.directory = Choosing(
            self.house.desk.directory.profile(g.ANA).language, self.notes.noted
        )
        self.front = Front(
            self.house.desk,
            self.house.store,
            self.house.speaker,
            lambda: None,
            choose=lambda person, language: self.notes.note(f"language:{person}", language),
        )
        self.links = Links(self.public_url, SECRET)
        self.app = Starlette(routes=[*page_routes(self.front, self.links, self.notes, self.platforms)])

    def stranger(self) -> Visitor:
        return Visitor(TestClient(self.app, base_url=self.public_url, follow_redirects=False))

    def browser(self, person: Person) -> Visitor:
        """Somebody who came in by their link."""
        visitor = self.stranger()
        answer = visitor.get(self.links.signed(person, "/mine"))
        assert answer.status == 303
        return visitor


@dataclass(frozen=True)
class Read:
    """A page as somebody reads it."""

    status: int
    html: str
    headers: Mapping[str, str]

    @property
    def to(self) -> str:
        return self.headers.get("location", "")

    @property
    def words(self) -> str:
        """What stands on it, without markup."""
        bare = re.sub(r"<(script|style|svg)\b.*?</\1>", " ", self.html, flags=re.DOTALL)
        return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", bare))).strip()

    @property
    def hidden(self) -> dict[str, str]:
        """The hidden answers of its last form about something."""
        found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', self.html)
        return {name: html.unescape(value) for name, value in found if name in ("mark", "once")}

    def value(self, name: str) -> str:
        """What stands in a question."""
        area = re.search(rf'<textarea[^>]* name="{re.escape(name)}"[^>]*>(.*?)</textarea>', self.html, re.S)
        if area:
            return html.unescape(area[1].removeprefix("\n"))
        line = re.search(
            rf'<input type="(?:text|date)"[^>]* name="{re.escape(name)}" value="([^"]*)"', self.html
        )
        assert line, f"no question {name}"
        return html.unescape(line[1])

    def chosen(self, name: str) -> list[str]:
        boxes = re.findall(
            rf'<input type="[a-z]+"[^>]* name="{re.escape(name)}" value="([^"]*)" checked', self.html
        )
        return [html.unescape(value) for value in boxes]

    def error(self, name: str) -> str:
        """What is wrong with an answer, found as a screen reader finds it."""
        tag = re.search(rf'id="(f-{re.escape(name.replace(".", "-"))})-wrong">(.*?)</p>', self.html, re.S)
        return html.unescape(tag[2]) if tag else ""


@dataclass(frozen=True)
class Visitor:
    """A browser, without scripts."""

    client: TestClient

    def get(self, path: str, **headers: str) -> Read:
        return self._read(self.client.get(path, headers={k.replace("_", "-"): v for k, v in headers.items()}))

    def post(self, path: str, answers: Mapping[str, object], **headers: str) -> Read:
        named = {"origin": HERE} | {k.replace("_", "-"): v for k, v in headers.items()}
        return self._read(self.client.post(path, data=dict(answers), headers=named))

    def raw(self, path: str, body: bytes, kind: str = "application/x-www-form-urlencoded") -> Read:
        return self._read(self.client.post(path, content=body, headers={"content-type": kind}))

    def sends(self, page: str, answers: Mapping[str, object] | None = None, to: str = "") -> Read:
        """Opens a form, fills it in and sends it; a redirect is followed."""
        opened = self.get(page)
        assert opened.status == 200, opened.words
        return self.follows(self.post(to or page, opened.hidden | dict(answers or {})))

    def presses(self, act: str, about: str = "1") -> Read:
        number = about.partition(":")[0]
        return self.sends(f"/r/{number}", {"act": act, "about": about}, "/press")

    def follows(self, read: Read) -> Read:
        return self.get(read.to) if read.status == 303 else read

    @staticmethod
    def _read(answer: object) -> Read:
        status, text, headers = (getattr(answer, name) for name in ("status_code", "text", "headers"))
        return Read(status, text, headers)


@pytest.fixture
def town() -> Town:
    """Nothing has been asked yet."""
    return Town(Spoken())


@pytest.fixture
def asked() -> Town:
    """Ana has asked IT for something."""
    return Town(spoken(g.asked()))
