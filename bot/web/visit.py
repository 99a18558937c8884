"""One visit to a page, read from the web's request once; and what is turned away before any page looks at it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

MOST_BYTES = 256 * 1024  # of a sent form
MOST_ANSWERS = 400
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    # Not "no-referrer": with it browsers hide the origin of our own forms, too.
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class NotOurs(Exception):
    """The request is not one that a page of ours can have made. `why` names a text, `web.away.WHY`."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status
        self.why = why


@dataclass(frozen=True)
class Visit:
    """What somebody's browser asks for."""

    method: str
    path: str
    params: Mapping[str, str]  # of the path
    query: Mapping[str, str]
    sent: tuple[tuple[str, str], ...]  # the answers of a form, in order, as typed
    cookies: Mapping[str, str]
    agent: str

    def one(self, name: str) -> str:
        """The answer of that name; the first one, if somebody sent several."""
        return next((value for key, value in self.sent if key == name), "")

    @property
    def in_wecom(self) -> bool:
        """The page stands in WeCom's own browser."""
        return "wxwork" in self.agent.casefold()


async def visit(request: Request, public_url: str) -> Visit:
    """The visit that a request is. Raises TurnedAway."""
    _is_here(request, public_url)
    sent = _answers(await _body(request), request) if request.method == "POST" else ()
    return Visit(
        method=request.method,
        path=storable_form(request.url.path),
        params={key: storable_form(str(value)) for key, value in request.path_params.items()},
        query={key: storable_form(value) for key, value in request.query_params.items()},
        sent=sent,
        cookies=request.cookies,
        agent=request.headers.get("user-agent", ""),
    )


def protected(response: Response) -> Response:
    """Return the same answer, with what keeps a browser from doing anything with it but showing it."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    return response


def storable_form(text: str) -> str:
    """Text that every store and every screen takes: no zero byte, no half of a character."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")


def _is_here(request: Request, public_url: str) -> None:
    """Host and Origin are ours."""
    host = request.headers.get("host", "")
    ours = {(urlsplit(public_url).hostname or "").casefold(), *LOOPBACK}
    if _name_of(host) not in ours:
        raise NotOurs(400, "host")
    origin = request.headers.get("origin")
    if request.method == "POST" and origin is not None:
        here = {host.casefold(), urlsplit(public_url).netloc.casefold()}
        if _netloc_of(origin) not in here:
            raise NotOurs(403, "elsewhere")


def _name_of(host: str) -> str | None:
    try:
        return urlsplit(f"//{host}").hostname
    except ValueError:
        return None


def _netloc_of(origin: str) -> str | None:
    try:
        return urlsplit(origin).netloc.casefold() or None
    except ValueError:
        return None


async def _body(request: Request) -> bytes:
    body = b""
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > MOST_BYTES:
                raise NotOurs(413, "too_long")
    except ClientDisconnect:
        raise NotOurs(400, "unreadable") from None
    return body


def _answers(body: bytes, request: Request) -> tuple[tuple[str, str], ...]:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().casefold()
    if not body:
        return ()
    if kind != "application/x-www-form-urlencoded":
        raise NotOurs(400, "unreadable")
    try:
        pairs = parse_qsl(
            body.decode("utf-8", "replace"),
            keep_blank_values=True,
            errors="replace",
            max_num_fields=MOST_ANSWERS,
        )
    except ValueError:
        raise NotOurs(400, "unreadable") from None
    return tuple((storable_form(key), storable_form(value.replace("\r\n", "\n"))) for key, value in pairs)
