"""The bot is killed at random moments of a story that goes on: what was confirmed is there, nothing stands twice.

Fifty times in CI, which takes a minute; every day a few are enough. `YINUO_KILLS` says how often, and another
`YINUO_SEED` makes other moments.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from random import Random
from typing import NamedTuple

import pytest

from bot.playground import stage
from bot.playground.shapes import Json
from storage.embedded import EmbeddedStore
from tests.conftest import in_ci
from tests.stories.apart import Apart, Killer
from tests.stories.tales import IT, Tales, Told, state_of
from workflows.events import Said
from workflows.ports import Find

KILLS = int(os.environ.get("YINUO_KILLS") or (50 if in_ci() else 8))
SEED = int(os.environ.get("YINUO_SEED", "1"))


class Aftermath(NamedTuple):
    """What is left when everything is told: people's memories, Slack's messages, the bot's store."""

    told: list[Told]
    shown: list[tuple[str, Json]]  # the bot's messages, each with its room
    states: dict[int, str]
    faults: list[str]
    store: EmbeddedStore
    kills: int

    def events(self, told: Told) -> Counter[str]:
        return Counter(one.event.name for one in self.store.history(self.numbers.get(told.words, 0)))

    @property
    def numbers(self) -> dict[str, int]:
        return {request.words: request.number for request in self.store.find(Find(limit=10_000))}


@pytest.fixture(scope="module")
def after(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Aftermath]:
    """The tales are told for as long as there is killing, and the last one to its end."""
    folder = tmp_path_factory.mktemp("bot")
    with pytest.MonkeyPatch.context() as patch, closing(Apart(folder)) as apart:
        for name in ("EOAC_PAUSED", "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"):
            patch.delenv(name, raising=False)
        chance = Random(SEED)
        killer = Killer(apart, KILLS, chance)
        with closing(Tales(apart.town.url, chance)) as tales:
            killer.start()
            while killer.busy:
                tales.tell()
            tales.tell()
            states = _rested(apart)
            shown = _shown(apart)
        faults = list(apart.town.space.faults)
        apart.kill()
        with EmbeddedStore(folder / stage.BOT_FILE) as store:
            yield Aftermath(tales.told, shown, states, faults, store, killer.killed)


def _rested(apart: Apart) -> dict[int, str]:
    """Everything is said; how the bot says that each request stands."""
    apart.bot.settle()
    return {one["number"]: one["state"] for one in apart.bot.inspect(None)["requests"]}


def _shown(apart: Apart) -> list[tuple[str, Json]]:
    space = apart.town.space
    with space.lock:
        everything = [(room, one) for room, by_ts in space.messages.items() for one in by_ts.values()]
    return [(room, one) for room, one in everything if one.get("bot_id")]


def test_it_was_killed_and_the_story_went_on(after: Aftermath) -> None:
    assert after.kills == KILLS
    assert len(after.told) > 1


def test_nothing_that_was_confirmed_to_a_person_is_missing(after: Aftermath) -> None:
    missing = {
        told.words: Counter(told.confirmed) - after.events(told)
        for told in after.told
        if Counter(told.confirmed) - after.events(told)
    }
    assert missing == {}


def test_nothing_happened_more_often_than_somebody_tried(after: Aftermath) -> None:
    for told in after.told:
        tried, events = Counter(told.tried), after.events(told)
        assert {name: n for name, n in events.items() if name in tried and n > tried[name]} == {}, told


def test_what_was_said_in_threads_arrived_once(after: Aftermath) -> None:
    numbers = after.numbers
    for told in after.told:
        history = after.store.history(numbers.get(told.words, 0))
        heard = [one.event.text for one in history if isinstance(one.event, Said)]
        assert sorted(heard) == sorted(told.said)
    assert numbers.keys() <= {told.words for told in after.told}, "and made no request of its own"


def test_no_message_stands_twice(after: Aftermath) -> None:
    keys = Counter(key for _, one in after.shown for key in one["metadata"]["event_payload"]["key"].split())
    assert {key: times for key, times in keys.items() if times > 1} == {}
    cards = Counter(one["text"] for room, one in after.shown if room == IT and "thread_ts" not in one)
    assert {text: times for text, times in cards.items() if times > 1} == {}


def test_everything_that_was_to_be_said_was_said(after: Aftermath) -> None:
    assert after.store.unsent() == 0
    standing = {f"slack:{room}/{one['ts']}" for room, one in after.shown}
    receipts = [one for number in after.numbers.values() for one in after.store.receipts(number)]
    assert {one.where for one in receipts} - standing == set()


def test_every_card_is_true(after: Aftermath) -> None:
    assert after.store.stale(1) == ()
    for words, number in after.numbers.items():
        cards = [one for room, one in after.shown if room == IT and words in str(one)]
        assert [state_of(card) for card in cards] == [after.states[number]], words


def test_slack_found_no_fault(after: Aftermath) -> None:
    assert after.faults == []
