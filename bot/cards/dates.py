"""When something is promised: a day, or working days that count from an approval or from what the requester gives."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from bot import texts
from bot.cards.view import View
from workflows.state.values import Option, Promise


def promised_day(view: View, promise: Promise) -> str:
    """The promised day; while the requester's input is waited for, how long it takes from then on."""
    return from_input(view, promise.days) if promise.waits else view.day(promise.day)


def offered_day(view: View, option: Option) -> str:
    """The day that an option would be promised for."""
    match option.after:
        case "approval":
            return _counted(view, "day.approval", option.days)
        case "input":
            return from_input(view, option.days)
        case "":
            return view.day(option.day)


def from_input(view: View, days: int) -> str:
    """So many working days from what the requester gives."""
    request = view.request
    asks = view.reader in (request.requester, request.decider) and view.reader != request.owner
    return _counted(view, "day.input" if asks else "day.input.ours", days)


def _counted(view: View, key: str, days: int) -> str:
    return view.say(f"{key}.one" if days == 1 else key, days=days, requester=view.requester)


def moment(view: View, when: datetime) -> str:
    """Write when something happened, on the reader's own clock: the hour alone if it was today."""
    zone = ZoneInfo(view.timezone)
    day, today = when.astimezone(zone).date(), view.now.astimezone(zone).date()
    hour = texts.hour(view.language, when, view.timezone)
    if day == today:
        return view.say("moment.today", hour=hour)
    return view.say("moment.day", day=texts.day(view.language, day, today), hour=hour)
