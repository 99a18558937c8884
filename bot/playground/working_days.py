"""Working days of the sample company, for the button "to the next working day" and for those who name a day."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_HERE = ZoneInfo("Asia/Shanghai")
_MORNING = time(9, 0)
_LONGEST = 90  # days that are looked through


def next_working_morning(now: datetime) -> datetime:
    """09:00 in Shanghai on the next weekday that is no holiday there, after `now`."""
    mornings = (datetime.combine(day, _MORNING, _HERE) for day in _working_days(now.astimezone(_HERE).date()))
    return next(morning for morning in mornings if morning > now).astimezone(now.tzinfo)


def working_day(now: datetime, days: int) -> date:
    """The first weekday that is no holiday in Shanghai, `days` days from now or later.

    There are as many working days until then as in so many days of any year: a week of holidays makes it later.
    """
    today = now.astimezone(_HERE).date()
    ahead = enumerate(_working_days(today + timedelta(days=1)), start=1)
    return next(
        day for worked, day in ahead if worked >= days * 5 // 7 and day >= today + timedelta(days=days)
    )


def _working_days(first: date) -> Iterator[date]:
    import holidays  # a second of start-up that only this needs

    free = holidays.country_holidays("CN", years=range(first.year, first.year + 2))
    days = (first + timedelta(days=after) for after in range(_LONGEST))
    return (day for day in days if day.weekday() < 5 and day not in free)
