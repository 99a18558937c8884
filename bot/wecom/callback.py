"""GET and POST /wecom/callback: only what WeCom sealed for this app, lately, and in its own shape, comes in.

What is answered in time with an empty 200 is stored; everything that calls WeCom comes later.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.etree.ElementTree import Element, ParseError

import structlog
from defusedxml import DefusedXmlException  # type: ignore[import-untyped]
from defusedxml.ElementTree import fromstring  # type: ignore[import-untyped]
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from bot.wecom.crypto import Seal, Untrusted
from bot.wecom.door import Door

PATH = "/wecom/callback"
MOST_BYTES = 256 * 1024  # a text has 2 KB, and a sealed event a few
# Not parsed before the signature holds: the sealed part is found by its shape, and never by going back (++).
_SEALED = re.compile(rb"<Encrypt>\s*+(?:<!\[CDATA\[\s*+)?([A-Za-z0-9+/=]++)\s*+(?:\]\]>\s*+)?</Encrypt>")

log = structlog.get_logger("wecom")


class NotSealed(Exception):
    """Not let in: `status` is the answer."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status


def callback_routes(seal: Seal, door: Door) -> list[Route]:
    """The work is done in the thread pool, not on the event loop."""

    async def wecom_callback(request: Request) -> Response:
        query = dict(request.query_params)
        if request.method != "POST":
            return await run_in_threadpool(_verified, seal, query)
        raw = await _read(request)
        return await run_in_threadpool(_posted, seal, door, query, raw)

    return [Route(PATH, wecom_callback, methods=["GET", "POST"])]


async def _read(request: Request) -> bytes:
    """The body, as far as anybody cares to look at it."""
    raw = bytearray()
    try:
        async for part in request.stream():
            raw += part
            if len(raw) > MOST_BYTES:
                break
    except ClientDisconnect:
        return b""
    return bytes(raw)


def _verified(seal: Seal, query: Mapping[str, str]) -> Response:
    """WeCom asks whether this address is ours: the words inside, and nothing around them."""
    try:
        return Response(_opened(seal, query, query.get("echostr", "")), media_type="text/plain")
    except NotSealed as turned:
        return _turned_away(turned)


def _posted(seal: Seal, door: Door, query: Mapping[str, str], raw: bytes) -> Response:
    try:
        message = let_in(seal, query, raw)
    except NotSealed as turned:
        return _turned_away(turned)
    return Response(status_code=200 if door.take(message) else 503)


def let_in(seal: Seal, query: Mapping[str, str], raw: bytes) -> Element:
    """The message inside. Raises Turned with 413, 400 or 401."""
    if len(raw) > MOST_BYTES:
        raise NotSealed(413, "too long")
    found = _SEALED.search(raw)
    if not found:
        raise NotSealed(400, "nothing sealed in it")
    opened = _opened(seal, query, found[1].decode("ascii"))
    try:
        message: Element = fromstring(opened.decode("utf-8"), forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise NotSealed(400, "not a message of WeCom's") from error
    return message


def _opened(seal: Seal, query: Mapping[str, str], sealed: str) -> bytes:
    signature, timestamp, nonce = (query.get(name, "") for name in ("msg_signature", "timestamp", "nonce"))
    if not (signature and timestamp and nonce and sealed):
        raise NotSealed(400, "something is missing")
    try:
        return seal.opened(signature, timestamp, nonce, sealed)
    except Untrusted as error:
        log.info("not trusted", why=str(error))
        raise NotSealed(401, "not from WeCom") from error


def _turned_away(turned: NotSealed) -> Response:
    log.info("turned away", status=turned.status, why=str(turned))
    return Response(str(turned), turned.status, media_type="text/plain")
