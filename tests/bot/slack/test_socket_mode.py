"""A closed Socket Mode connection is closed, whatever the SDK's reader does at that moment."""

from __future__ import annotations

import gc
import logging
import threading
import time
from collections.abc import Iterator
from itertools import count

import pytest
from slack_bolt import App
from slack_sdk.socket_mode.builtin.connection import Connection, ConnectionState

from bot.playground.ports import QuietBot
from bot.playground.run import serve_app
from bot.playground.server import make_app
from bot.playground.workspace import Workspace
from bot.service.serving import listening_socket, url_of
from bot.slack import socket_mode
from bot.slack.channel import SlackChannel
from bot.slack.client import SlackClient
from bot.slack.connect import build_app
from bot.slack.socket_mode import Socket
from tests.bot.slack.conftest import APP_TOKEN, BOT_TOKEN, SECRET, Office, sorry
from tests.waiting import until


class LetsGoFirst:
    """The SDK's lock for sending: whoever closes finds behind it that the reader has let go of the socket."""

    def __init__(self, session: Connection) -> None:
        self.times = 0
        self._session = session
        self._lock = threading.Lock()

    def __enter__(self) -> None:
        self._lock.acquire()
        if threading.current_thread().name == "slack-hang-up" and self._session.sock is not None:
            self.times += 1
            self._session.sock.close()
            self._session.sock = None

    def __exit__(self, *_: object) -> None:
        self._lock.release()


@pytest.fixture
def forgetful_reader(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """The SDK's reader, as it is when it begins while somebody closes: it takes back that it was told to end."""
    began = threading.Event()

    def run(_: Connection, state: ConnectionState) -> None:
        began.set()
        for _time in range(2):
            until(lambda: state.terminated, 60)
            state.terminated = False

    monkeypatch.setattr(Connection, "run_until_completion", run)
    return began


@pytest.fixture
def connected() -> Iterator[Socket]:
    space = Workspace()
    running = serve_app(make_app(space, QuietBot(), app_token=APP_TOKEN, bot_token=BOT_TOKEN))
    api = f"{running.url}/api/"
    office = Office(running, space, SlackChannel(SlackClient(BOT_TOKEN, api)))
    socket = Socket(
        build_app(office.front, office.channel, sorry, signing_secret=SECRET), APP_TOKEN, api
    ).start()
    socket._thread.join(timeout=10)
    assert socket.is_connected()
    yield socket
    running.stop()
    space.close()


def test_a_closed_socket_has_ended_altogether(connected: Socket) -> None:
    connected.close()
    client = connected._handler.client
    runners = (client.current_session_runner, client.current_app_monitor, client.message_processor)
    assert not connected.is_connected()
    assert not [runner for runner in runners if runner.is_alive()]
    assert not connected._thread.is_alive()


def test_a_reader_that_lets_go_first_does_not_keep_it_from_closing(
    connected: Socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connected, "_wake_reader", lambda: None)  # else it may let go before
    client = connected._handler.client
    session = client.current_session
    assert session is not None
    lock = LetsGoFirst(session)
    session.sock_send_lock = lock  # type: ignore[assignment]
    connected.close()
    assert lock.times == 1
    assert not connected.is_connected()
    assert not client.message_processor.is_alive()


def test_a_reader_that_is_just_beginning_does_not_keep_it_from_closing(
    forgetful_reader: threading.Event, connected: Socket
) -> None:
    assert forgetful_reader.wait(10)
    began = time.monotonic()
    connected.close()
    assert time.monotonic() - began < 4
    assert not connected._handler.client.message_processor.is_alive()


@pytest.fixture
def unplugged(monkeypatch: pytest.MonkeyPatch) -> Socket:
    """One that waits no longer than a test has patience."""
    monkeypatch.setattr(socket_mode, "_FIRST_WAIT", 0.01)
    return Socket(
        App(token=BOT_TOKEN, token_verification_enabled=False), APP_TOKEN, "http://127.0.0.1:9/api/"
    )


def test_what_connects_after_it_was_closed_hangs_up(unplugged: Socket) -> None:
    client, calls = unplugged._handler.client, []

    def connect() -> None:
        unplugged._stopped.set()
        calls.append("connect")

    client.connect_to_new_endpoint = connect  # type: ignore[method-assign, assignment]
    client.disconnect = lambda: calls.append("disconnect")  # type: ignore[method-assign]
    unplugged._connect()
    assert calls == ["connect", "disconnect"]
    unplugged.start().close()


def test_what_hangs_up_while_another_does_is_content(unplugged: Socket) -> None:
    client, calls = unplugged._handler.client, []

    def disconnect() -> None:
        calls.append("disconnect")
        if len(calls) == 1:
            raise AttributeError(
                "'NoneType' object has no attribute 'close'"
            )  # as the SDK's `disconnect` may

    client.connect_to_new_endpoint = unplugged._stopped.set  # type: ignore[method-assign, assignment]
    client.disconnect = disconnect  # type: ignore[method-assign]
    unplugged._connect()
    assert calls == ["disconnect", "disconnect"]


def test_a_refused_connection_is_tried_again_after_a_while_at_a_new_address(
    unplugged: Socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, waits = unplugged._handler.client, []
    addresses = (f"ws://127.0.0.1:9/socket?ticket={number}" for number in count())
    tried: list[str | None] = []
    client.current_app_monitor_started = True  # else it begins, and tries as well
    monkeypatch.setattr(client, "issue_new_wss_url", lambda: next(addresses))
    monkeypatch.setattr(Connection, "connect", lambda session: tried.append(session.url))

    def wait(seconds: float) -> None:
        waits.append(seconds)
        if len(waits) == 3:
            unplugged._stopped.set()

    monkeypatch.setattr(unplugged._stopped, "wait", wait)
    unplugged.start()._thread.join(10)
    assert tried == [f"ws://127.0.0.1:9/socket?ticket={number}" for number in range(3)]
    assert waits == [0.01, 0.02, 0.04]
    unplugged.close()


def test_a_handshake_that_nobody_answers_leaves_no_socket() -> None:
    with listening_socket("127.0.0.1", 0) as silent:
        silent.listen()
        url = url_of(silent).replace("http", "ws", 1)
        session = Connection(url, logging.getLogger("quiet"), receive_timeout=0.1)
        session.connect()
    assert not session.is_active()
    gc.collect()  # one left open would be warned of here, and a warning is an error


def test_closing_twice_is_fine(connected: Socket) -> None:
    connected.close()
    connected.close()
    assert not connected.is_connected()
