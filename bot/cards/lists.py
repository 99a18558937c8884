"""Several requests at once: Home, the lists of /request, the lead's digest."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot import texts
from bot.cards import dates
from bot.cards.elements import Button, Card, Element, Home, Row, Rule, Words
from bot.cards.noted import last
from bot.cards.pressing import show, standing_for
from bot.cards.view import View
from workflows.languages import Language
from workflows.rights.act import CardSide
from workflows.state.values import Phase, Side

ROWS = 10  # of one section; the rest is counted
ROW_BUTTONS = 4  # the weightiest acts; "Show" opens the whole card with all of them

Total = tuple[Sequence[View], int]  # the first few, and how many there are


def request_row(view: View, card: CardSide) -> Row:
    """One request in a list, with what may be pressed on it."""
    standing = [act for act in standing_for(view, card) if not act.rare or view.hidden]
    offer = view.request.offer
    about = f"{view.request.number}:{offer.version}:0" if offer and len(offer.options) == 1 else None
    pressable = [act for act in standing if act.key != "accept" or about]
    buttons = [view.button(act, about if act.key == "accept" else None) for act in pressable[:ROW_BUTTONS]]
    return Row(
        title=f"#{view.request.number} · {title(view)}",
        detail=_detail(view, card),
        day=_day(view),
        buttons=(*buttons, show(view)),
    )


def title(view: View) -> str:
    """The request's words, in a line."""
    if view.hidden:
        return view.say("label.confidential")
    line = " ".join(view.request.words.split())
    return line if len(line) <= 80 else line[:79] + "…"


def _detail(view: View, card: CardSide) -> str:
    other = _other(view, card)
    if view.for_whom not in ("", other):
        other = view.say("row.for_whom", who=other, name=view.for_whom)
    if card == "department" and (note := last(view)):
        other = view.say("row.note", who=other, note=note)
    if day := _day(view):
        return view.say("row.due", state=view.state, day=day, who=other)
    return view.say("row.detail", state=view.state, who=other)


def _day(view: View) -> str:
    """The day that is promised and still to come; empty if none is."""
    promise = view.request.promise
    if promise is None or not view.request.is_open:
        return ""
    day = dates.promised_day(view, promise)
    return f"⚠ {day}" if view.overdue else day


def _other(view: View, card: CardSide) -> str:
    """Name who has it now, or who asked; to an approver also what it costs."""
    if view.request.waits_for_approval and card == "asked":
        return f"{view.owner if view.hidden else view.requester} · {view.cost}"
    if view.request.waits_for_approval and not view.hidden:
        return view.approver
    return view.owner if card == "requester" or view.hidden else who_asked(view)


def who_asked(view: View) -> str:
    """By name; before it, who has it, if that is a colleague: else a lead takes the one for the other."""
    if view.request.owner in (None, view.reader):
        return view.requester
    return view.say("row.owned", owner=view.owner, who=view.requester)


def section(
    language: Language, key: str, none: str, found: Total, card: Callable[[View], CardSide]
) -> list[Element]:
    """A heading, its rows or what to do when there are none, and how many more."""
    views, count = found
    elements: list[Element] = [Words(text=texts.say(language, key), weight="strong")]
    elements += [request_row(view, card(view)) for view in views[:ROWS]]
    if not views:
        elements.append(Words(text=texts.say(language, none), weight="quiet"))
    if count > len(views[:ROWS]):
        elements.append(
            Words(text=texts.say(language, "home.more", n=count - len(views[:ROWS])), weight="quiet")
        )
    return elements


def home(
    language: Language,
    away: tuple[Row, ...],
    waits: Total,
    mine: Total,
    promises: Total,
    side: Callable[[View], CardSide],
) -> Home:
    """Waits for me, my requests, my promises; and always the way to raise another."""
    ask = Button(act="raise", label=texts.say(language, "act.raise"), about="", style="primary")
    return Home(
        elements=(
            Row(
                title=texts.say(language, "home.title"),
                detail=texts.say(language, "help.body"),
                buttons=(ask,),
            ),
            *away,
            Rule(),
            *section(language, "home.waits", "home.none.waits", waits, side),
            Rule(),
            *section(language, "home.mine", "home.none.mine", mine, lambda _: "requester"),
            Rule(),
            *section(language, "home.promises", "home.none.promises", promises, lambda _: "department"),
        )
    )


def home_of_guest(language: Language) -> Home:
    """Show a home where nothing is theirs to press: one sentence, and nothing that could only be refused."""
    said = texts.say(language, "refused.guests_cannot_act")
    return Home(elements=(Words(text=texts.say(language, "home.title"), weight="strong"), Words(text=said)))


def list_card(language: Language, title: str, none: str, found: Total, card: CardSide) -> Card:
    """A list that was asked for."""
    views, count = found
    body: list[Element] = [request_row(view, card) for view in views[:ROWS]]
    if not views:
        body.append(Words(text=texts.say(language, none)))
    if count > len(views[:ROWS]):
        body.append(Words(text=texts.say(language, "home.more", n=count - len(views[:ROWS])), weight="quiet"))
    return Card(title=title, summary=title, elements=tuple(body))


def digest_card(language: Language, department: str, views: Sequence[View]) -> Card | None:
    """The lead's morning: what waits, what is due, what is late. None when there is nothing to say."""
    waiting = [view for view in views if view.request.ball is Side.DEPARTMENT or view.request.awaits_lead]
    overdue = [view for view in views if view.overdue]
    today = [view for view in views if _due_today(view) and not view.overdue]
    asked = [view for view in views if view.request.waits_for_approval]
    body: list[Element] = []
    for key, found in (("waiting", waiting), ("overdue", overdue), ("today", today), ("approval", asked)):
        if found:
            body.append(Words(text=texts.say(language, f"digest.{key}", n=len(found)), weight="strong"))
            body += [request_row(view, "department") for view in found[:ROWS]]
    if not body:
        return None
    title = texts.say(language, "digest.title", department=department)
    return Card(title=title, summary=title, elements=tuple(body))


def _due_today(view: View) -> bool:
    promise = view.request.promise
    dated = promise is not None and not promise.waits
    return view.request.phase is Phase.ACTION and dated and promise is not None and promise.day == view.today
