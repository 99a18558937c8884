"""Raised for somebody else: who decides, who steps in, who hears, and that nobody rates themselves."""

from __future__ import annotations

import pytest

from tests.workflows import given as g
from tests.workflows.given import ANA, BEN, CHEN, DIEGO, LIN
from workflows.definition import Company
from workflows.facts import Refused, Role, roles_of
from workflows.phases.confirm import Solve
from workflows.phases.explore import Ask, Raise, Reply
from workflows.ports import Find
from workflows.rights.acts import BY_KEY
from workflows.rights.verdict import allowed
from workflows.state.request import Request
from workflows.state.values import Outcome


def raised(
    by: str = ANA,
    *,
    colleague: str | None = CHEN,
    name: str = "",
    to: str = "help",
    of: Company | None = None,
) -> g.House:
    house = g.House(of=of)
    command = Raise(workflow=to, words="A laptop, please", colleague=colleague, for_whom=name)
    house.number = house.desk.raise_request(by, command).number
    return house


def roles(house: g.House, person: str) -> frozenset[Role]:
    return roles_of(person, house.request, house.company)


def test_both_are_told_and_both_may_act() -> None:
    house = raised()
    assert ("person", ANA, "raised") in (told := house.told())
    assert ("person", CHEN, "raised_for_you") in told
    assert Role.REQUESTER in roles(house, ANA) & roles(house, CHEN)


def test_until_the_colleague_acts_whoever_raised_it_decides() -> None:
    house = raised()
    house.does(BEN, "offer")
    house.told()
    house.does(ANA, "accept")
    house.does(BEN, "deliver")
    assert ("person", ANA, "delivered") in house.told()
    assert (house.request.requester, house.request.colleague) == (ANA, CHEN)


def test_the_colleagues_first_act_makes_it_theirs_in_the_same_step() -> None:
    house = raised()
    house.does(BEN, "offer")
    assert [event.name for event in house.does(CHEN, "accept")] == ["stepped_in", "accepted"]
    request = house.request
    assert (request.requester, request.raiser, request.colleague) == (CHEN, ANA, None)


def test_they_step_in_only_once() -> None:
    house = raised()
    house.does(CHEN, "reply")
    assert [event.name for event in house.does(CHEN, "reply")] == ["said"]


def test_what_is_refused_steps_nobody_in() -> None:
    house = raised()
    with pytest.raises(Refused):
        house.does(CHEN, "accept")
    assert house.request.colleague == CHEN


def test_their_first_words_answer_what_was_asked() -> None:
    house = raised()
    house.does(BEN, "ask", Ask(text="Which one?"))
    house.does(CHEN, "reply", Reply(text="The light one"))
    assert house.request.answers["asked-1"] == "The light one"


def test_afterwards_whoever_raised_it_sees_it_and_may_only_write() -> None:
    house = raised()
    house.does(CHEN, "reply")
    assert roles(house, ANA) == {Role.RAISER}
    may = [act for act in BY_KEY if permitted(house, ANA, act)]
    assert may == ["reply"]
    house.told()
    house.does(ANA, "reply")
    assert [to for _, to, _ in house.told()] == ["it"]


def permitted(house: g.House, person: str, act: str) -> bool:
    try:
        allowed(BY_KEY[act], house.request, house.workflow, roles(house, person))
    except Refused:
        return False
    return True


def test_from_then_on_the_colleague_hears() -> None:
    house = raised()
    house.does(CHEN, "reply")
    house.told()
    house.does(BEN, "offer")
    assert [to for place, to, _ in house.told() if place == "person"] == [CHEN]


def test_for_oneself_is_for_oneself() -> None:
    house = raised(colleague=ANA)
    assert house.request.colleague is None


def test_nor_is_it_for_somebody_else_by_ones_other_account() -> None:
    company = g.company().model_copy(update={"people": ((ANA, "wecom:ana"),)})
    assert raised(colleague="wecom:ana", of=company).request.colleague is None


def test_a_colleague_is_known_by_their_preferred_account() -> None:
    company = g.company().model_copy(update={"people": ((CHEN, "wecom:chen"),)})
    assert raised(colleague="wecom:chen", of=company).request.colleague == CHEN


