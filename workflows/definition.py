"""Company and workflows as models: departments, questions, conditions. Read by storage/catalogue.py."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from workflows.calendars import Calendar
from workflows.frozen import Frozen, Remembering
from workflows.languages import LANGUAGES, Language

Person = str  # "slack:U0ANA" or "wecom:ZhangSan"
NonEmpty = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Conditions = dict[str, tuple[str, ...]]  # question id -> choice ids of which one was answered; all must hold
_OTHER = Annotated[NonEmpty, Field(default=None, exclude_if=lambda words: words is None)]
NEED, WISHED = "need", "wished"  # reserved: the words as typed (never a question), and the wished date


class Text(Frozen):
    """A text in every language of workflows.languages: a field each; none may be empty.

    What was stored before a language came falls back to English there. Files are to have each of them, which their
    reader sees to (storage.catalogue_shape).
    """

    en: NonEmpty
    if TYPE_CHECKING:

        def __init__(self, *, en: str, **others: str) -> None: ...

    else:
        __annotations__ |= dict.fromkeys(LANGUAGES[1:], _OTHER)

    def in_(self, language: Language) -> str:
        words: str | None = getattr(self, language)
        return words or self.en

    def each(self) -> tuple[tuple[Language, str], ...]:
        """Return every language in which it is written, with its words."""
        return tuple((one, self.in_(one)) for one in LANGUAGES if one not in self.missing)

    @property
    def missing(self) -> tuple[Language, ...]:
        """The languages in which nothing is written."""
        return tuple(one for one in LANGUAGES if getattr(self, one) is None)


class Department(Remembering):
    """A department: the people who answer for requests, where they gather, and when they work."""

    id: str
    name: Text
    leads: tuple[Person, ...] = Field(min_length=1)
    members: tuple[Person, ...] = ()
    channel: str = ""  # "slack:C0IT"; without one, its people are told directly, each where they are
    calendar: Calendar
    escalation: Person
    on_call: Person | None = None
    language: Language = "en"
    vows: tuple[Text, ...] = ()
    away: frozenset[Person] = frozenset()  # of its people and its escalation contact, now

    @cached_property
    def everyone(self) -> tuple[Person, ...]:
        """Members and leads, everybody once."""
        return tuple(dict.fromkeys((*self.members, *self.leads)))

    def fresh(self, owner: Person | None, *asking: Person) -> tuple[Person, ...]:
        """Return who can look at it with fresh eyes: leads who don't own it; else the escalation contact or a member.

        Never who asked, as long as anybody else is there; and nobody who is away, while others are not.
        """
        leads = tuple(lead for lead in self.leads if lead not in (owner, *asking))
        others = [one for one in (self.escalation, *self.everyone) if one not in asking]
        unowned = [one for one in others if one != owner]
        there = [one for one in unowned if one not in self.away]
        present = tuple(lead for lead in leads if lead not in self.away) or tuple(there[:1])
        return present or leads or (*unowned, *others, self.escalation)[:1]

    def without(self, people: Collection[Person], others: tuple[Person, ...]) -> Department:
        """Return the department without people a request is about: they neither hear of it nor answer for it.

        Where no lead is left the escalation contact is one; where that is one of them too, the first of `others`.
        """
        first = next((one for one in (self.escalation, *others) if one not in people), None)
        instead = (first,) if first else ()
        leads = tuple(lead for lead in self.leads if lead not in people) or instead
        return self.model_copy(
            update={
                "leads": leads,
                "members": tuple(one for one in self.members if one not in people),
                "escalation": first or (*leads, self.escalation)[0],
                "on_call": None if self.on_call in people else self.on_call,
            }
        )

    def called(self, one: Callable[[Person], Person], away: Callable[[str], bool]) -> Department:
        """Return the same department with its people called otherwise, and without a channel that is `away`."""
        return self.model_copy(
            update={
                "leads": tuple(map(one, self.leads)),
                "members": tuple(map(one, self.members)),
                "escalation": one(self.escalation),
                "on_call": one(self.on_call) if self.on_call else None,
                "channel": "" if away(self.channel) else self.channel,
            }
        )


class Choice(Frozen):
    """An answer to a choice question; it may make the request urgent or lead to another workflow."""

    id: str
    label: Text
    urgent: bool = False
    workflow: str | None = None


class Question(Frozen):
    """A question of the funnel: open ones guide, choices screen. Asked only while its `when` holds."""

    id: str
    ask: Text
    hint: Text | None = None
    step: Literal["guide", "screen"] = "guide"
    kind: Literal["text", "choice", "date", "person"] = "text"
    required: bool = False
    choices: tuple[Choice, ...] = ()
    when: Conditions = {}
    about: bool = False  # whoever is named here has no part in the request: they neither own nor see it

    def choice(self, id: str) -> Choice | None:
        return next((c for c in self.choices if c.id == id), None)


class Condition(Frozen):
    """A condition of satisfaction that the workflow suggests; {question id} stands for that answer."""

    text: Text
    when: Conditions = {}


class Rhythm(Frozen):
    """The rhythm of reminders, in working days."""

    check_in: bool = True
    day_before: bool = True
    on_the_day: bool = True
    lead_after: int = Field(default=1, ge=0)  # overdue working days until the lead hears
    escalation_after: int = Field(default=3, ge=0)
    nudges: tuple[int, ...] = (1, 3)  # silence of the ball's holder
    lapse: int = Field(default=7, ge=1)  # silence until it closes or lapses

    @model_validator(mode="after")
    def _is_in_order(self) -> Self:
        steps = (0, *self.nudges, self.lapse)
        if any(later <= earlier for earlier, later in pairwise(steps)):
            raise ValueError("nudges must come one after the other and before the lapse, like [1, 3] and 7")
        if self.escalation_after < self.lead_after:
            raise ValueError("the escalation contact would hear before the lead; let lead_after come first")
        return self


class Workflow(Frozen):
    """A kind of request, as its department wants to be asked. A request keeps the version that it began with there."""

    id: str
    version: str  # content hash of its file
    icon: str = "🎫"
    name: Text
    department: str
    about: Text
    not_for: Text | None = None
    needs: Text | None = None
    usual_days: int = Field(default=2, ge=0, le=250)  # working days; for the raising form and a proposed date
    words: tuple[str, ...] = ()  # found in a sentence, these lead here; lower case, both languages
    done: Text  # said by a one-press Done
    questions: tuple[Question, ...] = ()
    conditions: tuple[Condition, ...] = ()
    beyond: tuple[Text, ...] = ()  # what a good offer may add beyond the ask
    cost_limit: int | None = Field(default=None, ge=0)  # above it an approver is needed
    currency: str = "CNY"
    redress_limit: int | None = Field(default=None, ge=0)  # what an apology may give; None: words alone
    confidential: bool = False
    rhythm: Rhythm = Rhythm()

    def question(self, id: str) -> Question | None:
        return next((q for q in self.questions if q.id == id), None)

    @property
    def names_people(self) -> bool:
        """Whether an answer may name somebody who then has no part in the request."""
        return any(question.about for question in self.questions)


class Weights(Frozen):
    """Weights of the quality index (docs/service.md, What is learned)."""

    unanswered: int = Field(default=1, ge=0)
    no_first_response: int = Field(default=1, ge=0)
    late_a_day: int = Field(default=1, ge=0)
    later: int = Field(default=5, ge=0)
    reopened: int = Field(default=5, ge=0)
    no_offer: int = Field(default=10, ge=0)
    broken: int = Field(default=10, ge=0)
    poll_no: int = Field(default=10, ge=0)


class Absence(Frozen):
    """A person's absence until a day; its reason is nobody's business, and not kept."""

    person: Person
    back: date  # the first day they are there again
    until: datetime  # opening of that day: from then on they are there
    since: datetime
    stand_in: Person | None = None
    by: Person  # who said so: themselves, or a lead


class Company(Remembering):
    """The company as company.yml describes it, with the newest version of every workflow."""

    name: Text
    language: Language = "en"
    calendar: Calendar
    admins: tuple[Person, ...] = ()
    departments: dict[str, Department]
    workflows: dict[str, Workflow]
    people: tuple[tuple[Person, ...], ...] = ()  # ids that are one human being; the first is preferred
    weights: Weights = Weights()
    reopen_within: timedelta = timedelta(days=14)
    absences: tuple[Absence, ...] = ()  # laid over what company.yml says

    def absence(self, person: Person) -> Absence | None:
        """The absence of somebody who is away; one that has ended is taken from the company."""
        return self._away.get(person)

    def returns(self, person: Person) -> datetime | None:
        """Return the instant at which somebody who is away is there again; None for who is there."""
        away = self.absence(person)
        return away.until if away else None

    def there(self, person: Person) -> Person:
        """The person who hears what this one would: they themselves, or who stands in; never round in a circle."""
        seen = {person}
        while (away := self.absence(person)) and away.stand_in and away.stand_in not in seen:
            person = away.stand_in
            seen.add(person)
        return person

    def stands_in_for(self, person: Person) -> frozenset[Person]:
        """Return everybody who is away and whose part this person plays."""
        return self._stood_for.get(person, frozenset())

    def while_away(self, absences: Iterable[Absence]) -> Company:
        """Return the same company while these people are away, each called by the id they prefer."""
        away = tuple(
            one.model_copy(
                update={
                    "person": self.one(one.person),
                    "stand_in": self.one(one.stand_in) if one.stand_in else None,
                }
            )
            for one in absences
        )
        gone = frozenset(one.person for one in away)
        departments = {
            id: department.model_copy(
                update={"away": gone.intersection((*department.everyone, department.escalation))}
            )
            for id, department in self.departments.items()
        }
        return self.model_copy(update={"absences": away, "departments": departments})

    def department(self, id: str, without: Collection[Person] = ()) -> Department:
        """The department, or what stands in for one that company.yml names no more: its requests live on.

        `without` those whom a request is about: then an admin may have to step in, else another department's lead.
        """
        found = self.departments.get(id) or self._heirs_of(id)
        if not without:
            return found
        return found.without(without, self.beyond(found.id))

    def beyond(self, id: str) -> tuple[Person, ...]:
        """Return who may step in where a department has nobody left: an admin, else another department's lead."""
        leads = (lead for other in self.departments.values() if other.id != id for lead in other.leads)
        return tuple(dict.fromkeys((*self.admins, *leads)))

    def department_of(self, person: Person) -> Department | None:
        """The first department that names them, or that names them by the id they prefer."""
        return self._departments.get(person)

    def calendar_of(self, person: Person) -> Calendar:
        """Return a person's working time: their department's; without one, the company's (docs/service.md, People)."""
        department = self.department_of(person)
        return department.calendar if department else self.calendar

    def one(self, person: Person) -> Person:
        """The preferred id of a human being who exists on both platforms."""
        return self.ids(person)[0]

    def ids(self, person: Person) -> tuple[Person, ...]:
        """All ids of a human being, the preferred one first."""
        return self._accounts.get(person, (person,))

    @cached_property
    def everyone(self) -> tuple[Person, ...]:
        """Return everybody who is named anywhere, by all their ids."""
        named = [*self.admins]
        for one in self.departments.values():
            named += [*one.everyone, one.escalation, *((one.on_call,) if one.on_call else ())]
        linked = [id for person in named for id in self.ids(person)]
        return tuple(dict.fromkeys([*linked, *(id for ids in self.people for id in ids)]))

    def each(self, people: Iterable[Person]) -> tuple[Person, ...]:
        """Return these people, every human being once and by the preferred id."""
        return tuple(dict.fromkeys(map(self.one, people)))

    @cached_property
    def _accounts(self) -> dict[Person, tuple[Person, ...]]:
        """All ids of a human being, by each of them."""
        return {id: ids for ids in reversed(self.people) for id in ids}

    @cached_property
    def _away(self) -> dict[Person, Absence]:
        """Absences by each id of the person who is away; of two for one person, the first."""
        return {id: one for one in reversed(self.absences) for id in self.ids(one.person)}

    @cached_property
    def _stood_for(self) -> dict[Person, frozenset[Person]]:
        """The people who are away, by who plays their part."""
        parts: dict[Person, set[Person]] = {}
        for one in self.absences:
            parts.setdefault(self.there(one.person), set()).add(one.person)
        return {person: frozenset(people) for person, people in parts.items()}

    @cached_property
    def _departments(self) -> dict[Person, Department]:
        """Each person's department, by the id it names them by; by every id where that is the preferred one."""
        named = ((one, person) for one in reversed(self.departments.values()) for person in one.everyone)
        return {
            id: department
            for department, person in named
            for id in (self.ids(person) if self.one(person) == person else (person,))
        }

    def on(self, platforms: Collection[str]) -> Company:
        """Return the company where only these platforms are connected: people are called by an id that reaches them."""

        def elsewhere(address: str) -> bool:
            return address.partition(":")[0] not in platforms

        known = tuple(tuple(sorted(ids, key=elsewhere)) for ids in self.people)
        company = self.model_copy(update={"people": known})
        departments = {id: d.called(company.one, elsewhere) for id, d in self.departments.items()}
        admins = tuple(map(company.one, self.admins))
        return company.model_copy(update={"departments": departments, "admins": admins})

    def speaking(self, language: Language) -> Company:
        """Return the same company with this language in all its channels."""
        departments = {
            id: department.model_copy(update={"language": language})
            for id, department in self.departments.items()
        }
        return self.model_copy(update={"language": language, "departments": departments})

    def _heirs_of(self, id: str) -> Department:
        """Return a department without a channel, whose leads are the admins, or those to whom others are escalated."""
        heirs = self.admins or tuple(dict.fromkeys(d.escalation for d in self.departments.values()))
        return Department(
            id=id,
            name=Text(**dict.fromkeys(LANGUAGES, id)),
            leads=heirs,
            channel="",
            calendar=self.calendar,
            escalation=heirs[0],
            language=self.language,
        )
