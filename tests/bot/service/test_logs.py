"""Logs are JSON lines without secrets, and without people's words."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from bot.service import logs


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    stream = io.StringIO()
    logs.configure("DEBUG", ["s3cr3t-signing"], stream)
    yield stream
    root.handlers[:] = before
    root.setLevel(level)
    structlog.reset_defaults()


def entry(lines: io.StringIO) -> dict[str, object]:
    (line,) = lines.getvalue().splitlines()
    parsed: dict[str, object] = json.loads(line)
    return parsed


def test_an_entry_is_one_json_line(lines: io.StringIO) -> None:
    structlog.stdlib.get_logger("bot.outbox.sender").info("sent", notice="1.1.0", name="林娜")
    said = entry(lines)
    assert said["event"] == "sent"
    assert said["level"] == "info"
    assert said["name"] == "林娜"
    assert "\\u" not in lines.getvalue()


def test_other_libraries_write_the_same_lines(lines: io.StringIO) -> None:
    logging.getLogger("uvicorn.error").warning("listening on %s", 3000)
    assert entry(lines)["event"] == "listening on 3000"


@pytest.mark.parametrize(
    "text",
    [
        "xoxb-12-34-abc",
        "xapp-1-A0-99-ff",
        "xoxe.xoxp-1-abc",
        "Authorization: Bearer abc.def",
        "s3cr3t-signing",
    ],
)
def test_secrets_become_stars(lines: io.StringIO, text: str) -> None:
    structlog.stdlib.get_logger().warning(f"it said {text}", deep={"list": [text]})
    said = lines.getvalue()
    assert "***" in said
    assert text.rsplit(maxsplit=1)[-1] not in said


def test_what_is_named_like_a_secret_is_not_shown(lines: io.StringIO) -> None:
    structlog.stdlib.get_logger().info("set", signing_secret="abc", inner={"app_token": "def"})
    assert "abc" not in lines.getvalue()
    assert "def" not in lines.getvalue()


def test_peoples_words_show_only_to_those_who_debug(lines: io.StringIO) -> None:
    structlog.stdlib.get_logger().info("came", text="my salary")
    assert "salary" not in lines.getvalue()
    structlog.stdlib.get_logger().debug("came", text="my salary")
    assert "salary" in lines.getvalue()


def test_an_error_shows_where_but_not_what_it_said(lines: io.StringIO) -> None:
    try:
        int("my salary")
    except ValueError:
        structlog.stdlib.get_logger().exception("failed")
    said = entry(lines)
    assert said["error"] == "ValueError"
    assert "test_logs.py" in str(said["at"])
    assert "salary" not in lines.getvalue()


def test_a_librarys_error_shows_no_more_than_ours(lines: io.StringIO) -> None:
    try:
        int("my salary")
    except ValueError:
        logging.getLogger("apscheduler").exception("job failed")
    assert entry(lines)["error"] == "ValueError"
    assert "salary" not in lines.getvalue()
