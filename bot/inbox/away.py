"""Away and back, as people say it: the form, what it says when it is sent, and the button to be back."""

from __future__ import annotations

from datetime import timedelta

from bot.cards import absent
from bot.cards.elements import Card, Form, Words
from bot.cards.speak import Speaker
from bot.forms import away
from bot.inbox import answer as a
from bot.inbox import incoming as i
from workflows.desk.desk import Desk
from workflows.ports import Outbox
from workflows.state.values import Person

HELD = 1000  # notices looked at for what waits for somebody
LONGEST_HELD = timedelta(days=3 * 366)  # ahead of now: nothing waits so long for anybody


class Away:
    """Raises Refused and NotSaved."""

    def __init__(self, desk: Desk, outbox: Outbox, speaker: Speaker) -> None:
        self._desk = desk
        self._outbox = outbox
        self._speaker = speaker

    def form(self, person: Person, given: i.FieldValues | None = None) -> Form:
        """Build the form as these answers make it."""
        self._desk.may_act(person)
        language = self._speaker.profile(person).language
        company = self._desk.company()
        return away.build(language, company, person, self._speaker.today(person), self._name, given or {})

    def sent(self, came: i.Submitted) -> a.Answer:
        """Away from now on; said back, so that nobody wonders."""
        company, said = self._desk.company(), away.read(came.answers)
        who = company.one(said.who or came.by)
        stand_in = company.one(said.stand_in) if said.stand_in else None
        noted = self._desk.away(came.by, who, said.back, stand_in)
        language = self._speaker.profile(came.by).language
        today = self._speaker.today(came.by)
        card = absent.begun(language, noted, self._desk.company(), came.by, today, self._name)
        return a.Whisper(card=card)

    def back(self, came: i.Pressed) -> a.Answer:
        """There again: what was held for them comes at once."""
        self._desk.back(came.by, came.by)
        self._release(came.by)
        return _whisper(self._speaker.say(came.by, "away.ended"))

    def _release(self, person: Person) -> None:
        now = self._desk.clock.now()
        for waiting in self._outbox.waiting(now + LONGEST_HELD, HELD):
            notice = waiting.notice
            if notice.to == person and notice.happened is not None:
                self._outbox.put_off(notice.id, now, refused=True)

    def _name(self, person: Person) -> str:
        return self._speaker.profile(person).name


def _whisper(said: str) -> a.Whisper:
    return a.Whisper(card=Card(title="", summary=said, elements=(Words(text=said),)))
