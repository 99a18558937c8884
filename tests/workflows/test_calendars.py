"""Working time by calendar, timezone and holidays."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from workflows.calendars import Calendar, Hours

NINE_TO_SIX = (time(9), time(18))
HOUR = timedelta(hours=1)
OFFICE = Hours(days=dict.fromkeys(range(5), (NINE_TO_SIX,)))
SHANGHAI = Calendar(timezone="Asia/Shanghai", hours=OFFICE, country="CN")
BERLIN = Calendar(timezone="Europe/Berlin", hours=OFFICE, country="DE")
WITH_LUNCH = Calendar(
    timezone="Asia/Shanghai",
    hours=Hours(days=dict.fromkeys(range(5), ((time(9), time(12)), (time(13), time(18))))),
    country="CN",
)
DAY_AND_NIGHT = Calendar(
    timezone="Europe/Berlin", hours=Hours(days=dict.fromkeys(range(7), ((time(0), time(0)),)))
)
NIGHT_SHIFT = Calendar(
    timezone="Europe/Berlin",
    hours=Hours(
        days=dict.fromkeys(range(7), ((time(0), time(2, 30)), (time(2, 45), time(6)), (time(22), time(0))))
    ),
)

calendars = st.sampled_from([SHANGHAI, BERLIN, WITH_LUNCH, DAY_AND_NIGHT, NIGHT_SHIFT])
instants = st.timedeltas(timedelta(0), timedelta(days=16 * 365)).map(datetime(2020, 1, 1, tzinfo=UTC).__add__)
dates = st.dates(date(2020, 1, 1), date(2035, 12, 31))
amounts = st.timedeltas(timedelta(microseconds=1), timedelta(days=800))


def in_shanghai(day: int, hour: int, minute: int = 0, month: int = 9) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC) - 8 * HOUR


def test_a_chinese_national_day_is_off_and_the_swapped_weekends_are_worked() -> None:
    assert [d for d in range(1, 11) if SHANGHAI.is_working_day(date(2026, 10, d))] == [8, 9, 10]
    assert SHANGHAI.is_working_day(date(2026, 9, 20))
    assert SHANGHAI.next_working_day(date(2026, 9, 30)) == date(2026, 10, 8)


def test_a_swapped_weekend_day_works_the_usual_hours() -> None:
    assert SHANGHAI.opens(date(2026, 10, 10)) == in_shanghai(10, 9, month=10)
    assert SHANGHAI.closes(date(2026, 10, 10)) == in_shanghai(10, 18, month=10)


def test_other_countries_and_their_regions_have_their_own_holidays() -> None:
    berlin_city = BERLIN.model_copy(update={"country": "DE-BE"})
    assert not BERLIN.is_working_day(date(2026, 4, 3))
    assert BERLIN.is_working_day(date(2027, 3, 8))
    assert not berlin_city.is_working_day(date(2027, 3, 8))


def test_a_company_s_own_dates_come_before_the_country_s() -> None:
    ours = SHANGHAI.model_copy(
        update={
            "extra_holidays": frozenset({date(2026, 10, 10)}),
            "extra_workdays": frozenset({date(2026, 10, 1), date(2026, 10, 11)}),
        }
    )
    assert [d for d in range(1, 12) if ours.is_working_day(date(2026, 10, d))] == [1, 8, 9, 11]


def test_without_a_country_only_the_week_counts() -> None:
    plain = Calendar(timezone="UTC", hours=OFFICE)
    assert plain.is_working_day(date(2026, 10, 1))
    assert not plain.is_working_day(date(2026, 10, 10))


def test_a_day_off_has_no_opening_and_no_close() -> None:
    for ask in (SHANGHAI.opens, SHANGHAI.closes):
        with pytest.raises(ValueError, match="2026-10-01 is not a working day"):
            ask(date(2026, 10, 1))


def test_the_local_day_is_the_one_on_the_department_s_wall() -> None:
    late = datetime(2026, 9, 1, 23, 0, tzinfo=UTC)
    assert SHANGHAI.local_day(late) == date(2026, 9, 2)
    assert BERLIN.local_day(late) == date(2026, 9, 2)
    assert BERLIN.local_day(late - HOUR - timedelta(seconds=1)) == date(2026, 9, 1)


def test_an_instant_without_a_timezone_is_refused() -> None:
    with pytest.raises(ValueError, match="needs a timezone"):
        SHANGHAI.next_open(datetime(2026, 9, 1, 9))  # noqa: DTZ001 - that is the point


def test_open_from_the_opening_until_just_before_the_close() -> None:
    assert [SHANGHAI.is_open(in_shanghai(1, *at)) for at in ((8, 59), (9, 0), (17, 59), (18, 0))] == [
        False,
        True,
        True,
        False,
    ]


def test_the_next_opening_after_a_friday_s_close_is_monday() -> None:
    assert SHANGHAI.next_open(in_shanghai(4, 18)) == in_shanghai(7, 9)
    assert SHANGHAI.next_open(in_shanghai(4, 17)) == in_shanghai(4, 17)
    assert WITH_LUNCH.next_open(in_shanghai(4, 12)) == in_shanghai(4, 13)


def test_the_next_opening_is_found_across_the_new_year() -> None:
    assert BERLIN.next_open(datetime(2026, 12, 31, 20, tzinfo=UTC)) == datetime(2027, 1, 4, 8, tzinfo=UTC)


def test_a_whole_working_day_from_the_opening_ends_at_the_close() -> None:
    assert SHANGHAI.add_working_time(in_shanghai(1, 9), 9 * HOUR) == in_shanghai(1, 18)
    assert SHANGHAI.add_working_time(in_shanghai(1, 9), 10 * HOUR) == in_shanghai(2, 10)


def test_working_time_jumps_over_weekends_and_lunch() -> None:
    assert SHANGHAI.add_working_time(in_shanghai(5, 12), HOUR) == in_shanghai(7, 10)
    assert WITH_LUNCH.add_working_time(in_shanghai(4, 11), 2 * HOUR) == in_shanghai(4, 14)
    assert WITH_LUNCH.working_time_between(in_shanghai(4, 0), in_shanghai(8, 0)) == 16 * HOUR


def test_working_time_backward_is_counted_but_never_added() -> None:
    assert SHANGHAI.working_time_between(in_shanghai(2, 10), in_shanghai(1, 17)) == -2 * HOUR
    with pytest.raises(ValueError, match="only added forward"):
        SHANGHAI.add_working_time(in_shanghai(1, 9), -HOUR)


def test_office_hours_stay_where_they_are_on_the_wall_when_the_clocks_change() -> None:
    assert BERLIN.opens(date(2026, 3, 27)) == datetime(2026, 3, 27, 8, tzinfo=UTC)
    assert BERLIN.opens(date(2026, 3, 30)) == datetime(2026, 3, 30, 7, tzinfo=UTC)
    friday_noon = datetime(2026, 10, 23, 10, tzinfo=UTC)
    assert BERLIN.add_working_time(friday_noon, 9 * HOUR) == datetime(2026, 10, 26, 11, tzinfo=UTC)


def test_who_works_around_the_clock_works_23_and_25_hours_when_the_clocks_change() -> None:
    for day, hours in ((date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 6, 1), 24)):
        assert DAY_AND_NIGHT.closes(day) - DAY_AND_NIGHT.opens(day) == hours * HOUR


def test_hours_that_a_clock_change_skips_never_overlap() -> None:
    spans = NIGHT_SHIFT._spans(date(2026, 3, 29))
    assert all(start < end for start, end in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))


def test_a_shift_that_opens_in_the_skipped_hour_still_has_a_working_day() -> None:
    odd = Calendar(
        timezone="Europe/Berlin", hours=Hours(days=dict.fromkeys(range(7), ((time(2, 30), time(3, 15)),)))
    )
    assert odd.opens(date(2026, 3, 29)) < odd.closes(date(2026, 3, 29))


def test_the_usual_working_day_is_the_median_of_the_week() -> None:
    short_friday = Hours(days={**dict.fromkeys(range(4), (NINE_TO_SIX,)), 4: ((time(9), time(13)),)})
    assert Calendar(timezone="UTC", hours=short_friday).workday_length() == 9 * HOUR
    assert WITH_LUNCH.workday_length() == 8 * HOUR
    assert DAY_AND_NIGHT.workday_length() == 24 * HOUR


@pytest.mark.parametrize("days", [{}, {0: ()}], ids=["no days", "no spans"])
def test_a_calendar_that_never_works_is_refused(days: dict[int, tuple[tuple[time, time], ...]]) -> None:
    with pytest.raises(ValidationError, match="at least one day of the week"):
        Hours(days=days)


@pytest.mark.parametrize(
    "spans",
    [
        ((time(18), time(9)),),
        ((time(9), time(9)),),
        ((time(9), time(13)), (time(12), time(18))),
        ((time(20), time(0)), (time(21), time(22))),
    ],
    ids=["backward", "empty", "overlapping", "after midnight"],
)
def test_hours_that_do_not_run_forward_are_refused(spans: tuple[tuple[time, time], ...]) -> None:
    with pytest.raises(ValidationError, match="run forward without overlap"):
        Hours(days={0: spans})


def test_an_eighth_day_of_the_week_is_refused() -> None:
    with pytest.raises(ValidationError, match="weekday 7 does not exist"):
        Hours(days={7: (NINE_TO_SIX,)})


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"timezone": "Mars/Base"}, "timezone 'Mars/Base' is not known"),
        ({"timezone": ""}, "timezone '' is not known"),
        ({"timezone": "../etc/passwd"}, "is not known"),
        ({"country": "XX"}, "no holidays are known for 'XX'"),
        ({"country": ""}, "no holidays are known for ''"),
        ({"country": "DE-XX"}, "no holidays are known for 'DE-XX'"),
        ({"extra_holidays": {"2026-01-05"}, "extra_workdays": {"2026-01-05"}}, "2026-01-05 cannot be"),
    ],
)
def test_a_calendar_says_what_is_wrong_with_it(wrong: dict[str, object], says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        Calendar.model_validate({"timezone": "UTC", "hours": OFFICE} | wrong)


def test_calendars_with_the_same_content_are_the_same() -> None:
    again = Calendar.model_validate_json(SHANGHAI.model_dump_json())
    assert again == SHANGHAI
    assert hash(again) == hash(SHANGHAI)


def test_a_copy_with_other_dates_does_not_remember_the_old_ones() -> None:
    start = in_shanghai(1, 9)
    assert SHANGHAI.add_working_time(start, 10 * HOUR) == in_shanghai(2, 10)
    closed = SHANGHAI.model_copy(update={"extra_holidays": frozenset({date(2026, 9, 2)})})
    assert closed.add_working_time(start, 10 * HOUR) == in_shanghai(3, 10)


@given(calendars, instants, amounts)
def test_what_was_added_lies_between(calendar: Calendar, start: datetime, amount: timedelta) -> None:
    assert calendar.working_time_between(start, calendar.add_working_time(start, amount)) == amount


@given(calendars, instants, amounts)
def test_nothing_due_falls_after_closing(calendar: Calendar, start: datetime, amount: timedelta) -> None:
    due = calendar.add_working_time(start, amount)
    assert calendar.is_open(due - timedelta(microseconds=1))


@given(calendars, instants, amounts, st.integers(0, 300), dates)
def test_work_goes_on_at_the_next_opening_after_what_was_added(
    calendar: Calendar, start: datetime, amount: timedelta, days: int, day: date
) -> None:
    """From anywhere, and from an opening, where whole days end at a close."""
    whole = days * calendar.workday_length()
    for begin in (start, calendar.opens(calendar.next_working_day(day))):
        each = [calendar.next_open(calendar.add_working_time(begin, one)) for one in (amount, whole)]
        assert calendar.openings_after(begin, amount, whole) == each


@given(calendars, instants, instants, amounts, amounts)
def test_later_starts_and_longer_work_never_end_earlier(
    calendar: Calendar, one: datetime, other: datetime, less: timedelta, more: timedelta
) -> None:
    one, other, less, more = min(one, other), max(one, other), min(less, more), max(less, more)
    assert calendar.add_working_time(one, less) <= calendar.add_working_time(other, less)
    assert calendar.add_working_time(one, less) <= calendar.add_working_time(one, more)


@given(calendars, instants, instants, instants)
def test_working_time_adds_up_and_never_exceeds_the_clock(
    calendar: Calendar, a: datetime, b: datetime, c: datetime
) -> None:
    a, b, c = sorted((a, b, c))
    between = calendar.working_time_between
    assert between(a, b) + between(b, c) == between(a, c)
    assert timedelta(0) <= between(a, c) <= c - a
    assert between(c, a) == -between(a, c)


@given(calendars, instants)
def test_nothing_is_worked_before_the_next_opening(calendar: Calendar, instant: datetime) -> None:
    opening = calendar.next_open(instant)
    assert opening >= instant
    assert calendar.is_open(opening)
    assert calendar.working_time_between(instant, opening) == timedelta(0)
    assert calendar.is_working_day(calendar.local_day(opening))


@given(calendars, dates, st.integers(-300, 300))
def test_working_days_added_are_the_working_days_between(calendar: Calendar, day: date, count: int) -> None:
    assert calendar.working_days_between(day, calendar.add_working_days(day, count)) == count


@given(calendars, dates)
def test_the_day_after_and_the_day_before_are_neighbours(calendar: Calendar, day: date) -> None:
    after = calendar.next_working_day(day)
    before = calendar.previous_working_day(after)
    assert before <= day < after
    assert calendar.next_working_day(before) == after


@given(calendars, dates)
def test_a_working_day_opens_and_closes_on_its_own_date(calendar: Calendar, day: date) -> None:
    day = calendar.next_working_day(day)
    assert calendar.local_day(calendar.opens(day)) == day
    assert calendar.local_day(calendar.closes(day) - timedelta(microseconds=1)) == day
    assert calendar.next_open(calendar.opens(day)) == calendar.opens(day)
