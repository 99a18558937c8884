"""What is said for one reader alone stands on no card: whoever said it reads here that it has arrived."""

from __future__ import annotations

from bot.cards.elements import Card, Words
from bot.cards.speak import Speaker
from bot.inbox import answer as a
from workflows.phases.recovery import NotHappy, handler_for
from workflows.rights.act import Command
from workflows.state.request import Request
from workflows.state.values import Person


def heard_whisper(speaker: Speaker, person: Person, command: Command, request: Request) -> a.Answer:
    """Not happy, just as feedback; of everything else the cards tell."""
    if not isinstance(command, NotHappy) or command.follow_up:
        return a.Nothing()
    view = speaker.view(request, person)
    said = view.say("answer.heard", name=view.name(handler_for(request, view.department)))
    return a.Whisper(card=Card(title=view.title, summary=said, elements=(Words(text=said),)))
