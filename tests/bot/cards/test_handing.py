"""The card of whoever is asked to take something over, what others read meanwhile, and the forms."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.cards.elements import Buttons, Card, Field, Form
from bot.forms.table import command_of
from bot.inbox import incoming as i
from bot.inbox.answer import InsteadOfForm, OpenForm, Whisper
from bot.inbox.front import Front
from bot.web.history import history_lines
from bot.wecom.limits import BUTTON, BUTTONS
from bot.wecom.render import template
from tests.bot.readers import LANGUAGES, Spoken, acts_of, all_of, spoken, texts_of
from tests.workflows import given as g
from tests.workflows.given import ANA, BEN, CHEN, EVA, FRIDAY, LIN, MARIA, NEXT_MONDAY, shanghai
from workflows.definition import Absence
from workflows.languages import Language
from workflows.phases.explore import Raise, Reply
from workflows.phases.handing import CannotTake, HandOver
from workflows.phases.offer import Propose
from workflows.ports import Notice
from workflows.state.values import Person

WORDS, SECRET = "I am on a course", "Please reset my password"


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> Language:
    return "zh" if request.param == "zh" else "en"


def asked(language: Language = "en", given: g.Given = g.promised, to: Person = LIN) -> Spoken:
    """Ben has asked somebody to take it over."""
    house = spoken(given(), language)
    house.told()
    house.does(BEN, "hand_over", HandOver(to=to, words=WORDS))
    return house


def confidential(language: Language = "en") -> Spoken:
    """Ben has promised what is confidential, and asks Maria."""
    house = spoken(g.asked(to="complaint"), language)
    for by, act in ((BEN, "take"), (BEN, "offer"), (ANA, "accept")):
        house.does(by, act)
    house.told()
    house.does(BEN, "hand_over", HandOver(to=MARIA, words=WORDS))
    return house


def without_channel(given: g.Given = g.asked) -> Spoken:
    house = given()
    quiet = {id: one.model_copy(update={"channel": ""}) for id, one in house.company.departments.items()}
    house.company = house.company.model_copy(update={"departments": quiet})
    return spoken(house)


def asking(house: Spoken) -> Notice:
    (notice,) = (one for one in house.notices() if one.kind == "hand_over_asked")
    return notice


def front(house: Spoken) -> Front:
    return Front(house.desk, house.store, house.speaker, lambda: None)


def form(house: Spoken, by: Person, act: str) -> Form:
    answer = front(house)(i.Pressed(by=by, delivery="f", act=act, about="1"))
    assert isinstance(answer, OpenForm), answer
    return answer.form


def offered_people(form: Form) -> dict[str, str]:
    (whom,) = (field for field in form.fields if isinstance(field, Field) and field.key == "to")
    assert whom.kind == "choice"
    return dict(whom.choices)


# The card of whoever is asked


def test_it_says_who_asks_what_it_is_and_the_date_and_offers_both_answers(language: Language) -> None:
    house = asked(language)
    card = house.card(asking(house))
    said = "\n".join(texts_of(card))
    friday = house.speaker.view(house.request, LIN).day(FRIDAY)
    assert all(words in said for words in ("Ben Okoro", WORDS, SECRET, "Ana Silva", friday))
    assert acts_of(card) == {"take_over", "cannot_take"}
    assert card.elements, card


def test_a_date_that_is_proposed_or_offered_stands_on_it_too(language: Language) -> None:
    house = asked(language, g.postponed)
    view = house.speaker.view(house.request, LIN)
    proposed = view.request.proposal
    assert proposed is not None
    assert view.day(proposed.day) in texts_of(house.card(asking(house)))
    house = asked(language, g.offered)
    assert view.day(FRIDAY) in texts_of(house.card(asking(house)))


def test_what_nobody_has_is_asked_for_in_other_words(language: Language) -> None:
    house = spoken(g.asked(), language)
    house.told()
    house.does(LIN, "assign", HandOver(to=BEN))
    said = texts_of(house.card(asking(house)))
    assert ("林娜 would like you to look after this." in said) or ("林娜想请您负责这件事。" in said)


def test_of_what_is_confidential_it_says_the_date_and_nothing_else(language: Language) -> None:
    house = confidential(language)
    card = house.card(asking(house))
    assert SECRET not in all_of(card)
    assert "Ana Silva" not in all_of(card)
    assert house.speaker.view(house.request, MARIA).day(FRIDAY) in texts_of(card)
    assert acts_of(card) == {"take_over", "cannot_take"}


def test_after_the_yes_the_same_card_is_the_owners(language: Language) -> None:
    house = confidential(language)
    notice = asking(house)
    house.does(MARIA, "take_over")
    card = house.card(notice)
    assert SECRET in texts_of(card)
    assert {"deliver", "on_track", "miss"} <= acts_of(card)
    assert card.summary == ("您已接手这件事。" if language == "zh" else "You have taken this over.")


def test_the_reminders_card_becomes_the_owners_as_well() -> None:
    house = spoken(g.promised(NEXT_MONDAY))
    house.does(BEN, "hand_over", HandOver(to=LIN))
    house.lives_until(g.shanghai(3, 12))
    (notice,) = (one for one in house.notices() if one.kind == "reminder_asked")
    assert "Ben Okoro" in house.card(notice).summary
    assert acts_of(house.card(notice)) == {"take_over", "cannot_take"}
    house.does(LIN, "take_over")
    assert "deliver" in acts_of(house.card(notice))


@pytest.mark.parametrize("end", ["cannot_take", "withdraw", "deliver", "other"])
def test_when_nobody_asks_them_any_more_the_card_says_how_it_stands(end: str, language: Language) -> None:
    house = asked(language, to=MARIA)
    notice = asking(house)
    by = {"cannot_take": MARIA, "withdraw": ANA}.get(end, BEN)
    house.does(by, "hand_over" if end == "other" else end)
    card = house.card(notice)
    assert acts_of(card) == set()
    view = house.speaker.view(house.request, MARIA)
    how = view.say("asked.over", owner=view.owner) if house.request.is_open else view.state
    assert how in texts_of(card)


def test_where_there_is_no_channel_a_no_leaves_a_member_the_departments_buttons() -> None:
    house = without_channel()
    house.told()
    house.does(LIN, "assign", HandOver(to=BEN))
    notice = asking(house)
    house.does(BEN, "cannot_take")
    assert {"take", "do_it"} <= acts_of(house.card(notice))


def test_an_asking_that_is_over_before_it_was_sent_is_not_sent() -> None:
    house = asked(to=MARIA)
    notice = asking(house)
    house.does(BEN, "hand_over", HandOver(to=LIN))
    assert house.speaker.card(notice, house.request, latest=True) is None
    assert house.speaker.card(asking(house), house.request, latest=True) is not None


@pytest.mark.parametrize("made", [asked, confidential])
class Ways:
    """Where buttons lead, in a test."""

    def page(self, path: str) -> str:
        return f"https://yinuo.example{path}"

    def raising(self, workflow: str, words: str) -> str:
        return f"/new?workflow={workflow}&words={words}"

    def key(self, act: str, about: str) -> str:
        return f"{act}|{about}"


def shown(card: Card) -> list[str]:
    """The labels of the buttons on WeCom."""
    buttons = template(card, "t", Ways())["button_list"]
    assert isinstance(buttons, list)
    return [button["text"] for button in buttons]


@pytest.mark.parametrize("made", [asked, confidential])
def test_on_wecom_the_card_keeps_every_limit(made: Callable[[Language], Spoken], language: Language) -> None:
    house = made(language)
    card = house.card(asking(house))
    labels = shown(card)
    assert labels[:2] == (["我来接手", "我接不了"] if language == "zh" else ["Take over", "I can't"])
    assert len(labels) <= BUTTONS
    assert all(len(label) <= BUTTON for label in labels)


# What the others read meanwhile, and after


def test_the_owners_card_and_the_channels_say_who_is_asked(language: Language) -> None:
    house = asked(language, to=MARIA)
    says = house.speaker.view(house.request, BEN).say("ours.handing", who="Maria")
    assert says in texts_of(house.channel_card())
    assert says in texts_of(house.speaker.whole(house.request, BEN))
    assert says not in texts_of(house.requesters_card())


def test_the_lead_who_assigns_without_reading_sees_that_it_waits(language: Language) -> None:
    house = confidential(language)
    card = house.speaker.whole(house.request, LIN)
    assert house.speaker.view(house.request, LIN).say("ours.handing", who="Maria") in texts_of(card)
    assert SECRET not in all_of(card)


@pytest.mark.parametrize("act", ["take_over", "cannot_take"])
def test_the_answer_is_told_without_what_is_confidential(act: str, language: Language) -> None:
    house = confidential(language)
    house.told()
    house.does(MARIA, act)
    (notice,) = (one for one in house.notices() if one.to == BEN)
    card = house.card(notice)
    assert "Maria" in card.summary
    assert (SECRET in all_of(card)) == (act == "cannot_take"), "only whoever has it reads it"


def test_a_check_in_offers_all_five_answers_in_one_row(language: Language) -> None:
    house = spoken(g.promised(), language)
    house.lives_until(g.shanghai(4, 16))
    (notice,) = (one for one in house.notices() if one.kind == "reminder_check_in")
    card = house.card(notice)
    (row,) = (one for one in card.elements if isinstance(one, Buttons))
    assert [button.act for button in row.buttons] == ["deliver", "on_track", "miss", "earlier", "hand_over"]
    assert len(shown(card)) == BUTTONS, "and the way to all the rest"


def test_home_shows_it_to_whoever_is_asked_with_both_buttons() -> None:
    house = asked(to=MARIA)
    assert {"take_over", "cannot_take"} <= acts_of(house.speaker.home(MARIA))
    views, count = house.speaker.waiting(MARIA)
    assert ([view.request.number for view in views], count) == ([1], 1)
    house.does(MARIA, "cannot_take")
    assert house.speaker.waiting(MARIA) == ([], 0)


def test_whoever_works_there_sees_all_of_it_with_both_buttons_when_they_look() -> None:
    house = asked(to=LIN)
    card = house.speaker.whole(house.request, LIN)
    assert {"take_over", "cannot_take", "deliver"} <= acts_of(card)
    assert SECRET in texts_of(card)


def test_the_requester_reads_the_new_name_with_the_date_that_stands(language: Language) -> None:
    house = asked(language)
    house.told()
    house.does(LIN, "take_over")
    (notice,) = (one for one in house.notices() if one.to == ANA)
    card = house.card(notice)
    assert "林娜" in card.summary
    assert house.speaker.view(house.request, ANA).day(FRIDAY) in card.summary


# The forms


def test_the_form_names_those_who_can_be_asked_and_no_other(language: Language) -> None:
    house = spoken(g.promised(), language)
    assert offered_people(form(house, BEN, "hand_over")) == {LIN: "林娜", MARIA: "Maria"}
    assert offered_people(form(house, LIN, "assign")) == {LIN: "林娜", MARIA: "Maria"}


def test_the_form_says_that_the_date_stands_and_who_is_away(language: Language) -> None:
    house = spoken(g.promised(), language)
    house.company = house.company.model_copy(
        update={
            "absences": (Absence(person=LIN, back=NEXT_MONDAY, until=shanghai(9), since=shanghai(2), by=LIN),)
        }
    )
    opened = form(house, BEN, "hand_over")
    view = house.speaker.view(house.request, BEN)
    said = "\n".join(texts_of(opened))
    assert view.day(FRIDAY) in said
    assert view.day(NEXT_MONDAY) in said
    assert offered_people(opened) == {MARIA: "Maria"}


def test_where_nobody_can_be_asked_there_is_no_form_but_a_sentence() -> None:
    house = spoken(g.promised())
    absent = tuple(
        Absence(person=one, back=NEXT_MONDAY, until=shanghai(9), since=shanghai(2), by=one)
        for one in (LIN, MARIA)
    )
    house.company = house.company.model_copy(update={"absences": absent})
    answer = front(house)(i.Pressed(by=BEN, delivery="1", act="hand_over", about="1"))
    assert isinstance(answer, Whisper)
    assert "nobody else" in answer.card.summary


def test_the_form_about_what_is_confidential_tells_nothing_and_asks_to_tell_nothing() -> None:
    house = confidential()
    opened = form(house, LIN, "assign")
    assert SECRET not in all_of(opened)
    (words,) = (field for field in opened.fields if isinstance(field, Field) and field.key == "words")
    assert words.hint is not None


def test_a_sent_form_asks_and_a_rubbish_one_is_refused_at_its_question() -> None:
    house = spoken(g.promised())
    sent = i.Submitted(by=BEN, delivery="1", act="hand_over", about="1", answers={"to": LIN, "words": WORDS})
    front(house)(sent)
    assert house.request.handing is not None
    rubbish = front(house)(sent.model_copy(update={"delivery": "2", "answers": {"to": "slack:U0EVE"}}))
    assert rubbish.errors["to"]  # type: ignore[union-attr]


def test_words_typed_for_somebody_who_answered_meanwhile_are_kept() -> None:
    house = asked()
    house.does(LIN, "take_over")
    sent = i.Submitted(by=LIN, delivery="9", act="cannot_take", about="1", answers={"reason": "Too much"})
    answer = front(house)(sent)
    assert isinstance(answer, InsteadOfForm)
    assert "Too much" in all_of(answer.card)


def test_an_empty_choice_asks_whom() -> None:
    assert command_of("hand_over", {}) == HandOver(to="")


def test_what_colleagues_say_to_each_other_is_read_by_nobody_from_outside() -> None:
    """Whoever does a part of it reads its page, and whoever raised it for somebody else; but not that."""
    house = Spoken()
    house.number = house.desk.raise_request(
        CHEN, Raise(workflow="help", words="A laptop for Ana", colleague=ANA)
    ).number
    parts = (g.share("Set it up", BEN), g.share("Order it", EVA))
    house.does(BEN, "offer", Propose(need=g.NEED, options=(g.split(*parts),)))
    house.does(EVA, "take_part")
    house.does(ANA, "accept")
    house.does(BEN, "hand_over", HandOver(to=LIN, words=WORDS))
    house.does(LIN, "cannot_take", CannotTake(reason=WORDS))
    for outsider in (ANA, CHEN, EVA):
        lines = history_lines(house.speaker.view(house.request, outsider))
        assert lines
        assert WORDS not in repr(lines), outsider
    assert WORDS in repr(history_lines(house.speaker.view(house.request, LIN)))


def test_who_asked_reads_why_somebody_cannot_even_without_reading_the_request(language: Language) -> None:
    house = confidential(language)
    house.does(MARIA, "cannot_take")
    house.does(LIN, "assign", HandOver(to=MARIA))
    house.notices()
    house.does(MARIA, "reply", Reply(text="I know them both"))
    (notice,) = house.notices()
    card = house.card(notice)
    assert notice.to == LIN
    assert "I know them both" in all_of(card)
    assert "password" not in all_of(card)


def test_words_to_whoever_is_asked_come_with_their_two_answers(language: Language) -> None:
    house = asked(language)
    notice = house.notice("said", LIN, by=BEN, text="By four, please")
    card = house.card(notice)
    assert "By four, please" in str(texts_of(card))
    assert {"take_over", "cannot_take"} <= acts_of(card)
