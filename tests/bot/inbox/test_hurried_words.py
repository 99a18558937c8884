"""Whoever writes in a hurry: with thanks, in the other language, or a plain no."""

from __future__ import annotations

import pytest

from bot.inbox import answer as a
from tests.bot.readers import LANGUAGES, acts_of, buttons_of
from tests.bot.talk.test_conversation import Chat, dated, labels, said
from tests.workflows import given as g
from tests.workflows.given import ANA, BEN, EVA
from workflows.definition import Company
from workflows.languages import Language
from workflows.state.values import Phase


@pytest.mark.parametrize(
    "words", ["接受，谢谢！", "谢谢，接受", "接受 谢谢您", "Accept, thank you very much"]
)
def test_thanks_take_nothing_from_a_button_pressed_in_words(words: str) -> None:
    chat = Chat(g.offered(), "en" if words.isascii() else "zh")
    chat.says(ANA, words)
    assert chat.house.request.phase is Phase.ACTION


@pytest.mark.parametrize("words", ["Accept", "接受"])
def test_a_button_is_pressed_in_the_words_of_either_language(words: str) -> None:
    chat = Chat(g.offered(), "zh" if words.isascii() else "en")
    chat.says(ANA, words)
    assert chat.house.request.phase is Phase.ACTION


def test_the_word_for_one_of_several_options_chooses_none() -> None:
    chat = Chat(g.offered(g.option("A"), g.option("B")), "zh")
    chat.says(ANA, "Accept")
    assert chat.house.request.phase is Phase.OFFER


@pytest.mark.parametrize("words", ["方案2", "方案 2", "接受方案2", "Option 2"])
def test_one_of_several_options_is_chosen_by_its_name_with_or_without_a_space(words: str) -> None:
    chat = Chat(g.offered(g.option("A"), g.option("B")), "en" if words.isascii() else "zh")
    chat.says(ANA, words)
    assert chat.house.request.promise
    assert chat.house.request.promise.what == "B"


def test_the_only_request_with_these_words_on_a_button_is_the_one_meant() -> None:
    chat = Chat(g.promised(), "zh")
    chat.says(BEN, "进展正常")
    assert chat.names()[-1] == "checked_in"


@pytest.mark.parametrize("words", ["对，谢谢", "好的谢谢", "Yes, thanks!"])
def test_a_day_that_was_understood_is_confirmed_with_thanks(words: str) -> None:
    chat = dated("zh")
    chat.says(ANA, "下周五")
    chat.says(ANA, words)
    assert chat.known()["wished"] == "2026-03-13"


def test_thanks_for_a_day_that_was_understood_leave_it_to_be_confirmed() -> None:
    chat = dated("zh")
    asked = said(chat.says(ANA, "下周五"))
    assert said(chat.says(ANA, "谢谢")) == asked
    chat.says(ANA, "对")
    assert chat.known()["wished"] == "2026-03-13"


@pytest.mark.parametrize(("language", "word"), [("en", "Skip"), ("zh", "跳过")])
def test_skipping_one_question_in_words_skips_that_one(language: Language, word: str) -> None:
    chat = Chat(g.asked(), language)
    chat.press(ANA, "answer", "1")
    chat.says(ANA, word)
    assert chat.names() == ["raised"]


def test_who_says_no_in_words_sees_how_to_be_followed_up() -> None:
    chat = Chat(g.delivered(), "zh")
    shown = chat.says(ANA, "没有解决")
    assert acts_of(shown) == {"follow_up", "feedback"}


@pytest.mark.parametrize(
    "words", ["不行", "不行，周一必须好", "No, it must be Friday", "还没好", "可以，就这样", "OK, fine"]
)
def test_a_reply_goes_where_the_only_answer_is_waited_for(words: str) -> None:
    chat = Chat(g.postponed(), "zh")
    assert acts_of(chat.says(ANA, words)) >= {"agree", "keep_date"}


