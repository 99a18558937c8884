"""A sentence that somebody types reads the store at most a dozen times, and never what is not true any more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from bot.inbox.front import Front
from bot.talk.conversation import Conversation
from bot.talk.read_once import ReadOnce
from storage.memory import MemoryStore
from tests.bot.talk.test_conversation import Chat
from tests.workflows import given as g
from tests.workflows.given import ANA, TOM
from workflows.phases.explore import Ask
from workflows.ports import Find

MOST = 12
READING = frozenset(
    "last_number request history delivered histories find find_any count workflow due next_due due_keys noted "
    "number_at receipts homes".split()
)


class Counting:
    """A store that counts what is read; what one reading needs inside of the store is one."""

    def __init__(self, store: MemoryStore) -> None:
        self._store = store
        self.reads: Counter[str] = Counter()

    def __getattr__(self, name: str) -> Any:
        if name in READING:
            self.reads[name] += 1
        return getattr(self._store, name)


class Counted(Chat):
    """A chat put together as `bot.yinuo` does it."""

    def restarts(self) -> None:
        super().restarts()
        self.counting: Any = Counting(self.store)
        once = ReadOnce(self.counting)
        self.house.desk.steps.store = once
        self.talk = Conversation(
            Front(self.house.desk, self.store, self.house.speaker, lambda: None), once, once.sentence
        )
        self.house.desk.company()  # the absences, which are read once for the process


def _house(needs: int = 0) -> g.House:
    house = g.House(of=g.company(g.HELP.model_copy(update={"words": ("password", "密码")})))
    for _ in range(needs):
        house.asks("A screen", to="purchase")
    return house


def _in_focus(number: int) -> Counted:
    chat = Counted(_house(3), "zh")
    chat.says(ANA, f"#{number}")
    return chat


def _asked_one_by_one() -> Counted:
    chat = Counted(_house(2), "zh")
    chat.press(ANA, "answer", "1")
    return chat


def _passed_on() -> Counted:
    house = _house(2)
    house.asks("I can't log in", to="help")
    chat = Counted(house, "zh")
    chat.says(ANA, "#3")
    return chat


def _of_a_colleague() -> Counted:
    house = _house(4)
    house.number = 2
    house.does(TOM, "ask", Ask(text="Which size?"))
    return Counted(house, "zh")


SENTENCES: dict[str, tuple[Callable[[], Counted], str]] = {
    "a number is named": (lambda: Counted(_house(3), "zh"), "#1 黑色的就好"),
    "one is in focus": (lambda: _in_focus(1), "黑色的就好"),
    "a question was put": (_asked_one_by_one, "黑色的就好"),
    "passed on": (_passed_on, "今天还是不行"),
    "several may be meant": (lambda: Counted(_house(5), "zh"), "黑色的就好"),
    "several, and one is asked about": (_of_a_colleague, "大的"),
    "a new need": (lambda: Counted(_house(), "zh"), "帮我重置密码"),
    "a new need beside others": (lambda: Counted(_house(3), "zh"), "帮我重置密码"),
    "a list": (lambda: Counted(_house(), "zh"), "帮助"),
}


@pytest.mark.parametrize("name", SENTENCES)
def test_a_typed_sentence_reads_the_store_at_most_a_dozen_times(name: str) -> None:
    made, words = SENTENCES[name]
    chat = made()
    chat.counting.reads.clear()
    chat.answers(ANA, words)
    assert chat.counting.reads.total() <= MOST, chat.counting.reads


def test_what_a_sentence_has_stored_is_known_in_it_without_another_reading() -> None:
    house = _house(1)
    counting: Any = Counting(house.store)
    once = ReadOnce(counting)
    house.desk.steps.store = once
    with once.sentence():
        once.history(1)
        house.does(TOM, "take")
        assert once.request(1) == house.store.request(1)
        assert once.history(1) == house.store.history(1)
        assert once.find(Find(owner=TOM)) == house.store.find(Find(owner=TOM))


def test_after_a_sentence_what_others_did_is_read_anew() -> None:
    house = _house(1)
    once = ReadOnce(house.store)
    with once.sentence():
        before = once.request(1)
    house.does(TOM, "take")
    assert once.request(1) == house.store.request(1) != before
    with once.sentence():
        assert once.request(1) == house.store.request(1)


def test_a_conflict_is_decided_again_upon_what_the_store_says_now() -> None:
    house = _house(1)
    once = ReadOnce(house.store)
    with once.sentence():
        once.request(1)
        house.does(TOM, "take")  # by another thread, which knows nothing of this sentence
        house.desk.steps.store = once
        house.does(ANA, "withdraw")
    after = house.store.request(1)
    assert after is not None
    assert (after.owner, after.is_open) == (TOM, False)
