"""Delivered: what was done; of several actions those that are ticked."""

from __future__ import annotations

from bot.cards.elements import Form
from bot.cards.view import View
from bot.forms.done import LINK, WHAT, done_fields, part_choices
from bot.forms.frame import framed
from bot.forms.inputs import ChecksInput, TypedValues
from workflows.facts import Facts
from workflows.phases.action import Deliver

WHICH = ChecksInput("which")


def build(view: View, facts: Facts, typed: TypedValues) -> Form:
    """Ticked are one's own actions, else all that are open."""
    left = view.request.open_parts
    if not left:
        return framed("deliver", view, *done_fields(view))
    own = view.request.parts_of(facts.by) or left
    which = WHICH.field(
        view.say("form.deliver.which"),
        hint=view.say("form.deliver.which.hint", requester=view.requester),
        value=tuple(map(str, own)),
        choices=part_choices(view, left),
    )
    return framed("deliver", view, which, *done_fields(view))


def read(typed: TypedValues) -> Deliver:
    return Deliver(what=WHAT.read(typed), link=LINK.read(typed), places=WHICH.read(typed))
