"""What waits for a person's own word in a request: the buttons that stand behind the echo of what they wrote."""

from __future__ import annotations

from bot.cards import pressing
from bot.cards.elements import Button, Buttons
from bot.cards.view import View
from workflows.rights.act import CardSide

MOST = 4  # beside the ways to put words elsewhere they fit the narrowest card
ANSWERS = frozenset(
    "accept change decline agree keep_date yes partly no thats_it not_quite follow_up feedback appeal "
    "give_input approve reject take_over cannot_take take_part cannot_take_part".split()
)
DEEDS = frozenset("deliver deliver_part done do_it".split())  # "it works again" may well mean one of these


def answers(view: View, side: CardSide) -> tuple[Button, ...]:
    """Words settle nothing; what does stands here, as on their card."""
    row = tuple(one for one in _row(view, side) if one.act in ANSWERS)[:MOST]
    return (
        row if {one.act for one in row} != {"change"} else ()
    )  # what is promised as asked waits for nothing


def asked_next(view: View, side: CardSide) -> tuple[Button, ...]:
    """Return the buttons their word is asked for next; or, where all is well, the way to say thanks."""
    thanks = tuple(one for one in _row(view, side) if one.act == "thanks")
    return answers(view, side) or thanks


def deeds(view: View, side: CardSide) -> tuple[Button, ...]:
    """Return what the department may just have done, as long as nobody waits for the requester's yes."""
    if view.request.offer or view.request.refusal:
        return ()
    return tuple(one for one in _row(view, side) if one.act in DEEDS)[:MOST]


def _row(view: View, side: CardSide) -> tuple[Button, ...]:
    return tuple(
        button
        for element in pressing.buttons(view, side)
        if isinstance(element, Buttons)
        for button in element.buttons
    )
