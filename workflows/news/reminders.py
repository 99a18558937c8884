"""What time itself says: to whoever has the ball, then to whoever should know of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from workflows.news import details as d
from workflows.news import table as t
from workflows.news.parts import part_reminder, part_warning
from workflows.news.row import Audience, Row, Say
from workflows.state.request import Request
from workflows.state.values import Side

JUST = timedelta(days=1)
_TO_OWNER: dict[str, Row[d.Reminder]] = {
    "check_in": t.REMINDER_CHECK_IN,
    "day_before": t.REMINDER_DAY_BEFORE,
    "on_the_day": t.REMINDER_ON_THE_DAY,
    "overdue": t.REMINDER_OVERDUE,
    "again": t.REMINDER_AGAIN,
}


def reminder(request: Request, moment: str, at: datetime) -> Iterator[Say]:
    """Nothing, where the owner has just said how it goes: the moment passes, and nobody is asked twice."""
    kind, _, n = moment.partition(":")
    facts = d.Reminder(n=n, moment=moment)
    match kind:
        case "check_in" | "day_before" if _has_just_said(request, at):
            return
        case "asked":
            who = request.handing.by if request.handing else ""
            yield t.REMINDER_ASKED.say(d.Who(who=who))
        case "lead":
            if request.watched_by:
                yield t.WATCHED.say(person=request.watched_by)
            others: Audience = "another_lead" if request.step else "leads"
            yield t.REMINDER_LEAD.say(facts, to=others)
        case "contact":
            yield t.REMINDER_CONTACT.say(facts)
        case "nudge" if request.ball is Side.APPROVER:
            yield t.REMINDER_APPROVAL.say(facts)
        case "nudge" if request.ball is Side.REQUESTER or request.proposal:
            yield t.REMINDER_NUDGE.say(_nudge(n, moment, Side.REQUESTER), to="requester")
        case "nudge" if request.awaits_lead:
            yield t.REMINDER_LEAD.say(facts, to="another_lead")
        case "nudge" if request.owner is None:
            yield t.WAITING.say(facts)
        case "part" | "part_asked":
            yield from part_reminder(kind, n, moment)
        case "part_late" | "part_silent" | "draft_passed":
            yield from part_warning(request, kind, n, moment)
        case "nudge":
            yield t.REMINDER_NUDGE.say(_nudge(n, moment, Side.OWNER), to="owner")
        case _:
            yield _TO_OWNER[kind].say(facts)


def _nudge(n: str, moment: str, side: Side) -> d.Reminder:
    return d.Reminder(n=n, moment=moment, side=side)


def _has_just_said(request: Request, at: datetime) -> bool:
    """That it may be late, and the new date waits for an answer; or, within a day, how it is going."""
    said = request.progress
    holders = (request.owner, request.cover)
    lately = said is not None and said.by in holders and at - said.at < JUST
    return request.proposal is not None or lately
