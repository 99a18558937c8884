"""One message on its way: looked for if it may be there, rendered if still true, noted, posted, receipted."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards.elements import Card
from bot.outbox.channel import Later, Unreachable, Vanished
from bot.outbox.climbing import EVER, Climbing
from bot.outbox.mailroom import Mailroom, fingerprint, one_message
from bot.outbox.standing import Standing
from workflows.news.table import CARD
from workflows.ports import Notice, Outgoing, Receipt
from workflows.state.request import Request

NoticeGroup = tuple[Outgoing, ...]  # what one message says
SaidNotice = tuple[Notice, Request | None, Card]


class NoticeDelivery:
    """Says a group of notices. Raises what the platform says, with the store telling the truth about it."""

    def __init__(self, room: Mailroom, standing: Standing) -> None:
        self._room = room
        self._standing = standing
        self._climbing = Climbing(room)

    def send(self, group: NoticeGroup) -> bool:
        """Whether something new stands there now."""
        to = self._room.conversation(group[0].notice)
        try:
            root = self._root(group[0].notice) or self._missing_root(group[0].notice, to)
            said = self._true(self._still_to_say(group, to, root.where if root else None), root)
            if said:
                self._say(said, to, root)
        except Unreachable as gone:
            for outgoing in group:
                self._climbing.nobody_there(outgoing, gone)
            return True
        if said:
            self._climbing.comes_back(group[0].notice)
        return bool(said)

    def _still_to_say(self, group: NoticeGroup, to: str, under: str | None) -> NoticeGroup:
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

    def _true(self, group: NoticeGroup, root: Receipt | None) -> list[SaidNotice]:
        """The notices that are still worth saying, each with its card; the rest is dropped."""
        said: list[SaidNotice] = []
        for outgoing in group:
            notice = outgoing.notice
            request = self._room.request_of(notice)
            held = _held(notice) if outgoing.why or not (root or self._is_known(notice)) else notice
            old = self._room.no_news(held, request, [one for one, _, _ in said])
            card = None if old else self._room.speak.card(notice, request, latest=True)
            if card is None:
                self._room.store.drop(notice.id, old or "not true any more")
            else:
                said.append((notice, request, card))
        return said

    def _say(self, said: list[SaidNotice], to: str, root: Receipt | None) -> None:
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

    def _is_known(self, line: Notice) -> bool:
        """Whether the department was told what a line of conversation is about, in its channel or by its leads."""
        if line.place != "thread" or line.number is None:
            return True
        told = (one.notice for one in self._room.store.receipts(line.number))
        return any(one.to == line.to or ("@" in one.id and not one.instead_of) for one in told)

    def _missing_root(self, notice: Notice, to: str) -> Receipt | None:
        """The department's card, posted now for a line of conversation whose card never stood in the channel.

        One that stood there and was deleted twice stays away, and one that waits for its turn comes by itself.
        """
        request = self._room.request_of(notice)
        if notice.place != "thread" or request is None or request.department != notice.to:
            return None
        if not request.is_open:
            return None
        receipts = self._room.store.receipts(request.number)
        stood = ((one.notice.place, one.notice.to) == ("channel", notice.to) for one in receipts)
        card = self._missing_card(notice, request)
        shown = self._room.speak.card(card, request, latest=True) if card and not any(stood) else None
        if card is None or shown is None:
            return None
        with self._room.lines.call(to) as channel:
            where = channel.find(to, card.id) or channel.post(to, shown, card.id)
        self._stand([card], where, fingerprint(shown))
        return self._root(notice)

    def _missing_card(self, line: Notice, request: Request) -> Notice | None:
        """The card's own notice where it is undelivered; a new one where none waits."""
        waiting = self._room.store.waiting_about(request.number, EVER)
        here = [one for one in waiting if (one.notice.place, one.notice.to) == ("channel", line.to)]
        if here:
            return next((one.notice for one in here if one.why), None)
        return Notice(
            id=f"{request.number}.card.{line.to}",
            place="channel",
            to=line.to,
            kind=CARD.kind,
            number=request.number,
            facts={"by": request.requester},
            at=self._room.clock.now(),
            audience="card",
        )


def _held(notice: Notice) -> Notice:
    """The notice as one that was held back since it happened: by now it may be no news."""
    return notice.model_copy(update={"happened": notice.happened or notice.at})
