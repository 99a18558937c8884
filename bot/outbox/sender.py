"""The one thread that renders and sends stored notices; nothing else posts.

A send is noted durably before the platform is called. What was under way when the process ended, or went
unanswered, is looked for on the platform before it is sent again.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from datetime import timedelta

import structlog

from bot.outbox.channel import Channel, Crowded, Later, Revoked, Unclear
from bot.outbox.delivery import NoticeDelivery, NoticeGroup
from bot.outbox.homes import Homes
from bot.outbox.mailroom import Kept, Mailroom, Speak
from bot.outbox.pacing import Lines, Pace, Tick
from bot.outbox.standing import LONGEST_BACKOFF, Standing, Truth
from workflows.definition import Company
from workflows.news.table import news_of
from workflows.ports import Clock, Notice, NotSaved, Outgoing
from workflows.state.values import Person

__all__ = ["Sender", "Speak"]

WINDOW = 500  # notices looked at in one pass: what can be said in one message is found among them
AT_ONCE = 25  # messages sent before standing ones are made true again
BUNDLE = 20  # requests in one message
PATIENCE = timedelta(seconds=30)  # for which a bundle waits for what falls due at the same moment
UNCLEAR = 1.5  # seconds before looking whether an unanswered message arrived
NAP = 1.0  # seconds: the longest sleep between two passes

_log: structlog.stdlib.BoundLogger = structlog.stdlib.get_logger()


class Sender:
    """Delivers what the store holds, in order in each conversation, each notice once."""

    def __init__(
        self,
        store: Kept,
        channels: Mapping[str, Channel],
        clock: Clock,
        speak: Speak,
        company: Callable[[], Company],
        *,
        tick: Tick = time.monotonic,
    ) -> None:
        self.paused = False  # EOAC_PAUSED: everything is taken in, nothing is sent
        self._store = store
        self._company = company
        self._clock = clock
        self._lines = Lines(channels, tick)
        self._pace = Pace(tick)
        self._room = Mailroom(store, self._lines, self._pace, clock, speak, company)
        self._homes = Homes(self._room, tick)
        standing = Standing(self._room, self._homes)
        self._truth = Truth(self._room, standing, tick)
        self._delivery = NoticeDelivery(self._room, standing)
        self._sought: tuple[Hashable, ...] = ()  # the addresses that the company named when last looked at
        self._alone: set[str] = set()  # failed in a bundle: said on their own from then on
        self._woken = threading.Event()
        self._stopping = threading.Event()
        self._rested = threading.Condition()
        self._draining = 0
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        self._stopping.clear()
        self._thread = threading.Thread(target=self._run, name="sender", daemon=True)
        self._thread.start()

    def stop(self, timeout: float = 8.0) -> None:
        """The message under way is finished; nothing new is begun."""
        self._stopping.set()
        self._woken.set()
        if self._thread is not None:
            self._thread.join(timeout)

    def wake(self) -> None:
        """Something was stored."""
        self._woken.set()

    def doubt(self, number: int, person: Person) -> None:
        """Somebody pressed a button that was there no more: what they see is made true, where it can be."""
        self._truth.doubt(number, person)
        self.wake()

    def idle(self) -> bool:
        """Whether nothing waits whose time has come, and everything that stands is true."""
        return self.paused or not (self._store.waiting(self._clock.now(), 1) or self._truth.wanting())

    def drain(self, timeout: float) -> bool:
        """Wait until idle, homes included; whether that came within `timeout` seconds."""
        until = time.monotonic() + timeout
        self._draining += 1
        try:
            while not (rests := self.idle() and not self._draws()) and time.monotonic() < until:
                self._another_turn(until)
            return rests
        finally:
            self._draining -= 1

    def _draws(self) -> bool:
        return not self.paused and self._homes.wanting()

    @property
    def troubles(self) -> dict[str, str]:
        """Platforms that refuse our token, and how they say it; for /readyz."""
        return dict(self._lines.revoked)

    @property
    def unreached(self) -> dict[str, str]:
        """Departments in which nobody could be told of something that waits, and why; for /readyz."""
        return {one.department: one.why for one in self._store.undelivered() if one.department}

    def overdue(self, limit: timedelta) -> bool:
        """Whether something has waited unsent longer than this."""
        return not self.paused and bool(self._store.waiting(self._clock.now() - limit, 1))

    def turn(self) -> bool:
        """One pass: send some, make some true, draw homes. Whether there is more to do at once."""
        if self.paused:
            return False
        self._look_at_company()
        more = self._send_some()
        more = self._truth.catch_up() or more
        if not self._stopping.is_set():
            self._homes.publish(at_once=self._draining > 0 and not more)
        return more

    # The thread

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._woken.clear()
            more = self._safe_turn()
            with self._rested:
                self._rested.notify_all()
            if not more:
                self._woken.wait(0.05 if self._draining else NAP)

    def _safe_turn(self) -> bool:
        try:
            return self.turn()
        except Exception:  # noqa: BLE001 - a full disk or a bug must not end the thread that carries all messages
            _log.exception("sending interrupted")
            return False

    def _another_turn(self, until: float) -> None:
        if self._thread is None or not self._thread.is_alive():
            if not self.turn():
                time.sleep(0.02)
            return
        with self._rested:
            self._woken.set()
            self._rested.wait(min(0.25, max(0.0, until - time.monotonic())))

    def _look_at_company(self) -> None:
        """At the start, and where the company names other addresses, what was undelivered is tried anew."""
        addresses = _addresses_of(self._company())
        if addresses != self._sought:
            self._store.try_again(self._clock.now())
            self._sought = addresses

    # What goes out now

    def _send_some(self) -> bool:
        blocked: set[str] = set()
        said = 0
        for group in self._groups(self._complete(self._store.waiting(self._clock.now(), WINDOW))):
            if self._stopping.is_set():
                return False
            said += self._try(group, blocked)
            if said >= AT_ONCE:
                return True
        return False

    def _complete(self, waiting: Sequence[Outgoing]) -> Sequence[Outgoing]:
        """In the morning reminders are still being written while what was held back may go: they come together."""
        now = self._clock.now()
        due = self._store.next_due() if any(_can_be_bundled(one.notice) for one in waiting) else None
        if due is None or due > now:
            return waiting
        return [one for one in waiting if not _can_be_bundled(one.notice) or now - one.notice.at > PATIENCE]

    def _groups(self, waiting: Iterable[Outgoing]) -> list[NoticeGroup]:
        """What is said in one message: a person's reminders and what was held back for them; the rest by itself."""
        waiting = list(waiting)
        together = {_about(one.notice) for one in waiting if _can_be_bundled(one.notice)}
        groups: dict[str, list[Outgoing]] = {}
        numbers: dict[Person, dict[int, int]] = {}  # of whom, which requests, in which order
        for outgoing in waiting:
            notice = outgoing.notice
            name = notice.id
            if notice.number is not None and _about(notice) in together and notice.id not in self._alone:
                theirs = numbers.setdefault(notice.to, {})
                name = f"{notice.to} {theirs.setdefault(notice.number, len(theirs)) // BUNDLE}"
            groups.setdefault(name, []).append(outgoing)
        return [tuple(group) for group in groups.values()]

    def _try(self, group: NoticeGroup, blocked: set[str]) -> int:
        """1 if something was said; 0 if this conversation has to wait, and all that comes after it there."""
        there = self._room.conversation(group[0].notice)
        if there in blocked or self._lines.busy_for(there) or self._pace.ready_in(there):
            blocked.add(there)
            return 0
        try:
            said = self._delivery.send(group)
        except Crowded as crowded:
            self._pace.hold(there, crowded.seconds)
            blocked.add(there)
        except Later:
            blocked.add(there)
        except Unclear:
            tries = max(outgoing.tries for outgoing in group)
            self._pace.hold(there, min(UNCLEAR * 2.0 ** min(tries, 10), LONGEST_BACKOFF))
            blocked.add(there)
        except Revoked as revoked:
            _log.error("token revoked", to=there, why=str(revoked))
            blocked.add(there)
        except NotSaved:
            raise
        except Exception:  # noqa: BLE001 - one notice that can't be said must not stop the others
            _log.exception("notice not sent", notices=[outgoing.notice.id for outgoing in group])
            self._put_off(group)
        else:
            if said:
                self._pace.spend(there)
            return int(said)
        return 0

    def _put_off(self, group: NoticeGroup) -> None:
        for outgoing in group:
            seconds = min(5 * 2.0 ** min(outgoing.tries, 10), LONGEST_BACKOFF)
            self._store.put_off(outgoing.notice.id, self._clock.now() + timedelta(seconds=seconds))
            self._alone.add(outgoing.notice.id)


def _addresses_of(company: Company) -> tuple[Hashable, ...]:
    """All that decides where news goes."""
    departments = (
        (one.id, one.channel, one.leads, one.members, one.on_call, one.escalation)
        for one in company.departments.values()
    )
    return (company.admins, company.people, *departments)


def _can_be_bundled(notice: Notice) -> bool:
    """Whether it is no answer to what somebody just did."""
    return notice.place == "person" and (news_of(notice).reminds or notice.happened is not None)


def _about(notice: Notice) -> tuple[str, str, int | None]:
    return notice.place, notice.to, notice.number
