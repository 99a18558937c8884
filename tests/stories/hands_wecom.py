"""Somebody of a tale in WeCom: a chat, cards, and pages of the bot's own, which are gone whenever it is killed.

Nobody there is told whether a callback arrived. Who sees nothing happen does it again; the journal of the
playground's WeCom knows what the bot acknowledged, and what was acknowledged needs nobody to do it again.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from random import Random

import httpx

from bot import texts
from bot.playground.looking import NotThere
from bot.playground.shapes import LooseJson
from bot.playground.town import Town
from bot.playground.wecom.page import Page
from bot.playground.wecom.person import CorpPerson, words_in_message
from tests.stories.hands import ALSO, TRIES, Told, number_in
from tests.waiting import as_long_as
from workflows.languages import Language

LAST_ATTEMPT = 3  # WeCom brings it once, and up to three times more
A_GLANCE = 0.02  # seconds: between two looks at what WeCom brought
A_LOOK = 0.1  # seconds: pages are not looked at more often
_STATE = re.compile(r'class="state [^"]*">([^<]*)<')


class OnWecom:
    """Reads Chinese, and waits a moment for what does not show before doing it again."""

    language: Language = "zh"

    def __init__(self, town: Town, userid: str, chance: Random) -> None:
        self._member = CorpPerson(town.url, userid)
        self._town = town
        self._chance = chance
        self._page: Page | None = None
        self.close = self._member.close

    def asks(self, fresh: Callable[[], Told]) -> Told:
        """In the same words each time: whoever sees no echo just sends them again."""
        told = fresh()
        for _not_heard in as_long_as(
            lambda: not (self._writes(told, told.words, told.words) or self._found(told)), TRIES
        ):
            pass
        self._member.wait_for(lambda: self._found(told), 60)
        return told

    def presses(self, told: Told, act: str, event: str) -> bool:
        """On the newest card that has this button, or else on the request's page."""
        label, clicks, since = self._label(act), self._member.presses, self._now()
        if label not in self._offered(told):
            return self._presses_on_the_page(told, act, event)
        try:
            self._member.press(label, told.name)
        finally:
            if self._member.presses > clicks:
                told.tried += [event, *ALSO.get(act, ())]
        if not self._arrives(since, lambda fields: fields.get("EventKey") == f"{act} {told.number}"):
            return False
        told.confirmed.append(event)
        return True

    def fills(self, told: Told, act: str, event: str, answers: LooseJson) -> bool:
        with _as_people_see_it():
            page = self._member.press(self._label(act), told.name)
        if page is None or page.status != 200:
            raise NotThere(f"no page for {act}")
        with _as_people_see_it():
            page.fill(answers)
        told.tried.append(event)
        return self._sends(told, event, page.submit)

    def puts_away(self) -> None:
        """A page is simply left."""

    def says(self, told: Told, words: str) -> None:
        """With its number, until it was heard."""
        words = f"{told.words[:4]} {words}"
        for _not_heard in as_long_as(lambda: not self._writes(told, words, f"#{told.number} {words}"), TRIES):
            pass

    def stands(self, told: Told) -> str:
        time.sleep(A_LOOK)
        with _as_people_see_it():
            found = _STATE.search(self._opened(told).html)
        return found[1] if found else ""

    def hears(self, told: Told) -> str:
        return "\n".join(self._about(told))

    # Inside

    def _writes(self, told: Told, words: str, typed: str) -> bool:
        """Once; whether the bot has it for certain."""
        since = self._now()
        told.written[words] += 1
        self._member.say(typed)
        return self._arrives(since, lambda fields: fields.get("Content") == typed)

    def _arrives(self, since: int, is_it: Callable[[LooseJson], bool]) -> bool:
        """Whether it was acknowledged before WeCom, or this person's patience, is at an end."""
        patience = self._chance.uniform(1.0, 6.0)  # seconds
        for _ in range(round(patience / A_GLANCE)):
            mine = [one for one in self._brought(since) if is_it(one["request"])]
            if any(one["ok"] for one in mine):
                return True
            if any(one["request"].get("attempt") == LAST_ATTEMPT for one in mine):
                return False
            time.sleep(A_GLANCE)
        return False

    def _brought(self, since: int) -> Iterator[LooseJson]:
        entries = self._town.corp.journal.after(since, limit=10_000)
        return (one for one in entries if one["way"] == "out" and one["as"] == self._member.user)

    def _now(self) -> int:
        newest = self._town.corp.journal.after(limit=1)
        return int(newest[-1]["id"]) if newest else 0

    def _presses_on_the_page(self, told: Told, act: str, event: str) -> bool:
        label = texts.say("zh", f"act.{act}")
        with _as_people_see_it():
            page = self._opened(told)
        if label not in page.buttons():
            raise NotThere(f"no {label} for {told.name}")
        told.tried += [event, *ALSO.get(act, ())]
        return self._sends(told, event, lambda: page.press(label))

    def _sends(self, told: Told, event: str, send: Callable[[], Page]) -> bool:
        """Where the browser says that nobody answered, the very same form is sent once more."""
        try:
            page = send()
        except httpx.TransportError:
            time.sleep(self._chance.uniform(0.1, 0.8))
            with _as_people_see_it():
                page = send()
        if texts.say("zh", "web.sent") not in page.text:
            return False
        told.confirmed.append(event)
        return True

    def _opened(self, told: Told) -> Page:
        """Its page, by way of WeCom's own sign-in."""
        return self._member.open_page(f"{self._town.bot_web}/in/wecom?to=/r/{told.number}")

    def _offered(self, told: Told) -> list[str]:
        cards = (one["card"] for one in self._member.cards() if told.name in words_in_message(one))
        return [button["text"] for card in cards for button in card.get("button_list", [])]

    def _label(self, act: str) -> str:
        short = f"short.{act}"
        return texts.say("zh", short if texts.knows(short) else f"act.{act}")

    def _found(self, told: Told) -> bool:
        told.number = number_in(words for words in self._member.texts() if told.words in words)
        return told.number > 0

    def _about(self, told: Told) -> list[str]:
        return [words for words in self._member.texts() if told.name in words]


class _as_people_see_it:  # noqa: N801 - reads like a word of the language
    """A page that cannot be had is nothing one can do."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, httpx.TransportError):
            raise NotThere(str(error)) from error
