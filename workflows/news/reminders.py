"""What time itself says: to whoever has the ball, then to whoever should know of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Literal

from workflows.news.parts import part_reminder, part_warning
from workflows.news.say import Say
from workflows.state.request import Request
from workflows.state.values import Side

JUST = timedelta(days=1)


def reminder(request: Request, moment: str, at: datetime) -> Iterator[Say]:
    """Nothing, where the owner has just said how it goes: the moment passes, and nobody is asked twice."""
    kind, _, n = moment.partition(":")
    facts = {"n": n, "moment": moment}
    match kind:
        case "check_in" | "day_before" if _has_just_said(request, at):
            return
        case "asked":
            who = request.handing.by if request.handing else ""
            yield Say(to="asked", kind="reminder_asked", facts={"who": who})
        case "lead":
            if request.watched_by:
                yield Say(to="person", person=request.watched_by, kind="watched")
            others: Literal["another_lead", "leads"] = "another_lead" if request.step else "leads"
            yield Say(to=others, kind="reminder_lead", facts=facts)
        case "contact":
            yield Say(to="contact", kind="reminder_contact", facts=facts)
        case "nudge" if request.ball is Side.APPROVER:
            yield Say(to="approver", kind="reminder_approval", facts=facts)
        case "nudge" if request.ball is Side.REQUESTER or request.proposal:
            yield Say(to="requester", kind="reminder_nudge", facts=facts | {"side": Side.REQUESTER.value})
        case "nudge" if request.awaits_lead:
            yield Say(to="another_lead", kind="reminder_lead", facts=facts)
        case "nudge" if request.owner is None:
            yield Say(to="thread", kind="waiting", facts=facts)
        case "part" | "part_asked":
            yield from part_reminder(kind, n, moment)
        case "part_late" | "part_silent" | "draft_passed":
            yield from part_warning(request, kind, n, moment)
        case "nudge":
            yield Say(to="owner", kind="reminder_nudge", facts=facts | {"side": Side.OWNER.value})
        case _:
            yield Say(to="owner", kind=f"reminder_{kind}", facts=facts)


def _has_just_said(request: Request, at: datetime) -> bool:
    """That it may be late, and the new date waits for an answer; or, within a day, how it is going."""
    said = request.progress
    holders = (request.owner, request.cover)
    lately = said is not None and said.by in holders and at - said.at < JUST
    return request.proposal is not None or lately
