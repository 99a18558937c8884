"""Hand over and assign: whoever is asked says yes themselves, and until then nothing moves."""

from __future__ import annotations

from datetime import date

import pytest

from tests.workflows import given as g
from tests.workflows.given import ANA, BEN, CHEN, EVA, FRIDAY, LIN, MARIA, NEXT_TUESDAY, shanghai
from workflows.calendars import Calendar
from workflows.definition import Absence
from workflows.facts import Refused, Role
from workflows.phases.handing import CannotTake, HandOver, can_be_asked
from workflows.rights import acts
from workflows.state.moments import Moment, MomentKind
from workflows.state.values import Person, Phase, RecoveryStep, Side

OLGA, PAUL = "slack:U0OLGA", "slack:U0PAUL"  # two more members of IT; Paul sits in Berlin


def with_members(house: g.House, *absences: Absence) -> g.House:
    """IT has two more members."""
    it = g.IT.model_copy(update={"members": (BEN, OLGA, PAUL)})
    changed = {"departments": {"it": it, "buy": g.BUY}, "absences": absences}
    house.company = house.company.model_copy(update=changed)
    return house


def asked_over(given: g.Given = g.promised, to: Person = OLGA, words: str = "I am on a course") -> g.House:
    """Ben has asked somebody to take it over."""
    house = with_members(given())
    house.told()
    house.does(BEN, "hand_over", HandOver(to=to, words=words))
    return house


def assigned(given: g.Given = g.asked, to: Person = OLGA) -> g.House:
    """Lin has asked somebody to look after it."""
    house = with_members(given())
    house.told()
    house.does(LIN, "assign", HandOver(to=to))
    return house


def told(house: g.House) -> set[tuple[str, str]]:
    return {(to, kind) for _, to, kind in house.told()}


# Asking


def test_asking_moves_nothing_but_that_somebody_is_asked() -> None:
    house = with_members(g.promised())
    before = house.request
    house.does(BEN, "hand_over", HandOver(to=OLGA, words=" A course "))
    asked = house.request.handing
    assert asked is not None
    assert (asked.to, asked.by, asked.words) == (OLGA, BEN, "A course")
    assert house.request.model_copy(update={"handing": None, "version": before.version}) == before


def test_only_whoever_is_asked_hears_of_it() -> None:
    assert told(asked_over()) == {(OLGA, "hand_over_asked")}


def test_the_requester_hears_nothing_before_the_yes() -> None:
    house = asked_over()
    assert ANA not in {notice.to for notice in house.notices()}


def test_who_is_asked_has_a_role_of_their_own_until_it_is_answered() -> None:
    house = asked_over(to=MARIA)
    assert Role.ASKED in house.desk.roles(MARIA, house.request)
    house.does(MARIA, "cannot_take")
    assert Role.ASKED not in house.desk.roles(MARIA, house.request)


def test_a_lead_can_assign_what_nobody_has_taken() -> None:
    house = assigned()
    house.does(OLGA, "take_over")
    assert (house.request.owner, house.request.phase, house.request.ball) == (OLGA, Phase.OFFER, Side.OWNER)


def test_asking_somebody_else_takes_the_first_ones_place() -> None:
    house = asked_over()
    house.told()
    house.does(BEN, "hand_over", HandOver(to=PAUL))
    assert told(house) == {(PAUL, "hand_over_asked")}
    with pytest.raises(Refused, match="not_asked"):
        house.does(OLGA, "take_over")
    house.does(PAUL, "take_over")
    assert house.request.owner == PAUL


def test_a_lead_can_ask_somebody_else_than_the_owner_did() -> None:
    house = asked_over()
    house.does(LIN, "assign", HandOver(to=PAUL))
    assert house.request.handing is not None
    assert (house.request.handing.to, house.request.handing.by) == (PAUL, LIN)


def test_the_same_person_is_not_asked_twice_at_once() -> None:
    with pytest.raises(Refused, match="asked_already"):
        asked_over().does(LIN, "assign", HandOver(to=OLGA))


# Who can be asked


