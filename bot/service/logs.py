"""Logs: one JSON object a line, without secrets, and without anybody's words above DEBUG."""

from __future__ import annotations

import logging
import re
import sys
import traceback
from collections.abc import Iterable, MutableMapping
from pathlib import Path
from typing import Any, TextIO

import structlog
from structlog.stdlib import ProcessorFormatter
from structlog.typing import Processor

Entry = MutableMapping[str, Any]

STARS = "***"
TOKENS = re.compile(r"xox[a-z](?:\.xox[a-z])?-[\w-]+|xapp-[\w-]+|(?i:bearer)\s+[\w.~+/-]+=*")
SECRET_NAMES = re.compile(r"token|secret|password|authorization|aes_key|cookie|signature", re.IGNORECASE)
WORDS = frozenset({"text", "words", "body", "card", "blocks", "title", "summary", "answers", "facts"})
NOISY = {"apscheduler": logging.ERROR, "httpx": logging.WARNING, "uvicorn.access": logging.WARNING}


def configure(level: str = "INFO", secrets: Iterable[str] = (), stream: TextIO | None = None) -> None:
    """From now on everything logged in this process, by anybody, comes out like that."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *shared, ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )
    last: list[Processor] = [
        ProcessorFormatter.remove_processors_meta,
        without_traceback_texts,
        without_words,
        _Redaction(secrets),
        structlog.processors.JSONRenderer(ensure_ascii=False, default=str),
    ]
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(ProcessorFormatter(foreign_pre_chain=shared, processors=last))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in ("uvicorn", "uvicorn.error"):  # it may have been given a voice of its own before
        logging.getLogger(name).handlers.clear()
        logging.getLogger(name).propagate = True
    for name, quiet in NOISY.items():
        logging.getLogger(name).setLevel(quiet)


def without_traceback_texts(_logger: object, _method: str, entry: Entry) -> Entry:
    """An error as its type and the way down to it: its message may hold people's words."""
    given = entry.pop("exc_info", None)
    if given is True:
        given = sys.exc_info()
    error = given[1] if isinstance(given, tuple) else given
    if isinstance(error, BaseException):
        entry["error"] = type(error).__name__
        frames = traceback.extract_tb(error.__traceback__)[-8:]
        entry["at"] = [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
        if _is_debug(entry):
            entry["said"] = str(error)
    return entry


def without_words(_logger: object, _method: str, entry: Entry) -> Entry:
    """Leave out what people wrote, unless somebody debugs."""
    if not _is_debug(entry):
        for name in WORDS & entry.keys():
            entry[name] = f"({len(str(entry[name]))} characters)"
    return entry


def _is_debug(entry: Entry) -> bool:
    return entry.get("level") == "debug"


class _Redaction:
    """Stars in place of secrets: the known ones, whatever looks like a token, and fields named like one."""

    def __init__(self, secrets: Iterable[str]) -> None:
        self._secrets = sorted((secret for secret in secrets if len(secret) > 5), key=len, reverse=True)

    def __call__(self, _logger: object, _method: str, entry: Entry) -> Entry:
        return {str(name): self._clean(str(name), value) for name, value in entry.items()}

    def _clean(self, name: str, value: object) -> object:
        if isinstance(value, MutableMapping):
            return {str(key): self._clean(str(key), inner) for key, inner in value.items()}
        if isinstance(value, list | tuple | set | frozenset):
            return [self._clean(name, inner) for inner in value]
        if isinstance(value, int | float | bool | None):
            return value
        if name != "event" and SECRET_NAMES.search(name):
            return STARS
        return self._without_tokens(str(value))

    def _without_tokens(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, STARS)
        return TOKENS.sub(STARS, text)
