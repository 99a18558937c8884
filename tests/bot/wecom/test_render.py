"""Cards as template cards: exactly so for the agreed ones, within every limit for any, and nobody's words live."""

from __future__ import annotations

import json
import os
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot import texts
from bot.cards.elements import (
    Button,
    Buttons,
    Card,
    Checklist,
    Details,
    Element,
    Fact,
    Link,
    More,
    Row,
    Rule,
    Who,
    Words,
)
from bot.playground.wecom.limits import problems, text_problems
from bot.service.json_types import Json
from bot.wecom import render
from bot.wecom.answering import doorstep
from bot.wecom.inbound import KEPT
from bot.wecom.limits import cut_bytes
from bot.wecom.ways import Signposts
from storage.memory import MemoryStore
from tests.bot.cards.test_states import STATES
from tests.bot.readers import LANGUAGES, Spoken, spoken
from tests.bot.slack import samples
from tests.bot.wecom.conftest import Links
from tests.fakes import FakeClock
from tests.workflows import given as g
from tests.workflows.given import ANA, BEN
from workflows.languages import Language

GOLDEN = Path(__file__).parent / "golden"
WAYS = Signposts(Links(), MemoryStore())


def faults(message: Json) -> list[str]:
    """Everything WeCom would refuse or cut."""
    json.dumps(message, ensure_ascii=False).encode()
    if message["msgtype"] == "text":
        return text_problems("text", message["text"])
    return problems(message["template_card"])


def shown(card: Card) -> Json:
    rendered = render.message(card, "task-1", WAYS)
    assert faults(rendered) == []
    template = rendered.get("template_card")
    assert isinstance(template, dict)
    return template


def said(card: Card) -> str:
    return json.dumps(render.message(card, "task-1", WAYS), ensure_ascii=False)


def buttons_of(template: Json) -> list[Json]:
    found = template.get("button_list", [])
    assert isinstance(found, list)
    return found


LISTED = Card(
    title="我的请求",
    summary="我的请求",
    elements=(
        Row(title="#118 · 新同事的笔记本电脑", detail="待提方案 · 信息技术部"),
        Row(title="#120 · 会议室的投影仪坏了", detail="已承诺 · 3月6日（周五） · 王磊"),
    ),
)
AGREED = {"request": samples.REQUEST, "delivered": samples.DELIVERED, "list": LISTED}


@pytest.mark.parametrize("name", AGREED)
def test_it_looks_as_it_was_agreed_to(name: str) -> None:
    """`GOLDEN=1 pytest` writes the files anew; look at the difference before you commit it."""
    written = json.dumps(shown(AGREED[name]), ensure_ascii=False, indent=2) + "\n"
    if os.environ.get("GOLDEN"):
        (GOLDEN / f"{name}.json").write_text(written)
    assert written == (GOLDEN / f"{name}.json").read_text()


