"""The lists: what I asked for, what waits for me, what my department has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import assert_never

from starlette.responses import Response

from bot.cards import absent, dates, lists
from bot.cards.view import View
from bot.inbox.front import Front
from bot.web.face import Face, Reader
from workflows.ports import Find
from workflows.state.values import Phase, Side


@dataclass(frozen=True)
class ListedRow:
    """One request in a list."""

    number: int
    icon: str
    title: str
    state: str
    tone: str
    detail: str


@dataclass(frozen=True)
class Section:
    """A heading with its rows, and how many more there are."""

    heading: str
    rows: Sequence[ListedRow]
    more: int


class Lists:
    """Each method is a page."""

    def __init__(self, front: Front, face: Face) -> None:
        self._speaker = front.speaker
        self._face = face

    def mine(self, reader: Reader) -> Response:
        found = (
            ("open", self._speaker.asked_by(reader.person, open=True)),
            ("closed", self._speaker.asked_by(reader.person, open=False)),
        )
        return self._list(reader, "mine", found)

    def waiting(self, reader: Reader) -> Response:
        promises = self._speaker.found(
            reader.person, Find(owner=reader.person, phase=Phase.ACTION), soonest=True
        )
        found = (("waits", self._speaker.waiting(reader.person)), ("promises", promises))
        return self._list(reader, "waiting", found)

    def department(self, reader: Reader) -> Response:
        department = self._speaker.desk.company().department_of(reader.person)
        if department is None:
            return self._list(reader, "department", (), empty="no_department")
        wanted = Find(department=department.id, open=True)
        views, count = self._speaker.found(reader.person, wanted)
        waits = [view for view in views if view.request.ball is Side.DEPARTMENT]
        running = [view for view in views if view.request.ball is not Side.DEPARTMENT]
        found = (("untaken", (waits, len(waits))), ("running", (running, count - len(waits))))
        return self._list(reader, "department", found, title=department.name.in_(reader.language))

    def _list(
        self,
        reader: Reader,
        which: str,
        found: Sequence[tuple[str, lists.Total]],
        *,
        title: str = "",
        empty: str = "",
    ) -> Response:
        sections = [
            Section(
                heading=reader.say(f"web.list.{key}"),
                rows=[listed_row(view, reader) for view in views],
                more=count - len(views),
            )
            for key, (views, count) in found
            if views
        ]
        return self._face.page(
            "list.html",
            reader,
            which=which,
            title=title or reader.say(f"web.nav.{which}"),
            sections=sections,
            empty=empty or which,
            away=self._away(reader) if which == "mine" else "",
        )

    def _away(self, reader: Reader) -> str:
        """Return what stands on one's own page while one is away."""
        speaker = self._speaker
        away = speaker.desk.company().absence(reader.person)
        today = speaker.today(reader.person)
        if away is None:
            return ""
        return absent.absence_line(
            reader.language, away, reader.person, today, lambda who: speaker.profile(who).name
        )


def listed_row(view: View, reader: Reader) -> ListedRow:
    """A request in a line: what, how it stands, with whom, until when."""
    request = view.request
    mine = request.asks(reader.person) and request.owner != reader.person
    who = view.owner if mine or view.hidden else lists.who_asked(view)
    who = view.approver if request.waits_for_approval and not view.hidden else who
    if view.for_whom:
        who = view.say("row.for_whom", who=who, name=view.for_whom)
    promised = request.promise is not None and request.is_open and not view.at_once
    day = (
        f"{view.say('label.promised')} {dates.promised_day(view, request.promise)}"
        if promised and request.promise
        else ""
    )
    return ListedRow(
        number=request.number,
        icon=view.workflow.icon,
        title=lists.title(view),
        state=view.state,
        tone=tone(view),
        detail=" · ".join(filter(None, (who, day))),
    )


def tone(view: View) -> str:
    """The colour of a state: what is late is bad, what waits for a word stands out."""
    request = view.request
    match request.phase:
        case Phase.CLOSED:
            return "good" if request.outcome == "satisfied" else "over"
        case _ if view.overdue:
            return "bad"
        case Phase.CONFIRM:
            return "good"
        case Phase.ACTION:
            return "firm"
        case _ if request.offer or request.round > 1:
            return "warn"
        case Phase.EXPLORE | Phase.OFFER:
            return "early"
        case _:
            assert_never(request.phase)
