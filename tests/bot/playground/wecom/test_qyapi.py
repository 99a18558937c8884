"""The API: tokens, refusals by number, the address book, the menu, bad weather."""

import httpx
import pytest

from bot.playground.shapes import LooseJson
from bot.playground.wecom import cast
from tests.bot.playground.wecom.conftest import WEB, Lantern, card, token_of


def asked(lantern: Lantern, method: str, **query: str) -> LooseJson:
    answer = WEB.get(f"{lantern.api}/cgi-bin/{method}", params=query)
    assert answer.status_code == 200
    body: LooseJson = answer.json()
    return body


def test_a_token_stays_the_same_for_two_hours(lantern: Lantern) -> None:
    answer = asked(lantern, "gettoken", corpid=cast.CORP_ID, corpsecret=cast.SECRET)
    assert (answer["errcode"], answer["expires_in"]) == (0, 7200)
    assert token_of(lantern.api) == answer["access_token"]


def test_each_wrong_key_has_its_number(lantern: Lantern) -> None:
    assert asked(lantern, "gettoken", corpid="wwother", corpsecret=cast.SECRET)["errcode"] == 40013
    assert asked(lantern, "gettoken", corpid=cast.CORP_ID, corpsecret="no")["errcode"] == 40001
    assert asked(lantern, "user/get", userid="linna")["errcode"] == 41001
    assert asked(lantern, "user/get", access_token="no", userid="linna")["errcode"] == 40014


def test_an_expired_token_is_told_from_a_wrong_one(lantern: Lantern) -> None:
    token = token_of(lantern.api)
    lantern.playground.wecom.weather({"expire_token": True})
    assert asked(lantern, "user/get", access_token=token, userid="linna")["errcode"] == 42001
    assert token_of(lantern.api) != token


def test_a_withdrawn_secret_ends_the_token_too(lantern: Lantern) -> None:
    token = token_of(lantern.api)
    lantern.playground.wecom.weather({"revoked": True})
    assert asked(lantern, "user/get", access_token=token, userid="linna")["errcode"] == 42001
    assert asked(lantern, "gettoken", corpid=cast.CORP_ID, corpsecret=cast.SECRET)["errcode"] == 40001


def test_a_member_is_found_in_upper_and_lower_case(lantern: Lantern) -> None:
    found = lantern.call("user/get", userid="LinNa")
    assert (found["userid"], found["name"], found["status"]) == ("linna", "林娜", 1)
    assert (found["is_leader_in_dept"], found["direct_leader"]) == ([1], ["maria"])
    assert not {"language", "timezone", "email", "mobile"} & set(found)


def test_who_is_not_seen_and_who_is_disabled(lantern: Lantern) -> None:
    assert lantern.call("user/get", userid="nobody")["errcode"] == 60111
    lantern.playground.wecom.weather({"disable": ["ben"], "remove": ["tom"]})
    assert lantern.call("user/get", userid="ben")["status"] == 2
    assert lantern.call("user/get", userid="tom")["errcode"] == 60111
    lantern.playground.wecom.weather({"restore": ["ben", "tom"]})
    assert lantern.call("user/get", userid="tom")["errcode"] == 0


def test_departments_and_their_people(lantern: Lantern) -> None:
    listed = lantern.call("department/simplelist")["department_id"]
    assert {"id": 2, "parentid": 1, "order": 2} in listed
    assert lantern.call("department/get", id="2")["department"]["department_leader"] == ["linna"]
    people = lantern.call("user/simplelist", department_id="2")["userlist"]
    assert [one["userid"] for one in people] == ["linna", "ben"]
    assert lantern.call("department/get", id="99")["errcode"] == 60003


def test_the_app_tells_who_may_see_it(lantern: Lantern) -> None:
    seen = lantern.call("agent/get", agentid=cast.AGENT_ID)["allow_userinfos"]["user"]
    assert len(seen) == len(cast.MEMBERS)
    assert lantern.call("agent/get", agentid="1")["errcode"] == 40056
    assert lantern.call("getcallbackip")["ip_list"]


def test_an_address_that_wecom_does_not_have_is_a_fault(lantern: Lantern) -> None:
    assert lantern.call("message/whisper", {})["errcode"] == 40066
    assert lantern.corp.faults


def test_what_is_not_json_is_refused(lantern: Lantern) -> None:
    url, params = f"{lantern.api}/cgi-bin/message/send", {"access_token": token_of(lantern.api)}
    for raw in (b"{", b"[]", b"\xff"):
        assert WEB.post(url, params=params, content=raw).json()["errcode"] == 47001


MENU: list[LooseJson] = [
    {"type": "click", "name": "提出请求", "key": "raise"},
    {"name": "我的", "sub_button": [{"type": "view", "name": "打开", "url": "http://127.0.0.1:1/mine"}]},
]


def test_the_menu_is_kept_and_shown(lantern: Lantern) -> None:
    assert lantern.call("menu/create", {"button": MENU}, agentid=cast.AGENT_ID)["errcode"] == 0
    assert lantern.call("menu/get", agentid=cast.AGENT_ID)["button"] == MENU
    assert lantern.member("ben").view()["menu"] == MENU


@pytest.mark.parametrize(
    "button",
    [
        [],
        [MENU[0]] * 4,
        [{**MENU[0], "name": "名" * 6}],
        [{**MENU[0], "key": "k" * 129}],
        [{"type": "poem", "name": "诗"}],
    ],
)
def test_a_menu_beyond_its_limits_is_a_fault(lantern: Lantern, button: list[LooseJson]) -> None:
    assert lantern.call("menu/create", {"button": button}, agentid=cast.AGENT_ID)["errcode"] == 40058
    assert lantern.corp.faults


def test_a_busy_and_a_crowded_hour(lantern: Lantern) -> None:
    lantern.playground.wecom.weather({"busy": 1, "rate_limited": 1, "methods": ["message/"]})
    numbers = [lantern.send(text={"content": "你好"})["errcode"] for _ in range(3)]
    assert numbers == [-1, 45009, 0]
    assert len(lantern.member("linna").messages()) == 1


def test_down_is_the_one_thing_that_is_not_200(lantern: Lantern) -> None:
    lantern.playground.wecom.weather({"down": 1})
    answer = WEB.get(f"{lantern.api}/cgi-bin/gettoken")
    assert answer.status_code == 502
    assert token_of(lantern.api)


def test_an_answer_may_be_lost_after_the_work_is_done(lantern: Lantern) -> None:
    lantern.playground.wecom.weather({"drop_answer": 1, "methods": ["message/"]})
    with pytest.raises(httpx.TransportError):
        lantern.send(check=True, template_card=card())
    assert lantern.send(check=True, template_card=card())["errcode"] == 0
    assert len(lantern.member("linna").cards()) == 1


def test_the_journal_keeps_calls_without_secrets(lantern: Lantern) -> None:
    lantern.send(text={"content": "你好"})
    entry = lantern.corp.journal.after()[-1]
    assert (entry["name"], entry["ok"], entry["request"]["touser"]) == ("wecom message/send", True, "linna")
    assert entry["request"]["access_token"] == "…"
    assert cast.SECRET not in repr(lantern.corp.journal.after())
