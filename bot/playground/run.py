"""Runs a Starlette app under uvicorn in a thread, for tests and for the playground's command."""

import socket
import threading
import time
from dataclasses import dataclass

import uvicorn
from starlette.types import ASGIApp

from bot.playground.server import Playground

_START_SECONDS = 10.0


@dataclass
class Running:
    """A server that runs; `stop` ends it within two seconds."""

    url: str
    app: ASGIApp
    _server: uvicorn.Server
    _thread: threading.Thread

    def stop(self) -> None:
        playground = _playground(self.app)
        if playground is not None:
            playground.stop()
        self._server.should_exit = True
        self._thread.join(5)


def serve(app: ASGIApp, host: str = "127.0.0.1", port: int = 0) -> Running:
    """Starts and returns once it answers; port 0 picks a free one. Raises OSError when the port is taken."""
    # With the protocol named, asyncio turns Nagle off; without it every answer waits 40 ms.
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError:
        listening.close()
        raise
    url = f"http://{host}:{listening.getsockname()[1]}"
    playground = _playground(app)
    if playground is not None and not playground.origin:
        playground.origin = url
    config = uvicorn.Config(
        app, log_level="warning", log_config=None, access_log=False, timeout_graceful_shutdown=1
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([listening],), name=f"server {url}", daemon=True)
    thread.start()
    until = time.monotonic() + _START_SECONDS
    while not server.started:
        if not thread.is_alive() or time.monotonic() > until:
            raise OSError(f"the server at {url} did not start")
        time.sleep(0.005)
    return Running(url, app, server, thread)


def _playground(app: ASGIApp) -> Playground | None:
    """The playground an app carries, if it is one."""
    found = getattr(getattr(app, "state", None), "playground", None)
    return found if isinstance(found, Playground) else None
