"""The embedded store when things go wrong: a second process, damage, a kill, a full disk. And it stays quick."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from storage.embedded import EmbeddedStore
from storage.opening import Damaged, InUse
from storage.writer import WriterClosed
from tests.contracts.store_contract import (
    ANA,
    BEN,
    NOW,
    a_workflow,
    closing,
    new,
    notice,
    raising,
    receipt,
    shown_order,
    taking,
)
from tests.waiting import until
from workflows.ports import Conflict, Due, Find, NotSaved, Step
from workflows.state.values import Phase, Side


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "yinuo.db"


@pytest.fixture
def store(path: Path) -> Iterator[EmbeddedStore]:
    with EmbeddedStore(path) as store:
        yield store


def eventually(holds: Callable[[], bool], seconds: float = 10) -> bool:
    try:
        return until(holds, seconds)
    except AssertionError:
        return False


def journal(path: Path) -> Path:
    return path.with_name(path.name + "-wal")


def left_by_a_kill(path: Path, commits: int, to: Path) -> Path:
    """The files as a killed process leaves them: some commits are in the journal and not yet in the file."""
    with EmbeddedStore(path) as store:
        for number in range(1, commits + 1):
            store.commit(raising(number))
        to.mkdir()
        for file in (path, journal(path)):
            shutil.copy(file, to / file.name)
    return to / path.name


def frame_starts(wal: bytes) -> list[tuple[int, bool]]:
    """Where the frames of a journal begin, and which end a commit."""
    size = 24 + struct.unpack(">I", wal[8:12])[0]
    starts = range(32, len(wal) - 24, size)
    return [(start, wal[start + 4 : start + 8] != bytes(4)) for start in starts]


# Opening again


def test_everything_is_there_after_a_restart(path: Path) -> None:
    with EmbeddedStore(path) as store:
        store.commit(raising(1, delivery="Ev1"))
        store.commit(taking(new(1)).model_copy(update={"notices": (notice("n1"), notice("n2"))}))
        store.commit(Step(due=(Due(key="request:1", at=NOW),)))
        store.sent(("n1",), (receipt("n1", where="w1"),))
        store.saw_home(ANA)
        store.note("words:1", "打印机")
    with EmbeddedStore(path) as again:
        kept = again.request(1)
        assert kept is not None
        assert (kept.owner, len(again.history(1)), again.last_number()) == (BEN, 2, 1)
        assert (again.next_due(), again.unsent(), shown_order(again)) == (NOW, 1, ["n2"])
        assert (again.number_at("w1"), again.homes(), again.stale(9)) == (1, frozenset({ANA}), (1,))
        assert again.noted("words:1") == "打印机"


def test_notes_of_a_version_that_kept_no_times_stay(path: Path) -> None:
    with EmbeddedStore(path) as store:
        store.note("words:1", "打印机")
    before = sqlite3.connect(path)
    before.execute("DROP INDEX t_notes_1")
    before.execute("ALTER TABLE t_notes DROP COLUMN [$.at]")
    before.execute("UPDATE t_notes SET doc = json_remove(doc, '$.at')")
    before.commit()
    before.close()
    with EmbeddedStore(path) as again:
        again.note("words:2", "The window", NOW)
        assert (again.noted("words:1"), again.noted("words:2")) == ("打印机", "The window")


def test_a_workflow_with_a_setting_that_was_given_up_since_still_runs_its_requests(path: Path) -> None:
    with EmbeddedStore(path) as store:
        store.commit(Step(workflow=a_workflow("v1")))
    before = sqlite3.connect(path)
    before.execute("UPDATE t_workflows SET doc = json_set(doc, '$.workflow.rhythm.offer_valid', 5)")
    before.execute("UPDATE t_workflows SET doc = json_set(doc, '$.workflow.once', 'known')")
    before.commit()
    before.close()
    with EmbeddedStore(path) as again:
        assert again.workflow("laptop", "v1") == a_workflow("v1")


def test_a_clean_stop_leaves_one_file(path: Path) -> None:
    with EmbeddedStore(path) as store:
        store.commit(raising(1))
    assert sorted(file.name for file in path.parent.iterdir()) == ["yinuo.db", "yinuo.db.lock"]


def test_a_closed_store_says_so_and_closing_twice_is_fine(path: Path) -> None:
    store = EmbeddedStore(path)
    store.close()
    store.close()
    with pytest.raises(WriterClosed):
        store.last_number()


def test_the_journal_is_folded_into_the_file_when_nothing_happens(store: EmbeddedStore, path: Path) -> None:
    before = path.stat().st_size
    store.commit(raising(1))
    assert eventually(lambda: path.stat().st_size > before)


def test_a_backup_is_a_store_of_its_own(store: EmbeddedStore, tmp_path: Path) -> None:
    store.commit(raising(1))
    store.backup(tmp_path / "copy.db")
    store.commit(raising(2))
    with EmbeddedStore(tmp_path / "copy.db") as copy:
        assert copy.request(1) == new(1)
        assert copy.last_number() == 1


def test_a_dropped_notice_is_kept_with_its_reason(store: EmbeddedStore) -> None:
    store.commit(Step(notices=(notice("n1"), notice("n2"))))
    store.drop("n1", "nobody to tell")
    assert store.dropped("n1") == "nobody to tell"
    assert store.dropped("n2") is None


# A second process


def test_a_second_opening_is_refused_with_one_clear_line(store: EmbeddedStore, path: Path) -> None:
    with pytest.raises(InUse) as told:
        EmbeddedStore(path)
    assert str(path) in str(told.value)
    assert "\n" not in str(told.value)


def test_a_second_process_is_refused(store: EmbeddedStore, path: Path) -> None:
    script = "import sys; from pathlib import Path; from storage.embedded import EmbeddedStore; "
    done = run_child(script + "EmbeddedStore(Path(sys.argv[1]))", path)
    assert done.returncode != 0
    assert "InUse: Another Yinuo" in done.stderr


def test_the_lock_goes_with_the_store(path: Path) -> None:
    EmbeddedStore(path).close()
    EmbeddedStore(path).close()


# Damage


def test_a_damaged_file_is_refused_and_left_as_it_is(path: Path) -> None:
    with EmbeddedStore(path) as store:
        for number in range(1, 40):
            store.commit(raising(number))
    broken = bytearray(path.read_bytes())
    broken[4096 * 4 : 4096 * 9] = os.urandom(4096 * 5)
    path.write_bytes(broken)
    with pytest.raises(Damaged, match="put a copy of it in its place"):
        EmbeddedStore(path)
    assert path.read_bytes() == broken


@pytest.mark.parametrize("content", [b"", b"not a store at all" * 1000])
def test_what_is_no_store_is_refused_and_left_as_it_is(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    with pytest.raises(Damaged):
        EmbeddedStore(path)
    assert path.read_bytes() == content


def test_another_programs_database_is_refused(path: Path) -> None:
    path.parent.mkdir()
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE theirs (x)")
    other.close()
    with pytest.raises(Damaged, match="not a store"):
        EmbeddedStore(path)


def test_a_cut_file_is_refused(path: Path) -> None:
    with EmbeddedStore(path) as store:
        for number in range(1, 40):
            store.commit(raising(number))
    with path.open("rb+") as file:
        file.truncate(path.stat().st_size // 2)
    with pytest.raises(Damaged):
        EmbeddedStore(path)


def test_it_never_starts_empty_beside_a_journal(path: Path, tmp_path: Path) -> None:
    left = left_by_a_kill(path, 5, tmp_path / "left")
    left.unlink()
    before = journal(left).read_bytes()
    with pytest.raises(Damaged, match="the file itself is gone"):
        EmbeddedStore(left)
    left.touch()
    with pytest.raises(Damaged, match="empty"):
        EmbeddedStore(left)
    assert journal(left).read_bytes() == before


def test_a_kill_between_the_header_of_a_new_round_and_its_first_frame_is_no_damage(
    path: Path, tmp_path: Path
) -> None:
    left, next_round = left_by_a_kill(path, 20, tmp_path / "left"), tmp_path / "next"
    connection = sqlite3.connect(left, isolation_level=None)
    connection.execute("PRAGMA wal_checkpoint(RESTART)").close()  # every frame is in the file now
    shutil.copytree(left.parent, next_round)
    connection.execute("CREATE TABLE further (id)")  # a new round begins with a new header
    header = journal(left).read_bytes()[:32]
    connection.close()
    earlier = journal(next_round / path.name).read_bytes()
    assert header != earlier[:32]
    journal(next_round / path.name).write_bytes(header + earlier[32:])
    with EmbeddedStore(next_round / path.name) as store:
        assert store.last_number() == 20


def test_a_journal_that_is_broken_in_the_middle_is_refused_and_left_as_it_is(
    path: Path, tmp_path: Path
) -> None:
    left = left_by_a_kill(path, 20, tmp_path / "left")
    broken = bytearray(journal(left).read_bytes())
    starts = frame_starts(bytes(broken))
    broken[starts[len(starts) // 2][0] + 100] ^= 0xFF
    journal(left).write_bytes(broken)
    for _ in range(2):
        with pytest.raises(Damaged, match="broken in the middle"):
            EmbeddedStore(left)
        assert journal(left).read_bytes() == broken


def test_a_journal_that_ends_within_a_commit_is_fine(path: Path, tmp_path: Path) -> None:
    left = left_by_a_kill(path, 20, tmp_path / "left")
    whole = journal(left).read_bytes()
    last_commits = [start for start, ends in frame_starts(whole) if ends]
    journal(left).write_bytes(whole[: last_commits[-1] + 50])
    with EmbeddedStore(left) as store:
        assert store.last_number() == 19
        store.commit(raising(20))


# Killed in the middle

CHILD = """
import os, sys
from pathlib import Path
from threading import Thread
from storage.embedded import EmbeddedStore
from tests.contracts.store_contract import raising, taking, new, notice
from workflows.ports import Due
from tests.contracts.store_contract import NOW

