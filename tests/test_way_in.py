"""The way of a press and of a sentence, from the platform's door to the commit: how many files of ours it enters.

`python -m tests.test_way_in` names them.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any
from xml.etree.ElementTree import fromstring

from bot.inbox.front import Front
from bot.slack import connect
from bot.slack.channel import SlackChannel
from bot.talk.conversation import Conversation
from bot.talk.read_once import ReadOnce
from bot.wecom.answering import Answering
from bot.wecom.channel import WecomChannel
from bot.wecom.door import Door
from tests.bench.pressing import FIXTURE, Answers
from tests.bot.readers import spoken
from tests.bot.wecom.conftest import Links, sorry
from tests.bot.wecom.corp import FakeCorp
from tests.fakes import FakeTick, a_company
from tests.workflows import given as g
from tests.workflows.given import ANA
from workflows.ports import Step

ROOT = Path(__file__).parents[1]
ROOMS = tuple(f"{ROOT / room}/" for room in ("bot", "workflows", "storage"))
MOST_FOR_A_PRESS, MOST_FOR_A_SENTENCE = 30, 44  # to be made fewer, never more


@contextmanager
def entered(store: Any) -> Iterator[set[str]]:
    """The product's files in which a function is called, until the first commit."""
    files: set[str] = set()
    done: list[bool] = []

    def look(frame: FrameType, event: str, _: object) -> None:
        name = frame.f_code.co_filename
        if event == "call" and not done and name.startswith(ROOMS):
            files.add(str(Path(name).relative_to(ROOT)))

    commit = store.commit

    def stores(step: Step) -> Step:
        done.append(True)
        stored: Step = commit(step)
        return stored

    store.commit = stores
    sys.setprofile(look)
    try:
        yield files
    finally:
        sys.setprofile(None)
        store.commit = commit
    assert done, "nothing was stored"


def files_of_accept() -> set[str]:
    """*Accept* on a card in Slack."""
    house = spoken(g.offered())
    front = Front(house.desk, house.store, house.speaker, lambda: None)
    body = json.loads(FIXTURE.read_text("utf-8"))["body"]
    press = {**body["actions"][0], "action_id": "eoac:accept", "value": "1:1:0"}
    body |= {"user": {**body["user"], "id": ANA.removeprefix("slack:")}, "actions": [press]}
    with ThreadPoolExecutor(1) as errands:
        door = connect.SlackDoor(front, SlackChannel(Answers()), sorry, errands)
        with entered(house.store) as files:
            door.take(body)
    return files


def files_of_a_sentence(words: str) -> set[str]:
    """Words typed in WeCom by somebody who has asked for something and is asked more."""
    house = spoken(g.House(of=g.company(g.HELP.model_copy(update={"words": ("密码",)}))), "zh")
    house.asks("A screen", to="purchase")
    once = ReadOnce(house.store)
    house.desk.steps.store = once
    conversation = Conversation(
        Front(house.desk, house.store, house.speaker, lambda: None), once, once.sentence
    )
    channel = WecomChannel(FakeCorp().client(), house.store, Links(), a_company, seconds=FakeTick())
    fields = {"FromUserName": "ana", "CreateTime": "1", "MsgType": "text", "Content": words, "MsgId": "1"}
    message = fromstring("<xml>" + "".join(f"<{k}>{v}</{k}>" for k, v in fields.items()) + "</xml>")
    with ThreadPoolExecutor(1) as errands:
        door = Door(
            lambda came: conversation(came.model_copy(update={"by": ANA})),
            channel,
            sorry,
            Answering(channel, lambda _: "zh"),
            errands,
        )
        with entered(house.store) as files:
            door.take(message)
        door.close()
    return files


SENTENCES = {"a new need": "帮我重置密码", "an answer": "#1 黑色的就好"}


def test_a_press_takes_no_more_files_than_it_did() -> None:
    assert len(files_of_accept()) <= MOST_FOR_A_PRESS


def test_a_sentence_takes_no_more_files_than_it_did() -> None:
    counts = {name: len(files_of_a_sentence(words)) for name, words in SENTENCES.items()}
    assert max(counts.values()) <= MOST_FOR_A_SENTENCE, counts


if __name__ == "__main__":
    ways = {"Accept in Slack": files_of_accept()} | {
        name: files_of_a_sentence(words) for name, words in SENTENCES.items()
    }
    for name, files in ways.items():
        print(f"{name}: {len(files)} files\n  " + "\n  ".join(sorted(files)))  # noqa: T201
