"""What members do reaches the bot as sealed XML; pages open as whoever opened them."""

import threading
from datetime import date
from xml.etree import ElementTree

import httpx
import pytest

from bot.playground.looking import NotThere
from bot.playground.shapes import LooseJson
from bot.playground.wecom import cast
from tests.bot.playground.wecom.conftest import WEB, Lantern, card

CHOICE: LooseJson = {
    "card_type": "multiple_interaction",
    "task_id": "c1",
    "main_title": {"title": "哪一个？"},
    "select_list": [
        {
            "question_key": "which",
            "title": "事项",
            "option_list": [{"id": "0", "text": "请选择"}, {"id": "118", "text": "#118 笔记本"}],
        }
    ],
    "submit_button": {"text": "好", "key": "choose"},
}


def test_words_arrive_as_wecom_writes_them(lantern: Lantern) -> None:
    lantern.member("linna").say("周五前可以吗？")
    (heard,) = lantern.ears.events
    assert heard["FromUserName"] == "linna"
    assert heard["ToUserName"] == cast.CORP_ID
    assert (heard["MsgType"], heard["Content"], heard["AgentID"]) == ("text", "周五前可以吗？", "1000002")
    assert heard["MsgId"].isdigit()
    assert heard["CreateTime"].isdigit()
    assert lantern.member("linna").messages()[0]["from"] == "me"


@pytest.mark.parametrize("words", ["]]>", "a]]><b>&amp;</b>", "<!DOCTYPE x>", "1\t2\n3", "🎉 好"])
def test_no_words_break_the_xml(lantern: Lantern, words: str) -> None:
    lantern.member("linna").say(words)
    assert lantern.ears.events[0]["Content"] == words


def test_characters_that_xml_cannot_carry_are_left_out(lantern: Lantern) -> None:
    lantern.member("linna").say("a\x00\x0bbc\ufffe")
    assert lantern.ears.events[0]["Content"] == "abc"


def test_half_a_character_becomes_a_question_mark(lantern: Lantern) -> None:
    raw = b'{"as": "linna", "kind": "say", "text": "a\\ud800b"}'
    url, headers = f"{lantern.running.url}/playground/wecom/do", {"X-Playground": "1"}
    assert WEB.post(url, content=raw, headers=headers).json() == {"ok": True}
    assert lantern.ears.events[0]["Content"] == "a?b"
    assert lantern.member("linna").messages()[0]["text"] == "a?b"


def test_a_button_is_a_card_event(lantern: Lantern) -> None:
    lantern.send(template_card=card())
    linna = lantern.member("linna")
    linna.press("接受", near="#118")
    heard = lantern.ears.events[0]
    assert (heard["Event"], heard["EventKey"]) == ("template_card_event", "accept 118")
    assert (heard["TaskId"], heard["CardType"]) == ("t1", "button_interaction")
    assert heard["ResponseCode"]
    assert linna.cards()[0]["chosen"] == "accept 118"
    assert linna.presses == 1


def test_what_was_chosen_comes_along(lantern: Lantern) -> None:
    lantern.send(template_card=CHOICE)
    lantern.member("linna").press("好", chosen={"事项": "#118 笔记本"})
    items = ElementTree.fromstring(lantern.ears.heard[0]).find("SelectedItems")
    assert items is not None
    assert items.findtext("SelectedItem/QuestionKey") == "which"
    assert [one.text for one in items.findall("SelectedItem/OptionIds/OptionId")] == ["118"]


def test_the_first_option_is_chosen_when_nobody_chose(lantern: Lantern) -> None:
    lantern.send(template_card=CHOICE)
    lantern.member("linna").press("好")
    assert lantern.ears.events[0]["OptionId"] == "0"


