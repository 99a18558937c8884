"""Every line that a request's page can tell has its words."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from bot.texts.en import WORDS as EN
from bot.texts.zh import WORDS as ZH

WEB = Path(__file__).parents[3] / "bot" / "web"


def lines() -> set[str]:
    """The keys of all lines, as the pages name them: `it(view, "update", …)`."""
    found = set()
    for path in WEB.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(func=ast.Name(id="it"), args=[_, ast.Constant(value=str(key)), *_]):
                    found.add(f"web.line.{key}")
                case _:
                    continue
    return found


def test_the_pages_name_many_lines() -> None:
    assert len(lines()) > 30


@pytest.mark.parametrize("words", [EN, ZH], ids=["en", "zh"])
def test_every_line_that_a_page_names_has_its_words(words: dict[str, str]) -> None:
    assert lines() - set(words) == set()
