"""A playground whose Slack lives in this process, and its bot in another one that is killed and started again."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path
from random import Random

from bot.playground.remote import RemoteBot
from bot.playground.town import Town
from bot.web.serving import listening
from storage import catalogue

ROOT = Path(__file__).parents[2]
SECRET = "apart"
LONGEST_LIFE = 1.5  # seconds


class Apart:
    """The town goes on; `start` and `kill` are for its bot."""

    def __init__(self, folder: Path) -> None:
        with listening("127.0.0.1", 0) as free:
            port = free.getsockname()[1]
        self.bot = RemoteBot(f"http://127.0.0.1:{port}", SECRET)
        self.town = Town(self.bot, None, 0)
        self.town.open_at_work(catalogue.read(ROOT / "workflows" / "catalogue").calendar)
        self._command = [
            sys.executable, "-m", "tests.stories.bot_apart", self.town.url, str(folder), str(port), SECRET
        ]  # fmt: skip
        self._next = self._standby()
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """The one that stands ready begins, and another one takes its place."""
        self._process = self._next
        assert self._process.stdin
        assert self._process.stdout
        assert self._process.stdout.readline() == b"ready\n"
        self._next = self._standby()
        self._process.stdin.write(b"\n")
        self._process.stdin.flush()

    def kill(self) -> None:
        """SIGKILL: nothing can be tidied up."""
        if self._process:
            _end(self._process)

    def close(self) -> None:
        self.kill()
        _end(self._next)
        self.town.stop()
        self.bot.close()

    def _standby(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(self._command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)


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


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait(10)
    for pipe in (process.stdin, process.stdout):
        if pipe:
            pipe.close()
