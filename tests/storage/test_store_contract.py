"""Every store keeps the same promises."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.embedded import EmbeddedStore
from storage.memory import MemoryStore
from tests.contracts.store_contract import Both, StoreContract


class TestMemoryStore(StoreContract):
    @pytest.fixture
    def store(self) -> Both:
        return MemoryStore()


class TestEmbeddedStore(StoreContract):
    @pytest.fixture
    def store(self, tmp_path: Path) -> Iterator[Both]:
        with EmbeddedStore(tmp_path / "yinuo.db") as store:
            yield store
