"""The line to the bot: one delivery and its answer, whichever way it travels."""

from dataclasses import dataclass
from typing import Literal, Protocol

from bot.playground.shapes import LooseJson

EnvelopeKind = Literal["events_api", "interactive", "slash_commands", "options"]
ACK_SECONDS = 3.0


@dataclass(frozen=True)
class Ack:
    """How a delivery ended. `away`: nobody connected; `lost`: the connection broke while waiting."""

    state: Literal["ok", "timeout", "refused", "lost", "away"]
    body: LooseJson | None = None

    @property
    def ok(self) -> bool:
        return self.state == "ok"


class EventLine(Protocol):
    """Socket Mode or signed HTTP."""

    def ready(self) -> bool:
        """Whether a delivery makes sense now."""
        ...

    def deliver(self, kind: EnvelopeKind, payload: LooseJson, retry: int, reason: str) -> Ack:
        """Sends and waits up to 3 s of real time for the answer."""
        ...

    def close(self) -> None:
        """Stop delivering."""
