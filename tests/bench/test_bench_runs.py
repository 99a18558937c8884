"""The bench can't rot: it runs, in a tiny size. No times are asserted here."""

import json
from pathlib import Path

import pytest

from tests.bench import crowd
from tests.bench.__main__ import main


def test_the_bench_measures_everything_it_promises(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["--tiny", "--stores", str(tmp_path), "--json", str(tmp_path / "figures.json")])

    figures = json.loads((tmp_path / "figures.json").read_text())
    assert figures["floor"] > 0
    assert all(rate > 0 for rate in figures["press"].values())
    assert all(milliseconds > 0 for milliseconds in figures["card"].values())
    assert figures["reopened"]["due"] >= 6
    assert "bar: at least 50%" in capsys.readouterr().out


def test_a_card_makes_no_more_calls_where_thousands_work_and_many_are_away() -> None:
    """Work is counted, not timed: a walk over people or absences for each button would be thousands of calls."""
    small, large = crowd.Cards(crowd.SMALL).calls(), crowd.Cards(crowd.LARGE).calls()
    assert large <= small * 1.1
