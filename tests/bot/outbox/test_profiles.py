"""What is remembered of people: for a day, never beyond what the platform said since, and never for a no."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from bot.outbox.channel import Later
from bot.outbox.directory import AGAIN, People
from bot.outbox.profiles import DAY, Profiles
from storage.memory import MemoryStore
from tests.fakes import a_company
from workflows.ports import Profile
from workflows.state.values import Person

BEN = "slack:U0BEN"


@dataclass
class Platform:
    """A platform where people come and go; `meanwhile` happens after it has looked and before it answers."""

    shut_out: set[Person] = field(default_factory=set)
    down: bool = False
    asked: int = 0
    seconds: float = 0.0
    meanwhile: Callable[[], None] = lambda: None

    def __post_init__(self) -> None:
        self.profiles = Profiles(self._look_up, lambda: self.seconds)

    def profile(self, person: Person) -> Profile:
        return self.profiles.of(person)

    def renewed(self, person: Person) -> Profile:
        return self.profiles.renewed(person)

    def _look_up(self, person: Person) -> Profile:
        if self.down:
            raise Later(10, "it hangs")
        self.asked += 1
        out = person in self.shut_out
        found = Profile(person=person, name=person, language="en", timezone="UTC", may_act=not out, left=out)
        meanwhile, self.meanwhile = self.meanwhile, lambda: None
        meanwhile()
        return found


def people_of(platform: Platform) -> People:
    return People({"slack": platform}, "en", a_company, MemoryStore(), seconds=lambda: platform.seconds)


def test_people_are_remembered_for_a_day() -> None:
    platform = Platform()
    platform.profile(BEN)
    platform.seconds = DAY - 1
    platform.profile(BEN)
    assert platform.asked == 1
    platform.seconds = DAY
    platform.profile(BEN)
    assert platform.asked == 2


def test_what_is_forgotten_while_it_is_looked_up_is_looked_up_again() -> None:
    platform = Platform()

    def leaves() -> None:
        platform.shut_out.add(BEN)
        platform.profiles.forget(BEN)

    platform.meanwhile = leaves
    assert not platform.profile(BEN).left, "it had looked before"
    assert platform.profile(BEN).left


def test_an_older_answer_does_not_take_the_place_of_a_newer_one() -> None:
    platform = Platform()

    def leaves() -> None:
        platform.shut_out.add(BEN)
        platform.profiles.renewed(BEN)

    platform.meanwhile = leaves
    platform.profile(BEN)
    assert platform.profile(BEN).left


def test_what_was_known_stays_known_when_the_platform_cannot_be_asked() -> None:
    platform = Platform({BEN})
    people = people_of(platform)
    assert people.left(BEN)
    platform.down, platform.seconds = True, AGAIN
    assert people.left(BEN)
    assert not people.may_act(BEN)
    assert people.profile(BEN).name == BEN


def test_who_is_let_in_again_may_act_within_a_minute() -> None:
    platform = Platform({BEN})
    people = people_of(platform)
    assert not people.may_act(BEN)
    platform.shut_out.clear()
    platform.seconds = AGAIN
    assert people.may_act(BEN)
    assert not people.left(BEN)


def test_a_no_that_is_a_day_old_is_looked_up_again_at_once() -> None:
    platform = Platform({BEN})
    people = people_of(platform)
    people.profile(BEN)
    platform.shut_out.clear()
    assert people.may_act(BEN)


def test_nobody_is_looked_up_with_each_press_of_a_guest() -> None:
    platform = Platform({BEN})
    people = people_of(platform)
    for _ in range(100):
        assert not people.may_act(BEN)
        assert people.left(BEN)
    assert platform.asked == 2


def test_who_has_come_back_loses_nothing_to_an_heir() -> None:
    platform = Platform({BEN})
    people = people_of(platform)
    assert people.profile(BEN).left
    platform.shut_out.clear()
    assert not people.left(BEN)
