"""Who mostly writes: a button's words press it, and behind every echo stands what settles it, in one press."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.wecom import limits
from tests.bot.readers import LANGUAGES, acts_of, buttons_of
from tests.bot.talk.test_conversation import Chat, button, card, labels, said
from tests.workflows import given as g
from tests.workflows.given import ANA, BEN, CHEN, EVA, TOM
from tests.workflows.phases.test_handing import OLGA, asked_over
from workflows.languages import Language
from workflows.phases.explore import Raise
from workflows.state.events import Event
from workflows.state.values import Phase

YES = {"en": "Fine with me", "zh": "可以，就这样"}
LAMP = {"en": "The lamp is broken too", "zh": "二楼的灯也坏了"}
FIXED = {"en": "It works again", "zh": "已经修好了"}


# A button's words


@pytest.mark.parametrize(
    ("language", "word"), [("en", "Accept"), ("en", "accept."), ("zh", "接受"), ("zh", "接受！")]
)
def test_who_writes_what_stands_on_a_button_has_pressed_it(language: Language, word: str) -> None:
    chat = Chat(g.offered(), language)
    assert word.strip(".！").casefold() in said(chat.says(ANA, f"#1 {word}")).casefold()
    assert chat.names()[-2:] == ["offered", "accepted"]


@pytest.mark.parametrize(("language", "word"), [("en", "Yes, solved"), ("zh", "已解决")])
def test_a_poll_is_answered_in_the_words_of_its_button(language: Language, word: str) -> None:
    chat = Chat(g.delivered(), language)
    chat.says(ANA, f"#1 {word}")
    assert chat.house.request.outcome == "satisfied"


@pytest.mark.parametrize(("language", "word"), [("en", "Nudge"), ("zh", "催一下")])
def test_a_rare_button_is_pressed_in_words_too(language: Language, word: str) -> None:
    chat = Chat(g.promised(), language)
    chat.says(ANA, f"#1 {word}")
    assert chat.names()[-1] == "nudged"


def test_what_cannot_be_undone_is_asked_for_once_more() -> None:
    chat = Chat(g.promised(), "zh")
    shown = chat.says(ANA, "#1 撤回")
    assert "确定撤回 #1 吗" in said(shown)
    assert acts_of(shown) == {"withdraw"}
    assert chat.house.request.is_open


def test_what_is_not_theirs_to_press_is_only_passed_on() -> None:
    chat = Chat(g.offered(), "zh")
    chat.says(BEN, "#1 接受")
    assert chat.names()[-1] == "said"


def test_a_bare_no_may_answer_anything() -> None:
    chat = Chat(g.delivered())
    assert "no" in acts_of(chat.says(ANA, "#1 No"))
    assert chat.house.request.polls == ()


def test_the_same_words_delivered_again_press_once() -> None:
    chat = Chat(g.offered(), "zh")
    first = chat.says(ANA, "#1 接受", "wecom:same")
    assert chat.says(ANA, "#1 接受", "wecom:same") == first
    assert chat.names().count("accepted") == 1


# Behind the echo


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_beside_an_offer_settle_nothing_and_one_press_does(language: Language) -> None:
    chat = Chat(g.offered(), language)
    shown = chat.says(ANA, f"#1 {YES[language]}")
    assert chat.names()[-1] == "said"
    assert chat.house.speaker.say(ANA, "talk.counts") in said(shown)
    chat.presses(ANA, next(one for one in buttons_of(shown) if one.act == "accept"))
    assert chat.house.request.phase is Phase.ACTION


@pytest.mark.parametrize(
    ("house", "who", "expected"),
    [
        (g.delivered, ANA, {"yes", "partly", "no"}),
        (g.postponed, ANA, {"agree", "keep_date"}),
        (g.restated, ANA, {"thats_it", "not_quite"}),
        (g.to_be_approved, TOM, {"approve", "reject"}),
        (g.drafted, EVA, {"take_part", "cannot_take_part"}),
        (g.promised, BEN, {"deliver"}),
    ],
)
def test_what_waits_for_their_word_stands_behind_the_echo(
    house: Callable[[], g.House], who: str, expected: set[str]
) -> None:
    chat = Chat(house(), "zh")
    assert expected <= acts_of(chat.says(who, "#1 好的，没问题"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_whoever_says_that_it_works_again_may_press_that_it_is_done(language: Language) -> None:
    chat = Chat(g.asked(), language)
    shown = chat.says(BEN, f"#1 {FIXED[language]}")
    chat.presses(BEN, next(one for one in buttons_of(shown) if one.act == "done"))
    assert chat.house.request.phase is Phase.CONFIRM


def test_an_echo_fits_the_narrowest_card() -> None:
    chat = Chat(g.offered(g.option("A"), g.option("B"), g.option("C")), "zh")
    chat.house.asks("大厅要一块屏幕")
    assert len(labels(chat.says(ANA, "#1 第二个吧"))) <= limits.BUTTONS


# A wish of its own


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_second_wish_taken_for_words_about_the_first_is_raised_in_one_press(language: Language) -> None:
    chat = Chat(g.asked(of=g.company(g.HELP.model_copy(update={"words": ("lamp", "灯")}))), language)
    shown = chat.says(ANA, f"#1 {LAMP[language]}")
    chat.presses(ANA, button(shown, chat.house.speaker.say(ANA, "talk.another")))
    assert (chat.words(2), chat.house.at(2).workflow) == (LAMP[language], "help")


def test_where_there_is_no_other_request_none_is_offered() -> None:
    chat = Chat(g.asked(), "zh")
    assert "move" not in acts_of(chat.says(ANA, "#1 蓝色的那台"))


# Between colleagues


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_owner_answers_a_colleagues_question_in_the_chat(language: Language) -> None:
    chat = Chat(asked_over(), language)
    chat.says(OLGA, "#1 By when?")
    chat.house.told()
    shown = chat.says(BEN, "#1 By four")
    assert "Olga" in said(shown)
    assert [(to, kind) for _, to, kind in chat.house.told()] == [(OLGA, "said")]


def test_what_a_colleague_was_told_is_for_the_requester_in_one_press() -> None:
    chat = Chat(asked_over(), "zh")
    chat.says(OLGA, "#1 什么时候要？")
    shown = chat.says(BEN, "#1 四点前")
    chat.house.told()
    tell = button(shown, "也告诉")
    assert "Ana" in said(chat.presses(BEN, tell))
    chat.presses(BEN, tell)
    assert [(to, kind) for _, to, kind in chat.house.told()] == [(ANA, "said")]


def test_what_an_owner_says_unasked_is_for_the_requester() -> None:
    chat = Chat(asked_over(), "zh")
    shown = chat.says(BEN, "#1 快好了")
    assert "Ana" in said(shown)
    assert "tell" not in acts_of(shown)


# Yes, thanks, and not needed any more


@pytest.mark.parametrize("words", ["好的", "谢谢！", "没问题", "ok", "Thanks"])
def test_a_yes_goes_where_the_only_yes_is_waited_for(words: str) -> None:
    chat = Chat(g.delivered(), "zh")
    chat.house.asks("大厅要一块屏幕")
    assert "yes" in acts_of(chat.says(ANA, words))


def test_a_yes_that_two_requests_wait_for_is_asked_about() -> None:
    chat = Chat(g.delivered(), "zh")
    chat.house.asks("大厅要一块屏幕")
    chat.house.does(BEN, "done")
    assert labels(chat.says(ANA, "好的"))[-1] == chat.house.speaker.say(ANA, "talk.new")


def test_a_yes_in_another_conversation_stays_there() -> None:
    chat = Chat(g.delivered(), "zh")
    chat.house.asks("大厅要一块屏幕")
    chat.house.clock.tick(minutes=1)
    chat.says(ANA, "#2 靠门口的那面墙")
    assert "yes" not in acts_of(chat.says(ANA, "好的"))
    assert chat.names(2)[-1] == "said"


@pytest.mark.parametrize(
    ("language", "words"), [("zh", "算了，不用修了"), ("zh", "不需要了"), ("en", "Never mind")]
)
def test_what_is_not_needed_any_more_is_withdrawn_in_one_press(language: Language, words: str) -> None:
    chat = Chat(g.promised(), language)
    assert "withdraw" in acts_of(chat.says(ANA, f"#1 {words}"))
    assert "withdraw" not in acts_of(chat.says(BEN, f"#1 {words}"))


def test_not_needed_any_more_is_no_choice_to_be_made_again() -> None:
    chat = Chat(g.asked(), "zh")
    chat.press(ANA, "answer", "1")
    assert "withdraw" in acts_of(chat.says(ANA, "算了，不用修了"))
    assert chat.talk._memory.asking(ANA) is None


def test_the_press_behind_the_question_withdraws() -> None:
    chat = Chat(g.promised(), "zh")
    chat.presses(ANA, button(chat.says(ANA, "#1 撤回"), "撤回"))
    assert chat.house.request.outcome == "withdrawn"


# What came since the question


def test_words_after_a_colleague_has_written_are_for_them_and_no_choice() -> None:
    chat = Chat(g.asked(), "zh")
    chat.press(ANA, "answer", "1")
    chat.house.clock.tick(minutes=1)
    chat.says(BEN, "#1 现在还漏吗？")
    chat.says(ANA, "还在漏，地上都是水")
    assert chat.names()[-1] == "said"
    assert chat.known() == {}


def test_a_choice_made_after_a_colleague_has_written_is_one() -> None:
    chat = Chat(g.asked(), "zh")
    shown = card(chat.press(ANA, "answer", "1"))
    chat.house.clock.tick(minutes=1)
    chat.says(BEN, "#1 现在还漏吗？")
    chat.says(ANA, labels(shown)[0])
    assert chat.names()[-1] == "answered"


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_answer_that_names_another_kind_is_asked_about_while_answers_are_waited_for(
    language: Language,
) -> None:
    house = g.House(of=g.company(g.HELP.model_copy(update={"words": ("lamp", "灯")})))
    chat = Chat(house, language)
    chat.presses(ANA, button(chat.says(ANA, "A screen"), "🎫 Purchase"))
    shown = chat.says(ANA, LAMP[language])
    assert chat.store.last_number() == 1
    assert len(labels(shown)) == 2


# Writing back


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_right_after_somebody_wrote_are_for_them(language: Language) -> None:
    chat = Chat(g.promised(), language)
    chat.says(ANA, "#1 Is the blue one all right?")
    chat.says(BEN, "The grey one would be better")
    assert [event.model_dump()["text"] for event in said_in(chat)][-1] == "The grey one would be better"


def test_half_an_hour_after_somebody_wrote_a_card_asks() -> None:
    chat = Chat(g.promised(), "zh")
    chat.says(ANA, "#1 蓝色的那台可以吗？")
    chat.house.clock.tick(minutes=30)
    assert "place" in acts_of(chat.says(BEN, "灰色的更好"))
    assert len(said_in(chat)) == 1


def test_a_kind_named_right_after_somebody_wrote_is_a_request() -> None:
    house = g.promised()
    house.company = g.company(g.HELP.model_copy(update={"words": ("lamp", "灯")}))
    chat = Chat(house, "zh")
    chat.says(BEN, "#1 快好了")
    chat.answers(ANA, "二楼的灯坏了")
    assert chat.words(2) == "二楼的灯坏了"


def test_what_somebody_wrote_elsewhere_since_is_not_answered_in_the_old_place() -> None:
    chat = Chat(g.promised(), "zh")
    chat.house.asks("大厅要一块屏幕")
    chat.says(ANA, "#2 靠门口的那面墙")
    chat.house.clock.tick(minutes=1)
    chat.says(BEN, "#1 今天下午方便吗？")
    shown = chat.says(ANA, "下午我不在工位")
    assert {one.label[:2] for one in buttons_of(shown)} >= {"#1", "#2"}


def said_in(chat: Chat) -> list[Event]:
    return [one.event for one in chat.store.history(1) if one.event.name == "said"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_owner_waits_for_is_no_new_request_because_of_a_word_in_it(language: Language) -> None:
    house = g.awaiting_input()
    house.company = g.company(
        g.HELP.model_copy(update={"words": ()}), g.PURCHASE.model_copy(update={"words": ("password", "密码")})
    )
    chat = Chat(house, language)
    shown = chat.says(ANA, {"en": "The password is abc", "zh": "密码是 abc"}[language])
    assert chat.store.last_number() == 1
    chat.presses(ANA, buttons_of(shown)[0])
    assert chat.names()[-1] == "said"


def test_the_words_of_a_button_are_pressed_where_only_one_request_has_it() -> None:
    chat = Chat(g.drafted(), "zh")
    chat.house.desk.raise_request(EVA, Raise(workflow="help", words="大厅要一块屏幕"), "other")
    chat.says(EVA, "我来接手")
    assert chat.names()[-1] == "part_accepted"


def test_what_follows_a_press_in_words_is_for_the_same_request() -> None:
    chat = Chat(g.offered(), "zh")
    chat.house.asks("大厅要一块屏幕")
    chat.says(ANA, "接受")
    chat.says(ANA, "放在前台就行")
    assert chat.names()[-1] == "said"


# Signs, houses, and bad news


@pytest.mark.parametrize("sign", ["[强]", "[微笑][微笑]", "👍", "😂😂"])
def test_a_little_picture_answers_no_question(sign: str) -> None:
    chat = Chat(language="zh")
    chat.presses(ANA, button(chat.says(ANA, "一块屏幕"), "🎫 Purchase"))
    chat.says(ANA, sign)
    assert (chat.known(), chat.names()) == ({}, ["raised"])


@pytest.mark.parametrize("words", ["#1号楼的灯坏了", "＃1楼的灯坏了", "#1栋停电了"])
def test_a_building_is_no_request(words: str) -> None:
    chat = Chat(g.promised(), "zh")
    chat.says(ANA, words)
    assert chat.names()[-1] != "said"


@pytest.mark.parametrize(
    ("language", "words"), [("zh", "太慢了，我很不满意"), ("en", "I'm really disappointed")]
)
def test_whoever_is_not_happy_may_say_so_to_a_lead_in_one_press(language: Language, words: str) -> None:
    chat = Chat(g.promised(), language)
    assert "unhappy" in acts_of(chat.says(ANA, f"#1 {words}"))
    assert "unhappy" not in acts_of(chat.says(BEN, f"#1 {words}"))


def test_what_is_promised_as_asked_waits_for_no_answer() -> None:
    chat = Chat(g.taken(), "zh")
    chat.press(BEN, "do_it", "1")
    shown = chat.says(ANA, "#1 放在前台就行")
    assert acts_of(shown) == {"place"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sentence_back_is_enough_for_whom_it_was_raised(language: Language) -> None:
    chat = Chat(language=language)
    chat.house.desk.raise_request(CHEN, Raise(workflow="help", words="A seat by the window", colleague=ANA))
    chat.says(ANA, {"en": "With armrests, please", "zh": "要带扶手的"}[language])
    assert chat.house.at(1).requester == ANA


@pytest.mark.parametrize("word", ["我的承诺", "my promises"])
def test_promises_are_listed_by_the_name_of_their_list(word: str) -> None:
    chat = Chat(g.promised(), "zh")
    assert chat.says(BEN, word).title == chat.house.speaker.say(BEN, "list.due")
