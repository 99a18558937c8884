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
from bot.playground.shapes import LooseJson
from bot.playground.wecom.person import words_in_message
from bot.wecom.address import CardAddress
from bot.wecom.outgoing import shows
from storage.embedded import EmbeddedStore
from tests.conftest import in_ci
from tests.stories import chats
from tests.stories.apart import EVERYTHING, Apart, Killer
from tests.stories.chats import Chats
from tests.stories.hands import Told, state_of
from tests.stories.tales import IT, Tales
from tests.waiting import as_long_as
from workflows.ports import Find, Receipt
from workflows.state.events import Answered, Raised, Said

KILLS = int(os.environ.get("YINUO_KILLS") or (50 if in_ci() else 8))
SEED = int(os.environ.get("YINUO_SEED", "1"))


class Aftermath(NamedTuple):
    """What is left when everything is told: people's memories, the platforms' messages, the bot's store."""

    told: list[Told]
    shown: list[tuple[str, LooseJson]]  # the bot's messages, each with its room
    states: dict[int, str]
    faults: list[str]
    chats: Chats  # of WeCom, all the time
    standing: dict[str, list[LooseJson]]  # in each of them at the end, oldest first
    pairs: list[tuple[str, str]]  # who asked whom
    store: EmbeddedStore
    kills: int

    def events(self, told: Told) -> Counter[str]:
        return Counter(one.event.name for one in self.store.history(self.numbers.get(told.words, 0)))

    @property
    def numbers(self) -> dict[str, int]:
        return {request.words: request.number for request in self.store.find(Find(limit=10_000))}

    @property
    def cards(self) -> list[LooseJson]:
        """Of the department, in its channel on Slack; what stands in their threads is none."""
        return [
            one for room, one in self.shown if room == IT and one.get("thread_ts", one["ts"]) == one["ts"]
        ]

    @property
    def receipts(self) -> list[Receipt]:
        return [one for number in self.numbers.values() for one in self.store.receipts(number)]


@pytest.fixture(scope="module")
def after(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Aftermath]:
    """The tales are told for as long as there is killing, and the last one to its end."""
    folder = tmp_path_factory.mktemp("bot")
    with pytest.MonkeyPatch.context() as patch, closing(Apart(folder)) as apart:
        for name in ("EOAC_PAUSED", "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"):
            patch.delenv(name, raising=False)
        chance = Random(SEED)
        killer = Killer(apart, KILLS, chance)
        with closing(Tales(apart.town, chance)) as tales:
            killer.start()
            for _still in as_long_as(lambda: killer.busy, 20 * KILLS):
                tales.tell()
            tales.tell()
            tales.leave_open()
            states = _rested(apart)
            shown = _shown(apart)
            corp = apart.town.corp
            standing = {member.id: corp.seen_by(member.id) for member in corp.members()}
        faults = apart.town.faults + [f"dropped: {one}" for one in corp.dropped]
        apart.kill()
        heard = chats.read(corp.journal.after(limit=EVERYTHING))
        with EmbeddedStore(folder / stage.BOT_FILE) as store:
            yield Aftermath(
                tales.told, shown, states, faults, heard, standing, tales.pairs, store, killer.killed
            )


def _rested(apart: Apart) -> dict[int, str]:
    """Everything is said; how the bot says that each request stands."""
    apart.bot.settle()
    return {one["number"]: one["state"] for one in apart.bot.inspect(None)["requests"]}


def _shown(apart: Apart) -> list[tuple[str, LooseJson]]:
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
        assert sorted(text for text in heard if text not in told.written) == sorted(told.said)
    assert numbers.keys() <= {told.words for told in after.told}, "and made no request of its own"


def test_what_was_written_in_wecom_is_found_once_for_each_time_it_was_acknowledged(after: Aftermath) -> None:
    """And never more often than it was typed: what seemed lost may arrive after all."""
    for told in after.told:
        found = _words(after, told)
        for words, times in told.written.items():
            typed = (words, f"#{told.number} {words}")
            acknowledged = sum(after.chats.taken[one] for one in typed)
            assert acknowledged <= found[words] <= times, (words, told)


