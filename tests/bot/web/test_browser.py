"""The pages in a real browser: nothing complains, nothing sticks out, on a phone and on a desk, by day and by night."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect
from starlette.applications import Starlette

from bot.service.serving import Served, listening_socket
from bot.web.links import Links
from bot.web.pages import page_routes
from tests.bot.readers import LANGUAGES, Spoken
from tests.bot.web.conftest import SECRET, Town
from tests.workflows.given import ANA, BEN, CHEN, FRIDAY, NEED, NEXT_TUESDAY, option
from workflows.languages import Language
from workflows.phases.offer import Propose

LONG = "服务器机房的空调又坏了，" * 100
UNBROKEN = "https://example.com/" + "a" * 300
SIZES = {"phone": (390, 844), "desk": (1440, 900), "small": (320, 568)}
PICTURES = os.environ.get("PICTURES")  # a folder: what the pages look like is kept there
PAGES = (
    (ANA, "/mine"),
    (ANA, "/waiting"),
    (ANA, "/r/1"),
    (ANA, "/r/1/decline"),
    (ANA, "/r/2"),
    (ANA, "/r/2/withdraw"),
    (ANA, "/new"),
    (ANA, "/new?workflow=help"),
    (ANA, "/r/99"),
    (BEN, "/department"),
    (BEN, "/waiting"),
    (BEN, "/r/2"),
    (BEN, "/r/2/offer"),
    (BEN, "/r/3"),
    (CHEN, "/mine"),
    (CHEN, "/department"),
)


class Open:
    """A served house."""

    def __init__(self, language: Language) -> None:
        self.town = Town(_busy(language))
        app = Starlette()
        self.served = Served(app, listening_socket("127.0.0.1", 0))
        self.links = Links(self.served.url, SECRET)
        app.router.routes.extend(page_routes(self.town.front, self.links, self.town.notes, {}))

    def __call__(self, page: Page, person: str, path: str) -> None:
        page.goto(self.links.signed(person, "/mine"))
        page.goto(self.served.url + path)


def _busy(language: Language) -> Spoken:
    house = Spoken(language)
    house.asks("手机邮箱一直要密码 My mail app keeps asking for a password", goal="Mail on my phone")
    two = (option("Set it up again together"), option("A new phone " + UNBROKEN, NEXT_TUESDAY, meets=(0,)))
    house.does(BEN, "ask")
    house.does(ANA, "reply")
    house.does(BEN, "offer", Propose(need=NEED, options=two))
    house.asks(LONG + UNBROKEN)
    house.asks("Somebody was rude", to="complaint")
    return house


@pytest.fixture(scope="module", params=LANGUAGES)
def house(request: pytest.FixtureRequest) -> Iterator[Open]:
    opened = Open(request.param)
    yield opened
    opened.served.stop()


@pytest.fixture
def english() -> Iterator[Open]:
    opened = Open("en")
    yield opened
    opened.served.stop()


Window = Callable[..., Page]


@pytest.fixture
def window(browser: Browser) -> Iterator[Window]:
    """Opens pages; ends red when one of them complained."""
    complaints: list[str] = []
    contexts: list[BrowserContext] = []

    def opened(size: str = "phone", scheme: str = "light", *, scripts: bool = True) -> Page:
        width, height = SIZES[size]
        contexts.append(
            browser.new_context(
                viewport={"width": width, "height": height},
                color_scheme="dark" if scheme == "dark" else "light",
                java_script_enabled=scripts,
                locale="zh-CN",
            )
        )
        page = contexts[-1].new_page()
        page.set_default_timeout(8000)
        page.on("pageerror", lambda fault: complaints.append(str(fault)))
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        return page

    yield opened
    assert [said for said in complaints if "status of 4" not in said] == []  # a page that says no, shown
    for context in contexts:
        context.close()


@pytest.mark.parametrize(("size", "scheme"), [("phone", "light"), ("desk", "dark"), ("small", "dark")])
def test_every_page_fits(house: Open, window: Window, size: str, scheme: str) -> None:
    page = window(size, scheme)
    person = ""
    for by, path in PAGES:
        if by != person:
            page.context.clear_cookies()
            page.goto(house.links.signed(by, "/mine"))
            person = by
        page.goto(house.served.url + path)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= SIZES[size][0], f"{path} is {wide} wide"
        assert page.locator("h1").count() == 1
        small = page.evaluate(
            "[...document.querySelectorAll('main button, main .button, nav a, .language button')]"
            ".filter(e => e.offsetHeight && e.offsetHeight < 44).map(e => e.textContent)"
        )
        assert small == [], path
        if PICTURES:
            name = f"{size}-{scheme}-{house.town.house.speaker.profile(by).language}{path.replace('/', '_')}"
            page.screenshot(
                path=str(Path(PICTURES) / f"{name.replace('?', '_')}-{by[8:]}.png"), full_page=True
            )


def test_the_questions_that_follow_come_without_a_press(english: Open, window: Window) -> None:
    page = window()
    english(page, ANA, "/new")
    page.get_by_label("What do you need?").fill("Mail on my phone")
    page.get_by_label("IT help").check()
    expect(page.get_by_text("Can you work?")).to_be_visible()
    page.get_by_label("It can wait").check()
    expect(page.get_by_label("It can wait")).to_be_focused()
    page.get_by_label("By when?").fill(FRIDAY.isoformat())
    expect(page.get_by_label("What do you need?")).to_have_value("Mail on my phone")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("status")).to_contain_text("Your request is #4")
    request = english.town.house.at(4)
    assert (request.words, request.need.wished) == ("Mail on my phone", FRIDAY)


def test_whatever_is_filled_in_while_questions_are_fetched_stays(english: Open, window: Window) -> None:
    """A slow connection: they choose, and go on to the next field before the page has asked again."""
    page = window()
    english(page, ANA, "/new?workflow=help")
    page.get_by_label("It can wait").check()
    expect(page.get_by_label("By when?")).to_be_visible()
    held: list[Route] = []
    page.route("**/*", lambda route: held.append(route))  # noqa: PLW0108  a method has no room for its mark
    page.get_by_label("Not at all").check()
    page.get_by_label("It can wait").check()
    page.get_by_label("By when?").fill(FRIDAY.isoformat())
    page.get_by_label("What do you need?").fill("Mail on my phone")
    expect(page.locator("#sheet")).to_have_attribute("aria-busy", "true")
    for one in held:
        one.continue_()
    expect(page.locator("#sheet")).not_to_have_attribute("aria-busy", "true")
    expect(page.get_by_label("It can wait")).to_be_checked()
    expect(page.get_by_label("By when?")).to_have_value(FRIDAY.isoformat())
    expect(page.get_by_label("What do you need?")).to_have_value("Mail on my phone")


def test_a_form_works_without_scripts(english: Open, window: Window) -> None:
    page = window(scripts=False)
    english(page, ANA, "/new")
    page.get_by_label("What do you need?").fill("Mail on my phone")
    page.get_by_label("IT help").check()
    page.get_by_role("button", name="Show the questions that follow").click()
    page.get_by_label("Not at all").check()
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("status")).to_contain_text("Your request is #4")
    assert english.town.house.at(4).urgent


def test_what_is_wrong_gets_the_focus(english: Open, window: Window) -> None:
    page = window()
    english(page, BEN, "/r/2/cannot")
    page.get_by_label("What could help instead?").fill("The bank")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_label("Why can't it be done?")).to_be_focused()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("What could help instead?")).to_have_value("The bank")


def test_a_request_is_accepted_and_withdrawing_is_asked_about(english: Open, window: Window) -> None:
    page = window()
    english(page, ANA, "/r/1")
    page.get_by_role("button", name="Accept option 1").click()
    expect(page.locator(".card-head .state")).to_have_text("Committed")
    page.get_by_text("More", exact=True).click()
    page.get_by_role("link", name="Withdraw").click()
    page.get_by_role("button", name="Withdraw it").click()
    expect(page.locator(".card-head .state")).to_have_text("Closed: withdrawn")


def test_the_language_changes_with_one_tap(english: Open, window: Window) -> None:
    page = window()
    english(page, ANA, "/r/1")
    page.get_by_role("button", name="把页面换成中文").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    expect(page.get_by_role("heading", name="来龙去脉")).to_be_visible()


def test_the_pages_can_be_walked_with_the_keyboard(english: Open, window: Window) -> None:
    page = window("desk")
    english(page, ANA, "/r/1")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="To the content")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Accept option 1")).to_be_focused()
