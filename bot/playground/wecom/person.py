"""A member at the playground's WeCom, for stories and tests: writes, presses, opens pages, reads."""

import time
from collections.abc import Callable, Iterator, Mapping
from typing import TypeVar

import httpx

from bot.playground.looking import NotThere
from bot.playground.person import SHORT
from bot.playground.shapes import LooseJson
from bot.playground.wecom.menu import entries
from bot.playground.wecom.page import Page, browser
from bot.playground.wecom.people_api import questions_of

T = TypeVar("T")


class CorpPerson:
    """Acts through the same API as the page. `presses` counts clicks, opened pages included."""

    def __init__(self, base_url: str, userid: str) -> None:
        headers = {"X-Playground": "1"}
        self._http = httpx.Client(
            base_url=base_url, headers=headers, timeout=30, limits=SHORT, trust_env=False
        )
        self._browser = browser()
        self._base = base_url.rstrip("/")
        self.user = userid
        self.presses = 0

    def __enter__(self) -> "CorpPerson":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._http.close()
        self._browser.close()

    # -- looking -------------------------------------------------------------------------------------

    def view(self) -> LooseJson:
        answer = self._http.get("/playground/wecom/view", params={"as": self.user}).raise_for_status()
        body: LooseJson = answer.json()
        return body

    def messages(self) -> list[LooseJson]:
        """The conversation with the app, oldest first; what this member said is `from` "me"."""
        return list(self.view()["messages"])

    def texts(self) -> list[str]:
        """The words of everything the app said, cards included, oldest first."""
        return [words_in_message(one) for one in self.messages() if one["from"] == "app"]

    def cards(self) -> list[LooseJson]:
        """Messages with a card, oldest first."""
        return [one for one in self.messages() if one["type"] == "card"]

    def buttons(self, near: str | None = None) -> list[str]:
        """Labels on the newest card (with these words on it)."""
        return next(([str(one["text"]) for one in _buttons(card)] for card in self._cards(near)), [])

    def wait_for(self, predicate: Callable[[], T], seconds: float = 15) -> T:
        """The first true answer; `CannotDo` when none comes in time."""
        until = time.monotonic() + seconds
        while True:
            if answer := predicate():
                return answer
            if time.monotonic() > until:
                last = "\n---\n".join(self.texts()[-3:])
                raise NotThere(f"{self.user} waited {seconds} s in vain. The newest messages:\n{last}")
            time.sleep(0.02)

    # -- acting --------------------------------------------------------------------------------------

    def say(self, text: str) -> None:
        self._do("say", text=text)

    def press(
        self, label: str, near: str | None = None, chosen: Mapping[str, str | list[str]] | None = None
    ) -> Page | None:
        """The newest card that has this button, by label or key, and can be pressed.

        A button that opens a page does, and the page is returned. `chosen`: options by question, either of
        them by its words or by its id.
        """
        for message in self._cards(near):
            for button in _buttons(message):
                if label in (button["text"], button.get("key")):
                    return self._pressed(message, button, chosen or {})
        raise NotThere(f"{self.user} sees no {label!r}" + (f" near {near!r}" if near else ""))

    def menu(self, name: str) -> Page | None:
        """An entry of the app's menu, by name or key; one that opens a page returns it."""
        for entry in entries(self.view()["menu"]):
            if name in (entry["name"], entry.get("key")):
                self.presses += 1
                self._do("menu", key=entry.get("key") or entry["url"])
                return self._opened(entry["url"]) if entry["type"] == "view" else None
        raise NotThere(f"{self.user} has no {name!r} in the menu")

    def open_page(self, url_or_label: str, near: str | None = None) -> Page:
        """By address; by a label on the newest card or in the menu; "" opens the newest card itself."""
        self.presses += 1
        if url_or_label.startswith(("http://", "https://")):
            return self._opened(url_or_label)
        for message in self._cards(near):
            for label, url in _links(message["card"]):
                if url_or_label == label:
                    return self._opened(url)
        for entry in entries(self.view()["menu"]):
            if entry["type"] == "view" and url_or_label == entry["name"]:
                return self._opened(entry["url"])
        raise NotThere(f"{self.user} sees nothing to open called {url_or_label!r}")

    def read(self) -> None:
        self._do("read")

    def pass_time(self, by: str | float) -> None:
        """Moves the clock: "hour", "day", "working_day" or seconds; back when all that fell due is done."""
        self._http.post("/playground/clock", json={"by": by}, timeout=180).raise_for_status()

    # -- inside --------------------------------------------------------------------------------------

    def _cards(self, near: str | None) -> Iterator[LooseJson]:
        return (one for one in reversed(self.cards()) if near is None or near in words_in_message(one))

    def _pressed(
        self, message: LooseJson, button: LooseJson, chosen: Mapping[str, str | list[str]]
    ) -> Page | None:
        self.presses += 1
        if button.get("type") == 1:
            return self._opened(button["url"])
        selected = {
            key: ids for name, wanted in chosen.items() for key, ids in [_option(message, name, wanted)]
        }
        self._do("press", task_id=message["task_id"], key=button["key"], selected=selected)
        return None

    def _opened(self, url: str) -> Page:
        params = {"as": self.user, "url": url}
        answer = self._browser.get(f"{self._base}/playground/wecom/open", params=params)
        return Page(self._browser, answer, self._count)

    def _count(self) -> None:
        self.presses += 1

    def _do(self, kind: str, **fields: object) -> None:
        body = {"as": self.user, "kind": kind, **fields}
        answer: LooseJson = self._http.post("/playground/wecom/do", json=body).json()
        if not answer["ok"]:
            raise NotThere(f"{self.user} could not {kind}: {answer.get('error')}")


