"""The languages that people read: the one list. Words stand in `bot/texts`, workflow texts in the catalogue."""

from __future__ import annotations

from typing import Literal, NamedTuple, get_args

Language = Literal["en", "zh"]
LANGUAGES: tuple[Language, ...] = get_args(Language)


class Named(NamedTuple):
    """What a language is called and marked by, and how a day is written within a sentence of somebody's own."""

    english: str
    own: str
    tag: str  # BCP 47, for pages
    typed: tuple[str, ...] = ()  # typed in a chat, they switch to it
    day: str = "{day.day} {day:%B %Y}"


NAMED: dict[Language, Named] = {
    "en": Named("English", "English", "en", ("english", "英文", "英语")),
    "zh": Named("Chinese", "中文", "zh-CN", ("chinese", "中文"), day="{day.year}年{day.month}月{day.day}日"),
}
