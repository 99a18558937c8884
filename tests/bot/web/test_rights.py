"""Who may see and do what on the pages; what is not yours looks as if it did not exist."""

from __future__ import annotations

import pytest

from tests.bot.readers import Spoken, spoken
from tests.bot.web.conftest import Town
from tests.workflows import given as g
from tests.workflows.given import ANA, BEN, CHEN, DIEGO, EVA, LIN
from workflows.rights import acts

PAGES = ("/r/{n}", "/r/{n}/offer", "/r/{n}/withdraw", "/r/{n}/nothing", "/r/{n}/yes", "/r/{n}/a/b", "/r/{n}/")


@pytest.mark.parametrize("page", PAGES)
def test_a_page_that_is_not_yours_is_byte_for_byte_one_that_does_not_exist(asked: Town, page: str) -> None:
    chen = asked.browser(CHEN)
    theirs, unknown = chen.get(page.format(n=1)), chen.get(page.format(n=2))
    assert theirs.status == unknown.status == 404
    assert theirs.html == unknown.html
    assert {k: v for k, v in theirs.headers.items() if k != "date"} == {
        k: v for k, v in unknown.headers.items() if k != "date"
    }


@pytest.mark.parametrize("path", ["/r/1/offer", "/r/1/withdraw", "/r/1/reply", "/press"])
def test_what_is_sent_to_it_is_answered_the_same(asked: Town, path: str) -> None:
    chen = asked.browser(CHEN)
    mark = chen.get("/mine").hidden
    sent = {"act": "withdraw", "text": "hello", "f.words": "x"}
    theirs = chen.post(path, mark | sent | {"about": "1"})
    unknown = chen.post(path.replace("1", "2"), mark | sent | {"about": "2"})
    assert theirs.status == unknown.status == 404
    assert theirs.html == unknown.html
    assert [one.event.name for one in asked.house.store.history(1)] == ["raised"]


def test_numbers_that_are_none_find_nothing(asked: Town) -> None:
    ana = asked.browser(ANA)
    missing = ana.get("/r/99").html
    for number in (
        "0",
        "01",
        "-1",
        "abc",
        "1e3",
        "%EF%BC%91",
        "9" * 11,
        "9" * 5000,
        "%00",
        "%ff",
        "%F0%9F%98%80",
    ):
        answer = ana.get(f"/r/{number}")
        assert (answer.status, answer.html) == (404, missing), number


def test_each_side_sees_its_own_buttons(asked: Town) -> None:
    ana, ben = asked.browser(ANA).get("/r/1"), asked.browser(BEN).get("/r/1")
    assert "Withdraw" in ana.words
    assert "Make an offer" not in ana.words
    assert "Make an offer" in ben.words
    assert "Withdraw" not in ben.words


@pytest.mark.parametrize("act", [act.key for act in acts.TABLE if act.card == "department"])
def test_what_the_department_does_the_requester_cannot(asked: Town, act: str) -> None:
    ana = asked.browser(ANA)
    mark = ana.get("/r/1").hidden
    answers = mark | {"act": act, "about": "1", "f.text": "x", "f.day": g.FRIDAY.isoformat()}
    for path in ("/press", f"/r/1/{act}"):
        assert ana.post(path, answers).status in (303, 405, 409)
    assert [one.event.name for one in asked.house.store.history(1)] == ["raised"]


def test_what_is_confidential_is_not_on_the_page_of_those_who_may_not_read_it() -> None:
    house = spoken(g.asked(of=g.company()))
    house.asks("The lead of IT was rude to me", to="complaint")
    town = Town(house)
    for person in (BEN, LIN):
        page = town.browser(person).get("/r/2")
        assert page.status == 200
        assert "rude" not in page.html
        assert "Ana" not in page.html
        assert "confidential" in page.words
        assert 'name="text"' not in page.html
        assert "rude" not in town.browser(person).get("/department").html
        assert "rude" not in town.browser(person).get("/r/2/take").html
    assert "rude" in town.browser(ANA).get("/r/2").html


def test_taking_what_is_confidential_lets_its_owner_read_it() -> None:
    house = Spoken()
    house.asks("The lead of IT was rude to me", to="complaint")
    town = Town(house)
    ben = town.browser(BEN)
    assert "rude" in ben.presses("take").words
    assert "rude" not in town.browser(LIN).get("/r/1").html


def test_a_guest_is_told_so_whatever_they_open(asked: Town) -> None:
    diego = asked.stranger()
    diego.get(asked.links.signed(DIEGO, "/mine"))
    pages = [diego.get(path) for path in ("/r/1", "/r/99", "/mine", "/new")]
    assert {page.status for page in pages} == {403}
    assert len({page.html for page in pages}) == 1
    assert "colleagues" in pages[0].words


def test_a_request_passed_on_leads_back_to_a_list(asked: Town) -> None:
    ben = asked.browser(BEN)
    ben.get("/r/1")
    opened = ben.get("/r/1/route")
    answer = ben.post("/r/1/route", opened.hidden | {"f.workflow": "purchase"})
    assert (answer.status, answer.to) == (303, "/waiting")
    assert "Sent." in ben.get("/waiting").words
    assert ben.get("/r/1").status == 404
    assert asked.browser(EVA).get("/r/1").status == 200


def test_lists_hold_what_is_theirs(asked: Town) -> None:
    ana, ben, chen = (asked.browser(person) for person in (ANA, BEN, CHEN))
    assert "/r/1" in ana.get("/mine").html
    assert "/r/1" not in ana.get("/waiting").html
    assert "/r/1" in ben.get("/waiting").html
    assert "/r/1" in ben.get("/department").html
    assert "/r/1" not in ben.get("/mine").html
    assert all("/r/1" not in chen.get(f"/{which}").html for which in ("mine", "waiting", "department"))
    assert "You haven't asked for anything yet" in chen.get("/mine").words
    assert "no department" in chen.get("/department").words
