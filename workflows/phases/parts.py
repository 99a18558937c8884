"""Parts: several actions make up one option; the owner of each says yes to it, and does it by its own day."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime
from typing import assert_never

from workflows.facts import Facts, Refused, Role
from workflows.frozen import Frozen
from workflows.phases.explore import said
from workflows.phases.for_whom import unasked
from workflows.phases.naming import account
from workflows.phases.yes_to import still_meant
from workflows.state import events as e
from workflows.state.request import Request
from workflows.state.values import Delivery, Offer, Part, Person

MOST_PARTS = 4  # of one option; more is a project


class Share(Frozen):
    """An action as it was typed: what, who does it, by when."""

    what: str
    who: Person | None
    day: date | None


class TakePart(Frozen):
    """Say yes to one's own part and its date. `to`: which one was seen (workflows.phases.yes_to)."""

    to: str = ""


class CannotTakePart(Frozen):
    """Refuse one's part; or, once it is promised, give it back."""

    reason: str = ""


class DeliverPart(Frozen):
    """Deliver a part. `place` tells which; it need not be said where there is only one."""

    what: str
    link: str = ""
    place: int | None = None


Command = TakePart | CannotTakePart | DeliverPart
Events = tuple[e.Event, ...]


def decide(request: Request, command: Command, facts: Facts) -> Events:
    """Decide a command of somebody who does a part; rights and phase were checked by the table of acts."""
    match command:
        case TakePart():
            still_meant("take_part", request, command.to)
            return _taken(request, facts)
        case CannotTakePart():
            return (_given_back(request, command.reason.strip(), facts.by),)
        case DeliverPart():
            return parts_done(request, (_place(request, command, facts),), command.what, command.link, facts)
        case _:
            assert_never(command)


# The offer


def shared(shares: tuple[Share, ...], n: int, request: Request, facts: Facts) -> tuple[Part, ...]:
    """The parts of the n-th option (from 1), each with somebody who may do it and a day that can be promised."""
    if shares and not 2 <= len(shares) <= MOST_PARTS:
        raise Refused("two_to_four_parts", f"parts-{n}")
    return tuple(_part(share, f"{n}-{m}", request, facts) for m, share in enumerate(shares, 1))


def yet_to_agree(offer: Offer, before: tuple[Person, ...]) -> tuple[Person, ...]:
    """Return whose yes an offer needs before it can go out, beside those who have given theirs."""
    return tuple(
        owner for owner in dict.fromkeys(_owners(offer)) if owner != offer.by and owner not in before
    )


def _part(share: Share, where: str, request: Request, facts: Facts) -> Part:
    owner = _may_do_it(share.who, f"who-{where}", request, facts)
    if share.day is None:
        raise Refused("day_needed", f"day-{where}")
    try:
        due = facts.due(share.day)
    except Refused as refused:
        raise Refused(refused.key, f"day-{where}", **refused.details) from None
    return Part(what=said(share.what, f"what-{where}"), owner=owner, day=share.day, due=due)


def _may_do_it(person: Person | None, where: str, request: Request, facts: Facts) -> Person:
    """Return the person meant, if they may do it: anybody who is there, but not who asked or whom it is about."""
    if not person:
        raise Refused("who_is_needed", where)
    who = account(person, where, facts)
    if who == facts.by:
        return who
    if who in (request.requester, request.decider, request.colleague) or who in request.about:
        raise Refused("not_for_who_asked", where, who=who)
    if not facts.may_act(who):
        raise Refused("cannot_be_asked", where, who=who)
    if away := facts.company.absence(who):
        raise Refused("who_is_away", where, who=who, day=away.back.isoformat())
    return who


def asked_for_part(request: Request, facts: Facts) -> None:
    """Raise Refused unless a yes of theirs to a part is waited for, and its day is still ahead."""
    draft = request.draft
    if draft is None or facts.by not in draft.waits_for:
        raise Refused("no_part_of_yours")
    if draft.offer.expires <= facts.now:
        raise Refused("part_date_has_passed", who=draft.offer.by)


def can_give_back_part(request: Request, facts: Facts) -> None:
    """Raise Refused unless they are asked to do a part, or have promised one; the owner answers for the whole."""
    promised = facts.by != request.owner and bool(request.parts_of(facts.by))
    if not promised and facts.by not in request.awaited:
        raise Refused("no_part_of_yours")


def can_finish_part(request: Request, facts: Facts) -> None:
    """Raise Refused unless there is an open part of theirs; owner and lead may say it of any."""
    leads = Role.LEAD in facts.roles and not facts.workflow.confidential
    any_of_them = leads or Role.OWNER in facts.roles
    if not (request.open_parts if any_of_them else request.parts_of(facts.by)):
        raise Refused("no_part_of_yours")


