"""WeCom's side: the menu at its start, its health, and who has opened a page."""

from __future__ import annotations

import time
from urllib.parse import parse_qs, urlsplit

import pytest
from pydantic import SecretStr

from bot import texts
from bot.inbox.answer import Nothing
from bot.outbox.channel import Revoked
from bot.service.settings import Settings, Wrong
from bot.wecom import menu, side
from bot.wecom.channel import WecomChannel
from bot.wecom.client import WecomClient
from bot.wecom.sign_in import WecomSignIn
from storage.memory import MemoryStore
from tests.bot.wecom.conftest import KEY, TOKEN, Links, sorry
from tests.bot.wecom.corp import AGENT, CORP, SECRET, FakeCorp
from tests.fakes import a_company

BACK = "https://yinuo.test/in/wecom/back"
PHONE = "Mozilla/5.0 (iPhone) MicroMessenger/7.0 wxwork/4.1.20"


def settings(**changed: object) -> Settings:
    given = {
        "wecom_corp_id": CORP,
        "wecom_agent_id": str(AGENT),
        "wecom_secret": SecretStr(SECRET),
        "wecom_token": SecretStr(TOKEN),
        "wecom_encoding_aes_key": SecretStr(KEY),
    }
    return Settings().model_copy(update=given | changed)


def test_at_its_start_the_menu_is_put_up(channel: WecomChannel, corp: FakeCorp) -> None:
    wecom = side.Wecom(settings(), channel, lambda _: Nothing(), sorry)
    wecom.start()
    wecom.stop()
    assert corp.menu == menu.menu()
    assert [call[1]["agentid"] for call in corp.calls if call[0] == "menu/create"] == [str(AGENT)]


def test_without_a_menu_it_starts_all_the_same(channel: WecomChannel, corp: FakeCorp) -> None:
    corp.errcodes["menu/create"] = [48002]
    wecom = side.Wecom(settings(), channel, lambda _: Nothing(), sorry)
    wecom.start()
    wecom.stop()
    assert corp.menu == {}


@pytest.mark.parametrize("key", menu.KEYS)
def test_a_menus_entry_has_room_for_sixteen_bytes(key: str) -> None:
    for language in texts.WORDS:
        assert len(texts.say(language, f"wecom.menu.{key}").encode()) <= 16


def test_its_health_is_told_in_a_line(channel: WecomChannel, corp: FakeCorp) -> None:
    wecom = side.Wecom(settings(), channel, lambda _: Nothing(), sorry)
    assert wecom.wrong() is None
    corp.unreachable = True
    assert "cannot be asked" in str(wecom.wrong())
    corp.unreachable = False
    corp.ends_token()
    corp.secret = "another"
    said = str(wecom.wrong())
    assert "WECOM_SECRET" in said
    assert SECRET not in said
    wecom.stop()


@pytest.mark.parametrize(
    ("name", "value"), [("wecom_agent_id", "app"), ("wecom_encoding_aes_key", SecretStr("short"))]
)
def test_a_setting_that_cannot_be_is_told_in_a_line(name: str, value: object) -> None:
    here = settings(**{name: value})
    with pytest.raises(Wrong, match=name.upper()):
        side.Wecom(here, side.channel(here, MemoryStore(), Links(), a_company), lambda _: Nothing(), sorry)


# Who has opened a page


def test_inside_wecom_one_is_known_silently() -> None:
    start = WecomSignIn(WecomClient(CORP, AGENT, SECRET)).start("s1", BACK, PHONE)
    at, query = urlsplit(start), parse_qs(urlsplit(start).query)
    assert (at.netloc, at.path, at.fragment) == (
        "open.weixin.qq.com",
        "/connect/oauth2/authorize",
        "wechat_redirect",
    )
    assert query == {
        "appid": [CORP],
        "redirect_uri": [BACK],
        "response_type": ["code"],
        "scope": ["snsapi_base"],
        "state": ["s1"],
        "agentid": [str(AGENT)],
    }


def test_on_a_desktop_one_scans_a_code() -> None:
    start = WecomSignIn(WecomClient(CORP, AGENT, SECRET)).start("s1", BACK, "Mozilla/5.0 (Windows NT 10.0)")
    at, query = urlsplit(start), parse_qs(urlsplit(start).query)
    assert (at.netloc, at.path) == ("login.work.weixin.qq.com", "/wwlogin/sso/login")
    assert query["login_type"] == ["CorpApp"]
    assert query["redirect_uri"] == [BACK]


def test_a_private_wecom_signs_in_at_its_own_address() -> None:
    client = WecomClient(CORP, AGENT, SECRET, "http://127.0.0.1:3000/qyapi")
    starts = [WecomSignIn(client).start("s", BACK, agent) for agent in (PHONE, "Firefox")]
    assert starts[0].startswith("http://127.0.0.1:3000/qyapi/connect/oauth2/authorize?")
    assert starts[1].startswith("http://127.0.0.1:3000/qyapi/wwlogin/sso/login?")


@pytest.mark.parametrize(
    ("code", "person"), [("good", "wecom:linna"), ("bad", None), ("", None), ("x" * 999, None)]
)
def test_a_code_tells_who_it_is(corp: FakeCorp, code: str, person: str | None) -> None:
    assert WecomSignIn(corp.client()).person(code) == person


def test_a_secret_that_is_wrong_is_not_a_stranger(corp: FakeCorp) -> None:
    with pytest.raises(Revoked):
        WecomSignIn(corp.client("wrong")).person("good")


def test_it_does_not_wait_for_wecom_to_start(channel: WecomChannel, corp: FakeCorp) -> None:
    corp.unreachable = True
    began = time.monotonic()
    wecom = side.Wecom(settings(), channel, lambda _: Nothing(), sorry)
    wecom.start()
    assert time.monotonic() - began < 1
    wecom.stop()
