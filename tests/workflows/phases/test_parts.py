"""Several actions with owners and dates of their own: each says yes first, does it, and the last one delivers."""

from __future__ import annotations

from datetime import date

import pytest

from tests.workflows import given as g
from tests.workflows.given import (
    ANA,
    BEN,
    CHEN,
    DIEGO,
    EVA,
    FRIDAY,
    LIN,
    NEED,
    NEXT_MONDAY,
    NEXT_TUESDAY,
    THURSDAY,
    TOM,
    WEDNESDAY,
    shanghai,
    share,
)
from workflows.definition import Absence
from workflows.facts import Refused, Role
from workflows.phases.action import BeEarlier, Deliver, MissIt
from workflows.phases.offer import CannotDo, Propose
from workflows.phases.parts import DeliverPart, Share, TakePart
from workflows.rights import acts
from workflows.state import events as e
from workflows.state.involved import involving
from workflows.state.request import Request
from workflows.state.values import Person, Phase, Side


def proposed(*shares: Share) -> Propose:
    """One option, made of these actions."""
    return Propose(need=NEED, options=(g.split(*shares),))


def refusal(*shares: Share) -> Refused:
    with pytest.raises(Refused) as refused:
        g.asked().does(BEN, "offer", proposed(*shares))
    return refused.value


# The offer


def test_the_offer_waits_for_the_yes_of_everybody_who_does_a_part() -> None:
    house = g.drafted()
    request = house.request
    assert request.draft is not None
    assert (request.offer, request.phase, request.ball) == (None, Phase.OFFER, Side.OWNER)
    assert request.draft.waits_for == (EVA, LIN)
    assert [news for news in house.told() if news[2] != "card"] == [
        ("person", ANA, "raised"),
        ("person", EVA, "part_asked"),
        ("person", LIN, "part_asked"),
    ]


def test_the_date_that_is_promised_is_the_latest() -> None:
    option = g.shared().request.promise
    assert option is not None
    assert (option.day, option.due) == (FRIDAY, shanghai(6, 18))
    assert [part.day for part in option.parts] == [THURSDAY, WEDNESDAY, FRIDAY]


def test_the_last_yes_sends_the_offer_as_of_whoever_made_it() -> None:
    house = g.drafted()
    assert house.does(EVA, "take_part") == (e.PartAccepted(),)
    house.told()
    accepted, offered = house.does(LIN, "take_part")
    assert accepted == e.PartAccepted()
    assert isinstance(offered, e.Offered)
    assert house.request.offer is not None
    assert (house.request.offer.by, house.request.draft) == (BEN, None)
    notices = house.notices()
    assert [(one.to, one.kind, one.facts["by"]) for one in notices] == [
        (BEN, "offer_sent", LIN),
        (ANA, "offer", BEN),
    ]


def test_nobodys_name_carries_a_date_before_their_own_yes() -> None:
    house = g.drafted()
    with pytest.raises(Refused, match="too_late"):
        house.does(ANA, "accept")


def test_an_offer_of_ones_own_actions_goes_out_at_once() -> None:
    house = g.asked()
    *_, offered = house.does(BEN, "offer", proposed(share("Order it", BEN), share("Set it up", BEN, FRIDAY)))
    assert isinstance(offered, e.Offered)


def test_i_cannot_goes_back_to_whoever_makes_the_offer_with_the_reason() -> None:
    house = g.drafted()
    house.told()
    house.does(EVA, "cannot_take_part")
    assert house.request.draft is not None
    assert (house.request.draft.no, house.request.draft.waits_for) == (EVA, ())
    assert house.told() == [("person", BEN, "part_declined")]
    with pytest.raises(Refused, match="too_late"):
        house.does(LIN, "take_part")


def test_a_changed_draft_asks_only_those_whose_part_is_another() -> None:
    house = g.drafted()
    house.does(EVA, "take_part")
    house.does(LIN, "cannot_take_part")
    house.told()
    house.does(BEN, "offer", proposed(*g.SHARES[:2], share("Badge", LIN, NEXT_MONDAY)))
    assert house.request.draft is not None
    assert house.request.draft.waits_for == (LIN,)
    assert house.told() == [("person", LIN, "part_asked")]


def test_a_changed_draft_that_everybody_has_agreed_to_goes_out_at_once() -> None:
    house = g.drafted()
    house.does(EVA, "take_part")
    house.does(LIN, "cannot_take_part")
    (offered,) = house.does(BEN, "offer", proposed(*g.SHARES[:2]))
    assert isinstance(offered, e.Offered)


