"""Who has opened a page, as WeCom tells it: silently inside its app, with a code to scan on a desktop.

https://developer.work.weixin.qq.com/document/path/91022 and /98152
"""

from __future__ import annotations

from urllib.parse import urlencode

import structlog

from bot.outbox.channel import Unreachable
from bot.wecom.address import person_at
from bot.wecom.client import WECOM, WecomClient, WecomRefused
from workflows.state.values import Person

INSIDE = "https://open.weixin.qq.com"
DESKTOP = "https://login.work.weixin.qq.com"
LONGEST_CODE = 512

log = structlog.get_logger("wecom")


class WecomSignIn:
    """bot.web's SignIn for WeCom. A private deployment or a test server has both at its own address."""

    def __init__(self, client: WecomClient) -> None:
        self._client = client
        real = client.url == WECOM
        self._inside, self._desktop = (INSIDE, DESKTOP) if real else (client.url, client.url)

    def start(self, state: str, back_url: str, user_agent: str) -> str:
        """Return where to send the browser."""
        app = {"appid": self._client.corp_id, "agentid": str(self._client.agent_id)}
        way = {"redirect_uri": back_url, "state": state}
        if _is_inside(user_agent):
            query = {**app, **way, "response_type": "code", "scope": "snsapi_base"}
            return f"{self._inside}/connect/oauth2/authorize?{urlencode(query)}#wechat_redirect"
        return f"{self._desktop}/wwlogin/sso/login?{urlencode({'login_type': 'CorpApp', **app, **way})}"

    def person(self, code: str) -> Person | None:
        """Return whose code it is: good once, for five minutes. None for strangers. Raises Later or Revoked."""
        if not code or len(code) > LONGEST_CODE:
            return None
        try:
            found = self._client.ask("auth/getuserinfo", code=code)
        except (WecomRefused, Unreachable) as error:
            log.info("not signed in", why=str(error))
            return None
        user = found.get("userid")
        return person_at(user) if isinstance(user, str) and user else None


def _is_inside(user_agent: str) -> bool:
    return any(mark in user_agent.casefold() for mark in ("wxwork", "micromessenger"))
