"""The bench can't rot: it runs, in a tiny size. No times are asserted here."""

import json
from pathlib import Path

import pytest

from tests.bench.__main__ import main


def test_the_bench_measures_everything_it_promises(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["--tiny", "--stores", str(tmp_path), "--json", str(tmp_path / "figures.json")])

    figures = json.loads((tmp_path / "figures.json").read_text())
    assert figures["floor"] > 0
    assert all(rate > 0 for rate in figures["press"].values())
    assert figures["reopened"]["due"] >= 6
    assert "bar: at least 50%" in capsys.readouterr().out
