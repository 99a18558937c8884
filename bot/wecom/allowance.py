"""How many more messages a member may get from the app: WeCom drops what is too much, without a word.

30 a minute and 1,000 an hour for each member (docs/wecom.md, Limits). It counts on the machine's own monotonic seconds.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from itertools import islice
from threading import Lock

LIMITS = (
    (60.0, 29),
    (3600.0, 990),
)  # seconds, messages: a little less than WeCom allows, for its clock isn't ours
MOST_MEMBERS = 1000  # of whom the counts are looked through at once for those that are over


class Allowance:
    """Counts what went to each member. Thread-safe."""

    def __init__(self, seconds: Callable[[], float]) -> None:
        self._seconds = seconds
        self._sent: dict[str, deque[float]] = {}
        self._lock = Lock()

    def ready_in(self, member: str) -> float:
        """Seconds until one more message may go to this member; 0 if it may now."""
        with self._lock:
            return self._wait(member)

    def spend(self, member: str) -> float:
        """Count one more message and return 0; or count nothing and return the seconds to wait before."""
        with self._lock:
            wait = self._wait(member)
            if not wait:
                self._sent.setdefault(member, deque(maxlen=LIMITS[-1][1])).append(self._seconds())
                self._tidy()
            return wait

    def _wait(self, member: str) -> float:
        sent, now = self._sent.get(member, deque()), self._seconds()
        oldest = ((span, next(islice(reversed(sent), most - 1, None), None)) for span, most in LIMITS)
        return max(0.0, *(at + span - now for span, at in oldest if at is not None), 0.0)

    def _tidy(self) -> None:
        if len(self._sent) > MOST_MEMBERS:
            since = self._seconds() - LIMITS[-1][0]
            self._sent = {one: sent for one, sent in self._sent.items() if sent[-1] > since}
