"""A server that stops leaves nobody connected, whoever does not let go."""

from __future__ import annotations

import gc
import socket
from urllib.request import urlopen

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from uvicorn.protocols.http.h11_impl import H11Protocol

from bot.service.serving import Served, listening_socket
from tests.waiting import as_long_as


def app() -> Starlette:
    async def page(_request: Request) -> PlainTextResponse:
        return PlainTextResponse("here")

    return Starlette(routes=[Route("/", page)])


def hung_up(connected: socket.socket) -> bool:
    connected.settimeout(10)
    try:
        for _rest_of_an_answer in as_long_as(lambda: connected.recv(1000), 1000):
            pass
    except ConnectionResetError:
        return True
    except TimeoutError:
        return False
    return True


def test_it_answers_at_its_url() -> None:
    served = Served(app(), listening_socket("127.0.0.1", 0))
    try:
        with urlopen(served.url) as answer:
            assert answer.read() == b"here"
    finally:
        served.stop()


def test_who_connects_while_everybody_is_sent_home_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(H11Protocol, "shutdown", lambda _late: None)  # so it was not yet there to be told
    served = Served(app(), listening_socket("127.0.0.1", 0), farewell=1)
    host, port = served.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port))) as connected:
        connected.sendall(b"GET / HTTP/1.1\r\nHost: here\r\n\r\n")
        assert connected.recv(1000).startswith(b"HTTP/1.1 200")
        served.stop()
        assert hung_up(connected)
    gc.collect()  # a socket left open would be warned of here, and a warning is an error


def test_an_address_that_is_taken_is_refused() -> None:
    with listening_socket("127.0.0.1", 0) as first:
        first.listen()
        with pytest.raises(OSError, match="in use"):
            listening_socket("127.0.0.1", first.getsockname()[1])
