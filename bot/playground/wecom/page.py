"""A page of the bot in a member's browser: read, filled in, sent, over plain HTTP."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from urllib.parse import urlencode, urljoin, urlsplit

import httpx

from bot.playground.looking import NotThere
from bot.playground.person import SHORT
from bot.playground.wecom.dom import DomElement, parsed
from bot.playground.wecom.sheet import PREFIX, CardSheet, Given

IN_WECOM = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Mobile/15E148 wxwork/4.1.20 MicroMessenger/7.0.1 Language/zh"
)


def browser() -> httpx.Client:
    """WeCom's own browser: one for each member, with its cookies."""
    seen_as = {"User-Agent": IN_WECOM}
    return httpx.Client(follow_redirects=True, timeout=30, limits=SHORT, trust_env=False, headers=seen_as)


class Page:
    """What one browser shows now. What leads on, changes this very page. `pressed` is told of each press."""

    def __init__(
        self, client: httpx.Client, answer: httpx.Response, pressed: Callable[[], None] = lambda: None
    ) -> None:
        self._client = client
        self._pressed = pressed
        self._read(answer)

    # -- looking -------------------------------------------------------------------------------------

    @property
    def text(self) -> str:
        """Return everything that a reader sees between header and footer."""
        return self._main.text

    @property
    def title(self) -> str:
        found = self._whole.first(lambda one: one.tag == "title")
        return found.text if found else ""

    @property
    def errors(self) -> dict[str, str]:
        """Return what is wrong, by question."""
        return {key: said for sheet in self._sheets() for key, said in sheet.errors().items()}

    def buttons(self) -> list[str]:
        """Labels of everything that can be pressed, links that look like buttons included."""
        return [one.text for one in self._pressable()]

    def fields(self) -> list[str]:
        """The keys of the questions, each once."""
        names = [one.get("name") for one in self._main.all("input", "select", "textarea")]
        return [name.removeprefix(PREFIX) for name in dict.fromkeys(names) if name.startswith(PREFIX)]

    # -- acting --------------------------------------------------------------------------------------

    def press(self, label: str) -> Page:
        """A button sends its form; a link is followed."""
        for one in [*self._pressable(), *self._main.all("a")]:
            if label == one.text:
                self._pressed()
                return self._follow(one.get("href")) if one.tag == "a" else self._send(one)
        raise NotThere(f"no {label!r} on {self.url}; there are {self.buttons()}")

    def fill(self, values: Mapping[str, Given]) -> Page:
        """Answers questions; where an answer changes the form, it is drawn anew as in a browser."""
        for name, value in values.items():
            sheet = self._sheet_with(name)
            if sheet.fill(name, value):
                self._redraw(sheet)
        return self

    def submit(self, label: str | None = None) -> Page:
        """Sends the form with questions, by its first button or the one that says `label`."""
        for sheet in sorted(self._sheets(), key=lambda one: not one.questions()):
            for button in sheet.form.all("button"):
                if label in (None, button.text):
                    self._pressed()
                    return self._send(button)
        raise NotThere(f"nothing to send on {self.url}; there are {self.buttons()}")

    def speak(self, language: str) -> Page:
        """Chooses a language, as any page lets one; nothing to press where it is that one already."""
        for one in self._whole.all("button"):
            if (one.get("name"), one.get("value")) == ("language", language):
                return self._send(one)
        return self

    def go(self, path: str) -> Page:
        """Another address of the same site, as typed."""
        return self._follow(path)

    # -- inside --------------------------------------------------------------------------------------

    def _read(self, answer: httpx.Response) -> None:
        self.status = answer.status_code
        self.url = str(answer.url).partition("#")[0]
        self.html = answer.text
        self._whole = parsed(answer.text)
        self._main = self._whole.first(lambda one: one.tag == "main") or self._whole

    def _pressable(self) -> Iterator[DomElement]:
        for one in self._main.all("button", "a"):
            if one.tag == "button" or "button" in one.get("class").split():
                yield one

    def _sheets(self) -> list[CardSheet]:
        return [CardSheet(self._whole, form) for form in self._main.all("form")]

    def _sheet_with(self, name: str) -> CardSheet:
        sheets = self._sheets()
        for sheet in sheets:
            if sheet.has(name):
                return sheet
        raise NotThere(f"no field {name!r} on {self.url}; there are {self.fields()}")

    def _redraw(self, sheet: CardSheet) -> None:
        self._post(sheet, [*sheet.sent(), ("update", "1")])

    def _send(self, button: DomElement) -> Page:
        form = button.above("form")
        if form is None:
            raise NotThere(f"{button.text!r} sends nothing")
        sheet = CardSheet(self._whole, form)
        return self._post(sheet, sheet.sent(button))

    def _post(self, sheet: CardSheet, fields: list[tuple[str, str]]) -> Page:
        where = urljoin(self.url, sheet.form.get("action") or self.url)
        if sheet.form.get("method").lower() != "post":
            self._read(self._client.get(where, params=urlencode(fields)))
            return self
        there = urlsplit(self.url)
        headers = {"Origin": f"{there.scheme}://{there.netloc}", "Referer": self.url}
        together: dict[str, list[str]] = {}
        for name, value in fields:
            together.setdefault(name, []).append(value)
        self._read(self._client.post(where, data=together, headers=headers))
        return self

    def _follow(self, href: str) -> Page:
        self._read(self._client.get(urljoin(self.url, href)))
        return self
