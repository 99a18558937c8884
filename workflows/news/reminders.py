"""The news of a moment: to whoever has the ball, then to whoever should know of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from workflows.news import details as d
from workflows.news import table as t
from workflows.news.parts import part_reminder, part_warning
from workflows.news.row import Audience, NewsRow, Say
from workflows.state.moments import Moment
from workflows.state.moments import MomentKind as K
from workflows.state.request import Request
from workflows.state.values import Side

JUST = timedelta(days=1)
_TO_OWNER: dict[K, NewsRow[d.Reminder]] = {
    K.CHECK_IN: t.REMINDER_CHECK_IN,
    K.DAY_BEFORE: t.REMINDER_DAY_BEFORE,
    K.ON_THE_DAY: t.REMINDER_ON_THE_DAY,
    K.OVERDUE: t.REMINDER_OVERDUE,
    K.AGAIN: t.REMINDER_AGAIN,
}


def reminder(request: Request, moment: Moment, at: datetime) -> Iterator[Say]:
    """Yield what a moment says; nothing where the owner has just said how it goes, so that nobody is asked twice."""
    facts = d.Reminder(n=moment.detail, moment=moment)
    match moment.kind:
        case K.CHECK_IN | K.DAY_BEFORE if _has_just_said(request, at):
            return
        case K.ASKED:
            who = request.handing.by if request.handing else ""
            yield t.REMINDER_ASKED.say(d.Named(who=who))
        case K.LEAD | K.LEAD_OVERDUE | K.LEAD_APPROVAL:
            if request.watched_by:
                yield t.WATCHED.say(person=request.watched_by)
            others: Audience = "another_lead" if request.step else "leads"
            yield t.REMINDER_LEAD.say(facts, to=others)
        case K.CONTACT | K.CONTACT_OVERDUE | K.CONTACT_APPROVAL:
            yield t.REMINDER_CONTACT.say(facts)
        case K.NUDGE if request.ball is Side.APPROVER:
            yield t.REMINDER_APPROVAL.say(facts)
        case K.NUDGE if request.ball is Side.REQUESTER or request.proposal:
            yield t.REMINDER_NUDGE.say(_nudge(moment, Side.REQUESTER), to="requester")
        case K.NUDGE if request.awaits_lead:
            yield t.REMINDER_LEAD.say(facts, to="another_lead")
        case K.NUDGE if request.owner is None:
            yield t.WAITING.say(facts)
        case K.PART | K.PART_ASKED:
            yield from part_reminder(moment)
        case K.PART_LATE | K.PART_SILENT | K.DRAFT_PASSED:
            yield from part_warning(request, moment)
        case K.NUDGE:
            yield t.REMINDER_NUDGE.say(_nudge(moment, Side.OWNER), to="owner")
        case _:
            yield _TO_OWNER[moment.kind].say(facts)


def _nudge(moment: Moment, side: Side) -> d.Reminder:
    return d.Reminder(n=moment.detail, moment=moment, side=side)


def _has_just_said(request: Request, at: datetime) -> bool:
    """Whether the owner proposed another date that waits for an answer, or within a day said how it is going."""
    said = request.progress
    holders = (request.owner, request.cover)
    lately = said is not None and said.by in holders and at - said.at < JUST
    return request.proposal is not None or lately
