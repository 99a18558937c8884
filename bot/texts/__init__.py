"""Every word that a person reads, by key, in English and Chinese; and how days and numbers are written in each.

May be imported by `bot`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from string import Formatter
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time

from bot.texts import en, zh
from bot.texts.writing import Writing
from workflows.languages import Language

WORDS: dict[Language, dict[str, str]] = {"en": en.WORDS, "zh": zh.WORDS}
WRITINGS: dict[Language, Writing] = {"en": en.WRITING, "zh": zh.WRITING}


def say(language: Language, key: str, **details: object) -> str:
    """The words for a key. A key that does not exist is a fault of ours and raises KeyError."""
    words = WORDS[language][key]
    return _spaced(words, details) if WRITINGS[language].spaced else words.format(**details)


def _spaced(words: str, details: Mapping[str, object]) -> str:
    """Chinese with a space where a value's Latin letters or digits meet a character, as it is set in print."""
    said = ""
    for before, name, _, _ in Formatter().parse(words):
        said = _met(said, before)
        if name is not None:
            said = _met(said, str(details[name]))
    return said


def _met(left: str, right: str) -> str:
    ends, begins = left[-1:], right[:1]
    apart = (_HAN.match(ends) and _LATIN.match(begins)) or (_LATIN.match(ends) and _HAN.match(begins))
    return f"{left} {right}" if apart else left + right


_HAN = re.compile("[\u3400-\u9fff]")
_LATIN = re.compile("[A-Za-z0-9]")


def knows(key: str) -> bool:
    return key in en.WORDS


def day(language: Language, when: date, today: date) -> str:
    """A day as people write it: Fri 27 Nov, with the year when it is another one."""
    writing = WRITINGS[language]
    pattern = writing.day if when.year == today.year else writing.day_of_another_year
    return format_date(when, pattern, locale=language)


def short_day(language: Language, when: date) -> str:
    """A day without its weekday: 27 Nov."""
    return format_date(when, WRITINGS[language].short_day, locale=language)


def weekday(language: Language, when: date) -> str:
    """A day with its weekday, for a narrow button."""
    return format_date(when, WRITINGS[language].weekday, locale=language)


def joined(language: Language, sentences: Iterable[str]) -> str:
    """Sentences one after the other."""
    return WRITINGS[language].gap.join(sentences)


def hour(language: Language, when: datetime, timezone: str) -> str:
    """The time of day where somebody is: 18:00."""
    return format_time(when.astimezone(ZoneInfo(timezone)), "HH:mm", locale=language)


def at_hour(language: Language, day: str, when: datetime, timezone: str) -> str:
    """A day and an hour: Fri 27 Nov 18:00. The Chinese bracket that ends a day is a space already."""
    return f"{day}{WRITINGS[language].hour_gap}{hour(language, when, timezone)}"


def listed(language: Language, items: tuple[str, ...]) -> str:
    """A few things in one sentence."""
    return WRITINGS[language].comma.join(items)


def money(language: Language, amount: int, currency: str) -> str:
    """An amount as people write it: 12,000 元, 12,000 EUR."""
    return f"{amount:,} {WRITINGS[language].currencies.get(currency, currency)}"
