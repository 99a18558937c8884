"""The chapters in a real browser: whoever hears something sees it on a desk and on a phone, and presses it there."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, ViewportSize, expect

from bot.playground.actors import Actor
from bot.playground.story import chapters
from bot.playground.story.people import HOMES, Cast, casts
from bot.playground.story.telling import Telling
from tests.stories.conftest import Opened
from workflows.languages import Language
from workflows.rights import acts

PLAYED = ("printer", "fault", "complaint", "handing", "costly", "while_away")
SIZES: dict[str, ViewportSize] = {
    "desk": {"width": 1440, "height": 900},
    "phone": {"width": 390, "height": 844},
}
SAID = "#conversation article, .wc-talk .wc-card"
UNKNOWN = ".unknown-block, [data-testid=unknown]"
HANGS_OVER = "document.documentElement.scrollWidth > window.innerWidth"


class Window:
    """The playground in a browser, on a desk and on a phone. What is wrong on either is a complaint."""

    def __init__(self, browser: Browser, url: str, language: Language, pictures: Path) -> None:
        locale = "en-US" if language == "en" else "zh-CN"
        self._page = browser.new_page(viewport=SIZES["desk"], locale=locale)
        self._url, self._language, self._pictures = url, language, pictures
        self._taken = 0
        self.complaints: list[str] = []
        self._page.set_default_timeout(15_000)
        self._page.on("pageerror", lambda fault: self.complaints.append(str(fault)))
        self.close = self._page.close

    def looks(self, person: Actor, name: str) -> None:
        """As somebody sees it now; kept for whoever wants to look."""
        self._page.goto("about:blank")
        self._page.goto(f"{self._url}/?lang={self._language}#{person.seat}")
        expect(self._page.locator(SAID).last).to_be_visible()
        self._taken += 1
        for size in ("phone", "desk"):
            self._page.set_viewport_size(SIZES[size])
            self._page.screenshot(path=self._pictures / f"{self._taken:02}-{name}-{size}.png")
            assert not self._page.evaluate(HANGS_OVER), f"{name} hangs over the edge on a {size}"
        assert self._page.locator(UNKNOWN).count() == 0, name
        assert self.complaints == []

    def clicks(self, person: Actor, act: str) -> None:
        """The newest button of this act; the page shows this person already."""
        self._button(person, act).last.click()

    def _button(self, person: Actor, act: str) -> Locator:
        if "wecom:" in person.seat:
            return self._page.locator(".wc-talk .wc-button").get_by_text(person.label(act), exact=True)
        return self._page.locator(f'[data-testid="el-eoac:{act}"]')


class Watched(Telling):
    """A story that is looked at: each message as it is heard, and each form as it opens."""

    def __init__(self, cast: Cast, department: str, language: Language, window: Window) -> None:
        super().__init__(cast, department, language, print)
        self._window = window
        self._asked: tuple[Actor, str] | None = None  # what was heard last, and can be pressed there

    def hears(
        self,
        person: Actor,
        news: str,
        act: str = "",
        said: str = "",
        by: Actor | None = None,
        **details: str,
    ) -> None:
        super().hears(person, news, act, said, by, **details)
        self._window.looks(person, news)
        self._asked = (person, act)

    def press(self, person: Actor, act: str, near: str = "") -> None:
        seen, self._asked = self._asked == (person, act), None
        if not seen or (
            acts.BY_KEY[act].form and "wecom:" in person.seat
        ):  # there a form is a page of its own
            super().press(person, act, near)
            return
        self._window.clicks(person, act)
        if acts.BY_KEY[act].form:
            self._window.looks(person, f"form-{act}")


@pytest.mark.usefixtures("in_a_hurry")
@pytest.mark.parametrize("platform", ["slack", "wecom"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_chapter_can_be_seen_and_pressed(
    town: Opened, browser: Browser, tmp_path: Path, platform: str, language: Language
) -> None:
    place = town(language, HOMES[platform])
    window = Window(browser, place.url, language, tmp_path)
    for department, cast in casts(place.url, platform, language):
        chapters.play(Watched(cast, department, language, window), *PLAYED)
        cast.close()
    window.close()
