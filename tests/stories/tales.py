"""Requests told by people who never give up: what Slack says did not work is simply done again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from bot import texts
from bot.playground.looking import CannotDo
from bot.playground.person import Person
from bot.playground.shapes import Json

IT = "C0IT"
PATIENCE = 60.0  # seconds until somebody gives up after all


@dataclass
class Told:
    """A request as people remember it: what Slack confirmed, and what they tried."""

    words: str
    confirmed: list[str] = field(default_factory=list)  # names of events, one for each act that was taken
    tried: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)  # in threads: Slack brings it again until it is taken


class Tales:
    """A requester and an owner, one request after the other."""

    def __init__(self, url: str, chance: Random) -> None:
        self.requester = Person(url, "U0ANA")
        self.owner = Person(url, "U0BEN")
        self.told: list[Told] = []
        self._chance = chance

    def close(self) -> None:
        self.requester.close()
        self.owner.close()

    def tell(self) -> None:
        """One of the tales, to a satisfied end."""
        told = self._asks()
        self._chance.choice((self._at_once, self._promised, self._twice))(told)

    # Tales

    def _at_once(self, told: Told) -> None:
        self._presses(self.owner, told, "done", "delivered", IT, "state.delivered")
        self._solved(told)

    def _promised(self, told: Told) -> None:
        self._says(told, "it began yesterday")
        self._promises(told)
        self._presses(self.owner, told, "on_track", "checked_in", IT)
        self._lets_time_pass()
        self._delivers(told)
        self._solved(told)

    def _twice(self, told: Told) -> None:
        self._presses(self.owner, told, "take", "taken", IT)
        self._promises(told)
        self._delivers(told)
        self._presses(self.requester, told, "partly", "polled", self.requester.dm_id, "state.recovering")
        self._says(told, "better, but not good")
        self._presses(self.owner, told, "done", "delivered", IT, "state.delivered")
        self._solved(told)

    # What happens in them

    def _asks(self) -> Told:
        """In other words each time, so that it can be told which one was heard."""
        while True:
            told = Told(f"w{len(self.told):03} my vpn drops every hour")
            self.told.append(told)
            told.tried.append("raised")
            if self._does(lambda told=told: self.requester.command(f"/request {told.words}")):
                told.confirmed.append("raised")
            if told.confirmed or self._seen(told, self.requester, self.requester.dm_id, 1.0):
                self._waits(lambda told=told: self._sees(told, self.owner, IT))
                self._waits(lambda told=told: self._sees(told, self.requester, self.requester.dm_id))
                return told

    def _promises(self, told: Told) -> None:
        self._fills(told, "do_it", "promised", {"f:day": self._day(3)}, "state.committed")

    def _delivers(self, told: Told) -> None:
        self._fills(told, "deliver", "delivered", {"f:what": "a new profile"}, "state.delivered")

    def _solved(self, told: Told) -> None:
        self._presses(self.requester, told, "yes", "polled", self.requester.dm_id, "outcome.satisfied")

    def _says(self, told: Told, words: str) -> None:
        """In the thread under the newest message about it."""
        words = f"{told.words[:4]} {words}"
        newest = [one for one in self.requester.dm() if told.words in str(one)][-1]
        self.requester.say(self.requester.dm_id, words, thread=newest["ts"])
        told.said.append(words)

    def _lets_time_pass(self) -> None:
        self._waits(lambda: self._does(lambda: self.owner.pass_time("working_day")))

    def _presses(
        self, person: Person, told: Told, act: str, event: str, where: str, then: str | None = None
    ) -> None:
        """Until it was taken, or (where Slack did not say so) the card shows that it was."""

        def pressed() -> bool:
            told.tried.append(event)
            if self._does(
                lambda: person.press(texts.say("en", f"act.{act}"), near=told.words[:4], where=where)
            ):
                told.confirmed.append(event)
                return True
            return then is not None and self._shows(told, then)

        self._waits(pressed)
        if then:
            self._waits(lambda: self._shows(told, then))

    def _fills(self, told: Told, act: str, event: str, answers: Json, then: str) -> None:
        """Opens the form, fills it in and sends it; again, if it does not open or is not taken."""

        def sent() -> bool:
            if self._shows(told, then):
                self._closes_form()
                return True
            if self.owner.modal() is None:
                label = texts.say("en", f"act.{act}")
                self._does(lambda: self.owner.press(label, near=told.words[:4], where=IT))
                self._seen_form()
                return False
            self.owner.fill(answers)
            told.tried.append(event)
            if not self.owner.submit()["ok"]:
                return False
            told.confirmed.append(event)
            return True

        self._waits(sent)
        self._waits(lambda: self._shows(told, then))

    def _closes_form(self) -> None:
        """It was taken, but Slack could not say so and left it open."""
        if self.owner.modal():
            self._does(self.owner.cancel)

    def _seen_form(self) -> None:
        self._within(1.0, lambda: self.owner.modal() is not None)

    # Seeing and doing

    def _shows(self, told: Told, key: str) -> bool:
        """Whether the department's card says so."""
        card = self._card(told)
        return card is not None and texts.say("en", key) in str(card["blocks"])

    def _card(self, told: Told) -> Json | None:
        cards = [one for one in self.owner.messages(IT) if told.words in str(one)]
        return cards[0] if cards else None

    def _sees(self, told: Told, person: Person, where: str) -> bool:
        return any(told.words in str(message) for message in person.messages(where))

    def _seen(self, told: Told, person: Person, where: str, seconds: float) -> bool:
        return self._within(seconds, lambda: self._sees(told, person, where))

    def _does(self, deed: Callable[[], object]) -> bool:
        """Whether Slack took it."""
        try:
            deed()
        except CannotDo:
            return False
        return True

    def _waits(self, until: Callable[[], bool]) -> None:
        self.requester.wait_for(until, PATIENCE)

    def _within(self, seconds: float, seen: Callable[[], bool]) -> bool:
        return self._does(lambda: self.requester.wait_for(seen, seconds))

    def _day(self, days: int) -> str:
        now: str = self.requester.view()["clock"]["now"]
        day = date.fromisoformat(now[:10]) + timedelta(days=days)
        while day.weekday() > 4:
            day += timedelta(days=1)
        return day.isoformat()
