"""Runs what depends on the calendar with the machine's clock set to each of twenty days, and stories that begin then.

    python3 tests/calendar_days.py                      # takes about a quarter of an hour
    python3 tests/calendar_days.py --on 2026-11-30 tests/stories/test_presses.py -x

Words after the days go to pytest. It needs what `python3 go.py test` installs.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).parents[1]
VENV = ROOT / ".venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
PYTHON = str(VENV) if VENV.exists() else sys.executable
EARLY = "ignore:Module already imported:pytest.PytestAssertRewriteWarning"  # time_machine, by on_a_day
DAYS = {
    "2026-11-30T02:00": "a Monday",
    "2026-12-01T02:00": "a Tuesday",
    "2026-12-02T02:00": "a Wednesday",
    "2026-12-03T02:00": "a Thursday",
    "2026-12-04T09:30": "a Friday, half an hour before the end of work in Shanghai",
    "2026-12-05T02:00": "a Saturday",
    "2026-12-06T02:00": "a Sunday",
    "2026-12-31T15:58": "the last two minutes of the year in Shanghai",
    "2027-01-01T02:00": "New Year's Day",
    "2027-02-28T15:58": "the last two minutes of a month in Shanghai",
    "2028-02-29T02:00": "the 29th of February",
    "2026-10-25T00:58": "two minutes before Berlin's clocks go back",
    "2027-03-28T00:58": "two minutes before Berlin's clocks go forward",
    "2026-11-01T05:58": "two minutes before New York's clocks go back",
    "2027-03-14T06:58": "two minutes before New York's clocks go forward",
    "2026-02-13T02:00": "the last working day before Spring Festival",
    "2026-02-17T02:00": "Spring Festival",
    "2027-02-04T02:00": "two days before the next Spring Festival",
    "2026-09-30T02:00": "the day before National Day",
    "2026-10-01T02:00": "National Day",
}  # in UTC
DEPENDENT = (
    "stories/test_chapters.py",
    "stories/test_presses.py",
    "stories/test_presses_wecom.py",
    "stories/test_wecom.py",
    "test_app.py",
    "test_go.py",
    "bot/playground",
    "bot/reading",
    "bot/service",
    "bot/slack/test_guard.py",
    "bot/web/test_entrance.py",
    "bot/wecom/test_callback.py",
    "bot/wecom/test_doctor.py",
)  # the rest is given its moments; `tests` runs it all


def main() -> int:
    """Returns 1 when a day was red."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument(
        "--on", action="append", metavar="DAY", help="this day only; may be given several times"
    )
    chosen, pytest_words = words.parse_known_args()
    chosen_tests = pytest_words if any(not word.startswith("-") for word in pytest_words) else None
    tests = chosen_tests or [*(f"tests/{place}" for place in DEPENDENT), *pytest_words]
    red = [day for day in chosen.on or DAYS if not is_green(day, tests)]
    print(f"Red: {', '.join(red)}" if red else "Green on every day.")
    return int(bool(red))


def is_green(day: str, tests: list[str]) -> bool:
    """Runs them on that day; tells it in a line, and what failed."""
    at = datetime.fromisoformat(day).replace(tzinfo=UTC).isoformat()
    here = {"YINUO_MACHINE_DAY": at, "YINUO_DAY": at, "PYTHONPATH": str(ROOT / "tests" / "on_a_day")}
    began = time.monotonic()
    command = [PYTHON, "-X", "utf8", "-m", "pytest", "-q", "-p", "no:cacheprovider", "-W", EARLY, *tests]
    done = subprocess.run(
        command, cwd=ROOT, env=os.environ | here, capture_output=True, text=True, check=False
    )
    lines = done.stdout.strip().splitlines()
    print(
        f"{day} {DAYS.get(day, '')}: {lines[-1] if lines else done.stderr} ({time.monotonic() - began:.0f} s)"
    )
    if done.returncode:
        print("\n".join(line for line in lines if line.startswith(("FAILED", "ERROR", "E  "))), flush=True)
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
