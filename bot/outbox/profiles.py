"""What a platform told of people, remembered for a day; the same for every platform."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from threading import Lock
from typing import NamedTuple

from bot.service.recent import Recent
from workflows.ports import Profile
from workflows.state.values import Person

DAY = 86_400.0  # seconds
MOST = 20_000  # people


class _Told(NamedTuple):
    """A profile, and when and after which others it was asked for; None: it is known to be out of date."""

    asked: int
    at: float
    profile: Profile | None


class Profiles:
    """A cache in front of a lookup. Thread-safe.

    An answer that was asked for before the profile was forgotten, or before a newer answer, is not kept: it would
    be taken for true for a day.
    """

    def __init__(self, look_up: Callable[[Person], Profile], seconds: Callable[[], float]) -> None:
        self._look_up = look_up
        self._seconds = seconds
        self._told: Recent[Person, _Told] = Recent(MOST)
        self._order = count()
        self._lock = Lock()

    def of(self, person: Person) -> Profile:
        """The profile as it was at most a day ago. Raises what the lookup raises."""
        told = self._told.get(person)
        if told and told.profile and self._seconds() - told.at < DAY:
            return told.profile
        return self.renewed(person)

    def renewed(self, person: Person) -> Profile:
        """The profile as it is now. What was known stays known if the lookup fails."""
        asked = next(self._order)
        profile = self._look_up(person)
        self._keep(person, _Told(asked, self._seconds(), profile))
        return profile

    def forget(self, person: Person) -> None:
        """The platform says that it has changed."""
        self._keep(person, _Told(next(self._order), self._seconds(), None))

    def _keep(self, person: Person, told: _Told) -> None:
        with self._lock:
            before = self._told.get(person)
            if before is None or before.asked < told.asked:
                self._told.put(person, told)
