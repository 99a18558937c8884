"""Who hears what of it, and that nobody hears it twice."""

import pytest

from tests.workflows import given as g
from tests.workflows.given import ANA, BEN, LIN, MARIA, shanghai
from workflows.news import notices
from workflows.phases.offer import Decline, DoIt

HEARD = [
    (g.asked, ANA, "answer", [("thread", "it", "answered")]),
    (g.asked, BEN, "ask", [("person", ANA, "question")]),
    (g.asked, BEN, "take", []),
    (g.asked, BEN, "do_it", [("person", ANA, "promised")]),
    (g.asked, BEN, "done", [("person", ANA, "delivered")]),
    (g.asked, BEN, "offer", [("person", ANA, "offer")]),
    (g.asked, BEN, "cannot", [("person", ANA, "cannot")]),
    (g.asked, ANA, "reply", [("thread", "it", "said")]),
    (g.asked, LIN, "reply", [("person", ANA, "said")]),
    (g.asked, ANA, "skip", []),
    (g.asked, ANA, "withdraw", [("thread", "it", "closed_withdrawn")]),
    (g.offered, ANA, "accept", [("thread", "it", "accepted")]),
    (g.offered, ANA, "change", [("thread", "it", "change_asked")]),
    (g.offered, ANA, "decline", [("thread", "it", "offer_declined")]),
    (g.refused, ANA, "close", [("thread", "it", "closed_declined")]),
    (g.refused, ANA, "appeal", [("person", LIN, "appealed")]),
    (g.promised, BEN, "on_track", []),
    (g.promised, BEN, "update", [("person", ANA, "update")]),
    (g.promised, BEN, "miss", [("person", ANA, "new_date")]),
    (g.postponed, ANA, "agree", [("thread", "it", "date_agreed")]),
    (g.promised, BEN, "deliver", [("person", ANA, "delivered")]),
    (g.delivered, ANA, "yes", []),
    (g.delivered, ANA, "no", []),
    (g.partly, ANA, "follow_up", [("person", BEN, "repair")]),
    (g.partly, ANA, "feedback", [("person", LIN, "feedback"), ("thread", "it", "closed_unsatisfied")]),
    (g.unsolved, ANA, "follow_up", [("person", LIN, "follow_up"), ("person", BEN, "looked_after")]),
    (g.listened_to, ANA, "listen", [("person", LIN, "listened")]),
    (g.listened_to, ANA, "reply", [("person", LIN, "listened")]),
    (g.heard, ANA, "reply", [("person", LIN, "said")]),
    (g.heard, LIN, "restate", [("person", ANA, "restated")]),
    (g.restated, ANA, "thats_it", [("person", LIN, "thats_it")]),
    (g.restated, ANA, "not_quite", [("person", LIN, "not_quite")]),
    (g.understood, LIN, "apologise", [("person", ANA, "apology")]),
    (g.promised, ANA, "nudge", [("person", BEN, "nudged")]),
    (g.asked, ANA, "nudge", [("thread", "it", "nudged")]),
    (g.promised, ANA, "need_changed", [("thread", "it", "need_changed")]),
    (g.promised, ANA, "unhappy", [("person", LIN, "follow_up"), ("person", BEN, "looked_after")]),
    (g.promised, BEN, "earlier", [("person", ANA, "new_date")]),
    (g.satisfied, ANA, "thanks", [("person", BEN, "thanked")]),
    (g.second_round, ANA, "close", [("person", BEN, "closed_unsatisfied")]),
    (g.satisfied, ANA, "reopen", [("person", BEN, "follow_up")]),
]


@pytest.mark.parametrize(
    ("given", "by", "act", "heard"), HEARD, ids=lambda value: getattr(value, "__name__", None)
)
def test_an_act_is_heard_by_those_it_concerns(
    given: g.Given, by: str, act: str, heard: list[tuple[str, str, str]]
) -> None:
    house = given()
    house.told()
    house.does(by, act)
    assert house.told() == heard


def test_raising_gives_the_department_its_card_and_the_requester_theirs() -> None:
    assert g.asked().told() == [("channel", "it", "card"), ("person", ANA, "raised")]


def test_declining_for_good_says_so() -> None:
    house = g.offered()
    house.told()
    house.does(ANA, "decline", Decline(reason="No more", close=True))
    assert house.told() == [("thread", "it", "closed_declined")]


def test_somebody_who_asks_their_own_department_does_not_write_to_themselves() -> None:
    house = g.House()
    house.asks(by=BEN)
    house.told()
    house.does(BEN, "done")
    assert house.told() == []


def test_every_notice_has_an_id_of_its_own() -> None:
    house = g.second_round()
    house.asks("Something else")
    ids = [notice.id for notice in house.notices()]
    assert len(set(ids)) == len(ids)


def test_the_same_step_always_says_the_same() -> None:
    house = g.promised()
    recorded = house.store.history(1)[-2:]
    once = notices.notices_of(house.request, recorded, house.workflow, house.company)
    assert once == notices.notices_of(house.request, recorded, house.workflow, house.company)
    assert once


def test_a_notice_names_who_did_it_and_carries_the_words() -> None:
    house = g.asked()
    house.notices()
    house.does(BEN, "ask")
    (notice,) = house.notices()
    assert notice.facts == {"by": BEN, "text": "Which account?"}
    assert notice.number == 1
    assert notice.at == house.clock.now()


def test_what_belongs_into_the_thread_of_a_confidential_request_goes_to_the_owner_alone() -> None:
    house = g.House()
    house.asks("About a colleague", to="complaint")
    house.does(BEN, "take")
    house.told()
    house.does(ANA, "reply")
    assert house.told() == [("person", BEN, "said")]


def test_before_anyone_owns_a_confidential_request_its_leads_hear() -> None:
    house = g.House()
    house.asks("About a colleague", to="complaint")
    house.told()
    house.does(ANA, "reply")
    assert house.told() == [("person", LIN, "said")]


def test_unanswered_and_unconfirmed_ends_are_told_to_the_requester() -> None:
    unanswered, unconfirmed = g.refused(), g.delivered()
    for house, kind in ((unanswered, "closed_unanswered"), (unconfirmed, "closed_unconfirmed")):
        house.lives_until(shanghai(11, 8))
        house.told()
        house.lives_until(shanghai(31))
        assert [heard for _, to, heard in house.told() if to == ANA] == [kind]


def test_the_escalation_contact_hears_last() -> None:
    house = g.asked()
    house.does(BEN, "do_it", DoIt(day=g.TUESDAY))
    house.told()
    house.lives_until(shanghai(6, 12))
    assert [to for _, to, _ in house.told()] == [BEN, BEN, LIN, BEN, BEN, MARIA]


def test_a_digest_goes_to_each_lead_once_a_day() -> None:
    both_lead = g.IT.model_copy(update={"leads": (LIN, BEN)})
    told = notices.digest_notices(both_lead, "2026-03-03", shanghai(3))
    assert [(notice.id, notice.to) for notice in told] == [
        (f"digest.it.2026-03-03.{LIN}", LIN),
        (f"digest.it.2026-03-03.{BEN}", BEN),
    ]