store = EmbeddedStore(Path(sys.argv[1]))
start = int(sys.argv[2])

def work(which):
    for number in range(start + which, 10**6, 4):
        more = {"notices": (notice(f"{number}:1", number),), "due": (Due(key=f"request:{number}", at=NOW),)}
        store.commit(raising(number, delivery=f"Ev{number}").model_copy(update=more))
        os.write(1, f"{number} 1\\n".encode())
        store.commit(taking(new(number)))
        os.write(1, f"{number} 2\\n".encode())
        store.note(f"sending:{number}", f"payload {number}")
        os.write(1, f"{number} 3\\n".encode())
        store.forget(f"sending:{number}")
        os.write(1, f"{number} 4\\n".encode())

for which in range(4):
    Thread(target=work, args=(which,)).start()
"""


def child(script: str, *arguments: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", script, *map(str, arguments)]
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    )


def run_child(script: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    with child(script, *arguments) as running:
        out, errors = running.communicate(timeout=60)
        return subprocess.CompletedProcess([], running.returncode, out, errors)


def acknowledged_until_killed(path: Path, start: int, lines: int) -> dict[int, int]:
    """How far a process was told that each number is saved, before it was killed."""
    told: dict[int, int] = {}
    with child(CHILD, path, start) as running:
        assert running.stdout is not None
        for count, line in enumerate(running.stdout):
            if count == lines:
                running.send_signal(signal.SIGKILL)
            number, _, version = line.strip().partition(" ")
            if version:
                told[int(number)] = int(version)
    return told


def noted_after(number: int, far: int) -> tuple[str | None, ...]:
    """What may stand there: what was acknowledged, or already the next step."""
    payload = f"payload {number}"
    return ((None,), (None,), (None, payload), (payload, None), (None,))[far]


def test_what_was_acknowledged_is_there_after_a_kill_and_nothing_is_half(path: Path) -> None:
    told: dict[int, int] = {}
    for round_ in range(3):
        told |= acknowledged_until_killed(path, start=round_ * 100_000 + 1, lines=40 + 25 * round_)
    assert len(told) > 50
    with EmbeddedStore(path) as store:
        for request in store.find(Find(limit=10**6)):
            number = request.number
            far = told.pop(number, 0)
            assert request.version >= min(far, 2)
            assert store.noted(f"sending:{number}") in noted_after(number, far)
            assert [event.seq for event in store.history(number)] == list(range(1, request.version + 1))
            assert store.due_keys(f"request:{number}")
        assert told == {}
        assert store.unsent() == store.count(Find())


# A full disk


def fill(store: EmbeddedStore) -> None:
    """Let the file grow no more."""
    connection = store._writer._connection
    store._read(lambda: connection.execute("PRAGMA max_page_count = 1").close())


def make_room(store: EmbeddedStore) -> None:
    connection = store._writer._connection
    store._read(lambda: connection.execute("PRAGMA max_page_count = 1000000").close())


def long_step(number: int) -> Step:
    step = raising(number)
    assert step.request is not None
    return step.model_copy(update={"request": step.request.model_copy(update={"words": "x" * 50_000})})


def test_a_full_disk_saves_nothing_says_so_and_can_still_be_read(store: EmbeddedStore) -> None:
    store.commit(raising(1, delivery="Ev1"))
    fill(store)
    step = long_step(2).model_copy(update={"delivery": "Ev2", "notices": (notice("n2", 2),)})
    with pytest.raises(NotSaved):
        store.commit(step)
    assert store.request(1) == new(1)
    assert (store.request(2), store.history(2), store.unsent(), store.last_number()) == (None, (), 0, 1)


def test_on_a_full_disk_a_note_is_not_saved_and_the_old_one_stands(store: EmbeddedStore) -> None:
    store.note("sending:1", "before")
    fill(store)
    with pytest.raises(NotSaved):
        store.note("sending:1", "x" * 50_000)
    assert store.noted("sending:1") == "before"
    make_room(store)
    store.forget("sending:1")
    assert store.noted("sending:1") is None


def test_it_recovers_by_itself_when_there_is_room_again(store: EmbeddedStore) -> None:
    store.commit(raising(1))
    fill(store)
    with pytest.raises(NotSaved):
        store.commit(long_step(2))
    make_room(store)
    store.commit(long_step(2))
    store.commit(taking(new(1)))
    assert (store.last_number(), len(store.history(1)), len(store.history(2))) == (2, 2, 1)


SMALL_DISK = """
import resource, sys
from pathlib import Path
from storage.embedded import EmbeddedStore
from tests.contracts.store_contract import raising, new
from workflows.ports import NotSaved

soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
with EmbeddedStore(Path(sys.argv[1])) as store:
    store.commit(raising(1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, hard))
    saved, refused = 1, 0
    for _ in range(10_000):
        if refused == 5:
            break
        try:
            store.commit(raising(saved + 1))
            saved += 1
        except NotSaved:
            refused += 1
    assert refused == 5 and store.request(1) == new(1) and store.last_number() == saved
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    store.commit(raising(saved + 1))
print(saved + 1)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no limits for files there")
def test_a_disk_that_refuses_to_write_costs_nothing_that_was_acknowledged(path: Path) -> None:
    done = run_child(SMALL_DISK, path)
    assert done.returncode == 0, done.stderr
    with EmbeddedStore(path) as store:
        assert store.last_number() == int(done.stdout)
        assert store.count(Find()) == int(done.stdout)


# One writer for many


def test_a_failing_step_takes_nothing_from_those_beside_it(store: EmbeddedStore) -> None:
    outcomes: list[str] = []

    def press(number: int) -> None:
        try:
            store.commit(raising(number % 20))
            outcomes.append("saved")
        except Conflict:
            outcomes.append("late")

    threads = [threading.Thread(target=press, args=(number,)) for number in range(20, 60)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (outcomes.count("saved"), outcomes.count("late")) == (20, 20)
    assert store.count(Find()) == 20


def test_a_mistake_in_the_store_is_told_to_whoever_asked_and_the_writer_goes_on(store: EmbeddedStore) -> None:
    with pytest.raises(sqlite3.OperationalError):
        store._write(lambda: store._writer._connection.execute("SELECT nothing FROM nowhere"))
    with pytest.raises(ZeroDivisionError):
        store._read(lambda: 1 // 0)
    store.commit(raising(1))


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_nobody_waits_for_a_writer_that_has_gone(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = EmbeddedStore(path)

    def fail() -> None:
        raise MemoryError

    monkeypatch.setattr(store._writer, "_next_batch", fail)
    store.check()
    assert eventually(lambda: not store._writer._thread.is_alive())
    with pytest.raises(WriterClosed):
        store.commit(raising(1))
    EmbeddedStore(path).close()


# Quick, however much there is


def plans(store: EmbeddedStore, ask: Callable[[], object]) -> list[str]:
    """How SQLite goes about what the store asks."""
    asked: list[str] = []
    connection = store._writer._connection
    store._read(lambda: connection.set_trace_callback(asked.append))
    ask()
    store._read(lambda: connection.set_trace_callback(None))
    questions = [sql for sql in asked if sql.startswith("SELECT")]
    assert questions

    def explained() -> list[str]:
        return [detail for sql in questions for *_, detail in connection.execute(f"EXPLAIN QUERY PLAN {sql}")]

    return store._read(explained)


def test_nothing_that_is_asked_scans_or_sorts(store: EmbeddedStore) -> None:
    questions: list[Callable[[], object]] = [
        lambda: store.request(1),
        lambda: store.history(1),
        store.last_number,
        lambda: store.commit(raising(1, delivery="Ev1")),
        lambda: store.commit(closing(new(1))),
        lambda: store.workflow("laptop", "v1"),
        lambda: store.due(NOW, 10),
        lambda: store.due_keys("request:"),
        lambda: store.waiting(NOW, 10),
        lambda: store.waiting_about(1, NOW),
        store.undelivered,
        lambda: store.next_told(NOW),
        lambda: store.begin(("n1",)),
        lambda: store.receipts(1),
        lambda: store.number_at("w1"),
        store.unsent,
        lambda: store.stale(10),
        lambda: store.fresh(1, 1),
        lambda: store.find(Find(requester=ANA)),
        lambda: store.find(Find(department="it", open=False)),
        lambda: store.find(Find(owner=BEN, side=Side.OWNER)),
        lambda: store.find(Find(phase=Phase.OFFER)),
        lambda: store.find(Find(department="it", phase=Phase.CLOSED)),
        lambda: store.count(Find(department="it", phase=Phase.CLOSED)),
        lambda: store.count(Find(owner=BEN, open=True)),
        lambda: store.noted("focus:ana"),
        lambda: store.note("words:1", "The window", NOW),
    ]
    only_the_unsent = "SCAN t_notices USING COVERING INDEX t_notices_1"
    for ask in questions:
        for step in plans(store, ask):
            assert "SCAN" not in step or step.endswith((" CONSTANT ROW", only_the_unsent)), step
            assert "TEMP B-TREE" not in step, step


def test_a_big_store_opens_quickly(path: Path) -> None:
    with EmbeddedStore(path) as store:
        for start in range(0, 20_000, 5_000):
            later = (
                Due(key=f"request:{n}", at=NOW + timedelta(seconds=n)) for n in range(start, start + 5_000)
            )
            store.commit(Step(due=tuple(later)))
    begun = time.monotonic()
    with EmbeddedStore(path) as store:
        assert store.next_due() == NOW
    assert time.monotonic() - begun < 2


def test_what_is_closed_is_not_read_to_find_what_is_open(
    store: EmbeddedStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever raises much for others keeps it all in their lists."""
    for number in range(1, 11):
        for_ben = new(number).model_copy(update={"colleague": BEN})
        store.commit(raising(number).model_copy(update={"request": for_ben, "ties": for_ben.ties}))
        if number < 10:
            store.commit(closing(for_ben))
    read = list[int]()
    text = store._in.requests.text

    def counted(number: int) -> str | None:
        read.append(number)
        return text(number)

    monkeypatch.setattr(store._in.requests, "text", counted)
    assert [request.number for request in store.find(Find(tie=BEN, open=True))] == [10]
    assert store.count(Find(tie=BEN, open=True)) == 1
    assert read == [10]
    assert len(store.find(Find(tie=BEN, limit=2))) == 2
    assert store.count(Find(tie=BEN)) == 10
    assert read == [10, 10, 9]


# The places of events among those of all requests


def places(store: EmbeddedStore) -> list[int | None]:
    requests = sorted(request.number for request in store.find(Find(limit=1000)))
    return [event.position for number in requests for event in store.history(number)]


def test_after_an_orderly_end_places_go_on_without_a_gap(path: Path) -> None:
    for number in (1, 2):
        with EmbeddedStore(path) as store:
            store.commit(raising(number))
    with EmbeddedStore(path) as store:
        store.commit(raising(3))
        assert places(store) == [1, 2, 3]


def test_after_a_kill_places_rise_on_and_none_is_given_twice(path: Path, tmp_path: Path) -> None:
    left = left_by_a_kill(path, 5, tmp_path / "left")
    with EmbeddedStore(left) as store:
        before = places(store)
        store.commit(raising(6))
        (*_, last) = places(store)
        assert before == [1, 2, 3, 4, 5]
        assert last is not None
        assert last > 5
        store.commit(raising(7))
        assert places(store)[-1] == last + 1


def test_a_block_of_places_that_was_taken_back_with_its_commit_is_noted_again(
    path: Path, store: EmbeddedStore
) -> None:
    fill(store)
    with pytest.raises(NotSaved):
        store.commit(long_step(1))
    make_room(store)
    store.commit(raising(1))
    assert store._read(store._in.positions._noted) > 1
    assert places(store) == [1]