def test_a_row_without_a_number_begins_with_its_own_sign() -> None:
    rows = (
        Row(title="🛟 IT 支持", detail="信息技术部 · it-help.yml"),
        Row(title="没有记号的一行", detail="说明"),
    )
    listed = shown(Card(title="灯笼的流程", summary="灯笼的流程", elements=rows))["horizontal_content_list"]
    assert isinstance(listed, list)
    assert [(one["keyname"], one["value"]) for one in listed] == [
        ("🛟", "IT 支持 · 信息技术部"),
        ("…", "没有记号的一行 · 说明"),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_poll_asks_is_read_however_long_the_story_is(language: Language) -> None:
    told = spoken(g.delivered(), language)
    long = Words(text=LONG[language], weight="quote")
    question = texts.say(language, "mine.solved")
    card = told.requesters_card("delivered", by=BEN)
    at = next(n for n, one in enumerate(card.elements) if isinstance(one, Words) and one.text == question)
    card = card.model_copy(update={"elements": (*card.elements[:at], long, *card.elements[at:])})
    title = shown(card)["main_title"]
    assert isinstance(title, dict)
    assert title.get("desc") == question


# Everything that the bot says


LONG = {
    "en": "The projector in the big room flickers, and then it goes dark. " * 40,
    "zh": "三楼大会议室的投影仪一直闪，过一会儿就黑屏了，" * 60,
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("state", STATES)
def test_every_state_fits_for_each_reader(state: str, language: Language) -> None:
    house = spoken(STATES[state][0](), language)
    for card in cards_of(house):
        assert faults(render.message(card, "t", WAYS)) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("state", STATES)
def test_every_state_fits_with_long_words_too(state: str, language: Language) -> None:
    house = spoken(STATES[state][0](), language)
    for card in cards_of(house):
        longer = swollen(card, LONG[language])
        assert faults(render.message(longer, "t", WAYS)) == []


def cards_of(house: Spoken) -> list[Card]:
    request = house.request
    kinds = {notice.kind: notice for notice in house.notices() if notice.number}
    told = [
        house.speaker.standing(n, request, latest=latest) for n in kinds.values() for latest in (True, False)
    ]
    whole = [house.speaker.whole(request, person) for person in (ANA, BEN)]
    owners = [house.owners_card(BEN, "card", by=ANA), house.requesters_card()]
    pairs = [(notice, request) for notice in kinds.values() if notice.kind.startswith("reminder")]
    bundles = [house.speaker.bundle(pairs * 3)] if pairs else []
    return [card for card in (*told, *whole, *owners, *bundles) if card]


def swollen(card: Card, words: str) -> Card:
    """The same card where everybody had much to say."""
    elements: list[Element] = []
    for element in card.elements:
        match element:
            case Words():
                elements.append(element.model_copy(update={"text": f"{element.text} {words}"}))
            case Details():
                facts = [fact.model_copy(update={"value": f"{fact.value} {words}"}) for fact in element.facts]
                elements.append(Details(facts=tuple(facts)))
            case Checklist():
                items = tuple((f"{text} {words}", met) for text, met in element.items)
                elements.append(element.model_copy(update={"items": items}))
            case Row():
                elements.append(element.model_copy(update={"title": f"{element.title} {words}"}))
            case _:
                elements.append(element)
    return card.model_copy(update={"summary": f"{card.summary} {words}", "elements": tuple(elements)})


# Anything at all

TEXT = st.one_of(
    st.text(max_size=40),
    st.text(st.characters(exclude_categories=()), max_size=20),
    st.sampled_from(["", " ", "\u202e", "\ud800", "<a href='x'>", "a\nb\n\n", "#118 · x"]),
    st.builds(
        lambda char, times: char * times, st.sampled_from("<字a \u200b👩"), st.sampled_from([37, 161, 9000])
    ),
)
STYLE = st.sampled_from(["plain", "primary", "danger"])
BUTTON = st.builds(
    Button,
    act=TEXT,
    label=TEXT,
    about=TEXT,
    style=STYLE,
    short=st.none() | TEXT,
    sure=st.none() | TEXT,
    form=st.booleans(),
)
BUTTONS = st.lists(BUTTON, max_size=9).map(tuple)
ELEMENT: st.SearchStrategy[Element] = st.one_of(
    st.builds(Words, text=TEXT, weight=st.sampled_from(["body", "strong", "quiet", "quote"])),
    st.builds(Details, facts=st.lists(st.builds(Fact, label=TEXT, value=TEXT), max_size=9).map(tuple)),
    st.builds(
        Checklist,
        title=TEXT,
        items=st.lists(st.tuples(TEXT, st.sampled_from([True, False, None])), max_size=6).map(tuple),
    ),
    st.builds(Who, person=TEXT, text=TEXT),
    st.builds(Buttons, buttons=BUTTONS),
    st.builds(More, label=TEXT, buttons=BUTTONS),
    st.builds(Link, label=TEXT, url=st.just("https://yinuo.test/in?t=1"), style=STYLE),
    st.just(Rule()),
    st.builds(Row, title=TEXT, detail=TEXT, buttons=BUTTONS),
)
CARD = st.builds(
    Card,
    title=TEXT,
    summary=TEXT,
    tone=st.sampled_from(["neutral", "good", "warn", "bad"]),
    elements=st.lists(ELEMENT, max_size=10).map(tuple),
)
often = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@often
@given(CARD)
def test_any_card_is_a_message_that_wecom_takes_whole(card: Card) -> None:
    assert faults(render.message(card, "task-1", WAYS)) == []
    assert faults({"msgtype": "template_card", "template_card": render.template(card, "task-1", WAYS)}) == []


@often
@given(CARD)
def test_any_card_as_words_is_a_text_in_which_nothing_is_live(card: Card) -> None:
    words = render.whole_as_text(card)
    assert text_problems("text", {"content": words}) == []
    assert "<" not in words


@given(st.text(), st.integers(3, 60))
def test_bytes_are_cut_between_characters(text: str, most: int) -> None:
    short = cut_bytes(text, most)
    assert len(short.encode()) <= most
    assert short == text or (short.endswith("…") and text.startswith(short[:-1].rstrip()))


# How it reads


def a_card(
    *elements: Element, title: str = "#118 · 💻 新电脑", summary: str = "您的请求已交给信息技术部。"
) -> Card:
    return Card(title=title, summary=summary, elements=elements)


def test_how_it_stands_comes_first_and_the_words_asked_are_quoted() -> None:
    asked = Words(text="给新同事的电脑", weight="quiet")
    template = shown(a_card(asked, Words(text="信息技术部已收到。"), Words(text="一般两天办好。")))
    assert template["main_title"] == {"title": "#118 · 💻 新电脑", "desc": "信息技术部已收到。"}
    assert template["quote_area"] == {"type": 0, "quote_text": "给新同事的电脑"}
    assert template["sub_title_text"] == "一般两天办好。"


def test_old_news_is_not_told_beside_how_it_stands_now() -> None:
    template = shown(a_card(Words(text="已撤回，不再处理。", weight="strong")))
    assert "交给信息技术部" not in json.dumps(template, ensure_ascii=False)


def test_a_card_without_a_sentence_of_its_own_tells_its_news() -> None:
    template = shown(a_card(Words(text="给新同事的电脑", weight="quote")))
    assert template["main_title"] == {"title": "#118 · 💻 新电脑", "desc": "您的请求已交给信息技术部。"}


def test_facts_stand_in_columns_where_they_fit_and_as_lines_where_not() -> None:
    facts = Details(facts=(Fact(label="负责人", value="王磊"), Fact(label="额外为您做的", value="装好软件")))
    template = shown(a_card(facts))
    assert template["horizontal_content_list"] == [{"keyname": "负责人", "value": "王磊"}]
    assert "额外为您做的：装好软件" in str(template["sub_title_text"])


def test_facts_of_two_kinds_stand_below_one_another() -> None:
    first, second = (Details(facts=(Fact(label=label, value="王磊"),)) for label in ("发起人", "负责人"))
    template = shown(a_card(first, Words(text="王磊承诺周四完成。"), second))
    rows = [{"keyname": "发起人", "value": "王磊"}, {"keyname": "负责人", "value": "王磊"}]
    assert template["horizontal_content_list"] == rows


def test_what_several_people_did_is_not_read_as_one_sentence() -> None:
    row = Row(title="#7 · Lights", detail="Ana: all\nNew lamps · Offered")
    listed = shown(Card(title="Two", summary="Two", elements=(row, row)))["horizontal_content_list"]
    assert isinstance(listed, list)
    assert listed[0]["value"] == "Ana: all · New lamps · Lights"


def test_facts_of_several_options_stay_with_their_option() -> None:
    def option(n: int, day: str) -> tuple[Element, ...]:
        facts = Details(facts=(Fact(label="承诺日期", value=day),))
        items = Checklist(title="做到这些就算好", items=(("能开机", True), ("能联网", n == 1)))
        return Words(text=f"方案{n} · 借一台", weight="strong"), facts, items

    template = shown(a_card(Words(text="两个方案："), *option(1, "3月6日"), Rule(), *option(2, "3月9日")))
    assert str(template["sub_title_text"]).splitlines() == [
        "两个方案：",
        "方案1 · 借一台 · 3月6日 · ✓ 2/2",
        "方案2 · 借一台 · 3月9日 · ✗ 1/2",
    ]


def test_a_button_comes_back_and_one_with_a_form_or_a_question_opens_the_page() -> None:
    row = (
        Button(act="accept", label="接受", about="118:2:0", style="primary"),
        Button(act="change", label="希望调整", about="118", form=True),
        Button(act="close", label="就此结束", about="118", sure="确定吗？", style="danger"),
        Button(act="rate", label="评价一下", about="118:1", form=True),
    )
    page = "https://yinuo.test/in/wecom?to=%2Fr%2F118"
    assert buttons_of(shown(a_card(Buttons(buttons=row)))) == [
        {"text": "接受", "style": 1, "key": "accept 118:2:0"},
        {"type": 1, "text": "希望调整", "style": 2, "url": f"{page}%2Fchange"},
        {"type": 1, "text": "就此结束", "style": 3, "url": f"{page}%2Fclose"},
        {"type": 1, "text": "评价一下", "style": 2, "url": f"{page}%2Frate%3Fabout%3D118%253A1"},
    ]


def test_a_button_that_raises_opens_the_form_with_the_words_in_it() -> None:
    short = Button(act="raise", label="💻 新电脑", about="it:电脑坏了")
    assert "%2Fnew%3Fworkflow%3Dit%26words%3D" in said(a_card(Buttons(buttons=(short,))))
    long = short.model_copy(update={"about": "it:" + "电脑坏了" * 100})
    assert "%2Fnew%3Fworkflow%3Dit%26kept%3D" in said(a_card(Buttons(buttons=(long,))))


def test_the_rarer_acts_are_on_the_page_behind_one_button() -> None:
    row = tuple(Button(act=f"a{n}", label=f"{n}", about="118") for n in range(5))
    menu = More(label="更多", buttons=(Button(act="withdraw", label="撤回", about="118"),))
    last = buttons_of(shown(a_card(Buttons(buttons=row), menu)))[5]
    assert (last["text"], last["url"]) == ("更多", "https://yinuo.test/in/wecom?to=%2Fr%2F118")


@pytest.mark.parametrize(("label", "more"), [("按钮", "更多"), ("Button", "More")])
def test_what_does_not_fit_is_on_the_page(label: str, more: str) -> None:
    row = tuple(Button(act=f"a{n}", label=f"{label} {n}", about="118") for n in range(9))
    shown_buttons = buttons_of(shown(a_card(Buttons(buttons=row), title="#118")))
    assert [one["text"] for one in shown_buttons] == [*(f"{label} {n}" for n in range(5)), more]


def test_a_key_too_long_is_noted_and_found_again() -> None:
    about = "7:" + "字" * 400
    key = str(
        buttons_of(shown(a_card(Buttons(buttons=(Button(act="place", label="x", about=about),)))))[0]["key"]
    )
    assert WAYS.long_key(key.removeprefix("@")) == f"place {about}"


def test_a_long_key_of_more_than_a_year_ago_is_known_no_more() -> None:
    clock = FakeClock()
    ways = Signposts(Links(), MemoryStore(), clock.now)
    first = ways.key("place", "7:" + "字" * 400).removeprefix(KEPT)
    clock.move(timedelta(days=364))
    ways.key("place", "8:" + "字" * 400)
    assert ways.long_key(first)
    clock.move(timedelta(days=1))
    ways.key("place", "9:" + "字" * 400)
    assert ways.long_key(first) is None


def test_a_list_leads_to_each_of_its_requests() -> None:
    template = shown(LISTED)
    assert template["card_type"] == "text_notice"
    assert template["card_action"] == {"type": 1, "url": "https://yinuo.test/in/wecom?to=%2Fmine"}
    assert template["horizontal_content_list"] == [
        {
            "keyname": "#118",
            "value": "待提方案 · 新同事的笔记本电脑",
            "type": 1,
            "url": "https://yinuo.test/in/wecom?to=%2Fr%2F118",
        },
        {
            "keyname": "#120",
            "value": "已承诺 · 会议室的投影仪坏了",
            "type": 1,
            "url": "https://yinuo.test/in/wecom?to=%2Fr%2F120",
        },
    ]


@pytest.mark.parametrize("state", ["已关闭：不满意", "Closed: unsatisfied", "Waiting for an offer"])
def test_of_long_words_in_a_list_the_state_is_kept(state: str) -> None:
    row = Row(title="#7 · " + "新同事入职要用的一台可以剪辑视频的电脑和显示器" * 3, detail=f"{state} · IT")
    listed = shown(Card(title="我的请求", summary="", elements=(row,)))["horizontal_content_list"]
    assert isinstance(listed, list)
    assert listed[0]["value"].startswith(f"{state} · 新同事")


def test_nothing_to_press_is_a_text_and_a_request_without_buttons_a_card() -> None:
    assert render.message(Card(title="", summary="好的"), "t", WAYS) == {
        "msgtype": "text",
        "text": {"content": "好的"},
    }
    assert shown(a_card(Words(text="已关闭。")))["card_type"] == "text_notice"


@pytest.mark.parametrize(
    "typed", ["<a href='https://x'>y</a>", "**b** [a](b) <@all>", "$userName=linna$", "@all"]
)
def test_peoples_words_stand_as_they_were_typed(typed: str) -> None:
    assert typed in shown(a_card(Words(text=typed, weight="quote")))["quote_area"]["quote_text"]  # type: ignore[index]
    assert render.whole_as_text(Card(title="", summary=typed)) == typed.replace("<", "＜")


def test_a_long_text_ends_with_an_ellipsis_within_its_bytes() -> None:
    words = render.whole_as_text(Card(title="", summary="字" * 3000))
    assert len(words.encode()) <= 2048
    assert words.endswith("字…")


def test_the_tone_is_seen_at_once() -> None:
    late = a_card(Words(text="晚了")).model_copy(update={"tone": "bad"})
    assert shown(late)["main_title"] == {"title": "🔴 #118 · 💻 新电脑", "desc": "晚了"}


def test_a_house_full_of_cards_speaks_of_something() -> None:
    assert len(cards_of(spoken(g.delivered(), "zh"))) > 5


def test_a_row_keeps_the_promised_day_however_long_its_words() -> None:
    words = "新同事入职要用的一台可以剪辑视频的电脑和显示器" * 3
    row = Row(title=f"#7 · {words}", detail="已承诺 · 3月6日（周五） · 王磊", day="3月6日（周五）")
    listed = shown(Card(title="我的请求", summary="1", elements=(row,)))["horizontal_content_list"]
    assert isinstance(listed, list)
    assert listed[0]["value"].startswith("已承诺 · 3月6日（周五） · 新同事")


def test_a_sentence_too_long_for_the_title_stands_on_the_card_once() -> None:
    told = "现在没有在问您什么。如果想撤回哪一个请求，请先把它打开，然后在“更多”里选“撤回”就可以了："
    template = shown(Card(title="", summary=told, elements=(Words(text=told), SHOW_TWO)))
    assert template["main_title"] == {"title": "现在没有在问您什么。"}
    assert template["sub_title_text"] == told.removeprefix("现在没有在问您什么。")


def test_an_echo_opens_the_page_of_its_request_whatever_else_it_offers() -> None:
    row = Buttons(buttons=(Button(act="place", label="另提一个请求", about="wabc:+"), *SHOW_TWO.buttons[:1]))
    template = shown(Card(title="", summary="已转给林娜。", elements=(Words(text="已转给林娜。"), row)))
    assert "%2Fr%2F1" in str(template["card_action"])


SHOW_TWO = Buttons(buttons=tuple(Button(act="show", label=f"#{n}", about=str(n)) for n in (1, 2)))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("count", [2, 3])
def test_every_option_is_read_with_its_day_and_its_cost_however_long_it_is(
    language: Language, count: int
) -> None:
    options = (
        g.costly(cost=8000 + n, what=f"{n}: " + LONG[language], beyond="And more " * 20) for n in range(count)
    )
    template = shown(spoken(g.offered_at_a_cost(*options), language).requesters_card("offer", by=BEN))
    below, rows = str(template["sub_title_text"]), template["horizontal_content_list"]
    assert isinstance(rows, list)
    for n in range(count):
        assert f"{n}: {LONG[language][:3]}" in below
        assert texts.day(language, g.FRIDAY, g.FRIDAY) in rows[n]["value"]
        assert f"8,00{n}" in rows[n]["value"]


def test_the_way_to_a_form_is_read_whole_on_its_narrow_button() -> None:
    (button,) = buttons_of(shown(doorstep(samples.RAISE, "en")))
    assert button["text"] == "Raise"
