"""Days as people type them ("下周五", "in two days"), in Chinese and English. What isn't clear is None: ask."""

from __future__ import annotations

import calendar
import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, timedelta

from workflows.languages import Language

WorkingDays = Callable[[date, int], date]  # the n-th working day after a day
FARTHEST = 800  # days ahead that anybody means
LONGEST = 60  # characters: longer words say more than a day

_Reading = Callable[[re.Match[str], date], date | None]
_HAN = re.compile("[\u3400-\u9fff]")


def understood(
    text: str, today: date, language: Language, working_days: WorkingDays | None = None
) -> date | None:
    """The one day that these words clearly mean, leaning to the future; None when it would be a guess.

    A day without a year that has passed is next year's; only a full date, or words like "yesterday", may
    lie in the past. `language` decides how 3/4 is read: in Chinese the month comes first; in English it may
    be either, so it is unclear.
    """
    if len(text) > LONGEST:
        return None
    said = unicodedata.normalize("NFKC", text).strip().casefold().rstrip("。.!,")
    try:
        found = _numeric(said, today, language)
        if found is None and _HAN.search(said):
            found = _chinese(said, today, working_days)
        elif found is None:
            found = _english(said, today, working_days)
    except (ValueError, OverflowError):  # the 30th of February, a thousand years ahead
        return None
    return found if found and found - today <= timedelta(days=FARTHEST) else None


# Figures: the same in both


