"""For the department alone: notes, and how this person's last requests ended. And one vow after a yes."""

from __future__ import annotations

import pytest

from bot.cards.elements import Field, Form, FormNote
from bot.cards.speak import Speaker
from bot.forms.table import form_for
from bot.inbox import incoming as i
from bot.inbox.answer import OpenForm, Whisper
from bot.inbox.front import Front
from bot.inbox.lists import show_list
from bot.web.history import history_lines
from tests.bot.inbox.test_front import Desk
from tests.bot.readers import LANGUAGES, Spoken, acts_of, all_of, spoken, texts_of
from tests.bot.web.conftest import Town
from tests.workflows import given as g
from tests.workflows.given import ANA, BEN, CHEN, EVA, LIN, MARIA
from tests.workflows.phases.test_for_whom import raised
from workflows.definition import Company
from workflows.facts import Refused
from workflows.languages import Language
from workflows.phases.confirm import Rate
from workflows.phases.explore import Raise
from workflows.phases.noting import AddNote
from workflows.state.values import Person

SECRET = "Her third password this month"
OLGA = "slack:U0OLGA"  # another member of IT
VOWS = (g.both("We call you by name"), g.both("We tell you before you ask"))


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> Language:
    return "zh" if request.param == "zh" else "en"


def company(channel: str = "slack:C0IT") -> Company:
    it = g.IT.model_copy(update={"members": (BEN, OLGA), "channel": channel, "vows": VOWS})
    return g.company().model_copy(update={"departments": {"it": it, "buy": g.BUY}})


def asked(language: Language = "en", to: str = "help", channel: str = "slack:C0IT") -> Spoken:
    house = Spoken(language, of=company(channel))
    house.asks(to=to)
    return house


def noted(language: Language = "en") -> Spoken:
    """Ben has written something down that Ana is never to read."""
    house = asked(language)
    house.does(BEN, "take")
    house.does(BEN, "note", AddNote(text=SECRET))
    return house


def notes(house: Spoken, by: Person) -> None:
    house.does(by, "note", AddNote(text=SECRET))


# Notes


@pytest.mark.parametrize("reader", [BEN, LIN, OLGA])
def test_the_department_reads_it_on_the_whole_card_and_in_its_list(
    reader: Person, language: Language
) -> None:
    house = noted(language)
    assert SECRET in all_of(house.speaker.whole(house.request, reader))
    assert SECRET in all_of(show_list(house.speaker, reader, "team"))


def test_the_owner_reads_it_on_what_they_are_told(language: Language) -> None:
    assert SECRET in all_of(noted(language).owners_card(BEN, "nudged", by=ANA))


@pytest.mark.parametrize("channel", ["slack:C0IT", ""])
def test_nobody_else_ever_reads_it(channel: str, language: Language) -> None:
    """Through everything that may happen: channel, thread, the requester's cards, lists, page, and their bad end."""
    house = asked(language, channel=channel)
    notes(house, OLGA)
    for by, act in (
        (BEN, "take"), (BEN, "offer"), (ANA, "accept"), (BEN, "note"), (BEN, "deliver"), (ANA, "no"),
        (ANA, "follow_up"), (ANA, "listen"), (LIN, "restate"),
    ):  # fmt: skip
        house.does(by, act, AddNote(text=SECRET) if act == "note" else None)
        for notice in house.notices():
            if notice.place != "person" or notice.to == ANA:
                assert SECRET not in all_of(house.card(notice))
        assert SECRET not in all_of(house.channel_card())
        for reader in (ANA, CHEN, MARIA, EVA):
            assert SECRET not in all_of(house.speaker.home(reader))
            assert SECRET not in all_of(house.speaker.whole(house.request, reader))
            assert SECRET not in all_of(show_list(house.speaker, reader, "mine"))
    assert SECRET not in str(history_lines(house.speaker.view(house.request, ANA)))


def hinted(house: Spoken) -> bool:
    """Whether the card in the channel says that there is something to read."""
    house.speaker = Speaker(house.desk, pages=True)
    shown = "\n".join(texts_of(house.channel_card()))
    return "A note for the department" in shown or "部门内部有一条备注" in shown


def test_the_channels_card_says_that_there_is_one(language: Language) -> None:
    assert not hinted(asked(language))
    assert hinted(noted(language))
    assert SECRET not in all_of(noted(language).channel_card())


def test_several_are_counted(language: Language) -> None:
    house = noted(language)
    notes(house, LIN)
    house.speaker = Speaker(house.desk, pages=True)
    assert {"en": "2 notes for", "zh": "有 2 条备注"}[language] in "\n".join(texts_of(house.channel_card()))


def test_it_says_so_to_nobody_else(language: Language) -> None:
    house = noted(language)
    house.speaker = Speaker(house.desk, pages=True)
    for card in (house.requesters_card(), house.speaker.whole(house.request, ANA)):
        assert {"en": "for the department", "zh": "备注"}[language] not in "\n".join(texts_of(card))


