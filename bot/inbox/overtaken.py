"""The sentence for whoever lost a race: who was there first, and when."""

from __future__ import annotations

from bot import texts
from bot.cards import dates
from bot.cards.speak import Speaker
from bot.cards.view import View
from workflows.facts import Refused
from workflows.rights.act import Act
from workflows.rights.overtaken import overtaking, replacing_offer
from workflows.state import events as e
from workflows.state.request import Request
from workflows.state.values import SYSTEM, Person

OF_STATE = (
    "too_late.",
    "not_yours.",
    "taken_by_another",
    "not_asked",
    "yours_already",
)  # how a refusal's key begins
INSTEAD = ("taken_by_another", "too_late.delivered", "no_such_request")  # no more has to be said
KNOWN_TO_ALL = (
    e.Taken,
    e.HandOverAccepted,
    e.OwnerLeft,
    e.Routed,
)  # who has it, also of what is confidential


def with_who_was_first(
    speaker: Speaker, person: Person, request: Request, act: Act, refused: Refused, said: str
) -> str:
    """The refusal, with who did what and when if that took the act from this person; else as it was."""
    view = speaker.view(request, person)
    first = _first(view, person, act, refused)
    if first is None or (view.hidden and not isinstance(first.event, KNOWN_TO_ALL)):
        return said
    happened = _happened(view, first)
    match refused.key:
        case "offer_replaced":
            return view.say("overtaken.offer", happened=happened)
        case "too_late.moved_on":
            return view.say("overtaken.see", happened=happened)
        case key if key in INSTEAD:
            return happened
        case _:
            return view.say("overtaken", happened=happened, said=said)


def _first(view: View, person: Person, act: Act, refused: Refused) -> e.Recorded | None:
    """The event that was first; of one step that delivers at once, the delivery."""
    if refused.key == "offer_replaced":
        return replacing_offer(view.history())
    if not refused.key.startswith((*OF_STATE, "no_such_request")):
        return None
    history = view.history()
    first = overtaking(act, person, history, view.workflow, view.company)
    if first is None or refused.key != "too_late.delivered":
        return first
    step = (one for one in history if (one.at, one.by) == (first.at, first.by))
    return next((one for one in step if isinstance(one.event, e.Delivered)), first)


def _happened(view: View, one: e.Recorded) -> str:
    """Lin took it at 10:32."""
    when = dates.moment(view, one.at)
    if one.by == view.reader:
        return view.say("first.you", when=when)
    if one.by == SYSTEM:
        key = f"first.{one.event.name}.by_itself"
        return view.say(key if texts.knows(key) else "first.by_itself", when=when)
    key = f"first.{one.event.name}"
    name = view.requester if view.request.asks(one.by) else view.name(one.by)
    return view.say(key if texts.knows(key) else "first.other", by=name, when=when)
