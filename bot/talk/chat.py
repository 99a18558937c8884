"""Somebody's one chat with the bot, as every part of the conversation sees it: the way in, and what is remembered."""

from __future__ import annotations

from dataclasses import dataclass

from bot.cards.speak import Speaker
from bot.cards.view import View
from bot.forms.inputs import LONGEST_NUMBER
from bot.inbox import answer as a
from bot.inbox.front import Front
from bot.talk import cards
from bot.talk.candidates import candidates
from bot.talk.memory import Memory
from workflows.definition import Company
from workflows.desk.desk import Desk
from workflows.meaning.situation import waits_for_words
from workflows.state.request import Request
from workflows.state.values import Person


@dataclass(frozen=True)
class Chat:
    """Whatever changes a request goes through the front."""

    front: Front
    memory: Memory

    @property
    def desk(self) -> Desk:
        return self.front.desk

    @property
    def speaker(self) -> Speaker:
        return self.front.speaker

    @property
    def company(self) -> Company:
        return self.front.desk.company()

    def request(self, number: int) -> Request:
        """One that is known to be there: words were delivered to it, or something was asked."""
        request = self.desk.store.request(number)
        assert request is not None, "whoever speaks of it has looked before"
        return request

    def part_in(self, person: Person, typed: str) -> Request | None:
        """The request with this number, if this person has a part in it; others look as if they did not exist."""
        if not typed.isdecimal() or len(typed) >= LONGEST_NUMBER:
            return None
        request = self.desk.store.request(int(typed))
        return request if request and self.desk.roles(person, request) else None

    def candidates(self, person: Person) -> list[View]:
        """The open requests that their words may be for."""
        return candidates(self.speaker, person)

    def waits(self, person: Person, request: Request) -> bool:
        """Whether an answer of theirs is waited for there."""
        return waits_for_words(person, request, self.desk.workflow_of(request))

    def view(self, request: Request, person: Person) -> View:
        return self.speaker.view(request, person)

    def say(self, person: Person, key: str, **details: object) -> str:
        return self.speaker.say(person, key, **details)

    def told(self, person: Person, key: str, **details: object) -> a.Whisper:
        """Just this sentence."""
        return a.Whisper(card=cards.sentence_card(self.say(person, key, **details)))
