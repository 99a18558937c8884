"""What every test may ask for: a browser, and surroundings without anybody's own settings."""

import os
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

from tests import spreading

if TYPE_CHECKING:  # only those who ask for a browser wait for it
    from playwright.sync_api import Browser

BROWSER_COMMANDS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "msedge",
)
BROWSER_PLACES = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
)
OUR_SETTINGS = ("EOAC_", "SLACK_", "WECOM_")
# slack_sdk obeys these even for a server on this machine, and knows no exceptions.
PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: spreading.rank(item.path))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> object:
    return spreading.StoriesApart(config, log) if config.getvalue("dist") == "loadfile" else None


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Half as many again as there are cores: a story waits for its browser and its people most of the time."""
    cores = os.cpu_count() or 1
    return cores + (cores + 1) // 2


def pytest_configure() -> None:
    # A busy machine is no reason to fail; in CI every run tries the same examples.
    settings.register_profile("here", deadline=None)
    settings.register_profile("ci", deadline=None, derandomize=True)
    settings.load_profile("ci" if in_ci() else "here")


@pytest.fixture(autouse=True, scope="session")
def no_socket_is_forgotten() -> Iterator[None]:
    """Slack's SDK leaves the socket of a handshake that failed to the garbage, which warns of it.

    A busy machine answers too late now and then, and the warning would be whichever test's is next. Any socket that
    we forget ourselves is still warned of.
    """
    from slack_sdk.socket_mode.builtin import connection

    begun = threading.local()
    opened = connection._establish_new_socket_connection  # type: ignore[attr-defined]
    connect = connection.Connection.connect

    def opened_and_known(**how: Any) -> Any:
        begun.socket = opened(**how)
        return begun.socket

    def connected_or_closed(session: connection.Connection) -> None:
        begun.socket = None
        connect(session)
        if session.sock is None and begun.socket is not None:
            begun.socket.close()

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(connection, "_establish_new_socket_connection", opened_and_known)
        patched.setattr(connection.Connection, "connect", connected_or_closed)
        yield


@pytest.fixture(autouse=True)
def surroundings_without_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """A developer's tokens and proxies stay out of the tests."""
    for name in os.environ:
        if name.startswith(OUR_SETTINGS) or name.upper() in PROXIES:
            monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """An installed Chromium, Chrome or Edge; without one the test is skipped, and in CI it fails."""
    return find_program(BROWSER_COMMANDS, BROWSER_PLACES, "a browser (Chromium, Chrome or Edge)")


@pytest.fixture(scope="module")
def browser(chromium_path: str) -> "Iterator[Browser]":
    """That browser, started without a window."""
    from playwright.sync_api import sync_playwright

    quiet = ["--disable-gpu", "--no-first-run", "--disable-background-networking"]
    with sync_playwright() as started:
        launched = started.chromium.launch(executable_path=chromium_path, args=["--no-sandbox", *quiet])
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def node_path() -> str:
    """An installed Node.js; without one the test is skipped, and in CI it fails."""
    return find_program(("node", "nodejs"), (), "Node.js")


def find_program(commands: tuple[str, ...], places: tuple[str, ...], called: str) -> str:
    found = next(filter(None, map(shutil.which, commands)), None)
    found = found or next((place for place in places if Path(place).exists()), None)
    if found:
        return found
    if in_ci():
        pytest.fail(f"CI must have {called}")
    pytest.skip(f"{called} is not installed here")


def in_ci() -> bool:
    return os.environ.get("CI", "").lower() in {"1", "true"}
