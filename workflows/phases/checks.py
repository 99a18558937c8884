"""The three checks of an option, shown to the offerer before it goes out (docs/service.md, Offer)."""

from __future__ import annotations

from datetime import date

from workflows.facts import Facts, Refused
from workflows.frozen import Frozen
from workflows.phases.approval import MOST_DAYS, counted
from workflows.phases.offer import Draft
from workflows.state.values import Need


class Check(Frozen):
    """A check of an option, one of three, with what it found."""

    name: str  # complete, practical, win_win
    fine: bool
    details: dict[str, str] = {}


def checks(draft: Draft, need: Need, facts: Facts) -> tuple[Check, ...]:
    """Check an option: is it complete, practical, win-win?"""
    left_out = [text for place, text in enumerate(need.conditions) if place not in draft.meets]
    complete = Check(name="complete", fine=not left_out, details={"left_out": "; ".join(left_out)})
    gives = draft.beyond or draft.what
    win_win = Check(name="win_win", fine=bool(draft.beyond), details={"gives": gives, "gets": draft.needs})
    return complete, _practical(draft, need, facts), win_win


ENOUGH_TO_TELL = 5  # below that a rate says nothing (docs/service.md, What is learned)


def usually(lately: tuple[int, ...]) -> tuple[int, int] | None:
    """Return how many there were, and the working days within which four of five were done; None for too few."""
    if len(lately) < ENOUGH_TO_TELL:
        return None
    return len(lately), lately[-(-len(lately) * 4 // 5) - 1]


def _practical(draft: Draft, need: Need, facts: Facts) -> Check:
    try:
        day = _day(draft, facts)
    except Refused as refused:
        return Check(name="practical", fine=False, details={"why": refused.key})
    busy = 0 if draft.counts_from else facts.busy.get(day, 0)
    late = bool(need.wished and day > need.wished)
    why = "later_than_wished" if late else "other_promises" if busy else ""
    days = facts.calendar.working_days_between(facts.today, day)
    return Check(name="practical", fine=not why, details={"why": why, "busy": str(busy), "days": str(days)})


def _day(draft: Draft, facts: Facts) -> date:
    """Return the day it comes to; where that counts from a yes or an input, as if it came today."""
    if draft.counts_from:
        if draft.days is None or not 1 <= draft.days <= MOST_DAYS:
            raise Refused("days_needed", most=str(MOST_DAYS))
        return counted(draft.days, facts)[0]
    day = draft.by_when
    if day is None:
        raise Refused("day_needed")
    facts.due(day)
    return day
