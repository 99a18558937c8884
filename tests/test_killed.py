"""The bot is killed with SIGKILL again and again while its Slack lives on: nothing confirmed is lost, nothing doubled.

`YINUO_KILLS` says how often; a few times is enough for every day.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.playground.cast import dm_of
from bot.playground.person import Person
from bot.playground.remote import RemoteBot
from bot.playground.shapes import Json
from bot.playground.town import Town
from bot.web.serving import listening

KILLS = int(os.environ.get("YINUO_KILLS", "4"))
ROOT = Path(__file__).parents[1]
SECRET = "apart"


class Apart:
    """A bot in a process of its own, and its playground in this one."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        with listening("127.0.0.1", 0) as free:
            self._port = free.getsockname()[1]
        self.town = Town(RemoteBot(f"http://127.0.0.1:{self._port}", SECRET), None, 0)
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        hidden = ["--apart", self.town.url, "--control-port", str(self._port), "--folder", str(self._folder)]
        command = [sys.executable, str(ROOT / "app.py"), "playground", *hidden]
        self._process = subprocess.Popen(command, cwd=self._folder, stdout=subprocess.DEVNULL)
        self.town.wait_for_bot(30)

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait(10)

    def stop(self) -> None:
        self.kill()
        self.town.stop()


@pytest.fixture
def apart(tmp_path: Path) -> Iterator[Apart]:
    apart = Apart(tmp_path)
    yield apart
    apart.stop()


def asks(person: Person, words: str) -> bool:
    """Whether Slack showed that it was taken in."""
    before = len(person.whispers())
    try:
        person.command(f"/request please reset my password {words}")
    except AssertionError:
        return False
    return not any("failed" in str(said) for said in person.whispers()[before:])


def saying(messages: list[Json], words: str) -> int:
    return sum(words in str(message) for message in messages)


def test_killed_again_and_again_nothing_is_lost_and_nothing_doubled(apart: Apart) -> None:
    chance = random.Random(KILLS)
    confirmed: list[str] = []
    asked: list[str] = []
    with Person(apart.town.url, "U0ANA") as ana:
        for round_ in range(KILLS):
            apart.start()
            end = threading.Timer(chance.uniform(0.05, 1.0), apart.kill)
            end.start()
            for nth in range(5):
                asked.append(f"x{round_}y{nth}z")
                if asks(ana, asked[-1]):
                    confirmed.append(asked[-1])
            end.join()
        apart.start()
        ana.wait_for(lambda: all(saying(channel(apart, dm_of("U0ANA")), words) for words in confirmed), 60)
        ana.wait_for(lambda: all(saying(channel(apart, "C0IT"), words) for words in confirmed), 60)
        time.sleep(1)
    assert confirmed
    for words in asked:
        assert saying(channel(apart, dm_of("U0ANA")), words) <= 1, words
        assert saying(channel(apart, "C0IT"), words) <= 1, words
    assert apart.town.space.faults == []


def channel(apart: Apart, id: str) -> list[Json]:
    with apart.town.space.lock:
        return list(apart.town.space.top_level(id))
