"""Every store keeps the same promises."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.embedded import EmbeddedStore
from storage.memory import MemoryStore
from tests.contracts.store_contract import Both, StoreContract
from workflows.ports import NotSaved


class TestMemoryStore(StoreContract):
    @pytest.fixture
    def store(self) -> Both:
        return MemoryStore()


class TestEmbeddedStore(StoreContract):
    @pytest.fixture
    def store(self, tmp_path: Path) -> Iterator[Both]:
        with EmbeddedStore(tmp_path / "yinuo.db") as store:
            yield store


def test_a_full_memory_store_saves_no_note() -> None:
    store = MemoryStore()
    store.note("focus:ana", "118")
    store.full = True
    with pytest.raises(NotSaved):
        store.note("focus:ana", "119")
    with pytest.raises(NotSaved):
        store.forget("focus:ana")
    assert store.noted("focus:ana") == "118"