def test_everybody_of_the_department_and_its_escalation_contact_can_be_asked() -> None:
    house = with_members(g.taken())
    assert can_be_asked(house.request, house.facts()) == (OLGA, PAUL, LIN, MARIA)


@pytest.mark.parametrize("to", [ANA, CHEN, EVA, "slack:U0NOBODY", "rubbish"])
def test_nobody_else_can_be_asked(to: Person) -> None:
    with pytest.raises(Refused, match="cannot_take_over"):
        with_members(g.taken()).does(BEN, "hand_over", HandOver(to=to))


def test_somebody_has_to_be_named() -> None:
    with pytest.raises(Refused, match="whom") as refused:
        with_members(g.taken()).does(BEN, "hand_over", HandOver(to=" "))
    assert refused.value.where == "to"


def test_it_cannot_be_handed_to_oneself() -> None:
    with pytest.raises(Refused, match="yours_already"):
        with_members(g.taken()).does(BEN, "hand_over", HandOver(to=BEN))


def test_it_cannot_be_assigned_to_whoever_has_it() -> None:
    with pytest.raises(Refused, match="theirs_already"):
        with_members(g.taken()).does(LIN, "assign", HandOver(to=BEN))


def test_a_member_who_asked_for_it_is_not_asked_to_do_it() -> None:
    house = with_members(g.House())
    house.asks(by=OLGA)
    with pytest.raises(Refused, match="cannot_take_over"):
        house.does(LIN, "assign", HandOver(to=OLGA))


def test_whom_a_complaint_is_about_is_never_asked() -> None:
    house = with_members(g.asked())
    about = house.request.model_copy(update={"about": (OLGA, LIN)})
    assert can_be_asked(about, house.facts()) == (BEN, PAUL, MARIA)


def test_whoever_may_not_act_any_more_is_not_asked() -> None:
    house = with_members(g.taken())
    it = house.company.departments["it"].model_copy(update={"members": (BEN, g.DIEGO)})
    house.company = house.company.model_copy(update={"departments": {"it": it, "buy": g.BUY}})
    with pytest.raises(Refused, match="cannot_take_over"):
        house.does(BEN, "hand_over", HandOver(to=g.DIEGO))


def test_whoever_is_away_is_not_asked_and_it_is_said_until_when() -> None:
    house = with_members(
        g.taken(), Absence(person=OLGA, back=date(2026, 3, 9), until=shanghai(9), since=shanghai(2), by=OLGA)
    )
    assert OLGA not in can_be_asked(house.request, house.facts())
    with pytest.raises(Refused, match="who_is_away") as refused:
        house.does(BEN, "hand_over", HandOver(to=OLGA))
    assert refused.value.details == {"who": OLGA, "day": "2026-03-09"}


def test_what_is_delivered_stays_with_whoever_did_it_until_the_requester_has_spoken() -> None:
    with pytest.raises(Refused, match=r"too_late\.delivered"):
        with_members(g.delivered()).does(BEN, "hand_over", HandOver(to=OLGA))


def test_what_is_over_is_handed_to_nobody() -> None:
    with pytest.raises(Refused, match=r"too_late\.closed"):
        with_members(g.satisfied()).does(LIN, "assign", HandOver(to=OLGA))


@pytest.mark.parametrize(("by", "why"), [(OLGA, "not_yours.handler"), (LIN, "not_yours.assign")])
def test_only_its_owner_hands_over_and_a_lead_is_told_the_other_way(by: Person, why: str) -> None:
    with pytest.raises(Refused, match=why):
        with_members(g.taken()).does(by, "hand_over", HandOver(to=PAUL))


def test_a_member_cannot_assign() -> None:
    with pytest.raises(Refused, match=r"not_yours\.lead"):
        with_members(g.asked()).does(OLGA, "assign", HandOver(to=PAUL))


# I'll take over


def test_a_yes_makes_them_the_owner_and_the_promise_stands() -> None:
    house = asked_over()
    promise = house.request.promise
    house.does(OLGA, "take_over")
    request = house.request
    assert (request.owner, request.promise, request.handing) == (OLGA, promise, None)
    assert (request.phase, request.ball) == (Phase.ACTION, Side.OWNER)


