"""Runs the web server in a thread of its own."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable
from typing import TypeVar

import uvicorn
from starlette.types import ASGIApp

from bot.settings import Wrong

START_SECONDS = 10.0
T = TypeVar("T")


class Served:
    """A server that answers when this is made. Raises OSError when the address can't be had."""

    def __init__(self, app: ASGIApp, host: str, port: int) -> None:
        self._listening = listening(host, port)
        self.url = f"http://{_in_url(host)}:{self._listening.getsockname()[1]}"
        config = uvicorn.Config(
            app, log_config=None, access_log=False, server_header=False, timeout_graceful_shutdown=3
        )
        self._server = uvicorn.Server(config)
        run = threading.Thread(target=self._server.run, args=([self._listening],), name="web", daemon=True)
        self._thread = run
        run.start()
        until = time.monotonic() + START_SECONDS
        while not self._server.started:
            if not run.is_alive() or time.monotonic() > until:
                raise OSError(f"the web server at {self.url} did not start")
            time.sleep(0.005)

    def stop(self) -> None:
        """Answers under way are given; then it is gone."""
        self._server.should_exit = True
        self._thread.join(5)


def reserved(start: Callable[[], T], setting: str) -> T:
    """What listens at an address that a setting names. Raises Wrong when it can't be had."""
    try:
        return start()
    except OSError as taken:
        mend = "is another one running there? Choose another port"
        raise Wrong(f"{setting}: this address cannot be had ({taken.strerror or taken}); {mend}") from None


def listening(host: str, port: int) -> socket.socket:
    """A socket bound to that address; 0 is any free port."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    made = socket.socket(family, socket.SOCK_STREAM)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((host, port))
    except OSError:
        made.close()
        raise
    return made


def _in_url(host: str) -> str:
    return f"[{host}]" if ":" in host else host
