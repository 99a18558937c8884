"""Where two features meet: each test is a rule that neither of them would have broken alone."""

from __future__ import annotations

from datetime import date

import pytest

from tests.workflows import given as g
from tests.workflows.given import ANA, BEN, CHEN, EVA, FRIDAY, LIN, MARIA, NEED, TOM, share
from workflows.definition import Question
from workflows.facts import Refused, Role, roles_of
from workflows.phases.explore import Answer, Ask, Raise, Route
from workflows.phases.handing import HandOver
from workflows.phases.noting import AddNote
from workflows.phases.offer import DoIt, Propose
from workflows.phases.parts import DeliverPart
from workflows.rights import acts
from workflows.rights.act import Command
from workflows.state.values import Phase, Side

MAIN, JOINED = 1, 2


def on(house: g.House, number: int, by: str, act: str, command: Command | None = None) -> None:
    house.desk.handle(by, number, acts.BY_KEY[act], command or g.SAYS[act]())
    house.desk.sweep()


def costly_offer(approver: str) -> g.House:
    """Ben has offered something that this person would have to approve."""
    house = g.asked(of=g.company(g.LIMITED))
    house.does(BEN, "offer", Propose(need=NEED, options=(g.costly(),), approver=approver))
    return house


# What is joined, when the main request leaves its way


def both_promised() -> g.House:
    house = g.joined()
    on(house, MAIN, BEN, "do_it", DoIt(day=FRIDAY))
    house.told()
    return house


def test_while_somebody_listens_to_who_asked_first_those_who_joined_hear_nothing() -> None:
    house = both_promised()
    on(house, MAIN, CHEN, "unhappy")
    joined = house.at(JOINED)
    assert (joined.phase, joined.owner) == (Phase.ACTION, BEN)
    assert [to for _, to, _ in house.told() if to == ANA] == []


def test_a_promise_that_goes_on_after_an_apology_is_no_news_to_those_who_joined() -> None:
    house = both_promised()
    on(house, MAIN, CHEN, "unhappy")
    for by, act in ((CHEN, "listen"), (LIN, "restate"), (CHEN, "thats_it"), (LIN, "apologise")):
        on(house, MAIN, by, act)
    assert house.at(JOINED).promise == both_promised().at(JOINED).promise
    assert [to for _, to, _ in house.told() if to == ANA] == []


def test_what_goes_to_another_department_takes_nobody_along() -> None:
    house = g.joined()
    on(house, MAIN, BEN, "route")
    joined = house.at(JOINED)
    assert (joined.main, joined.department, joined.ball) == (None, "it", Side.OWNER)


def test_what_becomes_confidential_is_mirrored_nowhere() -> None:
    house = g.joined()
    on(house, MAIN, BEN, "route", Route(workflow="complaint"))
    assert house.at(JOINED).main is None


# Whoever answers for it does not approve it


def test_whoever_is_to_approve_it_does_not_take_it_over() -> None:
    house = costly_offer(LIN)
    house.does(ANA, "accept")
    with pytest.raises(Refused) as refused:
        house.does(BEN, "hand_over", HandOver(to=LIN))
    assert refused.value.key == "cannot_take_over"


def test_nor_while_the_offer_that_they_would_approve_is_open() -> None:
    with pytest.raises(Refused):
        costly_offer(LIN).does(BEN, "hand_over", HandOver(to=LIN))


def test_whoever_is_to_approve_it_inherits_it_only_if_nobody_else_is_there() -> None:
    house = costly_offer(LIN)
    house.does(ANA, "accept")
    house.colleagues.gone.add(BEN)
    house.desk.left(BEN)
    house.desk.sweep()
    assert house.request.owner == MARIA


def test_whoever_stands_in_for_its_owner_does_not_approve_it() -> None:
    house = costly_offer(LIN)
    house.does(ANA, "accept")
    house.desk.away(BEN, BEN, date(2026, 3, 12), LIN)
    house.desk.sweep()
    assert house.request.cover == MARIA
    assert Role.APPROVER in house.desk.roles(LIN, house.request)


def test_nobody_approves_what_they_own() -> None:
    house = costly_offer(LIN)
    house.does(ANA, "accept")
    owned = house.request.model_copy(update={"owner": LIN})
    assert Role.APPROVER not in roles_of(LIN, owned, house.company)


# Parts


def test_whoever_takes_over_while_only_their_part_was_waited_for_sends_the_offer_with_it() -> None:
    house = g.drafted(share("Set it up", BEN), share("Badge", LIN))
    house.does(BEN, "hand_over", HandOver(to=LIN))
    house.does(LIN, "take_over")
    assert house.request.draft is None or house.request.draft.waits_for


