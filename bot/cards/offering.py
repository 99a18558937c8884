"""The form of an offer, with one to three options and the checks that the offerer sees before it goes out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from bot import texts
from bot.cards import splitting
from bot.cards.approving import approver_fields
from bot.cards.elements import Field, Form, Note
from bot.cards.noted import before
from bot.cards.view import View
from bot.inbox.filled import COUNTS, LONGEST_NUMBER, draft_of, lines, options_of, parts_in
from workflows.facts import Facts
from workflows.phases.approval import MOST_DAYS, limit_of
from workflows.phases.checks import Check, checks, usually
from workflows.phases.explore import MOST_CONDITIONS
from workflows.phases.offer import usual_day
from workflows.state.values import Need

DAY = "day"  # the way an offer is usually dated


def offer_form(view: View, facts: Facts, typed: Mapping[str, object]) -> Form:
    """It opens with the owner's own restatement. A changed date, condition or number of options redraws it."""
    typed = typed or splitting.as_typed(view.request, facts.today)
    need = _need(view, typed)
    count = options_of(typed)
    shown = [field for n in range(1, count + 1) for field in _option(view, facts, need, typed, n, count)]
    return Form(
        act="offer",
        about=str(view.request.number),
        title=view.say("form.offer.title"),
        submit=view.say("form.offer.submit"),
        close=view.say("form.close"),
        fields=(
            *_past(view),
            *_restatement(view, need),
            *shown,
            *approver_fields(view, typed),
            _count(view, count),
            _open_until(view, typed),
        ),
    )


def _past(view: View) -> tuple[Note, ...]:
    known = before(view)
    return (Note(text=known, weight="quiet"),) if known else ()


def _need(view: View, typed: Mapping[str, object]) -> Need:
    """The need as it stands in the form; at first as the request has it."""
    if not typed:
        return view.request.need
    words = str(typed.get("words") or "")
    return Need(words=words, conditions=lines(typed.get("conditions")), wished=view.request.need.wished)


def _restatement(view: View, need: Need) -> tuple[Field | Note, ...]:
    wished = need.wished and view.told(view.say("label.wished"), view.day(need.wished))
    return (
        *((Note(text=wished, weight="strong"),) if wished else ()),
        Field(key="words", label=view.say("form.offer.need"), kind="text", required=True, value=need.words),
        Field(
            key="conditions",
            label=view.say("form.offer.conditions"),
            kind="text",
            value="\n".join(need.conditions) or None,
        ),
    )


def _count(view: View, count: int) -> Field:
    return Field(
        key="count",
        label=view.say("form.offer.count"),
        kind="choice",
        value=str(count),
        choices=tuple((n, view.say(f"form.offer.count.{n}")) for n in COUNTS),
        refresh=True,
    )


def _open_until(view: View, typed: Mapping[str, object]) -> Field:
    """By itself an offer lasts until its first promised day."""
    day = typed.get("open_until")
    value = day if isinstance(day, date) else None
    return Field(key="open_until", label=view.say("form.offer.open_until"), kind="date", value=value)


