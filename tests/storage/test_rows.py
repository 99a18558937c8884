"""TinyDB over rows does what TinyDB does, only without reading everything."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from typing import NoReturn

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tinydb import Query, TinyDB, where
from tinydb.queries import QueryInstance
from tinydb.storages import MemoryStorage
from tinydb.table import Document, Table

from storage.pushdown import narrowed
from storage.row_storage import Index
from storage.rows import Rows, RowTable

INDEXED = (Index((("phase",),)), Index((("deep", "owner"), ("n",))), Index((("n",),), only=("open",)))
Content = dict[str, object]


@pytest.fixture
def rows() -> Iterator[Rows]:
    with Rows(sqlite3.connect(":memory:", isolation_level=None)) as rows:
        yield rows


@pytest.fixture
def table(rows: Rows) -> RowTable:
    return rows.table("requests", indexes=INDEXED)


def contents(documents: list[Document]) -> list[tuple[int, Content]]:
    return sorted((document.doc_id, dict(document)) for document in documents)


def insert_and_fail(rows: Rows, table: RowTable) -> NoReturn:
    with rows.storage.atomic():
        table.insert({"n": 2})
        raise RuntimeError("taken back")


# Parity with TinyDB in memory, over whole stories

texts = st.text(st.characters(codec="utf-8"), max_size=3) | st.sampled_from(["a", "a\0b", "a\0", "é"])
numbers = st.integers(-3, 3) | st.sampled_from([2**63, -(2**63), 10**400, 0.5, 1.0, 2.0])
leaves = st.none() | st.booleans() | numbers | texts
documents = st.fixed_dictionaries(
    {},
    optional={
        "phase": leaves,
        "n": leaves,
        "open": st.booleans(),
        "deep": st.none() | st.fixed_dictionaries({}, optional={"owner": leaves}),
        "plain": leaves | st.lists(leaves, max_size=2),
    },
)
paths = st.sampled_from([("phase",), ("n",), ("open",), ("deep", "owner"), ("plain",)])


@st.composite
def comparisons(draw: st.DrawFn) -> QueryInstance:
    """One comparison. Python refuses to say whether 1 < "a", so < and the like are kept to one kind."""
    field = Query()
    for name in draw(paths):
        field = field[name]
    sign, value = draw(st.sampled_from(["==", "!=", "exists", "<", "<=", ">", ">="])), draw(leaves)
    match sign:
        case "==":
            return field == value  # type: ignore[no-any-return]
        case "!=":
            return field != value  # type: ignore[no-any-return]
        case "exists":
            return field.exists()
        case _:
            return _ordered(field, sign, draw(st.integers(-2, 2) | texts))


def _ordered(field: Query, sign: str, border: int | str) -> QueryInstance:
    """With a test in front that leaves out what Python can't compare with the border."""
    kind = str if isinstance(border, str) else (int, float)

    def comparable(value: object) -> bool:
        return isinstance(value, kind)

    compared = {"<": field < border, "<=": field <= border, ">": field > border, ">=": field >= border}[sign]
    return field.test(comparable) & compared


queries = st.recursive(
    comparisons(),
    lambda inner: st.tuples(inner, inner, st.sampled_from("&|~")).map(
        lambda t: {"&": lambda: t[0] & t[1], "|": lambda: t[0] | t[1], "~": lambda: ~t[0]}[t[2]]()
    ),
    max_leaves=4,
)
steps = st.one_of(
    st.tuples(st.just("insert"), documents),
    st.tuples(st.just("insert_multiple"), st.lists(documents, max_size=3)),
    st.tuples(st.just("update"), documents, queries),
    st.tuples(st.just("update_ids"), documents, st.lists(st.integers(1, 6), max_size=3)),
    st.tuples(st.just("upsert"), documents, queries),
    st.tuples(st.just("upsert_document"), documents, st.integers(1, 6)),
    st.tuples(st.just("remove"), queries),
    st.tuples(st.just("remove_ids"), st.lists(st.integers(1, 6), max_size=3)),
    st.tuples(st.just("truncate")),
)


