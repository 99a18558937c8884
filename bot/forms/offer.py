"""Offer: one to three options, with the owner's own restatement of the need and the checks before it goes out."""

from __future__ import annotations

from bot.cards.elements import Field, Form, FormNote
from bot.cards.noted import before
from bot.cards.view import View
from bot.forms.approver import APPROVAL, APPROVER, approver_fields
from bot.forms.frame import framed, quiet_note
from bot.forms.inputs import DateInput, TypedValues
from bot.forms.last_offer import as_typed
from bot.forms.need import CONDITIONS, WORDS, restatement_fields
from bot.forms.offer_count import count_field, option_places
from bot.forms.option import draft_in, option_fields
from workflows.facts import Facts
from workflows.phases.offer import Propose
from workflows.state.values import Need

OPEN_UNTIL = DateInput("open_until")


def build(view: View, facts: Facts, typed: TypedValues) -> Form:
    """Build the form from the last offer. A changed date, condition or number of options redraws it."""
    typed = typed or as_typed(view.request, facts.today)
    need = _need(view, typed)
    places = option_places(typed)
    shown = [field for n in places for field in _numbered(view, facts, need, typed, n, len(places))]
    return framed(
        "offer",
        view,
        *quiet_note(before(view)),
        *_restatement(view, need),
        *shown,
        *approver_fields(view, typed, places),
        count_field(view, len(places)),
        # by itself an offer lasts until its first promised day
        OPEN_UNTIL.field(view.say("form.offer.open_until"), value=OPEN_UNTIL.read(typed)),
    )


def read(typed: TypedValues) -> Propose:
    return Propose(
        need=Need(words=WORDS.read(typed), conditions=CONDITIONS.items(typed)),
        options=tuple(draft_in(typed, n) for n in option_places(typed)),
        open_until=OPEN_UNTIL.read(typed),
        approver=APPROVER.read(typed) or None,
        approval=APPROVAL.read(typed),
    )


def _need(view: View, typed: TypedValues) -> Need:
    """The need as it stands in the form; at first as the request has it."""
    if not typed:
        return view.request.need
    words = WORDS.given(typed) or ""
    return Need(words=words, conditions=CONDITIONS.items(typed), wished=view.request.need.wished)


def _restatement(view: View, need: Need) -> tuple[Field | FormNote, ...]:
    wished = need.wished and view.told(view.say("label.wished"), view.day(need.wished))
    return (
        *((FormNote(text=wished, weight="strong"),) if wished else ()),
        *restatement_fields(need, view.say("form.offer.need"), view.say("form.offer.conditions")),
    )


def _numbered(
    view: View, facts: Facts, need: Need, typed: TypedValues, n: int, count: int
) -> tuple[Field | FormNote, ...]:
    """The fields of the n-th option; with its number above, where there are several."""
    heading = (FormNote(text=view.say("form.offer.option", n=n), weight="strong"),) if count > 1 else ()
    return *heading, *option_fields(view, facts, need, typed, n)
