"""Working time: which days a department works, when it opens, and how much of it lies between two instants.

Instants are aware and come back in UTC; days are dates in the calendar's own timezone.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, cached_property, lru_cache
from itertools import accumulate, pairwise
from statistics import median_low
from typing import NamedTuple, Self
from zoneinfo import ZoneInfo

import holidays
from pydantic import field_validator, model_validator

from workflows.frozen import Frozen, Remembering

Span = tuple[time, time]
MIDNIGHT = time(0)
ONE_DAY = timedelta(days=1)


class Hours(Frozen):
    """A week's working hours: weekday (0 is Monday) to its spans. An end at 00:00 is the day's end."""

    days: Mapping[int, tuple[Span, ...]]

    @field_validator("days")
    @classmethod
    def _make_sense(cls, days: Mapping[int, tuple[Span, ...]]) -> Mapping[int, tuple[Span, ...]]:
        for weekday, spans in days.items():
            if weekday not in range(7):
                raise ValueError(f"weekday {weekday} does not exist: 0 is Monday, 6 is Sunday")
            if not _run_forward(spans):
                raise ValueError(
                    "working hours must run forward without overlap, as 09:00-12:00 13:00-18:00 do"
                )
        if not any(days.values()):
            raise ValueError("at least one day of the week must have working hours")
        return {weekday: days[weekday] for weekday in sorted(days) if days[weekday]}

    def __hash__(self) -> int:
        return hash(tuple(self.days.items()))

    def usual(self) -> tuple[Span, ...]:
        """The spans that most days have: what a weekend day works when it stands in for a weekday."""
        return Counter(self.days.values()).most_common(1)[0][0]


class Calendar(Remembering):
    """The working time of a department.

    `country` is a code of the `holidays` library, with a region if wanted ("CN", "DE", "DE-BE"). Weekend days
    that stand in for a weekday (China's 调休) are working days. The company's own dates come first.
    """

    timezone: str
    hours: Hours
    country: str | None = None
    extra_holidays: frozenset[date] = frozenset()
    extra_workdays: frozenset[date] = frozenset()

    @field_validator("timezone")
    @classmethod
    def _timezone_exists(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (KeyError, ValueError, OSError) as unknown:
            raise ValueError(f"timezone {name!r} is not known; write it like Asia/Shanghai") from unknown
        return name

    @field_validator("country")
    @classmethod
    def _country_is_known(cls, code: str | None) -> str | None:
        country, _, region = (code or "").partition("-")
        known = holidays.list_supported_countries()
        if code is not None and (country not in known or (region and region not in known[country])):
            raise ValueError(f"no holidays are known for {code!r}; write a code like CN, DE or DE-BE")
        return code

    @model_validator(mode="after")
    def _no_day_is_both(self) -> Self:
        if both := self.extra_holidays & self.extra_workdays:
            raise ValueError(f"{min(both)} cannot be a holiday and a working day")
        return self

    def local_day(self, instant: datetime) -> date:
        """The date on the department's wall at this instant."""
        if instant.tzinfo is None:
            raise ValueError("an instant needs a timezone")
        return instant.astimezone(ZoneInfo(self.timezone)).date()

    def is_working_day(self, day: date) -> bool:
        if day in self.extra_workdays or day in self.extra_holidays:
            return day in self.extra_workdays
        public = _public_days(self.country, day.year)
        return day in public.worked or (day.weekday() in self.hours.days and day not in public.off)

    def next_working_day(self, day: date) -> date:
        """The first working day strictly after this one."""
        return self._nearest_working_day(day, ONE_DAY)

    def previous_working_day(self, day: date) -> date:
        """The last working day strictly before this one."""
        return self._nearest_working_day(day, -ONE_DAY)

    def add_working_days(self, day: date, count: int) -> date:
        """Return the day that many working days later (earlier if negative); the day itself for 0."""
        step = self.next_working_day if count > 0 else self.previous_working_day
        for _ in range(abs(count)):
            day = step(day)
        return day

    def working_days_between(self, a: date, b: date) -> int:
        """The steps of `add_working_days` from `a` to `b`; negative if `b` is earlier."""
        if b < a:
            return -sum(self.is_working_day(b + ONE_DAY * n) for n in range((a - b).days))
        return sum(self.is_working_day(b - ONE_DAY * n) for n in range((b - a).days))

    def opens(self, day: date) -> datetime:
        """Return the instant at which this working day begins; ValueError if it is none."""
        return self._spans(day)[0][0]

    def closes(self, day: date) -> datetime:
        """Return the instant at which this working day ends; ValueError if it is none."""
        return self._spans(day)[-1][1]

    def is_open(self, instant: datetime) -> bool:
        """Whether work goes on at this instant: at the very opening yes, at the very close no."""
        return self.next_open(instant) == instant

    def next_open(self, instant: datetime) -> datetime:
        """The instant itself inside working time, else the next opening."""
        number = self.local_day(instant).year
        while instant >= (year := self._year(number)).last_close:
            number += 1
        span = bisect_right(year.ends, instant)
        return max(instant.astimezone(UTC), year.starts[span])

    def add_working_time(self, start: datetime, amount: timedelta) -> datetime:
        """The earliest instant with that much working time since `start`; ValueError for a negative amount.

        A whole day from an opening is that day's close, not the next opening.
        """
        if amount < timedelta(0):
            raise ValueError("working time is only added forward")
        if not amount:
            return start.astimezone(UTC)
        number = self.local_day(start).year
        target = self._year(number).worked_until(start) + amount
        while target > (year := self._year(number)).total:
            target -= year.total
            number += 1
        return year.instant_at(target)

    def openings_after(self, start: datetime, *amounts: timedelta) -> list[datetime]:
        """Return, for each amount, when work goes on after that much working time since `start`.

        The same as `next_open` of `add_working_time`: whole days from an opening end at the next opening.
        """
        number = self.local_day(start).year
        worked = self._year(number).worked_until(start)
        return [self._goes_on(number, worked + amount) for amount in amounts]

    def _goes_on(self, number: int, target: timedelta) -> datetime:
        """Return the instant at which work goes on after so much of it since that year began."""
        while target >= (year := self._year(number)).total:
            target -= year.total
            number += 1
        return year.goes_on_at(target)

    def working_time_between(self, a: datetime, b: datetime) -> timedelta:
        """Working time from `a` to `b`; negative if `b` is earlier."""
        if b < a:
            return -self.working_time_between(b, a)
        first, last = self.local_day(a).year, self.local_day(b).year
        whole_years = sum((self._year(number).total for number in range(first, last)), timedelta(0))
        return whole_years + self._year(last).worked_until(b) - self._year(first).worked_until(a)

    def workday_length(self) -> timedelta:
        """The usual length of one working day: the median over the week's working days."""
        return self._usual_day

    @cached_property
    def _usual_day(self) -> timedelta:
        return median_low(sum(map(_length, spans), timedelta(0)) for spans in self.hours.days.values())

    def _year(self, number: int) -> "_Year":
        """Return the year as `_year` does, without comparing calendars each time."""
        if number not in self._years:
            self._years[number] = _year(self, number)
        return self._years[number]

    @cached_property
    def _years(self) -> dict[int, "_Year"]:
        return {}

    def _nearest_working_day(self, day: date, step: timedelta) -> date:
        day += step
        while not self.is_working_day(day):
            day += step
        return day

    def _spans(self, day: date) -> list[tuple[datetime, datetime]]:
        """The day's spans as instants."""
        if not self.is_working_day(day):
            raise ValueError(f"{day} is not a working day")
        spans = self.hours.days.get(day.weekday()) or self.hours.usual()
        return list(_instants(day, spans, ZoneInfo(self.timezone)))


class _Year(NamedTuple):
    """A calendar's year laid out, so that any span of time costs two look-ups and not a walk."""

    starts: list[datetime]
    ends: list[datetime]
    worked_before: list[timedelta]
    total: timedelta

    @property
    def last_close(self) -> datetime:
        return self.ends[-1] if self.ends else datetime.min.replace(tzinfo=UTC)

    def worked_until(self, instant: datetime) -> timedelta:
        instant = instant.astimezone(UTC)  # two of one zone are compared far faster than of different ones
        span = bisect_right(self.starts, instant) - 1
        if span < 0:
            return timedelta(0)
        return self.worked_before[span] + min(instant, self.ends[span]) - self.starts[span]

    def instant_at(self, worked: timedelta) -> datetime:
        span = bisect_left(self.worked_before, worked) - 1
        return self.starts[span] + worked - self.worked_before[span]

    def goes_on_at(self, worked: timedelta) -> datetime:
        """Return the same instants, but an opening where one would be the close before."""
        span = bisect_right(self.worked_before, worked) - 1
        return self.starts[span] + worked - self.worked_before[span]


@lru_cache(maxsize=512)
def _year(calendar: Calendar, number: int) -> _Year:
    first = date(number, 1, 1)
    days = (first + ONE_DAY * n for n in range((date(number + 1, 1, 1) - first).days))
    spans = [span for day in days if calendar.is_working_day(day) for span in calendar._spans(day)]
    worked = list(accumulate((end - start for start, end in spans), initial=timedelta(0)))
    return _Year([start for start, _ in spans], [end for _, end in spans], worked[:-1], worked[-1])


class _PublicDays(NamedTuple):
    off: frozenset[date]
    worked: frozenset[date]


@cache
def _public_days(country: str | None, year: int) -> _PublicDays:
    """A country's holidays of a year, and the weekend days worked in exchange, as far as published."""
    if country is None:
        return _PublicDays(frozenset(), frozenset())
    code, _, region = country.partition("-")
    # The year after is asked for too: a December weekend may be worked for a holiday in January.
    known = holidays.country_holidays(code, subdiv=region or None, years=(year, year + 1), expand=False)
    worked = known.weekend_workdays
    return _PublicDays(
        off=frozenset(day for day in known if day.year == year and day not in worked),
        worked=frozenset(day for day in worked if day.year == year),
    )


def _instants(day: date, spans: tuple[Span, ...], zone: ZoneInfo) -> Iterator[tuple[datetime, datetime]]:
    reached = datetime.min.replace(tzinfo=UTC)
    for opening, closing in spans:
        last_day = day + ONE_DAY if closing == MIDNIGHT else day
        start = datetime.combine(day, opening, zone).astimezone(UTC)
        end = datetime.combine(last_day, closing, zone).astimezone(UTC)
        if start >= end:  # opening in the hour that a clock change skips: read it by the new offset
            start = datetime.combine(day, opening.replace(fold=1), zone).astimezone(UTC)
        start = max(start, reached)
        if start < end:
            yield start, end
            reached = end


def _run_forward(spans: tuple[Span, ...]) -> bool:
    in_order = all(before[1] != MIDNIGHT and before[1] <= after[0] for before, after in pairwise(spans))
    return in_order and all(_length(span) > timedelta(0) for span in spans)


def _length(span: Span) -> timedelta:
    """Return its length on the wall."""
    start, end = (timedelta(hours=at.hour, minutes=at.minute, seconds=at.second) for at in span)
    return (end or ONE_DAY) - start
