"""The playground as a whole: its small Slack, the bot under it in this process or another, and the browser."""

from __future__ import annotations

import os
import sys
import webbrowser
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import httpx

from bot.playground.ports import Bot
from bot.playground.run import Running, serve
from bot.playground.server import make_app
from bot.playground.under import opening_offset
from bot.playground.workspace import Workspace
from workflows.calendars import Calendar

BOT_TOKEN, APP_TOKEN = "xoxb-playground", "xapp-playground"  # noqa: S105 - they open nothing but the playground
SLACK_FILE = "slack.db"


class Town:
    """A running playground. Raises OSError when the port is taken."""

    def __init__(self, bot: Bot, calendar: Calendar, folder: Path | None, port: int) -> None:
        if folder:
            folder.mkdir(parents=True, exist_ok=True)
        path = folder / SLACK_FILE if folder else None
        is_new = path is None or not path.exists()
        self.space = Workspace(path)
        self.space.opening = lambda: opening_offset(calendar, datetime.now(UTC))
        if is_new:
            self.space.clock.set_offset(self.space.opening())
        bot_app = make_app(self.space, bot, app_token=APP_TOKEN, bot_token=BOT_TOKEN)
        self._running: Running = serve(bot_app, port=port)
        self.url = self._running.url

    def stop(self) -> None:
        self._running.stop()
        self.space.close()


def offset_at(url: str) -> float:
    """How far the clock of a playground in another process is ahead of real time, in seconds."""
    answer = httpx.get(f"{url}/playground/view", params={"as": "U0ANA"}, timeout=10, trust_env=False)
    return float(answer.raise_for_status().json()["clock"]["offset_seconds"])


def open_browser(url: str, show: Callable[[str], bool] = webbrowser.open) -> None:
    """Where there is a screen; elsewhere Python would take over the terminal with a text browser."""
    if sys.platform in {"darwin", "win32"} or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        show(url)
