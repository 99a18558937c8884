"""A walk-up or a call, logged in ten seconds: raised for somebody by a member of the department, and Done."""

from __future__ import annotations

from bot.cards.elements import Buttons, Card, Words
from bot.cards.pressing import can_log
from bot.cards.speak import Speaker
from bot.inbox import answer as a
from workflows.rights import acts
from workflows.state.request import Request
from workflows.state.values import Person


def to_log(speaker: Speaker, person: Person, request: Request) -> a.Answer:
    """Just raised for somebody else: whoever works there may have done it already."""
    view = speaker.view(request, person)
    if not can_log(view):
        return a.Nothing()
    said = view.say("answer.to_log", number=request.number, name=view.for_whom)
    row = Buttons(buttons=(view.button(acts.BY_KEY["done"]),))
    return a.Whisper(card=Card(title=view.title, summary=said, elements=(Words(text=said), row)))


def logged(speaker: Speaker, person: Person, request: Request) -> a.Answer:
    """Say that it is done, and who is asked whether it is solved; of everything else the cards tell."""
    view = speaker.view(request, person)
    if person != request.requester or not view.for_whom:
        return a.Nothing()
    asked = ".asked" if request.is_open else ""
    said = view.say(f"answer.logged{asked}", number=request.number, name=view.for_whom)
    return a.Whisper(card=Card(title=view.title, summary=said, elements=(Words(text=said),), tone="good"))
