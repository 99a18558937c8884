"""Requests told by people who never give up: what their platform says did not work is simply done again."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import ExitStack, closing
from datetime import datetime
from itertools import product
from random import Random
from typing import TypeVar

import httpx

from bot import texts
from bot.playground.looking import NotThere
from bot.playground.person import Visitor
from bot.playground.shapes import LooseJson
from bot.playground.town import Town
from bot.playground.working_days import working_day
from tests.stories.hands import Hands, OnSlack, Told
from tests.stories.hands_wecom import OnWecom

IT = "C0IT"
T = TypeVar("T")
PATIENCE = 180.0  # seconds until somebody gives up: on a busy machine the bot hardly lives until killing ends
ASKED = {
    "ben": {"en": "my vpn drops every hour", "zh": "仓库的打印机连不上网"},
    "wang": {"en": "the air conditioning in room Lotus is too cold", "zh": "三楼洗手间漏水了"},
}  # in Facilities they want to know where; IT needs nothing more


class Tales:
    """Somebody who asks and somebody who owns it, each on Slack or in WeCom; one request after the other."""

    def __init__(self, town: Town, chance: Random) -> None:
        self.told: list[Told] = []
        self.pairs: list[tuple[str, str]] = []  # who asked whom
        self._chance = chance
        self._casts: list[tuple[str, str]] = []
        self._plots: list[Callable[[Told], None]] = []
        self._stack = ExitStack()
        self._clock = self._stack.enter_context(Visitor(town.url, "U0MARIA"))
        self._requesters: dict[str, Hands] = {
            "ana": OnSlack(town.url, "U0ANA"),
            "liu": OnWecom(town, "liuyang", chance),
        }
        self._owners: dict[str, Hands] = {
            "ben": OnSlack(town.url, "U0BEN", IT),
            "wang": OnWecom(town, "wanglei", chance),
        }
        for hands in (*self._requesters.values(), *self._owners.values()):
            self._stack.enter_context(closing(hands))

    def close(self) -> None:
        self._stack.close()

    def tell(self) -> None:
        """One of the tales, to a satisfied end. All have their turn before any comes again."""
        if not self._casts:
            self._casts = self._shuffled(product(self._requesters, self._owners))
        if not self._plots:
            self._plots = self._shuffled((self._at_once, self._promised, self._twice))
        self._cast(*self._casts.pop())
        self._plots.pop()(self._asks())

    def leave_open(self) -> None:
        """In WeCom alone, to where somebody is asked something."""
        self._cast("liu", "wang")
        self._presses(self.owner, self._asks(), "done", "delivered", "state.delivered")

    def _cast(self, asking: str, answering: str) -> None:
        self.pairs.append((asking, answering))
        self.requester, self.owner = self._requesters[asking], self._owners[answering]

    def _shuffled(self, cards: Iterable[T]) -> list[T]:
        deck = list(cards)
        self._chance.shuffle(deck)
        return deck

    # Tales

    def _at_once(self, told: Told) -> None:
        self._presses(self.owner, told, "done", "delivered", "state.delivered")
        self._solved(told)

    def _promised(self, told: Told) -> None:
        self.requester.says(told, "it began yesterday")
        self._promises(told)
        self._presses(self.owner, told, "on_track", "checked_in")
        self._lets_time_pass()
        self._delivers(told)
        self._solved(told)

    def _twice(self, told: Told) -> None:
        self._presses(self.owner, told, "take", "taken")
        self._promises(told)
        self._delivers(told)
        self._presses(self.requester, told, "partly", "polled", "mine.choice")
        self._presses(self.requester, told, "follow_up", "round_opened", "state.recovering")
        self.requester.says(told, "better, but not good")
        self._presses(self.owner, told, "done", "delivered", "state.delivered")
        self._solved(told)

    # What happens in them

    def _asks(self) -> Told:
        told = self.requester.asks(self._fresh)
        if self.pairs[-1][1] == "wang":
            self._says_where(told)
        return told

    def _fresh(self) -> Told:
        told = Told(f"w{len(self.told):03} {ASKED[self.pairs[-1][1]][self.requester.language]}")
        self.told.append(told)
        return told

    def _says_where(self, told: Told) -> None:
        if isinstance(self.requester, OnWecom):
            self.requester.says(told, "三楼东边")
        else:
            self._fills(self.requester, told, "answer", "answered", {"q.place": "Lotus"}, "state.waiting")

    def _promises(self, told: Told) -> None:
        self._fills(self.owner, told, "do_it", "promised", {"day": self._day(3)}, "state.committed")

    def _delivers(self, told: Told) -> None:
        self._fills(self.owner, told, "deliver", "delivered", {"what": "a new one"}, "state.delivered")

    def _solved(self, told: Told) -> None:
        self._presses(self.requester, told, "yes", "polled", "outcome.satisfied")

    def _lets_time_pass(self) -> None:
        self._waits(lambda: does(lambda: self._clock.pass_time("working_day")))

    def _presses(self, hands: Hands, told: Told, act: str, event: str, then: str | None = None) -> None:
        """Until it was taken, or (where the platform did not say so) it shows that it was."""

        def pressed() -> bool:
            return does(lambda: hands.presses(told, act, event)) or (
                then is not None and self._shows(told, then)
            )

        self._waits(pressed)
        if then:
            self._waits(lambda: self._shows(told, then))

    def _fills(self, hands: Hands, told: Told, act: str, event: str, answers: LooseJson, then: str) -> None:
        """Opens the form, fills it in and sends it; again, if it does not open or is not taken."""

        def sent() -> bool:
            if self._shows(told, then):
                does(hands.puts_away)
                return True
            return does(lambda: hands.fills(told, act, event, answers))

        self._waits(sent)
        self._waits(lambda: self._shows(told, then))

    # Seeing

    def _shows(self, told: Told, key: str) -> bool:
        """Whether it stands so, where the owner looks; of what is the requester's, their own."""
        hands, look = (
            (self.requester, self.requester.hears)
            if key.startswith("mine.")
            else (self.owner, self.owner.stands)
        )
        return does(lambda: texts.say(hands.language, key) in look(told))

    def _waits(self, until: Callable[[], bool]) -> None:
        self._clock.wait_for(until, PATIENCE)

    def _day(self, days: int) -> str:
        now: str = self._clock.view()["clock"]["now"]
        return working_day(datetime.fromisoformat(now), days).isoformat()


def does(deed: Callable[[], object]) -> bool:
    """Whether it could be done, and had the wished effect."""
    try:
        return deed() is not False
    except (NotThere, httpx.TransportError):
        return False