def test_who_asked_and_who_had_it_each_hear_of_the_yes_once_and_the_requester_of_the_new_name() -> None:
    house = asked_over()
    house.told()
    house.does(OLGA, "take_over")
    assert sorted(house.told()) == [
        ("person", ANA, "owner_changed"),
        ("person", BEN, "handed_over"),
    ]


def test_after_a_leads_asking_lead_and_old_owner_hear() -> None:
    house = assigned(g.taken)
    house.told()
    house.does(OLGA, "take_over")
    assert sorted(house.told()) == [
        ("person", BEN, "handed_over"),
        ("person", LIN, "handed_over"),
    ]


def test_before_there_is_a_promise_a_new_owner_is_no_news_for_the_requester() -> None:
    house = assigned()
    house.told()
    house.does(OLGA, "take_over")
    assert ANA not in {to for to, _ in told(house)}


def test_whoever_assigns_it_to_themselves_has_said_yes_with_that() -> None:
    house = with_members(g.promised())
    house.told()
    house.does(LIN, "assign", HandOver(to=LIN))
    assert house.request.owner == LIN
    assert told(house) == {(ANA, "owner_changed"), (BEN, "handed_over")}


def test_the_new_owner_has_fresh_clocks() -> None:
    house = asked_over()
    house.lives_until(shanghai(4, 16))
    assert Moment(MomentKind.CHECK_IN) in house.request.reminded
    house.does(OLGA, "take_over")
    assert (house.request.reminded, house.request.since) == ((), shanghai(4, 16))
    assert {notice.to for notice in house.notices() if notice.kind == "reminder_on_the_day"} == set()
    house.lives_until(shanghai(6, 10))
    assert (OLGA, "reminder_on_the_day") in told(house)


def test_a_new_owner_does_not_make_the_requester_hear_again_of_a_new_date() -> None:
    house = with_members(g.postponed())
    house.lives_until(shanghai(3, 12))
    assert Moment(MomentKind.NUDGE, 1) in house.request.reminded
    house.does(BEN, "hand_over", HandOver(to=OLGA))
    house.does(OLGA, "take_over")
    house.told()
    house.lives_until(shanghai(4, 12))
    assert (ANA, "reminder_nudge") not in told(house)


def test_an_open_offer_stays_open_and_its_yes_is_to_the_new_owner() -> None:
    house = asked_over(g.offered)
    house.does(OLGA, "take_over")
    assert house.request.ball is Side.REQUESTER
    house.does(ANA, "accept")
    assert (house.request.owner, house.request.promise and house.request.promise.day) == (OLGA, FRIDAY)


def test_the_old_owner_is_a_colleague_like_others_afterwards() -> None:
    house = asked_over()
    house.does(OLGA, "take_over")
    with pytest.raises(Refused, match=r"not_yours\.handler"):
        house.does(BEN, "deliver")


def test_one_yes_comes_first_when_two_press_at_the_same_moment() -> None:
    house = asked_over()
    house.does(OLGA, "take_over")
    with pytest.raises(Refused, match="yours_already"):
        house.does(OLGA, "take_over")
    with pytest.raises(Refused, match="yours_already"):
        house.does(OLGA, "cannot_take")


# I can't, or no word


def test_who_asked_hears_of_a_no_with_its_reason() -> None:
    house = asked_over()
    house.told()
    house.does(OLGA, "cannot_take", CannotTake(reason=" On leave soon "))
    (notice,) = house.notices()
    assert (notice.to, notice.kind, notice.facts["reason"]) == (BEN, "hand_over_declined", "On leave soon")
    assert (house.request.owner, house.request.handing) == (BEN, None)


def test_after_a_no_the_same_person_can_be_asked_again() -> None:
    house = asked_over()
    house.does(OLGA, "cannot_take")
    house.does(BEN, "hand_over", HandOver(to=OLGA))
    house.does(OLGA, "take_over")
    assert house.request.owner == OLGA


