"""The platforms as the sender may call them: how fast each conversation is spoken to, and who asked to wait.

Everything here runs on the machine's own monotonic seconds, never on the product's clock, which can be moved.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from bot.outbox.channel import Channel, Crowded, Later, Revoked, Unreachable

Tick = Callable[[], float]
LOOK_AGAIN = 30.0  # seconds between two looks whether a revoked token works again
SHORTEST_WAIT = 0.2  # seconds: whatever a platform asks, never a hot loop
PACES = {
    "wecom": (1 / 4, 10.0)
}  # a member gets at most 30 a minute and 1000 an hour: 10 at once, then one every 4 s
PACE = (1.0, 10.0)  # messages a second for a conversation, and how many at once (docs/slack.md, Limits)


class Lines:
    """Every platform by its prefix, each with its weather: asked to wait, or token revoked."""

    def __init__(self, channels: Mapping[str, Channel], tick: Tick) -> None:
        self.revoked: dict[str, str] = {}  # platform -> what it said
        self._channels = channels
        self._tick = tick
        self._waits: dict[str, float] = {}

    @contextmanager
    def call(self, address: str) -> Iterator[Channel]:
        """The platform of this address, for one call. Raises Later at once while it is to be left alone."""
        platform = platform_of(address)
        if platform not in self._channels:
            raise Unreachable(f"{platform or address} is not connected")
        self._let_it_be(platform)
        try:
            yield self._channels[platform]
        except Crowded:
            raise
        except Later as later:
            self._wait(platform, max(later.seconds, SHORTEST_WAIT))
            raise
        except Revoked as revoked:
            self.revoked[platform] = str(revoked)
            self._wait(platform, LOOK_AGAIN)
            raise
        self.revoked.pop(platform, None)

    def busy_for(self, address: str) -> float:
        """Seconds until this address's platform may be called; 0 if it may be now."""
        return max(0.0, self._waits.get(platform_of(address), 0.0) - self._tick())

    def _let_it_be(self, platform: str) -> None:
        seconds = self.busy_for(platform + ":")
        if seconds and platform in self.revoked:
            raise Revoked(self.revoked[platform])
        if seconds:
            raise Later(seconds, f"{platform} asked to wait")

    def _wait(self, platform: str, seconds: float) -> None:
        self._waits[platform] = max(self._waits.get(platform, 0.0), self._tick() + seconds)


class Pace:
    """How often each conversation may be spoken to: a few at once, then evenly."""

    def __init__(self, tick: Tick) -> None:
        self._tick = tick
        self._full_at: dict[str, float] = {}  # when the conversation's whole allowance is there again
        self._held: dict[str, float] = {}

    def ready_in(self, conversation: str) -> float:
        """Seconds until one more message may go there; 0 if it may now."""
        now = self._tick()
        rate, burst = PACES.get(platform_of(conversation), PACE)
        spent = (self._full_at.get(conversation, now) - now) * rate  # messages not yet earned back
        return max(0.0, (spent - burst + 1) / rate, self._held.get(conversation, now) - now)

    def spend(self, conversation: str) -> None:
        """One message went there."""
        now = self._tick()
        rate, _ = PACES.get(platform_of(conversation), PACE)
        self._full_at[conversation] = max(self._full_at.get(conversation, now), now) + 1 / rate
        if len(self._full_at) > 1000:
            self._full_at = {where: full for where, full in self._full_at.items() if full > now}
            self._held = {where: until for where, until in self._held.items() if until > now}

    def hold(self, conversation: str, seconds: float) -> None:
        """Nothing goes there for a while: what happened there is not clear yet."""
        self._held[conversation] = self._tick() + seconds


def platform_of(address: str) -> str:
    return address.partition(":")[0]
