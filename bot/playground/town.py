"""The playground as a whole: its small Slack and page, over a bot in this process or in another."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bot.playground.ports import Bot
from bot.playground.run import Running, serve_app
from bot.playground.server import make_app
from bot.playground.wecom.corp import Corp
from bot.playground.workspace import Workspace

if TYPE_CHECKING:  # a second of start-up, and the page comes first
    from workflows.calendars import Calendar

BOT_TOKEN, APP_TOKEN = "xoxb-playground", "xapp-playground"
SLACK_FILE, WECOM_FILE = "slack.db", "wecom.db"


class Town:
    """A running playground. Raises OSError when the port is taken."""

    def __init__(self, bot: Bot, folder: Path | None, port: int) -> None:
        if folder:
            folder.mkdir(parents=True, exist_ok=True)
        path = folder / SLACK_FILE if folder else None
        self.space = Workspace(path)
        self._is_new = not self.space.clock.offset  # also where an earlier start came to nothing
        self.corp = Corp(
            folder / WECOM_FILE if folder else None,
            clock=self.space.clock,
            journal=self.space.journal,
            touched=self.space.touch,
        )
        self._app = make_app(self.space, bot, app_token=APP_TOKEN, bot_token=BOT_TOKEN, corp=self.corp)
        self._running: Running = serve_app(self._app, port=port)
        self.url = self._running.url

    @property
    def bot_web(self) -> str | None:
        """Remember where the bot has its pages and hears WeCom; called by whoever starts the bot."""
        address: str | None = self._app.state.playground.bot_web
        return address

    @bot_web.setter
    def bot_web(self, address: str | None) -> None:
        self._app.state.playground.bot_web = address

    def open_at_work(self, calendar: Calendar, begins: datetime | None = None) -> None:
        """Begins the first day when the company is at work, and so each one after a reset.

        `begins` is a moment to begin at in place of now.
        """
        from bot.playground.under import opening_offset

        def opening() -> float:
            now = datetime.now(UTC)
            first = begins or now
            return (first - now).total_seconds() + opening_offset(calendar, first)

        self.space.opening = opening
        if self._is_new:
            self.space.clock.set_offset(self.space.opening())

    def wait_for_bot(self, seconds: float = 10.0) -> None:
        """Until the bot under it has connected. Raises TimeoutError."""
        until = time.monotonic() + seconds
        while not self._app.state.playground.sockets.ready():
            if time.monotonic() > until:
                raise TimeoutError("the bot did not connect")
            time.sleep(0.01)

    @property
    def faults(self) -> list[str]:
        """List what the bot sent that no real platform would have taken."""
        playground = self._app.state.playground
        return [*playground.space.faults, *playground.wecom.corp.faults]

    def stop(self) -> None:
        self._running.stop()
        self.space.close()
        self.corp.close()


def offset_at(url: str) -> float:
    """Return how far the clock of a playground in another process is ahead of real time, in seconds."""
    import httpx

    answer = httpx.get(f"{url}/playground/view", params={"as": "U0ANA"}, timeout=10, trust_env=False)
    return float(answer.raise_for_status().json()["clock"]["offset_seconds"])