def _option(
    view: View, facts: Facts, need: Need, typed: Mapping[str, object], n: int, count: int
) -> Iterator[Field | Note]:
    if count > 1:
        yield Note(text=view.say("form.offer.option", n=n), weight="strong")
    ideas = tuple(text.in_(view.language) for text in view.workflow.beyond)
    beyond = view.say("form.offer.beyond.hint", ideas=texts.listed(view.language, ideas)) if ideas else None
    label = view.say("form.offer.needs", requester=view.requester)
    day = typed.get(f"day-{n}") or usual_day(view.request, facts)
    what, given = view.say("form.offer.what"), _given(typed)
    yield Field(key=f"what-{n}", label=what, kind="text", required=True, value=given(f"what-{n}"))
    yield from splitting.split(view, facts, typed, n)
    if not parts_in(typed, n):
        yield from _when(view, typed, day, n)
    key, more = f"beyond-{n}", view.say("form.offer.beyond")
    yield Field(key=key, label=more, hint=beyond, value=given(key))
    yield Field(key=f"needs-{n}", label=label, value=given(f"needs-{n}"))
    cost = view.say("form.offer.cost", currency=view.workflow.currency)
    limited = view.workflow.cost_limit is not None
    yield Field(
        key=f"cost-{n}",
        label=cost,
        hint=view.say("form.offer.cost.hint", limit=limit_of(view.workflow)) if limited else None,
        kind="number",
        value=given(f"cost-{n}"),
        refresh=limited,  # who approves is asked when it takes somebody's approval
    )
    yield from _meets(view, need, typed, n)
    yield from _evidence(
        view,
        facts,
        need,
        {"meets-1": _all(need), "meets-2": _all(need), "meets-3": _all(need)}
        | {f"day-{n}": day, f"days-{n}": view.workflow.usual_days or 1}
        | splitting.days(view, facts, typed, n)
        | dict(typed),
        n,
    )


def _when(view: View, typed: Mapping[str, object], day: object, n: int) -> Iterator[Field]:
    """A day, or working days that count from the approval or from what the requester gives."""
    after = str(typed.get(f"after-{n}") or DAY)
    ways = (DAY, *(("approval",) if view.workflow.cost_limit is not None else ()), "input")
    yield Field(
        key=f"after-{n}",
        label=view.say("form.offer.day"),
        kind="choice",
        required=True,
        value=after,
        choices=tuple((way, view.say(f"form.offer.after.{way}", requester=view.requester)) for way in ways),
        refresh=True,
    )
    if after == DAY:
        value = day if isinstance(day, date) else None
        label = view.say("form.offer.date")
        yield Field(key=f"day-{n}", label=label, kind="date", required=True, value=value, refresh=True)
    else:
        days = str(typed.get(f"days-{n}") or view.workflow.usual_days or 1)
        label = view.say("form.offer.days")
        yield Field(key=f"days-{n}", label=label, kind="number", required=True, value=days)


def _given(typed: Mapping[str, object]) -> Callable[[str], str | None]:
    """What stands in the form already: a redraw loses nothing."""
    return lambda key: str(typed[key]) if typed.get(key) else None


def _all(need: Need) -> tuple[str, ...]:
    return tuple(str(place) for place in range(len(need.conditions[:MOST_CONDITIONS])))


def _meets(view: View, need: Need, typed: Mapping[str, object], n: int) -> Iterator[Field]:
    """Which conditions it meets: all of them, unless the offerer says otherwise."""
    if not need.conditions:
        return
    chosen = typed.get(f"meets-{n}", _all(need))
    yield Field(
        key=f"meets-{n}",
        label=view.say("form.offer.meets"),
        kind="checks",
        value=tuple(place for place in chosen if place in _all(need)) if isinstance(chosen, tuple) else (),
        choices=tuple(zip(_all(need), need.conditions, strict=False)),
        refresh=True,
    )


def _evidence(view: View, facts: Facts, need: Need, typed: Mapping[str, object], n: int) -> Iterator[Note]:
    draft = draft_of({key: value for key, value in typed.items() if _readable(key, value)}, n)
    day = view.day(draft.day) if draft.day else ""
    said = [view.say("form.offer.evidence")]
    said += [
        f"{'✓' if check.fine else '!'} {_found(view, check, day)}" for check in checks(draft, need, facts)
    ]
    if n == 1 and (usual := usually(facts.lately)):
        said.append(view.say("form.offer.lately", n=usual[0], days=usual[1]))
    yield Note(text="\n".join(said), weight="quiet")


def _readable(key: str, value: object) -> bool:
    """A number may be half typed while the form is drawn anew; what is wrong with it is said when it is sent."""
    text = str(value)
    return not key.startswith(("cost", "days")) or (text.isdecimal() and len(text) < LONGEST_NUMBER)


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