def test_a_second_press_says_that_nobody_is_asked_any_more() -> None:
    house = asked_over()
    house.does(OLGA, "cannot_take")
    for act in ("take_over", "cannot_take"):
        with pytest.raises(Refused, match="not_asked"):
            house.does(OLGA, act)


def test_silence_is_reminded_after_a_working_day_and_lapses_after_three() -> None:
    house = with_members(g.promised(NEXT_TUESDAY, at=shanghai(2, 10)))
    house.does(BEN, "hand_over", HandOver(to=OLGA))
    house.told()
    house.lives_until(shanghai(3, 9, 59))
    assert house.told() == []
    house.lives_until(shanghai(3, 10))
    assert house.told() == [("person", OLGA, "reminder_asked")]
    house.lives_until(shanghai(5, 9, 59))
    assert house.request.handing is not None
    house.lives_until(shanghai(5, 10))
    assert house.request.handing is None
    assert [one for one in house.told() if "hand_over" in one[2]] == [("person", BEN, "hand_over_lapsed")]


def test_their_working_days_count_not_the_departments() -> None:
    house = g.promised(NEXT_TUESDAY, at=shanghai(2, 10))
    berlin: Calendar = g.BERLIN
    it = g.IT.model_copy(update={"escalation": g.TOM})
    house.company = house.company.model_copy(update={"departments": {"it": it, "buy": g.BUY}})
    house.does(BEN, "hand_over", HandOver(to=g.TOM))
    opening = berlin.opens(date(2026, 3, 3))
    house.lives_until(opening)
    assert house.request.handing is not None
    assert house.request.handing.reminded
    assert (g.TOM, "reminder_asked") in told(house)


def test_in_a_recovery_they_are_asked_at_its_own_pace() -> None:
    house = with_members(g.heard(at=shanghai(2, 9)))
    house.does(MARIA, "assign", HandOver(to=OLGA))
    house.lives_until(shanghai(2, 15, 44))
    assert house.request.handing is not None
    house.lives_until(shanghai(2, 15, 45))
    assert house.request.handing is None


def test_asking_disturbs_no_other_clock() -> None:
    quiet, asking = with_members(g.promised(NEXT_TUESDAY)), with_members(g.promised(NEXT_TUESDAY))
    asking.does(BEN, "hand_over", HandOver(to=OLGA))
    told = []
    for house in (quiet, asking):
        house.told()
        house.lives_until(shanghai(13, 18))
        told.append([(n.to, n.kind, n.at) for n in house.notices() if "hand_over" not in n.kind])
    others = [one for one in told[1] if one[1] != "reminder_asked"]
    assert others == told[0]
    assert len(told[1]) == len(others) + 1


def test_a_reminder_told_once_is_not_told_again_when_other_clocks_start_afresh() -> None:
    house = with_members(g.offered(at=shanghai(2, 10)))
    house.does(BEN, "hand_over", HandOver(to=OLGA))
    house.lives_until(shanghai(3, 11))
    house.told()
    house.does(ANA, "accept")
    house.lives_until(shanghai(4, 12))
    assert (OLGA, "reminder_asked") not in told(house)


def test_after_the_bot_was_off_a_lapsed_asking_is_not_reminded_first() -> None:
    house = asked_over(lambda: g.promised(NEXT_TUESDAY))
    house.told()
    house.wakes_up_at(shanghai(9, 12))
    assert (OLGA, "reminder_asked") not in told(house)
    assert house.request.handing is None


# What ends it


@pytest.mark.parametrize(
    ("given", "by", "act"),
    [
        (g.promised, ANA, "withdraw"),
        (g.promised, BEN, "deliver"),
        (g.taken, BEN, "route"),
        (g.offered, ANA, "unhappy"),
    ],
)
def test_what_ends_it_asks_nobody_any_more(given: g.Given, by: Person, act: str) -> None:
    house = asked_over(given)
    house.does(by, act)
    assert house.request.handing is None
    assert not any(tie == OLGA for tie in house.request.ties)


def test_a_member_who_takes_it_meanwhile_has_it() -> None:
    house = assigned()
    house.does(BEN, "take")
    assert (house.request.owner, house.request.handing) == (BEN, None)
    with pytest.raises(Refused, match="not_asked"):
        house.does(OLGA, "take_over")


