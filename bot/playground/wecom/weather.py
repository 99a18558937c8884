"""Bad days of WeCom: beside those of every platform it may be busy, or nobody may be reachable."""

from bot.playground.weather import BadDays


class Weather(BadDays):
    """WeCom's. Without a gateway before it, an outage is a bad gateway."""

    busy: int = 0
    down_status: int = 502
    unreachable: bool = False
