"""The bot without its platforms: desk, cards, sender and ticker around one store, and how well they are."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol

from starlette.applications import Starlette
from starlette.routing import Route

from bot import texts
from bot.cards.elements import Card, Words
from bot.cards.speak import Speaker
from bot.inbox.answer import Answer, Whisper
from bot.inbox.front import Front
from bot.inbox.incoming import Incoming
from bot.outbox.channel import Channel, Later, Revoked
from bot.outbox.directory import People
from bot.outbox.mailroom import Kept
from bot.outbox.sender import Sender
from bot.service.ticker import Ticker
from bot.talk.conversation import Conversation
from bot.talk.read_once import ReadOnce
from bot.web import health, pages
from bot.web.entrance import SignIn
from bot.web.links import Links
from workflows.definition import Company
from workflows.desk.desk import Desk
from workflows.languages import Language
from workflows.ports import Clock, Step
from workflows.state.request import Request
from workflows.state.values import Person
from workflows.time import schedule

OLDEST_SWEEP = 90.0  # seconds
LONGEST_WAIT = timedelta(minutes=10)  # that something may wait unsent
ASK_AGAIN = 30.0  # seconds between two looks at a token, however often /readyz is asked


class StoreFile(Kept, Protocol):
    """A store that can be checked and closed."""

    def check(self) -> None:
        """Raises NotSaved if nothing can be stored now."""
        ...

    def close(self) -> None: ...


class PlatformSide(Protocol):
    """A platform's way in."""

    @property
    def routes(self) -> Sequence[Route]:
        """The routes that the web server serves for it."""
        ...

    @property
    def sign_in(self) -> SignIn | None:
        """The way people sign in to the pages by it, if there is one."""
        ...

    def start(self) -> None: ...
    def stop(self) -> None: ...
    def close(self) -> None:
        """After the last message: its connections are let go."""
        ...

    def wrong(self) -> str | None:
        """Return what is wrong with it, in a few words; None if it works."""
        ...


class Yinuo:
    """Everything put together; `connect` platforms, then `start`."""

    def __init__(
        self,
        store: StoreFile,
        channels: Mapping[str, Channel],
        clock: Clock,
        company: Callable[[], Company],
        language: Language,
        links: Links | None = None,
    ) -> None:
        self.store = store
        self.people = People(channels, language, company, store)
        once = ReadOnce(store)
        self.desk = Desk(once, self.people, clock, company)
        self.speaker = Speaker(self.desk, pages=links is not None)
        self.sender = Sender(store, channels, clock, self.speaker, self.desk.company)
        self.ticker = Ticker(self.desk, store, clock, self.sender.wake)
        self.front = Front(self.desk, store, self.speaker, self.sender.wake, links, self.people.choose)
        self._conversation = Conversation(self.front, once, once.sentence)
        self._company = company
        self._links = links
        self._language: Language = language
        self._sides: dict[str, PlatformSide] = {}

    def connect(self, platform: str, side: PlatformSide) -> None:
        self._sides[platform] = side

    def start(self) -> None:
        """Start everything; what fell due while nobody looked is done first."""
        self.desk.plan_digests()
        self.sender.start()
        self.ticker.start()
        for side in self._sides.values():
            side.start()

    def stop(self) -> None:
        """No new work; the message under way is finished; the store is closed.

        Parts that never started are stopped, too, and one that fails keeps no other from it.
        """
        with ExitStack() as ending:  # from the last to the first
            ending.callback(self.store.close)
            for side in self._sides.values():
                ending.callback(side.close)
            ending.callback(self.sender.stop)
            ending.callback(self.ticker.stop)
            for side in self._sides.values():
                ending.callback(side.stop)

    def heard(self, step: Step) -> None:
        """Something was stored: it is said now, and looked at when it is due."""
        if step.request or step.notices:
            self.sender.wake()
        if step.due:
            self.ticker.nudge(min(due.at for due in step.due))

    def talk(self, came: Incoming) -> Answer:
        """The way in where there are no threads and windows, and where cards can't always be kept true.

        A press that comes too late brings the means to mend its card (docs/wecom.md, Sending: a code with each click).
        """
        answer = self._conversation(came)
        if isinstance(answer, Whisper) and answer.stale:
            self.sender.doubt(answer.stale, self._company().one(came.by))
        return answer

    def language_of(self, person: Person) -> Language:
        """Return this person's language; the installation's while their platform can't be asked."""
        try:
            return self.speaker.profile(person).language
        except (Later, Revoked):
            return self._language

    def sorry(self, person: Person, why: str) -> Card:
        """A friendly sentence for what went wrong on our side ("not_saved", "failed", "trying_again")."""
        language = self.language_of(person)
        said = texts.say(language, "refused.went_wrong" if why == "failed" else f"refused.{why}")
        return Card(title=said, summary=said, elements=(Words(text=said),), tone="warn")

    def web(self) -> Starlette:
        """Health, and what the platforms send."""
        routes = [route for side in self._sides.values() for route in side.routes]
        return Starlette(routes=[*health.health_routes(self._checks()), *routes, *self._pages()])

    def _pages(self) -> Sequence[Route]:
        if self._links is None:
            return ()
        doors = {name: side.sign_in for name, side in self._sides.items() if side.sign_in}
        return pages.page_routes(self.front, self._links, self.store, doors)

    # For those who look inside

    def state_of(self, request: Request) -> str:
        return replace(self.speaker.view(request, request.requester), language="en").state

    def moments_of(self, number: int) -> tuple[tuple[str, datetime], ...]:
        """Return what time will do to a request, earliest first."""
        request = self.store.request(number)
        if request is None:
            return ()
        workflow = self.desk.workflow_of(request)
        coming = schedule.coming(request, workflow, self.desk.company(), self.desk.clock.now())
        return tuple((str(one.moment), one.at) for one in coming)

    # Health

    def _checks(self) -> dict[str, health.HealthCheck]:
        sides = {name: health.remembered_check(side.wrong, ASK_AGAIN) for name, side in self._sides.items()}
        return {
            "store": self._store_wrong,
            "reminders": self._sweep_wrong,
            "sending": self._sending_wrong,
            "departments": self._unreached,
        } | sides

    def _store_wrong(self) -> str | None:
        self.store.check()
        return None

    def _sweep_wrong(self) -> str | None:
        age = self.ticker.age
        return None if age is not None and age < OLDEST_SWEEP else f"no sweep for {OLDEST_SWEEP:.0f} s"

    def _sending_wrong(self) -> str | None:
        for platform, why in self.sender.troubles.items():
            return f"{platform} refuses our token ({why}); nothing is lost, sending goes on when it works"
        if self.sender.overdue(LONGEST_WAIT):
            return f"{self.store.unsent()} messages wait, some for more than 10 minutes"
        return None

    def _unreached(self) -> str | None:
        """Departments in which nobody hears of what waits for them."""
        company = self.desk.company()
        found = (
            health.unreached(company.department(id).name.in_(company.language), why)
            for id, why in self.sender.unreached.items()
        )
        return "; ".join(found) or None
