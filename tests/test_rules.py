"""docs/rules.md is complete and true: every test it names is there, and nothing of the service goes without a rule."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from workflows.rights import acts
from workflows.state.values import Outcome, RecoveryStep, Side

ROOT = Path(__file__).parents[1]
TABLE = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
CHAPTERS = ["People", "Phases", "Explore", "Offer", "Action", "Confirm", "Recovery", "Closed"]
TOLD = {"repair": "repairs", "resolve": "Resolve"}  # steps that the rules call by another form of the word


def rows() -> list[tuple[str, list[str]]]:
    """Each rule, with the tests that hold it."""
    found = [line.strip("|").partition(" | ") for line in TABLE.splitlines() if line.startswith("| ")]
    told = [(rule.strip(), re.findall(r"`([^`]+)`", tests)) for rule, _, tests in found]
    return [(rule, tests) for rule, tests in told if rule not in ("rule", "---")]


def named_in(path: str) -> set[str]:
    """Every test that a file of tests has, the classes of properties included."""
    tree = ast.parse((ROOT / "tests" / path).read_text(encoding="utf-8"))
    functions = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    assigned = {
        target.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    return {name for name in functions | assigned if name.lower().startswith("test")}


def test_it_has_a_chapter_for_each_part_of_the_service() -> None:
    assert re.findall(r"^## (.+)$", TABLE, re.MULTILINE) == CHAPTERS


def test_there_are_as_many_rules_as_there_is_to_say() -> None:
    assert len(rows()) > 100
    assert len({rule for rule, _ in rows()}) == len(rows())


@pytest.mark.parametrize(("rule", "tests"), rows(), ids=[rule[:60] for rule, _ in rows()])
def test_every_rule_is_held_by_tests_that_are_there(rule: str, tests: list[str]) -> None:
    assert tests, f"nothing holds: {rule}"
    for test in tests:
        path, _, name = test.partition("::")
        assert name in named_in(path), f"{test} is not there"


@pytest.mark.parametrize("act", [act.key for act in acts.TABLE])
def test_every_act_has_its_rule(act: str) -> None:
    assert f"`{act}`" in "".join(rule for rule, _ in rows())


@pytest.mark.parametrize("word", [*Outcome, *Side, *RecoveryStep])
def test_every_outcome_side_and_step_has_its_rule(word: str) -> None:
    said = " ".join(rule for rule, _ in rows())
    assert TOLD.get(word, word).lower() in said.lower()
