"""The ports of the heart: small protocols for what it asks of the world, named by those who call them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Literal, Protocol

from pydantic import field_validator

from workflows.definition import Workflow
from workflows.frozen import Frozen
from workflows.keys import DueKind, due_key, read_due_key
from workflows.languages import Language
from workflows.state.events import Recorded
from workflows.state.request import Request
from workflows.state.values import Person, Phase, Side


class Conflict(Exception):
    """A step was decided upon what has changed since: read again and decide again."""


class NotSaved(Exception):
    """The store could not write (a full disk, say). Nothing was changed; the person is told so."""


class Repeated(Exception):
    """A delivery was taken in before, and led to the request `number`."""

    def __init__(self, number: int) -> None:
        super().__init__(f"delivered before, for #{number}")
        self.number = number


class Due(Frozen):
    """A row of what falls due, one for each key. Keys are those of `workflows.keys`: making an unknown one fails."""

    key: str
    at: datetime

    @field_validator("key")
    @classmethod
    def _is_known(cls, key: str) -> str:
        read_due_key(key)
        return key


NEW = 0  # stands for the number of a request that is raised, until the store gives it one in its commit
Place = Literal["person", "channel", "thread"]
Address = tuple[Place, str]


class Notice(Frozen):
    """A piece of news for one address, stored with the step that caused it and sent afterwards, once.

    `to` is a person, or a department's id where `place` is its channel or the thread under its card.
    A card is rendered from the request as it is when it is sent, so that it is still true.
    """

    id: str  # unique for ever, NUMBER.… about a request: it is also the idempotency key on the platform
    place: Place
    to: str
    kind: str  # which news; texts know it as news.KIND
    number: int | None = None
    facts: dict[str, str] = {}
    at: datetime  # not before
    happened: datetime | None = None  # when, if it was held back until `at`
    audience: str = ""  # to which side it was said (workflows.news.row.Audience); "" of those stored before
    instead_of: str = ""  # whose it was (a person, or a department's id), who could not be reached

    def numbered(self, number: int) -> Notice:
        """Return the same news about the request with this number."""
        id = f"{number}.{self.id.partition('.')[2]}"
        return self.model_copy(update={"id": id, "number": number})


class Step(Frozen):
    """A step, stored in one commit: all of it, or nothing."""

    request: Request | None = None
    expected: int = 0  # the version it was decided upon; 0: the request is new
    events: tuple[Recorded, ...] = ()
    notices: tuple[Notice, ...] = ()
    due: tuple[Due, ...] = ()  # set (or replace) these keys
    present: tuple[Address, ...] = ()  # for these, nothing about this request is held back any longer
    settled: tuple[str, ...] = ()  # nothing more is due under these keys
    delivery: str | None = None  # the platform's id of what a person did; a second one is Repeated
    workflow: Workflow | None = None  # kept with its version from the first request on
    ties: frozenset[str] | None = None  # all there are from now on; None: as they were
    notes: dict[str, str | None] = {}  # set (or replace) these; None forgets one
    notes_before: dict[
        str, str | None
    ] = {}  # how notes stood that it was decided upon; else it is a Conflict

    @property
    def at(self) -> datetime:
        """The time at which it happened; only a step with events knows."""
        return self.events[-1].at

    @property
    def raises(self) -> bool:
        """Whether it waits for its number."""
        return self.request is not None and self.request.number == NEW

    def positioned(self, last: int) -> Step:
        """Return the same step with its events behind the last position that was given."""
        behind = (one.model_copy(update={"position": last + n}) for n, one in enumerate(self.events, 1))
        return self.model_copy(update={"events": tuple(behind)})

    def numbered(self, number: int) -> Step:
        """Return the same step with this number wherever that of a new request is to stand."""
        request = self.request and self.request.model_copy(update={"number": number})
        events = tuple(one.model_copy(update={"number": number}) for one in self.events)
        notices = tuple(one.numbered(number) if one.number == NEW else one for one in self.notices)
        key, given = due_key(DueKind.REQUEST, NEW), due_key(DueKind.REQUEST, number)
        due = tuple(Due(key=given, at=one.at) if one.key == key else one for one in self.due)
        settled = tuple(given if one == key else one for one in self.settled)
        told = {"request": request, "events": events, "notices": notices, "due": due, "settled": settled}
        return self.model_copy(update=told)


class Find(Frozen):
    """A search for requests: every field given must hold. Found ones come newest first."""

    requester: Person | None = None
    owner: Person | None = None
    department: str | None = None
    phase: Phase | None = None
    side: Side | None = None
    open: bool | None = None
    tie: str | None = None  # a person or another request that has to do with it (Request.ties)
    limit: int = 50

    def fits(self, request: Request) -> bool:
        """Whether the request is one of those."""
        fields = self.model_dump(include={"requester", "owner", "department", "phase"}, exclude_none=True)
        return (
            all(getattr(request, name) == value for name, value in fields.items())
            and self.side in (None, request.ball)
            and self.open in (None, request.is_open)
            and (self.tie is None or self.tie in request.ties)
        )


class Store(Protocol):
    """Requests with their events, and what falls due. Every method is atomic; cost does not grow with the past."""

    def last_number(self) -> int: ...
    def request(self, number: int) -> Request | None: ...
    def requests(self, numbers: Sequence[int]) -> dict[int, Request]:
        """Return these requests by number, read at once; those that are not there are missing."""
        ...

    def history(self, number: int) -> tuple[Recorded, ...]: ...
    def delivered(self, delivery: str) -> int | None:
        """Return the number of the request that this delivery led to; None if it has not been taken in."""
        ...

    def histories(self, numbers: Sequence[int]) -> dict[int, tuple[Recorded, ...]]:
        """Return the histories of several requests, in one reading."""
        ...

    def find(self, wanted: Find) -> tuple[Request, ...]: ...
    def find_any(self, wanted: Sequence[Find]) -> tuple[Request, ...]:
        """Return requests that fit any of those, each up to its limit; every one once, newest first, in one reading."""
        ...

    def count(self, wanted: Find) -> int:
        """Count them, whatever the limit."""
        ...

    def workflow(self, id: str, version: str) -> Workflow | None: ...
    def commit(self, step: Step) -> Step:
        """Store a step durably; returns it as it was stored. Raises Conflict, Repeated or NotSaved: nothing changed.

        What is raised gets the next number here, and events their position among those of all requests, so that
        nobody who does something at the same moment is in the way.
        """
        ...

    def commit_each(self, steps: Sequence[Step]) -> list[Exception | None]:
        """Store many steps, each for itself; returns what `commit` would have raised for each of them."""
        ...

    def begin_each(self, steps: Sequence[Step]) -> Callable[[], list[Exception | None]]:
        """Begin what `commit_each` does; calling the result waits for the end, and returns it."""
        ...

    def due(self, until: datetime, limit: int) -> tuple[Due, ...]:
        """Return what is due at or before `until`, earliest first."""
        ...

    def next_due(self) -> datetime | None: ...
    def due_keys(self, prefix: str) -> tuple[Due, ...]:
        """Return every row whose key begins so, by key."""
        ...


class Receipt(Frozen):
    """The place of a sent notice on a platform, and what it showed when it was last sent or updated."""

    notice: Notice
    where: str  # the platform's own address of the message, e.g. "slack:D0ANA/1700000000.000100"
    shown: str  # fingerprint of the rendered card
    sent: datetime


class Outgoing(Frozen):
    """A notice that waits. `tries` > 0 and `begun`: a send may have reached the platform, so look before sending."""

    notice: Notice
    tries: int = 0
    begun: bool = False
    why: str = ""  # it is undelivered, and this kept it from its address


class Undelivered(Frozen):
    """A notice that waits because its address can't be reached, and why."""

    notice: Notice
    why: str
    department: str = ""  # where nobody could be told in its place; "" where others know


