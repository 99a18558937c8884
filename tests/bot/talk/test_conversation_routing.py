"""Words that name no request: a question is never filed as an answer, a new request never swallowed by an old one."""

from __future__ import annotations

import pytest

from bot.inbox import answer as a
from bot.reading.sentences import asks, urges
from tests.bot.readers import LANGUAGES, acts_of, buttons_of
from tests.bot.talk.test_conversation import Chat, button, dated, labels, said
from tests.workflows import given as g
from tests.workflows.given import ANA, BEN, CHEN, EVA, TOM
from workflows.languages import Language
from workflows.phases.explore import Ask, Raise

PASSWORD = {"en": "Please reset my password", "zh": "帮我重置密码"}
CANCELLED = {"en": "cancel", "zh": "算了"}
WHEN = {"en": "When will it be fixed?", "zh": "什么时候能修好？"}
UNMARKED = {"en": "when will it be here", "zh": "那个什么时候弄好"}
HURRY = {"en": "Urgent!", "zh": "急！"}
THANKED = {"en": "Thanks!", "zh": "谢谢！"}


def purchase(language: Language) -> Chat:
    """Ana wants something bought, of which more must be known; nobody has shown her the questions."""
    house = g.House(of=g.company(g.HELP.model_copy(update={"words": ("password", "密码")})))
    house.asks("A screen", to="purchase")
    return Chat(house, language)


def told(chat: Chat, number: int = 1) -> list[str]:
    """The words passed on there."""
    events = [one.event for one in chat.store.history(number) if one.event.name == "said"]
    return [event.model_dump()["text"] for event in events]


# Broken off


@pytest.mark.parametrize("language", LANGUAGES)
def test_after_the_questions_are_broken_off_a_new_request_is_one(language: Language) -> None:
    chat = purchase(language)
    chat.press(ANA, "answer", "1")
    chat.says(ANA, CANCELLED[language])
    assert chat.answers(ANA, PASSWORD[language]) == a.Nothing()
    assert (chat.house.at(2).workflow, chat.words(2)) == ("help", PASSWORD[language])
    assert (chat.names(1), chat.known(1)) == (["raised"], {})


@pytest.mark.parametrize("language", LANGUAGES)
def test_another_kind_beside_a_colleagues_question_is_asked_about(language: Language) -> None:
    chat = purchase(language)
    chat.house.number = 1
    chat.house.does(g.TOM, "ask", Ask(text="Which size?"))
    shown = chat.says(ANA, PASSWORD[language])
    chat.presses(ANA, buttons_of(shown)[-1])
    assert (chat.words(2), chat.known(1)) == (PASSWORD[language], {})


@pytest.mark.parametrize("language", LANGUAGES)
def test_another_kind_while_a_request_is_in_focus_is_asked_about(language: Language) -> None:
    chat = purchase(language)
    chat.says(ANA, "#1")
    assert "place" in acts_of(chat.says(ANA, PASSWORD[language]))
    assert (chat.known(1), told(chat)) == ({}, [])


# A question is no answer


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("words", [WHEN, UNMARKED, HURRY])
def test_a_question_while_none_was_shown_goes_to_the_department(
    language: Language, words: dict[Language, str]
) -> None:
    chat = purchase(language)
    shown = chat.says(ANA, words[language])
    assert "#1" in said(shown)
    assert {"answer", "place"} <= acts_of(shown)
    assert (chat.known(), told(chat)) == ({}, [words[language]])


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_question_beside_two_requests_is_asked_about(language: Language) -> None:
    chat = purchase(language)
    chat.house.asks("A chair", to="purchase")
    chat.store.forget(f"focus:{ANA}")
    assert "place" in acts_of(chat.says(ANA, WHEN[language]))
    assert (told(chat, 1), told(chat, 2)) == ([], [])


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_question_instead_of_an_answer_is_passed_on_and_the_answer_still_asked_for(
    language: Language,
) -> None:
    chat = purchase(language)
    chat.press(ANA, "answer", "1")
    shown = chat.says(ANA, WHEN[language])
    assert "What is it?" in said(shown)
    assert (chat.known(), told(chat)) == ({}, [WHEN[language]])
    assert said(chat.says(ANA, WHEN[language], f"wecom:msg-{chat.deliveries}")) == said(shown)
    chat.says(ANA, '27"')
    assert chat.known() == {"what": '27"'}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_question_to_a_colleagues_question_is_passed_on(language: Language) -> None:
    house = g.asked()
    house.does(BEN, "ask", Ask(text="Which account?"))
    chat = Chat(house, language)
    chat.says(ANA, WHEN[language])
    assert told(chat) == [WHEN[language]]
    assert chat.house.at(1).open_questions


