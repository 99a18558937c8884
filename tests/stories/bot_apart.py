"""The bot of a playground, in a process of its own that can be killed; a line starts it, and the next one kills it.

Whoever starts it has imported everything already and forks: a kill costs no time for imports.
"""

from __future__ import annotations

import importlib
import os
import signal
import sys
import threading
from pathlib import Path

# What app.py imports only where it is used.
ROOMS = (
    "app", "bot.playground.remote", "bot.playground.town", "bot.slack.side", "bot.service.serving", "bot.wecom.side",
    "bot.yinuo", "storage.catalogue", "storage.heard",
)  # fmt: skip


def main(url: str, folder: str, port: str, secret: str) -> None:
    for room in ROOMS:
        importlib.import_module(room)
    assert threading.active_count() == 1, "nothing but this thread would live on in a fork"
    _says("ready")
    while sys.stdin.readline():
        bot = os.fork()
        if bot == 0:
            _lives(url, folder, port, secret)
        _says("started")
        sys.stdin.readline()
        os.kill(bot, signal.SIGKILL)
        os.waitpid(bot, 0)
        _says("killed")


def _lives(url: str, folder: str, port: str, secret: str) -> None:
    """Never comes back."""
    import app
    from bot.service.settings import Settings

    try:
        told = app._end_when_told()
        with app.stage(Settings()).apart(Path(folder), url, int(port), secret):
            app._wait(told)
    finally:
        os._exit(0)


def _says(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