def test_a_part_that_moved_needs_another_yes() -> None:
    house = g.drafted()
    house.does(EVA, "take_part")
    house.does(BEN, "offer", proposed(g.SHARES[0], share("Order it", EVA, THURSDAY), g.SHARES[2]))
    assert house.request.draft is not None
    assert house.request.draft.waits_for == (EVA, LIN)


@pytest.mark.parametrize("act", ["do_it", "done", "cannot"])
def test_a_draft_is_dropped_for_another_answer(act: str) -> None:
    house = g.drafted()
    house.does(BEN, act)
    assert house.request.draft is None
    with pytest.raises(Refused):
        house.does(EVA, "take_part")


def test_words_of_the_requester_that_change_the_need_end_the_draft() -> None:
    house = g.drafted(goal="Mail")
    house.does(ANA, "correct")
    assert house.request.draft is None


@pytest.mark.parametrize(
    ("shares", "key", "where"),
    [
        ((share("Alone", EVA),), "two_to_four_parts", "parts-1"),
        ((share("One", EVA),) * 5, "two_to_four_parts", "parts-1"),
        ((share("One", BEN), share("", EVA)), "words_needed", "what-1-2"),
        ((share("One", BEN), share("Two", None)), "who_is_needed", "who-1-2"),
        ((share("One", BEN), share("Two", "Eve")), "nobody_by_that_name", "who-1-2"),
        ((share("One", BEN), share("Two", ANA)), "not_for_who_asked", "who-1-2"),
        ((share("One", BEN), share("Two", EVA, None)), "day_needed", "day-1-2"),
        ((share("One", BEN), share("Two", EVA, date(2026, 2, 27))), "date_is_past", "day-1-2"),
        ((share("One", BEN), share("Two", DIEGO)), "cannot_be_asked", "who-1-2"),
    ],
)
def test_every_part_has_something_to_do_somebody_to_do_it_and_a_day(
    shares: tuple[Share, ...], key: str, where: str | None
) -> None:
    refused = refusal(*shares)
    assert (refused.key, refused.where) == (key, where)


def test_somebody_who_is_away_is_not_asked_and_the_refusal_says_until_when() -> None:
    away = Absence(person=EVA, back=NEXT_MONDAY, until=shanghai(9), since=shanghai(2), by=EVA)
    house = g.asked(of=g.company().model_copy(update={"absences": (away,)}))
    with pytest.raises(Refused, match="who_is_away") as refused:
        house.does(BEN, "offer", proposed(*g.SHARES))
    assert refused.value.details == {"who": EVA, "day": "2026-03-09"}


def test_whom_it_is_about_does_no_part_of_it() -> None:
    house = g.asked()
    request = house.request.model_copy(update={"about": (EVA,)})
    with pytest.raises(Refused, match="not_for_who_asked"):
        acts.BY_KEY["offer"].decide(request, proposed(*g.SHARES), house.facts())


def test_a_yes_to_a_day_that_has_passed_is_refused_and_the_offerer_has_heard() -> None:
    house = g.drafted()
    house.lives_until(shanghai(5, 10))
    house.told()
    with pytest.raises(Refused, match="part_date_has_passed") as refused:
        house.does(EVA, "take_part")
    assert refused.value.details == {"who": BEN}


# Silence


def test_silent_ones_are_asked_again_after_a_working_day_of_theirs() -> None:
    house = g.drafted(days=NEXT_WEEK)
    house.told()
    house.lives_until(
        shanghai(3, 23)
    )  # Monday 9:00 to Tuesday 9:00 in Shanghai; in Berlin from their own 9:00
    assert house.told() == [("person", LIN, "reminder_part_asked"), ("person", EVA, "reminder_part_asked")]


def test_the_offerer_hears_of_silence_after_three_days_and_the_draft_stays() -> None:
    house = g.drafted(days=NEXT_WEEK)
    house.does(EVA, "take_part")
    house.lives_until(shanghai(5, 8))
    house.told()
    house.lives_until(shanghai(5, 9))
    silent = [one for one in house.notices() if one.kind == "reminder_part_silent"]
    assert [(one.to, one.facts["who"]) for one in silent] == [(BEN, LIN)]
    assert house.request.draft is not None


def test_while_others_are_asked_the_owner_is_not_told_to_answer() -> None:
    house = g.drafted(days=NEXT_WEEK)
    house.lives_until(shanghai(4, 23))
    assert "reminder_nudge" not in [kind for _, _, kind in house.told()]


def test_the_offerer_hears_when_the_first_day_of_a_draft_has_passed() -> None:
    house = g.drafted()
    house.told()
    house.lives_until(shanghai(4, 18))
    assert ("person", BEN, "reminder_draft_passed") in house.told()


