"""ONE table of the forms: each act that asks for something more has its file here."""

from __future__ import annotations

from typing import Protocol

from bot.cards.elements import Form
from bot.cards.view import View
from bot.forms import (
    again,
    answer,
    apologise,
    approved_elsewhere,
    ask,
    assign,
    cannot,
    cannot_take,
    cannot_take_part,
    change,
    correct,
    decline,
    deliver,
    deliver_part,
    do_it,
    earlier,
    give_input,
    hand_over,
    listen,
    miss,
    need_changed,
    not_quite,
    note,
    offer,
    rate,
    reject,
    reopen,
    restate,
    route,
    same_as,
    unhappy,
    update,
    wait_for,
)
from bot.forms.inputs import TypedValues
from workflows.facts import Facts, Refused
from workflows.rights.act import Command


class ActForm(Protocol):
    """A file of this room: its form, and the command that its answers are. mypy names one that lacks either."""

    def build(self, view: View, facts: Facts, typed: TypedValues, /) -> Form:
        """The form that a press on the act opens, or that a changed answer redraws. Raises Refused."""

    def read(self, typed: TypedValues, /) -> Command:
        """The command that the sent form stands for. Raises Refused with the field that is to blame."""


FORMS: dict[str, ActForm] = {
    "again": again,
    "answer": answer,
    "apologise": apologise,
    "approved_elsewhere": approved_elsewhere,
    "ask": ask,
    "assign": assign,
    "cannot": cannot,
    "cannot_take": cannot_take,
    "cannot_take_part": cannot_take_part,
    "change": change,
    "correct": correct,
    "decline": decline,
    "deliver": deliver,
    "deliver_part": deliver_part,
    "do_it": do_it,
    "earlier": earlier,
    "give_input": give_input,
    "hand_over": hand_over,
    "listen": listen,
    "miss": miss,
    "need_changed": need_changed,
    "not_quite": not_quite,
    "note": note,
    "offer": offer,
    "rate": rate,
    "reject": reject,
    "reopen": reopen,
    "restate": restate,
    "route": route,
    "same_as": same_as,
    "unhappy": unhappy,
    "update": update,
    "wait_for": wait_for,
}


def form_for(act: str, view: View, facts: Facts, typed: TypedValues | None = None) -> Form:
    """The form of an act, with what stands in it already."""
    return FORMS[act].build(view, facts, typed or {})


def command_of(act: str, typed: TypedValues) -> Command:
    """The command that a sent form stands for. Raises Refused with the field that is to blame."""
    if act not in FORMS:
        raise Refused("too_late.moved_on")
    return FORMS[act].read(typed)
