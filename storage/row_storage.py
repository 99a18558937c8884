# ruff: noqa: S608 - names of tables and fields are ours, and values are bound
"""A SQLite connection as a TinyDB storage: tables of rows (id, document), their indexes, atomic steps."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from tinydb.storages import Storage

from storage.pushdown import FieldPath, Scalar, column


@dataclass(frozen=True)
class Index:
    """Fields that are looked up without a scan. `only`: of documents in which this field is true."""

    fields: tuple[FieldPath, ...]
    unique: bool = False
    only: FieldPath | None = None

    @property
    def paths(self) -> tuple[FieldPath, ...]:
        return tuple(dict.fromkeys((*self.fields, *([self.only] if self.only else []))))

    def sql(self, table: str, number: int) -> str:
        kind = "UNIQUE INDEX" if self.unique else "INDEX"
        columns = ", ".join(column(path) for path in self.paths)
        where = f" WHERE {column(self.only)} = 1" if self.only else ""
        return f'CREATE {kind} IF NOT EXISTS "{table}_{number}" ON "{table}" ({columns}){where}'


class RowStorage(Storage):
    """The connection, as TinyDB's storage. Reading or writing it all at once works, but is never needed."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.ready: set[str] = set()  # tables that have their indexes
        self.known: set[str] = set()
        self.volatile: dict[str, int] = {}  # numbers in memory that a rollback takes back, too
        self._depth = 0
        self._seen = -1
        self.recall()

    def is_ready(self, table: str) -> None:
        self.ready.add(table)
        self._seen = self._schema()

    def recall(self) -> None:
        """Forget what a rollback has undone: it takes back new tables and indexes, too."""
        if self._schema() == self._seen:
            return
        self._seen = self._schema()
        self.ready.clear()
        rows = self.connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 't_%'"
        )
        self.known = {name for (name,) in rows}

    @contextmanager
    def atomic(self) -> Iterator[None]:
        """Do all of it or nothing; within another one, only this part is taken back."""
        name, before = f"s{self._depth}", dict(self.volatile)
        self.connection.execute(f"SAVEPOINT {name}")
        self._depth += 1
        try:
            yield
            self.connection.execute(f"RELEASE {name}")
        except BaseException:
            if self.connection.in_transaction:  # on a full disk SQLite has let go of it all by itself
                self.connection.execute(f"ROLLBACK TO {name}")
                self.connection.execute(f"RELEASE {name}")
            self.back_to(before)
            self.recall()
            raise
        finally:
            self._depth -= 1

    def back_to(self, before: Mapping[str, int]) -> None:
        """Take back what was counted in memory since."""
        self.volatile.clear()
        self.volatile.update(before)

    def _schema(self) -> int:
        """Return a number that changes with every table and index, and goes back with a rollback."""
        (version,) = self.connection.execute("PRAGMA schema_version").fetchone()
        return int(version)

    def read(self) -> dict[str, dict[str, object]] | None:
        return {
            quoted_table(table): {
                str(id): json.loads(doc) for id, doc in self.rows(f'SELECT id, doc FROM "{table}"')
            }
            for table in sorted(self.known)
        } or None

    def write(self, data: Mapping[str, Mapping[str, object]]) -> None:
        with self.atomic():
            for table in tuple(self.known):
                self.drop(table)
            for name, documents in data.items():
                table = table_of(name)
                self.create(table)
                rows = [(int(id), json.dumps(document)) for id, document in documents.items()]
                self.connection.executemany(f'INSERT INTO "{table}" (id, doc) VALUES (?, ?)', rows)

    def create(self, table: str, columns: tuple[FieldPath, ...] = ()) -> None:
        """Make a table, or give the columns that it lacks to an older one."""
        if table not in self.known:
            # The document comes last: a long one spills, and columns behind it would be slow to reach.
            names = "".join(f"{column(path)}, " for path in columns)
            self.rows(f'CREATE TABLE "{table}" (id INTEGER PRIMARY KEY, {names}doc TEXT NOT NULL)')
            self.known.add(table)
        there = {f"[{name}]" for (_, name, *_) in self.rows(f'PRAGMA table_info("{table}")')}
        for missing in [path for path in columns if column(path) not in there]:
            self.rows(f'ALTER TABLE "{table}" ADD COLUMN {column(missing)}')
            self.rows(
                f'UPDATE "{table}" SET {column(missing)} = json_extract(doc, ?)', (f"$.{'.'.join(missing)}",)
            )

    def drop(self, table: str) -> None:
        self.connection.execute(f'DROP TABLE IF EXISTS "{table}"')
        self.known.discard(table)
        self.ready.discard(table)

    def rows(self, sql: str, values: Iterable[Scalar] = ()) -> sqlite3.Cursor:
        return self.connection.execute(sql, tuple(values))

    def close(self) -> None:
        self.connection.close()


def table_of(name: str) -> str:
    """Return a table's name in SQLite, which ignores case as TinyDB doesn't: only plain small ones stay."""
    plain = name.isascii() and name.replace("_", "").isalnum() and name.islower() and name[0] != "0"
    return f"t_{name}" if plain else f"t_0{name.encode('utf-8').hex()}"


def quoted_table(table: str) -> str:
    name = table.removeprefix("t_")
    return bytes.fromhex(name[1:]).decode("utf-8") if name.startswith("0") else name