def test_nor_where_whoever_asks_reads_the_channel_or_where_it_is_confidential(language: Language) -> None:
    house = Spoken(language, of=company())
    house.asks(by=OLGA)
    notes(house, LIN)
    assert not hinted(house)
    secret = asked(language, to="complaint")
    secret.does(BEN, "take")
    notes(secret, BEN)
    assert not hinted(secret)


def test_nor_where_it_has_been_passed_on_since() -> None:
    house = noted()
    house.does(BEN, "route")
    assert not hinted(house)


def test_it_tells_nobody_and_moves_nothing() -> None:
    house = asked()
    house.told()
    before = house.request
    notes(house, LIN)
    assert house.told() == []
    assert (house.request.ball, house.request.since) == (before.ball, before.since)
    assert house.request.notes[0].by == LIN


def test_it_can_be_written_when_all_is_over() -> None:
    house = asked()
    house.does(ANA, "withdraw")
    notes(house, OLGA)
    assert "note" in acts_of(house.speaker.whole(house.request, OLGA))
    assert "note" not in acts_of(house.channel_card()), "a card in a channel comes to rest"


@pytest.mark.parametrize("by", [ANA, CHEN, MARIA, EVA])
def test_nobody_else_writes_any(by: Person) -> None:
    with pytest.raises(Refused):
        notes(asked(), by)


def test_a_requester_of_that_department_is_a_requester_first(language: Language) -> None:
    house = Spoken(language, of=company())
    house.asks(by=OLGA)
    house.does(BEN, "note", AddNote(text=SECRET))
    with pytest.raises(Refused, match="not_yours"):
        notes(house, OLGA)
    shown = house.speaker.whole(house.request, OLGA)
    assert SECRET not in all_of(shown)
    assert "note" not in acts_of(shown)
    assert SECRET not in all_of(show_list(house.speaker, OLGA, "team"))
    assert SECRET not in Town(house).browser(OLGA).get("/r/1").words


def test_nor_does_a_colleague_it_was_raised_for_or_whoever_raised_it() -> None:
    house = spoken(raised(by=BEN, colleague=LIN))
    with pytest.raises(Refused, match="not_yours"):
        house.does(LIN, "note")
    with pytest.raises(Refused, match="not_yours"):
        house.does(BEN, "note")


def test_of_what_is_confidential_only_the_owner_writes_and_reads(language: Language) -> None:
    house = asked(language, to="complaint")
    with pytest.raises(Refused, match="take_it_first"):
        notes(house, BEN)
    house.does(BEN, "take")
    notes(house, BEN)
    with pytest.raises(Refused, match="taken_by_another"):
        notes(house, LIN)
    assert SECRET in all_of(house.speaker.whole(house.request, BEN))
    for reader in (LIN, OLGA, ANA, MARIA):
        assert SECRET not in all_of(house.speaker.whole(house.request, reader))
        assert SECRET not in all_of(show_list(house.speaker, reader, "team"))


def test_a_press_opens_its_form_and_the_form_saves_it(language: Language) -> None:
    desk = Desk(asked(), language)
    answer = desk.presses(OLGA, "note")
    assert isinstance(answer, OpenForm)
    assert [field.key for field in answer.form.fields if isinstance(field, Field)] == ["text"]
    desk.sends(OLGA, "note", text=SECRET)
    assert desk.house.at(1).notes[0].text == SECRET


def test_on_a_page_it_stands_with_its_form(language: Language) -> None:
    town = Town(asked(language))
    page = town.browser(OLGA).sends("/r/1/note", {"f.text": SECRET})
    assert SECRET in page.words
    assert SECRET not in town.browser(ANA).get("/r/1").words


# What they asked before


def third_time(language: Language = "en") -> Spoken:
    """Ana has asked twice before: one was praised, one went wrong and is Lin's; and once in confidence."""
    house = Spoken(language, of=company())
    house.asks("Mail on my phone")
    for by, act in ((BEN, "done"), (ANA, "yes"), (ANA, "rate")):
        house.does(by, act)
    house.asks("The printer, " + "again " * 40)
    for by, act in ((BEN, "done"), (ANA, "no")):
        house.does(by, act)
    house.does(ANA, "rate", Rate(result=1, words=SECRET))
    house.asks("He shouts at me", to="complaint")
    house.asks("A new password")
    return house


def notes_of(form: Form) -> str:
    return "\n".join(one.text for one in form.fields if isinstance(one, FormNote))


@pytest.mark.parametrize("act", ["offer", "do_it"])
def test_the_forms_begin_with_what_this_person_asked_before(act: str, language: Language) -> None:
    house = third_time(language)
    said = notes_of(form_for(act, house.speaker.view(house.request, OLGA), house.facts(OLGA)))
    assert "#1 · Mail on my phone" in said
    assert {"en": "Closed: satisfied", "zh": "已关闭：满意"}[language] in said
    assert {"en": "Above", "zh": "好于预期"}[language] in said
    assert "#2 · The printer" in said
    assert SECRET not in said
    assert "shouts" not in said
    assert max(map(len, said.splitlines())) < 150


