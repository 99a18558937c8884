"""WeCom's addresses on the playground's server: the API, the sign-in, and how a member opens a page."""

from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.playground.dropped import Dropped
from bot.playground.wecom import oauth
from bot.playground.wecom.shapes import WecomError
from bot.playground.wecom.side import CorpSide

CorpEndpoint = Callable[[Request], Awaitable[Response]]
_HEADERS = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}


def wecom_routes(side: CorpSide) -> list[Route]:
    """Build all routes but those that the page asks in JSON."""
    return [
        Route("/qyapi/cgi-bin/{method:path}", _api(side), methods=["GET", "POST"]),
        *(Route(path, _sign_in(side)) for path in oauth.SIGN_IN_PATHS),
        Route("/playground/wecom/open", _open(side)),
    ]


def _api(side: CorpSide) -> CorpEndpoint:
    async def endpoint(request: Request) -> Response:
        query, method = dict(request.query_params), request.path_params["method"]
        verb = "GET" if request.method == "HEAD" else request.method
        answer = await run_in_threadpool(side.api.call, verb, method, query, await request.body())
        if answer.drop:
            return Dropped()
        return JSONResponse(answer.body, answer.status)

    return endpoint


def _sign_in(side: CorpSide) -> CorpEndpoint:
    async def endpoint(request: Request) -> Response:
        query = dict(request.query_params)
        try:
            back = oauth.sign_in_answer(query, request.url.path, side.bot_web())
        except oauth.NotAllowed as reason:
            side.corp.fault(f"sign-in: {reason}")
            return HTMLResponse(oauth.refusal_page(str(reason)), 400, _HEADERS)
        with side.corp.lock:
            user = request.cookies.get(oauth.COOKIE)
            if user is None or not side.corp.is_member(user):
                return HTMLResponse(oauth.choosing(side.corp, _own_address(request)), headers=_HEADERS)
            there = oauth.back_with_code(side.corp, back, user, query.get("state", ""))
        return RedirectResponse(there, 302, _HEADERS)

    return endpoint


def _open(side: CorpSide) -> CorpEndpoint:
    """From now on this browser is that member, and looks at the page."""

    async def endpoint(request: Request) -> Response:
        user, url = request.query_params.get("as", ""), request.query_params.get("url", "")
        try:
            user = side.corp.member(user).id
        except WecomError as unknown:
            return HTMLResponse(oauth.refusal_page(str(unknown)), 404, _HEADERS)
        own = oauth.within(url, side.origin()) and urlsplit(url).path in oauth.SIGN_IN_PATHS
        if not own and not oauth.within(url, side.bot_web()):
            return HTMLResponse(
                oauth.refusal_page("只能打开一诺自己的页面 Only the bot's own pages open here"), 403
            )
        response = RedirectResponse(url, 302, _HEADERS)
        response.set_cookie(oauth.COOKIE, user, httponly=True, samesite="lax", path="/")
        return response

    return endpoint


def _own_address(request: Request) -> str:
    return str(request.url)