def test_whoever_said_yes_is_not_reminded_to_say_it() -> None:
    house = g.drafted(days=NEXT_WEEK)
    house.does(LIN, "take_part")
    house.lives_until(shanghai(4, 8))
    assert LIN not in [to for _, to, kind in house.told() if kind == "reminder_part_asked"]


NEXT_WEEK = (NEXT_MONDAY, NEXT_TUESDAY, date(2026, 3, 11))

# Action


def test_everybody_who_does_a_part_hears_when_it_is_promised() -> None:
    house = g.drafted()
    house.does(EVA, "take_part")
    house.does(LIN, "take_part")
    house.told()
    house.does(ANA, "accept")
    assert house.told() == [
        ("thread", "it", "accepted"),
        ("person", EVA, "part_begins"),
        ("person", LIN, "part_begins"),
    ]


def test_a_part_is_done_by_its_owner_and_the_rest_goes_on() -> None:
    house = g.shared()
    house.told()
    (done,) = house.does(EVA, "deliver_part", DeliverPart(what="Ordered"))
    assert isinstance(done, e.PartDelivered)
    assert done.place == 1
    assert (house.request.phase, sorted(house.request.open_parts)) == (Phase.ACTION, [0, 2])
    assert house.told() == [("person", ANA, "part_delivered"), ("person", BEN, "part_delivered")]


def test_the_last_part_opens_confirm_with_the_sum() -> None:
    house = g.shared()
    house.does(EVA, "deliver_part", DeliverPart(what="Ordered", link="https://shop.example/1"))
    house.does(BEN, "deliver", Deliver(what="Installed", places=(0,)))
    house.told()
    _, delivered = house.does(LIN, "deliver_part", DeliverPart(what="At the desk"))
    assert isinstance(delivered, e.Delivered)
    assert delivered.delivery.what == "Set it up: Installed\nOrder it: Ordered\nBadge: At the desk"
    assert delivered.delivery.link == "https://shop.example/1"
    assert (house.request.phase, house.request.ball) == (Phase.CONFIRM, Side.REQUESTER)
    assert house.told() == [("person", BEN, "parts_delivered"), ("person", ANA, "delivered")]


def test_delivered_is_refused_while_parts_are_open_unless_it_says_which() -> None:
    house = g.shared()
    with pytest.raises(Refused, match="parts_are_open") as refused:
        house.does(BEN, "deliver", Deliver(what="All of it"))
    assert (refused.value.where, refused.value.details) == ("which", {"who": f"{BEN} {EVA} {LIN}"})


def test_a_hurried_owner_marks_all_of_it_done_in_one_press() -> None:
    house = g.shared()
    house.told()
    *parts, delivered = house.does(BEN, "deliver", Deliver(what="All of it", places=(0, 1, 2)))
    assert [part.name for part in parts] == ["part_delivered"] * 3
    assert isinstance(delivered, e.Delivered)
    assert delivered.delivery.what == "All of it"
    assert house.told() == [("person", ANA, "delivered")]


def test_several_parts_done_in_one_press_are_said_once() -> None:
    house = g.shared()
    house.told()
    house.does(BEN, "deliver", Deliver(what="Both", places=(0, 1)))
    assert house.told() == [("person", ANA, "part_delivered")]


@pytest.mark.parametrize(
    ("by", "place", "key"),
    [(EVA, 2, "part_is_done"), (EVA, 9, "part_is_done"), (BEN, 9, "part_is_done"), (BEN, -1, "part_is_done")],
)
def test_only_an_open_part_of_ones_own_is_done_but_for_the_owner(by: Person, place: int, key: str) -> None:
    with pytest.raises(Refused, match=key):
        g.shared().does(by, "deliver_part", DeliverPart(what="Done", place=place))


def test_a_lead_may_say_for_others_that_their_part_is_done() -> None:
    house = g.shared()
    house.does(LIN, "deliver_part", DeliverPart(what="Done", place=1))
    assert sorted(house.request.open_parts) == [0, 2]


def test_with_two_parts_of_ones_own_it_has_to_be_said_which() -> None:
    house = g.shared(share("Order it", EVA), share("Pay it", EVA, FRIDAY))
    with pytest.raises(Refused, match="which_part"):
        house.does(EVA, "deliver_part", DeliverPart(what="Done"))
    house.does(EVA, "deliver_part", DeliverPart(what="Done", place=1))
    assert sorted(house.request.parts_of(EVA)) == [0]


def test_who_has_no_part_can_neither_take_nor_deliver_one() -> None:
    for act in ("take_part", "deliver_part"):
        with pytest.raises(Refused, match="no_such_request"):
            (g.drafted() if act == "take_part" else g.shared()).does(TOM, act)


