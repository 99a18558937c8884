"""The page in a browser, with a WeCom of canned answers behind it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.playground.run import serve_app
from tests.bot.playground.wecom_page.small_corp import SmallCorp, make_small_app


@pytest.fixture
def corp() -> SmallCorp:
    return SmallCorp()


@pytest.fixture
def address(corp: SmallCorp) -> Iterator[str]:
    running = serve_app(make_small_app(corp))
    yield running.url
    running.stop()


class Phone:
    """A person's WeCom; ends red when the page complained or met something it doesn't know."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address = page, address
        self.complaints: list[str] = []
        self.may_be_unknown = False
        page.set_default_timeout(8000)
        expect.set_options(timeout=8000)
        page.on("pageerror", lambda fault: self.complaints.append(str(fault)))
        page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)

    def take(self, member: str, lang: str = "zh") -> Page:
        self.page.goto("about:blank")
        self.page.goto(f"{self.address}/?lang={lang}#as={member}")
        expect(self.page.get_by_test_id("composer")).to_be_visible()
        return self.page


@pytest.fixture
def phone(browser: Browser, address: str) -> Iterator[Phone]:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN")
    held = Phone(context.new_page(), address)
    yield held
    assert held.complaints == []
    assert held.may_be_unknown or held.page.get_by_test_id("unknown").count() == 0
    context.close()
