"""The next working morning of the sample company, for the playground's "to the next working day" button."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

_HERE = ZoneInfo("Asia/Shanghai")
_MORNING = time(9, 0)


def next_working_morning(now: datetime) -> datetime:
    """09:00 in Shanghai on the next weekday that is no holiday there, after `now`."""
    import holidays  # a second of start-up that only this button needs

    day = now.astimezone(_HERE).date()
    free = holidays.country_holidays("CN", years=range(day.year, day.year + 2))
    while True:
        morning = datetime.combine(day, _MORNING, _HERE)
        if morning > now and day.weekday() < 5 and day not in free:
            return morning.astimezone(now.tzinfo)
        day += timedelta(days=1)
