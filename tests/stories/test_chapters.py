"""The story's chapters on each platform, in each language: what people are promised happens, start to end."""

from __future__ import annotations

import pytest

from bot.playground.story import chapters
from bot.playground.story.people import HOMES
from bot.playground.story.telling import tellings
from tests.stories.conftest import Opened
from tests.stories.test_chapters_browser import PLAYED
from workflows.languages import Language


@pytest.mark.usefixtures("in_a_hurry")
@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("platform", ["slack", "wecom", "both"])
def test_every_chapter_comes_to_its_good_end(town: Opened, platform: str, language: Language) -> None:
    """On one platform those that no browser plays (test_chapters_browser.py); across both, all of them."""
    place = town(language, HOMES[platform])
    played = (
        chapters.CHAPTERS if platform == "both" else [one for one in chapters.CHAPTERS if one not in PLAYED]
    )
    for telling in tellings(place.url, platform, language, print):
        chapters.play(telling, *played)
