"""Every line that a request's page can tell has its words."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import get_args, get_type_hints

import pytest

from bot import texts
from tests.bot.readers import LANGUAGES
from workflows.languages import Language
from workflows.state import events as e

WEB = Path(__file__).parents[3] / "bot" / "web"
EVENTS = {kind.model_fields["name"].default: kind for kind in get_args(get_args(e.Event)[0])}


def lines() -> set[str]:
    """The keys of all lines, as the pages name them: `it(view, "update", …)`."""
    return {f"web.line.{key}" for path in WEB.glob("*.py") for key in named_in(path)}


def named_in(path: Path) -> Iterator[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
        for node in ast.walk(function):
            match node:
                case ast.Call(func=ast.Name(id="it"), args=[_, key, *_]):
                    yield from keys(key, function)
                case _:
                    continue


def keys(key: ast.expr, function: ast.FunctionDef) -> Iterator[str]:
    """What a key may be: a constant, one of two, a name for either, or an event's name and one of its kinds."""
    match key:
        case ast.Constant(value=str(one)):
            yield one
        case ast.IfExp(body=body, orelse=other):
            yield from keys(body, function)
            yield from keys(other, function)
        case ast.Name(id=name):
            yield from assigned(name, function)
        case ast.JoinedStr(
            values=[ast.Constant(value=str(before)), ast.FormattedValue(value=ast.Attribute(attr=field))]
        ):
            kind = get_type_hints(EVENTS[before.removesuffix("_")])[field]
            yield from (before + one for one in get_args(kind))
        case _:
            raise AssertionError(f"{function.name} names a line in a way that this test can't follow")


def assigned(name: str, function: ast.FunctionDef) -> Iterator[str]:
    found = [
        node.value
        for node in ast.walk(function)
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == name
    ]
    assert found, f"{function.name}: where does {name} come from?"
    for value in found:
        yield from keys(value, function)


def test_the_pages_name_many_lines() -> None:
    assert len(lines()) > 30
    assert {"web.line.earlier", "web.line.new_date", "web.line.flagged_overdue"} <= lines()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_line_that_a_page_names_has_its_words(language: Language) -> None:
    assert lines() - set(texts.WORDS[language]) == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_words_are_left_of_lines_that_no_page_names(language: Language) -> None:
    told = {key for key in texts.WORDS[language] if key.startswith("web.line.")}
    assert told - lines() == set()