def test_what_is_not_on_the_screen_cannot_be_pressed(lantern: Lantern) -> None:
    code = lantern.send(template_card=card())["response_code"]
    linna = lantern.member("linna")
    with pytest.raises(NotThere):
        linna.press("拒绝")
    with pytest.raises(NotThere):
        linna._do("press", task_id="t1", key="decline 118")
    with pytest.raises(NotThere):
        lantern.member("ben")._do("press", task_id="t1", key="accept 118")
    lantern.update(code, "linna", button={"replace_name": "已接受"})
    with pytest.raises(NotThere):
        linna._do("press", task_id="t1", key="accept 118")
    assert lantern.ears.heard == []


def test_the_menu_asks_the_bot_or_opens_a_page(lantern: Lantern) -> None:
    menu = [
        {"type": "click", "name": "帮助", "key": "help"},
        {"name": "更多", "sub_button": [{"type": "view", "name": "表单", "url": f"{lantern.bot_url}/form"}]},
    ]
    lantern.call("menu/create", {"button": menu}, agentid=cast.AGENT_ID)
    linna = lantern.member("linna")
    assert linna.menu("帮助") is None
    page = linna.menu("表单")
    assert page is not None
    assert page.title == "请求"
    kinds = [(one["Event"], one["EventKey"]) for one in lantern.ears.events]
    assert kinds == [("click", "help"), ("view", f"{lantern.bot_url}/form")]


def test_a_bot_that_does_not_answer_200_is_told_again_up_to_three_times(lantern: Lantern) -> None:
    lantern.ears.answers = [500, 404, 500, 500, 500]
    lantern.member("linna").say("在吗")
    lantern.member("linna").wait_for(lambda: len(lantern.ears.heard) == 4)
    lantern.playground.wecom.callbacks.rest()
    assert len(set(lantern.ears.heard)) == 1
    assert lantern.ears.answers == [500]
    told = [one for one in lantern.corp.journal.after() if one["name"] == "wecom text"]
    assert [one["ok"] for one in told] == [False] * 4


def test_a_bot_that_is_starting_is_waited_for(lantern: Lantern) -> None:
    lantern.playground.bot_web = None
    said = threading.Thread(target=lantern.member("linna").say, args=["在吗"])
    said.start()
    assert not lantern.ears.heard
    lantern.playground.bot_web = lantern.bot_url
    said.join(5)
    assert len(lantern.ears.heard) == 1


def test_an_answer_other_than_an_empty_one_is_a_fault(lantern: Lantern) -> None:
    lantern.ears.word = "<html>"
    lantern.member("linna").say("在吗")
    assert "<html>" in lantern.corp.faults[0]


def test_the_address_is_verified_as_by_an_admin(lantern: Lantern) -> None:
    callbacks = lantern.playground.wecom.callbacks
    assert callbacks.verify_callback() is None
    lantern.playground.bot_web = f"{lantern.bot_url}/elsewhere"
    assert "404" in str(callbacks.verify_callback())


def test_a_page_opens_as_whoever_opened_it(lantern: Lantern) -> None:
    page = lantern.member("linna").open_page(f"{lantern.bot_url}/enter")
    assert page.text == "linna s 1 40029"
    assert page.status == 200
    other = lantern.member("ben").open_page(f"{lantern.bot_url}/enter")
    assert other.text.startswith("ben ")


def test_a_browser_nobody_knows_is_asked_who_it_is(lantern: Lantern) -> None:
    with httpx.Client(follow_redirects=True, trust_env=False) as web:
        asked = web.get(f"{lantern.bot_url}/enter")
        assert "林娜" in asked.text
        link = asked.text.split('href="')[1].split('"')[0].replace("&amp;", "&")
        assert "linna s 1" in web.get(f"{lantern.running.url}{link}").text


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com/",
        "//example.com",
        "http://127.0.0.1:1@example.com/",
        "/playground/reset",
        "javascript:alert(1)",
        "",
    ],
)
def test_nothing_but_the_bots_pages_is_opened(lantern: Lantern, url: str) -> None:
    page = lantern.member("linna")._opened(url)
    assert page.status == 403