@pytest.mark.parametrize(
    ("colleague", "why"), [(DIEGO, "colleague_cannot_act"), ("Li Ming", "no_such_colleague")]
)
def test_a_guest_or_an_unknown_name_is_refused_at_the_field(colleague: str, why: str) -> None:
    with pytest.raises(Refused, match=why) as refused:
        raised(colleague=colleague)
    assert refused.value.where == "colleague"


def test_somebody_without_an_account_is_known_by_name() -> None:
    house = raised(colleague=None, name="  Li  Ming ")
    assert house.request.for_whom == "Li Ming"
    assert [kind for _, _, kind in house.told()] == ["card", "raised"]


def test_a_colleague_goes_by_their_account_and_not_by_a_second_name() -> None:
    assert raised(name="Jing").request.for_whom == ""


def test_both_find_it_before_and_after() -> None:
    house = raised()
    assert finds(house, CHEN, tie=True)
    house.does(CHEN, "withdraw")
    assert finds(house, CHEN)
    assert finds(house, ANA, tie=True)


def test_what_is_closed_is_still_found_by_whom_it_was_for() -> None:
    house = raised()
    house.does(ANA, "withdraw")
    assert finds(house, CHEN, tie=True)


def finds(house: g.House, person: str, *, tie: bool = False) -> tuple[Request, ...]:
    return house.store.find(Find(tie=person) if tie else Find(requester=person))


# A walk-up: logged by whoever does it


def test_a_walk_up_is_logged_by_raising_and_done() -> None:
    house = raised(by=BEN)
    names = [event.name for event in house.does(BEN, "done")]
    assert names == ["taken", "promised", "delivered"]
    assert house.request.holder == CHEN


def test_the_colleague_is_asked_whether_it_is_solved_and_the_owner_is_not() -> None:
    house = raised(by=BEN)
    house.told()
    house.does(BEN, "done")
    assert ("person", CHEN, "delivered") in house.told()
    with pytest.raises(Refused, match="not_yours"):
        house.does(BEN, "yes", Solve(solved="yes"))


def test_the_colleague_answers_and_may_be_unhappy() -> None:
    house = raised(by=BEN)
    house.does(BEN, "done")
    names = [event.name for event in house.does(CHEN, "partly", Solve(solved="partly"))]
    assert names == ["stepped_in", "polled"]
    house.does(CHEN, "follow_up")
    assert house.request.owner == BEN, "it was theirs, and is repaired by them"


def test_reminders_of_the_poll_go_to_the_colleague() -> None:
    house = raised(by=BEN)
    house.does(BEN, "done")
    house.told()
    house.lives_until(g.shanghai(4))
    assert [to for _, to, kind in house.told() if kind == "reminder_nudge"] == [CHEN]


def test_without_an_account_nobody_can_be_asked_and_it_closes_unconfirmed() -> None:
    house = raised(by=BEN, colleague=None, name="Li Ming")
    assert house.does(BEN, "done")[-1].name == "closed"
    assert house.request.outcome is Outcome.UNCONFIRMED


def test_of_what_was_logged_for_them_no_lead_hears_that_nobody_answered() -> None:
    house = raised(by=BEN, colleague=None, name="Li Ming")
    house.told()
    house.does(BEN, "done")
    assert "never_said" not in [kind for _, _, kind in house.told()]


def test_the_same_after_a_promise() -> None:
    house = raised(by=BEN, colleague=None, name="Li Ming")
    house.does(BEN, "do_it")
    house.does(BEN, "deliver")
    assert house.request.outcome is Outcome.UNCONFIRMED


def test_when_somebody_else_does_it_whoever_raised_it_is_asked() -> None:
    house = raised(by=ANA, colleague=None, name="Li Ming")
    house.does(LIN, "done")
    assert (house.request.is_open, house.request.holder) == (True, ANA)


# Confidential


def test_what_is_confidential_is_raised_for_somebody_in_the_same_way() -> None:
    house = raised(to="complaint")
    assert permitted(house, CHEN, "withdraw")
    house.does(CHEN, "reply")
    assert permitted(house, ANA, "reply")
    assert not permitted(house, LIN, "reply")
