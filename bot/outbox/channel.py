"""What every platform's channel.py can do for the sender, and how it says that it could not."""

from __future__ import annotations

from typing import Protocol

from bot.cards.elements import Card, Home
from workflows.ports import Directory, Profile
from workflows.state.values import Person


class Later(Exception):
    """The platform asks to wait, or could not be reached before anything was sent."""

    def __init__(self, seconds: float, why: str) -> None:
        super().__init__(why)
        self.seconds = seconds


class Crowded(Later):
    """This one conversation has had as many messages as its platform allows; the others may go on."""


class Unclear(Exception):
    """The call may or may not have arrived: look with `find` before sending again."""


class Unreachable(Exception):
    """There is nobody there any more: channel archived, bot removed, person gone. Find another way."""


class Vanished(Exception):
    """The message to be updated does not exist any more."""


class NotTaken(Exception):
    """The platform refuses just this message, for a reason nobody foresaw; others may go meanwhile."""


class Revoked(Exception):
    """The platform does not accept our token: stop sending, drop nothing."""


class Lookup(Directory, Protocol):
    """A platform as it knows people. Its profiles may be a day old."""

    def renewed(self, person: Person) -> Profile:
        """Looked up now. Raises like a channel, and then what was known stays known."""
        ...


class Channel(Lookup, Protocol):
    """One platform, as the sender sees it. Addresses are the platform's own and opaque to everybody else."""

    platform: str  # "slack"

    def post(self, to: str, card: Card, key: str, under: str | None = None) -> str:
        """Say it to a person or in a conversation ("slack:U0ANA", "slack:C0IT"), or `under` a message.

        `key` goes along invisibly, for `find`: one id, or several with spaces between where one message says
        several things. Returns the address of the message.
        Raises Later, Unclear, Unreachable, NotTaken or Revoked; Vanished if there is nothing to be `under`.
        """
        ...

    def update(self, where: str, card: Card, *, quiet: bool = False) -> str:
        """Show something else at this address; returns the (perhaps new) address. Also raises Vanished.

        `quiet`: whoever has it is not at work, so no new message takes its place where it can't be changed.
        """
        ...

    def find(self, to: str, key: str, under: str | None = None) -> str | None:
        """Return where the message stands that was posted with this id as its key, or among its keys."""
        ...

    def home(self, person: Person, home: Home) -> None:
        """Show somebody their own page."""
        ...