def test_whoever_takes_over_after_the_day_of_it_begins_the_next_offer_with_what_was_meant() -> None:
    house = g.drafted(share("Set it up", BEN), share("Badge", LIN))
    meant = house.request.draft
    assert meant is not None
    house.lives_until(g.shanghai(10, 12))
    assert house.request.draft is not None, "its first day has passed, and nobody thought of it anew"
    house.does(LIN, "assign", HandOver(to=LIN))
    now = house.request
    assert now.owner == LIN
    assert now.draft is None
    assert now.last_offer is not None
    assert now.last_offer.options[0].what == meant.offer.options[0].what


def test_a_colleague_does_no_part_of_what_was_raised_for_them() -> None:
    house = g.House()
    house.number = house.desk.raise_request(
        ANA, Raise(workflow="help", words="A laptop for Chen", colleague=CHEN)
    ).number
    parts = g.split(share("Set it up", BEN), share("Badge", CHEN))
    with pytest.raises(Refused) as refused:
        house.does(BEN, "offer", Propose(need=NEED, options=(parts,)))
    assert refused.value.key == "not_for_who_asked"


def test_nobody_rates_themselves_when_the_last_part_is_done_either() -> None:
    house = g.House()
    house.number = house.desk.raise_request(
        BEN, Raise(workflow="help", words="A badge", for_whom="Mr Zhou, visiting")
    ).number
    parts = g.split(share("Set it up", BEN), share("Badge", EVA))
    house.does(BEN, "offer", Propose(need=NEED, options=(parts,)))
    house.does(EVA, "take_part")
    house.does(BEN, "accept")
    house.does(EVA, "deliver_part")
    house.does(BEN, "deliver_part", DeliverPart(what="It runs", place=0))
    assert house.request.outcome == "unconfirmed"


def test_the_part_of_somebody_who_has_left_comes_back_to_whoever_answers_for_all() -> None:
    house = g.shared()
    house.told()
    house.colleagues.gone.add(EVA)
    house.desk.left(EVA)
    house.desk.sweep()
    assert house.request.promise is not None
    assert [part.owner for part in house.request.promise.parts] == [BEN, BEN, LIN]
    assert (BEN, "part_declined") in {(to, kind) for _, to, kind in house.told()}


# Routing


def test_notes_stay_with_the_department_that_wrote_them() -> None:
    house = g.taken()
    house.does(BEN, "note", AddNote(text="Her manager knows"))
    house.does(BEN, "route")
    assert [note.department for note in house.request.notes] == ["it"]


# Whom it is about


def test_an_offer_of_somebody_whom_it_is_about_stands_no_more() -> None:
    about = Question(id="who", ask=g.both("Who was it?"), kind="person", about=True)
    house = g.House(of=g.company(g.COMPLAINT.model_copy(update={"questions": (about,)})))
    house.asks("Nobody helped me", to="complaint")
    house.does(BEN, "take")
    house.does(BEN, "offer", Propose(need=NEED, options=(g.option(),)))
    house.does(BEN, "ask", Ask(text="When was that?"))
    house.does(ANA, "answer", Answer(answers={"who": BEN, "asked-1": "On Monday"}))
    assert (house.request.owner, house.request.offer, house.request.ball) == (None, None, Side.DEPARTMENT)


# Away


def test_the_same_absence_said_twice_is_told_once() -> None:
    house = g.promised()
    house.told()
    for _ in range(2):
        house.desk.away(BEN, BEN, date(2026, 3, 12), LIN)
        house.desk.sweep()
        house.clock.tick(minutes=1)
    assert [kind for _, to, kind in house.told() if to == LIN] == ["standing_in"]


def test_whoever_is_back_while_their_going_is_still_being_stored_is_back() -> None:
    house = g.promised()
    house.desk.away(BEN, BEN, date(2026, 3, 12), LIN)
    commit_each = house.store.commit_each

    def meanwhile(steps):  # type: ignore[no-untyped-def]
        house.store.commit_each = commit_each  # type: ignore[method-assign]
        house.clock.tick(minutes=1)
        house.desk.back(BEN, BEN)
        return commit_each(steps)

    house.store.commit_each = meanwhile  # type: ignore[method-assign]
    house.desk.sweep()
    assert house.request.cover is None
    assert house.store.due_keys("away:") == ()


# Reopened


def test_whoever_has_to_approve_it_hears_that_it_waits_again() -> None:
    house = costly_offer(TOM)
    house.does(ANA, "accept")
    house.does(ANA, "withdraw")
    house.told()
    house.does(ANA, "reopen")
    assert house.request.ball is Side.APPROVER
    assert (TOM, "approval_asked") in {(to, kind) for _, to, kind in house.told()}


def test_when_whoever_stands_in_unnamed_goes_away_too_somebody_else_does() -> None:
    house = g.promised()
    house.desk.away(BEN, BEN, date(2026, 3, 12))
    house.desk.sweep()
    assert house.request.cover == LIN
    house.desk.away(LIN, LIN, date(2026, 3, 10))
    house.desk.sweep()
    assert house.request.cover == MARIA
