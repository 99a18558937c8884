"""How a request ended: the closing card, what was said about it, and whose working time it took."""

from __future__ import annotations

from datetime import timedelta

from bot.cards import dates
from bot.cards.approving import approval
from bot.cards.elements import Details, Element, Fact, Words
from bot.cards.view import View
from workflows.learning.time import time_held
from workflows.state.values import Side

A_MINUTE = timedelta(minutes=1)  # less of working time is not worth a word


def ending(view: View) -> tuple[Element, ...]:
    """The closing card: need, promise, delivery, answers, working time per side (docs/service.md, Closed)."""
    request = view.request
    facts = [Fact(label=view.say("label.need"), value=request.need.words)]
    if request.promise and not view.at_once:
        day = dates.promised_day(view, request.promise)
        facts.append(Fact(label=view.say("label.promised"), value=day))
    facts += approval(view)
    return Details(facts=(*facts, *outcome(view))), *time_spent(view)


def outcome(view: View) -> tuple[Fact, ...]:
    """Show what was done, and what was said about it."""
    request = view.request
    said: list[tuple[str, str]] = []
    if request.delivery:
        said.append(("done", request.delivery.what))
    if request.reason:
        said.append(("answer", request.reason))
    poll = view.answer
    if poll and poll.solved != "yes":
        said.append(("solved", view.say(f"solved.{poll.solved}")))
    if poll and poll.result:
        said.append(("result", view.say(f"form.rate.{poll.result}")))
    if poll and poll.experience:
        said.append(("experience", view.say(f"form.rate.{poll.experience}")))
    if poll and poll.words:
        said.append(("words", poll.words))
    if poll and (vow := vow_of(view, poll.vow, kept=poll.kept)):
        said.append(("vow", vow))
    return tuple(Fact(label=view.say(f"label.{key}"), value=value) for key, value in said)


def vow_of(view: View, place: int | None, *, kept: bool | None) -> str:
    """A vow and whether it was kept; where it was not, that is between the two of them."""
    vows = view.department.vows
    if place is None or place >= len(vows) or not (kept or view.between):
        return ""
    answer = view.say(f"form.rate.kept.{'yes' if kept else 'no'}")
    return view.say("label.answered", question=vows[place].in_(view.language), answer=answer)


def time_spent(view: View) -> tuple[Words, ...]:
    ours = view.department.calendar
    theirs = view.company.calendar_of(view.request.decider)
    approver = view.request.approval.approver if view.request.approval else None
    calendars = dict.fromkeys(Side, ours) | {Side.REQUESTER: theirs}
    if approver:
        calendars[Side.APPROVER] = view.company.calendar_of(approver)
    spent = {side: time for side, time in time_held(view.history(), calendars).items() if time >= A_MINUTE}
    sides = " · ".join(view.say(f"side.{side}", time=view.span(time)) for side, time in spent.items())
    return (Words(text=view.told(view.say("label.time"), sides), weight="quiet"),) if sides else ()