def words_in_message(message: LooseJson) -> str:
    """Return everything that one reads on a message, a line each."""
    if message["type"] == "text":
        return str(message["text"])
    return "\n".join([*_words(message["card"]), *([message["replaced"]] if message.get("replaced") else [])])


_NOT_READ = (
    "url",
    "key",
    "task_id",
    "card_type",
    "question_key",
    "id",
    "selected_id",
    "icon_url",
    "userid",
    "appid",
)


def _words(part: object) -> Iterator[str]:
    match part:
        case str():
            yield part
        case dict():
            for name, value in part.items():
                if name not in _NOT_READ:
                    yield from _words(value)
        case list():
            for one in part:
                yield from _words(one)


def _buttons(message: LooseJson) -> list[LooseJson]:
    """Return what can be pressed now: nothing on a card whose button was replaced."""
    if message.get("disabled"):
        return []
    card = message["card"]
    more = card.get("action_menu", {}).get("action_list", [])
    return [
        *card.get("button_list", []),
        *([card["submit_button"]] if "submit_button" in card else []),
        *more,
    ]


def _links(card: LooseJson) -> Iterator[tuple[str, str]]:
    """Return everything on a card that opens a page, with its label."""
    for one in card.get("button_list", []):
        if one.get("type") == 1:
            yield one["text"], one["url"]
    for one in card.get("jump_list", []):
        if one.get("type") == 1:
            yield one["title"], one["url"]
    for one in card.get("horizontal_content_list", []):
        if one.get("type") == 1:
            yield one["keyname"], one["url"]
            yield one.get("value", ""), one["url"]
    if card.get("card_action", {}).get("type") == 1:
        yield "", card["card_action"]["url"]


def _option(message: LooseJson, name: str, wanted: str | list[str]) -> tuple[str, list[str]]:
    """A question's key and the ids of the options wanted, each by its words or by its id."""
    for question in questions_of(message["card"]):
        if name in (question["question_key"], question.get("title")):
            labels = {str(one["text"]): str(one["id"]) for one in question["option_list"]}
            given = [wanted] if isinstance(wanted, str) else wanted
            return question["question_key"], [labels.get(one, one) for one in given]
    raise NotThere(f"no question {name!r}")
