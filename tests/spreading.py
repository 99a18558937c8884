"""How the suite is spread over cores: file by file, which shares set-up; of stories, each test by itself."""

from __future__ import annotations

from pathlib import PurePath

from xdist.scheduler import LoadFileScheduling

LONGEST = (
    "test_chapters_browser.py",
    "test_chapters.py",
    "test_go.py",
    "test_wecom_page.py",
    "test_kills.py",
    "test_browser.py",
    "test_wecom.py",
    "test_wecom_browser.py",
    "test_presses.py",
    "test_presses_wecom.py",
    "test_page.py",
    "test_delivery.py",
    "test_connect.py",
    "test_with_the_real_playground.py",
    "test_app.py",
    "test_walk.py",
    "test_killed.py",
    "test_histories.py",
    "test_architecture.py",
    "test_promises.py",
)  # they begin first: else one core tells a story at the end, while the others have nothing left
APART = (
    "tests/stories/test_browser.py",
    "tests/stories/test_chapters.py",
    "tests/stories/test_chapters_browser.py",
    "tests/stories/test_presses.py",
    "tests/stories/test_presses_wecom.py",
    "tests/stories/test_wecom.py",
    "tests/stories/test_wecom_browser.py",
)  # their tests share nothing, and one file of them would keep one core busy at the end


def unit_of(nodeid: str) -> str:
    """What runs on one core together with this test."""
    file = nodeid.partition("::")[0]
    return nodeid if file in APART else file


def rank(path: PurePath) -> int:
    """Where a file stands in the order in which they begin."""
    return LONGEST.index(path.name) if path.name in LONGEST else len(LONGEST)


class StoriesApart(LoadFileScheduling):  # type: ignore[misc]
    """`--dist=loadfile`, with each story a file of its own."""

    def _split_scope(self, nodeid: str) -> str:
        return unit_of(nodeid)