@pytest.mark.parametrize("words", ["next friday?", "下周五？"])
def test_a_day_with_a_question_mark_is_still_a_day(words: str) -> None:
    assert "right?" in said(dated().says(ANA, words))


@pytest.mark.parametrize("words", ["It can wait?", "It can wait？"])
def test_a_choice_with_a_question_mark_is_still_one(words: str) -> None:
    chat = Chat(g.asked())
    chat.press(ANA, "answer", "1")
    chat.says(ANA, words)
    assert chat.known() == {"blocked": "fine"}


@pytest.mark.parametrize(
    "words",
    [
        *("什么时候能修好？", "什么时候能修好", "修好了吗", "好了没", "修好了没有", "还要多久", "怎么还没来呢。"),
        *("when will it be done", "is it ready", "Any news", "hello, can you hurry up", "How long will it take"),
    ],
)  # fmt: skip
def test_a_question_of_their_own_is_known(words: str) -> None:
    assert asks(words)


@pytest.mark.parametrize(
    "words",
    [
        *("三楼会议室", "不知道什么时候开始的", "什么时候都行", "没多久", "上周开始就打不开", "😀"),
        *("The room on the third floor", "It is broken", "whenever you can", "Canada", "what I said", "? no"),
    ],
)
def test_an_answer_is_no_question(words: str) -> None:
    assert not asks(words)


@pytest.mark.parametrize("words", ["急！", "很急", "尽快", "越快越好。", "ASAP", "as soon as possible!"])
def test_urging_is_known(words: str) -> None:
    assert urges(words)


# Just raised


@pytest.mark.parametrize("language", LANGUAGES)
def test_vague_words_after_raising_go_to_the_new_request(language: Language) -> None:
    chat = purchase(language)
    chat.answers(ANA, PASSWORD[language])
    for words in (HURRY[language], UNMARKED[language]):
        assert "move" in acts_of(chat.says(ANA, words))
    assert told(chat, 2) == [HURRY[language], UNMARKED[language]]
    assert told(chat, 1) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_ten_minutes_after_raising_a_card_asks_again(language: Language) -> None:
    chat = purchase(language)
    chat.answers(ANA, PASSWORD[language])
    chat.house.clock.tick(minutes=10)
    assert "place" in acts_of(chat.says(ANA, UNMARKED[language]))
    assert told(chat, 2) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_another_kind_right_after_raising_is_a_new_request(language: Language) -> None:
    chat = Chat(language=language)
    chat.house.company = g.company(
        g.PURCHASE.model_copy(update={"words": ("screen", "显示器")}),
        g.HELP.model_copy(update={"words": ("password", "密码")}),
    )
    words = {"en": "Please buy a screen", "zh": "买个显示器"}[language]
    chat.answers(ANA, PASSWORD[language])
    assert chat.answers(ANA, words) == a.Nothing()
    assert (chat.house.at(2).workflow, chat.words(2), told(chat, 1)) == ("purchase", words, [])


@pytest.mark.parametrize("language", LANGUAGES)
def test_thanks_right_after_raising_are_welcome(language: Language) -> None:
    chat = purchase(language)
    chat.answers(ANA, PASSWORD[language])
    assert said(chat.says(ANA, THANKED[language])) == chat.house.speaker.say(ANA, "talk.welcome")
    assert told(chat, 2) == []


