"""A refusal of the heart as a friendly sentence, with the names and days that it speaks of, and the typed words."""

from __future__ import annotations

from datetime import date

from bot import texts
from bot.cards import dates
from bot.cards.elements import Card, Words
from bot.cards.speak import Speaker
from bot.inbox import incoming as i
from bot.inbox.overtaken import with_who_was_first
from workflows.facts import Refused
from workflows.rights.act import Act
from workflows.state.values import Person

CHOSEN = ("workflow", "then", "to")  # fields whose answers are ours, not somebody's words


def refusal(
    speaker: Speaker, person: Person, refused: Refused, number: int | None, act: Act | None = None
) -> str:
    """The sentence that this person is told, and nobody else; `act` is what they wanted to do."""
    profile = speaker.profile(person)
    details: dict[str, object] = {"number": number or "", **refused.details}
    about = number or int(refused.details.get("number", "0"))
    request = speaker.desk.store.request(about) if about and refused.key != "no_such_request" else None
    if request is not None:
        view = speaker.view(request, person)
        details = {
            "number": about,
            "requester": view.requester,
            "department": view.department_name,
            "owner": view.owner,
            "outcome": view.say(f"outcome.{request.outcome}") if request.outcome else "",
            "approver": view.approver,
            "day": dates.promised_day(view, request.promise) if request.promise else "",
        } | details
    if "owner" in refused.details:
        details["owner"] = speaker.profile(refused.details["owner"]).name
    if "handler" in refused.details:
        details["handler"] = speaker.profile(refused.details["handler"]).name
    if "who" in refused.details:
        names = tuple(speaker.profile(who).name for who in refused.details["who"].split())
        details["who"] = texts.listed(profile.language, names)
    if "day" in refused.details:
        today = speaker.desk.clock.now().date()
        details["day"] = texts.day(profile.language, date.fromisoformat(refused.details["day"]), today)
    said = texts.say(profile.language, f"refused.{refused.key}", **details)
    known = request or (speaker.desk.store.request(about) if about else None)
    if act is None or known is None:
        return said
    return with_who_was_first(speaker, person, known, act, refused, said)


def no(speaker: Speaker, person: Person, said: str) -> Card:
    """The sentence as a card."""
    title = speaker.say(person, "refused.title")
    return Card(title=title, summary=said, elements=(Words(text=said),), tone="warn")


def with_typed(speaker: Speaker, came: i.Submitted, said: str) -> Card:
    """Say the same after a form: nothing typed is lost."""
    words = ((key, value) for key, value in came.answers.items() if key not in CHOSEN)
    typed = [value for _, value in words if isinstance(value, str) and len(value) > 3]
    card = no(speaker, came.by, said)
    if not typed:
        return card
    kept = speaker.say(came.by, "answer.typed", words="\n".join(typed))
    return card.model_copy(update={"elements": (*card.elements, Words(text=kept, weight="quote"))})
