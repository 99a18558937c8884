"""A refusal of the heart as a friendly sentence, with the names and days it speaks of."""

from __future__ import annotations

from datetime import date

from bot import texts
from bot.cards.speak import Speaker
from workflows.facts import Refused
from workflows.values import Person


def refusal(speaker: Speaker, person: Person, refused: Refused, number: int | None) -> str:
    """What this person is told, and nobody else."""
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
            "day": view.day(request.promise.day) if request.promise else "",
        } | details
    if "owner" in refused.details:
        details["owner"] = speaker.profile(refused.details["owner"]).name
    if "handler" in refused.details:
        details["handler"] = speaker.profile(refused.details["handler"]).name
    if "day" in refused.details:
        today = speaker.desk.clock.now().date()
        details["day"] = texts.day(profile.language, date.fromisoformat(refused.details["day"]), today)
    return texts.say(profile.language, f"refused.{refused.key}", **details)