def test_the_sign_in_leads_back_to_the_bot_only(lantern: Lantern) -> None:
    good = {"appid": cast.CORP_ID, "response_type": "code", "scope": "snsapi_base", "state": "1"}
    for wrong in (
        {"redirect_uri": "https://example.com/back"},
        {"redirect_uri": lantern.bot_url, "appid": "ww0"},
    ):
        params = {**good, **wrong}
        answer = WEB.get(f"{lantern.api}/connect/oauth2/authorize", params=params)
        assert answer.status_code == 400
    assert len(lantern.corp.faults) == 2


def test_the_desktop_has_its_own_sign_in(lantern: Lantern) -> None:
    params = {"login_type": "CorpApp", "appid": cast.CORP_ID, "agentid": cast.AGENT_ID}
    params |= {"redirect_uri": f"{lantern.bot_url}/back?x=1", "state": "2"}
    answer = WEB.get(
        f"{lantern.api}/wwlogin/sso/login", params=params, headers={"Cookie": "playground_member=sunli"}
    )
    assert answer.status_code == 302
    assert answer.headers["location"].startswith(f"{lantern.bot_url}/back?x=1&code=")
    assert answer.headers["location"].endswith("&state=2")


def test_a_form_is_filled_in_and_sent_as_a_browser_does(lantern: Lantern) -> None:
    linna = lantern.member("linna")
    page = linna.open_page(f"{lantern.bot_url}/form")
    assert page.text.startswith("提出 <请求>")
    assert page.buttons() == ["提交", "返回"]
    assert page.fields() == ["purpose", "kind", "day-1", "to", "sure"]
    page.fill({"day-1": date(2026, 3, 2), "部门": "信息技术部", "sure": True, "用途": "一\n二"})
    page.submit()
    assert lantern.ears.forms[-1] == [
        ("mark", "m&1"),
        ("f.purpose", "一\r\n二"),
        ("f.kind", "old"),
        ("f.day-1", "2026-03-02"),
        ("f.to", "it"),
        ("f.sure", "yes"),
    ]
    assert linna.presses == 2


def test_an_answer_that_changes_the_form_draws_it_anew(lantern: Lantern) -> None:
    page = lantern.member("linna").open_page(f"{lantern.bot_url}/form")
    page.fill({"kind": "新的", "what-1": "两台"})
    assert ("f.kind", "new") in lantern.ears.forms[-1]
    assert page.fields()[-1] == "what-1"


def test_errors_stand_at_their_questions(lantern: Lantern) -> None:
    page = lantern.member("linna").open_page(f"{lantern.bot_url}/form")
    page.fill({"kind": "new", "what-1": "两台", "purpose": ""}).submit()
    assert (page.status, page.errors) == (422, {"purpose": "请填写"})
    page.fill({"kind": "new", "what-1": "两台", "purpose": "用"}).submit("提交")
    assert page.text == "谢谢\n已收到"


def test_a_page_says_what_is_not_on_it(lantern: Lantern) -> None:
    page = lantern.member("linna").open_page(f"{lantern.bot_url}/form")
    with pytest.raises(NotThere, match="purpose"):
        page.fill({"colour": "red"})
    with pytest.raises(NotThere, match="old"):
        page.fill({"kind": "purple"})
    with pytest.raises(NotThere, match="返回"):
        page.press("删除")
    assert page.press("返回").text.startswith("linna")


def test_a_link_on_a_card_opens_by_its_label_and_the_card_by_itself(lantern: Lantern) -> None:
    form = f"{lantern.bot_url}/form"
    row = {"type": 1, "keyname": "#118", "value": "笔记本", "url": form}
    buttons = [{"text": "填写", "type": 1, "url": form}]
    opens = {"type": 1, "url": form}
    more: LooseJson = {"horizontal_content_list": [row], "button_list": buttons, "card_action": opens}
    lantern.send(template_card=card(**more))
    linna = lantern.member("linna")
    for label in ("#118", "笔记本", "填写", ""):
        assert linna.open_page(label).title == "请求"
    pressed = linna.press("填写")
    assert pressed is not None
    assert pressed.title == "请求"
