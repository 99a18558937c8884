"""One message on its way: looked for if it may be there, rendered if still true, noted, posted, receipted."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import structlog

from bot.cards.elements import Card
from bot.outbox.channel import Later, Unreachable, Vanished
from bot.outbox.mailroom import Mailroom, fingerprint, one_message
from bot.outbox.standing import Standing
from workflows.ports import Notice, Outgoing, Receipt
from workflows.state.request import Request

_log: structlog.stdlib.BoundLogger = structlog.stdlib.get_logger()

Group = tuple[Outgoing, ...]  # what one message says
Said = tuple[Notice, Request | None, Card]


class Delivery:
    """Says a group of notices. Raises what the platform says, with the store telling the truth about it."""

    def __init__(self, room: Mailroom, standing: Standing, touch: Callable[[int | None], None]) -> None:
        self._room = room
        self._standing = standing
        self._touch = touch

    def send(self, group: Group) -> bool:
        """Whether something new stands there now."""
        to = self._room.conversation(group[0].notice)
        root = self._root(group[0].notice)
        try:
            said = self._true(self._still_to_say(group, to, root.where if root else None))
            if said:
                self._say(said, to, root)
        except Unreachable as gone:
            self._nobody_there(group, gone)
            return True
        return bool(said)

    def _still_to_say(self, group: Group, to: str, under: str | None) -> Group:
        """Without those that an interrupted send did put there after all."""
        found: dict[str, list[Notice]] = {}
        for outgoing in group:
            if outgoing.begun and (where := self._look(to, outgoing.notice.id, under)):
                found.setdefault(where, []).append(outgoing.notice)
        for where, notices in found.items():
            self._stand_after_all(notices, where)
        there = {notice.id for notices in found.values() for notice in notices}
        return tuple(outgoing for outgoing in group if outgoing.notice.id not in there)

    def _look(self, to: str, id: str, under: str | None) -> str | None:
        with self._room.lines.call(to) as channel:
            return channel.find(to, id, under)

    def _stand_after_all(self, notices: list[Notice], where: str) -> None:
        """What it shows is not known, so it is shown anew; others of its bundle may stand already."""
        number = self._room.store.number_at(where)
        before = [one for one in self._room.store.receipts(number) if one.where == where] if number else []
        siblings = self._room.standing_at(before[0]) if before else []
        self._stand(one_message([*(one.notice for one in siblings), *notices]), where, "")

    def _true(self, group: Group) -> list[Said]:
        """What is still worth saying; the rest is dropped."""
        said: list[Said] = []
        for outgoing in group:
            notice = outgoing.notice
            request = self._room.request_of(notice)
            old = self._room.no_news(notice, request, [one for one, _, _ in said])
            card = None if old else self._room.speak.card(notice, request, latest=True)
            if card is None:
                self._room.store.drop(notice.id, old or "not true any more")
            else:
                said.append((notice, request, card))
        return said

    def _say(self, said: list[Said], to: str, root: Receipt | None) -> None:
        ids = tuple(notice.id for notice, _, _ in said)
        bundle = len(said) > 1
        card = self._room.speak.bundle([(n, request) for n, request, _ in said]) if bundle else said[0][2]
        self._room.store.begin(ids)
        try:
            where = self._post(to, card, " ".join(ids), root)
        except Later:
            for id in ids:  # it did not go out, for certain: next time there is nothing to look for
                self._room.store.put_off(id, self._room.clock.now(), refused=True)
            raise
        self._stand(one_message(notice for notice, _, _ in said), where, fingerprint(card))

    def _post(self, to: str, card: Card, key: str, root: Receipt | None) -> str:
        """Where it stands now. Under the department's card, which comes back if somebody deleted it."""
        under = root.where if root else None
        try:
            with self._room.lines.call(to) as channel:
                return channel.post(to, card, key, under)
        except Vanished:
            under = self._root_again(root) if root else None
        with self._room.lines.call(to) as channel:
            return channel.post(to, card, key, under)

    def _root_again(self, root: Receipt) -> str | None:
        card = self._room.speak.standing(root.notice, self._room.request_of(root.notice), latest=True)
        return self._standing.post_anew(root, card) if card else None

    def _stand(self, notices: Sequence[Notice], where: str, shown: str) -> None:
        now = self._room.clock.now()
        receipts = tuple(Receipt(notice=notice, where=where, shown=shown, sent=now) for notice in notices)
        self._room.store.sent(tuple(notice.id for notice in notices), receipts)
        for notice in notices:
            if notice.place != "thread":
                self._touch(notice.number)

    def _root(self, notice: Notice) -> Receipt | None:
        """The department's card of this request that stands in its channel; the newest of several."""
        if notice.place != "thread" or notice.number is None:
            return None
        cards = [
            one
            for one in self._room.store.receipts(notice.number)
            if one.where and one.notice.place == "channel" and one.notice.to == notice.to
        ]
        return cards[-1] if cards else None

    # Nobody there

    def _nobody_there(self, group: Group, gone: Unreachable) -> None:
        """A channel is gone: its leads hear it themselves. A person is gone: nobody is left to hear it."""
        notice = group[0].notice
        receipts = () if notice.place == "person" else self._tell_leads(notice)
        if receipts:
            _log.warning("channel out of reach, its leads were told", department=notice.to, why=str(gone))
            self._room.store.sent((notice.id,), receipts)
            return
        for outgoing in group:
            self._room.store.drop(outgoing.notice.id, f"nobody there: {gone}")

    def _tell_leads(self, notice: Notice) -> tuple[Receipt, ...]:
        self._room.store.begin((notice.id,))
        told = (self._tell(lead, notice) for lead in self._room.company().department(notice.to).leads)
        return tuple(receipt for receipt in told if receipt)

    def _tell(self, lead: str, notice: Notice) -> Receipt | None:
        """None if this lead isn't there either, or it is not true any more."""
        under = self._card_of(lead, notice)
        notice = notice.model_copy(update={"id": f"{notice.id}@{lead}"})
        if notice.place == "channel":
            notice = notice.model_copy(update={"place": "person", "to": lead})
        card = self._room.speak.card(notice, self._room.request_of(notice), latest=True)
        if card is None:
            return None
        try:
            # Always looked for first: several leads are told one by one, and the last may have failed before.
            with self._room.lines.call(lead) as channel:
                where = channel.find(lead, notice.id, under) or channel.post(lead, card, notice.id, under)
        except (Unreachable, Vanished):
            return None
        return Receipt(notice=notice, where=where, shown=fingerprint(card), sent=self._room.clock.now())

    def _card_of(self, lead: str, notice: Notice) -> str | None:
        """Where this lead was told of the request instead of the channel: talk goes on under it."""
        if notice.place != "thread" or notice.number is None:
            return None
        receipts = self._room.store.receipts(notice.number)
        told = (one for one in receipts if one.where and one.notice.place == "person")
        return next((one.where for one in told if one.notice.id.endswith(f"@{lead}")), None)
