"""Every store keeps the same promises."""

from __future__ import annotations

import pytest

from storage.memory import MemoryStore
from tests.contracts.store_contract import Both, StoreContract


class TestMemoryStore(StoreContract):
    @pytest.fixture
    def store(self) -> Both:
        return MemoryStore()