class Outbox(Protocol):
    """Notices on their way out, and where they stand afterwards."""

    def waiting(self, now: datetime, limit: int) -> tuple[Outgoing, ...]:
        """Return unsent ones whose time has come, in the order they were stored."""
        ...

    def waiting_about(self, number: int, now: datetime) -> tuple[Outgoing, ...]:
        """Return the unsent ones about this request whose time has come."""
        ...

    def next_told(self, after: datetime) -> datetime | None:
        """Return when the first of those held back until later than `after` may be said, undelivered ones apart."""
        ...

    def begin(self, ids: tuple[str, ...]) -> None:
        """Note durably that these are about to be sent, before the platform is called."""
        ...

    def sent(self, ids: tuple[str, ...], receipts: tuple[Receipt, ...]) -> None:
        """Mark them as standing on the platform, and remember where.

        The requests of these notices are stale from now on, but for lines in a thread: older messages about them
        still have the buttons that the newest one has.
        """
        ...

    def put_off(self, id: str, until: datetime, *, refused: bool = False) -> None:
        """Try again then. `refused`: the platform surely did not take it, so there is nothing to look for before."""
        ...

    def drop(self, id: str, why: str) -> None:
        """Send it never: it is not true any more, or there is nobody to tell. It is kept with the reason."""
        ...

    def fail(self, id: str, why: str, until: datetime, department: str = "") -> None:
        """Keep it as undeliverable, with its reason, and try it again then. Surely nothing was sent."""
        ...

    def undelivered(self) -> tuple[Undelivered, ...]:
        """Return all that wait since they could not be delivered, in the order they were stored."""
        ...

    def try_again(self, now: datetime, to: Address | None = None) -> None:
        """Make what is undelivered due now, or only what goes `to` this address."""
        ...

    def receipts(self, number: int) -> tuple[Receipt, ...]:
        """Return everything said about a request that stands somewhere, oldest first."""
        ...

    def replace(self, receipt: Receipt) -> None:
        """Note that the same notice shows something else now, or stands somewhere else."""
        ...

    def stale(self, limit: int) -> tuple[int, ...]:
        """Return requests that changed since their standing messages were last made true."""
        ...

    def fresh(self, number: int, version: int, notes: Mapping[str, str] | None = None) -> None:
        """Note that the standing messages show this version. Set (or replace) these notes in the same commit."""
        ...

    def number_at(self, where: str) -> int | None:
        """Return the number of the request that the message at this address is about; None if it is none of ours."""
        ...

    def unsent(self) -> int: ...
    def saw_home(self, person: Person) -> None:
        """Note that this person has opened their home: it is kept true from now on."""
        ...

    def homes(self) -> frozenset[Person]: ...


