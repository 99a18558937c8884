"""People who say something within the same few milliseconds: nobody's word is lost, on every store."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from storage.embedded import EmbeddedStore
from storage.memory import MemoryStore
from tests.workflows import given as g
from tests.workflows.given import NEXT_MONDAY, shanghai
from workflows.desk.desk import Desk
from workflows.phases.explore import Raise
from workflows.state.values import Person

PAIRS = 200
FEWER = 60
MANY = 64
APART = 0.015  # seconds at most between two who speak at the same moment
CHANCE = random.Random(2026)

Act = Callable[[], object]


@pytest.fixture(params=["memory", "embedded"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[MemoryStore | EmbeddedStore]:
    if request.param == "memory":
        yield MemoryStore()
        return
    with EmbeddedStore(tmp_path / "yinuo.db") as embedded:
        yield embedded


@pytest.fixture
def house(store: MemoryStore | EmbeddedStore) -> g.House:
    return on(store)


def on(store: MemoryStore | EmbeddedStore) -> g.House:
    """A house whose desk has begun to work with this store."""
    house = g.House()
    house.store = house.desk.steps.store = store  # type: ignore[assignment]
    house.desk.company()
    return house


def together(*acts: Act) -> None:
    """Each in a thread of its own, up to APART after each other. Raises the first failure."""
    failures: list[BaseException] = []
    ready = threading.Barrier(len(acts))

    def does(act: Act, wait: float) -> None:
        ready.wait()
        time.sleep(wait)
        try:
            act()
        except BaseException as failure:  # noqa: BLE001 - told to the test
            failures.append(failure)

    threads = [threading.Thread(target=does, args=(act, CHANCE.uniform(0, APART))) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]


def away(desk: Desk, person: Person) -> Act:
    return lambda: desk.away(person, person, NEXT_MONDAY)


def back(desk: Desk, person: Person) -> Act:
    return lambda: desk.back(person, person)


def are_away(house: g.House) -> set[Person]:
    return {one.person for one in house.desk.company().absences}


def test_two_who_go_at_the_same_moment_are_both_away(house: g.House) -> None:
    gone: set[Person] = set()
    for n in range(PAIRS):
        pair = (f"slack:U0P{n}", f"slack:U0Q{n}")
        together(*(away(house.desk, person) for person in pair))
        gone |= {*pair}
        assert gone <= are_away(house), n
    assert {row.key for row in house.store.due_keys("away:")} == {f"away:{person}" for person in gone}
    assert are_away(on(house.store)) == gone


def test_one_who_goes_while_another_comes_back_is_away(house: g.House) -> None:
    for n in range(FEWER):
        one, other = f"slack:U0P{n}", f"slack:U0P{n + 1}"
        house.desk.away(one, one, NEXT_MONDAY)
        together(away(house.desk, other), back(house.desk, one))
        assert are_away(house) == {other}, n


def test_the_sweep_never_ends_what_somebody_has_just_said(house: g.House) -> None:
    for n in range(FEWER):
        one, other = f"slack:U0P{n}", f"slack:U0Q{n}"
        house.desk.away(one, one, NEXT_MONDAY)
        house.desk.back(one, one)
        together(away(house.desk, other), away(house.desk, one), house.desk.sweep)
        assert {one, other} <= are_away(house), n
    house.desk.sweep()
    assert {row.at for row in house.store.due_keys("away:")} == {shanghai(9)}
    assert len(house.store.notes("away:")) == len(house.store.due_keys("away:")) == 2 * FEWER


def test_a_lead_and_the_one_they_speak_of_are_both_heard(house: g.House) -> None:
    for _ in range(20):
        together(
            lambda: house.desk.away(g.LIN, g.BEN, NEXT_MONDAY, g.LIN),
            lambda: house.desk.away(g.BEN, g.BEN, g.NEXT_TUESDAY),
        )
        (known,) = house.desk.company().absences
        assert (known.back, known.stand_in) in {(NEXT_MONDAY, g.LIN), (g.NEXT_TUESDAY, None)}
        house.desk.back(g.BEN, g.BEN)
        assert are_away(house) == set()


def test_what_is_over_leaves_nothing_behind(house: g.House) -> None:
    house.desk.away(g.BEN, g.BEN, NEXT_MONDAY)
    house.clock.at = shanghai(9)
    assert are_away(house) == set()
    house.desk.sweep()
    assert (dict(house.store.notes("away:")), house.store.due_keys("away:")) == ({}, ())


# Raising


def test_everybody_who_raises_at_the_same_moment_is_heard(house: g.House) -> None:
    raised: dict[Person, int] = {}

    def raises(person: Person) -> Act:
        command = Raise(workflow="help", words=f"My screen flickers, says {person}")
        return lambda: raised.update({person: house.desk.raise_request(person, command, person).number})

    together(*(raises(f"slack:U0P{n}") for n in range(MANY)))
    assert sorted(raised.values()) == list(range(1, MANY + 1))
    for person, number in raised.items():
        request = house.store.request(number)
        assert request is not None
        assert (request.requester, [one.number for one in house.store.history(number)]) == (person, [number])
        assert person in request.words
        assert [row.key for row in house.store.due_keys(f"request:{number}")][:1] == [f"request:{number}"]
    told = {(one.number, one.id.partition(".")[0]) for one in house.notices()}
    assert told == {(number, str(number)) for number in raised.values()}
