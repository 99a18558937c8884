"""Runs the playground's server, or any other that a test needs, in a thread."""

from dataclasses import dataclass

from starlette.types import ASGIApp

from bot.playground.server import Playground
from bot.service.serving import Served, listening_socket, url_of


@dataclass
class Running:
    """A server that runs; `stop` ends it within two seconds."""

    url: str
    app: ASGIApp
    _served: Served

    def stop(self) -> None:
        playground = _playground(self.app)
        if playground is not None:
            playground.stop()
        self._served.stop()


def serve_app(app: ASGIApp, host: str = "127.0.0.1", port: int = 0) -> Running:
    """Starts and returns once it answers; port 0 picks a free one. Raises OSError when the port is taken."""
    at = listening_socket(host, port)
    playground = _playground(app)
    if playground is not None and not playground.origin:
        playground.origin = url_of(at)
    return Running(url_of(at), app, Served(app, at, farewell=1))


def _playground(app: ASGIApp) -> Playground | None:
    """The playground an app carries, if it is one."""
    found = getattr(getattr(app, "state", None), "playground", None)
    return found if isinstance(found, Playground) else None