def test_a_resumed_promise_goes_back_to_its_maker_and_asks_nobody() -> None:
    house = with_members(g.promised())
    for by, act in ((ANA, "unhappy"), (ANA, "listen"), (LIN, "restate"), (ANA, "thats_it")):
        house.does(by, act)
    house.does(MARIA, "assign", HandOver(to=OLGA))
    house.does(LIN, "apologise")
    assert (house.request.owner, house.request.handing) == (BEN, None)


# What is confidential


def confidential() -> g.House:
    return with_members(g.asked(to="complaint"))


def test_a_lead_assigns_what_is_confidential_without_reading_it() -> None:
    house = confidential()
    house.does(LIN, "assign", HandOver(to=OLGA))
    house.does(OLGA, "take_over")
    assert house.request.owner == OLGA
    with pytest.raises(Refused, match="taken_by_another"):
        house.does(LIN, "done")


def test_a_lead_does_not_read_what_is_confidential_by_assigning_it_to_themselves() -> None:
    house = confidential()
    house.does(BEN, "take")
    assert LIN not in can_be_asked(house.request, house.facts(LIN))
    with pytest.raises(Refused, match="cannot_take_over"):
        house.does(LIN, "assign", HandOver(to=LIN))


def test_who_is_asked_takes_over_without_having_read_it_and_can_do_nothing_else() -> None:
    house = confidential()
    house.does(BEN, "take")
    house.does(BEN, "hand_over", HandOver(to=OLGA))
    for act in ("done", "route"):
        with pytest.raises(Refused, match="taken_by_another"):
            house.does(OLGA, act)
    house.does(OLGA, "take_over")
    house.does(OLGA, "done")
    assert house.request.delivery is not None


# A silent handler


@pytest.mark.parametrize("by", [MARIA, g.TOM])
def test_another_lead_or_the_escalation_contact_replaces_a_silent_handler(by: Person) -> None:
    house = with_members(g.heard())
    it = house.company.departments["it"].model_copy(update={"leads": (LIN, g.TOM)})
    house.company = house.company.model_copy(update={"departments": {"it": it, "buy": g.BUY}})
    house.does(by, "assign", HandOver(to=OLGA))
    house.told()
    house.does(OLGA, "take_over")
    recovery = house.request.recovery
    assert recovery is not None
    assert (house.request.owner, recovery.handler, recovery.step) == (OLGA, OLGA, RecoveryStep.ESTABLISH)
    assert {("owner_changed", ANA), ("handed_over", LIN), ("handed_over", by)} == {
        (kind, to) for to, kind in told(house)
    }
    house.does(OLGA, "restate")


def test_a_confidential_recovery_is_assigned_without_reading_too() -> None:
    house = confidential()
    for by, act in ((BEN, "take"), (BEN, "done"), (ANA, "no"), (ANA, "follow_up"), (ANA, "listen")):
        house.does(by, act)
    house.does(MARIA, "assign", HandOver(to=OLGA))
    house.does(OLGA, "take_over")
    recovery = house.request.recovery
    assert recovery is not None
    assert (house.request.owner, recovery.handler) == (OLGA, OLGA)


def test_while_somebody_listens_it_does_not_go_back_to_whoever_had_it() -> None:
    with pytest.raises(Refused, match="cannot_take_over"):
        with_members(g.heard()).does(MARIA, "assign", HandOver(to=BEN))


def test_after_the_apology_it_may() -> None:
    house = with_members(g.apologised())
    house.does(LIN, "hand_over", HandOver(to=BEN))
    house.does(BEN, "take_over")
    assert house.request.owner == BEN


def test_asking_and_answering_are_on_no_card_but_their_own() -> None:
    house = asked_over()
    keys = {act.key for act in acts.standing(house.request, house.workflow, "department")}
    assert {"hand_over", "assign"} <= keys
    assert [act.key for act in acts.standing(house.request, house.workflow, "asked")] == [
        "take_over",
        "cannot_take",
    ]
