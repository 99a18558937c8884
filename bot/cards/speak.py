"""Says notices: looks up who reads and how, and hands a view of the request to the cards."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime

from bot import texts
from bot.cards import absent, asking, instead, lists, news, thread, together
from bot.cards.elements import Card, Home
from bot.cards.pressing import standing_for
from bot.cards.view import View
from workflows.desk.desk import Desk
from workflows.facts import Role
from workflows.languages import Language
from workflows.news import table as t
from workflows.news.row import News
from workflows.news.table import news_of
from workflows.phases.stored_words import as_read
from workflows.ports import Find, Notice, Profile
from workflows.rights.act import CardSide
from workflows.state.request import Request, tie_about
from workflows.state.values import Outcome, Person, Phase, Side

LAST, LOOKED_BACK = 3, 20  # earlier requests of a person that an owner reads of, and those looked at for them
MANY = 50  # requests looked at for a list


class Speaker:
    """Renders what the sender sends and what the bot answers, in the reader's language and timezone."""

    def __init__(self, desk: Desk, *, pages: bool = False) -> None:
        self.desk = desk
        self._pages = pages
        self._gathered: dict[News, Callable[[Notice], Card | None]] = {
            t.DIGEST: self._digest,
            t.STANDING_IN: self._stands_in,
            t.WELCOME_BACK: self._welcomed,
            t.STOOD_IN: self._released,
        }

    def card(self, notice: Notice, request: Request | None, *, latest: bool) -> Card | None:
        """A notice as a message; None when it is not true any more."""
        gathered = self._gathered.get(news_of(notice))
        if gathered is not None:
            return gathered(notice)
        if request is None or news.settled(_as_meant(notice), request) or _kept_from(notice, request):
            return None
        return self._said(notice, request, latest=latest)

    def standing(self, notice: Notice, request: Request | None, *, latest: bool) -> Card | None:
        """Return what a message that stands shows by now."""
        if request is None:
            return None
        holds = (
            not news.settled(_as_meant(notice), request)
            or self._asks(notice, request)
            or news_of(notice).for_asked
        )
        card = self._said(notice, request, latest=latest and holds)
        thanks = latest and notice.to == request.owner and request.outcome is Outcome.SATISFIED
        return card.model_copy(update={"thanks": True}) if thanks else card

    def bundle(self, said: Sequence[tuple[Notice, Request | None]], *, latest: bool = True) -> Card:
        """Several things for one person: of one request its newest card, of several a row each."""
        about: dict[int, list[together.ReadNotice]] = {}
        for notice, request in said:
            if request is not None:
                about.setdefault(request.number, []).append(self._read(notice, request))
        if len(about) == 1:
            (told,) = about.values()
            newest = told[-1]
            return together.one(self._said(newest.notice, newest.view.request, latest=latest), told)
        return together.several(self.profile(said[0][0].to).language, list(about.values()))

    def home(self, person: Person) -> Home:
        """Waits for me, my requests, my promises."""
        language = self.profile(person).language
        away = self.desk.company().absence(person)
        today = self.today(person)
        return lists.home(
            language,
            absent.of_oneself(language, away, person, today, lambda one: self.profile(one).name),
            self.waiting(person),
            self.asked_by(person, open=True),
            self.promises(person),
            lambda view: self.side(person, view.request),
        )

    def promises(self, person: Person) -> lists.Total:
        """Return what this person has promised, and what they stand in for, soonest due first."""
        own, count = self.found(person, Find(owner=person, phase=Phase.ACTION), soonest=True)
        tied, _ = self.found(person, Find(tie=person, phase=Phase.ACTION), soonest=True)
        covered = [view for view in tied if view.request.cover == person]
        return sorted((*own, *covered), key=_soonest), count + len(covered)

    def waiting(self, person: Person) -> lists.Total:
        """Return what waits for this person's answer, alone or with their department; promises have their own list."""
        held = [
            Find(requester=person, side=Side.REQUESTER),
            *(Find(owner=person, side=Side.OWNER, phase=phase) for phase in (Phase.EXPLORE, Phase.OFFER)),
        ]
        department = self.desk.company().department_of(person)
        if department:
            held.append(Find(department=department.id, side=Side.DEPARTMENT))
        views: dict[int, View] = {}
        held_count = 0
        for wanted in held:
            found, count = self.found(person, wanted)
            views |= {view.request.number: view for view in found}
            held_count += count
        others = [number for number, view in views.items() if _waits_for_another(view, person)]
        for number in others:
            del views[number]
        asked = [*self._appeals(person), *self._tied(person)]
        asked = [view for view in asked if view.request.number not in views]
        ordered = sorted((*views.values(), *asked), key=lambda view: view.request.since)
        return ordered, held_count + len(asked) - len(others)

    def _appeals(self, person: Person) -> list[View]:
        """Return where a lead was asked to look again at what somebody else said no to."""
        department = self.desk.company().department_of(person)
        if department is None or person not in department.leads:
            return []
        views, _ = self.found(person, Find(department=department.id, side=Side.OWNER, phase=Phase.OFFER))
        return [view for view in views if view.request.awaits_lead and view.request.owner != person]

    def _tied(self, person: Person) -> list[View]:
        """Return what others' requests want of this person: a yes, a part, or to stand in for somebody."""
        views, _ = self.found(person, Find(tie=person, open=True))
        return [view for view in views if self._wants(person, view.request)]

    def _wants(self, person: Person, request: Request) -> bool:
        match self.side(person, request):
            case "asked":
                return True
            case "requester":
                return request.ball is Side.REQUESTER
            case "department":
                stands_in = request.cover == person and request.ball is Side.OWNER
                return stands_in and request.phase is not Phase.ACTION  # promises have their own list

    def asked_by(self, person: Person, *, open: bool | None = None) -> lists.Total:  # noqa: A002 - as in Find
        """Return what they asked for, and what was raised for them or by them for somebody else; newest first."""
        own, count = self.found(person, Find(requester=person, open=open))
        numbers = {view.request.number for view in own}
        tied, _ = self.found(person, Find(tie=person, open=open))
        others = [
            view
            for view in tied
            if view.request.asks(person) and view.request.number not in numbers and not _asked(view, person)
        ]
        ordered = sorted((*own, *others), key=lambda view: -view.request.number)
        return ordered, count + len(others)

    def found(self, person: Person, wanted: Find, *, soonest: bool = False) -> lists.Total:
        """Requests as this person sees them, newest first or soonest due first."""
        requests = self.desk.store.find(wanted.model_copy(update={"limit": MANY}))
        here = [request for request in requests if wanted.requester or not request.follows]
        views = [self.view(request, person) for request in here if person not in request.about]
        if soonest:
            views.sort(key=_soonest)
        elsewhere = len(requests) - len(here)  # worked on in another request: neither listed nor counted
        return views, self.desk.store.count(wanted) - self._kept_from(person, wanted) - elsewhere

    def _kept_from(self, person: Person, wanted: Find) -> int:
        """Count those that are about this person, to leave them out of every count."""
        if wanted.tie is not None:
            about = self.desk.store.find(wanted.model_copy(update={"limit": MANY}))
            return sum(person in request.about for request in about)
        return self.desk.store.count(wanted.model_copy(update={"tie": tie_about(person)}))

    def whole(self, request: Request, person: Person) -> Card:
        """The card of a request as it would stand for this person now."""
        view, side = self.view(request, person), self.side(person, request)
        if side == "asked":
            return asking.whole(view)
        decides = Role.REQUESTER in self.desk.roles(person, request)
        row = t.RAISED if decides and side == "requester" else t.CARD
        notice = Notice(
            id="", place="person", to=person, kind=row.kind, facts={"by": request.requester}, at=view.now
        )
        return (
            thread.requester_card(view, notice, latest=True) if row is t.RAISED else thread.for_reader(view)
        )

    def side(self, person: Person, request: Request) -> CardSide:
        """On whose card this person's buttons stand; a requester who works there acts as a requester first."""
        roles = self.desk.roles(person, request)
        only_raised = (
            Role.RAISER in roles and Role.MEMBER in roles
        )  # and works there: they act for the department
        if request.asks(person) and person != request.owner and not only_raised:
            return "requester"
        return "asked" if standing_for(self.view(request, person), "asked") else "department"

    def view(self, request: Request, person: Person) -> View:
        """A request as this person reads it."""
        profile = self.profile(person)
        return self._view(request, profile.language, profile.timezone, person)

    def profile(self, person: Person) -> Profile:
        return self.desk.directory.profile(person)

    def today(self, person: Person) -> date:
        """The day it is where they work."""
        return self.desk.company().calendar_of(person).local_day(self._now())

    def say(self, person: Person, key: str, **details: object) -> str:
        return texts.say(self.profile(person).language, key, **details)

    def _read(self, notice: Notice, request: Request) -> together.ReadNotice:
        """A notice to a person, as they read it."""
        view = self.view(request, notice.to)
        asks, side = self._asks(notice, request), self.side(notice.to, request)
        asked = news_of(notice).for_asked or (news_of(notice) is t.SAID and side == "asked")
        return together.ReadNotice(notice, view, side, as_requester=asks, asked=asked)

    def _said(self, notice: Notice, request: Request, *, latest: bool) -> Card:
        if _kept_from(notice, request):
            return thread.for_nobody(self.say(notice.to, "ours.others"))
        if notice.instead_of:
            view = self.view(request, notice.to)
            return instead.told_instead(view, notice, self.desk.roles(notice.to, request), latest=latest)
        if notice.place == "person":
            read = self._read(notice, request)
            if read.as_requester:
                decides = Role.REQUESTER in self.desk.roles(notice.to, request)
                said = thread.requester_card if decides else thread.for_raiser
                return said(read.view, notice, latest=latest)
            if news_of(notice) is t.CARD:
                return thread.for_member(read.view, latest=latest)
            if read.asked:
                return asking.asked_card(read.view, notice, latest=latest)
            if news_of(notice) is t.WATCHED:
                return thread.for_watcher(read.view, notice)
            return thread.member_card(read.view, notice, latest=latest)
        department = self.desk.company().department(notice.to)
        view = self._view(request, department.language, department.calendar.timezone, None)
        if notice.place == "channel":
            return thread.department_card(view, notice.to)
        return thread.thread_card(view, notice)

    def _asks(self, notice: Notice, request: Request) -> bool:
        """Whether it was sent to the requester as a requester, whatever has happened since."""
        asks = notice.to in (request.requester, request.colleague, request.raiser)
        return asks and news_of(notice).for_requester and not _reminds_owner(notice, request)

    def _view(self, request: Request, language: Language, timezone: str, reader: Person | None) -> View:
        desk = self.desk
        workflow = desk.workflow_of(request)
        return View(
            request=as_read(request, workflow, language),
            workflow=workflow,
            company=desk.company(),
            language=language,
            timezone=timezone,
            now=self._now(),
            reader=reader,
            name=lambda person: desk.directory.profile(person).name,
            history=lambda: desk.store.history(request.number),
            pages=self._pages,
            past=lambda: self._past(request, reader),
        )

    def _past(self, request: Request, reader: Person | None) -> tuple[View, ...]:
        """Return what this person asked of that department before, newest first; nothing confidential."""
        asked = Find(requester=request.decider, department=request.department, limit=LOOKED_BACK)
        before = [one for one in self.desk.store.find(asked) if one.number != request.number]
        views = [self.view(one, reader) for one in before if reader and reader not in one.about]
        return tuple(view for view in views if not view.workflow.confidential)[:LAST]

    def _now(self) -> datetime:
        return self.desk.clock.now()

    def _stands_in(self, notice: Notice) -> Card | None:
        """Return what is theirs while somebody is away, as far as it still is."""
        numbers = [int(number) for number in notice.facts["numbers"].split()]
        found = [request for request in map(self.desk.store.request, numbers) if request]
        views = [self.view(request, notice.to) for request in found if request.cover == notice.to]
        language = self.profile(notice.to).language
        day = texts.day(language, date.fromisoformat(notice.facts["day"]), self.today(notice.to))
        return absent.stands_in(language, self.profile(notice.facts["who"]).name, day, views)

    def _welcomed(self, notice: Notice) -> Card | None:
        """Return what they own and what was closed meanwhile, if anything happened there."""
        since = datetime.fromisoformat(notice.facts["since"])
        views, _ = self.found(notice.to, Find(owner=notice.to))
        news = [view for view in views if view.request.changed > since]
        language = self.profile(notice.to).language
        return absent.welcome(language, news, owns=any(view.request.is_open for view in news))

    def _released(self, notice: Notice) -> Card:
        profile = self.profile(notice.to)
        return absent.released(profile.language, self.profile(notice.facts["who"]).name)

    def _digest(self, notice: Notice) -> Card | None:
        department = self.desk.company().departments.get(notice.facts["department"])
        if department is None:
            return None
        views, _ = self.found(notice.to, Find(department=department.id, open=True))
        language = self.profile(notice.to).language
        return lists.digest_card(language, department.name.in_(language), views)