def test_the_owner_reads_it_on_the_page_and_others_do_not(language: Language) -> None:
    house = third_time(language)
    house.does(BEN, "take")
    assert "#1 · Mail" in " ".join(texts_of(house.speaker.whole(house.request, BEN)))
    for reader in (OLGA, LIN, ANA):
        assert "#1 · Mail" not in " ".join(texts_of(house.speaker.whole(house.request, reader)))


def test_a_score_that_is_not_theirs_to_read_is_left_out() -> None:
    house = third_time()
    assert "Far below" not in notes_of(
        form_for("offer", house.speaker.view(house.request, OLGA), house.facts())
    )


def test_three_are_enough_and_other_departments_stay_apart() -> None:
    house = Spoken(of=company())
    for n in range(5):
        house.asks(f"Wish {n}")
    house.desk.raise_request(ANA, Raise(workflow="purchase", words="A screen"))
    said = notes_of(form_for("offer", house.speaker.view(house.request, BEN), house.facts()))
    assert [n for n in range(5) if f"Wish {n}" in said] == [1, 2, 3]
    assert "A screen" not in said


def test_whoever_asks_for_the_first_time_has_no_past(language: Language) -> None:
    house = asked(language)
    assert house.speaker.view(house.request, BEN).past() == ()


# Vows


def solved(language: Language = "en") -> Spoken:
    house = asked(language)
    house.does(BEN, "done")
    house.does(ANA, "yes")
    return house


def rating(house: Spoken) -> dict[str, Field]:
    form = form_for("rate", house.speaker.view(house.request, ANA), house.facts(ANA))
    return {one.key: one for one in form.fields if isinstance(one, Field)}


def test_after_a_yes_one_vow_is_asked_about_and_can_be_left_open(language: Language) -> None:
    field = rating(solved(language))["kept"]
    assert "We tell you before you ask" in field.label
    assert [key for key, _ in field.choices] == ["yes", "no"]
    assert not field.required


def test_the_next_request_is_asked_about_another_one() -> None:
    house = solved()
    house.asks()
    house.does(BEN, "done")
    house.clock.tick(days=8)
    house.does(ANA, "yes")
    assert "We call you by name" in rating(house)["kept"].label


def test_it_is_kept_with_the_rating(language: Language) -> None:
    desk = Desk(solved(), language)
    desk.sends(ANA, "rate", kept="no", result="5")
    poll = desk.house.at(1).polls[-1]
    assert (poll.vow, poll.kept, poll.result) == (1, False, 5)
    assert not poll.bad


def test_a_vow_left_open_leaves_nothing() -> None:
    desk = Desk(solved())
    desk.sends(ANA, "rate", result="5")
    assert (desk.house.at(1).polls[-1].vow, desk.house.at(1).polls[-1].kept) == (None, None)


def test_nothing_is_asked_while_it_is_not_solved_or_without_vows() -> None:
    house = asked()
    house.does(BEN, "done")
    house.does(ANA, "no")
    assert "kept" not in rating(house)
    assert "kept" not in rating(spoken(g.satisfied()))
    house.does(ANA, "rate", Rate(kept=False, words="Not yet"))
    assert house.request.polls[-1].vow is None


def test_a_vow_that_was_kept_is_praise_and_one_that_was_not_is_the_owners_to_read(language: Language) -> None:
    praised, missed = solved(language), solved(language)
    praised.does(ANA, "rate", Rate(kept=True, result=5))
    missed.does(ANA, "rate", Rate(kept=False, result=5))
    vow = "We tell you before you ask"
    assert vow in all_of(praised.channel_card())
    assert vow not in all_of(missed.channel_card())
    assert vow not in all_of(missed.speaker.whole(missed.request, OLGA))
    assert vow in all_of(missed.speaker.whole(missed.request, BEN))
    assert vow in Town(missed).browser(BEN).get("/r/1").words


def test_somebody_who_may_not_note_is_told_so_kindly(language: Language) -> None:
    house = asked(language)
    answer = Front(house.desk, house.store, house.speaker, lambda: None)(
        i.Pressed(by=ANA, delivery="1", act="note", about="1")
    )
    assert isinstance(answer, Whisper)
    assert {"en": "Only IT", "zh": "这一步要由 IT"}[language] in answer.card.summary


def test_another_department_does_not_read_them() -> None:
    house = asked()
    house.does(BEN, "note", AddNote(text=SECRET))
    house.does(BEN, "route")
    assert SECRET not in all_of(house.speaker.whole(house.request, EVA))
    assert SECRET not in all_of(house.speaker.home(EVA))