# After all


def test_who_cannot_after_all_says_so_and_it_comes_back_to_whoever_promised_the_whole() -> None:
    house = g.shared()
    house.told()
    (declined,) = house.does(EVA, "cannot_take_part")
    assert declined == e.PartDeclined(reason="On another floor that week", places=(1,))
    assert sorted(house.request.parts_of(BEN)) == [0, 1]
    (notice,) = house.notices()
    assert (notice.to, notice.kind) == (BEN, "part_declined")
    assert (notice.facts["what"], notice.facts["reason"]) == ("Order it", "On another floor that week")


def test_the_date_stands_until_its_owner_moves_it_and_who_asked_hears_only_then() -> None:
    house = g.shared()
    house.does(EVA, "cannot_take_part")
    assert house.request.promise is not None
    assert house.request.promise.day == FRIDAY
    house.told()
    house.does(BEN, "miss", MissIt(day=NEXT_TUESDAY, reason="Nobody to order it"))
    assert house.told() == [("person", ANA, "new_date")]


def test_what_is_done_and_what_is_ones_own_is_never_given_back() -> None:
    house = g.shared()
    house.does(EVA, "deliver_part")
    for by in (EVA, BEN):
        with pytest.raises(Refused, match="no_part_of_yours"):
            house.does(by, "cannot_take_part")


def test_whoever_gave_it_back_is_reminded_of_it_no_more_and_its_owner_is() -> None:
    house = g.shared()
    house.does(EVA, "cannot_take_part")
    house.told()
    house.lives_until(shanghai(4, 23))
    reminded = [one.to for one in house.notices() if one.kind == "reminder_part"]
    assert reminded == [BEN]


# Reminders in action


def test_each_is_reminded_on_the_day_of_their_part_and_on_each_overdue_day() -> None:
    house = g.shared()
    house.lives_until(shanghai(6, 23))
    mine = [one for one in house.notices() if one.to == EVA and one.kind == "reminder_part"]
    assert [one.facts["n"] for one in mine] == ["2026-03-04", "2026-03-05", "2026-03-06"]
    assert {one.at.hour for one in mine} == {8}  # nine o'clock in Berlin


def test_what_is_done_is_not_reminded() -> None:
    house = g.shared()
    house.does(EVA, "deliver_part", DeliverPart(what="Ordered"))
    house.lives_until(shanghai(10, 23))
    assert EVA not in [one.to for one in house.notices() if one.kind == "reminder_part"]


def test_the_owner_hears_early_that_a_part_is_late() -> None:
    house = g.shared()
    house.does(BEN, "deliver_part", DeliverPart(what="Installed", place=0))
    house.lives_until(shanghai(5, 9))
    late = [one for one in house.notices() if one.kind == "reminder_part_late"]
    assert [(one.to, one.facts["who"], one.at) for one in late] == [(BEN, EVA, shanghai(5, 9))]


def test_after_a_long_time_without_the_bot_only_the_newest_day_is_told() -> None:
    house = g.shared()
    house.told()
    house.wakes_up_at(shanghai(30, 12))
    assert [to for _, to, kind in house.told() if kind == "reminder_part"].count(EVA) <= 1


# A new date, another owner, another round


def test_a_later_date_moves_the_parts_that_were_due_last() -> None:
    house = g.shared()
    house.does(BEN, "miss", MissIt(day=NEXT_TUESDAY, reason="The badge printer"))
    house.does(ANA, "agree")
    assert house.request.promise is not None
    assert [part.day for part in house.request.promise.parts] == [THURSDAY, WEDNESDAY, NEXT_TUESDAY]


def test_an_earlier_date_hurries_nobody_beyond_their_own_yes() -> None:
    house = g.shared()
    with pytest.raises(Refused, match="part_is_later") as refused:
        house.does(BEN, "earlier", BeEarlier(day=THURSDAY))
    assert refused.value.details == {"who": LIN, "day": "2026-03-06"}
    house.does(LIN, "deliver_part", DeliverPart(what="Badge", place=2))
    house.does(BEN, "earlier", BeEarlier(day=THURSDAY))


def test_a_new_owner_has_the_parts_of_the_old_one_and_others_keep_theirs() -> None:
    request = handed_to_lin(g.shared().request)
    assert request.promise is not None
    assert [part.owner for part in request.promise.parts] == [LIN, EVA, LIN]


def test_a_draft_goes_out_in_the_name_of_the_new_owner() -> None:
    draft = handed_to_lin(g.drafted().request).draft
    assert draft is not None
    assert (draft.offer.by, draft.waits_for) == (LIN, (EVA,))


