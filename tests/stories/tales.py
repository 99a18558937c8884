"""Requests told by people who never give up: what Slack says did not work is simply done again."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from bot import texts
from bot.playground.looking import CannotDo
from bot.playground.person import Person
from bot.playground.shapes import Json

IT, STATE = "C0IT", "*State*\n"
ALSO = {"done": ("taken", "promised")}  # what follows from an act besides its own event
PATIENCE = 60.0  # seconds until somebody gives up after all


@dataclass
class Told:
    """A request as people remember it: what Slack confirmed, and what they tried."""

    words: str
    number: int = 0
    confirmed: list[str] = field(default_factory=list)  # names of events, one for each act that was taken
    tried: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)  # in threads: Slack brings it again until it is taken

    @property
    def name(self) -> str:
        """How its messages begin."""
        return f"#{self.number} ·"


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
        self._presses(self.requester, told, "partly", "polled", self.requester.dm_id, "mine.choice")
        self._presses(
            self.requester, told, "follow_up", "round_opened", self.requester.dm_id, "state.recovering"
        )
        self._says(told, "better, but not good")
        self._presses(self.owner, told, "done", "delivered", IT, "state.delivered")
        self._solved(told)

    # What happens in them

    def _asks(self) -> Told:
        """In other words each time, so that it can be told which one was heard."""
        while not self._heard(told := Told(f"w{len(self.told):03} my vpn drops every hour")):
            pass
        self._waits(lambda: self._card(told) is not None)
        told.number = number_of(self._card(told) or {})
        self._waits(lambda: bool(self._about(told)))
        return told

    def _heard(self, told: Told) -> bool:
        self.told.append(told)
        told.tried.append("raised")
        if self._does(lambda: self.requester.command(f"/request {told.words}")):
            told.confirmed.append("raised")
            return True
        return self._within(1.0, lambda: told.words in str(self.requester.dm()))

    def _promises(self, told: Told) -> None:
        self._fills(told, "do_it", "promised", {"f:day": self._day(3)}, "state.committed")

    def _delivers(self, told: Told) -> None:
        self._fills(told, "deliver", "delivered", {"f:what": "a new profile"}, "state.delivered")

    def _solved(self, told: Told) -> None:
        self._presses(self.requester, told, "yes", "polled", self.requester.dm_id, "outcome.satisfied")

    def _says(self, told: Told, words: str) -> None:
        """In the thread under the newest message about it."""
        words = f"{told.words[:4]} {words}"
        self.requester.say(self.requester.dm_id, words, thread=self._about(told)[-1]["ts"])
        told.said.append(words)

    def _lets_time_pass(self) -> None:
        self._waits(lambda: self._does(lambda: self.owner.pass_time("working_day")))

    def _presses(
        self, person: Person, told: Told, act: str, event: str, where: str, then: str | None = None
    ) -> None:
        """Until it was taken, or (where Slack did not say so) the card shows that it was."""

        def pressed() -> bool:
            told.tried += [event, *ALSO.get(act, ())]
            if self._does(lambda: person.press(texts.say("en", f"act.{act}"), near=told.name, where=where)):
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
                self._does(lambda: self.owner.press(label, near=told.name, where=IT))
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
        """Whether the department's card says that it stands so; of what is the requester's, their own."""
        if key.startswith("mine."):
            return texts.say("en", key) in str(self._about(told))
        return texts.say("en", key) in state_of(self._card(told) or {})

    def _card(self, told: Told) -> Json | None:
        return next((one for one in self.owner.messages(IT) if told.words in str(one)), None)

    def _about(self, told: Told) -> list[Json]:
        """What the requester was told about it."""
        return [one for one in self.requester.dm() if told.name in str(one["blocks"])]

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


def state_of(card: Json) -> str:
    """What stands under "State" on a card."""
    fields = [field["text"] for block in card.get("blocks", []) for field in block.get("fields", [])]
    return next((text.removeprefix(STATE) for text in fields if text.startswith(STATE)), "")


def number_of(card: Json) -> int:
    """The number that its title begins with."""
    found = re.match(r"#(\d+) ", str(card["text"]))
    assert found, card["text"]
    return int(found[1])
