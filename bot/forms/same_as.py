"""The same as another request: which one."""

from __future__ import annotations

from bot.cards.elements import Form
from bot.cards.view import View
from bot.forms.another import another_in, naming_another
from bot.forms.inputs import TypedValues
from workflows.facts import Facts
from workflows.phases.linking import SameAs


def build(view: View, facts: Facts, typed: TypedValues) -> Form:
    return naming_another("same_as", view, facts)


def read(typed: TypedValues) -> SameAs:
    return SameAs(number=another_in(typed))
