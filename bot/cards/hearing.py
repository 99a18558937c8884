"""Who hears of it: whom written words reach, and when the lead hears of what waits, said to its owner before."""

from __future__ import annotations

from bot.cards.view import View
from workflows.phases.between import read_by
from workflows.state.moments import Hearer
from workflows.state.values import Person, Phase
from workflows.time import schedule


def reached(view: View, by: Person, to: Person | None = None) -> str:
    """By name, who reads what this person writes there; the department while nobody has it."""
    other = read_by(by, view.request, view.company, to)
    return view.name(other) if other else view.department_name


def lead_hears(view: View) -> str:
    """To the owner alone: who hears of it by itself, and when; "" while nobody does, or a promise is not due yet."""
    request = view.request
    if view.reader is None or view.reader not in (request.owner, request.cover) or _is_far(view):
        return ""
    if request.waits_for_approval:  # it is not the owner who keeps silent
        return ""
    others = [lead for lead in view.department.leads if lead != request.owner]
    hearer, who = (Hearer.LEAD, view.department.fresh(request.owner, *request.asking)[0])
    if not others and not request.step:
        hearer, who = (Hearer.CONTACT, view.department.escalation)
    coming = schedule.coming(request, view.workflow, view.company, view.now)
    at = next((one.at for one in coming if one.moment.hearer is hearer), None)
    if at is None:
        return _knows(view, hearer, who)
    key = "lead.hears.promise" if request.phase is Phase.ACTION and not view.overdue else "lead.hears"
    return view.say(key, lead=view.name(who), when=view.instant(at))


def _is_far(view: View) -> bool:
    """A promise whose day is neither today nor the next working day."""
    promise, calendar = view.request.promise, view.department.calendar
    if view.request.phase is not Phase.ACTION or promise is None:
        return False
    return promise.day > calendar.next_working_day(view.today)


def _knows(view: View, hearer: Hearer, who: Person) -> str:
    told = any(moment.hearer is hearer for moment in view.request.reminded)
    return view.say("lead.knows", lead=view.name(who)) if told else ""
