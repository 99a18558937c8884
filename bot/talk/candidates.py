"""The open requests that somebody's words may be for."""

from __future__ import annotations

from bot.cards.speak import Speaker
from bot.cards.view import View
from workflows.ports import Find
from workflows.state.values import Person, Side

MOST = 4  # requests that a card asks about; with a new one they fit the narrowest card


def candidates(speaker: Speaker, person: Person) -> list[View]:
    """Those asked for or answered for, then what waits for the department."""
    own = {
        view.request.number: view
        for views, _ in (
            speaker.asked_by(person, open=True),
            speaker.found(person, Find(owner=person, open=True)),
            speaker.found(person, Find(tie=person, open=True)),  # standing in, doing a part, asked for a yes
        )
        for view in views
    }
    waiting = (*speaker.waiting(person)[0], *_nobodys(speaker, person))
    others = {view.request.number: view for view in waiting}
    newest = sorted(own, reverse=True) + sorted(others.keys() - own.keys(), reverse=True)
    return [(own | others)[number] for number in newest[:MOST]]


def _nobodys(speaker: Speaker, person: Person) -> list[View]:
    """Where the requester is asked something first and nobody has taken it yet: its card came to each of them here."""
    department = speaker.desk.company().department_of(person)
    if department is None or department.channel:
        return []
    found, _ = speaker.found(person, Find(department=department.id, side=Side.REQUESTER, open=True))
    return [view for view in found if not view.request.owner and not view.hidden]
