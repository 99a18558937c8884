"""One request across Slack and WeCom: people, words and presses find each other, each in their own language."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest

from bot import texts
from bot.inbox import twice
from bot.playground.person import Visitor
from bot.playground.shapes import LooseJson
from bot.playground.town import Town
from bot.playground.wecom import told as told_of
from bot.playground.wecom.person import CorpPerson
from tests.stories.acting import tap, told
from tests.stories.conftest import Opened

PRINTER, LEAK, DARK = "仓库的打印机连不上网", "三楼洗手间漏水了", "二楼的灯坏了"
COLD = "the air conditioning in room Lotus is too cold"


class Lantern:
    """The company: its people by name, on the one platform or the other, and how they are asked."""

    def __init__(self, place: Town, stack: ExitStack) -> None:
        self.place, self._stack = place, stack

    def on_slack(self, user: str) -> Visitor:
        return self._stack.enter_context(Visitor(self.place.url, user))

    def on_wecom(self, userid: str) -> CorpPerson:
        return self._stack.enter_context(CorpPerson(self.place.url, userid))

    def card(self, seen_by: Visitor, words: str) -> LooseJson:
        """The department's card in #it-help, once it is there."""
        return seen_by.wait_for(
            lambda: next((one for one in seen_by.messages("C0IT") if words in str(one)), None) or {}
        )

    def thread(self, seen_by: Visitor, words: str) -> list[str]:
        """What stands under it."""
        return [one["text"] for one in seen_by.thread("C0IT", self.card(seen_by, words)["ts"])[1:]]


@pytest.fixture
def lantern(town: Opened) -> Iterator[Lantern]:
    """Channels speak English; who is only in WeCom reads Chinese."""
    with ExitStack() as stack:
        yield Lantern(town("en"), stack)


def heard(member: CorpPerson, *words: str) -> str:
    """The newest message to them with all of these words, once it is there."""
    return member.wait_for(
        lambda: next((one for one in reversed(told(member)) if all(word in one for word in words)), ""), 15
    )


def heard_on_slack(person: Visitor, *words: str) -> None:
    person.wait_for(lambda: any(all(word in str(one) for word in words) for one in person.dm()), 15)


def press(person: Visitor, label: str, near: str | None = None) -> None:
    def pressed() -> bool:
        try:
            person.press(label, near)
        except AssertionError:
            return False
        return True

    person.wait_for(pressed, 15)


def zh(key: str, **details: str) -> str:
    return texts.say("zh", key, **details)


# One person


def test_who_is_on_both_hears_once_and_where_they_prefer(lantern: Lantern) -> None:
    ana = lantern.on_slack("U0ANA")
    wang, wang_there = lantern.on_wecom("wanglei"), lantern.on_slack("U0WANG")
    grace, grace_there = lantern.on_slack("U0GRACE"), lantern.on_wecom("grace")
    ana.command(f"/request {COLD}")
    heard(wang, COLD, "Ana Silva")
    heard_on_slack(grace, COLD)
    assert len(told(wang)) == 1
    assert wang_there.dm() == []
    assert len(grace.dm()) == 1
    assert told(grace_there) == []


def test_whoever_acts_on_the_other_platform_is_the_same_person(lantern: Lantern) -> None:
    chen, chen_there = lantern.on_slack("U0CHEN"), lantern.on_wecom("chenjing")
    lin_there = lantern.on_wecom("linna")
    chen_there.say("在家连不上 VPN")
    heard(chen_there, "#1", "Slack")  # her card is where she prefers to hear
    heard_on_slack(chen, "在家连不上 VPN")
    lin_there.say("#1 我来看看")
    heard(lin_there, "陈静")
    heard_on_slack(chen, "我来看看")
    press(lantern.on_slack("U0LIN"), "Done", near="在家连不上 VPN")
    press(chen, zh("act.yes"))
    lin = lantern.on_slack("U0LIN")
    lin.wait_for(lambda: "satisfied" in str(lantern.card(lin, "VPN")))


# One request


def test_a_warehouse_in_wecom_asks_it_in_slack_each_in_their_language(lantern: Lantern) -> None:
    liu, ben = lantern.on_wecom("liuyang"), lantern.on_slack("U0BEN")
    liu.say(PRINTER)
    card = str(lantern.card(ben, PRINTER))
    assert "刘洋" in card
    assert texts.say("en", "state.waiting") in card
    heard(liu, "IT 支持", PRINTER)
    press(ben, "Done", near=PRINTER)
    heard(liu, "Ben Okoro 已经办好", zh("act.yes"))
    tap(liu, "zh", "act.yes")
    ben.wait_for(lambda: "Closed: satisfied" in str(lantern.card(ben, PRINTER)))


