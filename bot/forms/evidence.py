"""The checks that the offerer sees before an offer goes out: what speaks for an option, and what against it."""

from __future__ import annotations

from bot.cards.elements import FormNote
from bot.cards.view import View
from workflows.facts import Facts
from workflows.phases.approval import MOST_DAYS
from workflows.phases.checks import Check, checks, usually
from workflows.phases.offer import Draft
from workflows.state.values import Need


def evidence(view: View, facts: Facts, need: Need, draft: Draft, *, lately: bool) -> FormNote:
    """One line a check; and, if wanted, how long the like has taken lately."""
    day = view.day(draft.day) if draft.day else ""
    said = [view.say("form.offer.evidence")]
    said += [
        f"{'✓' if check.fine else '!'} {_found(view, check, day)}" for check in checks(draft, need, facts)
    ]
    if lately and (usual := usually(facts.lately)):
        said.append(view.say("form.offer.lately", n=usual[0], days=usual[1]))
    return FormNote(text="\n".join(said), weight="quiet")


def _found(view: View, check: Check, day: str) -> str:
    details = dict(check.details)
    why = details.get("why", "")
    details |= {"requester": view.requester}
    match check.name, check.fine:
        case "practical", True:
            return view.say("check.practical", **details)
        case "practical", False if why == "later_than_wished":
            wished = view.request.need.wished
            return view.say(
                "check.practical.later_than_wished", wished=wished and view.day(wished), **details
            )
        case "practical", False if why == "other_promises":
            return view.say("check.practical.busy", **details)
        case "practical", False:
            said = view.say(f"refused.{why}", day=day, most=MOST_DAYS)
            return view.say("check.practical.bad", why=said)
        case "win_win", True if details.get("gets"):
            return view.say("check.win_win.gets", **details)
        case name, fine:
            return view.say(f"check.{name}" + ("" if fine else ".not"), **details)
