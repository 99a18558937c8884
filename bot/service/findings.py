"""What a doctor finds: one thing looked at, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from email.utils import parsedate_to_datetime

from workflows.frozen import Frozen

SKEW = 60.0  # seconds that this machine's clock may differ from a platform's; signatures bear 300


class Finding(Frozen):
    """One thing looked at; `mend` says what to do, and is empty when all is well."""

    what: str
    mend: str = ""


def clock_finding(whose: str, date: str | None, now: datetime) -> Iterator[Finding]:
    """Find how far this machine's time is from that of whoever answered with this Date header."""
    try:
        theirs = parsedate_to_datetime(date or "").timestamp()
    except ValueError:
        return  # said nothing about the time
    skew = now.timestamp() - theirs
    if abs(skew) > SKEW:
        way = "ahead" if skew > 0 else "behind"
        mend = "set this machine's clock (NTP)"
        yield Finding(what=f"Clock: {abs(skew):.0f} s {way} of {whose}'s", mend=mend)
    else:
        yield Finding(what=f"Clock: agrees with {whose}'s")