def test_words_go_from_a_thread_to_wecom_and_back_by_number_and_in_focus(lantern: Lantern) -> None:
    liu, ben = lantern.on_wecom("liuyang"), lantern.on_slack("U0BEN")
    liu.say(PRINTER)
    card = lantern.card(ben, PRINTER)
    ben.say("C0IT", "<@U0YINUO> Which floor is it on?", thread=card["ts"])
    heard(liu, "Ben Okoro", "Which floor is it on?")
    liu.say("#1 三楼")
    heard(liu, "已转给")
    ben.wait_for(lambda: "刘洋: 三楼" in lantern.thread(ben, PRINTER))
    liu.say("靠窗的那台")  # the same request goes on
    ben.wait_for(lambda: "刘洋: 靠窗的那台" in lantern.thread(ben, PRINTER))
    assert lantern.thread(ben, PRINTER).count("刘洋: 三楼") == 1


def test_marketing_in_slack_asks_facilities_in_wecom_each_in_their_language(lantern: Lantern) -> None:
    ana, wang = lantern.on_slack("U0ANA"), lantern.on_wecom("wanglei")
    ana.command(f"/request {COLD}")
    assert zh("state.exploring") in heard(wang, COLD, "Ana Silva")
    wang.say("#1 哪几个座位最冷？")
    heard_on_slack(ana, "王磊: 哪几个座位最冷？")
    asked = next(one for one in reversed(ana.dm()) if "哪几个座位最冷" in str(one))
    ana.say(ana.dm_id, "The two by the door", thread=asked.get("thread_ts") or asked["ts"])
    heard(wang, "Ana Silva", "The two by the door")
    tap(wang, "zh", "act.done", near=COLD)
    heard_on_slack(ana, "王磊", "Yes, solved")
    press(ana, "Yes, solved")
    ana.wait_for(lambda: zh("outcome.satisfied") in wang.open_page("", near=COLD).text)


# Words without threads


def test_nothing_said_is_lost_when_the_focus_was_wrong(lantern: Lantern) -> None:
    liu, wang = lantern.on_wecom("liuyang"), lantern.on_wecom("wanglei")
    liu.say(LEAK)
    heard(liu, "#1", LEAK)
    liu.say(DARK)  # taken for the place of the leak, which is asked for
    heard(liu, "已记下（#1）", DARK)
    tap(liu, "zh", "talk.another", near="已记下")
    heard(wang, "#2", DARK)
    heard(liu, "#1", DARK, "收回")
    page = wang.open_page("", near="#1").text
    assert DARK not in page.partition("来龙去脉")[0], "no answer of the first request any more"


# Presses


def test_two_clicks_in_the_same_second_both_count_when_both_are_allowed(lantern: Lantern) -> None:
    wang, sun = lantern.on_wecom("wanglei"), lantern.on_wecom("sunli")
    ask = {LEAK: lantern.on_wecom("liuyang"), DARK: sun}
    for words, who in ask.items():
        who.say(words)
        heard(wang, words)
        heard(who, words, "回答")
    with ThreadPoolExecutor(2) as both:  # CreateTime counts seconds
        list(both.map(lambda words: wang.press("已办好", near=words), ask))
    for words, who in ask.items():
        heard(who, words, "王磊已经办好")


def test_the_buttons_of_an_old_card_are_harmless(lantern: Lantern, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wang's card could be changed once, for the answer; what came after, only the next one shows."""
    monkeypatch.setattr(twice, "TWICE", 0.0)  # nobody in a hurry: days later
    wang, ana = lantern.on_wecom("wanglei"), lantern.on_slack("U0ANA")
    ana.command(f"/request {COLD}")
    heard(wang, COLD)
    old = wang.cards()[0]
    wang.press("已办好")
    press(ana, "Yes, solved", near="王磊")
    done = next(one["key"] for one in old["card"]["button_list"] if one["text"] == "已办好")
    old_click(lantern, wang.user, old, done)
    heard(wang, zh("refused.title"))
    said = len(ana.dm())
    assert zh("outcome.satisfied") in wang.open_page("", near=COLD).text
    assert len(ana.dm()) == said


def test_a_press_that_comes_too_late_mends_the_card(lantern: Lantern) -> None:
    """Sun's card spent its code on Ana's answer; Wang has promised since, and her buttons stand there still."""
    wang, sun, ana = lantern.on_wecom("wanglei"), lantern.on_wecom("sunli"), lantern.on_slack("U0ANA")
    ana.command(f"/request {COLD}")
    heard(sun, COLD)
    press(ana, "Answer")
    ana.wait_for(ana.modal)
    ana.fill({"f:q.place": "Lotus"})
    assert ana.submit()["ok"]
    heard(sun, "Lotus")
    heard(wang, "Lotus")
    wang.press("已办好", near=COLD)
    press(ana, "Yes, solved", near="王磊")
    assert "已办好" in sun.buttons(near=COLD)
    sun.press("已办好", near=COLD)
    heard(sun, zh("refused.title"))
    sun.wait_for(lambda: "已办好" not in sun.buttons(near=COLD))


def old_click(lantern: Lantern, user: str, card: LooseJson, key: str) -> None:
    """As from a phone that still shows the card as it was."""
    corp = lantern.place.corp
    code = corp.tickets.response_code(card["task_id"], corp.clock.now())
    fields = told_of.press_callback(corp, user, {**card["card"], "task_id": card["task_id"]}, key, {}, code)
    lantern.place._app.state.playground.wecom.callbacks.tell(fields).wait(10)
