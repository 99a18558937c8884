"""The gallery of news: every kind, as each of its readers sees it, on both platforms and in both languages.

`python -m tests.bot.test_gallery` plays the tales and writes docs/news.md anew.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest

from tests.bot.readers import LANGUAGES
from tests.bot.staged import PLATFORMS, Platform, Reader, Stage
from tests.bot.staged_tales import TALES
from workflows.languages import Language
from workflows.news.row import ASKED, ASKS, News, never_settled
from workflows.news.table import TABLE

PAGE = Path(__file__).parents[2] / "docs" / "news.md"
SAID = tuple(row for row in TABLE if not row.retired)
Shown = dict[tuple[Platform, Language], str]
INTRODUCTION = """# Every news

What anybody can hear of a request, kind by kind, as each reader sees it: the words of the message when it comes, with
what can be pressed in [brackets] and a menu behind ⋯. In Slack the department of these tales has a channel; in WeCom
there are none, so that each of the department is told directly. The rows are those of `workflows/news/table.py`.

*Written by `python -m tests.bot.test_gallery`: tales are played on both platforms and in both languages, and the
first message of each kind to each kind of reader is shown. A test fails when it is out of date, or a news has no tale.*
"""


@cache
def shown() -> dict[News, dict[Reader, Shown]]:
    """What each reader reads of each news: the first time that the tales bring it."""
    seen: dict[News, dict[Reader, Shown]] = defaultdict(lambda: defaultdict(dict))
    for language in LANGUAGES:
        for platform in PLATFORMS:
            for tale in TALES:
                stage = Stage(platform, language)
                tale(stage)
                for (news, reader), text in stage.seen.items():
                    seen[news][reader].setdefault((platform, language), text)
    return seen


@pytest.mark.parametrize("row", SAID, ids=lambda row: row.kind)
def test_every_news_is_brought_about_by_what_happens_on_each_platform_and_in_each_language(row: News) -> None:
    told = {way for texts in shown()[row].values() for way in texts}
    assert told == {(platform, language) for platform in PLATFORMS for language in LANGUAGES}


@pytest.mark.parametrize("row", SAID, ids=lambda row: row.kind)
def test_it_reaches_each_kind_of_reader_that_its_row_names(row: News) -> None:
    readers = {(reader.side, reader.place) for reader in shown()[row]}
    if any(audience in ASKS for audience in row.to):
        assert ("the requester", "directly") in readers
    if any(audience in ASKED for audience in row.to):
        assert ("somebody whose yes is asked", "directly") in readers
    if "card" in row.to:
        assert ("the department", "in the channel") in readers
    if row.threaded:
        assert ("the department", "in the thread") in readers
    if {*row.to} - {*ASKS, *ASKED, "card", "thread"}:
        assert ("the department", "directly") in readers


def test_the_gallery_shows_what_is_said() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "write it anew: python -m tests.bot.test_gallery"


def page() -> str:
    return "\n".join([INTRODUCTION, *(section(row) for row in SAID)])


def section(row: News) -> str:
    lines = [f"## {row.kind}", "", about(row), ""]
    for reader in sorted(shown()[row]):
        texts = shown()[row][reader]
        lines += [
            f"**{heading(reader)}**",
            "",
            "| | English | 中文 |",
            "| --- | --- | --- |",
            *table(texts),
            "",
        ]
    return "\n".join(lines)


def about(row: News) -> str:
    """What its row says of it, in a line."""
    facts = ", ".join(row.details.model_fields)
    marks = {
        "urgent at any hour": row.haste == "escalates",
        "may come together with others": row.reminds,
        "not said once it is answered": row.settled is not never_settled,
    }
    told = [
        f"For: {', '.join(row.to)}",
        f"with {facts}" if facts else "",
        *(one for one, so in marks.items() if so),
    ]
    return f"{'; '.join(filter(None, told))}."


def heading(reader: Reader) -> str:
    hidden = ", who may not read the request" if reader.hidden else ""
    return f"To {reader.side}, {reader.place}{hidden}"


def table(texts: Shown) -> list[str]:
    """A row a platform; one for both where they read the same."""
    rows = {
        platform: tuple(texts.get((platform, language), "") for language in LANGUAGES)
        for platform in PLATFORMS
    }
    told = {platform: row for platform, row in rows.items() if any(row)}
    if len(told) == len(PLATFORMS) and len(set(told.values())) == 1:
        told = {"Slack": told["Slack"]}
        return [f"| Slack, WeCom | {' | '.join(map(cell, told['Slack']))} |"]
    return [f"| {platform} | {' | '.join(map(cell, row))} |" for platform, row in told.items()]


def cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;").replace("\n", "<br>")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
