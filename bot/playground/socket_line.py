"""Socket Mode: the bot's web sockets, envelopes to one of them at random, and their acks."""

import asyncio
import contextlib
import json
import random
import secrets
import threading
from concurrent.futures import Future
from concurrent.futures import TimeoutError as TooLate

from starlette.websockets import WebSocket, WebSocketDisconnect

from bot.playground import cast
from bot.playground.line import ACK_SECONDS, Ack, EnvelopeKind
from bot.playground.shapes import LooseJson


class _Connection:
    def __init__(self, socket: WebSocket) -> None:
        self.socket = socket
        self.loop = asyncio.get_running_loop()
        self.waiting: dict[str, Future[Ack]] = {}


class SocketLine:
    """https://docs.slack.dev/apis/events-api/using-socket-mode"""

    def __init__(self) -> None:
        self._connections: list[_Connection] = []
        self._tickets: set[str] = set()
        self._lock = threading.Lock()
        self._closed = False

    def ticket(self) -> str:
        """Admits one connection."""
        ticket = secrets.token_urlsafe(16)
        self._tickets.add(ticket)
        return ticket

    def ready(self) -> bool:
        return bool(self._connections) and not self._closed

    def deliver(self, kind: EnvelopeKind, payload: LooseJson, retry: int, reason: str) -> Ack:
        envelope = {
            "envelope_id": secrets.token_hex(16),
            "payload": payload,
            "type": "interactive" if kind == "options" else kind,
            "accepts_response_payload": kind != "events_api",
        }
        if kind == "events_api":
            envelope |= {"retry_attempt": retry, "retry_reason": reason}
        with self._lock:
            if not self.ready():
                return Ack("away")
            connection = random.choice(self._connections)  # noqa: S311 - as Slack does
            answer: Future[Ack] = Future()
            connection.waiting[str(envelope["envelope_id"])] = answer
        sending = connection.socket.send_text(json.dumps(envelope))
        asyncio.run_coroutine_threadsafe(sending, connection.loop)
        try:
            return answer.result(ACK_SECONDS)
        except TooLate:
            return Ack("timeout")

    async def serve(self, socket: WebSocket) -> None:
        """One connection from hello to its end."""
        ticket = socket.query_params.get("ticket", "")
        if ticket not in self._tickets or self._closed:
            await socket.close(1008)
            return
        self._tickets.discard(ticket)
        await socket.accept()
        connection = _Connection(socket)
        await socket.send_text(json.dumps(self._hello()))
        with self._lock:
            self._connections.append(connection)
        try:
            while True:
                self._answered(connection, await socket.receive_text())
        except (WebSocketDisconnect, RuntimeError):
            pass  # the bot went away: that is how a connection ends
        finally:
            self._gone(connection)

    def close(self) -> None:
        """Tells every bot to go and hangs up; may be called from any thread."""
        self._closed = True
        with self._lock:
            open_now = list(self._connections)
        for connection in open_now:
            asyncio.run_coroutine_threadsafe(_hang_up(connection.socket), connection.loop)

    def _hello(self) -> LooseJson:
        return {
            "type": "hello",
            "num_connections": len(self._connections) + 1,
            "debug_info": {"host": "playground", "build_number": 1, "approximate_connection_time": 18060},
            "connection_info": {"app_id": cast.APP_ID},
        }

    def _answered(self, connection: _Connection, text: str) -> None:
        answer = json.loads(text)
        with self._lock:
            waiting = connection.waiting.pop(answer.get("envelope_id", ""), None)
        if waiting is not None:
            waiting.set_result(Ack("ok", answer.get("payload")))

    def _gone(self, connection: _Connection) -> None:
        with self._lock:
            self._connections.remove(connection)
            unanswered = list(connection.waiting.values())
            connection.waiting.clear()
        for waiting in unanswered:
            if not waiting.done():
                waiting.set_result(Ack("lost"))


async def _hang_up(socket: WebSocket) -> None:
    with contextlib.suppress(WebSocketDisconnect, RuntimeError):
        await socket.send_text(json.dumps({"type": "disconnect", "reason": "link_disabled"}))
        await socket.close(1001)
