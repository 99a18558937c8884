"""Where the source says news: by its row, to an audience of that row, and no kind is compared as a string."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from workflows.news import table as t
from workflows.news.row import BY_NAME, News

ROOT = Path(__file__).parents[3]


class Saying(NamedTuple):
    """A call of a row's `say`: to whom it says so, as far as the source tells, and whether it names a person."""

    where: str
    news: News
    to: frozenset[str]
    names: bool


def trees(*rooms: str) -> Iterator[tuple[str, ast.Module]]:
    for room in rooms:
        for path in sorted((ROOT / room).rglob("*.py")):
            yield str(path.relative_to(ROOT)), ast.parse(path.read_text(encoding="utf-8"))


def sayings(where: str, tree: ast.Module) -> Iterator[Saying]:
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            calls = (node for node in ast.walk(function) if isinstance(node, ast.Call))
            for call in calls:
                match call.func:
                    case ast.Attribute(attr="say", value=ast.Attribute(attr=name) | ast.Name(id=name)):
                        row = getattr(t, name, None)
                        if isinstance(row, News):
                            yield _saying(f"{where}:{call.lineno}", row, call, function)


def _saying(where: str, row: News, call: ast.Call, function: ast.FunctionDef) -> Saying:
    given = {word.arg: word.value for word in call.keywords}
    to = _texts(given["to"], function) if "to" in given else frozenset()
    return Saying(where, row, to, "person" in given)


def _texts(value: ast.expr, function: ast.FunctionDef) -> frozenset[str]:
    """Each text that it can be; of a name, what the function gives it."""
    match value:
        case ast.Constant(value=str(text)):
            return frozenset({text})
        case ast.IfExp(body=body, orelse=orelse):
            return _texts(body, function) | _texts(orelse, function)
        case ast.Name(id=name):
            given = [
                node.value
                for node in ast.walk(function)
                if isinstance(node, ast.AnnAssign) and node.value and ast.unparse(node.target) == name
            ]
            return frozenset().union(*(_texts(one, function) for one in given))
        case _:
            raise AssertionError(ast.dump(value))


SAYINGS = tuple(one for where, tree in trees("workflows") for one in sayings(where, tree))


def test_the_source_says_news_by_their_rows() -> None:
    assert len(SAYINGS) > 80


def test_nothing_is_said_to_an_audience_that_its_row_lacks() -> None:
    assert [one.where for one in SAYINGS if not one.to <= {*one.news.to}] == []


def test_where_a_row_has_several_audiences_each_saying_chooses() -> None:
    assert [one.where for one in SAYINGS if len(one.news.to) > 1 and not one.to] == []


def test_a_person_is_named_exactly_where_the_audience_is_one_by_name() -> None:
    assert [one.where for one in SAYINGS if one.names != bool((one.to or {*one.news.to}) & {*BY_NAME})] == []


def test_only_a_row_makes_a_piece_of_news() -> None:
    made = [
        f"{where}:{node.lineno}"
        for where, tree in trees("workflows", "bot")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "Say"
    ]
    assert [where.partition(":")[0] for where in made] == ["workflows/news/row.py"]


def test_no_kind_of_news_is_told_by_comparing_strings() -> None:
    """Neither with a list of kinds, nor by how a kind begins, nor with a kind by its name: the row knows."""
    told = [
        f"{where}: {ast.unparse(node)}"
        for where, tree in trees("workflows", "bot")
        for node in ast.walk(tree)
        if _compares_a_kind(node)
    ]
    assert told == []


def _compares_a_kind(node: ast.AST) -> bool:
    match node:
        case ast.Compare(
            left=ast.Attribute(attr="kind", value=ast.Name(id="notice") | ast.Attribute(attr="notice"))
        ):
            return not any(isinstance(one, ast.Attribute) for one in node.comparators)
        case ast.Call(func=ast.Attribute(attr="startswith", value=ast.Attribute(attr="kind"))):
            return True
        case ast.Match(subject=ast.Attribute(attr="kind", value=ast.Name(id="notice"))):
            return True
        case _:
            return False
