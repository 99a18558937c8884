"""People's own pages are drawn anew whenever something on them has changed, whatever happens in between."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.cards.elements import Home
from tests.bot.outbox.test_sender import ANA, BEN, Killed, Office
from tests.contracts.store_contract import new, taking
from workflows.keys import NoteKind, note_key
from workflows.ports import Step


@pytest.fixture
def office() -> Office:
    """A request of Ana's, who has her page before her as it is."""
    office = Office()
    office.store.saw_home(ANA)
    office.raise_request()
    office.run()
    assert (len(drawn(office)), wanted(office)) == (1, {})
    return office


def drawn(office: Office) -> list[Home]:
    return office.channel.homes[ANA]


def wanted(office: Office) -> dict[str, str]:
    return dict(office.store.notes("redraw:"))


def changes(office: Office) -> None:
    office.store.commit(taking(new(1)))


def killed_after(office: Office, monkeypatch: pytest.MonkeyPatch, deed: str) -> None:
    """The process ends right after the store has done this for the first time, and is started again."""
    does: Callable[..., object] = getattr(office.store, deed)

    def last(*args: object) -> None:
        does(*args)
        raise Killed

    monkeypatch.setattr(office.store, deed, last)
    with pytest.raises(Killed):
        office.run(seconds=1)
    monkeypatch.setattr(office.store, deed, does)
    office.start()


def test_it_is_drawn_though_the_process_was_killed_right_after_the_cards_were_true(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    changes(office)
    killed_after(office, monkeypatch, "fresh")
    office.run()
    assert (len(drawn(office)), wanted(office)) == (2, {})


def test_it_is_drawn_though_the_process_was_killed_while_it_waited_for_its_second(office: Office) -> None:
    changes(office)
    office.sender.turn()
    assert len(drawn(office)) == 1
    office.start()
    office.run()
    assert (len(drawn(office)), wanted(office)) == (2, {})


@pytest.mark.parametrize("weather", ["down", "revoked"])
def test_it_is_drawn_though_the_process_was_killed_while_the_platform_was_away(
    office: Office, weather: str
) -> None:
    changes(office)
    setattr(office.channel, weather, True)
    office.run(seconds=1)
    setattr(office.channel, weather, False)
    office.start()
    office.run()
    assert (len(drawn(office)), wanted(office)) == (2, {})


def test_killed_right_after_it_was_drawn_it_is_drawn_once_more(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    changes(office)
    killed_after(office, monkeypatch, "commit_each")
    office.run()
    assert (len(drawn(office)), wanted(office)) == (2, {})


def test_what_comes_while_it_is_drawn_has_it_drawn_once_more(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain, key = office.channel.home, note_key(NoteKind.REDRAW, ANA)

    def drawing(person: str, home: Home) -> None:
        monkeypatch.setattr(office.channel, "home", plain)
        plain(person, home)
        office.store.commit(Step(notes={key: "newer"}))

    changes(office)
    monkeypatch.setattr(office.channel, "home", drawing)
    office.run(seconds=1)
    assert (len(drawn(office)), wanted(office)) == (3, {})


def test_who_cannot_be_reached_and_what_cannot_be_drawn_is_given_up(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    changes(office)
    office.channel.gone.add(ANA)
    office.run(seconds=1)
    assert wanted(office) == {}
    office.channel.gone.clear()

    def fails(person: str) -> Home:
        raise ValueError(person)

    monkeypatch.setattr(office.speak, "home", fails)
    office.store.commit(Step(notes={note_key(NoteKind.REDRAW, ANA): "x"}))
    office.run(seconds=1)
    assert (len(drawn(office)), wanted(office)) == (1, {})


def test_on_a_full_disk_it_is_tried_again_once_there_is_room(office: Office) -> None:
    office.store.note(note_key(NoteKind.REDRAW, ANA), "x")
    office.store.full = True
    office.tick.move(1)
    with pytest.raises(Exception, match="full"):
        office.sender.turn()
    office.store.full = False
    office.run(seconds=1)
    assert (len(drawn(office)), wanted(office)) == (3, {})


def test_only_those_who_opened_theirs_are_noted(office: Office) -> None:
    changes(office)
    office.sender.turn()
    assert list(wanted(office)) == [note_key(NoteKind.REDRAW, ANA)]
    assert BEN not in office.channel.homes


def test_paused_it_draws_nothing_and_nobody_waits_for_that(office: Office) -> None:
    changes(office)
    office.sender.turn()
    office.sender.paused = True
    assert office.sender.drain(1)
    assert len(drawn(office)) == 1
