"""Cards, forms and homes as Block Kit: exactly so for the golden ones, within Slack's limits for any."""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.cards.elements import (
    Button,
    Buttons,
    Card,
    Checklist,
    Details,
    Element,
    Fact,
    Field,
    Form,
    FormNote,
    Home,
    More,
    Row,
    Rule,
    Who,
    Words,
)
from bot.playground.limits import check_message, check_view
from bot.service.json_types import Json
from bot.slack import render
from tests.bot.slack import samples

GOLDEN = Path(__file__).parent / "golden"
RENDERED: dict[str, Json] = {
    "request": render.message(samples.REQUEST),
    "delivered": render.message(samples.DELIVERED),
    "raise": render.modal_view(samples.RAISE),
    "home": render.home_view(samples.PAGE),
    "card_view": render.card_view(samples.DELIVERED),
}


@pytest.mark.parametrize("name", sorted(RENDERED))
def test_it_looks_as_it_was_agreed_to(name: str) -> None:
    """`GOLDEN=1 pytest` writes the files anew; look at the difference before you commit it."""
    shown = json.dumps(RENDERED[name], ensure_ascii=False, indent=2) + "\n"
    if os.environ.get("GOLDEN"):
        (GOLDEN / f"{name}.json").write_text(shown)
    assert shown == (GOLDEN / f"{name}.json").read_text()


TEXT = st.one_of(
    st.text(max_size=40),
    st.text(st.characters(exclude_categories=()), max_size=20),
    st.sampled_from(["", " ", "\u202e", "\ud800", "<!channel> & <@U1>", "a\nb\n\n"]),
    st.builds(
        lambda char, times: char * times,
        st.sampled_from("&<字a \u200b👩"),
        st.sampled_from([75, 151, 3001, 9000]),
    ),
)
BUTTON = st.builds(
    Button,
    act=TEXT,
    label=TEXT,
    about=TEXT,
    style=st.sampled_from(["plain", "primary", "danger"]),
    sure=st.none() | TEXT,
)
BUTTONS = st.lists(BUTTON, max_size=12).map(tuple)
PERSON = st.sampled_from(["slack:U0ANA", "wecom:ZhangSan", "slack:<!channel>", ""])
WEIGHT = st.sampled_from(["body", "strong", "quiet", "quote"])
ELEMENT: st.SearchStrategy[Element] = st.one_of(
    st.builds(Words, text=TEXT, weight=WEIGHT),
    st.builds(Details, facts=st.lists(st.builds(Fact, label=TEXT, value=TEXT), max_size=12).map(tuple)),
    st.builds(
        Checklist,
        title=TEXT,
        items=st.lists(st.tuples(TEXT, st.sampled_from([True, False, None])), max_size=6).map(tuple),
    ),
    st.builds(Who, person=PERSON, text=TEXT),
    st.builds(Buttons, buttons=BUTTONS),
    st.builds(More, label=TEXT, buttons=BUTTONS),
    st.just(Rule()),
    st.builds(Row, title=TEXT, detail=TEXT, buttons=st.lists(BUTTON, max_size=6).map(tuple)),
)
TONE = st.sampled_from(["neutral", "good", "warn", "bad"])
CARD = st.builds(
    Card, title=TEXT, summary=TEXT, tone=TONE, elements=st.lists(ELEMENT, max_size=14).map(tuple)
) | st.builds(Card, title=TEXT, summary=TEXT, elements=st.builds(lambda e: (e,) * 120, ELEMENT))
VALUE = st.one_of(st.none(), TEXT, st.dates(), st.lists(TEXT, max_size=3).map(tuple), PERSON)
FIELD = st.builds(
    Field,
    key=TEXT,
    label=TEXT,
    kind=st.sampled_from(["line", "text", "choice", "checks", "date", "person", "number"]),
    hint=st.none() | TEXT,
    placeholder=st.none() | TEXT,
    required=st.booleans(),
    value=VALUE,
    choices=st.lists(st.tuples(TEXT, TEXT), max_size=12).map(tuple),
    limit=st.sampled_from([-1, 0, 1, 80, 3000, 9000]),
    refresh=st.booleans(),
)
QUESTION = FIELD | st.builds(FormNote, text=TEXT, weight=WEIGHT)
FORM = st.builds(
    Form,
    act=TEXT,
    about=TEXT,
    title=TEXT,
    submit=TEXT,
    close=TEXT,
    fields=st.lists(QUESTION, max_size=12).map(tuple),
) | st.builds(
    Form,
    act=TEXT,
    about=TEXT,
    title=TEXT,
    submit=TEXT,
    close=TEXT,
    fields=st.builds(lambda f: (f,) * 110, QUESTION),
)
often = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@often
@given(CARD)
def test_any_card_is_a_message_that_slack_takes(card: Card) -> None:
    message = render.message(card)
    check_message(message["blocks"])
    text = message["text"]
    assert isinstance(text, str)
    assert 0 < len(text) <= 4000
    json.dumps(message, ensure_ascii=False).encode()


