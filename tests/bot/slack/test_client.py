"""Slack's refusals and silences, from a server that says whatever the test wants."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from bot.outbox.channel import Later, Revoked, Unclear, Unreachable, Vanished
from bot.slack.client import Malformed, SlackClient, SlackRefused


class Oracle(ThreadingHTTPServer):
    """Answers each call with `says`, and counts them."""

    says: tuple[int, dict[str, str], bytes] = (200, {}, b'{"ok":true}')
    bodies: list[tuple[str, bytes]]
    daemon_threads = True


class _Answer(BaseHTTPRequestHandler):
    server: Oracle

    def do_POST(self) -> None:
        size = int(self.headers["content-length"] or 0)
        self.server.bodies.append((self.headers["content-type"], self.rfile.read(size)))
        status, headers, body = self.server.says
        if status == 0:
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        self.send_response(status)
        for name, value in {"content-type": "application/json", **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        return


@pytest.fixture
def oracle() -> Iterator[Oracle]:
    server = Oracle(("127.0.0.1", 0), _Answer)
    server.bodies = []
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def client(oracle: Oracle) -> SlackClient:
    return SlackClient("xoxb-secret", f"http://127.0.0.1:{oracle.server_port}/api/", timeout=2)


@pytest.mark.parametrize(
    ("status", "body", "meaning"),
    [
        (200, b'{"ok":false,"error":"ratelimited"}', Later),
        (429, b"slow down", Later),
        (200, b'{"ok":false,"error":"internal_error"}', Unclear),
        (500, b"oh", Unclear),
        (503, b'{"ok":false,"error":"service_unavailable"}', Unclear),
        (200, b"<html>a proxy</html>", Unclear),
        (0, b"", Unclear),
        (200, b'{"ok":false,"error":"channel_not_found"}', Unreachable),
        (200, b'{"ok":false,"error":"is_archived"}', Unreachable),
        (200, b'{"ok":false,"error":"not_in_channel"}', Unreachable),
        (200, b'{"ok":false,"error":"message_not_found"}', Vanished),
        (200, b'{"ok":false,"error":"cant_update_message"}', Vanished),
        (200, b'{"ok":false,"error":"invalid_auth"}', Revoked),
        (200, b'{"ok":false,"error":"token_revoked"}', Revoked),
        (200, b'{"ok":false,"error":"account_inactive"}', Revoked),
        (200, b'{"ok":false,"error":"invalid_blocks"}', Malformed),
        (200, b'{"ok":false,"error":"something_new"}', SlackRefused),
    ],
)
def test_every_refusal_has_a_meaning_and_is_sent_once(
    oracle: Oracle, status: int, body: bytes, meaning: type[Exception]
) -> None:
    oracle.says = (status, {}, body)
    with pytest.raises(meaning) as raised:
        client(oracle).tell("chat.postMessage", channel="C0IT", text="x")
    assert len(oracle.bodies) == 1
    assert "xoxb" not in str(raised.value)


def test_retry_after_is_obeyed(oracle: Oracle) -> None:
    oracle.says = (429, {"Retry-After": "37"}, b"")
    with pytest.raises(Later) as later:
        client(oracle).tell("chat.postMessage", channel="C0IT", text="x")
    assert later.value.seconds == 37


def test_asking_may_be_repeated_so_silence_is_later(oracle: Oracle) -> None:
    oracle.says = (0, {}, b"")
    with pytest.raises(Later):
        client(oracle).ask("users.info", user="U0ANA")


def test_reading_is_asked_as_a_form_and_saying_as_json(oracle: Oracle) -> None:
    client(oracle).ask("users.info", user="U0ANA", include_locale=True)
    client(oracle).tell("chat.postMessage", channel="C0IT", text="x", thread_ts=None)
    (form, asked), (json_type, said) = oracle.bodies
    assert form.startswith("application/x-www-form-urlencoded")
    assert asked == b"user=U0ANA&include_locale=1"
    assert json_type.startswith("application/json")
    assert said == b'{"channel": "C0IT", "text": "x"}'


def test_no_proxy_stands_between_us_and_this_machine(oracle: Oracle, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.setenv("no_proxy", "")
    client(oracle).ask("auth.test")
    assert len(oracle.bodies) == 1
    client(oracle).respond(f"http://127.0.0.1:{oracle.server_port}/response/1", {"text": "x"})
    assert len(oracle.bodies) == 2


def test_nobody_there_is_later() -> None:
    with pytest.raises(Later):
        SlackClient("xoxb-secret", "http://127.0.0.1:9/api/").tell(
            "chat.postMessage", channel="C0IT", text="x"
        )
