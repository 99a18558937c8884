"""Looks whether WeCom is set up as the bot needs it, and says what to do for each fault.

It asks without client.py, which keeps back on purpose what is wanted here: WeCom's own words and its time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from ipaddress import ip_address
from secrets import token_hex
from time import time
from urllib.parse import urlsplit

import httpx

from bot.service.findings import Finding, clock_finding
from bot.service.json_types import Json
from bot.service.settings import WECOM, WECOM_API, Settings, revealed
from bot.wecom.crypto import Seal
from workflows.state.values import Person

PATIENCE = 10.0  # seconds that WeCom, or the bot behind its address, may take to answer at all
QUICK = 1.0  # seconds that WeCom gives a callback for its first answer
APP = "应用管理 (App Management), your app"
SEEN = f"{APP}, 可见范围 (who sees it)"
_NO_PROXY = {"all://127.0.0.1": None, "all://localhost": None}
_IP = re.compile(r"from ip:\s*([0-9a-fA-F.:]*[0-9a-fA-F])")
_HINTS = re.compile(r",?\s*(hint:|from ip:|more info at).*", re.DOTALL)
# https://developer.work.weixin.qq.com/document/path/90313
_MENDS = {
    -1: "WeCom is busy; try again in a minute",
    40001: f"WECOM_SECRET is not this app's: copy it from {WECOM['wecom_secret']}",
    40013: f"WECOM_CORP_ID is not your company's: copy it from {WECOM['wecom_corp_id']}",
    40056: f"WECOM_AGENT_ID is not this app's: copy it from {WECOM['wecom_agent_id']}",
    45009: "too many questions just now; try again in a minute",
    48002: f"the app may not ask this; look at its rights: {APP}",
    50003: f"the app is switched off; switch it on: {APP}",
    60111: "correct the id in company.yml (通讯录, the person, 账号), or let the app see the person: " + SEEN,
}
_SAME = {40091: 40001, 41004: 40001, 40003: 60111, 301002: 40056}
_UNSEEN = {50002, 60011}
_STATUS = {
    2: ("is disabled (已禁用)", "enable them in 通讯录 (Contacts), or name somebody else in company.yml"),
    4: ("has not joined yet (未激活)", "let them join WeCom, or name somebody else in company.yml"),
    5: ("has left (已退出)", "name somebody else in company.yml"),
}


def findings(
    here: Settings, people: Iterable[Person], transport: httpx.BaseTransport | None = None
) -> Iterator[Finding]:
    """Token, clock, trusted IP, app, trusted domain, people ("wecom:linna"), address and callback."""
    with httpx.Client(timeout=PATIENCE, mounts=_NO_PROXY, transport=transport) as http:
        wecom = _WeCom(here, http)
        try:
            yield from _connected(here, wecom)
        except _No as no:
            yield Finding(what=f"WeCom: {no}", mend=no.mend)
        else:
            ids = (person.removeprefix("wecom:").lower() for person in people if person.startswith("wecom:"))
            for id in dict.fromkeys(ids):
                yield _person(wecom, id)
        yield from _address(here)
        yield _callback(here, http)


# WeCom


class _No(Exception):
    """WeCom did not answer as hoped: in its own words, and what to do about it."""

    def __init__(self, why: str, mend: str, code: int = 0) -> None:
        super().__init__(why)
        self.mend = mend
        self.code = code


class _WeCom:
    """Asks plainly, and keeps whatever the answer tells beside its result. Raises _No."""

    def __init__(self, here: Settings, http: httpx.Client) -> None:
        self.date: str | None = None
        self._base = here.wecom_api_url
        self._http = http
        self._token = ""

    def sign_in(self, here: Settings) -> None:
        known = {"corpid": here.wecom_corp_id or "", "corpsecret": revealed(here.wecom_secret)}
        self._token = str(self.ask("gettoken", **known).get("access_token", ""))

    def ask(self, what: str, **given: str) -> Json:
        """The token is no part of any error: it stands in the address, so addresses are never told."""
        params = given | ({"access_token": self._token} if self._token else {})
        try:
            answer = self._http.get(f"{self._base}/cgi-bin/{what}", params=params)
            said = answer.json()
        except httpx.HTTPError as error:
            raise _No(_unreached(error), "check the network and WECOM_API_URL") from None
        except ValueError:
            raise _No(
                f"answers no JSON ({answer.status_code})", "check WECOM_API_URL and any proxy"
            ) from None
        self.date = answer.headers.get("date")
        code = said.get("errcode", 0) if isinstance(said, dict) else -1
        if code != 0:
            raise _refused(code, str(said.get("errmsg", "")) if isinstance(said, dict) else "")
        return dict(said)


def _refused(code: int, words: str) -> _No:
    why = f"{_HINTS.sub('', words)[:80] or 'refused'} ({code})"
    if code == 60020:
        found = _IP.search(words)
        ip = found.group(1) if found else "this machine's address on the internet"
        why = f"does not trust calls from {ip} (60020)"
        return _No(why, f"add {ip} to 企业可信IP (trusted IPs): {APP}", code)
    if code in _UNSEEN:
        return _No(why, f"let the app see them: {SEEN}", code)
    mend = _MENDS.get(_SAME.get(code, code), f"look {code} up in WeCom's list of error codes")
    return _No(why, mend, code)


def _connected(here: Settings, wecom: _WeCom) -> Iterator[Finding]:
    wecom.sign_in(here)
    yield Finding(what="WeCom: WECOM_CORP_ID and WECOM_SECRET are accepted")
    yield from clock_finding("WeCom", wecom.date, datetime.now(UTC))
    app = wecom.ask("agent/get", agentid=here.wecom_agent_id or "")
    yield Finding(what="Trusted IP: WeCom takes calls from this machine")
    yield _app(app)
    yield from _trusted_domain(here, str(app.get("redirect_domain", "")))


def _app(app: Json) -> Finding:
    name = f"App {app.get('name', '')}".strip()
    if app.get("close"):
        return Finding(what=f"{name}: is switched off", mend=_MENDS[50003])
    seen = [app.get(what) for what in ("allow_userinfos", "allow_partys", "allow_tags")]
    if not any(any(some.values()) for some in seen if isinstance(some, dict)):
        mend = f"choose the people and departments who use it, everybody best: {SEEN}"
        return Finding(what=f"{name}: nobody sees it", mend=mend)
    return Finding(what=f"{name}: people see it")


def _trusted_domain(here: Settings, domain: str) -> Iterator[Finding]:
    """Signing in from a page works only for the domain that the app names."""
    address = urlsplit(here.eoac_public_url)
    if _reach(address.hostname) == "machine":
        return
    if domain.lower() in {address.hostname, address.netloc.lower()}:
        yield Finding(what=f"Trusted domain: {domain}")
        return
    what = f"Trusted domain: is {domain}" if domain else "Trusted domain: there is none"
    where = f"{APP}, 网页授权及JS-SDK, 可信域名 (trusted domain); and 企业微信授权登录, 授权回调域"
    yield Finding(what=what, mend=f"set it to {address.netloc}, so that pages know who opens them: {where}")


def _person(wecom: _WeCom, id: str) -> Finding:
    try:
        found = wecom.ask("user/get", userid=id)
    except _No as no:
        return Finding(what=f"Person {id}: {no}", mend=no.mend)
    status = found.get("status")
    wrong, mend = _STATUS.get(status, ("", "")) if isinstance(status, int) else ("", "")
    return Finding(what=f"Person {id}: {wrong or 'the app sees them'}", mend=mend)


# Our own address


def _address(here: Settings) -> Iterator[Finding]:
    """Whether phones, and WeCom itself, can get to the pages and the callback."""
    address, office = urlsplit(here.eoac_public_url), urlsplit(here.wecom_api_url)
    what, reach = f"Address: {here.eoac_public_url}", _reach(address.hostname)
    if reach == "machine" and _reach(office.hostname) != "machine":
        mend = "set EOAC_PUBLIC_URL to an https address on the internet that leads here"
        yield Finding(what=f"{what} is this machine alone: neither phones nor WeCom get to it", mend=mend)
    elif reach == "network" and here.wecom_api_url == WECOM_API:
        mend = "set EOAC_PUBLIC_URL to an address on the internet, and lead it here"
        yield Finding(what=f"{what} is inside your network, where WeCom does not get to", mend=mend)
    elif reach != "machine" and address.scheme != "https":
        mend = "put https in front of it (a proxy with a certificate), and say so in EOAC_PUBLIC_URL"
        yield Finding(what=f"{what} is http: what people read there can be seen on the way", mend=mend)
    else:
        yield Finding(what=what)


def _callback(here: Settings, http: httpx.Client) -> Finding:
    """Asks it as WeCom does when the address is saved in the admin console."""
    words = token_hex(16)
    url = f"{here.eoac_public_url}/wecom/callback"
    begun = time()
    try:
        answer = http.get(url, params=_echo(here, words))
    except httpx.HTTPError as error:
        mend = f"start the bot (python3 go.py serve), and lead {here.eoac_public_url} to {_bound(here)}"
        return Finding(what=f"Callback: {url} {_unreached(error)}", mend=mend)
    what, mend = _heard(here, answer, words, time() - begun)
    return Finding(what=f"Callback: {url} {what}", mend=mend)


def _heard(here: Settings, answer: httpx.Response, words: str, seconds: float) -> tuple[str, str]:
    """Return what it does, and the mend."""
    code = answer.status_code
    if code == 200 and answer.text == words:
        if seconds > QUICK:
            mend = f"WeCom waits {QUICK:.0f} s: look at the proxy and at how busy this machine is"
            return f"takes {seconds:.1f} s", mend
        return "answers as WeCom wants it", ""
    if code == 200:
        return "answers something else", f"lead it to {_bound(here)}, and let the proxy change nothing"
    if answer.is_redirect:
        return f"leads elsewhere ({code})", "WeCom does not follow: put the last address in EOAC_PUBLIC_URL"
    if code in {400, 401, 403}:
        mend = (
            "start the bot anew, so that it has the same WECOM_TOKEN, WECOM_ENCODING_AES_KEY, WECOM_CORP_ID"
        )
        return f"refuses what is signed with these settings ({code})", mend
    return (
        f"is not answered by Yinuo ({code})",
        f"start the bot with WeCom set, and lead it to {_bound(here)}",
    )


def _echo(here: Settings, words: str) -> dict[str, str]:
    """Words as WeCom would ask for them, sealed with these settings."""
    seal = Seal(revealed(here.wecom_token), revealed(here.wecom_encoding_aes_key), here.wecom_corp_id or "")
    timestamp, nonce, sealed = str(int(time())), token_hex(8), seal.encrypted(words.encode())
    signature = seal.signature(timestamp, nonce, sealed)
    return {"msg_signature": signature, "timestamp": timestamp, "nonce": nonce, "echostr": sealed}


def _bound(here: Settings) -> str:
    return f"http://{here.eoac_host}:{here.eoac_port}"


def _reach(host: str | None) -> str:
    """From how far this host can be got at: "machine", "network" or "internet"."""
    name = (host or "").lower()
    if name == "localhost" or name.endswith(".localhost"):
        return "machine"
    try:
        ip = ip_address(name)
    except ValueError:
        return "internet"
    if ip.is_loopback or ip.is_unspecified:
        return "machine"
    return "internet" if ip.is_global else "network"


def _unreached(error: httpx.HTTPError) -> str:
    """In our words: an error of httpx may tell the address, and with it a secret."""
    if isinstance(error, httpx.TimeoutException):
        return f"does not answer within {PATIENCE:.0f} s"
    if "CERTIFICATE" in str(error).upper():
        return "shows a certificate that is not valid"
    return "cannot be reached"
