"""The day on which stories begin. It is theirs, not today: a calendar is no reason for a story to end differently.

`YINUO_DAY=2026-11-30` begins them on another day (tests/calendar_days.py tries the difficult ones).
"""

from __future__ import annotations

import os
from datetime import UTC, datetime

ORDINARY = "2026-05-12"  # a Tuesday, with no holiday near it


def first_day() -> datetime:
    """The moment when a story's playground is opened, if its company is at work then, and before it else."""
    return datetime.fromisoformat(os.environ.get("YINUO_DAY") or ORDINARY).replace(tzinfo=UTC)
