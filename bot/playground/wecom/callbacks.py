"""What people do, told to the bot: sealed XML by POST, 5 s for an empty 200, else again up to three times."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.playground.shapes import LooseJson
from bot.playground.wecom import told
from bot.playground.wecom.corp import Corp

if TYPE_CHECKING:  # its HTTP client and cipher cost start-up, and the page comes first
    from bot.playground.wecom.post import Post, Posted

PAUSES = (0.5, 1.0, 2.0)  # seconds of real time before each of the three repeats; WeCom documents none
_POLL = 0.05


@dataclass
class _Waiting:
    fields: LooseJson
    due: float
    attempt: int = 0
    tried: threading.Event = field(default_factory=threading.Event)


class Callbacks:
    """One thread delivers, in order; what has to be repeated waits while the next goes on.

    `address` is the bot's callback address, None while it is starting.
    """

    def __init__(
        self, corp: Corp, address: Callable[[], str | None], pauses: tuple[float, ...] = PAUSES
    ) -> None:
        self._corp = corp
        self._address = address
        self._pauses = pauses
        self._post: Post | None = None
        self._waiting: list[_Waiting] = []
        self._changed = threading.Condition()
        self._busy = False
        self._closed = False
        self._thread = threading.Thread(target=self._work, name="playground-wecom", daemon=True)
        self._thread.start()

    def tell(self, fields: LooseJson) -> threading.Event:
        """Queued. The event is set once the bot was asked for the first time, whatever it answered."""
        waiting = _Waiting(fields, time.monotonic())
        with self._changed:
            self._waiting.append(waiting)
            self._changed.notify_all()
        return waiting.tried

    def verify_callback(self) -> str | None:
        """Asks as WeCom does when an admin saves the address; what is wrong with the answer, if anything."""
        address = self._address()
        return self._made_post().verify(address) if address else "no address"

    def rest(self, seconds: float = 3.0) -> bool:
        """Waits until nothing is on its way (what waits for a repeat doesn't count)."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            with self._changed:
                if not self._busy and self._next() is None:
                    return True
            time.sleep(0.005)
        return False

    def forget(self) -> None:
        """Drop what was to be told: nobody waits for it any longer."""
        with self._changed:
            for waiting in self._waiting:
                waiting.tried.set()
            self._waiting.clear()

    def close(self) -> None:
        """Finish what is on its way; the thread closes its own client."""
        self.forget()
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def _work(self) -> None:
        while not self._closed:
            with self._changed:
                waiting = self._next()
                if waiting is None:
                    self._changed.wait(_POLL)
                    continue
                self._waiting.remove(waiting)
                self._busy = True
            try:
                self._attempt(waiting)
            finally:
                waiting.tried.set()
                with self._changed:
                    self._busy = False
        if self._post is not None:
            self._post.close()

    def _next(self) -> _Waiting | None:
        if self._address() is None:
            return None
        return next((one for one in self._waiting if one.due <= time.monotonic()), None)

    def _attempt(self, waiting: _Waiting) -> None:
        outcome = self._delivered(waiting)
        if outcome.ok or self._closed or waiting.attempt == len(self._pauses):
            return  # WeCom gives up after the last, too; the journal shows all of them
        waiting.due = time.monotonic() + self._pauses[waiting.attempt]
        waiting.attempt += 1
        with self._changed:
            self._waiting.append(waiting)

    def _delivered(self, waiting: _Waiting) -> Posted:
        started, at, fields = time.monotonic(), self._corp.clock.now(), waiting.fields
        outcome = self._made_post().deliver(self._address() or "", told.as_xml(fields))
        if outcome.ok and outcome.said not in ("", "success"):
            self._corp.fault(f"a callback was answered with {outcome.said[:80]!r}, not with an empty 200")
        self._corp.journal.add(
            "out",
            f"wecom {fields.get('Event') or fields['MsgType']}",
            at=at,
            who=fields["FromUserName"],
            seconds=time.monotonic() - started,
            ok=outcome.ok,
            request={**fields, **({"attempt": waiting.attempt} if waiting.attempt else {})},
            response={"status": outcome.status, "body": outcome.said},
        )
        self._corp.touch()
        return outcome

    def _made_post(self) -> Post:
        if self._post is None:
            from bot.playground.wecom.post import Post

            self._post = Post()
        return self._post
