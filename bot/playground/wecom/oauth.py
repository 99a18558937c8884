"""WeCom's sign-in for pages: whoever the playground's cookie names gets a code and is sent back with it.

https://developer.work.weixin.qq.com/document/path/91022 and /98152
"""

from html import escape
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from bot.playground.wecom import cast
from bot.playground.wecom.corp import Corp

COOKIE = "playground_member"
SIGN_IN_PATHS = ("/qyapi/connect/oauth2/authorize", "/qyapi/wwlogin/sso/login")
_SCOPES = ("snsapi_base", "snsapi_privateinfo")


class NotAllowed(Exception):
    """WeCom shows this to the person instead of signing them in."""


def sign_in_answer(query: dict[str, str], path: str, bot_web: str | None) -> str:
    """The address to go back to. Raises NotAllowed."""
    if query.get("appid") != cast.CORP_ID:
        raise NotAllowed("appid: 无此企业")
    if path == SIGN_IN_PATHS[0]:
        if query.get("response_type") != "code" or query.get("scope") not in _SCOPES:
            raise NotAllowed("response_type=code, scope=snsapi_base")
    elif query.get("login_type") != "CorpApp" or query.get("agentid") != cast.AGENT_ID:
        raise NotAllowed("login_type=CorpApp, agentid")
    back = query.get("redirect_uri", "")
    if not within(back, bot_web):
        raise NotAllowed("redirect_uri 与配置的授权完成回调域名不一致")
    return back


def within(url: str, origin: str | None) -> bool:
    """Whether an address lies on this server: same scheme, host and port, nobody's name in it."""
    if not origin or "\\" in url or any(ord(one) < 33 for one in url):
        return False
    there, here = urlsplit(url), urlsplit(origin)
    return (there.scheme, there.netloc) == (here.scheme, here.netloc)


def back_with_code(corp: Corp, back: str, user: str, state: str) -> str:
    """Return where the browser goes next. Raises WecomError for somebody the app does not see."""
    code = corp.tickets.sign_in_code(corp.member(user).id)
    there = urlsplit(back)
    query = [*parse_qsl(there.query, keep_blank_values=True), ("code", code), ("state", state)]
    return urlunsplit(there._replace(query=urlencode(query)))


def choosing(corp: Corp, again: str) -> str:
    """A page that lets one choose who to be; `again` is this page's own address, with its query."""
    links = "".join(
        f'<li><a href="/playground/wecom/open?{escape(urlencode({"as": one.id, "url": again}))}">'
        f"{escape(one.name)}</a> {escape(one.title)}</li>"
        for one in corp.members()
    )
    return _page(f"<h1>{escape(cast.CORP_NAME)}</h1><p>以谁的身份登录？ Who are you?</p><ul>{links}</ul>")


def refusal_page(reason: str) -> str:
    return _page(f"<h1>无法登录 Cannot sign in</h1><p>{escape(reason)}</p>")


def _page(body: str) -> str:
    return (
        '<!doctype html><html lang="zh"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><title>企业微信</title>'
        f"<body>{body}</body></html>"
    )
