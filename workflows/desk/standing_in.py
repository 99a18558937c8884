"""Who is away, as the desk knows it: kept durably, laid over the company, begun and ended by a due row."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from workflows.definition import Absence, Company
from workflows.facts import Refused
from workflows.news.details import Meanwhile, StandingIn, Who
from workflows.news.row import Say
from workflows.news.table import STANDING_IN, STOOD_IN, WELCOME_BACK
from workflows.ports import Clock, Due, Find, Notice, Records, Step
from workflows.state.request import Request
from workflows.state.values import Person
from workflows.time import absence

MANY = 1000  # open requests of one person


class StandIns:
    """An absence is noted under `away:PERSON`, and begins and ends with the due row of the same name.

    Killed anywhere in between, the row is still there, and what it does can be done again.
    """

    def __init__(
        self, store: Callable[[], Records], clock: Callable[[], Clock], company: Callable[[], Company]
    ) -> None:
        self._store = store
        self._clock = clock
        self._plain = company
        self._kept: dict[Person, Absence] | None = None
        self._over: set[Person] = set()  # they are back, and what follows from it has begun
        self._seen: dict[Person, Absence | None] = {}  # as it was when its row was last looked at
        self._laid: tuple[Company, tuple[Absence, ...], Company] | None = None

    def company(self) -> Company:
        """Everything that company.yml says, while those who are away are away: until their return is seen to."""
        plain = self._plain()
        away = tuple(one for one in self._known().values() if one.person not in self._over)
        if not away:
            return plain
        laid = self._laid
        if laid is None or laid[0] is not plain or laid[1] != away:
            laid = self._laid = (plain, away, plain.while_away(away))
        return laid[2]

    def begin(self, by: Person, person: Person, back: date | None, stand_in: Person | None) -> Absence:
        """From now on. Said again, it replaces what was said before. Raises Refused and NotSaved."""
        away = absence.declared(by, person, back, stand_in, self.company(), self._clock().now())
        known = self._known().get(away.person)
        if known and known.model_copy(update={"since": away.since}) == away:
            return known  # the same once more has been told
        self._keep(away)
        self._over.discard(away.person)
        return away

    def end(self, by: Person, person: Person) -> None:
        """They are there again, earlier than they thought."""
        company = self.company()
        if person not in absence.speaks_for(by, company):
            raise Refused("away.not_yours")
        if away := company.absence(person):
            self._keep(away.model_copy(update={"until": self._clock().now()}))
            self._over.add(away.person)

    def passed(self, row: Due, person: Person, settle: Callable[[int, Absence | None], None]) -> Step:
        """The beginning of an absence, or its end: each request that it touches, and then whoever is to hear."""
        now, known = self._clock().now(), self._known().get(person)
        self._seen[person] = known
        ended = known if known and known.until <= now else None
        if ended:
            self._over.add(person)
        company = self.company()
        tied = self._open(Find(tie=id, open=True) for id in company.ids(person))
        covers = (request for request in tied if request.cover == person)  # also where nobody named them
        touched = (*self._owned_by(absence.concerned(person, company)), *covers)
        stood_in = dict.fromkeys(one.cover for one in touched if one.owner == person and one.cover)
        waiting = self._open(Find(requester=id, open=True) for id in company.ids(person))
        gone = self._owned_by(one.person for one in company.absences) if ended else ()
        alone = (request for request in gone if not request.cover)  # nobody could stand in there until now
        for number in {request.number for request in (*touched, *waiting, *alone)}:
            settle(number, ended)
        due = tuple(Due(key=f"request:{request.number}", at=now) for request in waiting)
        if away := company.absence(person):
            told = self._told(away, touched)
            return Step(notices=told, due=(Due(key=row.key, at=away.until), *due))
        told = (*self._welcome(ended), *self._released(ended, stood_in)) if ended else ()
        return Step(notices=told, due=due, settled=(row.key,))

    def look_again(self, person: Person) -> None:
        """They said something else while what followed from the last word was being stored over it."""
        if self._known().get(person) != self._seen.get(person):
            self._store().commit(Step(due=(Due(key=f"away:{person}", at=self._clock().now()),)))

    def _keep(self, away: Absence) -> None:
        """First the note, then the row, then in mind: whatever is not whole was never promised to anybody."""
        known, key = self._known(), f"away:{away.person}"
        self._store().note(key, away.model_dump_json())
        self._store().commit(Step(due=(Due(key=key, at=self._clock().now()),)))
        self._kept = known | {away.person: away}

    def _known(self) -> dict[Person, Absence]:
        """Read once. A row without its note, or later than its note says, is due at once."""
        if self._kept is None:
            kept: dict[Person, Absence] = {}
            for row in self._store().due_keys("away:"):
                noted = self._store().noted(row.key)
                one = Absence.model_validate_json(noted) if noted else None
                if one is None or one.until < row.at:
                    self._store().commit(Step(due=(Due(key=row.key, at=self._clock().now()),)))
                if one:
                    kept[one.person] = one
            self._kept = kept
        return self._kept

    def _owned_by(self, people: Iterable[Person]) -> tuple[Request, ...]:
        company = self.company()
        ids = (id for person in people for id in company.ids(person))
        return self._open(Find(owner=id, open=True) for id in ids)

    def _open(self, wanted: Iterable[Find]) -> tuple[Request, ...]:
        found = (
            one for find in wanted for one in self._store().find(find.model_copy(update={"limit": MANY}))
        )
        return tuple({request.number: request for request in found}.values())

    def _told(self, away: Absence, touched: tuple[Request, ...]) -> tuple[Notice, ...]:
        """One message to each who stands in, with all the numbers."""
        numbers: dict[Person, list[str]] = {}
        for number in dict.fromkeys(request.number for request in touched):
            now = self._store().request(number)
            if now and now.cover:
                numbers.setdefault(now.cover, []).append(str(number))
        return tuple(self._notice(away, _stands_in(away, to, of_them)) for to, of_them in numbers.items())

    def _welcome(self, ended: Absence) -> tuple[Notice, ...]:
        """What happened meanwhile is gathered when it is said; without any news it is not said."""
        meanwhile = Meanwhile(since=ended.since.isoformat())
        return (self._notice(ended, WELCOME_BACK.say(meanwhile, person=ended.person)),)

    def _released(self, ended: Absence, stood_in: Iterable[Person]) -> tuple[Notice, ...]:
        """Whoever stood in knows the day; that it ended before is news."""
        day = self.company().calendar_of(ended.person).local_day(ended.until)
        early = stood_in if day < ended.back else ()
        return tuple(self._notice(ended, STOOD_IN.say(Who(who=ended.person), person=one)) for one in early)

    def _notice(self, away: Absence, say: Say) -> Notice:
        now, kind = self._clock().now(), say.news.kind
        id = f"{kind}.{away.person}.{now.isoformat()}.{say.person}"
        return Notice(id=id, place="person", to=say.person, kind=kind, facts=say.facts, at=now)


def _stands_in(away: Absence, to: Person, numbers: list[str]) -> Say:
    return STANDING_IN.say(StandingIn(who=away.person, day=away.back, numbers=" ".join(numbers)), person=to)