def _numeric(said: str, today: date, language: Language) -> date | None:
    full = re.fullmatch(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", said)
    if full:
        return date(*map(int, full.groups()))
    short = re.fullmatch(r"(\d{1,2})[-/.](\d{1,2})", said)
    if not short:
        return None
    first, second = map(int, short.groups())
    if language == "zh":
        return _coming(first, second, today)
    if first > 12 or first == second:
        return _coming(second, first, today)
    return _coming(first, second, today) if second > 12 else None


def _coming(month: int, day: int, today: date) -> date:
    """Return that day of this year, or of the next one when it has passed."""
    this = date(today.year, month, day)
    return this if this >= today else date(today.year + 1, month, day)


def _day_of_month(day: int, today: date) -> date | None:
    """The next day with that number."""
    months = ((today.year + (today.month - 1 + n) // 12, (today.month - 1 + n) % 12 + 1) for n in range(3))
    days = (date(year, month, day) for year, month in months if day <= calendar.monthrange(year, month)[1])
    return next((found for found in days if found >= today), None) if day else None


def _month(today: date, ahead: int, day: int | None = None) -> date:
    """A day of a month ahead; without one, its last."""
    year, month = today.year + (today.month - 1 + ahead) // 12, (today.month - 1 + ahead) % 12 + 1
    return date(year, month, day or calendar.monthrange(year, month)[1])


def _weekday(today: date, weekday: int, week: int | None) -> date | None:
    """`week` from Monday, 0 this one, 1 the next; None: the coming one, never today."""
    if week is None:
        return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)
    day = today - timedelta(days=today.weekday()) + timedelta(days=weekday, weeks=week)
    return day if day >= today else None


# Chinese

_FIGURES = {figure: value for value, figure in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_FIGURE = re.compile("[一二三四五六七八九]?十[一二三四五六七八九]?|[零〇一二两三四五六七八九]+")
_POLITE = r"(?:请|那就|就|最好|希望|尽量|大概|大约|在|于|到|最晚|最迟|不晚于|至少|争取|能)"
_TIME = r"(?:早上|上午|中午|下午|傍晚|晚上)?(?:\d{1,2}(?:点半?|时)(?:\d{1,2}分?)?|\d{1,2}:\d{2})?(?:钟|整)?"
_BY = r"(?:下班)?(?:之前|以前|前|为止|左右|吧|就行|就好|就可以|可以|即可|都行|要|用|完成)"
_AROUND = re.compile(rf"{_POLITE}*(?P<day>.+?){_TIME}{_BY}*")
_WEEKS = {"": None, "这": 0, "本": 0, "这个": 0, "下": 1, "下个": 1, "下下": 2, "下下个": 2}
_MONTHS = {"": 0, "这": 0, "本": 0, "这个": 0, "下": 1, "下个": 1}
_SHORT_DAYS = {
    "前天": -2, "昨天": -1, "昨日": -1, "昨晚": -1,
    "今天": 0, "今日": 0, "今晚": 0, "明天": 1, "明日": 1, "明早": 1, "明晚": 1, "后天": 2, "大后天": 3,
}  # fmt: skip


def _chinese(said: str, today: date, working_days: WorkingDays | None) -> date | None:
    plain = _in_figures(re.sub(r"\s", "", said))
    if plain == "下班前":
        return today
    around = _AROUND.fullmatch(plain)
    # The shortest that is left of the words and still a day: what stands before and after it is manners.
    named = (around["day"], plain.removesuffix("前")) if around else (plain,)
    days = (_named_in_chinese(words, today, working_days) for words in named)
    return next((day for day in days if day), None)


def _named_in_chinese(said: str, today: date, working_days: WorkingDays | None) -> date | None:
    if said in _SHORT_DAYS:
        return today + timedelta(days=_SHORT_DAYS[said])
    for pattern, read in _CHINESE:
        if found := re.fullmatch(pattern, said):
            return read(found, today)
    ahead = re.fullmatch(r"(?:过)?(\d{1,3})个?工作日(?:后|内|之后|以后|之内|以内)?", said)
    return working_days(today, int(ahead[1])) if ahead and working_days else None


def _in_figures(said: str) -> str:
    """十一月二十七号 → 11月27号."""
    return _FIGURE.sub(lambda found: str(_figure(found[0])), said)


def _figure(written: str) -> int:
    tens, ten, ones = written.rpartition("十")
    if not ten:
        return int("".join(str(_FIGURES[figure]) for figure in written))
    return (_FIGURES[tens] if tens else 1) * 10 + (_FIGURES[ones] if ones else 0)


_AFTER = r"(?:后|之后|以后|内|之内|以内)"
_CHINESE: tuple[tuple[str, _Reading], ...] = (
    (
        r"(?:(明年)|今年)?(\d{1,2})月(\d{1,2})[日号]?",
        lambda m, t: date(t.year + 1, int(m[2]), int(m[3])) if m[1] else _coming(int(m[2]), int(m[3]), t),
    ),
    (r"(\d{4})年(\d{1,2})月(\d{1,2})[日号]?", lambda m, _: date(int(m[1]), int(m[2]), int(m[3]))),
    (r"(\d{1,2})[日号]", lambda m, t: _day_of_month(int(m[1]), t)),
    (
        r"(这|本|这个|下|下个)月(\d{1,2})[日号]?",
        lambda m, t: _not_past(_month(t, _MONTHS[m[1]], int(m[2]) or 99), t),
    ),
    (r"(|这|本|这个|下|下个)月(?:底|末)", lambda m, t: _month(t, _MONTHS[m[1]])),
    (r"(?:今年)?年底", lambda _, t: date(t.year, 12, 31)),
    (
        r"(|这|本|这个|下|下个|下下|下下个)(?:周|星期|礼拜)([1-6日天])",
        lambda m, t: _weekday(t, 6 if m[2] in "日天" else int(m[2]) - 1, _WEEKS[m[1]]),
    ),
    (
        r"上个?(?:周|星期|礼拜)([1-6日天])",
        lambda m, t: _last_week(6 if m[1] in "日天" else int(m[1]) - 1, t),
    ),
    (rf"过?(\d{{1,3}})[天日]{_AFTER}|过(\d{{1,3}})天", lambda m, t: t + timedelta(days=int(m[1] or m[2]))),
    (rf"过?(\d{{1,3}})个?(?:周|星期|礼拜){_AFTER}", lambda m, t: t + timedelta(weeks=int(m[1]))),
    (rf"(\d{{1,2}})个月{_AFTER}", lambda m, t: _months_later(t, int(m[1]))),
)


def _last_week(weekday: int, today: date) -> date:
    return today + timedelta(days=weekday - today.weekday(), weeks=-1)


def _not_past(day: date, today: date) -> date | None:
    return day if day >= today else None


def _months_later(today: date, months: int) -> date:
    last = _month(today, months)
    return last.replace(day=min(today.day, last.day))


# English: dateparser reads it, but guesses a day for "may" and "3"; only what names a day is put to it

_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?"
_WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?"
_ORDINAL = r"\d{1,2}(?:st|nd|rd|th)?"
_COUNT = r"(?:\d{1,3}|a|an|one|two|three|four|five|six|seven|eight|nine|ten)"
_BEFORE = re.compile(
    r"(?:(?:by|before|until|till|on|the|due|around|about|at the latest|no later than|please|maybe)[ ,]+)+"
)
_BEHIND = re.compile(
    r"[ ,]+(?:(?:at|by|around)[ ,]+)?(?:\d{1,2}(?::\d{2})?\s?(?:am|pm)|\d{1,2}:\d{2}|noon|eod|end of day|"
    r"morning|afternoon|evening|please|at the latest|would be (?:fine|good|great|nice)|is fine)$"
)
_NAMES_A_DAY = re.compile(
    rf"today|tomorrow|(?:the )?day after tomorrow|(?:(?:this|next|coming) )?{_WEEKDAY}|{_ORDINAL[:-1]}"
    rf"|in {_COUNT} (?:days?|weeks?|months?)|{_COUNT} (?:days?|weeks?|months?) from (?:now|today)"
    rf"|(?:{_WEEKDAY},? )?(?:{_ORDINAL} (?:of )?{_MONTH}|{_MONTH} {_ORDINAL})(?:,? \d{{4}})?"
)
_OF_A_WEEK = re.compile(
    rf"({_WEEKDAY}),? (?:of |in )?(?:the )?(this week|next week|week after next)"
    rf"|(this week|next week|week after next),?(?: on)? ({_WEEKDAY})"
)
_ENGLISH_WEEKS = {"this week": 0, "next week": 1, "week after next": 2}
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_PAST = {"yesterday": 1, "day before yesterday": 2, "the day before yesterday": 2}
_ENDS = {
    re.compile(r"(?:the )?end of (?:the |this )?month|month(?:'s)? end|eom"): 0,
    re.compile(r"(?:the )?end of next month"): 1,
}


def _english(said: str, today: date, working_days: WorkingDays | None) -> date | None:
    words = _BEFORE.sub("", re.sub(r"\s+", " ", said), count=1) if _BEFORE.match(said) else said
    while (cut := _BEHIND.sub("", words)) != words:
        words = cut
    ahead = next((months for pattern, months in _ENDS.items() if pattern.fullmatch(words)), None)
    if ahead is not None:
        return _month(today, ahead)
    if re.fullmatch(r"(?:the )?end of (?:the |this )?year", words):
        return date(today.year, 12, 31)
    if named := _OF_A_WEEK.fullmatch(words):
        day, week = named[1] or named[4], named[2] or named[3]
        return _weekday(today, _WEEKDAYS.index(day[:3]), _ENGLISH_WEEKS[week])
    if words in _PAST:
        return today - timedelta(days=_PAST[words])
    working = re.fullmatch(rf"(?:in|within) ({_COUNT}) (?:working|business|work) days?", words)
    if working:
        return working_days(today, _counted(working[1])) if working_days else None
    words = re.sub("^within ", "in ", words)
    return _parsed(words, today) if _NAMES_A_DAY.fullmatch(words) else None


def _counted(word: str) -> int:
    words = "a an one two three four five six seven eight nine ten".split()
    return int(word) if word.isdecimal() else max(1, words.index(word) - 1)


def _parsed(words: str, today: date) -> date | None:
    # It takes a third of a second, and only for those who type a day in English; it has no types.
    import dateparser  # type: ignore[import-untyped]

    settings = {
        "RELATIVE_BASE": datetime(today.year, today.month, today.day),  # noqa: DTZ001 - a day has no zone
        "PREFER_DATES_FROM": "future",
        "DATE_ORDER": "DMY",
    }
    found = dateparser.parse(words, languages=["en"], settings=settings)
    named = re.match(f"{_WEEKDAY}(?=,? .)", words)  # a weekday beside a date has to be that day's
    fits = found and (not named or f"{found:%a}".casefold() == words[:3])
    return found.date() if found and fits else None
