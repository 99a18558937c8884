"""The direct answers to what somebody just did: to that person alone, never stored, after the commit."""

from __future__ import annotations

from collections.abc import Callable

from bot.cards.elements import Card, Form, Home
from bot.inbox.incoming import Incoming
from workflows.frozen import Frozen
from workflows.state.values import Person


class Nothing(Frozen):
    """The cards themselves will show it."""


class Whisper(Frozen):
    """Something only this person sees. `stale`: of this request they see a button that is there no more.

    `topic`: it carries on from the one said before under this name, of which only its `left` remains.
    """

    card: Card
    stale: int | None = None
    topic: str = ""
    left: Card | None = None


class OpenForm(Frozen):
    """A form opens."""

    form: Form


class RedrawForm(Frozen):
    """The open form asks other questions now; what was typed stays."""

    form: Form


class FieldErrors(Frozen):
    """The form stays open with a sentence at each field that needs mending.

    `form`: as these answers make it, should one of those fields not have been asked before.
    """

    errors: dict[str, str]
    form: Form | None = None


class InsteadOfForm(Frozen):
    """The form could not be taken: a friendly sentence, and what was typed, so that it can be copied."""

    card: Card


class ShowHome(Frozen):
    """Their own page, now."""

    home: Home


Answer = Nothing | Whisper | OpenForm | RedrawForm | FieldErrors | InsteadOfForm | ShowHome

Talk = Callable[[Incoming], Answer]  # takes in what somebody did, durably if it changes something
Sorry = Callable[
    [Person, str], Card
]  # the words for a failure on our side: "not_saved", "failed", "no_form", …
Errand = Callable[[], None]  # what is left to do after the acknowledgement
