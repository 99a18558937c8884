"""What people do, in neutral words: every platform's inbound.py makes these, and nothing else reaches the bot."""

from __future__ import annotations

from datetime import date
from typing import Literal

from workflows.frozen import Frozen
from workflows.state.values import Person

FieldValue = str | date | tuple[str, ...]
FieldValues = dict[str, FieldValue]


class Came(Frozen):
    """Somebody did something. `delivery` is the platform's id of it: the same one twice has one effect."""

    by: Person
    delivery: str


class Commanded(Came):
    """`/request …`, a global shortcut (empty text) or a menu: words to the bot from anywhere."""

    text: str = ""


class Wrote(Came):
    """Words to the bot: in their direct conversation, by mention, or as a reply under one of its messages.

    `under` is the address of the message replied to ("slack:D0ANA/1700000000.000100"), None outside a thread.
    """

    text: str
    here: str  # the conversation, "slack:D0ANA"
    under: str | None = None
    direct: bool = True  # only this person and the bot are there
    mention: bool = False  # the bot was named


class Replied(Came):
    """Words to one request, by its number: where conversations have no threads. `aside`: they answer nothing.

    `to`: meant for this colleague alone.
    """

    number: int
    text: str
    aside: bool = False
    to: Person | None = None


class AnswerGiven(Came):
    """The answer to one question of a request, where questions are put one by one."""

    number: int
    question: str
    answer: str | date


class NeedOfKind(Came):
    """Words that are a need, and the workflow that they lead to."""

    workflow: str
    words: str


class AskedForList(Came):
    """A menu asked for a list."""

    which: Literal["mine", "team", "waiting", "help"]


class TurnedInto(Came):
    """A message was marked to become a request (message shortcut, or the 🎫 reaction)."""

    text: str
    author: Person | None = None
    form: bool = True  # a form can be opened as the direct answer


class Pressed(Came):
    """A button. What `about` claims is only an address: rights and state are looked up."""

    act: str
    about: str
    alone: bool = False  # on a card that nobody keeps true: what comes next has to be said


class Changed(Came):
    """An answer in an open form changed, and the form's other questions may follow from it."""

    act: str
    about: str
    answers: FieldValues


class Submitted(Came):
    """A form was sent."""

    act: str
    about: str
    answers: FieldValues


class LookedHome(Came):
    """Somebody opened their home."""


class Left(Came):
    """The platform says that somebody's account is no more."""


Incoming = (
    Commanded
    | Wrote
    | Replied
    | AnswerGiven
    | NeedOfKind
    | AskedForList
    | TurnedInto
    | Pressed
    | Changed
    | Submitted
    | LookedHome
    | Left
)