NOTED = timedelta(days=365)  # as long as a closed request is kept, whose cards may need it


class Notes(Protocol):
    """Notes: small things that must outlive the process, such as words that wait for their place."""

    def note(self, key: str, text: str, at: datetime | None = None) -> None:
        """Store a note, durably, in place of what stood there. Raises NotSaved.

        With its time a note passes: each such note takes those with it that were made NOTED or longer before.
        Without one it stays: there is one for each person or thing, or whoever made it forgets it again. No store
        gives an old note a time: which ones may pass, only those who made them know.
        """
        ...

    def noted(self, key: str) -> str | None: ...
    def notes(self, prefix: str) -> Mapping[str, str]:
        """Return all notes whose keys begin so, by key; the very same mapping as long as none of them changes.

        Needs no look into the store while nothing changes, so whoever wants to know may ask each time, and must not
        remember: another thread's word would be forgotten.
        """
        ...

    def forget(self, key: str) -> None:
        """Remove what stands there. Raises NotSaved."""
        ...


class Records(Store, Notes, Protocol):
    """A store that keeps small things, too, and knows who has opened their own page."""

    def homes(self) -> frozenset[Person]: ...


class Profile(Frozen):
    """A person as a platform describes them; looked up, cached for a day, never stored."""

    person: Person
    name: str
    language: Language
    timezone: str
    may_act: bool = True  # guests, strangers, deactivated people and bots may not
    left: bool = False  # the account is deactivated or gone; never because a lookup failed


class Directory(Protocol):
    """The profiles of people."""

    def profile(self, person: Person) -> Profile: ...


class Staff(Directory, Protocol):
    """The profiles of people, and whether they may act and are still with the company."""

    def may_act(self, person: Person) -> bool:
        """Whether they may act now; unlike a profile, a no is never a day old."""
        ...

    def left(self, person: Person) -> bool:
        """Whether they surely have left. Never raises: somebody who can't be looked up has not."""
        ...


class Clock(Protocol):
    """The product's own time, aware and in UTC; it can be moved in the playground."""

    def now(self) -> datetime: ...
