"""The WeCom view on the playground's own server: what a member does arrives as callbacks, and comes back drawn."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from bot.playground.shapes import LooseJson
from bot.playground.wecom import limits
from tests.bot.playground.wecom.conftest import Lantern, lantern_at
from tests.bot.playground.wecom_page import gallery, small_corp
from tests.bot.playground.wecom_page.conftest import Phone
from tests.bot.playground.wecom_page.test_wecom_page import button, card


@pytest.fixture(scope="module")
def lantern() -> Iterator[Lantern]:
    with lantern_at() as scene:
        yield scene


@pytest.fixture
def held(browser: Browser, lantern: Lantern) -> Iterator[Phone]:
    """A phone in the playground as it is on the first day."""
    lantern.playground.wecom.reset()
    lantern.ears.heard.clear()
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN")
    phone = Phone(context.new_page(), lantern.running.url)
    yield phone
    assert phone.complaints == []
    assert phone.page.get_by_test_id("unknown").count() == 0
    assert lantern.corp.faults == []
    context.close()


def heard(phone: Phone, lantern: Lantern, event: str) -> dict[str, str]:
    """The first callback of this kind, once it has arrived."""
    for _ in range(100):
        found = [one for one in lantern.ears.events if event in (one.get("Event"), one["MsgType"])]
        if found:
            return found[0]
        phone.page.wait_for_timeout(50)
    raise AssertionError(f"the bot heard no {event}")


def test_words_reach_the_bot_and_its_answer_the_phone(held: Phone, lantern: Lantern) -> None:
    page = held.take("liuyang")
    page.get_by_test_id("composer").fill("仓库的灯坏了")
    page.get_by_test_id("send").click()
    assert heard(held, lantern, "text")["Content"] == "仓库的灯坏了"
    lantern.send("liuyang", text={"content": "已转给 王磊（#2）"})
    expect(page.locator(".wc-row:not(.me) .wc-bubble")).to_have_text("已转给 王磊（#2）")


def test_every_card_within_the_limits_is_taken_and_drawn(held: Phone, lantern: Lantern) -> None:
    cards = [one for one in gallery.CARDS if "disabled" not in one and not limits.problems(one)]
    for each in cards:
        assert lantern.send("linna", template_card=each)["errcode"] == 0
    page = held.take("linna")
    for each in cards:
        expect(card(page, each["task_id"])).to_have_count(1)
    assert {each["card_type"] for each in cards} == set(limits.CARD_TYPES)


def test_a_press_is_heard_and_the_renamed_button_is_grey(held: Phone, lantern: Lantern) -> None:
    lantern.send("chenjing", template_card=gallery.BUTTONS)
    page = held.take("chenjing")
    button(card(page, "buttons"), "接受").click()
    event = heard(held, lantern, "template_card_event")
    assert (event["EventKey"], event["TaskId"]) == ("accept 119:1", "buttons")
    lantern.update(event["ResponseCode"], "chenjing", button={"replace_name": "已接受"})
    expect(button(card(page, "buttons"), "已接受")).to_be_disabled()


def test_what_was_chosen_is_heard_and_stays_chosen(held: Phone, lantern: Lantern) -> None:
    lantern.send("chenjing", template_card=gallery.VOTE_ONE)
    page = held.take("chenjing")
    page.get_by_role("radio", name="部分解决").check()
    button(page, "提交").click()
    event = heard(held, lantern, "template_card_event")
    assert (event["QuestionKey"], event["OptionId"]) == ("poll", "partly")
    page.reload()
    expect(page.get_by_role("radio", name="部分解决")).to_be_checked()


def test_a_menu_is_heard_and_a_page_is_entered_as_whose_phone_it_is(held: Phone, lantern: Lantern) -> None:
    lantern.corp.save_menu(
        [
            {"type": "click", "name": "我的请求", "key": "mine"},
            {"type": "view", "name": "网页", "url": f"{lantern.bot_url}/enter"},
        ]
    )
    page = held.take("sunli")
    button(page, "我的请求").click()
    assert heard(held, lantern, "click")["EventKey"] == "mine"
    with page.expect_popup() as opened:
        page.get_by_role("link", name="网页").click()
    expect(opened.value.get_by_role("heading")).to_contain_text("sunli")


def test_what_came_while_one_looked_elsewhere_is_unread_until_it_is_seen(
    held: Phone, lantern: Lantern
) -> None:
    lantern.send("liuyang", text={"content": "灯修好了"})
    page = held.take("linna")
    badge = page.get_by_test_id("person-liuyang").locator(".badge")
    expect(badge).to_have_text("1")
    page.get_by_test_id("person-liuyang").click()
    expect(page.get_by_text("灯修好了")).to_be_visible()
    expect(badge).to_have_count(0)


def test_the_canned_answers_have_the_shape_of_the_real_ones(held: Phone, lantern: Lantern) -> None:
    def asked(name: str) -> LooseJson:
        answer: LooseJson = held.page.request.get(f"{lantern.running.url}/playground/{name}").json()
        return answer

    hello, canned = asked("hello"), small_corp.hello()
    assert set(canned) <= set(hello)
    assert set(canned["members"][0]) - {"slack"} <= set(hello["members"][0])
    assert set(canned["corp"]) == set(hello["corp"])
    lantern.send("linna", template_card=gallery.BUTTONS)
    corp = small_corp.SmallCorp()
    corp.receives("linna", gallery.BUTTONS)
    view, canned = asked("wecom/view?as=linna"), corp.view("linna")
    assert set(canned) == set(view)
    assert set(canned["messages"][0]) <= set(view["messages"][0])