def _taken(request: Request, facts: Facts) -> Events:
    """Take somebody's yes to their part; the last one sends the offer. Raise Refused once a day in it has passed."""
    asked_for_part(request, facts)
    draft = request.draft
    assert draft is not None
    if draft.waits_for != (facts.by,):
        return (e.PartAccepted(),)
    return e.PartAccepted(), e.Offered(offer=draft.offer)


# The promise


def _given_back(request: Request, reason: str, by: Person) -> e.PartDeclined:
    """Give a part back: nobody is held to a yes they can't keep, and whoever promised the whole hears early."""
    places = () if by == request.owner else tuple(request.parts_of(by))
    if not places and by not in request.awaited:
        raise Refused("no_part_of_yours")
    return e.PartDeclined(reason=reason, places=places)


def parts_done(request: Request, places: tuple[int, ...], what: str, link: str, facts: Facts) -> Events:
    """Mark these parts as done; with the last of them the whole is delivered."""
    delivery = Delivery(what=said(what, "what"), link=link_of(link), at=facts.now)
    each = tuple(e.PartDelivered(place=place, delivery=delivery) for place in places)
    if set(request.open_parts) - {*places}:
        return each
    assert request.promise is not None
    parts = [
        part.model_copy(update={"done": part.done or delivery}) for part in request.promise.parts
    ]  # in one press for all of them, its words are said once
    delivered = e.Delivered(delivery=_in_sum(parts, facts.now))
    return *each, delivered, *unasked(request, request.owner)


def delivery_of_parts(
    request: Request, places: tuple[int, ...], what: str, link: str, facts: Facts
) -> Events:
    """Deliver the parts that the owner names; never others' parts unless they are named. Raise Refused for none."""
    left = request.open_parts
    if not places:
        owners = dict.fromkeys(part.owner for part in left.values())
        raise Refused("parts_are_open", "which", who=" ".join(owners))
    if set(places) - set(left):
        raise Refused("part_is_done", "which")
    return parts_done(request, tuple(sorted(places)), what, link, facts)


def nobody_hurried(request: Request, due: datetime) -> None:
    """Raise Refused where an earlier date would need somebody's part before the day they said yes to."""
    for part in request.open_parts.values():
        if part.owner != request.owner and part.due > due:
            raise Refused("part_is_later", "day", who=part.owner, day=part.day.isoformat())


def _place(request: Request, command: DeliverPart, facts: Facts) -> int:
    mine = request.parts_of(facts.by)
    leads = Role.LEAD in facts.roles and not facts.workflow.confidential
    any_of_them = request.open_parts if leads or Role.OWNER in facts.roles else mine
    if not any_of_them:
        raise Refused("no_part_of_yours")
    if command.place is None:
        only = mine or any_of_them
        if len(only) > 1:
            raise Refused("which_part", "which")
        return next(iter(only))
    if command.place not in any_of_them:
        raise Refused("part_is_done", "which")
    return command.place


def _colon(after: str) -> str:
    """Return a colon as it is set in print: a wide one after a Chinese character."""
    return "：" if unicodedata.east_asian_width(after[-1:] or " ") in "WF" else ": "


def _in_sum(parts: list[Part], at: datetime) -> Delivery:
    """Sum up what was done, action by action; words and link that are the same for all stand once."""
    said_of = [part.done for part in parts if part.done]
    links = list(dict.fromkeys(one.link for one in said_of if one.link))
    shown = len(links) > 1
    if len({one.what for one in said_of}) == 1:
        lines = [said_of[0].what]
    else:
        lines = [f"{part.what}{_colon(part.what)}{part.done.what}" for part in parts if part.done]
    lines += links if shown else []
    return Delivery(what="\n".join(lines), link="" if shown or not links else links[0], at=at)


def link_of(text: str) -> str:
    link = text.strip()
    if link and not link.startswith(("https://", "http://")):
        raise Refused("not_a_link", "link")
    return link


# Who is counted on


def let_go(before: Request, after: Request) -> tuple[Person, ...]:
    """Return those who had said yes to a part, have not done it, and are neither counted on any more nor asked anew."""
    still = set() if not after.is_open else {*after.helpers, *_counted_on(after)}
    return tuple(person for person in _counted_on(before) if person not in still and person != after.owner)


def _counted_on(request: Request) -> tuple[Person, ...]:
    """Return everybody with a yes to something still to be done, but for whoever answers for all of it."""
    if not request.is_open:
        return ()
    draft, offer = request.draft, request.offer
    agreed = [owner for owner in _owners(draft.offer) if owner in draft.yes] if draft else []
    offered = _owners(offer) if offer else []
    paused = request.recovery.promise if request.recovery and request.listening else None
    promise = request.promise or paused
    promised = [part.owner for part in promise.parts if part.done is None] if promise else []
    people = dict.fromkeys((*agreed, *offered, *promised))
    return tuple(person for person in people if person != request.owner)


def _owners(offer: Offer) -> list[Person]:
    return [part.owner for option in offer.options for part in option.parts]
