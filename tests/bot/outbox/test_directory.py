"""Who people are, and in which language they are spoken to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

import pytest

from bot.outbox.channel import Later
from bot.outbox.directory import People
from storage.memory import MemoryStore
from tests.fakes import a_company
from workflows.definition import Company
from workflows.languages import Language
from workflows.ports import Profile
from workflows.state.values import Person

T = TypeVar("T")

ON_BOTH: tuple[Person, ...] = ("wecom:wanglei", "slack:U0WANG")


@dataclass
class Told:
    """A platform that tells the same of everybody."""

    language: Language

    def profile(self, person: Person) -> Profile:
        return Profile(person=person, name=f"name of {person}", language=self.language, timezone="UTC")

    def renewed(self, person: Person) -> Profile:
        return self.profile(person)


@pytest.fixture
def company() -> Company:
    return a_company().model_copy(update={"people": (ON_BOTH,)})


def people(company: Company, store: MemoryStore, *platforms: str) -> People:
    told = {"slack": Told("en"), "wecom": Told("zh")}
    return People({name: told[name] for name in platforms}, "en", lambda: company, store)


def test_each_platform_tells_of_its_own_people(company: Company) -> None:
    house = people(company, MemoryStore(), "slack", "wecom")
    assert house.profile("slack:U0LIN").language == "en"
    assert house.profile("wecom:liuyang").language == "zh"


def test_somebody_of_a_platform_that_is_not_connected_may_not_act(company: Company) -> None:
    stranger = people(company, MemoryStore(), "slack").profile("wecom:liuyang")
    assert (stranger.name, stranger.may_act) == ("liuyang", False)


def test_where_wecom_tells_no_language_slack_does(company: Company) -> None:
    assert people(company, MemoryStore(), "slack", "wecom").profile("wecom:wanglei").language == "en"
    assert people(company, MemoryStore(), "wecom").profile("wecom:wanglei").language == "zh"


def test_a_chosen_language_counts_and_outlives_the_process(company: Company) -> None:
    store = MemoryStore()
    house = people(company, store, "slack", "wecom")
    assert house.profile("slack:U0LIN").language == "en"
    house.choose("slack:U0LIN", "zh")
    assert house.profile("slack:U0LIN").language == "zh"
    assert people(company, store, "slack", "wecom").profile("slack:U0LIN").language == "zh"


class Hangs(Told):
    """A platform that nobody reaches; each question takes its time."""

    asked = 0

    def profile(self, person: Person) -> Profile:
        self.asked += 1
        raise Later(10, "it hangs")


def test_a_platform_that_cannot_be_asked_is_not_asked_about_everybody_in_turn(company: Company) -> None:
    hangs = Hangs("en")
    house = People({"slack": hangs}, "en", lambda: company, MemoryStore())
    assert not any(house.left(f"slack:U0{number}") for number in range(500))
    assert hangs.asked == 1


class Slow(MemoryStore):
    """Something happens between the look at a note and the answer."""

    meanwhile: Callable[[], None] = staticmethod(lambda: None)

    def noted(self, key: str) -> str | None:
        return self._then(super().noted(key))

    def notes(self, prefix: str) -> Mapping[str, str]:
        return self._then(super().notes(prefix))

    def _then(self, found: T) -> T:
        meanwhile, self.meanwhile = self.meanwhile, lambda: None
        meanwhile()
        return found


def test_a_language_chosen_while_somebody_is_spoken_to_is_not_forgotten(company: Company) -> None:
    store = Slow()
    house = people(company, store, "slack")
    store.meanwhile = lambda: house.choose("slack:U0LIN", "zh")
    house.profile("slack:U0LIN")
    assert house.profile("slack:U0LIN").language == "zh"
