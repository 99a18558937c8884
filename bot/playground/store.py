"""The playground's own sqlite file: its Slack outlives a killed bot, and a killed playground too."""

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from bot.playground.shapes import LooseJson


class DocumentStore:
    """Rows of JSON by kind and id. `None` as path keeps everything in memory."""

    def __init__(self, path: Path | None = None) -> None:
        self._db = sqlite3.connect(path or ":memory:", check_same_thread=False, isolation_level=None)
        # A lost last second of a playground hurts nobody; waiting for the disk on every press would.
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=OFF")
        self._db.execute(
            "CREATE TABLE IF NOT EXISTS piece (kind TEXT, id TEXT, body TEXT, PRIMARY KEY (kind, id))"
        )

    def put(self, kind: str, id_: str, body: LooseJson) -> None:
        row = (kind, id_, json.dumps(body, ensure_ascii=True))
        self._db.execute("INSERT OR REPLACE INTO piece VALUES (?, ?, ?)", row)

    def remove(self, kind: str, id_: str) -> None:
        self._db.execute("DELETE FROM piece WHERE kind = ? AND id = ?", (kind, id_))

    def all(self, kind: str) -> Iterator[tuple[str, LooseJson]]:
        rows = self._db.execute("SELECT id, body FROM piece WHERE kind = ? ORDER BY id", (kind,)).fetchall()
        for id_, body in rows:
            yield id_, json.loads(body)

    def clear(self) -> None:
        self._db.execute("DELETE FROM piece")

    def close(self) -> None:
        self._db.close()
