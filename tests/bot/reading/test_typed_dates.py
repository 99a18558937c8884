"""Days as people type them: understood where they are clear, leaning to the future, never guessed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.reading.typed_dates import FARTHEST, understood
from tests.workflows.given import SHANGHAI
from workflows.languages import Language

SUNDAY = date(2026, 11, 22)
FRIDAY = date(2026, 11, 27)


def read(text: str, today: date = SUNDAY, language: Language = "zh") -> date | None:
    return understood(text, today, language, SHANGHAI.add_working_days)


CLEAR = {
    "今天": "2026-11-22", "今天下班前": "2026-11-22", "下班前": "2026-11-22", "明天": "2026-11-23",
    "明早": "2026-11-23", "后天上午10点半": "2026-11-24", "大后天": "2026-11-25", "下周五": "2026-11-27",
    "下星期五": "2026-11-27", "下礼拜天": "2026-11-29", "下下周一": "2026-11-30", "周五": "2026-11-27",
    "周五前": "2026-11-27", "最好下周三之前吧。": "2026-11-25", "下周五下午5点": "2026-11-27",
    "这周日": "2026-11-22", "周日": "2026-11-29", "星期天": "2026-11-29", "11月27日": "2026-11-27",
    "11 月 27 日": "2026-11-27", "１１月２７号": "2026-11-27", "十一月二十七号": "2026-11-27",
    "十二月二十": "2026-12-20", "27号": "2026-11-27", "27日前": "2026-11-27", "3号": "2026-12-03",
    "31号": "2026-12-31", "下个月3号": "2026-12-03", "下月3日": "2026-12-03", "月底": "2026-11-30",
    "本月底前": "2026-11-30", "下个月底": "2026-12-31", "年底": "2026-12-31", "两天后": "2026-11-24",
    "两天内": "2026-11-24", "过3天": "2026-11-25", "一周后": "2026-11-29", "三个星期内": "2026-12-13",
    "两个月后": "2027-01-22", "3个工作日后": "2026-11-25", "五个工作日内": "2026-11-27",
    "3月2日": "2027-03-02", "明年3月1号": "2027-03-01", "2027年1月4日": "2027-01-04", "11/27": "2026-11-27",
    "2026-11-27": "2026-11-27", "2026.11.27": "2026-11-27", "tomorrow": "2026-11-23",
    "next friday": "2026-11-27", "Friday": "2026-11-27", "by Friday, please": "2026-11-27",
    "Friday at 5pm": "2026-11-27", "this sunday": "2026-11-22", "27 Nov": "2026-11-27",
    "Nov 27th": "2026-11-27", "Friday 27 November 2026": "2026-11-27", "on the 27th": "2026-11-27",
    "by the 3rd of December": "2026-12-03", "in two days": "2026-11-24", "within two days": "2026-11-24",
    "in a week": "2026-11-29", "two weeks from now": "2026-12-06", "day after tomorrow": "2026-11-24",
    "in 3 working days": "2026-11-25", "end of month": "2026-11-30", "by the end of the month": "2026-11-30",
    "end of next month": "2026-12-31", "end of the year": "2026-12-31", "27/11": "2026-11-27",
    "friday next week": "2026-11-27", "on Friday of next week": "2026-11-27", "next week Friday": "2026-11-27",
    "sunday this week": "2026-11-22", "Mon the week after next": "2026-11-30", "next week on tuesday": "2026-11-24",
    "昨天": "2026-11-21", "前天": "2026-11-20", "上周五": "2026-11-13", "yesterday": "2026-11-21",
    "the day before yesterday": "2026-11-20", "5/5": "2027-05-05",
    "20 Nov 2025": "2025-11-20", "2025-01-01": "2025-01-01",
}  # fmt: skip


UNCLEAR = [
    *"这周三 本周五之前 下周 周末 月初 三天 半个月后 国庆前 春节后 尽快 越快越好 不急 不知道".split(),
    *"十一月 0号 32号 2月30日 99999天后 下周五(28号) 周五或周六 3/4/5 十 十十 3 may march asap now no yes 5pm".split(),
    *"32nd 10000-1-1 0000-00-00 2026-13-01 2099-01-01 27/11/26 😀".split(),
    *("", " ", "31 feb", "next week", "next month", "this weekend", "I don't know", "in 999 months"),
    *("a week from friday", "friday or monday", "Friday 26 November 2026", "whenever suits you"),
    "friday " * 1000,
]


@pytest.mark.parametrize(("text", "day"), CLEAR.items())
def test_a_clear_day_is_understood(text: str, day: str) -> None:
    language: Language = "en" if text == "27/11" else "zh"
    assert read(text, language=language) == date.fromisoformat(day)


@pytest.mark.parametrize("text", UNCLEAR)
def test_what_is_not_clear_is_never_guessed(text: str) -> None:
    assert read(text) is None
    assert read(text, language="en") is None


def test_figures_alone_are_read_as_each_language_writes_them() -> None:
    assert read("3/4") == date(2027, 3, 4)
    assert read("3/4", language="en") is None
    assert read("27/11") is None


@pytest.mark.parametrize("text", ["周五", "下周五", "friday", "next friday"])
def test_a_weekday_said_on_that_day_is_the_coming_one(text: str) -> None:
    assert read(text, FRIDAY) == FRIDAY + timedelta(weeks=1)


@pytest.mark.parametrize(
    ("text", "day"), [("周五", FRIDAY), ("下周五", date(2026, 12, 4)), ("这周五", FRIDAY)]
)
def test_chinese_tells_this_week_from_the_next(text: str, day: date) -> None:
    assert read(text, date(2026, 11, 25)) == day


def test_working_days_are_those_of_whoever_is_asked() -> None:
    before_spring_festival = date(2026, 2, 13)
    day = read("3个工作日后", before_spring_festival)
    assert day is not None
    assert day - before_spring_festival > timedelta(days=7)


def test_without_a_calendar_working_days_are_not_guessed() -> None:
    assert understood("3个工作日后", SUNDAY, "zh") is None
    assert understood("in 3 working days", SUNDAY, "en") is None


@given(st.text(max_size=80), st.dates(date(2000, 1, 1), date(2100, 1, 1)))
@settings(max_examples=150, deadline=None)
def test_any_words_are_a_day_or_none(text: str, today: date) -> None:
    day = understood(text, today, "zh", SHANGHAI.add_working_days)
    assert day is None or day - today <= timedelta(days=FARTHEST)


@given(st.text(alphabet="一二两三十0123456789年月日号天周星期后前下个本这上午点半之内工作:/-", max_size=14))
@settings(max_examples=400, deadline=None)
def test_whatever_looks_like_a_day_is_one_or_none(text: str) -> None:
    day = read(text)
    assert day is None or day <= SUNDAY + timedelta(days=FARTHEST)