@often
@given(CARD)
def test_any_card_is_a_modal_that_slack_takes(card: Card) -> None:
    check_view(render.card_view(card), "modal")


@often
@given(FORM)
def test_any_form_is_a_modal_that_slack_takes(form: Form) -> None:
    view = render.modal_view(form)
    check_view(view, "modal")
    json.dumps(view, ensure_ascii=False).encode()


@often
@given(st.lists(ELEMENT, max_size=20).map(tuple))
def test_any_home_is_a_view_that_slack_takes(elements: tuple[Element, ...]) -> None:
    check_view(render.home_view(Home(elements=elements)), "home")


@often
@given(CARD)
def test_only_whom_a_card_addresses_is_mentioned(card: Card) -> None:
    shown = json.dumps(_mrkdwn(render.message(card)["blocks"]))
    addressed = any(isinstance(element, Who) and element.person == "slack:U0ANA" for element in card.elements)
    rest = shown.replace("<@U0ANA>", "") if addressed else shown
    assert "<" not in rest


def _mrkdwn(part: object) -> list[str]:
    match part:
        case {"type": "mrkdwn", "text": str(text)}:
            return [text]
        case dict():
            return [text for value in part.values() for text in _mrkdwn(value)]
        case list():
            return [text for value in part for text in _mrkdwn(value)]
        case _:
            return []


def test_whoever_is_mentioned_is_named_once() -> None:
    addressed = Card(title="", summary="…", elements=(Who(person="slack:U0BEN", text="Ben Okoro"),))
    assert _mrkdwn(render.message(addressed)["blocks"]) == ["<@U0BEN>"]


@pytest.mark.parametrize("typed", ["*all* of it", "_now_", "run `rm`", "~gone~", ":fire: here"])
def test_words_in_a_list_stand_as_they_were_typed(typed: str) -> None:
    row = Row(title=f"#1 · {typed}", detail="Exploring", buttons=())
    blocks = render.message(Card(title="", summary="…", elements=(row,)))["blocks"]
    assert _mrkdwn(blocks) == []
    assert typed in json.dumps(blocks)


@pytest.mark.parametrize("value", ["Look at *this* :bug: ~now~", "a long one, " * 20 + "end"])
def test_what_is_long_or_looks_like_markup_stands_across_and_as_it_was_typed(value: str) -> None:
    facts = (Fact(label="State", value="Offered"), Fact(label="A word", value=value))
    card = Card(title="", summary="…", elements=(Details(facts=facts),))
    blocks = render.message(card)["blocks"]
    assert _mrkdwn(blocks) == ["*State*\nOffered"]
    assert value in json.dumps(blocks)


def test_a_long_list_keeps_its_buttons() -> None:
    rows = tuple(Row(title=f"#{number}", detail="…") for number in range(200))
    last = Buttons(buttons=(Button(act="all", label="Open page", about=""),))
    blocks = render.message(Card(title="Team", summary="200 requests", elements=(*rows, last)))["blocks"]
    assert isinstance(blocks, list)
    assert len(blocks) <= 50
    assert blocks[-1]["elements"][0]["action_id"] == "eoac:all"
    assert blocks[-2]["type"] == "context"


def test_the_same_act_twice_in_a_row_of_buttons_has_two_ids() -> None:
    pair = Buttons(
        buttons=(Button(act="accept", label="A", about="1"), Button(act="accept", label="B", about="2"))
    )
    blocks = render.message(Card(title="t", summary="s", elements=(pair,)))["blocks"]
    assert isinstance(blocks, list)
    assert [one["action_id"] for one in blocks[-1]["elements"]] == ["eoac:accept", "eoac:accept:2"]


def test_a_title_too_long_for_a_modal_stands_whole_inside() -> None:
    title = "What exactly should be different afterwards?"
    view = render.modal_view(Form(act="a", about="", title=title, submit="Send", close="No", fields=()))
    assert view["title"] == {"type": "plain_text", "text": "What exactly should be…", "emoji": True}
    assert title in json.dumps(view["blocks"])


def test_the_fingerprint_changes_with_what_is_shown() -> None:
    one, other = render.message(samples.REQUEST), render.message(samples.DELIVERED)
    assert render.rendered_fingerprint(one) == render.rendered_fingerprint(json.loads(json.dumps(one)))
    assert render.rendered_fingerprint(one) != render.rendered_fingerprint(other)


def test_a_day_is_a_day() -> None:
    form = Form(
        act="a",
        about="",
        title="t",
        submit="s",
        close="c",
        fields=(Field(key="day", label="Day", kind="date", value=date(2026, 2, 3)),),
    )
    assert '"initial_date": "2026-02-03"' in json.dumps(render.modal_view(form))
