"""Keys of due rows and of notes: each is made and read in one place, and an unknown one fails loudly."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from storage.kept import KeptDue
from tests.workflows import given as g
from workflows import keys
from workflows.keys import DueKey, DueKind, NoteKind, UnknownKey, due_key, note_key, read_due_key
from workflows.ports import Due, Step

SUBJECTS: dict[DueKind, str] = {
    DueKind.REQUEST: "12",
    DueKind.TIED: "12",
    DueKind.AWAY: "slack:U0BEN",
    DueKind.DIGEST: "it",
}


@pytest.mark.parametrize("kind", DueKind)
def test_a_key_of_each_kind_is_read_back(kind: DueKind) -> None:
    assert read_due_key(due_key(kind, SUBJECTS[kind])) == DueKey(kind, SUBJECTS[kind])


def test_stored_keys_never_change() -> None:
    assert [due_key(kind, subject) for kind, subject in SUBJECTS.items()] == [
        "request:12",
        "tied:12",
        "away:slack:U0BEN",
        "digest:it",
    ]
    assert [note_key(kind, "x") for kind in NoteKind] == [
        *("away:x", "focus:x", "asking:x", "heard:x", "words:x", "placed:x"),
        *("language:x", "out:x", "sending:x", "key:x", "salt:x"),
        *("regret:x", "redraw:x", "doubt:x"),
    ]
    assert keys.prefix(DueKind.AWAY) == keys.prefix(NoteKind.AWAY) == "away:"


@pytest.mark.parametrize("text", ["reqest:12", "request", "request:", "request:twelve", "tied:", ""])
def test_an_unknown_key_can_not_be_read_or_fall_due(text: str) -> None:
    with pytest.raises(UnknownKey):
        read_due_key(text)
    with pytest.raises(ValidationError):
        Due(key=text, at=g.shanghai(2, 9))


def test_a_row_of_a_version_that_knew_more_opens_and_the_sweep_says_so_and_does_all_the_rest() -> None:
    house = g.asked()
    stored = KeptDue(key="report:it", at=0).due()
    house.store.commit(Step(due=(stored,)))
    house.clock.at = g.shanghai(3, 12)
    with pytest.raises(ExceptionGroup) as raised:
        house.desk.sweep()
    assert "report:it" in str(raised.value.exceptions[0])
    assert house.request.reminded
    assert [row.key for row in house.store.due_keys("report:")] == ["report:it"]
