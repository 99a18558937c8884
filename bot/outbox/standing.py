"""Keeps true what stands already: cards are rendered anew when their request changed, and homes are noted for it."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import NamedTuple
from uuid import uuid4

import structlog

from bot.cards.elements import Card
from bot.outbox.channel import Later, Revoked, Unclear, Unreachable, Vanished
from bot.outbox.homes import Homes
from bot.outbox.mailroom import Mailroom, fingerprint, marked
from bot.outbox.pacing import Tick
from workflows.keys import NoteKind, note_key, prefix
from workflows.ports import Conflict, NotSaved, Receipt, Step
from workflows.state.request import Request
from workflows.state.values import Person

AT_ONCE = 25  # requests made true before new messages get their turn
LONGEST_BACKOFF = 600.0  # seconds

_log: structlog.stdlib.BoundLogger = structlog.stdlib.get_logger()


class Standing:
    """The messages that stand on the platforms, and the request each of them shows."""

    def __init__(self, room: Mailroom, homes: Homes) -> None:
        self._room = room
        self._homes = homes

    def make_true(self, number: int) -> bool:
        """Update what shows something else than the request's present state. Raises like a channel.

        Where news of it is about to arrive, that comes first; False: there is more to do then.
        """
        request = self._room.store.request(number)
        coming = self._room.coming(number)
        receipts = self._room.store.receipts(number)
        standing = [one for one in receipts if one.where and one.notice.place != "thread"]
        newest = {(one.notice.place, one.notice.to): one.where for one in standing}
        messages = {one.where: one for one in standing}  # several receipts may share one
        for receipt in messages.values():
            if (receipt.notice.place, receipt.notice.to) in coming:
                continue
            latest = newest[receipt.notice.place, receipt.notice.to] == receipt.where
            self._renew(receipt, request, latest=latest)
        if request is not None and not coming:
            self._room.store.fresh(number, request.version, self._homes.notes_about(request, receipts))
        return not coming

    def post_anew(self, receipt: Receipt, card: Card) -> str | None:
        """Somebody deleted it: it comes back once, where it was. Its address, or None when it stays away."""
        if "again" in receipt.notice.facts:
            self._forget(receipt)
            return None
        to, key = self._room.conversation(receipt.notice), f"{receipt.notice.id}~again"
        with self._room.lines.call(to) as channel:
            where = channel.find(to, key) or channel.post(to, card, key)
        now_here = {"notice": marked(receipt.notice, again="yes"), "where": where, "shown": fingerprint(card)}
        self._room.store.replace(receipt.model_copy(update=now_here))
        return where

    def _renew(self, receipt: Receipt, request: Request | None, *, latest: bool) -> None:
        together = self._room.standing_at(receipt)
        if len(together) > 1:
            said = [(one.notice, self._room.request_of(one.notice)) for one in together]
            card: Card | None = self._room.speak.bundle(said, latest=latest)
        else:
            card = self._room.speak.standing(receipt.notice, request, latest=latest)
        if card is None or fingerprint(card) == receipt.shown:
            return
        try:
            with self._room.lines.call(receipt.where) as channel:
                where = channel.update(receipt.where, card, quiet=self._room.rests(receipt, request))
        except (Vanished, Unreachable) as gone:
            self._gone(receipt, card, gone, latest=latest)
            return
        now = {"where": where, "shown": fingerprint(card)}
        # All at once: what one message says must not seem to stand in two.
        self._room.store.sent((), tuple(one.model_copy(update=now) for one in together))

    def _gone(self, receipt: Receipt, card: Card, gone: Exception, *, latest: bool) -> None:
        """Only what is the newest comes back, and only where somebody can still be reached."""
        _log.info("message gone", notice=receipt.notice.id, why=type(gone).__name__)
        if isinstance(gone, Vanished) and latest and "together" not in receipt.notice.facts:
            try:
                self.post_anew(receipt, card)
            except Unreachable:
                self._forget(receipt)
        else:
            self._forget(receipt)

    def _forget(self, receipt: Receipt) -> None:
        self._room.store.replace(receipt.model_copy(update={"where": "", "shown": ""}))


class Doubt(NamedTuple):
    """A note that somebody pressed in vain on a message about a request; `token` is another one each time."""

    key: str
    token: str
    number: int
    person: Person

    @classmethod
    def read(cls, key: str, token: str) -> Doubt:
        number, _, person = key.removeprefix(prefix(NoteKind.DOUBT)).partition(" ")
        return cls(key, token, int(number), person)


class Truth:
    """Which requests are to be made true, one after the other; what fails waits longer and longer, alone.

    The store knows which: what is remembered here is only how long each of them is left alone.
    """

    def __init__(self, room: Mailroom, standing: Standing, tick: Tick) -> None:
        self._store = room.store
        self._standing = standing
        self._tick = tick
        self._failed: dict[int, tuple[int, float]] = {}  # number -> how often, and when to try again
        self._behind: dict[int, float] = {}  # somebody's platform is away, since then: others go first

    def doubt(self, number: int, person: Person) -> None:
        """Note that somebody pressed what stands there no more: whatever they see about it is shown anew.

        From any thread. It is kept for the next turn: one under way may just have found their card without a means
        to change it, and would write over what is done here.
        """
        if not _before(self._store.receipts(number), person):
            return
        try:
            self._store.note(note_key(NoteKind.DOUBT, f"{number} {person}"), uuid4().hex)
        except NotSaved as full:
            _log.warning("message not shown anew", request=number, why=str(full))

    def wanting(self) -> list[int]:
        """Requests whose messages are not true yet, but for those that just failed."""
        stale = self._store.stale(AT_ONCE + len(self._failed) + len(self._behind) + 1)
        numbers = dict.fromkeys((*(doubt.number for doubt in self._doubts()), *stale))
        due = [n for n in numbers if n not in self._failed or self._failed[n][1] <= self._tick()]
        return sorted(due, key=lambda n: self._behind.get(n, 0.0))

    def catch_up(self) -> bool:
        """Make some of them true; whether there is more that could be done now."""
        self._take_doubts_in()
        numbers = self.wanting()
        done = [number for number in numbers[:AT_ONCE] if self._one(number)]
        return len(numbers) > AT_ONCE and bool(done)

    def _take_doubts_in(self) -> None:
        """Nobody knows what those messages show, so their requests are stale. A newer doubt stays for the next turn."""
        for doubt in self._doubts():
            seen = _before(self._store.receipts(doubt.number), doubt.person)
            unknown = tuple(one.model_copy(update={"shown": ""}) for one in seen)
            self._store.sent(tuple(one.notice.id for one in unknown), unknown)
            with suppress(Conflict):
                self._store.commit(Step(notes={doubt.key: None}, notes_before={doubt.key: doubt.token}))

    def _doubts(self) -> list[Doubt]:
        notes = self._store.notes(prefix(NoteKind.DOUBT))
        return [Doubt.read(key, token) for key, token in notes.items()]

    def _one(self, number: int) -> bool:
        try:
            if not self._standing.make_true(number):
                return False
        except (Later, Revoked):
            self._behind[number] = self._tick()
            return False
        except Unclear:
            self._fail(number)
            return False
        except NotSaved:
            raise
        except Exception:  # noqa: BLE001 - one message that can't be rendered must not stop the others
            _log.exception("message not updated", request=number)
            self._fail(number)
            return False
        self._failed.pop(number, None)
        self._behind.pop(number, None)
        return True

    def _fail(self, number: int) -> None:
        times = self._failed.get(number, (0, 0.0))[0] + 1
        self._failed[number] = times, self._tick() + min(1.5 * 2.0 ** min(times - 1, 10), LONGEST_BACKOFF)


def _before(receipts: Sequence[Receipt], person: Person) -> list[Receipt]:
    """The messages that this person has before them."""
    theirs = ("person", person)
    return [one for one in receipts if one.where and (one.notice.place, one.notice.to) == theirs]
