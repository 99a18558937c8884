"""The playground's page in a real browser, with the tiny bot behind it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.bot.playground.conftest import Scene
from tests.bot.playground.small_bot import card, home


@pytest.fixture
def page(browser: Browser, socket: Scene) -> Iterator[Page]:
    """Ben in the IT channel; ends red when the page complained or met a block it doesn't know."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-US")
    page = context.new_page()
    page.set_default_timeout(8000)
    expect.set_options(timeout=8000)
    complaints: list[str] = []
    page.on("pageerror", lambda fault: complaints.append(str(fault)))
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.goto(f"{socket.running.url}/?lang=en#as=U0BEN&channel=C0IT")
    expect(page.get_by_test_id("composer")).to_be_visible()
    yield page
    assert page.locator(".unknown-block").count() == 0
    assert complaints == []
    context.close()


def test_a_person_opens_a_form_by_command_and_it_lands_as_a_card(page: Page) -> None:
    page.get_by_test_id("composer").fill("/request open")
    page.get_by_test_id("composer").press("Enter")
    page.get_by_test_id("el-typed").fill("A second screen")
    page.get_by_test_id("modal-submit").click()
    expect(page.get_by_test_id("modal")).to_have_count(0)
    expect(page.locator("#conversation")).to_contain_text("A second screen")


def test_an_empty_form_is_refused_at_its_field_and_a_refusal_of_the_bot_keeps_what_was_typed(
    page: Page,
) -> None:
    page.get_by_test_id("composer").fill("/request open")
    page.get_by_test_id("composer").press("Enter")
    page.get_by_test_id("modal-submit").click()
    expect(page.locator(".field-error")).to_have_text("Please complete this required field.")
    page.get_by_test_id("el-typed").fill("bad")
    page.get_by_test_id("modal-submit").click()
    expect(page.locator(".field-error")).to_have_text("Say more.")
    expect(page.get_by_test_id("el-typed")).to_have_value("bad")


def test_escape_closes_one_view_of_a_stack(page: Page) -> None:
    page.get_by_test_id("composer").fill("/request open")
    page.get_by_test_id("composer").press("Enter")
    page.get_by_test_id("el-typed").fill("deeper")
    page.get_by_test_id("modal-submit").click()
    expect(page.get_by_test_id("el-typed")).to_have_value("")
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("el-typed")).to_have_value("deeper")


def test_a_press_redraws_its_card_while_a_half_written_message_stays(page: Page, socket: Scene) -> None:
    socket.client.chat_postMessage(channel="C0IT", **card("A lamp"))
    page.get_by_test_id("composer").fill("half a thought")
    page.get_by_test_id("el-take").click()
    expect(page.get_by_text("Only visible to you")).to_be_visible()
    expect(page.get_by_test_id("composer")).to_have_value("half a thought")


def test_unread_words_show_at_the_place_and_at_the_person_until_they_are_seen(
    page: Page, socket: Scene
) -> None:
    socket.client.chat_postMessage(channel="C0FAC", text="A lamp for *desk 4*")
    expect(page.get_by_test_id("person-U0WANG").locator(".badge")).to_have_text("1")
    page.get_by_test_id("person-U0WANG").click()
    page.get_by_test_id("nav-C0FAC").click()
    expect(page.locator("#conversation strong", has_text="desk 4")).to_be_visible()
    expect(page.get_by_test_id("person-U0WANG").locator(".badge")).to_have_count(0)


def test_home_shows_what_the_bot_published_and_has_no_composer(page: Page, socket: Scene) -> None:
    socket.client.views_publish(user_id="U0BEN", view=home("Two things wait"))
    page.get_by_test_id("nav-home").click()
    expect(page.get_by_test_id("home")).to_contain_text("Two things wait")
    expect(page.get_by_test_id("composer")).to_have_count(0)


def test_words_that_look_like_markup_stay_words(page: Page) -> None:
    page.get_by_test_id("composer").fill("<img src=x onerror=alert(1)> & *bold*")
    page.get_by_test_id("composer").press("Enter")
    expect(page.locator("#conversation .text")).to_have_text("<img src=x onerror=alert(1)> & bold")
    assert page.locator("#conversation .text img").count() == 0


def test_an_hour_passes_at_the_press_of_a_button(page: Page, socket: Scene) -> None:
    before = socket.space.clock.offset
    page.get_by_test_id("clock-hour").click()
    expect(page.get_by_test_id("clock-hour")).to_be_enabled()
    page.wait_for_function("() => !document.querySelector('.clock.stepping')")
    assert socket.space.clock.offset >= before + 3599


def test_a_phone_reaches_every_part_and_nothing_is_wider_than_it(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    for part in ("people", "places", "try", "inspect", "chat"):
        page.get_by_test_id(f"part-{part}").click()
        assert page.evaluate("document.documentElement.scrollWidth") == 390
    expect(page.get_by_test_id("composer")).to_be_visible()


def test_the_page_speaks_chinese_when_asked(page: Page) -> None:
    page.get_by_test_id("lang").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    expect(page.get_by_test_id("clock-day")).to_have_text("+1 天")


def test_somebody_leaves_the_company_and_is_back(page: Page, socket: Scene) -> None:
    job = page.get_by_test_id("person-U0BEN").locator(".person-job")
    page.get_by_test_id("about-self").click()
    page.get_by_role("menuitem", name="Ben Okoro leaves the company").click()
    expect(job).to_have_text("has left")
    page.get_by_test_id("composer").fill("Still here?")
    page.get_by_test_id("composer").press("Enter")
    expect(page.locator(".toast")).to_contain_text("can't do anything here")
    page.get_by_test_id("about-self").click()
    page.get_by_role("menuitem", name="Ben Okoro is back").click()
    expect(job).not_to_have_text("has left")


def test_the_bot_hears_that_somebody_has_left_as_slack_tells_it(page: Page, socket: Scene) -> None:
    page.get_by_test_id("about-self").click()
    page.get_by_role("menuitem", name="Ben Okoro leaves the company").click()
    expect(page.get_by_test_id("person-U0BEN")).to_contain_text("has left")
    told = socket.person("U0ANA").wait_for(lambda: socket.heard_of("user_change"))
    assert [(one["event"]["user"]["id"], one["event"]["user"]["deleted"]) for one in told] == [
        ("U0BEN", True)
    ]
