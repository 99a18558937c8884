"""The bot of a playground, in a process of its own that can be killed. It waits for a line before it starts.

So the next bot stands ready while the one before still lives, and a kill costs no time for imports.
"""

from __future__ import annotations

import sys
from pathlib import Path


def main(url: str, folder: str, port: str, secret: str) -> None:
    import app
    import bot.playground.remote
    import bot.playground.town
    import bot.slack.side
    import bot.web.serving
    import bot.yinuo
    import storage.catalogue
    import storage.heard
    from bot.settings import Settings

    sys.stdin.readline()
    with app.bot_apart(Settings(), Path(folder), url, int(port), secret):
        app._wait_for_the_end()


if __name__ == "__main__":
    main(*sys.argv[1:])
