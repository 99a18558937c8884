# ruff: noqa: S608 - names of tables and fields are ours, and values are bound
"""TinyDB over SQLite: its own API, tables and queries, with one row a document instead of one file for all.

A `RowTable` also takes and gives documents as JSON texts, for those who keep models: nothing is parsed twice.
All of it works on one connection, in one thread at a time (writer.py).
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from itertools import islice
from typing import Literal, cast

from tinydb import Query, TinyDB
from tinydb.queries import QueryLike
from tinydb.table import Document, Table

from storage.pushdown import FieldPath, Narrowed, Scalar, column, narrowed
from storage.row_storage import Index, RowStorage, quoted_table, table_of
from storage.written import Written, dumped, written
from workflows.frozen import Frozen

Content = dict[str, object]
Order = Literal["id", "id DESC"] | tuple[FieldPath, ...]
Fields = Mapping[str, object] | Callable[[MutableMapping[str, object]], None]
EVERYTHING = Query().noop()


class RowTable(Table):
    """A table of TinyDB in which nothing scans that has an index or a document's id."""

    default_query_cache_capacity = 0

    def __init__(
        self,
        storage: RowStorage,
        name: str,
        cache_size: int = 0,
        persist_empty: bool = False,  # noqa: FBT001, FBT002 - as TinyDB has it
        indexes: tuple[Index, ...] = (),
        columns: tuple[FieldPath, ...] = (),
    ) -> None:
        super().__init__(storage, name, cache_size)
        self._rows = storage
        self._last_given = 0
        self._insertions: dict[tuple[str, str], str] = {}
        self._table = table_of(name)
        self._indexes = indexes
        self._columns = tuple(dict.fromkeys((*columns, *(path for index in indexes for path in index.paths))))
        if persist_empty:  # TinyDB empties the table here, which nobody wants
            self.prepare()

    def prepare(self) -> None:
        """Make the table and its indexes, if they are not there yet."""
        if self._table in self._rows.ready:
            return
        self._rows.create(self._table, self._columns)
        for number, index in enumerate(self._indexes):
            self._rows.connection.execute(index.sql(self._table, number))
        self._rows.is_ready(self._table)

    # Written documents: what TinyDB does not have

    def written(self, document: Frozen) -> Written:
        """Return a document with its columns, ready to be stored. Needs no connection: any thread may do this."""
        return written(document, self._columns)

    def text(self, doc_id: int) -> str | None:
        row = self._select("doc", "WHERE id = ?", (doc_id,)).fetchone()
        return cast("str", row[0]) if row else None

    def value(self, doc_id: int, path: FieldPath) -> Scalar:
        """Return a field that has a column; None if there is no such document."""
        row = self._select(column(path), "WHERE id = ?", (doc_id,)).fetchone()
        return cast("Scalar", row[0]) if row else None

    def texts_between(self, first: int, last: int) -> list[str]:
        return [doc for (doc,) in self._select("doc", "WHERE id BETWEEN ? AND ? ORDER BY id", (first, last))]

    def texts_within(
        self,
        key: FieldPath,
        first: str,
        end: str,
        only: FieldPath,
        later: tuple[FieldPath, int] | None = None,
    ) -> list[str]:
        """Return the documents where `only` is true whose indexed field lies from `first` to before `end`.

        `later`: and where this field, which has a column, is above that.
        """
        where = f"WHERE {column(key)} >= ? AND {column(key)} < ? AND {column(only)} = 1"
        if later is None:
            return [doc for (doc,) in self._select("doc", where, (first, end))]
        return [
            doc
            for (doc,) in self._select("doc", f"{where} AND {column(later[0])} > ?", (first, end, later[1]))
        ]

    def texts(self, cond: QueryLike, order: Order = "id", limit: int | None = None) -> list[str]:
        """Return documents of which the query holds, by the age of their rows or by fields that one index holds."""
        by = order if isinstance(order, str) else ", ".join(column(path) for path in order)
        return [doc for _, doc in islice(self._found(cond, by), limit)]

    def ids(self, cond: QueryLike, limit: int | None = None) -> list[int]:
        return [id for id, _ in islice(self._found(cond, "id"), limit)]

    def tally(self, cond: QueryLike) -> int:
        """Count without looking at documents: every field in the query must have a column."""
        found = narrowed(cond, self._columns)
        if found is None or not found.whole:
            raise ValueError(f"no index answers {cond!r}")
        row = self._select("count(*)", f"WHERE {found.sql}", found.values).fetchone()
        return cast("int", row[0]) if row else 0

    def last_id(self) -> int:
        row = self._select("max(id)").fetchone()
        return (cast("int | None", row[0]) if row else None) or 0

    def add(self, document: Written, doc_id: int | None = None) -> None:
        """Add a new document. Raises sqlite3.IntegrityError if its id, or a unique field, is taken."""
        self._insert("INSERT", document, doc_id)

    def add_new(self, document: Written) -> None:
        """Add a new document, unless one of its unique fields is taken: then nothing happens."""
        self._insert("INSERT OR IGNORE", document, None)

    def put(self, document: Written, doc_id: int) -> None:
        """Put a document under its id, new or not. The indexes of what stayed the same are left alone."""
        self._put(document, doc_id, self._columns_of(doc_id))

    def put_in_place_of(self, document: Written, doc_id: int, path: FieldPath, expected: Scalar) -> bool:
        """Put a document where this field, which has a column, is as expected; None where there must be none."""
        before = self._columns_of(doc_id)
        found = before[self._columns.index(path)] if before else None
        if found != expected:
            return False
        self._put(document, doc_id, before)
        return True

    def _put(self, document: Written, doc_id: int, before: tuple[Scalar, ...] | None) -> None:
        if before is None:
            self._insert("INSERT", document, doc_id)
            return
        names = [column(path) for path in self._columns]
        changed = [(n, new) for n, old, new in zip(names, before, document.values, strict=True) if old != new]
        assigned = ", ".join([*(f"{name} = ?" for name, _ in changed), "doc = ?"])
        values = (*(new for _, new in changed), document.text, doc_id)
        self._rows.rows(f'UPDATE "{self._table}" SET {assigned} WHERE id = ?', values)

    def put_by(self, key: FieldPath, document: Written) -> None:
        """Put a document under its unique field, new or not; an old one keeps its place, the same one everything."""
        self._insert("INSERT", document, None, column(key))

    def remove_by(self, key: FieldPath, value: str | int) -> None:
        """Remove what has this value in an indexed field."""
        if self._table in self._rows.known:
            self._rows.rows(f'DELETE FROM "{self._table}" WHERE {column(key)} = ?', (value,))

    # TinyDB's own, without scans

    def search(self, cond: QueryLike) -> list[Document]:
        return [self.document_class(content, id) for id, content in self._matching(cond)]

    def get(  # type: ignore[override]  # one signature instead of seven overloads
        self, cond: QueryLike | None = None, doc_id: int | None = None, doc_ids: list[int] | None = None
    ) -> Document | list[Document] | None:
        if doc_id is not None:
            text = self.text(doc_id)
            return None if text is None else self.document_class(json.loads(text), doc_id)
        if doc_ids is not None:
            wanted = [(id, self.text(id)) for id in sorted(set(doc_ids))]
            return [self.document_class(json.loads(text), id) for id, text in wanted if text is not None]
        if cond is not None:
            return next((self.document_class(content, id) for id, content in self._matching(cond)), None)
        raise RuntimeError("You have to pass either cond or doc_id or doc_ids")

    def update(
        self, fields: Fields, cond: QueryLike | None = None, doc_ids: Iterable[int] | None = None
    ) -> list[int]:
        return super().update(fields, None, self._ids(cond, doc_ids))

    def remove(self, cond: QueryLike | None = None, doc_ids: Iterable[int] | None = None) -> list[int]:
        return super().remove(None, self._ids(cond, doc_ids))

    def __len__(self) -> int:
        row = self._select("count(*)").fetchone()
        return cast("int", row[0]) if row else 0

    def __iter__(self) -> Iterator[Document]:
        for id, doc in self._select("id, doc", "ORDER BY id").fetchall():
            yield self.document_class(json.loads(doc), id)

    def insert(self, document: Mapping[str, object]) -> int:
        if isinstance(document, self.document_class):
            self._last_given = 0  # as TinyDB: ids go on from the highest one that is there
        return super().insert(document)

    def truncate(self) -> None:
        super().truncate()
        self._last_given = 0

    # Parts

    def _ids(self, cond: QueryLike | None, doc_ids: Iterable[int] | None) -> Iterable[int] | None:
        if doc_ids is not None or cond is None:
            return doc_ids
        return [id for id, _ in self._matching(cond)]

    def _matching(self, cond: QueryLike) -> Iterator[tuple[int, Content]]:
        for id, doc in self._found(cond, "id", check=False):
            content = json.loads(doc)
            if cond(content):
                yield id, content

    def _found(self, cond: QueryLike, order: str, *, check: bool = True) -> Iterator[tuple[int, str]]:
        """Yield the rows that the columns can't exclude, each looked at again unless the columns say it all."""
        found = narrowed(cond, self._columns)
        known = not check or (found and found.whole) or cond == EVERYTHING
        for id, doc in self._select("id, doc", self._clauses(found, order), found.values if found else ()):
            if known or cond(json.loads(doc)):
                yield id, doc

    def _clauses(self, found: Narrowed | None, order: str) -> str:
        if found is None:
            return f"ORDER BY {order}"
        if found.ranged and order == "id":  # else SQLite would rather walk the whole table than sort
            return f'WHERE id IN (SELECT id FROM "{self._table}" WHERE {found.sql}) ORDER BY id'
        return f"WHERE {found.sql} ORDER BY {order}"

    def _select(self, what: str, rest: str = "", values: tuple[Scalar, ...] = ()) -> sqlite3.Cursor:
        if self._table not in self._rows.known:
            return self._rows.rows("SELECT 1 WHERE 0")
        self.prepare()
        return self._rows.rows(f'SELECT {what} FROM "{self._table}" {rest}', values)

    def _columns_of(self, doc_id: int) -> tuple[Scalar, ...] | None:
        names = ", ".join([*(column(path) for path in self._columns), "id"])
        row = self._select(names, "WHERE id = ?", (doc_id,)).fetchone()
        return cast("tuple[Scalar, ...]", row[:-1]) if row else None

    def _insert(self, verb: str, document: Written, doc_id: int | None, key: str = "") -> None:
        self.prepare()
        if (verb, key) not in self._insertions:
            self._insertions[verb, key] = self._insertion(verb, key)
        self._rows.rows(self._insertions[verb, key], (doc_id, *document.values, document.text))

    def _insertion(self, verb: str, key: str) -> str:
        names = ["id", *(column(path) for path in self._columns), "doc"]
        blanks = ", ".join("?" * len(names))
        sql = f'{verb} INTO "{self._table}" ({", ".join(names)}) VALUES ({blanks})'
        if not key:
            return sql
        new = ", ".join(f"{name} = excluded.{name}" for name in names[1:] if name != key)
        return f"{sql} ON CONFLICT ({key}) DO UPDATE SET {new} WHERE doc != excluded.doc"

    def _get_next_id(self) -> int:
        self._last_given = max(self._last_given, self.last_id()) + 1
        return self._last_given

    def _read_table(self) -> dict[str, Mapping[str, object]]:
        return {str(document.doc_id): document for document in self}

    def _update_table(self, updater: Callable[[dict[int, Mapping[str, object]]], None]) -> None:
        with self._rows.atomic():
            self.prepare()
            rows = _Rows(self)
            updater(cast("dict[int, Mapping[str, object]]", rows))
            rows.save()


