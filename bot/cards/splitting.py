"""The forms of several actions: an option split into them, and what was done of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from bot.cards.elements import Field, Form, Note
from bot.cards.plain_form import form
from bot.cards.sharing import line
from bot.cards.view import View
from bot.inbox.filled import PARTS, parts_in
from workflows.facts import Facts
from workflows.phases.offer import usual_day
from workflows.state.request import Request
from workflows.state.values import Option, Part

Typed = Mapping[str, object]


def split(view: View, facts: Facts, typed: Typed, n: int) -> Iterator[Field | Note]:
    """The n-th option in one, or as actions: a tick asks for who does what by when."""
    several = view.say("form.offer.split.yes")
    count = parts_in(typed, n)
    yield Field(
        key=f"split-{n}",
        label=view.say("form.offer.split"),
        kind="checks",
        value=("yes",) if count else (),
        choices=(("yes", several),),
        refresh=True,
    )
    if not count:
        return
    numbers = tuple((m, view.say(f"form.offer.parts.{m}")) for m in PARTS)
    label = view.say("form.offer.parts")
    yield Field(key=f"parts-{n}", label=label, kind="choice", value=str(count), choices=numbers, refresh=True)
    for m in range(1, count + 1):
        yield from _share(view, facts, typed, n, m)


def days(view: View, facts: Facts, typed: Typed, n: int) -> dict[str, object]:
    """What stands in the days of its actions before anybody touched them."""
    usual = usual_day(view.request, facts)
    return {f"day-{n}-{m}": usual for m in range(1, parts_in(typed, n) + 1)}


def _share(view: View, facts: Facts, typed: Typed, n: int, m: int) -> Iterator[Field]:
    what, who, day = (f"{key}-{n}-{m}" for key in ("what", "who", "day"))
    whose, when = typed.get(who), typed.get(day) or usual_day(view.request, facts)
    first = facts.by if m == 1 and f"parts-{n}" not in typed else None
    said = str(typed[what]) if typed.get(what) else None
    label = view.say("form.offer.part.what", n=m)
    yield Field(key=what, label=label, required=True, value=said, limit=300)
    person = view.account(str(whose)) if whose else first
    yield Field(key=who, label=view.say("form.offer.part.who"), kind="person", required=True, value=person)
    yield Field(
        key=day,
        label=view.say("form.offer.part.day"),
        kind="date",
        required=True,
        value=when if isinstance(when, date) else None,
        refresh=True,
    )


def as_typed(request: Request, today: date) -> dict[str, object]:
    """The offer made last, as it would stand in the form: the next one is a change of it."""
    offer = request.draft.offer if request.draft else request.last_offer
    if offer is None:
        return {}
    typed: dict[str, object] = {
        "words": offer.need.words,
        "conditions": "\n".join(offer.need.conditions),
        "count": str(len(offer.options)),
        "approver": offer.approver,
        "approval": offer.approval,
    }
    for n, option in enumerate(offer.options, 1):
        typed |= _option_as_typed(option, n, today)
    return {key: value for key, value in typed.items() if value not in (None, "")}


def _option_as_typed(option: Option, n: int, today: date) -> dict[str, object]:
    """A day that has passed since is none to begin with."""
    typed: dict[str, object] = {f"what-{n}": option.what, f"beyond-{n}": option.beyond}
    typed |= {f"needs-{n}": option.needs, f"after-{n}": option.after}
    typed |= {f"meets-{n}": tuple(map(str, option.meets))}
    typed |= {f"days-{n}": str(option.days)} if option.after else {f"day-{n}": _still(option.day, today)}
    typed |= {} if option.cost is None else {f"cost-{n}": str(option.cost)}
    typed |= {f"split-{n}": ("yes",), f"parts-{n}": str(len(option.parts))} if option.parts else {}
    for m, part in enumerate(option.parts, 1):
        typed |= {f"what-{n}-{m}": part.what, f"who-{n}-{m}": part.owner}
        typed |= {f"day-{n}-{m}": _still(part.day, today)}
    return typed


def _still(day: date, today: date) -> date | None:
    return day if day >= today else None


def cannot_take_part(view: View, facts: Facts, typed: Typed) -> Form:
    label = view.say("form.cannot_take_part.reason", owner=view.owner)
    return form("cannot_take_part", view, Field(key="reason", label=label, kind="text"))


def deliver_part(view: View, facts: Facts, typed: Typed) -> Form:
    """What was done; and of which part, where there are several."""
    own = view.request.parts_of(facts.by) or view.request.open_parts
    which = Field(
        key="which",
        label=view.say("form.deliver_part.which"),
        kind="choice",
        required=True,
        choices=_choices(view, own),
    )
    only = "".join(line(view, part, named=False) for part in own.values())
    first = which if len(own) > 1 else Note(text=only, weight="strong")
    return form("deliver_part", view, first, *_what_was_done(view))


def deliver(view: View, facts: Facts, typed: Typed) -> Form:
    """What was done; of several actions those that are ticked: one's own, else all that are open."""
    left = view.request.open_parts
    if not left:
        return form("deliver", view, *_what_was_done(view))
    own = view.request.parts_of(facts.by) or left
    which = Field(
        key="which",
        label=view.say("form.deliver.which"),
        hint=view.say("form.deliver.which.hint", requester=view.requester),
        kind="checks",
        value=tuple(map(str, own)),
        choices=_choices(view, left),
    )
    return form("deliver", view, which, *_what_was_done(view))


def _what_was_done(view: View) -> tuple[Field, Field]:
    what = Field(key="what", label=view.say("form.deliver.what"), kind="text", required=True)
    return what, Field(key="link", label=view.say("form.deliver.link"), placeholder="https://")


def _choices(view: View, parts: Mapping[int, Part]) -> tuple[tuple[str, str], ...]:
    return tuple((str(place), line(view, part)) for place, part in parts.items())
