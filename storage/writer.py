"""The one thread that writes over the store's connection. A write is answered once it is on the disk.

Writes that come together share one COMMIT, each in a savepoint of its own. Reads use the same connection, in the
thread of whoever asks, between commits: nobody ever sees what may still be taken back.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from typing import TypeVar, cast

from storage.opening import open_rows
from storage.rows import Rows
from workflows.ports import NotSaved

T = TypeVar("T")
IDLE = 0.5  # seconds without work after which the journal is folded into the file
LARGEST_BATCH = 256
# The disk's own troubles: https://sqlite.org/rescode.html. Anything else is a mistake of ours and says so.
DISK = {
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_NOTADB,
}


class WriterClosed(Exception):
    """The store was closed; nothing more can be asked of it."""


class _Job:
    """A job for the writer's thread, and how it ended."""

    def __init__(self, work: Callable[[], object]) -> None:
        self.future: Future[object] = Future()
        self._work = work
        self._result: object = None
        self._problem: Exception | None = None

    def run(self) -> bool:
        """Run as the commit hopes, and return whether nothing went wrong. Raises a problem of the disk."""
        try:
            self._result = self._work()
        except Exception as problem:
            if is_the_disk(problem):
                raise
            return False
        return True

    def run_within(self, rows: Rows) -> None:
        """Run as a part of a commit. A problem takes back this part only; one of the disk is raised, for all parts."""
        try:
            with rows.storage.atomic():
                self._result = self._work()
        except Exception as problem:
            if is_the_disk(problem):
                raise
            self._problem = problem

    def answer(self) -> None:
        if self._problem:
            self.future.set_exception(self._problem)
        else:
            self.future.set_result(self._result)


class Writer:
    """The writer opens the store's file and works with it in one thread, until closed. Raises InUse or Damaged."""

    def __init__(self, path: Path) -> None:
        connection, self._lock = open_rows(path)
        self.rows = Rows(connection)
        self._connection = connection
        self._queue: SimpleQueue[_Job | None] = SimpleQueue()
        self._door = Lock()
        self._in_use = Lock()  # the connection, by a read or by a whole commit
        self._closed = False
        self._unfolded = True  # the journal may hold commits
        self._thread = Thread(target=self._serve, name="store-writer", daemon=True)
        self._thread.start()

    def read(self, work: Callable[[], T]) -> T:
        """Return what the work finds in the committed state."""
        with self._in_use:
            if self._closed:
                raise WriterClosed("the store is closed")
            return work()

    def write(self, work: Callable[[], T]) -> T:
        """Do the work atomically and durably. Raises NotSaved, or what the work raises: then nothing is changed."""
        (job,) = self._asked([work])
        return job.future.result()  # type: ignore[return-value]  # what the work returned

    def begin_each(self, works: Sequence[Callable[[], object]]) -> Callable[[], list[Exception | None]]:
        """Begin to do each work as `write` does, many in a commit.

        Calling the result waits, and returns what each would have raised.
        """
        jobs = self._asked(works)
        return lambda: [cast("Exception | None", job.future.exception()) for job in jobs]

    def close(self) -> None:
        """Finish what was asked, and let go of the file. Closing twice is fine."""
        with self._door:
            if not self._closed:
                self._closed = True
                self._queue.put(None)
        self._thread.join()

    def _asked(self, works: Sequence[Callable[[], object]]) -> list[_Job]:
        jobs = [_Job(work) for work in works]
        with self._door:
            if self._closed:
                raise WriterClosed("the store is closed")
            for job in jobs:
                self._queue.put(job)
        return jobs

    # In the writer's thread

    def _serve(self) -> None:
        try:
            while self._serve_batch():
                pass
            self._fold("TRUNCATE")
        finally:
            self._shut()

    def _serve_batch(self) -> bool:
        batch = self._next_batch()
        jobs = [job for job in batch if job]
        if jobs:
            with self._in_use:
                self._commit(jobs)
        return len(jobs) == len(batch)

    def _shut(self) -> None:
        """Free the file, and answer whoever still waits, whatever happened."""
        with self._door:
            self._closed = True
        while not self._queue.empty():
            if job := self._queue.get():
                job.future.set_exception(WriterClosed("the store was closed before this was done"))
        with self._in_use:
            self._connection.close()
        self._lock.release()

    def _next_batch(self) -> list[_Job | None]:
        """Wait for a job (None: stop); return it with those behind it. After a while without any, fold the journal."""
        try:
            batch = [self._queue.get(timeout=IDLE if self._unfolded else None)]
        except Empty:
            self._fold("PASSIVE")
            batch = [self._queue.get()]
        while len(batch) < LARGEST_BATCH and not self._queue.empty():
            batch.append(self._queue.get())
        return batch

    def _commit(self, jobs: list[_Job]) -> None:
        """Store all jobs at once; where one of them has a problem, again, each within a savepoint of its own."""
        before = dict(self.rows.storage.volatile)
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            if not all(job.run() for job in jobs):
                self._take_back(before)
                self._connection.execute("BEGIN IMMEDIATE")
                for job in jobs:
                    job.run_within(self.rows)
            self._connection.execute("COMMIT")
        except sqlite3.Error as problem:
            for job in jobs:
                job.future.set_exception(_not_saved(problem))
            self._take_back(before)
        else:
            self._unfolded = True
            for job in jobs:
                job.answer()

    def _take_back(self, before: Mapping[str, int]) -> None:
        if self._connection.in_transaction:  # a full disk may have ended it already
            self._connection.execute("ROLLBACK")
        self.rows.storage.back_to(before)
        self.rows.storage.recall()
        self._unfolded = True  # on a full disk, folding makes room

    def _fold(self, how: str) -> None:
        """Fold the journal into the file: damage in it would cost every commit behind, so none stays there long."""
        try:
            with self._in_use:
                self._connection.execute(f"PRAGMA wal_checkpoint({how})").fetchone()
            self._unfolded = False
        except sqlite3.Error:
            self._unfolded = True  # the disk is full or away: the journal keeps everything, so later is fine


def is_the_disk(problem: Exception) -> bool:
    return isinstance(problem, sqlite3.Error) and getattr(problem, "sqlite_errorcode", 0) & 0xFF in DISK


def _not_saved(problem: sqlite3.Error) -> Exception:
    if not is_the_disk(problem):
        return problem
    saved = NotSaved(f"the store could not write: {problem}")
    saved.__cause__ = problem
    return saved