class _Rows(MutableMapping[int, Content]):
    """A table as the dict that TinyDB's updaters work on: rows are read when touched, written if changed."""

    def __init__(self, table: RowTable) -> None:
        self._of = table
        self._read: dict[int, tuple[str, Content]] = {}

    def __getitem__(self, id: int) -> Content:
        if id not in self._read:
            text = self._of.text(id)
            if text is None:
                raise KeyError(id)
            self._read[id] = text, json.loads(text)
        return self._read[id][1]

    def __setitem__(self, id: int, content: Content) -> None:
        self._read.pop(id, None)
        self._of.put(dumped(content, self._of._columns), id)

    def __delitem__(self, id: int) -> None:
        self._read.pop(id, None)
        self._of._rows.rows(f'DELETE FROM "{self._of._table}" WHERE id = ?', (id,))

    def __contains__(self, id: object) -> bool:
        return isinstance(id, int) and self._of.text(id) is not None

    def __iter__(self) -> Iterator[int]:
        return iter([id for (id,) in self._of._select("id", "ORDER BY id").fetchall()])

    def __len__(self) -> int:
        return len(self._of)

    def clear(self) -> None:
        self._read.clear()
        self._of._rows.rows(f'DELETE FROM "{self._of._table}"')

    def save(self) -> None:
        for id, (before, content) in list(self._read.items()):
            document = dumped(content, self._of._columns)
            if document.text != before:
                self._of.put(document, id)


class Rows(TinyDB):
    """A TinyDB whose tables are rows. `table(name, indexes=...)` says what is looked up without a scan."""

    table_class: type[Table] = RowTable

    def __init__(self, connection: sqlite3.Connection) -> None:
        super().__init__(connection, storage=RowStorage)

    def table(self, name: str, **options: object) -> RowTable:
        return cast("RowTable", super().table(name, **options))

    @property
    def storage(self) -> RowStorage:
        return cast("RowStorage", self._storage)

    def tables(self) -> set[str]:
        return {quoted_table(table) for table in self.storage.known}

    def drop_table(self, name: str) -> None:
        self._tables.pop(name, None)
        self.storage.drop(table_of(name))
