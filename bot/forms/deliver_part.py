"""My part is done: what was done, and of which part where there are several."""

from __future__ import annotations

from bot.cards.elements import Form, FormNote
from bot.cards.sharing import part_line
from bot.cards.view import View
from bot.forms.done import LINK, WHAT, done_fields, part_choices
from bot.forms.frame import framed
from bot.forms.inputs import ChoiceInput, TypedValues
from workflows.facts import Facts
from workflows.phases.parts import DeliverPart

WHICH = ChoiceInput("which")


def build(view: View, facts: Facts, typed: TypedValues) -> Form:
    own = view.request.parts_of(facts.by) or view.request.open_parts
    if len(own) > 1:
        label = view.say("form.deliver_part.which")
        which = WHICH.field(label, required=True, choices=part_choices(view, own))
        return framed("deliver_part", view, which, *done_fields(view))
    only = "".join(part_line(view, part, named=False) for part in own.values())
    return framed("deliver_part", view, FormNote(text=only, weight="strong"), *done_fields(view))


def read(typed: TypedValues) -> DeliverPart:
    return DeliverPart(what=WHAT.read(typed), link=LINK.read(typed), place=WHICH.place(typed))
