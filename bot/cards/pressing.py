"""Which buttons stand on a card for this reader now, from the one table of acts."""

from __future__ import annotations

from collections.abc import Collection

from bot.cards.elements import Button, Buttons, Element, More
from bot.cards.view import View
from workflows.facts import Role
from workflows.phases.approval import has_passed
from workflows.rights import acts, verdict
from workflows.rights.act import Act, CardSide, makes_sense

LATE = frozenset({"miss", "on_track", "earlier"})  # of no use once the promised day is over


def buttons(view: View, card: CardSide, asks: Collection[str] = ()) -> tuple[Element, ...]:
    """Return what may be pressed on a card now, from the one table of acts; what it `asks` is no rare thing on it.

    Where nothing of it may be read, there is little else to do than to take it.
    """
    wanted = (*asks, "take") if view.hidden else asks
    standing = [act._replace(rare=act.rare and act.key not in wanted) for act in standing_for(view, card)]
    offer = view.request.offer
    row = [view.button(act) for act in standing if not act.rare and act.key != "accept"]
    if offer and any(act.key == "accept" for act in standing):
        row = [*_accepts(view, offer.version, len(offer.options)), *row]
    if view.brief:
        row.append(show(view))
    more = (*(view.button(act) for act in standing if act.rare), *_page(view))
    elements: list[Element] = [Buttons(buttons=tuple(row))] if row else []
    if len(more) == 1 and not row:
        elements.append(Buttons(buttons=more))  # a menu of one thing only hides it
    elif more:
        elements.append(More(label=view.say("act.more"), buttons=more))
    return tuple(elements)


def button_row(view: View, card: CardSide) -> tuple[Element, ...]:
    """The weighty buttons alone, beside another card's."""
    return tuple(one for one in buttons(view, card) if isinstance(one, Buttons))


def quietened(elements: tuple[Element, ...]) -> tuple[Element, ...]:
    """Return the same, toned down, for whoever may press but isn't asked: it is another's to do."""
    return tuple(_plain(one) if isinstance(one, Buttons) else one for one in elements)


def _plain(row: Buttons) -> Buttons:
    return Buttons(buttons=tuple(one.model_copy(update={"style": "plain"}) for one in row.buttons))


def _page(view: View) -> tuple[Button, ...]:
    """The way to the request's page, where there are pages; of what is hidden there is nothing to see."""
    about = str(view.request.number)
    label = view.say("act.page")
    return (Button(act="page", label=label, about=about),) if view.pages and not view.hidden else ()


def show(view: View) -> Button:
    """Opens the whole card, for the presser alone."""
    return Button(act="show", label=view.say("act.show"), about=str(view.request.number))


def opening(view: View) -> Button:
    """Return the same called by its number, where it stands among others."""
    number = f"#{view.request.number}"
    return show(view).model_copy(update={"label": view.say("row.open", number=number), "short": None})


def standing_for(view: View, card: CardSide) -> list[Act]:
    """The acts of a card that this reader can use: what is confidential can only be taken before it is read."""
    standing = [act for act in acts.standing(view.request, view.workflow, card) if _of_use(view, act)]
    if view.reader is None and [act.key for act in standing] == ["note"]:
        return []  # a card in a channel comes to rest
    standing.sort(key=lambda act: act.style != "primary")
    if card == "requester" and can_log(view):
        standing.insert(0, acts.BY_KEY["done"])
    if card == "department" and view.hidden:
        return [act for act in standing if act.key == "take" or (view.reader and act.key == "assign")]
    return standing


def can_log(view: View) -> bool:
    """Whether its raiser works there, asks for somebody else, and so may have done it on the spot."""
    done = acts.BY_KEY["done"]
    raised_it = view.reader == view.request.requester and bool(view.for_whom) and not view.request.owner
    works_there = view.roles is not None and Role.MEMBER in view.roles
    free = not view.workflow.confidential and makes_sense(done, view.request, view.workflow)
    return raised_it and works_there and free


def _of_use(view: View, act: Act) -> bool:
    """Whether its button would do something: the verdict says so for a reader, the clock alone for a channel."""
    late = act.key in LATE and view.overdue
    if view.reader is None or view.roles is None:
        late |= act.key in {"approve", "approved_elsewhere"} and has_passed(view.request, view.now)
        cared_for = view.request.listening and act.key in {"hand_over", "assign"}
        return not (late or cared_for or act.private) and not _closed_for_good(view, act)
    if act.key == "assign" and Role.OWNER in view.roles:
        return False  # theirs to hand over, which is the same
    if act.key == "deliver_part" and (
        view.reader == view.request.owner or not view.request.parts_of(view.reader)
    ):
        return False  # whoever answers for all of it says *Delivered* for each
    refused = verdict.why_not(act, view.request, view.facts)
    return not late and (refused is None or refused.key in verdict.PASSES)


def _closed_for_good(view: View, act: Act) -> bool:
    again = act.key in {"reopen", "unhappy"}
    return again and not view.request.is_open and view.now > view.reopens_until


def _accepts(view: View, version: int, count: int) -> list[Button]:
    act = acts.BY_KEY["accept"]
    if count == 1:
        return [view.button(act, f"{view.request.number}:{version}:0")]
    return [
        _accept_one(view, f"{view.request.number}:{version}:{place}", place + 1) for place in range(count)
    ]


def _accept_one(view: View, about: str, n: int) -> Button:
    button = view.button(acts.BY_KEY["accept"], about, view.say("act.accept_option", n=n))
    return button.model_copy(update={"short": view.say("short.accept_option", n=n)})