def test_the_questions_of_a_new_request_are_answered_by_the_next_words() -> None:
    chat = Chat()
    chat.presses(ANA, button(chat.says(ANA, "A screen"), "🎫 Purchase"))
    shown = chat.says(ANA, "A 27 inch one")
    assert chat.known() == {"what": "A 27 inch one"}
    assert {"take_back", "place"} <= acts_of(shown)


# Days


@pytest.mark.parametrize(
    ("language", "words", "days"),
    [
        ("en", "asap", ["Tue 3 Mar", "Mon 9 Mar"]),
        ("en", "As soon as possible!", ["Tue 3 Mar", "Mon 9 Mar"]),
        ("zh", "越快越好", ["3月3日周二", "3月9日周一"]),
        ("zh", "尽快。", ["3月3日周二", "3月9日周一"]),
    ],
)
def test_as_soon_as_possible_offers_two_days(language: Language, words: str, days: list[str]) -> None:
    chat = dated(language)
    shown = chat.says(ANA, words)
    assert chat.house.speaker.say(ANA, "talk.soon") in said(shown)
    assert labels(shown)[:2] == days
    assert all(len(one.short or one.label) <= 10 for one in buttons_of(shown))
    chat.presses(ANA, buttons_of(shown)[1])
    assert chat.known()["wished"] == "2026-03-09"


def test_the_two_days_offered_are_never_the_same() -> None:
    chat = dated()
    chat.house.clock.tick(days=4)  # a Friday
    chat.press(ANA, "answer", "1")
    assert labels(chat.says(ANA, "asap"))[:2] == ["Mon 9 Mar", "Mon 16 Mar"]


@pytest.mark.parametrize(
    ("language", "words", "answer"),
    [("en", "yesterday", "has passed"), ("zh", "昨天", "已经过去了"), ("zh", "上周五", "已经过去了")],
)
def test_a_day_that_has_passed_is_said_to_have(language: Language, words: str, answer: str) -> None:
    chat = dated(language)
    assert answer in said(chat.says(ANA, words))
    assert "wished" not in chat.known()


def test_friday_next_week_is_a_day() -> None:
    assert "Fri 13 Mar" in said(dated().says(ANA, "Friday next week"))


# Somebody's yes is waited for

NOT_SO_MANY = {"en": "Fine, but I forgot my password", "zh": "可以，不过我的密码忘了"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_of_whoever_is_asked_for_a_part_are_never_a_new_request_unasked(language: Language) -> None:
    house = g.drafted()
    house.company = g.company(g.HELP.model_copy(update={"words": ("password", "密码")}))
    chat = Chat(house, language)
    shown = chat.says(EVA, NOT_SO_MANY[language])
    assert "place" in acts_of(shown)
    assert chat.store.last_number() == 1
    chat.presses(EVA, buttons_of(shown)[0])
    assert told(chat) == [NOT_SO_MANY[language]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_is_to_approve_is_told_that_the_owner_hears_their_words(language: Language) -> None:
    chat = Chat(g.to_be_approved(), language)
    assert "Ben" in said(chat.says(TOM, "#1 Can we rent one?"))
    assert ("person", BEN, "said") in chat.house.told()


def test_what_came_since_is_not_passed_over_for_what_they_spoke_of_before() -> None:
    chat = Chat(g.asked())
    chat.says(ANA, "#1 It is the blue one")
    chat.house.clock.tick(minutes=2)
    chat.house.desk.raise_request(CHEN, Raise(workflow="help", words="A seat by the window", colleague=ANA))
    shown = chat.says(ANA, "Closer to the door, if that works")
    assert [label for label in labels(shown) if label.startswith("#")] == [
        "#2 · A seat by the window",
        "#1 · Please reset my password",
    ]
