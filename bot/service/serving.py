"""Runs a web server in a thread of its own."""

from __future__ import annotations

import asyncio
import socket
import threading
import time

import uvicorn
from starlette.types import ASGIApp

START_SECONDS = 10.0


class Served:
    """A server that answers when this is made. Raises OSError when it does not come up."""

    def __init__(self, app: ASGIApp, at: socket.socket, *, farewell: int = 3) -> None:
        """`farewell`: how many seconds an answer under way has, once `stop` is called."""
        self.url = url_of(at)
        config = uvicorn.Config(
            app, log_config=None, access_log=False, server_header=False, timeout_graceful_shutdown=farewell
        )
        self._server = _Server(config)
        self._farewell = farewell
        run = threading.Thread(target=self._server.run, args=([at],), name=f"web {self.url}", daemon=True)
        self._thread = run
        run.start()
        until = time.monotonic() + START_SECONDS
        while not self._server.started:
            if not run.is_alive() or time.monotonic() > until:
                raise OSError(f"the web server at {self.url} did not start")
            time.sleep(0.005)

    def stop(self) -> None:
        """Answers under way are given; then it is gone, and who is still connected is cut off."""
        self._server.should_exit = True
        self._thread.join(self._farewell + 2)


def listening_socket(host: str, port: int) -> socket.socket:
    """A socket bound to that address; 0 is any free port. Raises OSError when the address can't be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # With the protocol named, asyncio turns Nagle off; without it every answer waits 40 ms.
    made = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((host, port))
    except OSError:
        made.close()
        raise
    return made


def url_of(bound: socket.socket) -> str:
    host, port = bound.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


class _Server(uvicorn.Server):
    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Uvicorn lets go of those who outstay the farewell, but leaves their sockets open."""
        await super().shutdown(sockets)
        for connection in list(self.server_state.connections):
            connection.transport.abort()
        await asyncio.sleep(0)  # a transport closes in the round after it is told to
