"""Deliveries to the bot: events in order with Slack's retries, interactions at once with their answer."""

import threading
import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.playground.line import ACK_SECONDS, Ack, EnvelopeKind, EventLine
from bot.playground.payloads import event_callback
from bot.playground.shapes import LooseJson
from bot.playground.workspace import Workspace

# At once, after a minute, after five: https://docs.slack.dev/apis/events-api#retries
_RETRIES = (timedelta(0), timedelta(minutes=1), timedelta(minutes=5))
_REASONS = {"timeout": "http_timeout", "refused": "http_error", "lost": "connection_failed"}
_POLL = 0.05


@dataclass
class _Waiting:
    payload: LooseJson
    due: datetime
    attempt: int = 0
    reason: str = ""


class EventSender:
    """One thread carries events; interactions travel on their caller's thread."""

    def __init__(self, space: Workspace, line: EventLine) -> None:
        self._space = space
        self._line = line
        self._waiting: list[_Waiting] = []
        self._changed = threading.Condition()
        self._busy = False
        self._closed = False
        self._thread = threading.Thread(target=self._work, name="playground-events", daemon=True)
        self._thread.start()

    def event(self, event: LooseJson) -> None:
        """Queued; delivered when a bot is there, again when it does not take it."""
        payload = event_callback(self._space, event)
        with self._changed:
            self._waiting.append(_Waiting(payload, self._space.clock.now()))
            self._changed.notify_all()

    def interact(self, kind: EnvelopeKind, payload: LooseJson) -> Ack:
        """Delivered now, once; the answer is what the person sees. A bot that is starting is waited for."""
        self.meet(ACK_SECONDS)
        name = payload.get("command") or payload["type"]
        user = payload.get("user_id") or payload["user"]["id"]
        return self._deliver(kind, str(name), payload, user)

    def rest(self, seconds: float = 3.0) -> bool:
        """Waits until no event is on its way (those that wait for a later retry don't count)."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            with self._changed:
                if not self._busy and not (self._line.ready() and self._next()):
                    return True
            time.sleep(0.005)
        return False

    def meet(self, seconds: float = 5.0) -> bool:
        """Waits until a bot is there."""
        until = time.monotonic() + seconds
        while not self._line.ready() and time.monotonic() < until:
            time.sleep(0.01)
        return self._line.ready()

    def forget(self) -> None:
        with self._changed:
            self._waiting.clear()

    def close(self) -> None:
        self._closed = True
        with self._changed:
            self._changed.notify_all()
        self._line.close()

    def _work(self) -> None:
        while not self._closed:
            with self._changed:
                waiting = self._next() if self._line.ready() else None
                if waiting is None:
                    self._changed.wait(_POLL)
                    continue
                self._waiting.remove(waiting)
                self._busy = True
            try:
                self._attempt(waiting)
            finally:
                with self._changed:
                    self._busy = False

    def _next(self) -> _Waiting | None:
        now = self._space.clock.now()
        return next((one for one in self._waiting if one.due <= now), None)

    def _attempt(self, waiting: _Waiting) -> None:
        event = waiting.payload["event"]
        name = ":".join(("event", event["type"], *([event["subtype"]] if "subtype" in event else [])))
        ack = self._deliver("events_api", name, waiting.payload, event.get("user"), waiting)
        if ack.ok or self._closed:
            return
        if ack.state != "away":
            if waiting.attempt == len(_RETRIES):
                return  # Slack gives up here too; the journal shows the four attempts
            waiting.due = self._space.clock.now() + _RETRIES[waiting.attempt]
            waiting.attempt += 1
            waiting.reason = _REASONS[ack.state]
        with self._changed:
            self._waiting.insert(0, waiting)

    def _deliver(
        self,
        kind: EnvelopeKind,
        name: str,
        payload: LooseJson,
        user: str | None,
        waiting: _Waiting | None = None,
    ) -> Ack:
        started, at = time.monotonic(), self._space.clock.now()
        ack = self._line.deliver(
            kind, payload, waiting.attempt if waiting else 0, waiting.reason if waiting else ""
        )
        self._space.journal.add(
            "out",
            name,
            at=at,
            who=user,
            seconds=time.monotonic() - started,
            ok=ack.ok,
            request=payload,
            response=ack.body if ack.ok else {"state": ack.state, **(ack.body or {})},
        )
        self._space.touch()
        return ack
