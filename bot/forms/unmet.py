"""The conditions that are unmet, to tick: after a bad answer, and while somebody is listened to."""

from __future__ import annotations

from bot.cards.elements import Field
from bot.cards.view import View
from bot.forms.inputs import ChecksInput

UNMET = ChecksInput("unmet")


def unmet_field(view: View, ticked: tuple[int, ...] = ()) -> tuple[Field, ...]:
    """One field, or none where nobody named any conditions."""
    conditions = tuple((str(place), text) for place, text in enumerate(view.request.need.conditions))
    if not conditions:
        return ()
    value = tuple(map(str, ticked)) or None
    return (UNMET.field(view.say("form.rate.unmet"), choices=conditions, value=value),)
