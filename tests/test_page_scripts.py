"""The pages' own scripts are tested in JavaScript, beside their Python neighbours; this runs those tests."""

import subprocess
from pathlib import Path

import pytest

TESTS = Path(__file__).parent


@pytest.mark.parametrize("script", sorted(TESTS.rglob("*.test.mjs")), ids=lambda path: path.name)
def test_the_page_scripts_do_what_their_tests_say(script: Path, node_path: str) -> None:
    ran = subprocess.run(
        [node_path, "--test", str(script)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
