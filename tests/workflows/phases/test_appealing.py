"""Appeals: whoever is asked to look again can read the request everywhere and decide it, or reads nothing of it."""

from __future__ import annotations

import pytest

from tests.workflows import given as g
from tests.workflows.given import ANA, BEN, CHEN, EVA, LIN, MARIA, TOM
from workflows.definition import Company, Question
from workflows.facts import Refused
from workflows.phases.appealing import asked_again, handler_after
from workflows.phases.handing import HandOver, can_be_asked
from workflows.rights import acts, verdict
from workflows.state import events as e
from workflows.state.evolve import evolve
from workflows.state.values import Person, Side

ABOUT = g.COMPLAINT.model_copy(
    update={"questions": (Question(id="who", ask=g.both("About whom?"), kind="person", about=True),)}
)


def refused(who: Person = "", owner: Person = LIN, of: Company | None = None) -> g.House:
    """Ana has complained about somebody, and was told that nothing can be done."""
    house = g.House(of=of or g.company(ABOUT))
    house.asks("He shouted at me", to="complaint", **({"who": who} if who else {}))
    house.does(owner, "take")
    house.does(owner, "cannot")
    return house


def named(house: g.House) -> Person:
    (person,) = asked_again(house.request, house.desk.company())
    return person


def test_a_complaint_about_the_escalation_contact_goes_to_somebody_who_then_owns_it() -> None:
    house = refused(MARIA)
    person = named(house)
    assert person not in (MARIA, LIN, ANA)
    house.told()
    house.does(ANA, "appeal")
    assert house.request.owner == person
    assert house.told() == [("person", person, "appealed"), ("person", LIN, "appeal_goes_to")]
    assert verdict.may_read(person, house.request, house.workflow)
    assert not verdict.may_read(LIN, house.request, house.workflow)


@pytest.mark.parametrize("act", ["do_it", "offer", "done", "ask", "cannot"])
@pytest.mark.parametrize("about", ["", BEN, MARIA])
def test_whoever_is_appealed_to_can_decide(about: Person, act: str) -> None:
    house = refused(about)
    person = named(house)
    house.does(ANA, "appeal")
    house.does(person, act)


@pytest.mark.parametrize("about", ["", BEN, MARIA, LIN])
def test_nobody_whom_it_is_about_is_ever_asked(about: Person) -> None:
    house = refused(about, owner=BEN if about == LIN else LIN)
    for _ in range(3):
        person = named(house)
        assert person not in (about, ANA, house.request.owner)
        house.does(ANA, "appeal")
        house.does(person, "cannot")


def test_where_nobody_else_is_left_another_departments_lead_is_asked() -> None:
    alone = g.IT.model_copy(update={"members": (), "escalation": LIN, "on_call": None})
    of = g.company(ABOUT).model_copy(update={"departments": {"it": alone, "buy": g.BUY}})
    house = refused(of=of)
    assert named(house) == TOM
    house.does(ANA, "appeal")
    house.does(TOM, "do_it")


def test_whoever_has_left_is_not_asked() -> None:
    house = refused(owner=BEN)
    assert asked_again(house.request, house.company) == (LIN,)
    house.colleagues.gone.add(LIN)
    house.does(ANA, "appeal")
    assert house.request.owner == MARIA


def test_of_what_is_not_confidential_a_lead_decides_and_the_owner_stays() -> None:
    house = g.refused()
    assert handler_after(house.request, house.workflow, house.company) is None
    house.does(ANA, "appeal")
    assert (house.request.owner, house.request.appealed_to, house.request.awaits_lead) == (BEN, None, True)


def test_whoever_owned_it_may_do_nothing_with_it_any_more() -> None:
    house = refused()
    house.does(ANA, "appeal")
    for act in ("offer", "cannot", "update"):
        with pytest.raises(Refused):
            house.does(LIN, act)


def test_silence_is_reminded_as_with_every_owner() -> None:
    house = refused(BEN)
    house.does(ANA, "appeal")
    handler = house.request.owner
    house.told()
    house.lives_until(g.shanghai(4, 9))
    assert ("person", handler, "reminder_nudge") in house.told()


@pytest.mark.parametrize("about", ["", BEN, MARIA])
def test_what_is_confidential_can_always_be_passed_to_somebody(about: Person) -> None:
    """In a complaint about a member nobody was left to name: department and contact had a part already."""
    house = refused(about)
    for by in (MARIA if about != MARIA else TOM, LIN):
        found = can_be_asked(house.request, house.facts(by))
        assert found
        assert not {about, ANA, LIN} & {*found}
    house.does(LIN, "hand_over", HandOver(to=found[0]))
    assert not verdict.may_read(found[0], house.request, house.workflow), "before their own yes"


def test_an_appeal_of_before_is_still_its_owners_to_answer() -> None:
    """Stored without a handler: leads read it for as long as it waited, which nothing else let them."""
    house = refused()
    old = e.Recorded.model_validate(
        {
            "number": 1,
            "seq": house.request.version + 1,
            "at": house.clock.now(),
            "by": ANA,
            "phase": house.request.phase,
            "ball": house.request.ball,
            "event": {"name": "appealed", "reason": "", "refusal": "No"},
        }
    )
    request = evolve(house.request, old)
    assert (request.owner, request.ball, request.appealed_to) == (LIN, Side.OWNER, None)
    roles = house.desk.roles(LIN, request)
    verdict.allowed(acts.BY_KEY["offer"], request, house.workflow, roles)
    assert not verdict.may_read(MARIA, request, house.workflow)


def test_a_stranger_reads_and_does_nothing() -> None:
    house = refused(MARIA)
    house.does(ANA, "appeal")
    for stranger in {CHEN, EVA, TOM} - {house.request.owner}:
        assert not verdict.may_read(stranger, house.request, house.workflow)
        with pytest.raises(Refused):
            house.does(stranger, "offer")
