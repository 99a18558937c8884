"""Coming in: signed links, a platform's own sign-in, sessions, the language, and going out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine

from bot.web.links import Links
from tests.bot.readers import spoken
from tests.bot.web.conftest import HERE, SECRET, SomeWhere, Town
from tests.workflows import given as g
from tests.workflows.given import ANA, BEN

ELSEWHERE = (
    "https://evil.example", "//evil.example", "/\\evil.example", "/mine/../../x", "javascript:alert(1)", "/r/1@evil",
    "/in?t=x", "/out", "\thttps://evil.example", "/r/1\r\nSet-Cookie: x=1", "/mine#//evil", "", "/mine\\", "/unknown",
    "/static/form.js", "/r/0", "/r/1/a/b", "/new?words=\n",
)  # fmt: skip


@pytest.fixture
def wecom(asked: Town) -> Town:
    """WeCom can tell who somebody is."""
    return Town(asked.house, {"wecom": SomeWhere()})


def platform(town: Town) -> SomeWhere:
    return town.platforms["wecom"]


def query(url: str) -> dict[str, str]:
    return {key: values[0] for key, values in parse_qs(urlsplit(url).query).items()}


def test_a_signed_link_lets_its_person_in_and_leads_to_its_page(asked: Town) -> None:
    ana = asked.stranger()
    answer = ana.get(asked.links.signed(ANA, "/r/1/change?about=1"))
    assert (answer.status, answer.to) == (303, "/r/1/change?about=1")
    assert ana.get("/r/1").status == 200


def test_the_cookie_is_kept_from_scripts_and_other_sites(asked: Town) -> None:
    cookie = asked.stranger().get(asked.links.signed(ANA, "/mine")).headers["set-cookie"].casefold()
    for part in ("httponly", "samesite=lax", "secure", "max-age=43200", "path=/"):
        assert part in cookie
    plain = Town(asked.house, public_url="http://127.0.0.1:3000")
    assert (
        "secure"
        not in plain.stranger().get(plain.links.signed(ANA, "/mine")).headers["set-cookie"].casefold()
    )


@pytest.mark.parametrize("to", ELSEWHERE)
def test_a_sign_in_leads_nowhere_but_to_our_pages(wecom: Town, to: str) -> None:
    assert wecom.stranger().get(wecom.links.signed(ANA, to)).to == "/mine"
    visitor = wecom.stranger()
    platform(wecom).codes["c"] = ANA
    state = query(visitor.client.get("/in/wecom", params={"to": to}).headers["location"])["state"]
    assert visitor.get(f"/in/wecom/back?code=c&state={state}").to == "/mine"
    ana = wecom.browser(ANA)
    assert ana.post("/language", ana.get("/mine").hidden | {"language": "zh", "to": to}).to == "/mine"


def test_a_link_is_good_for_a_quarter_of_an_hour(asked: Town) -> None:
    with time_machine.travel("2026-03-02T01:00:00Z", tick=False) as clock:
        link = asked.links.signed(ANA, "/mine")
        clock.shift(899)
        assert asked.stranger().get(link).status == 303
        clock.shift(2)
        answer = asked.stranger().get(link)
    assert answer.status == 403
    assert "run out" in answer.words
    assert "链接已经过期" in answer.words


def test_a_session_ends_after_twelve_hours(asked: Town) -> None:
    with time_machine.travel("2026-03-02T01:00:00Z", tick=False) as clock:
        ana = asked.browser(ANA)
        clock.shift(12 * 3600 - 1)
        assert asked.links.read("x") is None
        assert ana.get("/mine").status in (200, 401)  # the browser may have dropped the cookie already
        clock.shift(2)
        assert ana.get("/mine").status == 401


@pytest.mark.parametrize("token", ["", "x", "e30.e30.e30", "\x00", "%ff", "é", "a.b", "." * 5000])
def test_a_forged_link_lets_nobody_in(asked: Town, token: str) -> None:
    stranger = asked.stranger()
    answer = stranger.client.get("/in", params={"t": token, "to": "/r/1"})
    assert answer.status_code == 403
    assert stranger.get("/r/1").status == 401


def test_what_was_signed_for_something_else_is_no_link(asked: Town) -> None:
    links = asked.links
    other = Links(HERE, "another-secret-of-our-own")
    for token in (
        links.seal("session").dumps(ANA),
        links.seal("said").dumps(ANA),
        other.seal("link").dumps(ANA),
        links.seal("link").dumps({"person": ANA}),
    ):
        assert links.read(token) is None
    signed = links.read(links.seal("link").dumps(ANA))
    assert signed is not None
    assert signed.person == ANA


def test_a_link_token_is_no_session(asked: Town) -> None:
    stranger = asked.stranger()
    stranger.client.cookies.set("yinuo", asked.links.seal("link").dumps(ANA))
    assert stranger.get("/mine").status == 401


def test_somebody_elses_link_asks_before_it_changes_who_you_are(asked: Town) -> None:
    ben = asked.browser(BEN)
    page = ben.get(asked.links.signed(ANA, "/r/1"))
    assert page.status == 200
    assert "This link is for Ana Silva" in page.words
    assert "Make an offer" in ben.get("/r/1").words
    token = query(asked.links.signed(ANA, "/r/1"))["t"]
    assert ben.post("/in", {"t": token, "to": "/r/1"}).status == 403
    assert ben.post("/in", page.hidden | {"t": token, "to": "/r/1"}).to == "/r/1"
    assert "Withdraw" in ben.get("/r/1").words


def test_what_was_typed_when_a_session_ended_can_be_copied(asked: Town) -> None:
    ben = asked.browser(BEN)
    opened = ben.get("/r/1/ask")
    ben.client.cookies.clear()
    for page in (
        ben.post("/r/1/ask", opened.hidden | {"f.text": "哪一个账号？<b>"}),
        ben.post("/r/1/reply", opened.hidden | {"text": "哪一个账号？<b>"}),
    ):
        assert page.status == 401
        assert page.html.count("哪一个账号？&lt;b&gt;") == 1
    assert "copy" not in ben.get("/r/1/ask").words


def test_the_same_person_again_keeps_their_open_forms_good(asked: Town) -> None:
    ben = asked.browser(BEN)
    opened = ben.get("/r/1/ask")
    ben.get(asked.links.signed(BEN, "/r/1"))
    assert ben.post("/r/1/ask", opened.hidden | {"f.text": "Which one?"}).status == 303


def test_whoever_is_not_in_hears_how_to_come_in_whatever_they_ask_for(asked: Town) -> None:
    pages = [asked.stranger().get(path) for path in ("/r/1", "/r/99", "/mine", "/r/1/offer", "/new")]
    assert {page.status for page in pages} == {401}
    assert len({page.html for page in pages}) == 1
    assert "open this page from the chat" in pages[0].words
    assert "请从聊天中打开本页" in pages[0].words


def test_in_wecoms_own_browser_one_is_taken_to_its_sign_in(wecom: Town) -> None:
    visitor = wecom.stranger()
    answer = visitor.get("/r/1/offer?about=1", user_agent="Mozilla wxwork/4.1 MicroMessenger/7")
    assert answer.to == "/in/wecom?to=%2Fr%2F1%2Foffer%3Fabout%3D1"
    assert "/in/wecom?to=%2Fr%2F1" in visitor.get("/r/1", user_agent="Mozilla").html


def test_wecom_tells_who_it_is(wecom: Town) -> None:
    visitor = wecom.stranger()
    sent = visitor.get("/in/wecom?to=/r/1/offer%3Fabout%3D1").to
    assert platform(wecom).back == f"{HERE}/in/wecom/back"
    platform(wecom).codes["code"] = BEN
    answer = visitor.get(f"/in/wecom/back?code=code&state={query(sent)['state']}")
    assert (answer.status, answer.to) == (303, "/r/1/offer?about=1")
    assert visitor.get("/r/1/offer").status == 200


def test_the_way_back_is_for_the_browser_that_went_once_and_soon(wecom: Town) -> None:
    codes = platform(wecom).codes
    with time_machine.travel("2026-03-02T01:00:00Z", tick=False) as clock:
        mine, other = wecom.stranger(), wecom.stranger()
        state = query(mine.get("/in/wecom?to=/mine").to)["state"]
        codes.update(dict.fromkeys("abcdef", BEN))
        assert other.get(f"/in/wecom/back?code=a&state={state}").status == 403
        assert mine.get(f"/in/wecom/back?code=b&state={'0' * 32}").status == 403
        assert mine.get("/in/wecom/back?code=b").status == 403
        assert mine.get(f"/in/wecom/back?code=b&state={state}").status == 303
        assert mine.get(f"/in/wecom/back?code=c&state={state}").status == 403
        state = query(mine.get("/in/wecom?to=/mine").to)["state"]
        clock.shift(601)
        assert mine.get(f"/in/wecom/back?code=d&state={state}").status == 403
    assert other.get("/mine").status == 401


def test_two_tabs_may_sign_in_at_once(wecom: Town) -> None:
    visitor = wecom.stranger()
    one, two = (query(visitor.get(f"/in/wecom?to=/r/{n}").to)["state"] for n in (1, 2))
    platform(wecom).codes.update({"a": ANA, "b": ANA})
    assert visitor.get(f"/in/wecom/back?code=a&state={one}").to == "/r/1"
    assert visitor.get(f"/in/wecom/back?code=b&state={two}").to == "/r/2"


def test_who_is_unknown_to_the_platform_does_not_come_in(wecom: Town) -> None:
    visitor = wecom.stranger()
    state = query(visitor.get("/in/wecom?to=/mine").to)["state"]
    answer = visitor.get(f"/in/wecom/back?code=unknown&state={state}")
    assert answer.status == 403
    assert "没能认出您是谁" in answer.words
    assert visitor.get("/in/other?to=/mine").status == 401


def test_out_is_out(asked: Town) -> None:
    ana = asked.browser(ANA)
    assert ana.post("/out", {}).status == 403
    assert "signed out" in ana.post("/out", ana.get("/mine").hidden).words
    assert ana.get("/mine").status == 401


def test_out_is_out_for_a_copied_cookie_and_for_every_link_until_then(asked: Town) -> None:
    ana, thief = asked.browser(ANA), asked.stranger()
    link = asked.links.signed(ANA, "/mine")
    thief.client.cookies.update(ana.client.cookies)
    assert thief.get("/mine").status == 200
    with time_machine.travel(datetime.now(UTC) + timedelta(seconds=5)):
        ana.post("/out", ana.get("/mine").hidden)
        assert thief.get("/mine").status == 401
        assert "run out" in thief.get(link).words
        assert thief.get(asked.links.signed(ANA, "/mine")).status == 303
        assert asked.browser(BEN).get("/r/1").status == 200


def test_the_language_is_chosen_on_any_page_and_kept(asked: Town) -> None:
    ana = asked.browser(ANA)
    page = ana.get("/r/1")
    assert 'lang="en"' in page.html
    answer = ana.post("/language", page.hidden | {"language": "zh", "to": "/r/1"})
    assert answer.to == "/r/1"
    page = ana.get("/r/1")
    assert 'lang="zh-CN"' in page.html
    assert "来龙去脉" in page.words
    assert asked.notes.noted(f"language:{ANA}") == "zh"
    ana.post("/language", page.hidden | {"language": "tlh", "to": "/r/1"})
    assert asked.notes.noted(f"language:{ANA}") == "zh"


def test_a_session_of_another_house_is_none(asked: Town) -> None:
    other = Town(spoken(g.asked()))
    other.links = Links(HERE, SECRET + "-changed")
    stranger = asked.stranger()
    stranger.client.cookies.set("yinuo", other.links.seal("session").dumps({"person": ANA, "id": "x"}))
    assert stranger.get("/mine").status == 401


@pytest.mark.parametrize("kept", ["text", 1, None, [], {"person": ANA}, {"person": 1, "id": "x"}])
def test_a_session_of_another_shape_is_none(asked: Town, kept: object) -> None:
    stranger = asked.stranger()
    stranger.client.cookies.set("yinuo", asked.links.seal("session").dumps(kept))
    assert stranger.get("/mine").status == 401


def test_a_human_being_on_two_platforms_is_one_person_here(wecom: Town) -> None:
    wecom.house.company = wecom.house.company.model_copy(update={"people": ((BEN, "wecom:ben"),)})
    ben = wecom.browser(BEN)
    opened = ben.get("/r/1/ask")
    state = query(ben.get("/in/wecom?to=/r/1").to)["state"]
    platform(wecom).codes["code"] = "wecom:ben"
    assert ben.get(f"/in/wecom/back?code=code&state={state}").to == "/r/1"
    assert ben.get(wecom.links.signed("wecom:ben", "/mine")).status == 303
    assert ben.post("/r/1/ask", opened.hidden | {"f.text": "Which one?"}).status == 303
    assert wecom.house.at(1).asked[0].by == BEN


def test_the_bare_address_leads_to_ones_own_requests(asked: Town) -> None:
    assert asked.browser(ANA).get("/").to == "/mine"
    assert asked.stranger().get("/").status == 401


@pytest.mark.parametrize("path", ["/insights", "/admin", "/wp-login.php", "/r", "/in/", "/static/../app.py"])
def test_whatever_is_not_there_is_the_friendly_page(asked: Town, path: str) -> None:
    ana = asked.browser(ANA)
    answer = ana.get(path)
    assert answer.status == 404
    assert answer.words == ana.get("/r/999").words
