"""What pages send to the bot, so that a form sent twice has one effect; and how its answers lead on."""

from __future__ import annotations

import re
import secrets

from starlette.responses import Response

from bot import texts
from bot.cards.elements import Card, Words
from bot.inbox.front import Front
from bot.web import paths
from bot.web.entrance import seen_other
from bot.web.face import Reader
from bot.web.session import Flash, Sessions
from workflows.facts import Refused
from workflows.languages import Language
from workflows.state.request import Request

LOOK = "web:look"  # a delivery that changes nothing
SHOWN = 300  # characters of a confirmation
_ONCE = re.compile(r"[A-Za-z0-9_-]{8,64}")


class Missing(Exception):
    """There is no such page, for this reader."""


def seen(front: Front, reader: Reader, number: str) -> Request:
    """The request of that number, if this reader has a part in it; else it is Missing, whatever the reason."""
    found = paths.number(number)
    if found is None:
        raise Missing
    try:
        return front.desk.seen(reader.person, found)[0]
    except Refused:
        raise Missing from None


def once(reader: Reader) -> str:
    """The mark of one drawn form: whatever is sent with it counts once."""
    sent = reader.visit.one("once")
    return sent if _ONCE.fullmatch(sent) else secrets.token_urlsafe(12)


def delivery(reader: Reader, mark: str, act: str, about: str) -> str:
    """The id of what this person does with this form: nobody else's can be the same."""
    return f"web:{reader.person}/{mark}/{act}/{about}"


def sent(
    front: Front, sessions: Sessions, reader: Reader, number: int, said: Flash | None = None
) -> Response:
    """Back to the request, with a word that it went through; to a list, if it was passed on to others."""
    request = front.desk.store.request(number)
    still = request is not None and bool(front.desk.roles(reader.person, request))
    response = seen_other(paths.path_of(number) if still else "/waiting")
    said = said or Flash(text=reader.say("web.sent"))
    if reader.visit.in_wecom:
        text = texts.joined(reader.language, (said.text, reader.say("web.to_chat")))
        said = said.model_copy(update={"text": text})
    sessions.say(response, said)
    return response


def said_so(sessions: Sessions, said: str) -> Response:
    """Back to one's own list, with what was said to it."""
    response = seen_other(paths.HOME)
    sessions.say(response, Flash(text=said))
    return response


def first_sentence(card: Card) -> str:
    """Return what a card says, without what was typed."""
    words = [element.text for element in card.elements if isinstance(element, Words)]
    return words[0] if words else card.summary


def whole_text(card: Card, language: Language) -> str:
    """All that a card says, in one paragraph."""
    return texts.joined(language, (one.text for one in card.elements if isinstance(one, Words)))
