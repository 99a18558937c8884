"""Moments: each kind is stored as a short string and read back the same; none can be made that isn't known."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from tests.workflows import given as g
from tests.workflows.given import BEN
from workflows.state import events as e
from workflows.state.moments import ENDS, Hearer, Moment, MomentKind, StoredMoment
from workflows.state.request import Request

K = MomentKind
NUMBERS = st.integers(min_value=0, max_value=10_000)
PERSONS = st.sampled_from([BEN, "wecom:ZhangSan", "slack:U:0"])
STORED = TypeAdapter[Moment](StoredMoment)


def made(kind: MomentKind) -> st.SearchStrategy[Moment]:
    """Any moment of this kind."""
    match kind:
        case K.OVERDUE | K.NUDGE | K.ASKED | K.LEAD:
            return st.builds(Moment, st.just(kind), n=NUMBERS)
        case K.PART_ASKED:
            return st.builds(Moment, st.just(kind), n=NUMBERS, person=PERSONS)
        case K.PART:
            return st.builds(Moment, st.just(kind), person=PERSONS, day=st.dates())
        case K.PART_LATE:
            return st.builds(Moment, st.just(kind), day=st.dates())
        case K.UNKNOWN:
            texts = st.text(min_size=1).filter(lambda text: Moment.stored(text).kind is K.UNKNOWN)
            return st.builds(Moment, st.just(kind), text=texts)
        case _:
            return st.just(Moment(kind))


@pytest.mark.parametrize("kind", MomentKind)
@given(draw=st.data())
def test_a_moment_of_each_kind_is_read_back_from_its_stored_form(
    kind: MomentKind, draw: st.DataObject
) -> None:
    moment = draw.draw(made(kind))
    assert Moment.stored(str(moment)) == moment
    assert STORED.validate_json(STORED.dump_json(moment)) == moment
    assert STORED.dump_python(moment) == str(moment)


@given(text=st.text(alphabet="part_asked:lenudg0123456789-", min_size=1))
def test_any_stored_string_keeps_its_form(text: str) -> None:
    assert str(Moment.stored(text)) == text


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("again", Moment(K.AGAIN)),
        ("nudge:1", Moment(K.NUDGE, 1)),
        ("lead:3", Moment(K.LEAD, 3)),
        ("lead:overdue", Moment(K.LEAD_OVERDUE)),
        ("contact", Moment(K.CONTACT)),
        ("asked:1", Moment(K.ASKED, 1)),
        ("overdue:12", Moment(K.OVERDUE, 12)),
        ("part:slack:U0BEN:2026-03-04", Moment(K.PART, person=BEN, day=date(2026, 3, 4))),
        ("part_asked:slack:U0BEN:1", Moment(K.PART_ASKED, 1, BEN)),
        ("part_late:2026-03-04", Moment(K.PART_LATE, day=date(2026, 3, 4))),
        ("lapse:restated", Moment(K.LAPSE_RESTATED)),
    ],
)
def test_stored_forms_never_change(text: str, moment: Moment) -> None:
    assert str(moment) == text
    assert Moment.stored(text) == moment


@pytest.mark.parametrize(
    "text", ["nudge", "nudge:x", "nudge:01", "contact:3", "part:slack:U0BEN", "sms:1", "close"]
)
def test_a_string_that_no_version_knows_still_opens_and_is_told_to_nobody(text: str) -> None:
    reminded = e.Reminded.model_validate({"moment": text, "passed": ["nudge:1"]})
    assert (reminded.moment.kind, reminded.moment.hearer) == (K.UNKNOWN, Hearer.NOBODY)
    assert reminded.model_dump_json() == f'{{"name":"reminded","moment":"{text}","passed":["nudge:1"]}}'


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": K.NUDGE},
        {"kind": K.CONTACT, "n": 3},
        {"kind": K.PART, "person": BEN},
        {"kind": K.LEAD, "n": 1, "person": BEN},
        {"kind": K.UNKNOWN},
        {"kind": K.AGAIN, "text": "again"},
    ],
)
def test_a_moment_that_says_too_little_or_too_much_can_not_be_made(fields: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="no such moment"):
        Moment(**fields)


def test_a_request_is_stored_with_the_same_strings_as_ever() -> None:
    house = g.delivered(at=g.shanghai(2, 10))
    house.lives_until(g.shanghai(3, 12))
    document = house.request.model_dump_json()
    assert '"reminded":["nudge:1"]' in document
    assert Request.model_validate_json(document) == house.request


def test_only_what_changes_the_state_by_itself_is_told_to_nobody() -> None:
    assert {kind for kind in K if kind in ENDS} == {
        kind for kind in K if kind.value.startswith(("lapse", "expire", "close"))
    }
