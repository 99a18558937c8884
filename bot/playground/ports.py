"""What the playground needs of the bot it carries, in this process or behind `remote.RemoteBot`."""

from datetime import datetime
from typing import Protocol

from bot.playground.shapes import LooseJson


class BotAway(Exception):
    """The bot's process does not answer."""


class Bot(Protocol):
    """The bot as the playground sees it: what is due, what it knows, and its clock."""

    def next_due(self) -> datetime | None:
        """The earliest thing due in the bot's store, in product time (aware UTC)."""

    def settle(self) -> None:
        """Run the sweep at the clock's now and wait until nothing waits unsent."""

    def inspect(self, number: int | None) -> LooseJson:
        """`{"requests": […], "request": {…} | None, "events": […], "due": […]}` for the inspector."""
        ...

    def tour(self, lang: str) -> list[LooseJson]:
        """`[{"key", "text", "as", "done"}]`: the list of things to try."""
        ...

    def reset(self) -> None:
        """Forget everything."""

    def set_time(self, offset_seconds: float) -> None:
        """Return how far product time is ahead of real time, in seconds."""


class QuietBot:
    """A bot that has nothing due and nothing to show: for tests of the playground itself."""

    def next_due(self) -> datetime | None:
        return None

    def settle(self) -> None:
        return None

    def inspect(self, number: int | None) -> LooseJson:  # noqa: ARG002
        return {"requests": [], "request": None, "events": [], "due": []}

    def tour(self, lang: str) -> list[LooseJson]:  # noqa: ARG002
        return []

    def reset(self) -> None:
        return None

    def set_time(self, offset_seconds: float) -> None:  # noqa: ARG002
        return None