def play(db: Table, step: tuple[object, ...]) -> object:
    match step:
        case ("insert", Mapping() as document):
            return db.insert(document)
        case ("insert_multiple", list() as several):
            return db.insert_multiple(several)
        case ("update", Mapping() as fields, QueryInstance() as cond):
            return sorted(db.update(fields, cond))
        case ("update_ids", Mapping() as fields, list() as ids):
            return db.update(fields, doc_ids=ids)
        case ("upsert", Mapping() as document, QueryInstance() as cond):
            return sorted(db.upsert(document, cond))
        case ("upsert_document", Mapping() as document, int() as id):
            return db.upsert(Document(document, id))
        case ("remove", QueryInstance() as cond):
            return sorted(db.remove(cond))
        case ("remove_ids", list() as ids):
            return sorted(db.remove(doc_ids=list(dict.fromkeys(ids))))
        case _:
            db.truncate()
            return None


@settings(max_examples=150, deadline=None)
@given(st.lists(steps, max_size=8), st.lists(queries, max_size=4))
def test_every_story_ends_as_with_tinydb_in_memory(
    story: list[tuple[object, ...]], questions: list[QueryInstance]
) -> None:
    plain = TinyDB(storage=MemoryStorage).table("requests")
    with Rows(sqlite3.connect(":memory:", isolation_level=None)) as rows:
        table = rows.table("requests", indexes=INDEXED)
        for step in story:
            assert play(table, step) == play(plain, step)
        assert contents(table.all()) == contents(plain.all())
        assert len(table) == len(plain)
        for question in questions:
            assert contents(table.search(question)) == contents(plain.search(question))
            assert table.count(question) == plain.count(question)
            assert table.contains(question) == plain.contains(question)


# What is ours alone


def test_documents_are_found_by_id_alone(table: RowTable) -> None:
    ids = table.insert_multiple([{"n": 1}, {"n": 2}, {"n": 3}])
    assert table.get(doc_id=ids[1]) == {"n": 2}
    assert table.get(doc_ids=[ids[2], ids[0], 99]) == [{"n": 1}, {"n": 3}]
    assert table.get(doc_id=99) is None


def test_a_found_document_is_a_copy(table: RowTable) -> None:
    table.insert({"n": 1, "deep": {"owner": "ben"}})
    (found,) = table.search(where("n") == 1)
    found["deep"]["owner"] = "nobody"
    assert table.get(doc_id=1) == {"n": 1, "deep": {"owner": "ben"}}


def test_a_failing_update_leaves_nothing_behind(table: RowTable) -> None:
    table.insert_multiple([{"n": 1}, {"n": 2}])

    def fails_at_two(document: Content) -> None:
        document["seen"] = True
        if document["n"] == 2:
            raise RuntimeError("enough")

    with pytest.raises(RuntimeError):
        table.update(fails_at_two)  # type: ignore[arg-type]
    assert table.all() == [{"n": 1}, {"n": 2}]


def test_a_document_that_is_no_json_is_refused_and_spoils_nothing(table: RowTable) -> None:
    table.insert({"n": 1})
    for bad in ({"n": object()}, {"n": float("nan")}):
        with pytest.raises((TypeError, ValueError)):
            table.insert(bad)
    table.insert({"n": 2})
    assert [document["n"] for document in table] == [1, 2]


def test_an_atomic_part_within_another_is_taken_back_alone(rows: Rows, table: RowTable) -> None:
    with rows.storage.atomic():
        table.insert({"n": 1})
        with pytest.raises(RuntimeError):
            insert_and_fail(rows, table)
        table.insert({"n": 3})
    assert [document["n"] for document in table] == [1, 3]


def test_a_table_whose_making_was_taken_back_is_made_again(rows: Rows, table: RowTable) -> None:
    with pytest.raises(RuntimeError):
        insert_and_fail(rows, table)
    assert table.all() == []
    table.insert({"phase": "offer"})
    assert "USING INDEX" in plan(rows, table, where("phase") == "offer")


def test_persist_empty_makes_the_table_and_wipes_nothing(rows: Rows) -> None:
    rows.table("kept").insert({"n": 1})
    again = RowTable(rows.storage, "kept", persist_empty=True)
    assert len(again) == 1


