"""A playground whose Slack and WeCom live in this process, and its bot in another one, killed and started again."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path
from random import Random

from bot.playground.journal import Journal
from bot.playground.remote import RemoteBot
from bot.playground.town import Town
from bot.service.serving import listening_socket
from storage import catalogue
from tests.stories.first_day import first_day

ROOT = Path(__file__).parents[2]
SECRET = "apart"
LONGEST_LIFE = 2.5  # seconds
EVERYTHING = 1_000_000  # entries of a journal


class Apart:
    """The town goes on; `start` and `kill` are for its bot."""

    def __init__(self, folder: Path) -> None:
        with listening_socket("127.0.0.1", 0) as free:
            port = free.getsockname()[1]
        here = f"http://127.0.0.1:{port}"
        self.bot = RemoteBot(here, SECRET)
        self.town = Town(self.bot, None, 0)
        self.town.bot_web = here
        self.town.corp.journal = Journal(EVERYTHING)  # WeCom's own: what it was told, and what it brought
        self.town.open_at_work(
            catalogue.read_catalogue(ROOT / "workflows" / "catalogue").calendar, first_day()
        )
        command = [
            sys.executable, "-m", "tests.stories.bot_apart", self.town.url, str(folder), str(port), SECRET
        ]  # fmt: skip
        self._keeper = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self._hears("ready")
        self._runs = False

    def start(self) -> None:
        self._tells("started")
        self._runs = True

    def kill(self) -> None:
        """SIGKILL: nothing can be tidied up."""
        if self._runs:
            self._tells("killed")
        self._runs = False

    def close(self) -> None:
        self.kill()
        self._keeper.kill()
        self._keeper.wait(10)
        for pipe in (self._keeper.stdin, self._keeper.stdout):
            if pipe:
                pipe.close()
        self.town.stop()
        self.bot.close()

    def _tells(self, answer: str) -> None:
        assert self._keeper.stdin
        self._keeper.stdin.write(b"\n")
        self._keeper.stdin.flush()
        self._hears(answer)

    def _hears(self, answer: str) -> None:
        assert self._keeper.stdout
        assert self._keeper.stdout.readline() == f"{answer}\n".encode()


class Killer:
    """Kills the bot so many times at random moments, and starts it again each time."""

    def __init__(self, apart: Apart, times: int, chance: Random) -> None:
        self._apart = apart
        self._lives = [chance.uniform(0.05, LONGEST_LIFE) for _ in range(times)]
        self._thread = threading.Thread(target=self._run, name="killer", daemon=True)
        self.killed = 0

    def start(self) -> None:
        self._apart.start()
        self._thread.start()

    @property
    def busy(self) -> bool:
        return self._thread.is_alive()

    def _run(self) -> None:
        for life in self._lives:
            threading.Event().wait(life)
            self._apart.kill()
            self.killed += 1
            self._apart.start()
