"""`go.py`: sets up once, then is quick; repairs what was broken off; says plainly what is missing."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import go

ROOT = Path(__file__).parents[1]
APP = "import sys\nprint('app', *sys.argv[1:], sys.flags.utf8_mode)\nsys.exit(len(sys.argv) - 1)\n"


def start(folder: Path, *arguments: str, **settings: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "go.py", *arguments],
        cwd=folder,
        env=os.environ | {"EOAC_LANG": "en"} | settings,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


def copy_to(folder: Path) -> Path:
    """A checkout with an app that only echoes, and nothing to download."""
    shutil.copy(ROOT / "go.py", folder)
    (folder / "app.py").write_text(APP)
    (folder / "requirements.txt").write_text("")
    (folder / "requirements-dev.txt").write_text("")
    return folder


@pytest.fixture
def fresh(tmp_path: Path) -> Path:
    return copy_to(tmp_path)


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout that was set up before."""
    folder = copy_to(tmp_path_factory.mktemp("ready"))
    assert start(folder).returncode == 0
    return folder


def test_two_first_starts_at_once_set_up_once_and_both_run(fresh: Path) -> None:
    command = [sys.executable, "go.py", "hello"]
    settings = os.environ | {"EOAC_LANG": "en"}
    starts = [
        subprocess.Popen(command, cwd=fresh, env=settings, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    said = [process.communicate(timeout=120)[0] for process in starts]
    assert [process.returncode for process in starts] == [1, 1]
    assert all("app hello 1" in text for text in said)
    assert sorted("Setting up" in text for text in said) == [False, True]
    assert sorted("waiting for it" in text for text in said) == [False, True]


def test_a_later_start_only_runs_the_app_and_is_quick(ready: Path) -> None:
    times = []
    for _ in range(3):
        started = time.monotonic()
        ran = start(ready, "serve", "名字")
        times.append(time.monotonic() - started)
        assert (ran.stdout, ran.stderr) == ("app serve 名字 1\n", "")
    assert min(times) < 1


def test_the_app_s_exit_code_is_passed_on(ready: Path) -> None:
    assert [start(ready, *"abc"[:count]).returncode for count in (0, 2)] == [0, 2]


def test_a_changed_lock_is_installed_once(ready: Path) -> None:
    (ready / "requirements.txt").write_text("# changed\n")
    assert ["Setting up" in start(ready).stdout for _ in range(2)] == [True, False]


def test_a_half_made_environment_is_made_anew(ready: Path) -> None:
    for stamp in (ready / ".venv").glob("*.installed"):
        stamp.unlink()
    for package in (ready / ".venv").rglob("site-packages/pip"):
        shutil.rmtree(package)
    assert "app 1" in start(ready).stdout
    assert list((ready / ".venv").rglob("site-packages/pip"))


@pytest.mark.skipif(os.name == "nt", reason="Windows has no signal for one group of processes")
def test_a_set_up_broken_off_with_ctrl_c_is_quiet_and_taken_up_again(fresh: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "go.py"],
        cwd=fresh,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    ) as process:
        assert process.stdout
        assert process.stdout.read(10)
        os.killpg(process.pid, signal.SIGINT)
        rest, _ = process.communicate(timeout=60)
    assert process.returncode == 130
    assert b"Traceback" not in rest
    assert "app 1" in start(fresh).stdout


def test_what_cannot_be_installed_ends_with_a_plain_sentence(ready: Path) -> None:
    lock = ready / "requirements.txt"
    before = lock.read_text()
    lock.write_text("no-such-package-of-ours @ file:///nowhere/at/all.whl --hash=sha256:" + "0" * 64)
    ran = start(ready)
    lock.write_text(before)
    assert ran.returncode == 1
    assert "Traceback" not in ran.stderr
    assert ran.stderr.splitlines()[-1] == go.TEXTS["failed"][0]


def test_the_tests_are_run_with_the_arguments_given(ready: Path) -> None:
    packages = next((ready / ".venv").rglob("site-packages"))
    (packages / "pytest.py").write_text("import os, sys\nprint('pytest', os.getcwd(), *sys.argv[1:])\n")
    assert start(ready, "test", "-k", "offer").stdout.endswith(f"pytest {ready.resolve()} -k offer\n")


def test_all_tests_are_run_on_every_core(ready: Path) -> None:
    packages = next((ready / ".venv").rglob("site-packages"))
    (packages / "pytest.py").write_text("import sys\nprint('pytest', *sys.argv[1:])\n")
    last = start(ready, "test").stdout.splitlines()[-1]
    assert last == "pytest --numprocesses=auto --dist=loadfile --no-loadscope-reorder"


def test_what_failed_on_any_core_fails_the_whole(ready: Path) -> None:
    packages = next((ready / ".venv").rglob("site-packages"))
    (packages / "pytest.py").write_text("import sys\nsys.exit('-numprocesses' in sys.argv[1])\n")
    assert start(ready, "test").returncode == 1


@pytest.fixture
def old_python(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2, "final", 0))
    monkeypatch.setenv("EOAC_LANG", "en")


@pytest.mark.usefixtures("old_python")
def test_an_old_python_is_told_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert go.main([]) == 2
    assert capsys.readouterr().err.splitlines() == [go.TEXTS["old"][0].format(version="3.9.2")]


@pytest.mark.parametrize("missing", ["venv", "ensurepip"])
def test_a_missing_venv_says_what_to_install(
    missing: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(go, "ROOT", copy_to(tmp_path))
    monkeypatch.setattr(go, "PYTHON", tmp_path / ".venv" / "python")
    monkeypatch.setattr(go, "find_spec", lambda name: None if name == missing else object())
    monkeypatch.setenv("EOAC_LANG", "zh")
    assert go.main([]) == 2
    assert capsys.readouterr().err.splitlines() == [go.TEXTS["no_venv"][1]]


def test_a_folder_that_cannot_be_written_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(go, "ROOT", tmp_path / "nowhere")
    monkeypatch.setattr(go, "PYTHON", tmp_path / "nowhere" / "python")
    monkeypatch.setenv("EOAC_LANG", "en")
    assert go.main([]) == 2
    assert "could not be set up here" in capsys.readouterr().err
