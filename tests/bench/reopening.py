"""A full store opened by a process of its own, which tells its seconds and its memory as one line of JSON."""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path
from typing import NamedTuple

from bot.outbox.directory import People
from bot.service.collecting import collect_rarely
from tests.bench.population import NOW, company
from tests.fakes import FakeClock
from workflows.desk.desk import Desk
from workflows.ports import Find

MEGABYTE = 2**20


class Reopened(NamedTuple):
    """Seconds, and the process's memory in MB after that."""

    opening: float
    opened_memory: float
    due: int  # things that the sweep found
    sweep: float
    swept_memory: float
    requests: int
    file: float  # MB


def reopen(path: Path, due: int) -> Reopened:
    """Open it, look what falls due next, and sweep when at least so many things are due."""
    from storage.embedded import EmbeddedStore

    began = time.perf_counter()
    whole = company()
    with EmbeddedStore(path) as store:
        clock = FakeClock(NOW)
        desk = Desk(store, People({}, "en", lambda: whole, store), clock, lambda: whole)
        desk.plan_digests()
        assert store.next_due()
        opening, opened_memory = time.perf_counter() - began, _memory()
        clock.at = store.due(NOW.replace(year=NOW.year + 5), due)[-1].at
        began = time.perf_counter()
        touched = desk.sweep()
        sweep = time.perf_counter() - began
        requests = store.count(Find())
    size = path.stat().st_size / MEGABYTE
    return Reopened(opening, opened_memory, touched, sweep, _memory(), requests, size)


def _memory() -> float:
    """The most it ever took, in MB (Linux counts in KB)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    collect_rarely()  # as `serve` does
    sys.stdout.write(json.dumps(reopen(Path(sys.argv[1]), int(sys.argv[2]))._asdict()))
