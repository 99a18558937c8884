"""Several actions on pages: the tick that asks for them, the round trip, and what each of their people sees."""

from __future__ import annotations

from tests.bot.readers import spoken
from tests.bot.web.conftest import Town
from tests.workflows import given as g
from tests.workflows.given import ANA, BEN, EVA, FRIDAY, LIN, THURSDAY

ROWS = {
    "f.words": "Mail works",
    "f.what-1": "A laptop",
    "f.count": "1",
    "f.split-1": ["", "yes"],
    "f.parts-1": "2",
    "f.what-1-1": "Set it up",
    "f.who-1-1": "Ben Okoro",
    "f.day-1-1": FRIDAY.isoformat(),
    "f.what-1-2": "Order it",
    "f.who-1-2": "eva",
    "f.day-1-2": THURSDAY.isoformat(),
}


def test_a_tick_asks_for_the_rows_and_a_sent_form_asks_each_for_their_yes(asked: Town) -> None:
    ben, eva = asked.browser(BEN), asked.browser(EVA)
    assert "f.who-1-1" not in ben.get("/r/1/offer").html
    ticked = ben.sends(
        "/r/1/offer", {"f.words": "x", "f.count": "1", "f.split-1": ["", "yes"], "update": "1"}
    )
    assert ticked.value("f.who-1-1") == "Ben Okoro"
    assert "Sent." in ben.sends("/r/1/offer", ROWS).words
    page = eva.get("/r/1")
    assert "Order it" in page.words
    assert "I'll take over" in page.words
    assert "Make an offer" not in page.words
    assert "Offered" in eva.presses("take_part").words
    assert "Order it" in asked.browser(ANA).get("/r/1").words


def test_a_name_that_nobody_has_is_said_beside_its_question(asked: Town) -> None:
    page = asked.browser(BEN).sends("/r/1/offer", ROWS | {"f.who-1-2": "Nobody"})
    assert page.status == 422
    assert "Nobody" in page.error("who-1-2")


def test_a_draft_opens_as_it_stands_and_a_part_is_done_on_its_page() -> None:
    town = Town(spoken(g.drafted()))
    opened = town.browser(BEN).get("/r/1/offer")
    assert opened.value("f.what-1-2") == "Order it"
    assert opened.value("f.who-1-2") == "Eva"
    shared = Town(spoken(g.shared()))
    eva = shared.browser(EVA)
    assert "Sent." in eva.sends("/r/1/deliver_part", {"f.what": "Ordered"}).words
    assert "Ordered" in shared.browser(ANA).get("/r/1").words
    assert eva.get("/r/1").status == 200


def test_what_a_helper_writes_before_their_yes_is_for_the_owner_and_not_on_the_requesters_page() -> None:
    town = Town(spoken(g.drafted()))
    eva = town.browser(EVA)
    assert "Write to Ben" in eva.get("/r/1").words
    assert "Only after four" in eva.sends("/r/1", {"text": "Only after four"}, "/r/1/reply").words
    assert "Only after four" in town.browser(BEN).get("/r/1").words
    assert "Only after four" not in town.browser(ANA).get("/r/1").words


def test_why_a_helper_cannot_do_their_part_is_on_the_owners_page_alone() -> None:
    """The form asks for a word to the owner; whoever asked for it read it on their page."""
    for house in (spoken(g.drafted()), spoken(g.shared())):
        town = Town(house)
        sent = town.browser(EVA).sends("/r/1/cannot_take_part", {"f.reason": "Not with that supplier"})
        assert "Sent." in sent.words
        assert "Not with that supplier" in town.browser(BEN).get("/r/1").words
        assert "Not with that supplier" not in town.browser(LIN).get("/r/1").words
        requester = town.browser(ANA).get("/r/1").words
        assert "Not with that supplier" not in requester
        assert "can't do their part" in requester
