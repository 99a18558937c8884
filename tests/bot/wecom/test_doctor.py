"""WeCom's doctor: every fault is told in one line, with what to do about it in the admin console."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from bot.playground.wecom import cast
from bot.service.findings import Finding
from bot.service.settings import Settings
from bot.wecom import doctor
from bot.wecom.crypto import Seal, Untrusted
from tests.bot.playground.wecom.conftest import lantern_at

PUBLIC = "https://yinuo.example.com"
KEY, TOKEN, CORP = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C", "callback-token", "wwlantern"
SECRETS = ("the-apps-secret", TOKEN, KEY, "an-access-token")
APP = {
    "name": "一诺 Yinuo",
    "close": 0,
    "allow_userinfos": {"user": [{"userid": "linna"}]},
    "redirect_domain": "yinuo.example.com",
}
Handler = Callable[[httpx.Request], httpx.Response]


def here(**other: object) -> Settings:
    kept: dict[str, object] = {
        "eoac_public_url": PUBLIC,
        "wecom_corp_id": CORP,
        "wecom_agent_id": "1000002",
        "wecom_secret": SecretStr("the-apps-secret"),
        "wecom_token": SecretStr(TOKEN),
        "wecom_encoding_aes_key": SecretStr(KEY),
    }
    return Settings.model_construct(**({**Settings().model_dump(), **kept, **other}))


class Office:
    """WeCom and the bot behind its public address; `answers` of either can be replaced."""

    def __init__(self) -> None:
        self.ago = timedelta(0)
        self.seal = Seal(TOKEN, KEY, CORP)
        self.answers: dict[str, Handler] = {
            "/cgi-bin/gettoken": says(access_token="an-access-token", expires_in=7200),
            "/cgi-bin/agent/get": says(**APP),
            "/cgi-bin/user/get": says(name="林娜", status=1),
            "/wecom/callback": self.callback,
        }

    def __call__(self, request: httpx.Request) -> httpx.Response:
        answer = self.answers[request.url.path](request)
        answer.headers.setdefault("date", format_datetime(datetime.now(UTC) - self.ago, usegmt=True))
        return answer

    def callback(self, request: httpx.Request) -> httpx.Response:
        query = request.url.params
        try:
            said = self.seal.opened(
                query["msg_signature"], query["timestamp"], query["nonce"], query["echostr"]
            )
        except Untrusted:
            return httpx.Response(401)
        return httpx.Response(200, content=said)


def says(**body: object) -> Handler:
    return lambda _: httpx.Response(200, json={"errcode": 0, "errmsg": "ok", **body})


def fails(error: Exception) -> Handler:
    def failing(_: httpx.Request) -> httpx.Response:
        raise error

    return failing


@pytest.fixture
def office(monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.setitem(Settings.model_config, "env_file", None)
    return Office()


def found(office: Office, settings: Settings | None = None, people: tuple[str, ...] = ()) -> list[Finding]:
    findings = list(doctor.findings(settings or here(), people, httpx.MockTransport(office)))
    for finding in findings:
        assert "\n" not in finding.what + finding.mend
        assert not [secret for secret in SECRETS if secret in finding.what + finding.mend]
    return findings


def faults(office: Office, settings: Settings | None = None, people: tuple[str, ...] = ()) -> list[Finding]:
    return [finding for finding in found(office, settings, people) if finding.mend]


def fault(office: Office, settings: Settings | None = None, people: tuple[str, ...] = ()) -> Finding:
    (only,) = faults(office, settings, people)
    return only


def test_when_all_is_well_every_line_says_so(office: Office) -> None:
    findings = found(office, people=("wecom:linna", "slack:U0ANA"))
    assert [finding.what for finding in findings] == [
        "WeCom: WECOM_CORP_ID and WECOM_SECRET are accepted",
        "Clock: agrees with WeCom's",
        "Trusted IP: WeCom takes calls from this machine",
        "App 一诺 Yinuo: people see it",
        "Trusted domain: yinuo.example.com",
        "Person linna: the app sees them",
        "Address: https://yinuo.example.com",
        "Callback: https://yinuo.example.com/wecom/callback answers as WeCom wants it",
    ]
    assert not [finding for finding in findings if finding.mend]


# WeCom


@pytest.mark.parametrize(
    ("code", "words", "setting"),
    [
        (40001, "invalid credential", "WECOM_SECRET"),
        (40091, "invalid secret", "WECOM_SECRET"),
        (40013, "invalid corpid, hint: [161], from ip: 203.0.113.7, more info at x", "WECOM_CORP_ID"),
    ],
)
def test_a_refused_token_names_the_setting(office: Office, code: int, words: str, setting: str) -> None:
    office.answers["/cgi-bin/gettoken"] = says(errcode=code, errmsg=words)
    told = fault(office, people=("wecom:linna",))
    assert told.what == f"WeCom: {words.partition(',')[0]} ({code})"
    assert told.mend.startswith(f"{setting} is not ")
    assert "我的企业" in told.mend or "应用管理" in told.mend


@pytest.mark.parametrize("code", [40056, 301002])
def test_a_wrong_agent_names_its_setting(office: Office, code: int) -> None:
    office.answers["/cgi-bin/agent/get"] = says(errcode=code, errmsg="invalid agentid")
    assert fault(office).mend.startswith("WECOM_AGENT_ID is not ")


def test_an_address_that_is_not_trusted_is_named(office: Office) -> None:
    words = "not allow to access from your ip, hint: [1], from ip: 203.0.113.7, more info at https://x"
    office.answers["/cgi-bin/agent/get"] = says(errcode=60020, errmsg=words)
    told = fault(office, people=("wecom:linna",))
    assert told.what == "WeCom: does not trust calls from 203.0.113.7 (60020)"
    assert told.mend.startswith("add 203.0.113.7 to 企业可信IP")


def test_without_a_hint_the_address_is_described(office: Office) -> None:
    office.answers["/cgi-bin/agent/get"] = says(errcode=60020, errmsg="not allow")
    assert "this machine's address on the internet" in fault(office).what


def test_an_unknown_refusal_keeps_its_number(office: Office) -> None:
    office.answers["/cgi-bin/agent/get"] = says(errcode=99999, errmsg="never heard of")
    told = fault(office)
    assert told.what == "WeCom: never heard of (99999)"
    assert "99999" in told.mend


def test_an_app_that_is_switched_off_is_told(office: Office) -> None:
    office.answers["/cgi-bin/agent/get"] = says(**(APP | {"close": 1}))
    assert "switch it on" in fault(office).mend


@pytest.mark.parametrize(
    "seen",
    [{}, {"allow_userinfos": {"user": []}, "allow_partys": {"partyid": []}, "allow_tags": {"tagid": []}}],
)
def test_an_app_that_nobody_sees_is_told(office: Office, seen: dict[str, object]) -> None:
    office.answers["/cgi-bin/agent/get"] = says(name="一诺", redirect_domain="yinuo.example.com", **seen)
    told = fault(office)
    assert told.what == "App 一诺: nobody sees it"
    assert "可见范围" in told.mend


@pytest.mark.parametrize("domain", ["", "other.example.com"])
def test_another_trusted_domain_is_told_with_the_right_one(office: Office, domain: str) -> None:
    office.answers["/cgi-bin/agent/get"] = says(**(APP | {"redirect_domain": domain}))
    told = fault(office)
    assert told.mend.startswith("set it to yinuo.example.com,")
    assert "可信域名" in told.mend


def test_a_clock_that_is_off_is_told(office: Office) -> None:
    office.ago = timedelta(minutes=5)
    late = {f"Clock: {seconds} s ahead of WeCom's" for seconds in (300, 301)}  # Date has whole seconds
    assert fault(office).what in late


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (httpx.ConnectError("https://x/?corpsecret=the-apps-secret"), "cannot be reached"),
        (httpx.ReadTimeout("the-apps-secret"), "does not answer"),
        (httpx.ConnectError("[SSL: CERTIFICATE_VERIFY_FAILED]"), "certificate"),
    ],
)
def test_without_a_network_that_is_told_without_the_secret(
    office: Office, error: Exception, words: str
) -> None:
    office.answers["/cgi-bin/gettoken"] = fails(error)
    told = fault(office)
    assert words in told.what
    assert "WECOM_API_URL" in told.mend


@pytest.mark.parametrize("body", [b"<html>proxy</html>", b"[]", b'"x"'])
def test_an_answer_that_is_not_wecoms_is_told(office: Office, body: bytes) -> None:
    office.answers["/cgi-bin/gettoken"] = lambda _: httpx.Response(200, content=body)
    assert fault(office).what.startswith("WeCom: ")


# People


@pytest.mark.parametrize(
    ("answer", "what", "mend"),
    [
        ({"errcode": 60111, "errmsg": "userid not found"}, "userid not found (60111)", "company.yml"),
        ({"errcode": 60011, "errmsg": "no privilege"}, "no privilege (60011)", "可见范围"),
        ({"errcode": 50002, "errmsg": "not in range"}, "not in range (50002)", "可见范围"),
        ({"status": 4}, "has not joined yet", "join WeCom"),
        ({"status": 2}, "is disabled", "通讯录"),
        ({"status": 5}, "has left", "somebody else"),
    ],
)
def test_a_person_whom_the_app_does_not_see_is_named(
    office: Office, answer: dict[str, Any], what: str, mend: str
) -> None:
    office.answers["/cgi-bin/user/get"] = says(**answer)
    told = fault(office, people=("wecom:linna",))
    assert told.what.startswith(f"Person linna: {what}")
    assert mend in told.mend


def test_everybody_is_looked_up_once_whatever_the_letters_case(office: Office) -> None:
    asked: list[str] = []

    def look(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.params["userid"])
        return says(status=1)(request)

    office.answers["/cgi-bin/user/get"] = look
    found(office, people=("wecom:LinNa", "wecom:linna", "slack:U0LIN", "wecom:ben"))
    assert asked == ["linna", "ben"]


# Our own address


@pytest.mark.parametrize("public", ["http://127.0.0.1:3000", "http://localhost:3000", "http://[::1]:3000"])
def test_an_address_that_only_this_machine_knows_is_told(office: Office, public: str) -> None:
    told = fault(office, here(eoac_public_url=public))
    assert told.what.startswith(f"Address: {public} is this machine alone")
    assert "EOAC_PUBLIC_URL" in told.mend


def test_wecom_on_this_machine_gets_to_this_machine(office: Office) -> None:
    local = here(eoac_public_url="http://127.0.0.1:3000", wecom_api_url="http://127.0.0.1:3001")
    assert faults(office, local) == []


def test_an_address_inside_the_network_is_told(office: Office) -> None:
    office.answers["/cgi-bin/agent/get"] = says(**(APP | {"redirect_domain": "10.0.0.5"}))
    assert "inside your network" in fault(office, here(eoac_public_url="https://10.0.0.5")).what


def test_a_wecom_of_ones_own_gets_to_the_network(office: Office) -> None:
    office.answers["/cgi-bin/agent/get"] = says(**(APP | {"redirect_domain": "10.0.0.5"}))
    own = here(eoac_public_url="https://10.0.0.5", wecom_api_url="https://wecom.example.com")
    assert faults(office, own) == []


def test_an_address_without_https_is_told(office: Office) -> None:
    told = fault(office, here(eoac_public_url="http://yinuo.example.com"))
    assert "is http" in told.what
    assert "certificate" in told.mend


@pytest.mark.parametrize(
    ("answer", "what", "mend"),
    [
        (httpx.Response(200, text="hello"), "answers something else", "change nothing"),
        (httpx.Response(301, headers={"location": "/x"}), "leads elsewhere (301)", "EOAC_PUBLIC_URL"),
        (httpx.Response(404), "is not answered by Yinuo (404)", "http://127.0.0.1:3000"),
        (httpx.Response(502), "is not answered by Yinuo (502)", "http://127.0.0.1:3000"),
    ],
)
def test_a_callback_that_somebody_else_answers_is_told(
    office: Office, answer: httpx.Response, what: str, mend: str
) -> None:
    office.answers["/wecom/callback"] = lambda _: answer
    told = fault(office)
    assert told.what == f"Callback: {PUBLIC}/wecom/callback {what}"
    assert mend in told.mend


@pytest.mark.parametrize("other", [("another", KEY, CORP), (TOKEN, "k" * 43, CORP), (TOKEN, KEY, "wwother")])
def test_a_bot_with_other_settings_is_told(office: Office, other: tuple[str, str, str]) -> None:
    office.seal = Seal(*other)
    told = fault(office)
    assert "refuses what is signed with these settings" in told.what
    assert "WECOM_ENCODING_AES_KEY" in told.mend


def test_a_callback_that_nobody_answers_is_told_though_wecom_refuses_us(office: Office) -> None:
    office.answers["/cgi-bin/gettoken"] = says(errcode=40001, errmsg="invalid credential")
    office.answers["/wecom/callback"] = fails(httpx.ConnectError("refused"))
    first, second = faults(office)
    assert first.what.startswith("WeCom: ")
    assert second.what == f"Callback: {PUBLIC}/wecom/callback cannot be reached"
    assert "python3 go.py serve" in second.mend


def test_a_slow_callback_is_told(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "QUICK", -1.0)
    assert "takes 0.0 s" in fault(office).what


# The playground's WeCom


def in_the_playground(api: str, bot_url: str, **other: object) -> Settings:
    own: dict[str, object] = {
        "eoac_public_url": bot_url,
        "wecom_api_url": api,
        "wecom_corp_id": cast.CORP_ID,
        "wecom_secret": SecretStr(cast.SECRET),
        "wecom_token": SecretStr(cast.TOKEN),
        "wecom_encoding_aes_key": SecretStr(cast.ENCODING_AES_KEY),
    }
    return here(**(own | other))


@pytest.mark.usefixtures("office")
def test_the_playgrounds_wecom_is_found_well_and_its_faults_are_told() -> None:
    people = ("wecom:linna", "wecom:nobody")
    with lantern_at() as lantern:
        whole = list(doctor.findings(in_the_playground(lantern.api, lantern.bot_url), people))
        wrong = in_the_playground(lantern.api, lantern.bot_url, wecom_secret=SecretStr("another"))
        refused = next(iter(doctor.findings(wrong, people)))
    (only,) = [finding for finding in whole if finding.mend]
    assert only.what.startswith("Person nobody: ")
    assert "(60111)" in only.what
    assert whole[-1].what.endswith("/wecom/callback answers as WeCom wants it")
    assert refused.mend.startswith("WECOM_SECRET is not ")