def handed_to_lin(request: Request) -> Request:
    accepted = e.HandOverAccepted(owner=LIN, before=BEN, asked_by=BEN)
    return request.model_copy(update=involving(request, accepted, request.changed, LIN))


def test_a_new_round_starts_without_parts() -> None:
    house = g.shared()
    house.does(BEN, "deliver", Deliver(what="All", places=(0, 1, 2)))
    house.does(ANA, "partly")
    house.does(ANA, "follow_up")
    assert (house.request.promise, house.request.draft, house.request.helpers) == (None, None, ())


# Who may see and do what


def test_a_helper_of_another_department_sees_the_request_and_its_part_only_in_name() -> None:
    house = g.drafted()
    assert house.desk.roles(EVA, house.request) == {Role.HELPER}
    for act in ("offer", "done", "route"):
        with pytest.raises(Refused, match="not_yours"):
            house.does(EVA, act)


def test_of_what_is_confidential_each_may_answer_for_their_part() -> None:
    house = g.House()
    house.asks(to="complaint")
    house.does(BEN, "take")
    house.does(BEN, "offer", proposed(*g.SHARES))
    house.does(EVA, "take_part")
    house.does(LIN, "take_part")
    house.does(ANA, "accept")
    house.does(EVA, "deliver_part", DeliverPart(what="Done"))
    with pytest.raises(Refused, match="part_is_done"):  # a lead does not read it
        house.does(LIN, "deliver_part", DeliverPart(what="All of it", place=0))


def test_the_requester_hears_nothing_of_a_draft() -> None:
    house = g.drafted()
    house.does(EVA, "take_part", TakePart())
    assert [kind for _, to, kind in house.told() if to == ANA] == ["raised"]


def test_a_department_may_still_say_no_while_it_waits_for_others() -> None:
    house = g.drafted()
    house.does(BEN, "cannot", CannotDo(reason="Nobody has time"))
    assert house.request.refusal is not None
    assert CHEN not in house.request.helpers


def test_helpers_still_see_it_while_the_requester_thinks_it_over() -> None:
    house = g.drafted()
    house.does(EVA, "take_part")
    house.does(LIN, "take_part")
    assert house.desk.roles(EVA, house.request) == {Role.HELPER}
    assert EVA in house.request.ties


# When it comes to nothing


def off(house: g.House) -> list[str]:
    return [to for _, to, kind in house.told() if kind == "part_off"]


@pytest.mark.parametrize(("act", "by"), [("withdraw", ANA), ("need_changed", ANA)])
def test_whoever_works_on_a_part_hears_that_it_is_not_wanted_any_more(act: str, by: Person) -> None:
    house = g.shared()
    house.does(LIN, "deliver_part", DeliverPart(what="Badge", place=2))
    house.told()
    house.does(by, act)
    assert off(house) == [EVA]


@pytest.mark.parametrize("act", ["decline", "change", "withdraw"])
def test_so_does_whoever_had_said_yes_to_an_offer_that_was_not_wanted(act: str) -> None:
    house = g.drafted()
    house.does(EVA, "take_part")
    house.does(LIN, "take_part")
    house.told()
    house.does(ANA, act)
    assert sorted(off(house)) == [EVA, LIN]


def test_who_had_not_answered_yet_is_not_told_that_it_is_off() -> None:
    house = g.drafted()
    house.does(EVA, "take_part")
    house.told()
    house.does(BEN, "do_it")
    assert off(house) == [EVA]


def test_nobody_is_let_go_by_doing_their_part_or_by_a_change_that_asks_them_anew() -> None:
    house = g.shared()
    house.told()
    house.does(EVA, "deliver_part", DeliverPart(what="Ordered"))
    house.does(BEN, "deliver", Deliver(what="All", places=(0, 2)))
    assert off(house) == []
    house = g.drafted()
    house.does(EVA, "take_part")
    house.told()
    house.does(BEN, "offer", proposed(g.SHARES[0], share("Order two", EVA, WEDNESDAY)))
    assert off(house) == []


def test_while_somebody_listens_to_the_requester_parts_stand_still_and_nobody_is_let_go() -> None:
    house = g.shared()
    house.told()
    house.does(ANA, "unhappy")
    assert off(house) == []


def test_a_request_opened_again_tells_those_who_do_a_part() -> None:
    house = g.shared()
    house.does(ANA, "withdraw")
    house.told()
    house.does(ANA, "reopen")
    assert [to for _, to, kind in house.told() if kind == "part_begins"] == [EVA, LIN]
