"""Socket Mode: Slack's payloads over a connection that we open, and keep trying to open."""

from __future__ import annotations

import logging
import socket
from collections.abc import Callable
from contextlib import suppress
from threading import Event, Thread
from time import monotonic

import structlog
from slack_bolt import App
from slack_bolt.adapter.socket_mode.builtin import SocketModeHandler
from slack_sdk.errors import SlackClientError

from bot.slack.client import SLACK, web_client

_FIRST_WAIT = 0.5  # seconds
_LONGEST_WAIT = 30.0  # seconds
_FAREWELL = 5.0  # seconds

log = structlog.get_logger("slack")


class Socket:
    """The connection. It comes up by itself whenever Slack does."""

    def __init__(self, app: App, app_token: str, url: str = SLACK) -> None:
        web = web_client(app_token, url)
        self._handler = SocketModeHandler(app, app_token, logger=_quiet(), web_client=web, proxy=web.proxy)
        self._handler.client.proxy = web.proxy  # the SDK takes one from the environment all the same
        self._stopped = Event()
        self._thread = Thread(target=self._connect, name="slack-socket", daemon=True)

    def start(self) -> Socket:
        """Returns at once; connects in the background."""
        self._thread.start()
        return self

    def is_connected(self) -> bool:
        return self._handler.client.is_connected()

    def close(self) -> None:
        """No new payloads; those under way are finished. Takes a few seconds at the most."""
        self._stopped.set()
        self._stay_away()
        self._wake_reader()
        hanging_up = Thread(target=self._hang_up, name="slack-hang-up", daemon=True)
        hanging_up.start()
        until = monotonic() + _FAREWELL
        while hanging_up.is_alive() and monotonic() < until:
            self._tell_reader()
            hanging_up.join(timeout=0.05)
        if self._thread.ident is not None:  # else it was never started
            self._thread.join(timeout=max(0.0, until - monotonic()))

    def _stay_away(self) -> None:
        """Before the reader wakes: the SDK opens a connection that ended anew, and that one would live on."""
        client = self._handler.client
        client.auto_reconnect_enabled = client.default_auto_reconnect_enabled = False

    def _hang_up(self) -> None:
        _let_go(self._handler.client.close)

    def _tell_reader(self) -> None:
        """Again and again: a reader that is just beginning takes back what the SDK's `close` told it, once."""
        self._handler.client.current_session_state.terminated = True

    def _wake_reader(self) -> None:
        """The SDK's reader otherwise sleeps on for up to 3 s, and its `close` waits for it."""
        session = self._handler.client.current_session
        if session is not None and session.sock is not None:
            with suppress(OSError):
                session.sock.shutdown(socket.SHUT_RDWR)

    def _connect(self) -> None:
        wait = _FIRST_WAIT
        while not self._stopped.is_set() and (problem := self._try()):
            log.warning("no connection to Slack yet", error=problem)
            self._stopped.wait(wait)
            wait = min(2 * wait, _LONGEST_WAIT)

    def _try(self) -> str:
        """Return what kept it from connecting, if anything. A new address each time: one admits once."""
        try:
            self._handler.client.connect_to_new_endpoint()
        except (SlackClientError, OSError, ValueError) as error:
            return type(error).__name__
        if self._stopped.is_set():  # closed meanwhile, when there was nothing to be closed yet
            _let_go(self._handler.client.disconnect)
        return "" if self.is_connected() else "Refused"  # the SDK only logs that


def serve_socket(app: App, app_token: str, url: str = SLACK) -> Socket:
    """Takes payloads in from now on; `close()` ends it."""
    return Socket(app, app_token, url).start()


def _let_go(end: Callable[[], None]) -> None:
    """Again, when another thread let go of the socket between the SDK's look at it and its close."""
    try:
        end()
    except AttributeError:
        end()


def _quiet() -> logging.Logger:
    """The SDK writes out whole envelopes at the levels below."""
    logger = logging.getLogger("yinuo.socket")
    logger.setLevel(logging.CRITICAL)
    return logger
