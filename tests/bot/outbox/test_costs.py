"""A turn of the sender costs what it sends and renews, however long the queue behind it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.outbox.sender import AT_ONCE, Sender
from storage.embedded import EmbeddedStore
from storage.kept import KeptNotice
from tests.contracts.store_contract import raising
from tests.fakes import NOW, FakeChannel, FakeClock, FakeTick, PlainSpeak, a_company
from workflows.ports import Notice


class Parsed:
    """Counts the notices that come to life from the store's rows."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.count = 0
        before = KeptNotice.model_validate_json

        def counted(text: str) -> KeptNotice:
            self.count += 1
            return before(text)

        patch.setattr(KeptNotice, "model_validate_json", counted)


def queue(store: EmbeddedStore, length: int) -> Sender:
    """A sender on the embedded store, with so many requesters who wait for one message each."""
    for number in range(1, length + 1):
        raised = Notice(
            id=f"{number}.1.0", place="person", to=f"slack:U{number}", kind="raised", number=number, at=NOW
        )
        store.commit(raising(number).model_copy(update={"notices": (raised,)}))
    channels = {"slack": FakeChannel()}
    return Sender(store, channels, FakeClock(), PlainSpeak(), a_company, tick=FakeTick())


@pytest.mark.parametrize("length", [30, 300])
def test_notices_parsed_in_a_turn_beyond_the_queue_itself_do_not_grow_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, length: int
) -> None:
    with EmbeddedStore(tmp_path / "store.db") as store:
        sender = queue(store, length)
        parsed = Parsed(monkeypatch)
        sender.turn()
        assert store.unsent() == length - AT_ONCE
        assert parsed.count - length <= 2 * AT_ONCE