@pytest.mark.parametrize("words", ["不行的话再说吧，门口的灯坏了", "Nobody answers the phone", "没有纸了"])
def test_what_only_begins_like_a_no_is_asked_about(words: str) -> None:
    chat = Chat(g.postponed(), "zh")
    assert "keep_date" not in acts_of(chat.says(ANA, words))


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_says_what_went_wrong_reads_who_has_it_and_by_when(language: Language) -> None:
    chat = Chat(g.listened_to(), language)
    answered = said(chat.says(ANA, "#1 I waited for days"))
    assert chat.names()[-1] == "listened"
    assert answered.startswith("#1")
    assert {"en": "Thank you. By", "zh": "谢谢您。3月2日"}[language] in answered


def test_a_wish_of_their_own_while_we_listen_can_be_raised() -> None:
    chat = Chat(g.listened_to(), "zh")
    echo = chat.says(ANA, "#1 密码又忘了")
    another = next(button for button in buttons_of(echo) if button.act == "place")
    kinds = chat.presses(ANA, another)
    assert isinstance(kinds, a.Whisper)
    chat.presses(ANA, buttons_of(kinds.card)[0])
    assert chat.words(2) == "密码又忘了"


def test_who_has_said_it_all_is_told_of_herself_and_not_of_the_person_who_asked() -> None:
    chat = Chat(g.heard(), "zh")
    assert "您说的" in said(chat.press(ANA, "listen", "1"))


def test_of_two_echoes_only_the_newer_one_still_settles_anything() -> None:
    chat = Chat(g.offered(), "zh")
    first, second = (chat.answers(ANA, words) for words in ("可以，就这样", "行，就按这个来吧"))
    assert isinstance(first, a.Whisper)
    assert isinstance(second, a.Whisper)
    assert first.topic == second.topic != ""
    assert first.left is not None
    assert "accept" not in acts_of(first.left)
    assert chat.house.speaker.say(ANA, "talk.counts") not in said(first.left)


def test_what_was_pressed_in_words_leaves_no_echo_to_press() -> None:
    chat = Chat(g.offered(), "zh")
    echo, pressed = chat.answers(ANA, "可以，就这样"), chat.answers(ANA, "接受")
    assert isinstance(echo, a.Whisper)
    assert isinstance(pressed, a.Whisper)
    assert echo.topic == pressed.topic


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_presses_no_behind_an_echo_is_asked_there_what_follows(language: Language) -> None:
    chat = Chat(g.delivered(), language)
    echo = chat.says(ANA, {"en": "#1 Hm, let me see", "zh": "#1 我看看"}[language])
    no = next(button for button in buttons_of(echo) if button.act == "no")
    after = chat.presses(ANA, no, alone=True)
    assert isinstance(after, a.Whisper)
    assert acts_of(after.card) == {"follow_up", "feedback"}
    assert no.label in said(after.card)


def test_a_card_that_is_kept_true_asks_that_itself() -> None:
    chat = Chat(g.delivered(), "zh")
    assert chat.press(ANA, "no", "1") == a.Nothing()


def test_a_press_behind_an_echo_after_which_nothing_is_asked_says_no_more() -> None:
    chat = Chat(g.delivered(), "zh")
    assert chat.press(ANA, "yes", "1", alone=True) == a.Nothing()


def test_a_question_about_what_their_department_was_just_told_of_is_no_request_of_theirs() -> None:
    house = g.House(of=quiet(g.company()))
    house.asks("A screen", to="purchase")
    shown = Chat(house, "zh").says(EVA, "哪一层？")
    assert labels(shown)[0].startswith("#1")


def quiet(company: Company) -> Company:
    """Nobody has a channel: people are told directly."""
    departments = {id: one.model_copy(update={"channel": ""}) for id, one in company.departments.items()}
    return company.model_copy(update={"departments": departments})


@pytest.mark.parametrize(("language", "word"), [("en", "Say thanks"), ("zh", "道个谢")])
def test_who_says_that_it_is_solved_may_say_thanks_at_once_and_in_words(
    language: Language, word: str
) -> None:
    chat = Chat(g.delivered(), language)
    assert "thanks" in acts_of(chat.says(ANA, "已解决"))
    chat.says(ANA, word)
    assert chat.names()[-1] == "thanked"


def test_words_that_stand_on_no_button_of_what_was_just_closed_are_a_new_matter() -> None:
    chat = Chat(g.delivered(), "zh")
    chat.says(ANA, "已解决")
    assert acts_of(chat.says(ANA, "大厅要一块屏幕")) == {"place"}