def _words(after: Aftermath, told: Told) -> Counter[str]:
    """Everything that somebody said in a request, in whatever way it was taken."""
    found: Counter[str] = Counter()
    for one in after.store.history(after.numbers.get(told.words, 0)):
        match one.event:
            case Raised(words=words) | Said(text=words):
                found[words] += 1
            case Answered(answers=answers):
                found.update(answers.values())
    return found


def test_no_message_stands_twice(after: Aftermath) -> None:
    keys = Counter(key for _, one in after.shown for key in one["metadata"]["event_payload"]["key"].split())
    assert {key: times for key, times in keys.items() if times > 1} == {}
    cards = Counter(one["text"] for one in after.cards)
    assert {text: times for text, times in cards.items() if times > 1} == {}


def test_everything_that_was_to_be_said_was_said(after: Aftermath) -> None:
    assert after.store.unsent() == 0
    standing = {f"slack:{room}/{one['ts']}" for room, one in after.shown}
    slack = {one.where for one in after.receipts if not one.where.startswith("wecom:")}
    assert slack - standing == set()


def test_every_card_is_true(after: Aftermath) -> None:
    assert after.store.stale(1) == ()
    for request in after.store.find(Find(department="it", limit=10_000)):
        cards = [one for one in after.cards if request.words in str(one)]
        assert [state_of(card) for card in cards] == [after.states[request.number]], request.words


def test_neither_slack_nor_wecom_found_a_fault_or_dropped_anything(after: Aftermath) -> None:
    assert after.faults == []


# In WeCom's chats


def test_a_card_is_said_once_and_only_a_lost_answer_shows_it_a_second_time(after: Aftermath) -> None:
    """WeCom drops what it was sent before. But a change that was made while the bot was killed cannot be seen
    afterwards, and its code is used up: then a new card says it, at most one for each kill.
    """
    assert {id: n for id, n in after.chats.ids.items() if n > 1} == {}
    assert chats.sent_twice(after.chats) == []
    assert chats.changed_and_sent(after.chats) <= after.kills


def test_a_line_is_said_once_and_an_answer_once_for_each_try(after: Aftermath) -> None:
    assert {line: n for line, n in after.chats.lines.items() if n > 1} == {}
    for user, answers in after.chats.answers.items():
        assert answers <= after.chats.attempts[user]


def test_whatever_was_said_in_wecom_stands_there(after: Aftermath) -> None:
    said = {CardAddress.read(one.where).task for one in after.receipts if one.where.startswith("wecom:")}
    assert len(said) > 0
    assert said - after.chats.ids.keys() == set()


def test_the_newest_card_offers_in_wecom_what_the_bot_believes_it_offers(after: Aftermath) -> None:
    newest: dict[tuple[str, int], Receipt] = {}
    for one in after.receipts:
        if one.where.startswith("wecom:") and one.notice.number:
            newest[one.notice.to, one.notice.number] = one
    for receipt in newest.values():
        where = CardAddress.read(receipt.where)
        card = next(one["card"] for one in after.standing[where.user] if one.get("task_id") == where.task)
        assert where.shows in ("", shows(card)), words_in_message({"type": "card", "card": card})


def test_who_is_asked_something_in_wecom_sees_it_at_last(after: Aftermath) -> None:
    told = after.told[-1]
    about = [
        one
        for one in after.standing["liuyang"]
        if one["type"] == "card" and told.name in words_in_message(one)
    ]
    assert {"yes", "partly", "no"} <= {
        button.get("key", "").partition(" ")[0] for button in about[-1]["card"]["button_list"]
    }


def test_wecom_had_its_part_in_the_tales(after: Aftermath) -> None:
    """Whoever asks and whoever answers, in WeCom or on Slack: all four have their turn first."""
    assert len(set(after.pairs[:-1])) == min(4, len(after.pairs) - 1)
    assert after.chats.taken
