"""What becomes of a notice that can't reach its address: others are told, the first who can be, and it waits.

It climbs from a department's channel to its leads, on call, the escalation contact and the admins. Where nobody of
the department was reached it stays undelivered, and goes to its own address as soon as that can be reached.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

import structlog

from bot.outbox.channel import Unreachable, Vanished
from bot.outbox.mailroom import Mailroom, fingerprint
from workflows.facts import roles_of
from workflows.news import notices
from workflows.news.row import ASKS
from workflows.news.table import news_of
from workflows.ports import Address, Notice, Outgoing, Receipt, Step
from workflows.state.request import Request
from workflows.state.values import Person

TRIED_AGAIN = timedelta(minutes=10)  # after the first failure, twice as long after each further one
LONGEST = timedelta(hours=1)  # between two tries
EVER = datetime.max.replace(tzinfo=UTC)
WITHIN = ("leads", "on call")  # the department knows
CONTACT = 2  # the escalation contact's rung

_log: structlog.stdlib.BoundLogger = structlog.stdlib.get_logger()

Rung = tuple[str, tuple[Person, ...]]


class Climbing:
    """Finds somebody to tell in place of those who can't be reached."""

    def __init__(self, room: Mailroom) -> None:
        self._room = room
        self._failed: set[Address] | None = None  # where something is undelivered, as the store has it

    def nobody_there(self, outgoing: Outgoing, gone: Unreachable) -> None:
        """Tell others, or keep it until its address can be reached. Raises like a channel."""
        notice, request = outgoing.notice, self._room.request_of(outgoing.notice)
        if request is None:
            _log.warning("nobody there", notice=notice.id, why=str(gone))
            self._room.store.drop(notice.id, f"nobody there: {gone}")
        elif self._is_for_requester(notice, request):
            self._wait(outgoing, request, str(gone))
        elif not self._addressed_anew(notice, request):
            self._climb(outgoing, request, str(gone))

    def comes_back(self, notice: Notice) -> None:
        """Something arrived there, so what is undelivered at the same address goes out as well."""
        for address in self._where_it_failed().intersection(_conversation(notice)):
            self._room.store.try_again(self._room.clock.now(), address)
            self._where_it_failed().discard(address)

    def _where_it_failed(self) -> set[Address]:
        if self._failed is None:
            self._failed = {(one.notice.place, one.notice.to) for one in self._room.store.undelivered()}
        return self._failed

    # Who it is for by now

    def _is_for_requester(self, notice: Notice, request: Request) -> bool:
        """Whether it was for whoever asks: nobody of the department is told, and it waits for them."""
        audience = notices.audience_of(notice)
        asks = audience in ASKS or (audience is None and news_of(notice).for_requester)
        return asks and notice.to in (*request.asking, request.decider)

    def _addressed_anew(self, notice: Notice, request: Request) -> bool:
        """Whether others hear it by now: the company names other people, or somebody else has the request."""
        addresses = self._addresses(notice, request)
        if not addresses or (notice.place, notice.to) in addresses:
            return False
        known = self._told(notice, request) | self._on_their_way(notice, request)
        anew = [_moved(notice, address) for address in addresses if address not in known]
        self._room.store.commit(Step(notices=tuple(anew)))
        self._room.store.drop(notice.id, "addressed anew")
        return True

    def _addresses(self, notice: Notice, request: Request) -> tuple[Address, ...]:
        workflow = self._room.store.workflow(request.workflow, request.workflow_version)
        if workflow is None:
            return ()
        addresses = notices.addressed_now(notice, request, workflow, self._room.company())
        return tuple(one for one in addresses if one[0] != "person" or one[1] not in request.about)

    def _told(self, notice: Notice, request: Request) -> set[Address]:
        """Return where the same news stands already, in its own place."""
        standing = (one.notice for one in self._room.store.receipts(request.number) if one.where)
        same = (one for one in standing if _is_same(one, notice) and "@" not in one.id)
        return {(one.place, one.to) for one in same}

    def _on_their_way(self, notice: Notice, request: Request) -> set[Address]:
        """Return where the same news is still to be said, and did not fail yet."""
        waiting = (one for one in self._room.store.waiting_about(request.number, EVER) if not one.why)
        same = (one.notice for one in waiting if _is_same(one.notice, notice))
        return {(one.place, one.to) for one in same if one.id != notice.id}

    # Who is told instead

    def _climb(self, outgoing: Outgoing, request: Request, why: str) -> None:
        notice = outgoing.notice
        if self._others_hear(notice, request):
            self._wait(outgoing, request, why)
            return
        rung, receipts = self._first_told(notice, request)
        if rung in WITHIN:
            _log.warning("out of reach, others were told", request=request.number, told=rung, why=why)
            self._room.store.sent((notice.id,), receipts)
            return
        self._room.store.sent((), receipts)
        self._wait(outgoing, request, why, department=self._department(notice, request), told=rung)

    def _others_hear(self, notice: Notice, request: Request) -> bool:
        """Whether it goes to several, and another of them was told or is still to be."""
        return bool(self._told(notice, request) or self._on_their_way(notice, request))

    def _first_told(self, notice: Notice, request: Request) -> tuple[str, tuple[Receipt, ...]]:
        """The first rung on which somebody could be told, and the messages that tell them; "" for none."""
        for rung, people in self._ladder(notice, request):
            told = [self._tell(person, rung, notice, request) for person in people]
            if receipts := tuple(one for one in told if one):
                return rung, receipts
        return "", ()

    def _ladder(self, notice: Notice, request: Request) -> Iterator[Rung]:
        """From the leads upward, past those who ask, whom it is about, and whom it could not reach."""
        company = self._room.company()
        department = company.department(self._department(notice, request), request.about)
        rungs: list[Rung] = [
            ("leads", department.leads),
            ("on call", (department.on_call,) if department.on_call else ()),
            ("escalation contact", (department.escalation,)),
            *(("admins", (admin,)) for admin in company.admins),
        ]
        first = CONTACT if notices.audience_of(notice) == "contact" else 0  # the leads heard it before
        skipped = {*map(company.one, (notice.to, *request.about, *request.asking))}
        for rung, people in rungs[first:]:
            yield rung, tuple(one for one in company.each(people) if one not in skipped)

    def _department(self, notice: Notice, request: Request) -> str:
        return request.department if notice.place == "person" else notice.to

    def _tell(self, person: Person, rung: str, notice: Notice, request: Request) -> Receipt | None:
        """The message that tells this person, old or new; None if they can't be reached, or it isn't true any more."""
        under = self._card_of(person, notice) if rung == "leads" else None
        copy = self._copy(person, rung, notice, request)
        if before := self._receipt(copy, request):
            return before
        card = self._room.speak.card(copy, request, latest=True)
        if card is None:
            return None
        to = self._room.company().one(person)
        try:
            # Always looked for first: several are told one by one, and the last may have failed before.
            with self._room.lines.call(to) as channel:
                where = channel.find(to, copy.id, under) or channel.post(to, card, copy.id, under)
        except (Unreachable, Vanished):
            return None
        return Receipt(notice=copy, where=where, shown=fingerprint(card), sent=self._room.clock.now())

    def _copy(self, person: Person, rung: str, notice: Notice, request: Request) -> Notice:
        """A channel's leads hear it as the channel would; anybody else reads whose it was.

        Of a request in which somebody has no part they are told once, whatever else is said about it.
        """
        if rung == "leads" and notice.place == "thread":
            return notice.model_copy(update={"id": f"{notice.id}@{person}"})
        told: dict[str, str] = {"place": "person", "to": person, "id": f"{notice.id}@{person}"}
        if rung == "leads" and notice.place == "channel":
            return notice.model_copy(update=told)
        told["id"] = f"{_step_of(notice)}.{notice.kind}@{person}"
        if not roles_of(person, request, self._room.company()):
            told["id"] = f"{request.number}@{person}"
        return notice.model_copy(update=told | {"instead_of": notice.to})

    def _receipt(self, copy: Notice, request: Request) -> Receipt | None:
        standing = (one for one in self._room.store.receipts(request.number) if one.where)
        return next((one for one in standing if one.notice.id == copy.id), None)

    def _card_of(self, lead: Person, notice: Notice) -> str | None:
        """The card by which this lead was told of the request instead of the channel: talk goes on under it."""
        if notice.place != "thread" or notice.number is None:
            return None
        receipts = self._room.store.receipts(notice.number)
        told = (one for one in receipts if one.where and one.notice.place == "person")
        return next((one.where for one in told if one.notice.id.endswith(f"@{lead}")), None)

    # Waiting

    def _wait(
        self, outgoing: Outgoing, request: Request, why: str, department: str = "", told: str = ""
    ) -> None:
        """Kept as undelivered; said once in the log, without a word of what it is about."""
        if not outgoing.why:
            say = _log.error if department else _log.warning
            where = {"department": department or request.department, "told": told or "nobody"}
            say("undelivered", request=request.number, why=why, **where)
        self._where_it_failed().add((outgoing.notice.place, outgoing.notice.to))
        pause = min(TRIED_AGAIN * 2 ** min(outgoing.tries, 6), LONGEST)
        self._room.store.fail(outgoing.notice.id, why, self._room.clock.now() + pause, department)


def _step_of(notice: Notice) -> str:
    """Number and event, which everything shares that one event says."""
    return ".".join(notice.id.split("@")[0].split(".")[:2])


def _is_same(one: Notice, other: Notice) -> bool:
    """Whether both say the same to the same side."""
    return (_step_of(one), one.kind, one.audience) == (_step_of(other), other.kind, other.audience)


def _moved(notice: Notice, address: Address) -> Notice:
    place, to = address
    id = f"{_step_of(notice)}.{notice.kind}~{place}~{to}"
    return notice.model_copy(update={"id": id, "place": place, "to": to})


def _conversation(notice: Notice) -> Sequence[Address]:
    """A thread hangs below the card in its channel."""
    if notice.place == "person":
        return [("person", notice.to)]
    return [("channel", notice.to), ("thread", notice.to)]
