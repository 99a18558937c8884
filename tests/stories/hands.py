"""Somebody of a tale, and what they do about a request; on Slack here. They tell whether to do it again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Protocol

from bot import texts
from bot.playground.looking import NotThere
from bot.playground.person import Visitor
from bot.playground.shapes import LooseJson
from workflows.languages import Language

STATE = "*State*\n"
TRIES = 300  # until somebody gives up: a bot that is killed now and then hears one of so many
ALSO = {"done": ("taken", "promised")}  # what follows from an act besides its own event


@dataclass
class Told:
    """A request as people remember it: what the platforms confirmed, and what they tried."""

    words: str
    number: int = 0
    confirmed: list[str] = field(default_factory=list)  # names of events, one for each act that was taken
    tried: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)  # in threads: Slack brings it again until it is taken
    written: Counter[str] = field(default_factory=Counter)  # in WeCom's chat, each so many times

    @property
    def name(self) -> str:
        """How its messages begin."""
        return f"#{self.number} ·"


class Hands(Protocol):
    """One person. What isn't there yet raises CannotDo."""

    language: Language

    def asks(self, fresh: Callable[[], Told]) -> Told:
        """Until it was heard and has a number."""
        ...

    def presses(self, told: Told, act: str, event: str) -> bool:
        """Once; whether the bot has it for certain."""
        ...

    def fills(self, told: Told, act: str, event: str, answers: LooseJson) -> bool:
        """Opens the form, or sends the open one; whether it was taken for certain."""
        ...

    def puts_away(self) -> None:
        """A form that was taken, but the platform could not say so and left it open."""
        ...

    def says(self, told: Told, words: str) -> None:
        """Something about it, until it was heard."""
        ...

    def stands(self, told: Told) -> str:
        """How it stands, where an owner looks."""
        ...

    def hears(self, told: Told) -> str:
        """What a requester was told about it."""
        ...

    def close(self) -> None: ...


class OnSlack:
    """Presses in `room`: the department's channel, or else in the conversation with the bot."""

    language: Language = "en"

    def __init__(self, url: str, user: str, room: str = "") -> None:
        self._person = Visitor(url, user)
        self._room = room or self._person.dm_id
        self.close = self._person.close

    def asks(self, fresh: Callable[[], Told]) -> Told:
        """In other words each time, so that it can be told which one was heard."""
        tries = (fresh() for _ in range(TRIES))
        told = next((told for told in tries if self._heard(told)), None)
        assert told, f"nobody heard it in {TRIES} tries"
        self._person.wait_for(lambda: self._found(told), 60)
        return told

    def presses(self, told: Told, act: str, event: str) -> bool:
        clicks = self._person.presses
        try:
            self._person.press(texts.say("en", f"act.{act}"), near=told.name, where=self._room)
        finally:
            if self._person.presses > clicks:
                told.tried += [event, *ALSO.get(act, ())]
        told.confirmed.append(event)
        return True

    def fills(self, told: Told, act: str, event: str, answers: LooseJson) -> bool:
        if self._person.modal() is None:
            self._person.press(texts.say("en", f"act.{act}"), near=told.name, where=self._room)
            self._person.wait_for(self._person.modal, 1.0)
            return False
        self._person.fill({f"f:{name}": value for name, value in answers.items()})
        told.tried.append(event)
        if not self._person.submit()["ok"]:
            return False
        told.confirmed.append(event)
        return True

    def puts_away(self) -> None:
        if self._person.modal():
            self._person.cancel()

    def says(self, told: Told, words: str) -> None:
        """In the thread under the newest message about it."""
        words = f"{told.words[:4]} {words}"
        self._person.say(self._person.dm_id, words, thread=self._about(told)[-1]["ts"])
        told.said.append(words)

    def stands(self, told: Told) -> str:
        cards = (one for one in self._person.messages(self._room) if told.words in str(one))
        return state_of(next(cards, {}))

    def hears(self, told: Told) -> str:
        return str(self._about(told))

    def _heard(self, told: Told) -> bool:
        told.tried.append("raised")
        try:
            self._person.command(f"/request {told.words}")
        except NotThere:
            return _within(lambda: self._person.wait_for(lambda: told.words in str(self._person.dm()), 1.0))
        told.confirmed.append("raised")
        return True

    def _found(self, told: Told) -> bool:
        told.number = number_in(str(one["blocks"]) for one in self._person.dm() if told.words in str(one))
        return told.number > 0

    def _about(self, told: Told) -> list[LooseJson]:
        return [one for one in self._person.dm() if told.name in str(one["blocks"])]


def state_of(card: LooseJson) -> str:
    """What stands under "State" on a card."""
    fields = [field["text"] for block in card.get("blocks", []) for field in block.get("fields", [])]
    return next((text.removeprefix(STATE) for text in fields if text.startswith(STATE)), "")


def number_in(shown: Iterable[str]) -> int:
    """The number of the request that messages are about, as their titles tell it; 0 if none does."""
    found = (re.search(r"#(\d+) ·", words) for words in shown)
    return next((int(one[1]) for one in found if one), 0)


def _within(waits: Callable[[], object]) -> bool:
    try:
        waits()
    except NotThere:
        return False
    return True
