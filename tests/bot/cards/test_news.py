"""Every row of the table of news has its words for everybody who can hear it, and nothing to fill in that it lacks."""

from __future__ import annotations

from string import Formatter

import pytest

from bot.texts import WORDS
from workflows.news import table as t
from workflows.news.row import ASKED, ASKS, News

SAID = tuple(row for row in t.TABLE if "gathered" not in row.to)
NO_KIND = {
    "news.confidential",
    "thread.answer",
}  # what of any kind reaches an outsider; a line of another kind
OF_DETAILS = {  # what only the facts of a piece of news can fill in, and from which of them
    "text": ("text",),
    "reason": ("reason",),
    "quoted": ("words", "reason", "text"),
    "words": ("words",),
    "what": ("what",),
    "redress": ("redress",),
    "n": ("n",),
    "other": ("other",),
    "who": ("who", "left"),
    "approval": ("approval",),
    "question": ("question",),
    "solved": ("solved",),
}


def needed(row: News) -> set[str]:
    """The keys without which somebody who can hear it would find nothing to read."""
    own = any(audience in (*ASKS, *ASKED) for audience in row.to)
    sentence = own or not row.threaded
    return ({f"thread.{row.kind}"} if row.threaded else set()) | ({f"news.{row.kind}"} if sentence else set())


def words_of(row: News) -> list[str]:
    names = (f"news.{row.kind}", f"thread.{row.kind}")
    return [
        words
        for texts in WORDS.values()
        for key, words in texts.items()
        if any(key == name or key.startswith(f"{name}.") for name in names) and key not in NO_KIND
    ]


@pytest.mark.parametrize("row", SAID, ids=lambda row: row.kind)
def test_every_row_has_its_words_in_both_languages_for_each_of_its_audiences(row: News) -> None:
    assert [(language, key) for language, texts in WORDS.items() for key in needed(row) - texts.keys()] == []


@pytest.mark.parametrize("row", SAID, ids=lambda row: row.kind)
def test_its_words_ask_for_no_fact_that_it_never_brings(row: News) -> None:
    wanted = {name for words in words_of(row) for _, name, _, _ in Formatter().parse(words) if name}
    brought = row.details.model_fields.keys()
    assert [name for name in wanted & OF_DETAILS.keys() if not brought & {*OF_DETAILS[name]}] == []


def test_no_words_are_left_of_news_that_nobody_says() -> None:
    keys = [key for texts in WORDS.values() for key in texts if key.startswith(("news.", "thread."))]
    kinds = {".".join(key.split(".")[:2]) for key in keys} - NO_KIND
    assert {key for key in kinds if key.split(".")[1] not in t.BY_KIND} == set()
