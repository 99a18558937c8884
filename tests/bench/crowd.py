"""Cards in a large company of whose people many are away: how long one takes, and how much it calls."""

from __future__ import annotations

import sys
import time
from datetime import timedelta
from statistics import median
from typing import NamedTuple

from bot.cards.speak import Speaker
from storage.memory import MemoryStore
from tests.bench.population import NOW, OWNER, Everybody, company
from tests.fakes import FakeClock
from workflows.definition import Absence, Company
from workflows.desk.desk import Desk
from workflows.phases import explore, offer
from workflows.ports import Notice
from workflows.rights import acts
from workflows.state.values import Person

REQUESTER = "slack:U0ANA"


class Size(NamedTuple):
    """How many people there are, and how many of them are away."""

    people: int
    away: int


SMALL, LARGE = Size(30, 0), Size(3000, 150)


class Cards:
    """The cards of one promised request: the channel's, the requester's and the owner's."""

    def __init__(self, size: Size) -> None:
        whole = crowded(company(), size)
        self._store = MemoryStore()
        desk = Desk(self._store, Everybody(), FakeClock(NOW), lambda: whole)
        words = "my screen flickers since the office moved"
        desk.raise_request(REQUESTER, explore.Raise(workflow="it-help", words=words), "command:1")
        day = whole.departments["it"].calendar.add_working_days(NOW.date(), 5)
        desk.handle(OWNER, 1, acts.BY_KEY["do_it"], offer.DoIt(day=day), "press:1")
        self._speaker = Speaker(desk)
        self.render()  # what is remembered of a company is computed with its first card

    def render(self) -> None:
        """Each of them once."""
        request = self._store.request(1)
        for notice in _NOTICES:
            assert self._speaker.standing(notice, request, latest=True)

    def seconds(self, times: int) -> float:
        """The seconds that one card takes: the median of so many times."""
        return median(self._once() for _ in range(times)) / len(_NOTICES)

    def calls(self) -> int:
        """The calls that rendering them makes: Python's functions and built-in ones."""
        count = 0

        def counted(_frame: object, event: str, _argument: object) -> None:
            nonlocal count
            count += event in ("call", "c_call")

        before = sys.getprofile()
        sys.setprofile(counted)
        try:
            self.render()
        finally:
            sys.setprofile(before)
        return count

    def _once(self) -> float:
        began = time.perf_counter()
        self.render()
        return time.perf_counter() - began


_NOTICES = tuple(
    Notice.model_validate({"id": "", "place": place, "to": to, "kind": "card", "number": 1, "at": NOW})
    for place, to in (("channel", "it"), ("person", REQUESTER), ("person", OWNER))
)


def crowded(whole: Company, size: Size) -> Company:
    """The company with so many more people in IT, on both platforms; each who is away has the next one stand in."""
    people: list[tuple[Person, Person]] = [
        (f"slack:U0M{n:05}", f"wecom:Member{n:05}") for n in range(size.people)
    ]
    it = whole.departments["it"]
    grown = it.model_copy(update={"members": (*it.members, *(slack for slack, _ in people))})
    departments = whole.departments | {"it": grown}
    crowd = whole.model_copy(update={"departments": departments, "people": (*whole.people, *people)})
    back = NOW + timedelta(days=7)
    return crowd.while_away(
        Absence(person=one, back=back.date(), until=back, since=NOW, stand_in=people[n + 1][0], by=one)
        for n, (one, _) in enumerate(people[: size.away])
    )