@pytest.mark.parametrize("name", ["requests", "Requests", "_default", "0x", "", 'a"b', "部门", "t_0", "a b"])
def test_any_name_is_a_table_of_its_own(rows: Rows, name: str) -> None:
    rows.table("other").insert({"n": 0})
    rows.table(name).insert({"n": 1})
    assert rows.tables() == {"other", name}
    rows.drop_table(name)
    assert rows.tables() == {"other"}


def test_the_storage_reads_and_writes_everything_at_once_as_tinydb_wants(rows: Rows, table: RowTable) -> None:
    assert rows.storage.read() is None
    table.insert({"n": 1, "phase": "offer"})
    everything = rows.storage.read()
    assert everything == {"requests": {"1": {"n": 1, "phase": "offer"}}}
    rows.drop_tables()
    assert rows.tables() == set()
    rows.storage.write(everything)
    assert rows.table("requests", indexes=INDEXED).count(where("phase") == "offer") == 1


def test_a_table_from_before_its_indexes_gets_them(rows: Rows) -> None:
    rows.storage.write({"requests": {"1": {"phase": "offer"}, "2": {"phase": "action"}}})
    table = rows.table("requests", indexes=INDEXED)
    table.prepare()
    assert table.tally(where("phase") == "offer") == 1
    assert "USING" in plan(rows, table, where("phase") == "offer")


# Pushdown


def plan(rows: Rows, table: RowTable, cond: QueryInstance) -> str:
    found = narrowed(cond, table._columns)
    assert found is not None, cond
    sql = f'EXPLAIN QUERY PLAN SELECT id, doc FROM "{table._table}" {table._clauses(found, "id")}'
    return " / ".join(detail for *_, detail in rows.storage.rows(sql, found.values))


@pytest.mark.parametrize(
    "cond",
    [
        where("phase") == "offer",
        where("phase") >= "offer",
        (where("phase") == "offer") & where("plain").exists(),
        (where("phase") == "offer") | (where("phase") == "action"),
        where("deep")["owner"] == "ben",
        (where("deep")["owner"] == "ben") & (where("n") > 3),
        (where("open") == True) & (where("n") <= 3),  # noqa: E712 - a query
        where("phase") == None,  # noqa: E711 - a query
    ],
)
def test_simple_conditions_use_an_index(rows: Rows, table: RowTable, cond: QueryInstance) -> None:
    table.prepare()
    assert " INDEX t_requests" in plan(rows, table, cond)
    assert "SCAN" not in plan(rows, table, cond)


@pytest.mark.parametrize(
    "cond",
    [
        where("plain") == 1,
        where("phase") != "offer",
        ~(where("phase") == "offer"),
        (where("phase") == "offer") | (where("plain") == 1),
        where("phase").matches("off"),
        where("phase").test(bool),
        where("phase").map(len) == 5,
        where("n") == 0.5,
        where("n") == 2**63,
        Query().noop(),
    ],
)
def test_anything_else_looks_at_every_document(table: RowTable, cond: QueryInstance) -> None:
    assert narrowed(cond, table._columns) is None


def test_a_tally_needs_a_column_for_every_field(table: RowTable) -> None:
    table.insert({"phase": "offer", "n": 1})
    assert table.tally((where("phase") == "offer") & (where("n") == 1)) == 1
    with pytest.raises(ValueError, match="no index"):
        table.tally((where("phase") == "offer") & (where("plain") == 1))


def test_the_shape_of_tinydbs_queries_is_still_the_one_relied_upon() -> None:
    one, other = where("a")["b"] == 1, where("c") < "x"
    assert one._hash == ("==", ("a", "b"), 1)
    assert other._hash == ("<", ("c",), "x")
    assert (one & other)._hash == ("and", frozenset([one._hash, other._hash]))
    assert (one | other)._hash == ("or", frozenset([one._hash, other._hash]))
    assert (~one)._hash == ("not", one._hash)
    assert (where("a") <= 1)._hash == ("<=", ("a",), 1)
    assert (where("a") > 1)._hash == (">", ("a",), 1)
    assert (where("a") >= 1)._hash == (">=", ("a",), 1)
    assert (where("a").map(len) == 1)._hash is None
