#!/usr/bin/env python3
"""Sets Yinuo up beside this file if needed, then runs it (`go.py`) or its whole test suite (`go.py test`).

Standard library only. It stays readable to Python 3.6 so that an old Python can be told what is missing.
"""

import contextlib
import hashlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
ON_WINDOWS = os.name == "nt"
PYTHON = VENV / ("Scripts/python.exe" if ON_WINDOWS else "bin/python")
EVERYTHING = [
    "--numprocesses=auto",
    "--dist=loadfile",
    "--no-loadscope-reorder",
]  # in the order and the parts of tests/spreading.py
RUNTIME = ["requirements.txt"]
DEVELOPMENT = ["requirements.txt", "requirements-dev.txt"]

TEXTS = {
    "old": (
        "Yinuo needs Python 3.11 or newer; this is {version}. Get one at https://www.python.org/downloads/",
        "一诺需要 Python 3.11 或更新版本，当前是 {version}。下载：https://www.python.org/downloads/",
    ),
    "no_venv": (
        "Python's venv is missing. On Debian or Ubuntu: apt install python3-venv. Then start again.",
        "缺少 Python 的 venv。Debian 或 Ubuntu 请运行：apt install python3-venv，然后重新启动。",
    ),
    "setting_up": (
        "Setting up what Yinuo needs (this once, about a minute) ",
        "正在准备一诺所需的组件（仅此一次，大约一分钟）",
    ),
    "ready": (" ready in {seconds} s.", " 完成，用时 {seconds} 秒。"),
    "waiting": (
        "Another start is setting Yinuo up; waiting for it.",
        "另一个窗口正在准备一诺，等它完成。",
    ),
    "failed": (
        "Setting up failed. Check your connection (or your pip mirror) and start again.",
        "准备没有成功。请检查网络（或 pip 镜像设置），然后重新启动。",
    ),
    "not_writable": ("Yinuo could not be set up here: {reason}", "无法在这里准备一诺：{reason}"),
}


class SetupFailed(Exception):
    """What to tell the person, and the exit code."""

    def __init__(self, text: str, code: int) -> None:
        super().__init__(text)
        self.code = code


def main(arguments: "list[str]") -> int:
    """Returns the exit code; where the system can, the process becomes `app.py` and never returns."""
    testing = arguments[:1] == ["test"]
    try:
        ensure_installed(DEVELOPMENT if testing else RUNTIME)
    except SetupFailed as failure:
        print(failure, file=sys.stderr)
        return failure.code
    except OSError as failure:
        print(sentence("not_writable", reason=failure), file=sys.stderr)
        return 2
    if testing:
        os.chdir(str(ROOT))
        return run(["-m", "pytest", *(arguments[1:] or EVERYTHING)])
    return run([str(ROOT / "app.py"), *arguments])


def ensure_installed(locks: "list[str]") -> None:
    """Does nothing if these lock files are installed already, by this Python."""
    if sys.version_info < (3, 11):
        raise SetupFailed(sentence("old", version=".".join(map(str, sys.version_info[:3]))), 2)
    if is_installed(locks):
        return
    if not (find_spec("venv") and find_spec("ensurepip")):
        raise SetupFailed(sentence("no_venv"), 2)
    with only_start():
        if not is_installed(locks):
            install(locks)


def is_installed(locks: "list[str]") -> bool:
    return PYTHON.exists() and all(
        stamp(lock).exists() and stamp(lock).read_text() == seal(lock) for lock in locks
    )


def install(locks: "list[str]") -> None:
    """Stamps go first and come back last, so that a start broken off in between is taken up again."""
    for lock in locks:
        with contextlib.suppress(FileNotFoundError):
            stamp(lock).unlink()
    started = time.monotonic()
    print(sentence("setting_up"), end="", flush=True)
    if not is_healthy():
        if VENV.is_symlink() or VENV.is_file():
            VENV.unlink()
        watch([sys.executable, "-m", "venv", "--clear", str(VENV)])
    requirements = [part for lock in locks for part in ("-r", str(ROOT / lock))]
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
    watch([*pip, "--require-hashes", *requirements])
    print(sentence("ready", seconds=round(time.monotonic() - started)), flush=True)
    for lock in locks:
        stamp(lock).write_text(seal(lock))


def is_healthy() -> bool:
    """Whether `.venv` starts, has pip, and is of the Python that runs this."""
    if not PYTHON.exists():
        return False
    question = [str(PYTHON), "-c", "import pip, sys; print(sys.version)"]
    answer = subprocess.run(question, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
    return answer.returncode == 0 and answer.stdout.decode(errors="replace").split() == sys.version.split()


def watch(command: "list[str]") -> None:
    """Runs it with a dot a second; shows what it said only if it fails."""
    with tempfile.TemporaryFile() as said:
        with subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=said, stderr=subprocess.STDOUT, close_fds=ON_WINDOWS
        ) as process:
            while True:
                try:
                    code = process.wait(timeout=1)
                    break
                except subprocess.TimeoutExpired:
                    print(".", end="", flush=True)
        if code:
            said.seek(0)
            last_words = said.read().decode(errors="replace").strip().splitlines()[-12:]
            raise SetupFailed("\n".join(["", *last_words, sentence("failed")]), 1)


@contextlib.contextmanager
def only_start() -> "Iterator[None]":
    """One start at a time installs; the others wait. The system lets go of the lock when a process ends."""
    with (ROOT / ".venv.lock").open("a") as file:
        if not try_lock(file):
            print(sentence("waiting"), flush=True)
            while not try_lock(file):
                time.sleep(0.2)
        # An installation that outlives its killed start keeps the lock until it ends.
        os.set_inheritable(file.fileno(), True)
        yield


def run(arguments: "list[str]") -> int:
    """In place of this process, where the system can."""
    command, environment = [str(PYTHON), "-X", "utf8", *arguments], dict(os.environ, PYTHONUTF8="1")
    sys.stdout.flush()
    if not ON_WINDOWS:
        os.execve(command[0], command, environment)
    with subprocess.Popen(command, env=environment) as process:
        while True:
            # Ctrl-C reaches the child too, which ends in its own time.
            with contextlib.suppress(KeyboardInterrupt):
                return process.wait()


def stamp(lock: str) -> Path:
    return VENV / (lock + ".installed")


def seal(lock: str) -> str:
    """Return the content of a stamp: it changes with the lock file and with the Python."""
    return hashlib.sha256((ROOT / lock).read_bytes() + sys.version.encode()).hexdigest()


def try_lock(file: "IO[str]") -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def sentence(key: str, **values: object) -> str:
    """The sentence in the person's language, as far as one can tell before anything is set up."""
    names = ("EOAC_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
    language = next((os.environ[name] for name in names if os.environ.get(name)), "")
    return TEXTS[key][language.lower().startswith("zh")].format(**values)


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)  # Python 3.6 has none
        if reconfigure:
            reconfigure(encoding="utf-8")
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
