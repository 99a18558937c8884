"""The suite ends on every day: tests have a clock of their own, every loop an end, and a test that hangs is stopped."""

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import spreading

ROOT = Path(__file__).parents[1]
STORIES = ROOT / "bot" / "playground" / "story"
CLOCKS = frozenset(
    "datetime.now datetime.utcnow datetime.today date.today time.time time.time_ns".split()
)  # of the machine; how long something takes (time.monotonic) may be measured anywhere
IN_REAL_TIME = {
    "bench/pressing.py": "signs as WeCom does",
    "bot/playground/test_delivery.py": "the playground's clock is real time and an offset",
    "bot/service/test_ticker.py": "a schedule runs in real time",
    "bot/slack/test_guard.py": "signs as Slack does",
    "bot/web/test_entrance.py": "links and cookies are signed with the real time",
    "bot/wecom/conftest.py": "signs as WeCom does",
    "bot/wecom/test_callback.py": "signs as WeCom does",
    "bot/wecom/test_doctor.py": "answers with the date, as a web server does",
    "stories/first_day.py": "the story begins today where somebody wants it to",
}
LOOPS = {
    "stories/bot_apart.py": "ends with its standard input",
    "waiting.py": "counts, or looks at the time",
}
ENDLESS = frozenset({"count", "cycle", "repeat"})  # of itertools


def test_no_test_reads_the_calendar_of_the_machine() -> None:
    """What it meets there tomorrow is another day: a weekend, a holiday, the 29th of February."""
    assert {place for place, tree in parsed() if any(readings(tree))} <= IN_REAL_TIME.keys()


def test_no_loop_of_a_test_or_of_a_story_goes_on_for_ever() -> None:
    """tests/waiting.py has those that end, and tell their place."""
    assert [f"{place}:{line}" for place, tree in parsed() for line in loops(tree) if place not in LOOPS] == []


@pytest.mark.parametrize(
    "source",
    [
        "while not told(): wait()",
        "for n in itertools.count(): f(n)",
        "for n in repeat(1): f(n)",
    ],
)
def test_a_loop_without_an_end_is_noticed(source: str) -> None:
    assert list(loops(ast.parse(source)))


@pytest.mark.parametrize(
    "source", ["datetime.now(UTC)", "datetime.datetime.now()", "dt.date.today()", "time.time()"]
)
def test_a_look_at_the_calendar_is_noticed(source: str) -> None:
    assert list(readings(ast.parse(source)))


HANGING = """
import threading

def wait_for_what_never_comes():
    threading.Event().wait()

def test_that_hangs():
    wait_for_what_never_comes()

def test_after_it():
    pass
"""


@pytest.mark.parametrize("how", [[], ["--numprocesses=1"]], ids=["alone", "beside others"])
def test_a_test_that_hangs_ends_by_itself_and_says_where(tmp_path: Path, how: list[str]) -> None:
    (tmp_path / "test_hanging.py").write_text(HANGING)
    command = [sys.executable, "-m", "pytest", "-c", str(ROOT / "pyproject.toml"), "--rootdir", str(tmp_path)]
    command += ["-p", "no:cacheprovider", "--timeout=2", *how, str(tmp_path / "test_hanging.py")]
    quiet = {**os.environ, "PYTEST_ADDOPTS": ""}
    done = subprocess.run(
        command, cwd=tmp_path, env=quiet, capture_output=True, text=True, timeout=100, check=False
    )
    assert done.returncode == 1, done.stdout + done.stderr
    assert "1 failed, 1 passed" in done.stdout
    assert "in wait_for_what_never_comes" in done.stdout or "test_hanging.py:5: " in done.stdout


def test_what_is_named_to_begin_first_or_to_run_apart_is_there() -> None:
    names = {path.name for path in (ROOT / "tests").rglob("test_*.py")}
    assert set(spreading.LONGEST) - names == set()
    assert [place for place in spreading.APART if not (ROOT / place).exists()] == []


def test_each_story_runs_by_itself_and_other_files_as_a_whole() -> None:
    story, other = spreading.APART[0], "tests/bot/web/test_browser.py"
    assert spreading.unit_of(f"{story}::test_a[en]") != spreading.unit_of(f"{story}::test_a[zh]")
    assert spreading.unit_of(f"{other}::test_a") == spreading.unit_of(f"{other}::test_b")


def test_nothing_dear_is_shared_in_a_file_whose_tests_run_apart() -> None:
    """A fixture of the whole file would be made anew on each core."""
    assert [place for place in spreading.APART if 'scope="module"' in (ROOT / place).read_text("utf-8")] == []


def parsed() -> Iterator[tuple[str, ast.Module]]:
    tests = ROOT / "tests"
    for folder in (tests, STORIES):
        for path in sorted(folder.rglob("*.py")):
            yield path.relative_to(folder).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def readings(tree: ast.Module) -> Iterator[str]:
    """Where the machine is asked what day it is, however the module is called."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            asked = ".".join(ast.unparse(node.func).split(".")[-2:])
            if asked in CLOCKS:
                yield f"{asked} in line {node.lineno}"


def loops(tree: ast.Module) -> Iterator[int]:
    """The lines of loops that nothing bounds."""
    for node in ast.walk(tree):
        match node:
            case ast.While():
                yield node.lineno
            case ast.For(iter=ast.Call(func=called)) if ast.unparse(called).split(".")[-1] in ENDLESS:
                yield node.lineno
