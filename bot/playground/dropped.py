"""An answer that is lost on the way."""

from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send


class Dropped(Response):
    """The work is done and the answer never arrives: the connection just breaks."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        cycle = getattr(receive, "__self__", None)
        transport = getattr(cycle, "transport", None)
        if cycle is None or transport is None:
            await PlainTextResponse("lost", 502)(scope, receive, send)
            return
        cycle.disconnected = True
        transport.abort()
