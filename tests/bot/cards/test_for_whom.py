"""Raised for somebody else, as each of them sees it: the form, the cards, the lists, and Done in ten seconds."""

from __future__ import annotations

import pytest

from bot.cards import lists
from bot.cards.elements import Card, Field, Form
from bot.inbox import answer as a
from bot.inbox import incoming as i
from bot.inbox.answer import FieldErrors, Nothing, OpenForm, RedrawForm, Whisper
from bot.inbox.lists import show_list
from bot.slack import render as slack
from bot.wecom import limits
from tests.bot.inbox.test_front import Desk
from tests.bot.readers import LANGUAGES, NAMES, Spoken, acts_of, all_of, buttons_of, spoken, texts_of
from tests.workflows import given as g
from tests.workflows.given import ANA, BEN, CHEN, DIEGO, LIN
from tests.workflows.phases.test_for_whom import raised
from workflows.languages import Language
from workflows.phases.confirm import Rate

FOR_CHEN = {"en": "For 陈静.", "zh": "为陈静发起。"}
IN_A_ROW = {"en": "(for 陈静)", "zh": "（为陈静发起）"}


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> Language:
    return "zh" if request.param == "zh" else "en"


def fields(form: Form) -> dict[str, Field]:
    return {one.key: one for one in form.fields if isinstance(one, Field)}


def raising(desk: Desk, by: str = ANA, **answers: str) -> a.Answer:
    return desk.sends(by, "raise", "", **({"workflow": "help", "words": "A laptop"} | answers))


# The form


def test_the_form_asks_last_for_whom_it_is_and_nobody_has_to_say(language: Language) -> None:
    answer = Desk(language=language).commands(ANA)
    assert isinstance(answer, OpenForm)
    *_, colleague, name = answer.form.fields
    assert isinstance(colleague, Field)
    assert isinstance(name, Field)
    assert (colleague.key, colleague.kind, name.key, name.kind) == ("colleague", "person", "for_whom", "line")
    assert [colleague.required, name.required] == [False, False]
    assert "users_select" in str(slack.modal_view(answer.form))


def test_another_answer_redraws_it_and_loses_nothing() -> None:
    desk = Desk()
    answers: i.FieldValues = {"workflow": "help", "words": "A laptop", "colleague": CHEN, "for_whom": "Li"}
    answer = desk.front(i.Changed(by=ANA, delivery="x", act="raise", about="", answers=answers))
    assert isinstance(answer, RedrawForm)
    shown = fields(answer.form)
    assert (shown["colleague"].value, shown["for_whom"].value) == (CHEN, "Li")


def test_the_form_says_who_gets_it_how_long_it_takes_what_is_needed_and_what_is_not_done() -> None:
    flow = g.HELP.model_copy(update={"needs": g.both("Your screen"), "not_for": g.both("Telephones")})
    desk = Desk(Spoken(of=g.company(flow)))
    answer = desk.presses(ANA, "raise", "help:")
    assert isinstance(answer, OpenForm)
    said = " ".join(texts_of(answer.form))
    for words in ("This goes to IT", "usually takes a working day", "Your screen", "Not here: Telephones"):
        assert words in said
        assert words in str(slack.modal_view(answer.form))


@pytest.mark.parametrize("who", [DIEGO, "Nobody"])
def test_somebody_who_could_not_decide_is_refused_at_the_field(who: str, language: Language) -> None:
    answer = raising(Desk(language=language), colleague=who)
    assert isinstance(answer, FieldErrors)
    assert list(answer.errors) == ["colleague"]


# The cards


def test_department_and_raiser_read_for_whom_it_is(language: Language) -> None:
    house = spoken(raised(), language)
    assert {"en": "For", "zh": "为谁发起"}[language] in texts_of(house.channel_card())
    assert NAMES["CHEN"] in texts_of(house.channel_card())
    assert FOR_CHEN[language] in texts_of(house.requesters_card())
    assert IN_A_ROW[language] in all_of(show_list(house.speaker, BEN, "team"))
    assert IN_A_ROW[language] in all_of(show_list(house.speaker, ANA, "mine"))


def test_a_name_without_an_account_is_shown_as_typed(language: Language) -> None:
    house = spoken(raised(colleague=None, name="<!channel> Li Ming"), language)
    assert "<!channel> Li Ming" in texts_of(house.channel_card())
    assert "<!channel>" not in str(slack.message(house.channel_card()))


def test_the_colleague_gets_one_card_with_the_requesters_buttons(language: Language) -> None:
    house = spoken(raised(), language)
    house.does(BEN, "offer")
    card = house.owners_card(CHEN, "raised_for_you", by=ANA)
    assert {"accept", "decline", "withdraw"} <= acts_of(card)
    assert "Ana Silva" in " ".join(texts_of(card))
    assert FOR_CHEN[language] not in texts_of(card), "they know who they are"
    limits_of_wecom(card)


