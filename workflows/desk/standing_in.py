"""The absences as the desk knows them: kept durably, laid over the company, begun and ended by a due row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date

from workflows.definition import Absence, Company
from workflows.facts import Refused
from workflows.keys import DueKind, NoteKind, due_key, note_key, prefix
from workflows.news.details import Meanwhile, Named, StandingIn
from workflows.news.row import Say
from workflows.news.table import STANDING_IN, STOOD_IN, WELCOME_BACK
from workflows.ports import Clock, Conflict, Due, Find, Notice, Records, Step
from workflows.state.request import Request
from workflows.state.values import Person
from workflows.time import absence

AWAY = prefix(DueKind.AWAY)  # of due rows and of the notes of the same name
MANY = 1000  # open requests of one person
Declared = dict[Person, Absence]


class StandIns:
    """Absences: each is a note under `away:PERSON` and a due row of the same name, always stored in one commit.

    The store alone knows who is away. Every commit that follows from a note names the text that it was decided
    upon, so that nobody's word is written over by what was thought before it.
    """

    def __init__(
        self, store: Callable[[], Records], clock: Callable[[], Clock], company: Callable[[], Company]
    ) -> None:
        self._store = store
        self._clock = clock
        self._plain = company
        self._read: tuple[Mapping[str, str], Declared] | None = (
            None  # what the store's notes say, and in models
        )
        self._laid: tuple[Company, tuple[Absence, ...], Company] | None = None

    def company(self) -> Company:
        """Return the company of company.yml with everybody in it who is away now."""
        plain, now = self._plain(), self._clock().now()
        away = tuple(one for one in self._declared(self._notes()).values() if one.until > now)
        if not away:
            return plain
        laid = self._laid
        if laid is None or laid[0] is not plain or laid[1] != away:
            laid = self._laid = (plain, away, plain.while_away(away))
        return laid[2]

    def begin(self, by: Person, person: Person, back: date | None, stand_in: Person | None) -> Absence:
        """Begin an absence. Said again, it replaces what was said before. Raises Refused, Conflict and NotSaved."""
        notes = self._notes()
        away = absence.declared(by, person, back, stand_in, self.company(), self._clock().now())
        known = self._declared(notes).get(away.person)
        if known and known.model_copy(update={"since": away.since}) == away:
            return known  # the same once more has been told
        self._keep((away,), notes)
        return away

    def end(self, by: Person, person: Person) -> None:
        """Mark them as back, earlier than they thought. Raises Refused, Conflict and NotSaved."""
        notes, now, company = self._notes(), self._clock().now(), self.company()
        if person not in absence.speaks_for(by, company):
            raise Refused("away.not_yours")
        ids = company.ids(person)
        theirs = (one for one in self._declared(notes).values() if one.person in ids and one.until > now)
        if ended := tuple(one.model_copy(update={"until": now}) for one in theirs):
            self._keep(ended, notes)

    def passed(self, row: Due, person: Person, settle: Callable[[int, Absence | None], None]) -> Step:
        """Begin an absence, or end it: settle each request that it touches, and return the step that tells of it."""
        now, noted = self._clock().now(), self._notes().get(row.key)
        known = Absence.model_validate_json(noted) if noted else None
        ended = known if known and known.until <= now else None
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
        due = tuple(Due(key=due_key(DueKind.REQUEST, request.number), at=now) for request in waiting)
        decided_upon = {row.key: noted}
        if known and not ended:
            told = self._told(company.absence(person) or known, touched)
            again = Due(key=row.key, at=known.until)
            return Step(notices=told, due=(again, *due), notes_before=decided_upon)
        told = (*self._welcome(ended), *self._released(ended, stood_in)) if ended else ()
        over: dict[str, str | None] = {row.key: None}
        return Step(notices=told, due=due, settled=(row.key,), notes=over, notes_before=decided_upon)

    def _keep(self, said: tuple[Absence, ...], notes: Mapping[str, str]) -> None:
        """Store note and row together, and what has their own pages drawn anew.

        Raises Conflict if one of the notes is another one by now.
        """
        keys = {one.person: note_key(NoteKind.AWAY, one.person) for one in said}
        step = Step(
            notes={keys[one.person]: one.model_dump_json() for one in said} | self._on_their_pages(said),
            notes_before={key: notes.get(key) for key in keys.values()},
            due=tuple(Due(key=key, at=self._clock().now()) for key in keys.values()),
        )
        self._store().commit(step)

    def _on_their_pages(self, said: tuple[Absence, ...]) -> dict[str, str | None]:
        """Return notes for those who have opened their page; the same text twice means that it shows the same."""
        homes, company = self._store().homes(), self._plain()
        ids = ((id, one) for one in said for id in company.ids(one.person) if id in homes)
        return {note_key(NoteKind.REDRAW, id): one.model_dump_json() for id, one in ids}

    def _notes(self) -> Mapping[str, str]:
        """Return the absences that the store holds now."""
        if self._read is None:
            self._mend()
        return self._store().notes(AWAY)

    def _declared(self, notes: Mapping[str, str]) -> Declared:
        """Return absences by whom they speak of; parsed once for as long as the notes stay the same."""
        read = self._read
        if read is None or read[0] is not notes:
            found = (Absence.model_validate_json(text) for text in notes.values())
            read = self._read = (notes, {one.person: one for one in found})
        return read[1]

    def _mend(self) -> None:
        """Mend what an earlier version left behind, which wrote a note and its row one after the other.

        A note without a row was never said, or is over long ago. A row without its note, or later than its note
        says, is due at once.
        """
        notes = self._store().notes(AWAY)  # before the rows: what is said meanwhile has both
        rows = {row.key: row for row in self._store().due_keys(AWAY)}
        steps = [*_left_behind(notes, rows), *_too_late(notes, rows, self._clock())]
        for problem in self._store().commit_each(steps) if steps else ():
            if problem and not isinstance(problem, Conflict):
                raise problem

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
        """Tell each who stands in, in one message with all the numbers."""
        numbers: dict[Person, list[str]] = {}
        for number in dict.fromkeys(request.number for request in touched):
            now = self._store().request(number)
            if now and now.cover:
                numbers.setdefault(now.cover, []).append(str(number))
        return tuple(self._notice(away, _stands_in(away, to, of_them)) for to, of_them in numbers.items())

    def _welcome(self, ended: Absence) -> tuple[Notice, ...]:
        """Welcome somebody back: what happened meanwhile is gathered when it is said; without news it is not said."""
        meanwhile = Meanwhile(since=ended.since.isoformat())
        return (self._notice(ended, WELCOME_BACK.say(meanwhile, person=ended.person)),)

    def _released(self, ended: Absence, stood_in: Iterable[Person]) -> tuple[Notice, ...]:
        """Tell whoever stood in, if the absence ended before its day: they know the day itself."""
        day = self.company().calendar_of(ended.person).local_day(ended.until)
        early = stood_in if day < ended.back else ()
        return tuple(self._notice(ended, STOOD_IN.say(Named(who=ended.person), person=one)) for one in early)

    def _notice(self, away: Absence, say: Say) -> Notice:
        now, kind = self._clock().now(), say.news.kind
        id = f"{kind}.{away.person}.{now.isoformat()}.{say.person}"
        return Notice(id=id, place="person", to=say.person, kind=kind, facts=say.facts, at=now)


def _stands_in(away: Absence, to: Person, numbers: list[str]) -> Say:
    return STANDING_IN.say(StandingIn(who=away.person, day=away.back, numbers=" ".join(numbers)), person=to)


def _left_behind(notes: Mapping[str, str], rows: Mapping[str, Due]) -> Iterator[Step]:
    for key, text in notes.items():
        if key not in rows:
            yield Step(notes={key: None}, notes_before={key: text})


def _too_late(notes: Mapping[str, str], rows: Mapping[str, Due], clock: Clock) -> Iterator[Step]:
    for key, row in rows.items():
        noted = notes.get(key)
        if noted is None or Absence.model_validate_json(noted).until < row.at:
            yield Step(due=(Due(key=key, at=clock.now()),), notes_before={key: noted})
