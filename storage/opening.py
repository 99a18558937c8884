"""Opening the store's file: for one process at a time, and only if nothing of it is damaged or missing."""

from __future__ import annotations

import os
import sqlite3
import struct
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

MARK = 0x594E554F  # "YNUO" in the file's header: this is a store of ours
MEGABYTE = 2**20


class InUse(Exception):
    """The store is in use by another process."""


class Damaged(Exception):
    """The store's file, or a part of it, is damaged or missing. Nothing was changed."""


class Lock:
    """An exclusive lock on a file beside the store; it ends with the process, however that ends."""

    def __init__(self, store: Path) -> None:
        self._file: IO[bytes] = store.with_name(store.name + ".lock").open("ab")
        try:
            _lock(self._file)
        except OSError:
            self._file.close()
            raise InUse(f"Another Yinuo is already working with {store}. Stop that one first.") from None

    def release(self) -> None:
        self._file.close()


def open_rows(path: Path) -> tuple[sqlite3.Connection, Lock]:
    """Open the file; return the connection, checked and durable, with its lock. Raises InUse, Damaged or OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = Lock(path)
    try:
        _refuse_remains(path)
        if not path.exists():
            _create(path)
        _refuse_damage(path)
        return _connect(path), lock
    except sqlite3.OperationalError as problem:  # no right to read or write it, say: not damaged
        lock.release()
        raise OSError(str(problem)) from problem
    except BaseException:
        lock.release()
        raise


def _refuse_remains(path: Path) -> None:
    """Refuse a missing or empty file beside its journal: SQLite would begin afresh and throw the journal away."""
    journal = _journal(path)
    if path.exists() and path.stat().st_size == 0:
        raise _damaged(path, "it is empty")
    if not path.exists() and journal.exists() and journal.stat().st_size > 0:
        raise _damaged(path, f"only {journal.name} is there, and the file itself is gone")


def _create(path: Path) -> None:
    """Make the file beside its place and then move it there, so that a half-made store is never found."""
    draft = path.with_name(path.name + ".new")
    draft.unlink(missing_ok=True)
    connection = sqlite3.connect(draft, isolation_level=None)
    connection.execute(f"PRAGMA application_id = {MARK}")
    connection.close()
    with draft.open("rb+") as written:
        os.fsync(written.fileno())
    draft.replace(path)
    if sys.platform != "win32":  # where a folder can't be opened
        folder = os.open(path.parent, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)


def _refuse_damage(path: Path) -> None:
    """Refuse a damaged file. It is looked at without the right to write: whatever is found, it stays as it is."""
    frames = tuple(_frames(_journal(path)))  # before SQLite looks at them
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)
    try:
        (mark,) = connection.execute("PRAGMA application_id").fetchone()
        problems = [line for (line,) in connection.execute("PRAGMA quick_check(3)")]
        read = _frames_read(path) if frames else 0
    except sqlite3.DatabaseError as problem:
        if isinstance(problem, sqlite3.OperationalError):
            raise
        raise _damaged(path, str(problem)) from problem
    finally:
        connection.close()
    if problems != ["ok"]:
        raise _damaged(path, "; ".join(problems))
    if mark != MARK:
        raise _damaged(path, "it is not a store of Yinuo")
    if sum(frames[read:]) > 1:
        raise _damaged(path, f"{_journal(path).name} is broken in the middle")


def _frames(journal: Path) -> Iterator[bool]:
    """Yield, for each frame of the journal's present round, whether it ends a commit.

    SQLite stops reading at the first broken frame and says nothing. One commit behind that point is a step
    that was being written when the power went, and nobody was told that it is saved; two are damage.
    Frames of an earlier round are in the store already, and are passed over.
    Format: https://sqlite.org/fileformat2.html#the_write_ahead_log
    """
    if not journal.exists():
        return
    with journal.open("rb") as file:
        header = file.read(32)
        page_size = struct.unpack(">I", header[8:12])[0] if len(header) == 32 else 0
        # A killed process may have begun a new round with its header alone. Of a broken header nothing is believed.
        round_salts = header[16:24] if _is_whole(header) else None
        while page_size and len(frame := file.read(24)) == 24:
            _, pages_after_commit, salts = struct.unpack(">II8s8x", frame)
            round_salts = round_salts or salts
            if salts == round_salts:
                yield pages_after_commit > 0
            file.seek(page_size, os.SEEK_CUR)


def _is_whole(header: bytes) -> bool:
    """Whether the journal's header (32 bytes) has the checksum that it names."""
    if len(header) != 32:
        return False
    order = ">" if header[3] & 1 else "<"  # the last bit of the magic number
    words, first, second = struct.unpack(f"{order}6I", header[:24]), 0, 0
    for even, odd in zip(words[::2], words[1::2], strict=True):
        first = (first + even + second) % 2**32
        second = (second + odd + first) % 2**32
    return (first, second) == struct.unpack(">2I", header[24:])


def _frames_read(path: Path) -> int:
    """Count the frames SQLite took for good (mxFrame in https://sqlite.org/walformat.html#the_wal_index_header)."""
    header = path.with_name(path.name + "-shm").read_bytes()[:20]
    return int.from_bytes(header[16:20], sys.byteorder)


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, cached_statements=256)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA cache_size=-32000")  # 32 MB
    connection.execute(f"PRAGMA journal_size_limit={64 * MEGABYTE}")
    return connection


def _journal(path: Path) -> Path:
    return path.with_name(path.name + "-wal")


def _damaged(path: Path, why: str) -> Damaged:
    return Damaged(
        f"{path} is damaged ({why}). It was left as it is. Move it away and put a copy of it in its place"
    )


if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[bytes]) -> None:
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
