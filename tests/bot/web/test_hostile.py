"""Whatever is sent to the pages: one clear answer, no traceback, nothing changed."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.outbox.channel import Later
from bot.web.visit import HEADERS
from tests.bot.readers import Spoken
from tests.bot.web.conftest import HERE, Town
from tests.workflows.given import ANA, BEN
from workflows.ports import Profile

SCRIPT = "<script>alert(1)</script>{{7*7}}{% raw %}<a href='x'>\"'&amp;\u202e"
EVERY = (
    "/mine",
    "/waiting",
    "/department",
    "/new",
    "/r/1",
    "/r/1/offer",
    "/r/1/cannot",
    "/r/9",
    "/in",
    "/static/x",
)


def names(town: Town) -> list[str]:
    return [one.event.name for one in town.house.store.history(1)]


@pytest.mark.parametrize("path", EVERY)
@pytest.mark.parametrize("person", [None, ANA, BEN])
def test_every_answer_is_protected(asked: Town, path: str, person: str | None) -> None:
    visitor = asked.browser(person) if person else asked.stranger()
    answer = visitor.get(path)
    assert answer.status < 500
    assert {name: answer.headers[name] for name in HEADERS if name != "Cache-Control"} == {
        name: value for name, value in HEADERS.items() if name != "Cache-Control"
    }
    assert "no-store" in answer.headers["cache-control"]
    assert " style=" not in answer.html
    assert "onclick" not in answer.html


@pytest.mark.parametrize(
    "path", ["/r/1/ask", "/press", "/r/1/reply", "/new", "/out", "/language", "/r/1/withdraw"]
)
def test_what_is_sent_without_the_mark_of_a_page_is_not_done(asked: Town, path: str) -> None:
    ben = asked.browser(BEN)
    ana_mark = asked.browser(ANA).get("/mine").hidden
    sent = {"act": "take", "about": "1", "f.text": "x", "text": "x", "f.workflow": "help", "f.words": "x"}
    for mark in ({}, {"mark": ""}, {"mark": "é"}, {"mark": ana_mark["mark"]}):
        answer = ben.post(path, sent | mark)
        assert answer.status == 403
        assert "Nothing was done" in answer.words
    assert names(asked) == ["raised"]
    assert asked.house.store.last_number() == 1


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "https://yinuo.example.evil", "http://[", "x"]
)
def test_what_comes_from_another_site_is_not_done(asked: Town, origin: str) -> None:
    ben = asked.browser(BEN)
    sent = ben.get("/r/1").hidden | {"act": "take", "about": "1"}
    assert ben.post("/press", sent, origin=origin).status == 403
    assert names(asked) == ["raised"]
    assert ben.post("/press", sent, origin=HERE).status == 303


@pytest.mark.parametrize(
    "host", ["evil.example", "", "yinuo.example.evil", "[", "evil@yinuo.example.x", "a b"]
)
def test_another_host_is_turned_away(asked: Town, host: str) -> None:
    assert asked.browser(ANA).get("/mine", host=host).status == 400


@pytest.mark.parametrize(
    "host", ["yinuo.example", "YINUO.example:443", "127.0.0.1:3000", "localhost", "[::1]:3000"]
)
def test_our_own_names_are_let_in(asked: Town, host: str) -> None:
    assert asked.browser(ANA).get("/mine", host=host).status == 200


def test_too_much_at_once_is_turned_away(asked: Town) -> None:
    ben = asked.browser(BEN)
    mark = ben.get("/r/1").hidden["mark"]
    answer = ben.raw("/r/1/ask", f"mark={mark}&f.text=".encode() + b"x" * 300_000)
    assert answer.status == 413
    assert "too much" in answer.words
    assert names(asked) == ["raised"]


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"\xff\xfe\x00" * 50, "application/x-www-form-urlencoded"),
        (b"&" * 5000, "application/x-www-form-urlencoded"),
        (b"&".join(b"a%d=1" % n for n in range(5000)), "application/x-www-form-urlencoded"),
        (b"{}", "application/json"),
        (b"--x\r\n", "multipart/form-data; boundary=x"),
        (b"mark=%ZZ%", "application/x-www-form-urlencoded"),
        (b"", ""),
    ],
)
def test_a_body_that_no_page_makes_does_nothing(asked: Town, body: bytes, kind: str) -> None:
    ben = asked.browser(BEN)
    for path in ("/press", "/r/1/ask", "/new", "/language", "/out", "/r/1/reply"):
        assert 400 <= ben.raw(path, body, kind).status < 500
    assert names(asked) == ["raised"]


def test_bad_characters_are_taken_out_and_the_rest_is_kept(asked: Town) -> None:
    ben = asked.browser(BEN)
    opened = ben.get("/r/1/ask").hidden
    body = f"mark={opened['mark']}&f.text=a%00b%ED%A0%80%FFc".encode()
    assert ben.raw("/r/1/ask", body).status == 303
    question = asked.house.at(1).open_questions[0].text
    assert "\x00" not in question
    assert question.startswith("ab")
    assert question.endswith("c")


@pytest.mark.parametrize(
    "act", ["", "nothing", "reply", "raise", "show", "digest", "take_back", "../x", "accept"]
)
@pytest.mark.parametrize("about", ["1", "1:x", "1:9:9", "1:" + "9" * 5000, "1:\n", "11"])
def test_an_act_that_no_page_offers_does_nothing(asked: Town, act: str, about: str) -> None:
    ana = asked.browser(ANA)
    answer = ana.post("/press", ana.get("/r/1").hidden | {"act": act, "about": about})
    assert answer.status in (303, 404, 409)
    assert names(asked) == ["raised"]


@pytest.mark.parametrize("about", ["", "x", "1" * 40, "-1", "\x00", "²"])
def test_a_button_about_nothing_is_no_page(asked: Town, about: str) -> None:
    ana = asked.browser(ANA)
    assert ana.post("/press", ana.get("/r/1").hidden | {"act": "withdraw", "about": about}).status == 404


def test_what_people_wrote_is_shown_and_never_live() -> None:
    house = Spoken()
    house.asks(SCRIPT, goal=SCRIPT)
    town = Town(house)
    ana, ben = town.browser(ANA), town.browser(BEN)
    ben.sends("/r/1/ask", {"f.text": SCRIPT})
    ana.sends("/r/1", {"text": SCRIPT}, "/r/1/reply")
    ben.sends(
        "/r/1/offer",
        {
            "f.words": SCRIPT,
            "f.what-1": SCRIPT,
            "f.after-1": "day",
            "f.day-1": "2026-03-06",
            "f.beyond-1": SCRIPT,
        },
    )
    pages = [
        browser.get(page) for browser in (ana, ben) for page in ("/r/1", "/mine", "/waiting", "/department")
    ]
    pages += [ana.get("/r/1/change"), ben.get("/r/1/offer"), ben.get("/r/1/cannot"), ana.get("/r/1/withdraw")]
    for page in pages:
        assert page.status == 200
        assert "<script>alert" not in page.html
        assert "49" not in page.words
        assert "<a href='x'>" not in page.html
    assert "{{7*7}}" in pages[0].words


def test_words_in_the_address_are_words(town: Town) -> None:
    page = town.browser(ANA).get('/new?words=%3Cscript%3Ealert(1)%3C/script%3E&workflow="><script>')
    assert page.status == 200
    assert page.value("f.words") == "<script>alert(1)</script>"
    assert "<script>alert" not in page.html


def test_a_link_that_is_none_is_not_followed() -> None:
    town = Town(Spoken())
    town.house.asks()
    ben = town.browser(BEN)
    ben.sends("/r/1/do_it", {"f.day": "2026-03-06"})
    answer = ben.sends("/r/1/deliver", {"f.what": "x", "f.link": "javascript:alert(1)"})
    assert answer.status == 422
    assert "https://" in answer.error("link")


def test_what_breaks_is_a_sentence(asked: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    ana = asked.browser(ANA)

    def broken(*_: object) -> Profile:
        raise RuntimeError("a secret inside")

    monkeypatch.setattr(asked.house.speaker, "whole", broken)
    answer = ana.get("/r/1")
    assert answer.status == 500
    assert "secret inside" not in answer.html
    assert "Traceback" not in answer.html
    assert "went wrong" in answer.words


def test_while_nobody_knows_who_is_who_one_is_asked_to_wait(
    asked: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana = asked.browser(ANA)

    def away(_: str) -> Profile:
        raise Later(5, "rate limited")

    monkeypatch.setattr(asked.house.desk.directory, "profile", away)
    answer = ana.get("/r/1")
    assert answer.status == 503
    assert "in a minute" in answer.words


text = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
key = st.sampled_from(["mark", "once", "about", "act", "update", "text", "to", "language"]) | st.builds(
    "f.{}".format,
    st.sampled_from(
        ["words", "conditions", "count", "day-1", "what-1", "meets-1", "cost-1", "open_until", "q.wished"]
    )
    | text,
)
value = text | st.sampled_from(
    ["0", "1", "2", "3", "2026-03-06", "0000-00-00", "9" * 300, "-1", "1e9", "help"]
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(answers=st.dictionaries(key, value | st.lists(value, max_size=4), max_size=12), page=st.data())
def test_no_form_breaks_whatever_is_filled_in(
    asked: Town, answers: dict[str, object], page: st.DataObject
) -> None:
    person, path = page.draw(
        st.sampled_from(
            [(BEN, "/r/1/offer"), (BEN, "/r/1/do_it"), (ANA, "/new"), (ANA, "/r/1/answer"), (BEN, "/press")]
        )
    )
    visitor = asked.browser(person)
    mark = visitor.get("/mine").hidden["mark"]
    assert visitor.post(path, answers | {"mark": mark}).status < 500
