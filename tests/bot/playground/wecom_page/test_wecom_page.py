"""The playground's WeCom view in a real browser."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from bot.playground.shapes import LooseJson
from bot.playground.wecom import limits
from tests.bot.playground.wecom_page import gallery
from tests.bot.playground.wecom_page.conftest import Phone
from tests.bot.playground.wecom_page.small_corp import SmallCorp

PHONE, NARROW, DESK = (390, 844), (700, 800), (1440, 900)


def card(page: Page, task_id: str) -> Locator:
    return page.get_by_test_id(f"card-{task_id}")


def button(part: Page | Locator, name: str) -> Locator:
    return part.get_by_role("button", name=name, exact=True)


def heard(page: Page, corp: SmallCorp, kind: str, times: int = 1) -> list[LooseJson]:
    """What the page told of this kind, once it has been told so often."""
    for _ in range(100):
        if len(corp.heard(kind)) >= times:
            break
        page.wait_for_timeout(50)
    return corp.heard(kind)


@pytest.mark.parametrize("given", gallery.CARDS, ids=lambda given: str(given["task_id"]))
def test_the_gallery_holds_only_cards_that_wecom_would_take(given: LooseJson) -> None:
    sent = {key: value for key, value in given.items() if key not in ("disabled", "replaced")}
    assert limits.refusals(sent) == []


@pytest.mark.parametrize(
    ("size", "theme"),
    [(PHONE, "light"), (PHONE, "dark"), (NARROW, "light"), (DESK, "dark")],
    ids=["phone", "dark phone", "narrow", "dark desk"],
)
def test_every_kind_of_card_and_text_is_drawn_within_the_window(
    phone: Phone, corp: SmallCorp, size: tuple[int, int], theme: str
) -> None:
    for said in (*gallery.CARDS, *gallery.TEXTS):
        corp.receives("linna", said)
        if isinstance(said, str):
            corp.says("linna", said)
    phone.page.set_viewport_size({"width": size[0], "height": size[1]})
    phone.page.emulate_media(color_scheme="light" if theme == "light" else "dark")
    page = phone.take("linna")
    expect(page.locator("html")).to_have_attribute("data-theme", theme)
    for given in gallery.CARDS:
        expect(card(page, given["task_id"])).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth") == size[0]
    talk = page.locator(".wc-talk")
    assert talk.evaluate("talk => talk.scrollWidth <= talk.clientWidth")


def test_what_the_renderer_does_not_know_is_a_red_box(phone: Phone, corp: SmallCorp) -> None:
    phone.may_be_unknown = True
    corp.receives("linna", {**gallery.NOTICE, "task_id": "odd", "confetti": True})
    corp.receives("linna", {"card_type": "hologram", "task_id": "odder"})
    file = {"keyname": "附件", "type": 2, "value": "说明.pdf", "media_id": "m1"}
    corp.receives("linna", {**gallery.NOTICE, "task_id": "file", "horizontal_content_list": [file]})
    corp.receives("linna", "x", type="voice")
    corp.receives("linna", "# x", format="markdown")
    expect(phone.take("linna").get_by_test_id("unknown")).to_have_count(5)


def test_own_words_go_by_enter_and_stand_at_the_right(phone: Phone, corp: SmallCorp) -> None:
    page = phone.take("liuyang")
    expect(page.get_by_test_id("empty")).to_be_visible()
    composer = page.get_by_role("textbox", name="发消息给一诺 Yinuo")
    composer.fill("仓库的灯坏了")
    composer.press("Shift+Enter")
    composer.type("二号门")
    one_line = 38
    assert (composer.bounding_box() or {"height": 0})["height"] > one_line
    composer.press("Enter")
    bubble = page.locator(".wc-row.me .wc-bubble")
    expect(bubble).to_have_text("仓库的灯坏了\n二号门")
    expect(composer).to_have_value("")
    assert heard(page, corp, "say") == [{"as": "liuyang", "kind": "say", "text": "仓库的灯坏了\n二号门"}]


def test_words_that_look_like_markup_stay_words_and_links_open_as_this_person(
    phone: Phone, corp: SmallCorp
) -> None:
    for text in gallery.TEXTS:
        corp.receives("ben", text)
    corp.receives("ben", '<a href="javascript:alert(1)">click</a>')
    page = phone.take("ben")
    expect(page.locator(".wc-bubble", has_text="<b>不是标记</b>")).to_be_visible()
    assert page.locator(".wc-bubble img, .wc-bubble b").count() == 0
    link = page.get_by_role("link", name="#118 给新同事开通邮箱")
    expect(link).to_have_attribute("rel", "noopener")
    expect(page.get_by_role("link", name="click")).to_have_count(0)
    with page.expect_popup() as opened:
        link.click()
    opened.value.wait_for_load_state()
    assert corp.opened == [("ben", "https://bot.example/r/118")]


def test_a_button_is_pressed_by_its_label_and_a_url_button_opens_a_page(
    phone: Phone, corp: SmallCorp
) -> None:
    corp.receives("chenjing", gallery.BUTTONS)
    page = phone.take("chenjing")
    button(card(page, "buttons"), "接受").click()
    more = card(page, "buttons").get_by_role("link", name="更多", exact=True)
    with page.expect_popup():
        more.click()
    assert heard(page, corp, "press") == [
        {"as": "chenjing", "kind": "press", "task_id": "buttons", "key": "accept 119:1"}
    ]
    assert corp.opened == [("chenjing", "https://bot.example/r/119")]


def test_a_tap_on_the_card_opens_it_and_a_tap_on_a_button_does_not(phone: Phone, corp: SmallCorp) -> None:
    corp.receives("chenjing", gallery.BUTTONS)
    page = phone.take("chenjing")
    button(card(page, "buttons"), "商量一下").click()
    assert corp.opened == []
    with page.expect_popup():
        card(page, "buttons").click(position={"x": 300, "y": 15})
    assert corp.opened == [("chenjing", "https://bot.example/r/119")]


def test_a_replaced_button_is_grey_and_says_what_became_of_it(phone: Phone, corp: SmallCorp) -> None:
    corp.receives("chenjing", gallery.REPLACED)
    page = phone.take("chenjing")
    expect(button(card(page, "replaced"), "已接受")).to_be_disabled()
    expect(card(page, "replaced").get_by_role("button")).to_have_count(1)


def test_a_card_that_was_updated_is_redrawn_in_place(phone: Phone, corp: SmallCorp) -> None:
    message = corp.receives("chenjing", gallery.BUTTONS)

    def update(body: LooseJson) -> None:
        if body["kind"] == "press":
            message["card"] = {
                **gallery.REPLACED,
                "task_id": "buttons",
                "main_title": {"title": "#119 已承诺"},
            }

    corp.after = update
    page = phone.take("chenjing")
    page.get_by_test_id("composer").fill("写了一半")
    button(page, "接受").click()
    expect(card(page, "buttons")).to_contain_text("#119 已承诺")
    expect(card(page, "buttons")).to_have_count(1)
    expect(page.get_by_test_id("composer")).to_have_value("写了一半")


def test_a_vote_for_one_sends_the_one_that_was_picked_last(phone: Phone, corp: SmallCorp) -> None:
    corp.receives("chenjing", gallery.VOTE_ONE)
    page = phone.take("chenjing")
    page.get_by_role("radio", name="部分解决").check()
    page.get_by_role("radio", name=re.compile("解决了")).check()
    button(page, "提交").click()
    [press] = heard(page, corp, "press")
    assert (press["key"], press["selected"]) == ("poll 118:1", {"poll": ["yes"]})


def test_a_vote_for_many_begins_with_what_is_ticked(phone: Phone, corp: SmallCorp) -> None:
    corp.receives("chenjing", gallery.VOTE_MANY)
    page = phone.take("chenjing")
    page.get_by_role("checkbox", name="周二下午").check()
    button(page, "选好了").click()
    assert heard(page, corp, "press")[0]["selected"] == {"when": ["mon", "tue"]}


def test_selectors_send_the_first_option_when_nobody_touched_them(phone: Phone, corp: SmallCorp) -> None:
    corp.receives("linna", gallery.MULTIPLE)
    page = phone.take("linna")
    page.get_by_label("接手人").select_option(label="Ben Okoro")
    button(page, "保存").click()
    assert heard(page, corp, "press")[0]["selected"] == {"stand-in": ["ben"], "until": ["fri"]}


def test_a_choice_that_was_not_sent_yet_outlives_a_look_at_another_phone(
    phone: Phone, corp: SmallCorp
) -> None:
    corp.receives("linna", gallery.SELECTION)
    page = phone.take("linna")
    page.get_by_label("交给谁").select_option("linna")
    page.get_by_test_id("person-ben").click()
    expect(page.get_by_test_id("empty")).to_be_visible()
    page.get_by_test_id("person-linna").click()
    expect(page.get_by_label("交给谁")).to_have_value("linna")


def test_a_refusal_is_told(phone: Phone, corp: SmallCorp) -> None:
    corp.after = lambda body: {"ok": False, "error": "bot_away"}
    page = phone.take("linna")
    button(page, "我的请求").click()
    expect(page.get_by_role("alert")).to_contain_text("bot_away")


def test_the_menu_speaks_to_the_bot_and_its_second_level_opens_above_it(
    phone: Phone, corp: SmallCorp
) -> None:
    page = phone.take("linna")
    button(page, "发起请求").click()
    button(page, "更多").click()
    page.get_by_role("menuitem", name="待我处理").click()
    expect(page.get_by_role("menu")).to_have_count(0)
    button(page, "更多").click()
    with page.expect_popup():
        page.get_by_role("menuitem", name="打开网页").click()
    assert [body["key"] for body in heard(page, corp, "menu", 3)] == [
        "raise",
        "waiting",
        "https://bot.example/mine",
    ]
    assert corp.opened == [("linna", "https://bot.example/mine")]


def test_the_menu_in_the_corner_of_a_card_speaks_to_the_bot(phone: Phone, corp: SmallCorp) -> None:
    corp.receives("linna", gallery.NEWS)
    page = phone.take("linna")
    button(card(page, "news"), "这张卡片的更多操作").click()
    page.get_by_role("menuitem", name="晚点再提醒").click()
    expect(page.get_by_role("menu")).to_have_count(0)
    assert corp.opened == []
    assert heard(page, corp, "press")[0]["key"] == "snooze"


def test_somebody_named_on_a_card_can_be_looked_at(phone: Phone, corp: SmallCorp) -> None:
    corp.receives("linna", gallery.NOTICE)
    page = phone.take("linna")
    button(page, "陈静").click()
    expect(page.get_by_role("dialog")).to_contain_text("销售部")


def test_unread_words_are_marked_until_they_are_seen(phone: Phone, corp: SmallCorp) -> None:
    for minutes in (9, 8, 7):
        corp.receives("liuyang", "灯修好了", minutes=minutes)
    corp.unread = {"liuyang": 2}
    page = phone.take("linna")
    expect(page.get_by_test_id("person-liuyang").locator(".badge")).to_have_text("2")
    page.get_by_test_id("person-liuyang").click()
    expect(page.get_by_text("以下是新消息")).to_be_visible()
    expect(page.get_by_test_id("person-liuyang").locator(".badge")).to_have_count(0)
    assert heard(page, corp, "read") == [{"as": "liuyang", "kind": "read"}]


def test_a_dot_at_the_switch_says_that_something_waits_on_the_other_platform(
    phone: Phone, corp: SmallCorp
) -> None:
    corp.unread = {"liuyang": 2}
    page = phone.take("linna")
    switch = page.get_by_test_id("platform-wecom")
    expect(switch.get_by_role("img")).to_have_count(0)
    page.get_by_test_id("platform-slack").click()
    expect(switch.get_by_role("img", name="有未读消息")).to_be_visible()


def test_times_stand_once_for_messages_that_belong_together(phone: Phone, corp: SmallCorp) -> None:
    for minutes in (60 * 26, 60, 59, 2):
        corp.receives("linna", "好", minutes=minutes)
    page = phone.take("linna")
    expect(page.locator(".wc-stamp")).to_have_text(["昨天 08:20", "09:20", "10:18"])


def test_the_platform_is_switched_by_keyboard_as_the_same_human_being(phone: Phone) -> None:
    page = phone.take("chenjing")
    page.get_by_test_id("platform-slack").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#conversation")).to_contain_text("Good morning")
    expect(page.get_by_test_id("person-U0CHEN")).to_have_attribute("aria-current", "true")
    expect(page.get_by_test_id("phone")).to_be_hidden()
    expect(page.get_by_test_id("platform-slack")).to_be_focused()
    assert "as=U0CHEN" in page.url
    page.get_by_test_id("platform-wecom").click()
    expect(page.get_by_test_id("person-chenjing")).to_have_attribute("aria-current", "true")
    assert "platform=wecom&as=chenjing" in page.url


def test_the_address_brings_one_back_to_the_same_phone(phone: Phone) -> None:
    page = phone.take("wanglei")
    page.reload()
    expect(page.get_by_test_id("person-wanglei")).to_have_attribute("aria-current", "true")
    expect(page.get_by_test_id("phone")).to_be_visible()


def test_somebody_who_is_on_wecom_only_leaves_the_slack_person_as_they_were(phone: Phone) -> None:
    page = phone.take("liuyang")
    page.get_by_test_id("platform-slack").click()
    expect(page.get_by_test_id("person-U0ANA")).to_have_attribute("aria-current", "true")


def test_a_step_of_the_list_leads_to_its_platform_and_person(phone: Phone, corp: SmallCorp) -> None:
    corp.tour = [{"key": "lamp", "text": "告诉一诺仓库的灯坏了。", "as": "wecom:liuyang", "done": False}]
    page = phone.take("chenjing")
    page.get_by_test_id("platform-slack").click()
    expect(page.get_by_test_id("person-U0CHEN")).to_be_visible()
    go = page.get_by_test_id("tour-go")
    expect(go).to_contain_text("企业微信")
    go.click()
    expect(page.get_by_test_id("person-liuyang")).to_have_attribute("aria-current", "true")
    expect(page.get_by_text("你现在就是刘洋")).to_be_visible()


def test_a_phone_reaches_every_part(phone: Phone, corp: SmallCorp) -> None:
    phone.page.set_viewport_size({"width": 390, "height": 844})
    page = phone.take("linna", lang="en")
    for part in ("people", "try", "inspect", "chat"):
        page.get_by_test_id(f"part-{part}").click()
        assert page.evaluate("document.documentElement.scrollWidth") == 390
    expect(page.get_by_test_id("part-places")).to_have_count(0)
    expect(page.get_by_test_id("composer")).to_be_visible()
    page.get_by_test_id("platform-slack").click()
    expect(page.get_by_test_id("part-places")).to_be_visible()