def _reminds_owner(notice: Notice, request: Request) -> bool:
    """Whether it reminds the owner of what waits for them, who may be the requester as well.

    One stored before reminders named their side is known by who reads it, and of the same person by the ball.
    """
    if news_of(notice) is not t.REMINDER_NUDGE:
        return False
    if side := t.REMINDER_NUDGE.read(notice.facts).side:
        return side is Side.OWNER
    owners_turn = request.ball is Side.OWNER and not request.proposal
    return owners_turn and notice.to in (request.owner, request.cover)


def _as_meant(notice: Notice) -> Notice:
    """The notice as its own reader would have had it, where somebody is told in their place."""
    return notice.model_copy(update={"to": notice.instead_of}) if notice.instead_of else notice


def _kept_from(notice: Notice, request: Request) -> bool:
    return notice.place == "person" and notice.to in request.about


def _waits_for_another(view: View, person: Person) -> bool:
    """Whether they logged it for a colleague, whose word it is whether it is solved."""
    request = view.request
    return request.ball is Side.REQUESTER and request.requester == person and request.decider != person


def _asked(view: View, person: Person) -> bool:
    """Whether it is among their own requests already, perhaps beyond those that were looked at."""
    return view.request.requester == person


def _soonest(view: View) -> tuple[bool, datetime]:
    """By the promised date; what waits for the requester's input has none yet."""
    promise = view.request.promise
    return (promise.waits, promise.due) if promise else (False, view.now)