def test_whoever_has_stepped_in_is_not_told_to_do_so_any_more(language: Language) -> None:
    house = spoken(raised(), language)
    words = {"en": "As soon as you press", "zh": "您点一下按钮"}[language]
    assert words in house.owners_card(CHEN, "raised_for_you", by=ANA).summary
    house.does(CHEN, "nudge")
    said = house.owners_card(CHEN, "raised_for_you", by=ANA).summary
    assert {"en": "yours to decide now", "zh": "现在由您来定"}[language] in said
    assert words not in said


def limits_of_wecom(card: Card) -> None:
    short = [button.short or button.label for button in buttons_of(card)]
    assert [
        label for label in short if len(label) > limits.BUTTON and limits.width(label) > limits.LABEL
    ] == []


def test_both_have_it_in_their_lists_and_what_waits_for_them(language: Language) -> None:
    house = spoken(raised(), language)
    house.does(BEN, "offer")
    for who in (ANA, CHEN):
        assert "#1" in all_of(show_list(house.speaker, who, "mine"))
        assert [view.request.number for view in house.speaker.waiting(who)[0]] == [1]
        assert "accept" in acts_of(house.speaker.home(who))


def test_afterwards_the_raiser_reads_on_and_has_nothing_to_press(language: Language) -> None:
    house = spoken(raised(), language)
    house.does(BEN, "offer")
    house.does(CHEN, "accept")
    for card in (house.owners_card(ANA, "raised"), house.speaker.whole(house.request, ANA)):
        assert acts_of(card) == set()
        assert "A laptop, please" in texts_of(card)
    assert "#1" in all_of(show_list(house.speaker, ANA, "mine"))
    assert house.speaker.waiting(ANA) == ([], 0)
    assert {"need_changed", "unhappy"} <= acts_of(house.owners_card(CHEN, "raised_for_you", by=ANA))


def test_what_stood_before_keeps_its_sentence_for_the_raiser() -> None:
    house = spoken(raised())
    house.does(CHEN, "reply")
    card = house.card(house.notice("raised", ANA), latest=False)
    assert "A laptop, please" in texts_of(card)


def test_a_bad_answer_is_between_the_colleague_and_whoever_looks_after_it() -> None:
    house = spoken(raised(by=BEN))
    house.does(BEN, "done")
    house.does(CHEN, "no")
    assert "follow_up" in acts_of(house.owners_card(CHEN, "delivered"))
    house.does(CHEN, "rate", Rate(words="I waited all day"))
    assert "I waited all day" not in all_of(house.speaker.whole(house.request, BEN))


# A walk-up


def test_whoever_works_there_is_offered_done_at_once(language: Language) -> None:
    desk = Desk(language=language)
    answer = raising(desk, BEN, colleague=CHEN)
    assert isinstance(answer, Whisper)
    assert acts_of(answer.card) == {"done"}
    assert "陈静" in answer.card.summary
    answer = desk.presses(BEN, "done")
    assert isinstance(answer, Whisper)
    assert "陈静" in answer.card.summary
    assert desk.names() == ["raised", "taken", "promised", "delivered"]


def test_and_finds_it_on_their_own_card_too() -> None:
    house = spoken(raised(by=BEN))
    assert "done" in acts_of(house.requesters_card())
    house.does(BEN, "done")
    assert "done" not in acts_of(house.requesters_card())
    assert "yes" not in acts_of(house.requesters_card()), "nobody rates themselves"


def test_the_poll_waits_for_the_colleague_and_not_for_whoever_logged_it() -> None:
    house = spoken(raised(by=BEN))
    house.does(BEN, "done")
    assert [view.request.number for view in house.speaker.waiting(CHEN)[0]] == [1]
    assert house.speaker.waiting(BEN) == ([], 0)


def test_without_an_account_it_is_logged_and_over(language: Language) -> None:
    desk = Desk(language=language)
    raising(desk, BEN, for_whom="Li Ming")
    answer = desk.presses(BEN, "done")
    assert isinstance(answer, Whisper)
    assert "Li Ming" in answer.card.summary
    assert not desk.house.at(1).is_open


@pytest.mark.parametrize(("by", "to"), [(ANA, "help"), (BEN, "complaint"), (BEN, "purchase")])
def test_nobody_else_is_offered_that(by: str, to: str) -> None:
    assert isinstance(raising(Desk(), by, colleague=LIN, workflow=to), Nothing)


def test_for_themselves_nothing_is_said() -> None:
    assert isinstance(raising(Desk(), BEN), Nothing)


def test_a_row_that_names_whoever_decides_does_not_name_them_twice(language: Language) -> None:
    house = raised(by=BEN)
    house.does(BEN, "done")
    told = spoken(house, language)
    detail = lists.request_row(told.speaker.view(told.request, BEN), "department").detail
    assert detail.count(told.speaker.profile(CHEN).name) == 1
