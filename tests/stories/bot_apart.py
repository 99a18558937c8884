"""The bot of a playground, in a process of its own that can be killed. It says when it is ready, and waits for a line.

So the next bot stands ready while the one before still lives, and a kill costs no time for imports.
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

# What app.py imports only where it is used.
ROOMS = (
    "bot.playground.remote", "bot.playground.town", "bot.slack.side", "bot.web.serving", "bot.yinuo",
    "storage.catalogue", "storage.heard",
)  # fmt: skip


def main(url: str, folder: str, port: str, secret: str) -> None:
    import app
    from bot.settings import Settings

    for room in ROOMS:
        importlib.import_module(room)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    told = app._end_when_told()
    with app.stage(Settings()).apart(Path(folder), url, int(port), secret):
        app._wait(told)


if __name__ == "__main__":
    main(*sys.argv[1:])
