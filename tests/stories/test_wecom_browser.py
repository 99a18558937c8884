"""The story in a real browser in WeCom: written, pressed, and filled in on pages that open beside it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, ViewportSize, expect

from bot import texts
from bot.playground.town import Town
from bot.playground.working_days import working_day
from tests.stories.acting import labels
from tests.stories.conftest import Opened
from tests.stories.test_browser import DESK, PHONE

LAPTOP, LEAK, PRINTER = "我要换电脑", "三楼洗手间漏水了", "仓库的打印机连不上网"
COLD = "the air conditioning in room Lotus is too cold"
TALK = "#conversation:not(:empty), .wc-talk"
SCREENS = pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])


class Stage:
    """The playground in one tab, pages of the bot in others. A press waits for its button, as a person does."""

    def __init__(self, context: BrowserContext, place: Town, pictures: Path) -> None:
        self.context, self.place, self.pictures = context, place, pictures
        self.complaints: list[str] = []
        self._steps = 0
        context.on("page", self._listen)
        self.page = context.new_page()
        expect.set_options(timeout=15_000)

    def _listen(self, page: Page) -> None:
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda fault: self.complaints.append(str(fault)))
        page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)

    def as_(self, person: str, where: str = "", lang: str = "zh") -> None:
        self.page.goto("about:blank")
        channel = f"&channel={where}" if where else ""
        self.page.goto(f"{self.place.url}/?lang={lang}#as={person}{channel}")
        expect(self.page.get_by_test_id("composer")).to_be_visible()

    def says(self, words: str) -> None:
        composer = self.page.get_by_test_id("composer")
        composer.fill(words)
        composer.press("Enter")

    def sees(self, *words: str) -> None:
        for each in words:
            expect(self.page.locator(TALK).last).to_contain_text(each)

    def button(self, key: str) -> Locator:
        """The newest one that is called so."""
        named = re.compile("^(" + "|".join(map(re.escape, labels("zh", key))) + ")$")
        return self.page.locator(".wc-talk .wc-button").filter(has_text=named).last

    def press(self, key: str) -> None:
        self.button(key).click()

    def opens(self, key: str) -> Page:
        """A button that leads to a page, which is a new tab."""
        with self.context.expect_page() as opened:
            self.press(key)
        expect(opened.value.locator("main")).to_be_visible()
        return opened.value

    def looks(self, name: str, page: Page | None = None) -> None:
        """Kept for whoever wants to look; and nothing hangs over the edge or is unknown."""
        page = page or self.page
        self._steps += 1
        page.screenshot(path=self.pictures / f"{self._steps:02}-{name}.png")
        assert page.locator(".unknown-block, [data-testid=unknown]").count() == 0
        wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
        assert not wide, f"{name} hangs over the edge"
        assert self.complaints == []


Staged = Callable[[Town, ViewportSize], Stage]


@pytest.fixture
def staged(browser: Browser, tmp_path: Path) -> Staged:
    def open_(place: Town, size: ViewportSize) -> Stage:
        return Stage(browser.new_context(viewport=size, locale="zh-CN"), place, tmp_path)

    return open_


def sends(page: Page, answers: dict[str, str]) -> None:
    """Fills in a form of the bot's, sends it, and closes the tab."""
    for name, value in answers.items():
        field = page.locator(f'[name="f.{name}"]')
        if field.first.get_attribute("type") == "radio":
            page.locator(f'[name="f.{name}"][value="{value}"]').check()
        else:
            field.first.fill(value)
    page.locator("main form button.primary, main form button[type=submit]").first.click()
    expect(page.locator("main")).to_contain_text("已发送")


@SCREENS
def test_a_request_runs_its_course_in_wecom(town: Opened, staged: Staged, size: ViewportSize) -> None:
    place = town("zh", ("wecom",))
    stage = staged(place, size)
    stage.as_("wecom:chenjing")
    stage.looks("nothing-yet")
    stage.says(LAPTOP)
    stage.sees(LAPTOP, "信息技术部")
    stage.looks("raised")
    answers_and_gets_an_offer(stage)
    stage.as_("wecom:chenjing")
    stage.press("act.accept")
    stage.as_("wecom:linna")
    stage.sees("陈静接受了方案")
    stage.looks("promised")
    form = stage.opens("act.deliver")
    sends(form, {"what": "已经放到您桌上"})
    stage.looks("delivered-page", form)
    form.close()
    stage.as_("wecom:chenjing")
    stage.sees("已经放到您桌上", "问题解决了吗？")
    stage.looks("poll")
    stage.press("act.yes")
    stage.sees("问题已解决")
    stage.looks("solved")
    stage.context.close()


def answers_and_gets_an_offer(stage: Stage) -> None:
    stage.press("act.answer")
    stage.sees("这台电脑主要用来做什么？")
    stage.looks("asked")
    form = stage.opens("talk.form")
    stage.looks("form", form)
    day = working_day(stage.place.space.clock.now(), 9).isoformat()
    sends(form, {"q.purpose": "剪视频", "q.reason": "slow", "q.wished": day})
    stage.looks("answered-page", form)
    form.close()
    stage.as_("wecom:linna")
    stage.sees("剪视频")
    stage.looks("department")
    form = stage.opens("act.offer")
    stage.looks("offer-form", form)
    sends(form, {"what-1": "一台装好文件的 MacBook Pro", "beyond-1": "到您工位上设置半小时"})
    form.close()
    stage.as_("wecom:chenjing")
    stage.sees("一台装好文件的 MacBook Pro")
    stage.looks("offered")


@SCREENS
def test_a_warehouse_in_wecom_is_helped_by_it_in_slack(
    town: Opened, staged: Staged, size: ViewportSize
) -> None:
    stage = staged(town("en"), size)
    stage.as_("wecom:liuyang")
    stage.says(PRINTER)
    stage.sees("信息技术部")
    stage.as_("U0BEN", "C0IT", "en")
    stage.sees(PRINTER, "刘洋")
    stage.looks("in-slack")
    stage.page.locator('[data-testid="el-eoac:done"]').last.click()
    stage.as_("wecom:liuyang")
    stage.sees("Ben Okoro 已经办好")
    stage.looks("done")
    stage.press("act.yes")
    stage.sees("问题已解决")
    stage.as_("U0BEN", "C0IT", "en")
    stage.sees(texts.say("en", "outcome.satisfied"))
    stage.looks("in-slack-closed")
    stage.context.close()


@SCREENS
def test_marketing_in_slack_is_helped_by_facilities_in_wecom(
    town: Opened, staged: Staged, size: ViewportSize
) -> None:
    stage = staged(town("en"), size)
    stage.as_("U0ANA", "C0GENERAL", "en")
    stage.says(f"/request {COLD}")
    stage.as_("wecom:wanglei")
    stage.sees(COLD, "Ana Silva")
    stage.looks("in-wecom")
    stage.press("act.done")
    stage.as_("U0ANA", "D0ANA", "en")
    stage.sees("王磊", COLD)
    stage.looks("in-slack")
    stage.page.locator('[data-testid="el-eoac:yes"]').last.click()
    stage.sees(texts.say("en", "mine.closed.satisfied"))
    stage.as_("wecom:wanglei")
    stage.looks("in-wecom-after")
    stage.context.close()
