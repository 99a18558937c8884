"""A conversation without threads: where words go, questions one by one, and nothing said is ever lost."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from bot import texts
from bot.cards.elements import Button, Card, Field
from bot.forms import give_input
from bot.inbox import answer as a
from bot.inbox import incoming as i
from bot.inbox.front import Front
from bot.talk.conversation import Conversation
from bot.talk.memory import HEARD
from bot.wecom import limits
from tests.bot.readers import LANGUAGES, Spoken, acts_of, buttons_of, spoken, texts_of
from tests.workflows import given as g
from tests.workflows.given import ANA, BEN, CHEN, DIEGO, EVA
from workflows.definition import Choice, Question
from workflows.languages import Language
from workflows.phases.explore import Ask
from workflows.ports import NotSaved
from workflows.state.values import Phase


class Chat:
    """A house, and everybody's one chat with the bot."""

    def __init__(self, house: g.House | None = None, language: Language = "en") -> None:
        self.house = spoken(house, language) if house else Spoken(language)
        self.store = self.house.store
        self.deliveries = 0
        self.restarts()

    def restarts(self) -> None:
        """Only what is stored is left."""
        self.chosen: list[tuple[str, Language]] = []
        chosen = self.chosen
        front = Front(
            self.house.desk,
            self.store,
            self.house.speaker,
            lambda: None,
            choose=lambda person, language: chosen.append((person, language)),
        )
        self.talk = Conversation(front, self.store)

    def new(self) -> str:
        self.deliveries += 1
        return f"wecom:msg-{self.deliveries}"

    def answers(self, by: str, text: str, delivery: str = "") -> a.Answer:
        return self.talk(i.Wrote(by=by, delivery=delivery or self.new(), text=text, here=f"wecom:{by}"))

    def says(self, by: str, text: str, delivery: str = "") -> Card:
        return card(self.answers(by, text, delivery))

    def presses(self, by: str, button: Button, delivery: str = "", *, alone: bool = False) -> a.Answer:
        return self.press(by, button.act, button.about, delivery, alone=alone)

    def press(self, by: str, act: str, about: str, delivery: str = "", *, alone: bool = False) -> a.Answer:
        said = i.Pressed(by=by, delivery=delivery or self.new(), act=act, about=about, alone=alone)
        return self.talk(said)

    def names(self, number: int = 1) -> list[str]:
        return [one.event.name for one in self.store.history(number)]

    def known(self, number: int = 1) -> dict[str, str]:
        return self.house.at(number).answers

    def words(self, number: int) -> str:
        return self.house.at(number).words


def card(answer: a.Answer) -> Card:
    assert isinstance(answer, a.Whisper), answer
    return answer.card


def said(shown: Card | a.Answer) -> str:
    return "\n".join(texts_of(shown if isinstance(shown, Card) else card(shown)))


def button(shown: Card | a.Answer, label: str) -> Button:
    buttons = buttons_of(shown if isinstance(shown, Card) else card(shown))
    found = [one for one in buttons if one.label.startswith(label)]
    assert len(found) == 1, [one.label for one in buttons]
    return found[0]


def labels(shown: Card | a.Answer) -> list[str]:
    return [one.label for one in buttons_of(shown if isinstance(shown, Card) else card(shown))]


@pytest.fixture
def chat() -> Chat:
    return Chat()


@pytest.fixture
def asked() -> Chat:
    """Ana has asked IT for something that needs no more."""
    return Chat(g.asked())


@pytest.fixture
def two() -> Chat:
    """Ana has asked for two things, and nothing is asked of her."""
    house = g.asked()
    house.asks("A screen for the lobby")
    return Chat(house)


def buying(language: Language = "en") -> Chat:
    """Ana wants something bought: three required questions, one that may be left."""
    house = g.House()
    house.asks("A screen", to="purchase")
    return Chat(house, language)


# A sentence is enough


def test_words_that_name_a_kind_become_a_request_at_once(chat: Chat) -> None:
    assert chat.answers(ANA, "Please reset my password") == a.Nothing()
    assert (chat.house.at(1).workflow, chat.words(1)) == ("help", "Please reset my password")


def test_a_trivial_request_is_one_sentence_one_press_and_one_tap(chat: Chat) -> None:
    chat.answers(ANA, "Please reset my password")
    assert chat.press(BEN, "done", "1") == a.Nothing()
    assert chat.press(ANA, "yes", "1") == a.Nothing()
    assert chat.house.at(1).phase is Phase.CLOSED


def test_a_new_sentence_is_a_new_request_while_nothing_is_asked(asked: Chat) -> None:
    asked.answers(ANA, "I forgot another password")
    assert asked.words(2) == "I forgot another password"


def test_words_that_lead_nowhere_ask_for_the_kind_and_are_kept(chat: Chat) -> None:
    words = "The moon, please. " * 200
    shown = chat.says(ANA, words)
    assert labels(shown) == ["🎫 IT help", "🎫 Purchase", "🎫 Complaint"]
    assert all(words[:20] not in one.about for one in buttons_of(shown))
    assert chat.presses(ANA, button(shown, "🎫 Purchase")) == a.Nothing()
    assert (chat.house.at(1).workflow, chat.words(1)) == ("purchase", words.strip())


def test_a_kind_chosen_on_the_fronts_own_card_raises_at_once(chat: Chat) -> None:
    assert chat.press(ANA, "raise", "help:It is: broken") == a.Nothing()
    assert chat.words(1) == "It is: broken"


def test_raising_without_words_opens_the_form(chat: Chat) -> None:
    assert isinstance(chat.press(ANA, "raise", ""), a.OpenForm)
    assert isinstance(chat.press(ANA, "raise", "help"), a.OpenForm)


def test_a_kind_that_is_gone_meanwhile_is_asked_for_again(chat: Chat) -> None:
    shown = chat.says(ANA, "The moon, please")
    gone = button(shown, "🎫 IT help").model_copy(
        update={"about": button(shown, "🎫 IT help").about.replace("+help", "+gone")}
    )
    again = chat.presses(ANA, gone)
    assert "The moon, please" in said(again)
    assert chat.presses(ANA, button(again, "🎫 IT help")) == a.Nothing()
    assert chat.words(1) == "The moon, please"


def test_a_choice_of_kind_pressed_twice_raises_once(chat: Chat) -> None:
    choice = button(chat.says(ANA, "The moon, please"), "🎫 IT help")
    chat.presses(ANA, choice)
    assert "#1" in said(chat.presses(ANA, choice))
    assert chat.store.last_number() == 1


# Lists and numbers


@pytest.mark.parametrize(
    ("word", "title"),
    [
        ("help", "help.title"), ("帮助", "help.title"), ("菜单", "help.title"), (" HELP ", "help.title"),
        ("mine", "list.mine"), ("我的请求", "list.mine"), ("待我处理", "home.waits"), ("due", "list.due"),
        ("我的请求。", "list.mine"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_of_lists_are_commands_at_any_time(language: Language, word: str, title: str) -> None:
    chat = buying(language)
    chat.press(ANA, "answer", "1")
    assert chat.says(ANA, word).title == chat.house.speaker.say(ANA, title)
    assert chat.known() == {}
    assert chat.store.last_number() == 1


@pytest.mark.parametrize(
    "text", ["#2 It is the big one", "＃2，It is the big one", " # ２: It is the big one"]
)
def test_a_number_says_which_request(two: Chat, text: str) -> None:
    shown = two.says(ANA, text)
    assert "(#2)" in said(shown)
    assert two.house.at(2).version == 2
    event = two.store.history(2)[-1].event
    assert event.name == "said"
    assert event.model_dump()["text"] == "It is the big one"


def test_chinese_words_may_follow_a_number_at_once(two: Chat) -> None:
    assert "(#2)" in said(two.says(ANA, "#2大的那个"))


def test_a_number_alone_shows_the_request_and_what_follows_is_for_it(two: Chat) -> None:
    assert "withdraw" in acts_of(two.says(ANA, "#1"))
    assert "(#1)" in said(two.says(ANA, "It is the blue one"))
    assert two.names(1)[-1] == "said"


def test_an_ordinal_is_no_number(chat: Chat) -> None:
    chat.answers(ANA, "#1st of all my password")
    assert chat.words(1) == "#1st of all my password"


@pytest.mark.parametrize("number", ["3", "99999999999999", "9" * 5000, "0"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_number_that_one_has_no_part_in_is_refused_kindly(number: str, language: Language) -> None:
    chat = Chat(g.asked(), language)
    shown = chat.says(ANA, f"#{number}")
    assert f"#{number[:11]}" in said(shown)
    assert shown.title == chat.house.speaker.say(ANA, "refused.title")
    assert len(said(shown)) < 200


def test_other_peoples_requests_look_as_if_they_did_not_exist(asked: Chat) -> None:
    theirs, none = said(asked.says(CHEN, "#1")), said(asked.says(CHEN, "#2"))
    assert theirs.replace("#1", "#2") == none
    assert "password" not in said(asked.says(CHEN, "#1 hello"))
    assert asked.names() == ["raised"]


def test_words_to_a_number_that_is_not_there_are_kept(two: Chat) -> None:
    shown = two.says(ANA, "#77 the blue one")
    assert "#77" in said(shown)
    assert "(#2)" in said(two.presses(ANA, button(shown, "#2")))


def test_words_to_a_closed_request_are_asked_about(two: Chat) -> None:
    two.press(ANA, "withdraw", "1")
    shown = two.says(ANA, "#1 the blue one")
    assert "closed already" in said(shown)
    two.presses(ANA, button(shown, "#2"))
    assert two.names(2)[-1] == "said"


# Which one?


def test_when_it_is_not_clear_a_card_asks_which(two: Chat) -> None:
    shown = two.says(ANA, "It is the blue one")
    assert labels(shown) == ["#2 · A screen for the lobby", "#1 · Please reset my password", "New request"]
    assert "It is the blue one" in said(shown)
    assert not any("blue" in one.about for one in buttons_of(shown))
    assert all(len(one.short or "") <= 10 for one in buttons_of(shown))
    assert (two.names(1), two.names(2)) == (["raised"], ["raised"])


def test_the_words_go_where_they_are_sent_even_after_a_restart(two: Chat) -> None:
    shown = two.says(ANA, "It is the blue one")
    two.restarts()
    assert "Passed on to IT (#1)." in said(two.presses(ANA, button(shown, "#1")))
    assert two.names(1) == ["raised", "said"]


def test_what_follows_a_choice_is_for_the_same_request(two: Chat) -> None:
    two.presses(ANA, button(two.says(ANA, "It is the blue one"), "#1"))
    assert "(#1)" in said(two.says(ANA, "And it hums"))
    two.house.clock.tick(minutes=31)
    assert "Which request" in said(two.says(ANA, "And it smells"))


def test_a_choice_that_closed_meanwhile_is_asked_about_again(two: Chat) -> None:
    shown = two.says(ANA, "It is the blue one")
    two.press(ANA, "withdraw", "1")
    again = two.presses(ANA, button(shown, "#1"))
    assert "#1 is closed already: withdrawn" in said(again)
    assert "(#2)" in said(two.presses(ANA, button(again, "#2")))


def test_a_new_request_is_among_the_choices(two: Chat) -> None:
    shown = two.says(ANA, "The moon, please")
    kinds = two.presses(ANA, button(shown, "New"))
    assert two.presses(ANA, button(kinds, "🎫 Purchase")) == a.Nothing()
    assert two.words(3) == "The moon, please"


def test_whoever_answers_for_a_request_is_asked_about_it_too() -> None:
    chat = Chat(g.taken())
    shown = chat.says(BEN, "It comes tomorrow")
    assert labels(shown) == ["#1 · Please reset my password", "New request"]
    assert "Ana Silva" in said(chat.presses(BEN, button(shown, "#1")))
    assert chat.names()[-1] == "said"


def test_what_waits_for_the_department_comes_after_ones_own() -> None:
    house = g.asked()
    house.asks("Printer", by=BEN)
    house.asks("Mouse")
    assert labels(Chat(house).says(BEN, "hello"))[:2] == ["#2 · Printer", "#3 · Mouse"]


def test_the_newest_four_are_asked_about(chat: Chat) -> None:
    for n in range(6):
        chat.house.asks(f"Thing {n}")
    assert [label[:2] for label in labels(chat.says(ANA, "hello"))] == ["#6", "#5", "#4", "#3", "Ne"]


def test_only_their_writer_finds_the_words(two: Chat) -> None:
    choice = button(two.says(ANA, "It is the blue one"), "#1")
    assert "write them once more" in said(two.presses(BEN, choice))
    assert two.names(1) == ["raised"]


@pytest.mark.parametrize("about", ["", ":", "x", "x:1", "1:x", "wabc:+", "1:2:3", "\x00:+help"])
@pytest.mark.parametrize("act", ["move", "place", "say", "next", "again", "take_back"])
def test_an_address_that_was_tampered_with_moves_nothing(two: Chat, act: str, about: str) -> None:
    assert isinstance(two.press(ANA, act, about), a.Whisper)
    assert (two.names(1), two.names(2), two.store.last_number()) == (["raised"], ["raised"], 2)


# The echo, and moving


def test_words_passed_on_are_echoed_and_can_be_moved(two: Chat) -> None:
    shown = two.says(ANA, "#1 It is the blue one")
    assert said(shown) == "Passed on to IT (#1)."
    which = two.presses(ANA, button(shown, "Meant for"))
    assert labels(which) == ["#2 · A screen for the lobby", "New request"]
    moved = two.presses(ANA, button(which, "#2"))
    assert "(#2)" in said(moved)
    assert "#1" in said(moved)
    assert two.names(2) == ["raised", "said"]
    correction = two.store.history(1)[-1].event.model_dump()["text"]
    assert correction == "“It is the blue one” wasn't meant for this request. Please leave it aside."


def test_words_while_the_owner_waits_for_something_offer_to_be_that() -> None:
    chat = Chat(g.awaiting_input())
    shown = chat.says(ANA, "It lies at the front desk")
    assert labels(shown)[0] == "Give what is needed"
    assert chat.names(1)[-1] == "said"
    view = chat.house.speaker.view(chat.house.request, ANA)
    (words,) = (
        one for one in give_input.build(view, chat.house.facts(ANA), {}).fields if isinstance(one, Field)
    )
    assert words.value == "It lies at the front desk"


def test_an_answer_that_is_moved_is_taken_back(two: Chat) -> None:
    two.house.number = 1
    two.house.does(BEN, "ask", Ask(text="Which account?"))
    shown = two.says(ANA, "The grey one")
    assert "Noted for #1: “The grey one” (Which account?)" in said(shown)
    moved = two.presses(ANA, button(two.presses(ANA, button(shown, "Meant for")), "#2"))
    assert "Taken back from #1." in said(moved)
    assert [asked.answer for asked in two.house.at(1).asked] == [None]
    assert two.names(2)[-1] == "said"


def test_moving_old_words_is_not_what_somebody_listens_to(two: Chat) -> None:
    shown = two.says(ANA, "#1 It is the blue one")
    two.house.number = 1
    two.house.does(ANA, "unhappy")
    moved = two.presses(ANA, button(two.presses(ANA, button(shown, "Meant for")), "#2"))
    assert "stays with #1" in said(moved)
    assert "listened" not in two.names(1)


def test_an_answer_can_be_moved_to_become_a_new_request(two: Chat) -> None:
    two.house.number = 1
    two.house.does(BEN, "ask", Ask(text="Which account?"))
    shown = two.says(ANA, "I forgot another password")
    assert two.store.last_number() == 2
    moved = two.presses(ANA, button(two.presses(ANA, button(shown, "Meant for")), "New"))
    assert two.words(3) == "I forgot another password"
    assert "#3" in said(moved)
    assert "Taken back from #1." in said(moved)


def test_moved_twice_by_an_old_button_moves_once(two: Chat) -> None:
    shown = two.says(ANA, "#1 It is the blue one")
    choice = button(two.presses(ANA, button(shown, "Meant for")), "#2")
    two.presses(ANA, choice)
    assert "with #2 already" in said(two.presses(ANA, choice))
    assert (two.names(1), two.names(2)) == (["raised", "said", "said"], ["raised", "said"])


def test_moved_there_and_back_again(two: Chat) -> None:
    shown = two.says(ANA, "#1 It is the blue one")
    there = two.presses(ANA, button(two.presses(ANA, button(shown, "Meant for")), "#2"))
    back = two.presses(ANA, button(two.presses(ANA, button(there, "Meant for")), "#1"))
    assert "(#1)" in said(back)
    assert two.names(2) == ["raised", "said", "said"]


def test_words_that_became_a_request_stay_one(chat: Chat) -> None:
    choice = chat.says(ANA, "The moon, please")
    chat.presses(ANA, button(choice, "🎫 IT"))
    assert "#1" in said(chat.presses(ANA, button(choice, "🎫 Purchase")))
    assert chat.store.last_number() == 1


def test_a_correction_never_answers_a_question(two: Chat) -> None:
    shown = two.says(ANA, "#1 It is the blue one")
    two.house.number = 1
    two.house.does(BEN, "ask", Ask(text="Which account?"))
    moved = two.presses(ANA, button(two.presses(ANA, button(shown, "Meant for")), "#2"))
    assert "stays with #1" in said(moved)
    assert two.house.at(1).open_questions


def test_undoing_an_answer_is_told(two: Chat) -> None:
    two.house.number = 1
    two.house.does(BEN, "ask", Ask(text="Which account?"))
    shown = two.says(ANA, "The grey one")
    undone = two.presses(ANA, button(shown, "That was no answer"))
    assert "open again" in said(undone)
    assert "answer" in acts_of(card(undone))


def test_words_far_back_are_gone_and_that_is_said(two: Chat) -> None:
    move = button(two.says(ANA, "#1 It is the blue one"), "Meant for")
    for n in range(9):
        two.says(ANA, f"#2 line {n}")
    assert "write them once more" in said(two.presses(ANA, move))


# The only one that waits


def test_the_only_question_is_answered(two: Chat) -> None:
    two.house.number = 1
    two.house.does(BEN, "ask", Ask(text="Which account?"))
    assert "Noted for #1" in said(two.says(ANA, "My password at SAP"))
    assert two.house.at(1).asked[0].answer == "My password at SAP"


def test_with_two_questions_open_a_card_asks_which(two: Chat) -> None:
    for number in (1, 2):
        two.house.number = number
        two.house.does(BEN, "ask", Ask(text="Which account?"))
    shown = two.says(ANA, "My password at SAP")
    assert two.store.last_number() == 2
    noted = two.presses(ANA, button(shown, "#2"))
    assert "Noted for #2" in said(noted)


def test_what_a_workflow_must_know_is_answered_and_the_next_one_asked() -> None:
    chat = buying()
    shown = chat.says(ANA, "A 27 inch screen")
    assert chat.known() == {"what": "A 27 inch screen"}
    assert "(What is it?)" in said(shown)
    assert "Who pays?" in said(shown)
    chat.says(ANA, "Marketing")
    last = chat.says(ANA, "To see more")
    assert chat.known() == {"what": "A 27 inch screen", "budget": "Marketing", "goal": "To see more"}
    assert "?" not in said(last).replace("What for?", "")


# Questions one by one


def test_answer_asks_the_first_question_instead_of_a_form() -> None:
    shown = card(buying().press(ANA, "answer", "1"))
    assert shown.title == "#1 · question 1 of 4"
    assert "What is it?" in texts_of(shown)
    one_form = button(shown, "All in one form")
    assert (one_form.act, one_form.about, one_form.form) == ("answer", "1", True)
    assert "Skip" not in labels(shown)


def test_each_answer_brings_its_echo_and_the_next_question() -> None:
    chat = buying()
    chat.press(ANA, "answer", "1")
    shown = chat.says(ANA, "A 27 inch screen")
    assert shown.title == "#1 · question 2 of 4"
    assert "Noted for #1: “A 27 inch screen” (What is it?)" in texts_of(shown)
    assert "Who pays?" in texts_of(shown)
    assert {"take_back", "place"} <= acts_of(shown)


def test_the_last_answer_closes_with_the_number() -> None:
    chat = buying()
    chat.press(ANA, "answer", "1")
    for words in ("A screen", "Marketing", "To see more"):
        shown = chat.says(ANA, words)
    assert shown.title == "#1 · question 4 of 4"
    end = chat.says(ANA, "yes")
    assert "That's all for #1" in said(end)
    assert chat.known()["hurry"] == "yes"
    assert chat.house.at(1).urgent


def test_the_run_goes_on_after_a_restart() -> None:
    chat = buying()
    chat.press(ANA, "answer", "1")
    chat.says(ANA, "A screen")
    chat.restarts()
    assert chat.says(ANA, "Marketing").title == "#1 · question 3 of 4"
    assert chat.known() == {"what": "A screen", "budget": "Marketing"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_skipping_what_may_be_left_ends_the_run(language: Language) -> None:
    chat = buying(language)
    chat.press(ANA, "answer", "1")
    for words in ("A screen", "Marketing", "To see more"):
        shown = chat.says(ANA, words)
    skip = button(shown, chat.house.speaker.say(ANA, "act.skip"))
    end = chat.presses(ANA, skip)
    assert chat.house.speaker.say(ANA, "talk.done", number=1) in said(end)
    assert chat.house.at(1).skipped == ("hurry",)


def test_skip_may_be_written(asked: Chat) -> None:
    first = card(asked.press(ANA, "answer", "1"))
    assert "Can you work?" in said(first)
    assert "What should work afterwards?" in said(asked.says(ANA, "跳过"))
    assert "That's all" in said(asked.says(ANA, "skip"))
    assert asked.house.at(1).skipped == ("blocked", "goal")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("word", ["cancel", "取消", "Cancel."])
def test_cancel_ends_the_questions_kindly(language: Language, word: str) -> None:
    chat = Chat(g.asked(), language)
    chat.press(ANA, "answer", "1")
    assert said(chat.says(ANA, word)) == chat.house.speaker.say(ANA, "talk.stopped", number=1)
    assert chat.names() == ["raised"]


@pytest.mark.parametrize(
    "words", ["It can wait", "it can", "2", "２", "2.", "第2个", "It can wait。", "IT CAN WAIT."]
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_choice_by_label_number_or_beginning(words: str, language: Language) -> None:
    chat = Chat(g.asked(), language)
    chat.press(ANA, "answer", "1")
    chat.says(ANA, words)
    assert chat.known() == {"blocked": "fine"}


def test_a_choice_may_be_pressed(asked: Chat) -> None:
    shown = card(asked.press(ANA, "answer", "1"))
    assert labels(shown)[:3] == ["Not at all", "It can wait", "I need a new one"]
    shown = card(asked.presses(ANA, button(shown, "It can wait")))
    assert asked.known() == {"blocked": "fine"}
    assert "Noted for #1: “It can wait” (Can you work?)" in texts_of(shown)


@pytest.mark.parametrize("words", ["I", "maybe", "0", "9", "😀", "x" * 5000])
def test_what_is_no_choice_is_asked_again_and_kept(asked: Chat, words: str) -> None:
    asked.house.asks("Another thing")
    asked.press(ANA, "answer", "1")
    shown = asked.says(ANA, words)
    assert "pick one" in said(shown)
    assert "Not at all" in labels(shown)
    moved = asked.presses(ANA, button(asked.presses(ANA, button(shown, "Something else")), "#2"))
    assert "(#2)" in said(moved)
    assert asked.names(1) == ["raised"]


def test_words_that_were_no_choice_may_still_be_for_that_request(asked: Chat) -> None:
    for _ in range(5):
        asked.house.asks("Another thing")
    asked.press(ANA, "answer", "1")
    which = asked.presses(ANA, button(asked.says(ANA, "The server is on fire"), "Something else"))
    assert labels(which)[0].startswith("#1 ")
    assert "New request" in labels(which)
    told = asked.presses(ANA, button(which, "#1"))
    assert "Passed on to IT (#1)." in said(told)
    assert "Not at all" in labels(told), "and the question is still asked"
    assert (asked.names(1), asked.known()) == (["raised", "said"], {})


def test_words_that_name_another_kind_than_the_choice_they_miss_are_asked_about() -> None:
    chat = buying()
    chat.press(ANA, "answer", "1")
    for answer in ("A screen", "Marketing", "The lobby"):
        chat.says(ANA, answer)
    shown = chat.says(ANA, "I forgot my password")
    assert labels(shown) == ["#1 · A screen", "New request"]
    chat.presses(ANA, button(shown, "New request"))
    assert chat.house.at(2).workflow == "help"


def test_a_question_that_is_behind_is_only_to_be_read(asked: Chat) -> None:
    first = asked.press(ANA, "answer", "1")
    assert isinstance(first, a.Whisper)
    assert first.left
    assert labels(first.left) == []
    assert "Can you work?" in said(first.left)
    asked.says(ANA, "It can wait")
    last = asked.answers(ANA, "cancel")
    assert isinstance(last, a.Whisper)
    assert (last.topic, last.left) == (first.topic, None), "nothing more is asked: its own buttons stay"


def test_what_was_noted_on_a_questions_card_can_be_taken_back_when_the_next_is_put() -> None:
    chat = buying()
    chat.press(ANA, "answer", "1")
    second = chat.answers(ANA, "A screen")
    assert isinstance(second, a.Whisper)
    assert second.left
    assert acts_of(second.left) == {"take_back", "place"}


def test_an_old_choice_pressed_again_changes_nothing(asked: Chat) -> None:
    shown = card(asked.press(ANA, "answer", "1"))
    asked.presses(ANA, button(shown, "It can wait"))
    again = asked.presses(ANA, button(shown, "Not at all"))
    assert "answered already" in said(again)
    assert asked.known() == {"blocked": "fine"}


def dated(language: Language = "en") -> Chat:
    """Ana is asked by when."""
    chat = Chat(g.asked(blocked="fine", goal="Mail"), language)
    chat.press(ANA, "answer", "1")
    return chat


@pytest.mark.parametrize(
    ("language", "words", "echo"),
    [
        ("en", "next friday", "You mean Fri 6 Mar, right?"),
        ("zh", "周五前", "您说的是 3月6日（周五），对吗？"),
        ("zh", "next friday", "您说的是 3月6日（周五），对吗？"),
    ],
)
def test_a_day_is_echoed_for_a_yes(language: Language, words: str, echo: str) -> None:
    chat = dated(language)
    shown = chat.says(ANA, words)
    assert echo in texts_of(shown)
    assert "wished" not in chat.known()
    done = chat.presses(ANA, button(shown, chat.house.speaker.say(ANA, "talk.yes")))
    assert chat.known()["wished"] == "2026-03-06"
    assert chat.house.at(1).need.wished == date(2026, 3, 6)
    assert "#1" in said(done)


@pytest.mark.parametrize("yes", ["yes", "对", "好的", "OK"])
def test_yes_may_be_written(yes: str) -> None:
    chat = dated()
    chat.says(ANA, "next friday")
    chat.restarts()
    chat.says(ANA, yes)
    assert chat.known()["wished"] == "2026-03-06"


def test_another_day_may_be_written_instead_of_a_yes() -> None:
    chat = dated()
    chat.says(ANA, "next friday")
    assert "Thu 5 Mar" in said(chat.says(ANA, "5 March"))


def test_no_asks_for_the_day_again_with_examples() -> None:
    chat = dated()
    shown = chat.says(ANA, "next friday")
    again = chat.presses(ANA, button(shown, "No"))
    assert "For example: next Friday, 12 Mar" in texts_of(card(again))
    assert "You mean Thu 5 Mar" in said(chat.says(ANA, "5 March"))


@pytest.mark.parametrize("words", ["3/4", "no", "maybe friday or so", "😀"])
def test_a_day_that_is_not_clear_is_never_guessed(words: str) -> None:
    chat = dated()
    shown = chat.says(ANA, words)
    assert "couldn't tell which day" in said(shown)
    assert "For example" in said(shown)
    assert "move" in acts_of(shown)
    assert "wished" not in chat.known()


def test_a_day_in_the_past_is_asked_again() -> None:
    shown = dated().says(ANA, "2026-02-27")
    assert "27 Feb" in said(shown)
    assert "By when?" in said(shown)


def test_a_colleagues_question_comes_first() -> None:
    house = g.asked()
    house.does(BEN, "ask", Ask(text="Which account?"))
    chat = Chat(house)
    shown = card(chat.press(ANA, "answer", "1"))
    assert "Which account?" in texts_of(shown)
    assert "Skip" not in labels(shown)
    assert "Can you work?" in said(chat.says(ANA, "The blue one"))


def test_a_name_is_enough_for_a_person() -> None:
    who = Question(id="who", ask=g.both("Who is it for?"), kind="person")
    house = g.House(of=g.company(g.HELP.model_copy(update={"questions": (who,)})))
    house.asks()
    chat = Chat(house)
    assert "A name will do." in said(chat.press(ANA, "answer", "1"))
    chat.says(ANA, "Mary: the new one")
    assert chat.known() == {"who": "Mary： the new one"}


def test_many_choices_are_answered_by_number() -> None:
    many = Question(
        id="which",
        ask=g.both("Which?"),
        kind="choice",
        choices=tuple(Choice(id=f"c{n}", label=g.both(f"Choice number {n}")) for n in range(1, 9)),
    )
    house = g.House(of=g.company(g.HELP.model_copy(update={"questions": (many,)})))
    house.asks()
    chat = Chat(house)
    shown = card(chat.press(ANA, "answer", "1"))
    assert "8. Choice number…" in said(shown)
    assert len(buttons_of(shown)) <= 6
    chat.says(ANA, "8")
    assert chat.known() == {"which": "c8"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_card_fits_the_narrowest_one(language: Language) -> None:
    chat = buying(language)
    shown = [card(chat.press(ANA, "answer", "1"))]
    shown += [chat.says(ANA, words) for words in ("A screen", "Marketing", "To see more", "?")]
    for one in shown:
        assert len(buttons_of(one)) <= 6
        assert all(len(b.short or b.label) <= 10 for b in buttons_of(one))
        assert len(one.title) <= 36


def test_words_after_the_run_are_for_the_same_request_for_a_while(asked: Chat) -> None:
    asked.press(ANA, "answer", "1")
    asked.says(ANA, "skip")
    asked.says(ANA, "skip")
    assert "(#1)" in said(asked.says(ANA, "my password again"))
    asked.house.clock.tick(minutes=31)
    assert asked.answers(ANA, "my password again") == a.Nothing()
    assert asked.store.last_number() == 2


def test_a_question_that_was_answered_on_the_page_is_not_answered_again() -> None:
    chat = buying()
    chat.press(ANA, "answer", "1")
    chat.talk(i.Submitted(by=ANA, delivery="page", act="answer", about="1", answers={"q.what": "A screen"}))
    chat.says(ANA, "Marketing")
    assert chat.known() == {"what": "A screen", "budget": "Marketing"}


def test_a_request_that_closes_while_it_asks_loses_no_words() -> None:
    chat = buying()
    chat.house.asks("Another thing")
    chat.press(ANA, "answer", "1")
    chat.press(ANA, "withdraw", "1")
    shown = chat.says(ANA, "A password for the screen")
    assert "closed already" in said(shown)
    assert "(#2)" in said(chat.presses(ANA, button(shown, "#2")))


def test_that_a_request_has_closed_is_not_said_above_a_new_one() -> None:
    chat = buying()
    chat.press(ANA, "answer", "1")
    chat.press(ANA, "withdraw", "1")
    shown = chat.says(ANA, "The coffee is cold")
    assert "New request" not in labels(shown)
    assert "closed already" not in said(shown)


def test_two_people_are_asked_side_by_side() -> None:
    chat = buying()
    chat.house.asks("A chair", by=CHEN, to="purchase")
    chat.press(ANA, "answer", "1")
    chat.press(CHEN, "answer", "2")
    chat.says(ANA, "A screen")
    chat.says(CHEN, "A red chair")
    assert chat.known(1) == {"what": "A screen"}
    assert chat.known(2) == {"what": "A red chair"}


def test_nobody_answers_for_another(asked: Chat) -> None:
    shown = card(asked.press(ANA, "answer", "1"))
    for by in (BEN, CHEN):
        asked.presses(by, button(shown, "It can wait"))
        asked.press(by, "next", "1:blocked")
        assert isinstance(asked.press(by, "answer", "1"), a.Whisper)
    assert asked.known() == {}
    assert asked.names() == ["raised"]


def test_a_press_on_ask_sets_the_focus() -> None:
    chat = Chat(g.taken())
    assert isinstance(chat.press(BEN, "ask", "1"), a.OpenForm)
    assert "(#1)" in said(chat.says(BEN, "It comes tomorrow"))


# Over and over


def test_the_same_words_delivered_again_have_one_effect_and_the_same_answer() -> None:
    chat = buying()
    chat.press(ANA, "answer", "1", "p")
    first = chat.answers(ANA, "A screen", "m")
    assert chat.answers(ANA, "A screen", "m") == first
    chat.restarts()
    assert chat.answers(ANA, "A screen", "m") == first
    assert chat.known() == {"what": "A screen"}


def test_the_same_sentence_delivered_again_raises_once(chat: Chat) -> None:
    assert [chat.answers(ANA, "my password", "m") for _ in range(3)] == [a.Nothing()] * 3
    assert chat.store.last_number() == 1


def test_the_same_press_delivered_again_is_answered_alike(asked: Chat) -> None:
    shown = card(asked.press(ANA, "answer", "1"))
    choice = button(shown, "It can wait")
    assert asked.presses(ANA, choice, "p") == asked.presses(ANA, choice, "p")
    assert asked.names() == ["raised", "answered"]


@pytest.mark.parametrize("words", ["my password", "#1 It is the blue one"])
def test_words_taken_in_just_before_a_crash_are_told_of_once_more(words: str) -> None:
    chat = Chat(g.asked())
    before = chat.answers(ANA, words, "m")
    events, last = chat.names(), chat.store.last_number()
    chat.store.forget(f"heard:{ANA}")  # the process was killed before it noted its answer
    chat.restarts()
    assert chat.answers(ANA, words, "m") == before
    assert (chat.names(), chat.store.last_number()) == (events, last)


def test_an_answer_taken_in_just_before_a_crash_is_told_of_once_more() -> None:
    chat = buying()
    chat.press(ANA, "answer", "1")
    chat.answers(ANA, "A screen", "m")
    chat.store.forget(f"heard:{ANA}")
    chat.restarts()
    again = chat.says(ANA, "A screen", "m")
    assert "Noted for #1" in said(again)
    assert "Who pays?" in said(again)
    assert chat.known() == {"what": "A screen"}


def test_what_is_not_saved_is_not_done_and_not_swallowed(two: Chat) -> None:
    shown = two.says(ANA, "It is the blue one")
    two.store.full = True
    for words in ("#1 hello", "hello", "my password"):
        with pytest.raises(NotSaved):
            two.answers(ANA, words)
    with pytest.raises(NotSaved):
        two.presses(ANA, button(shown, "#1"))
    two.store.full = False
    assert (two.names(1), two.names(2), two.store.last_number()) == (["raised"], ["raised"], 2)
    two.presses(ANA, button(shown, "#1"))
    assert two.names(1) == ["raised", "said"]


# Hostile words, guests, and what is not ours


@pytest.mark.parametrize("words", ["", " \n ", "\u3000"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_words_are_told_how(words: str, language: Language) -> None:
    chat = Chat(g.asked(), language)
    assert said(chat.says(ANA, words)) == chat.house.speaker.say(ANA, "answer.nothing")


@pytest.mark.parametrize(
    "words", ["😀👍🏽", "a" * 1_000_000, "\u202e\u200bpay", "half \ud83d a character", "#", "##1"]
)
def test_hostile_words_have_one_clear_answer_and_go_where_they_are_sent(two: Chat, words: str) -> None:
    shown = two.says(ANA, words)
    assert len(shown.model_dump_json()) < 5000
    two.presses(ANA, button(shown, "#1"))
    text = two.store.history(1)[-1].event.model_dump()["text"]
    assert text == words.strip().replace("\ud83d", "\ufffd")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_guest_is_told_so(language: Language) -> None:
    chat = Chat(language=language)
    refused = chat.house.speaker.say(DIEGO, "refused.guests_cannot_act")
    assert refused in said(chat.says(DIEGO, "my password"))
    assert refused in said(chat.says(DIEGO, "the moon"))
    assert chat.store.last_number() == 0


def test_other_presses_are_the_fronts(asked: Chat) -> None:
    assert asked.press(BEN, "take", "1") == a.Nothing()
    assert isinstance(asked.press(BEN, "offer", "1"), a.OpenForm)
    assert isinstance(asked.press(ANA, "an_act_of_old", "1"), a.Whisper)
    assert isinstance(asked.talk(i.AskedForList(by=ANA, delivery="x", which="mine")), a.Whisper)
    assert isinstance(asked.talk(i.LookedHome(by=ANA, delivery="y")), a.ShowHome)


def test_one_human_being_on_two_platforms_is_one() -> None:
    house = g.asked()
    house.company = house.company.model_copy(update={"people": ((ANA, "wecom:ana"),)})
    chat = Chat(house)
    assert "(#1)" in said(chat.says("wecom:ana", "#1 It is the blue one"))
    assert chat.store.history(1)[-1].by == ANA


def test_a_member_elsewhere_reads_of_it_in_their_own_list() -> None:
    chat = buying()
    assert labels(chat.says(EVA, "a lamp")) == ["🎫 IT help", "🎫 Purchase", "🎫 Complaint"]


def test_an_answer_that_leads_to_another_department_goes_on_with_its_questions(asked: Chat) -> None:
    asked.press(ANA, "answer", "1")
    shown = asked.says(ANA, "I need a new one")
    assert asked.house.at(1).workflow == "purchase"
    assert "Noted for #1: “I need a new one” (Can you work?)" in texts_of(shown)
    assert "What is it?" in texts_of(shown)


def test_a_new_request_may_be_asked_for_in_words(asked: Chat) -> None:
    assert isinstance(asked.answers(ANA, "新请求"), a.OpenForm)


def test_the_same_words_at_the_same_moment_have_one_effect(chat: Chat) -> None:
    words = i.Wrote(by=ANA, delivery="m", text="my password", here="wecom:ana")
    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(chat.talk, [words] * 8))
    assert answers == [a.Nothing()] * 8
    assert chat.store.last_number() == 1


def test_only_words_that_wait_are_kept_for_long(two: Chat) -> None:
    waiting = button(two.says(ANA, "It is the blue one"), "#1")
    for n in range(20):
        two.says(ANA, f"#2 line {n}")
    assert sum(key.startswith(("words:", "placed:")) for key in two.store._notes) == 1 + 2 * HEARD
    assert "(#1)" in said(two.presses(ANA, waiting))


def test_words_that_waited_for_a_year_are_forgotten(two: Chat) -> None:
    waiting = button(two.says(ANA, "It is the blue one"), "#1")
    two.house.clock.tick(days=366)
    two.says(BEN, "#2 hello")
    assert "write them once more" in said(two.presses(ANA, waiting))
    assert not any("It is the blue one" in text for text in two.store._notes.values())


def test_words_from_a_group_or_a_thread_are_the_fronts(asked: Chat) -> None:
    group = i.Wrote(by=ANA, delivery="x", text="#1 hello", here="wecom:group", direct=False)
    assert asked.talk(group) == a.Nothing()
    assert asked.names() == ["raised"]


def test_an_answer_to_a_question_that_waits_beats_a_day_old_focus() -> None:
    chat = buying()
    chat.house.asks("My password")
    chat.says(ANA, "#2")
    chat.house.clock.tick(hours=1)
    assert "Noted for #1" in said(chat.says(ANA, "A screen"))


def test_a_question_from_this_morning_is_still_in_focus_and_one_from_yesterday_is_not() -> None:
    chat = buying()
    chat.house.asks("A chair", to="purchase")
    chat.press(ANA, "answer", "1")
    chat.house.clock.tick(hours=5)
    assert "Noted for #1" in said(chat.says(ANA, "A screen"))
    chat.house.clock.tick(hours=13)
    assert "Which request" in said(chat.says(ANA, "Marketing"))


def test_words_in_focus_that_name_another_kind_are_asked_about(asked: Chat) -> None:
    asked.house.company = g.company(g.PURCHASE.model_copy(update={"words": ("screen",)}))
    asked.says(ANA, "#1")
    shown = asked.says(ANA, "Please buy a screen")
    assert labels(shown) == ["#1 · Please reset my password", "New request"]
    asked.presses(ANA, button(shown, "New"))
    assert asked.words(2) == "Please buy a screen"


@pytest.mark.parametrize("language", LANGUAGES)
def test_cancel_while_nothing_is_asked_reaches_nobody(language: Language) -> None:
    chat = Chat(g.asked(), language)
    shown = chat.says(ANA, "取消")
    assert said(shown) == chat.house.speaker.say(ANA, "sure.withdraw", number=1)
    assert acts_of(shown) == {"withdraw"}
    assert said(chat.says(CHEN, "cancel")) == chat.house.speaker.say(CHEN, "talk.cancel.none")
    assert chat.names() == ["raised"]


def both_platforms() -> Chat:
    """Ana is on both, and hears on Slack."""
    house = g.House()
    house.company = house.company.model_copy(update={"people": ((ANA, "wecom:ana"),)})
    return Chat(house)


def test_whoever_hears_on_another_platform_is_told_so() -> None:
    chat = both_platforms()
    taken_in = "Got it, #1. You'll hear more on Slack."
    assert said(chat.says("wecom:ana", "my password", "m")) == taken_in
    assert said(chat.says("wecom:ana", "my password", "m")) == taken_in
    assert chat.house.at(1).requester == ANA
    chat.house.clock.tick(minutes=11)
    assert chat.answers(ANA, "my other password") == a.Nothing()


def test_a_kind_chosen_on_one_platform_is_heard_of_on_the_other() -> None:
    chat = both_platforms()
    shown = chat.says("wecom:ana", "The moon, please")
    assert said(chat.presses("wecom:ana", button(shown, "🎫 IT"))) == "Got it, #1. You'll hear more on Slack."


def test_questions_asked_on_one_platform_go_on_there() -> None:
    chat = both_platforms()
    chat.house.asks("A screen", to="purchase")
    chat.press("wecom:ana", "answer", "1")
    assert "Who pays?" in said(chat.says("wecom:ana", "A screen"))
    assert chat.known() == {"what": "A screen"}


@pytest.mark.parametrize(("word", "language"), [("English", "en"), ("中文", "zh"), ("英文", "en")])
def test_a_language_is_chosen_by_its_name(chat: Chat, word: str, language: Language) -> None:
    chat.says(ANA, word)
    assert chat.chosen == [(ANA, language)]


@pytest.mark.parametrize("words", ["你好", "Hello!", "在吗？", "?", "👍", "……"])
def test_whoever_only_greets_is_told_how_to_ask(chat: Chat, words: str) -> None:
    assert chat.says(ANA, words).title == chat.house.speaker.say(ANA, "help.title")


@pytest.mark.parametrize("words", ["你好", "👍", "谢谢！"])
def test_a_courtesy_answers_no_question_that_nobody_put(words: str) -> None:
    chat = buying()
    assert "place" in acts_of(chat.says(ANA, words))
    assert chat.known() == {}


def test_thanks_are_welcome_where_nothing_is_open(chat: Chat) -> None:
    assert said(chat.says(ANA, "谢谢！")) == chat.house.speaker.say(ANA, "talk.welcome")


@pytest.mark.parametrize(
    ("typed", "title"), [("/request help", "help.title"), ("/request mine", "list.mine")]
)
def test_who_knows_slacks_command_may_write_it(two: Chat, typed: str, title: str) -> None:
    two.says(ANA, "#1")
    assert two.says(ANA, typed).title == two.house.speaker.say(ANA, title)
    assert isinstance(two.answers(ANA, "/request"), a.OpenForm)


@pytest.mark.parametrize("language", LANGUAGES)
def test_help_fits_on_wecoms_card(language: Language) -> None:
    help_ = Chat(language=language).says(ANA, "help")
    both = [texts.say(language, key) for key in ("talk.help", "talk.help.words")]
    assert set(both) <= set(texts_of(help_))
    assert len("\n".join(both)) <= limits.SUB_TITLE
    assert [one.short for one in buttons_of(help_)] == [texts.say(language, "short.raise")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_help_speaks_of_what_there_is_here(language: Language) -> None:
    help_ = Chat(language=language).says(ANA, "help")
    assert "/request" not in " ".join(texts_of(help_))
    assert acts_of(help_) == {"raise"}


@pytest.mark.parametrize("word", ["New request", "新请求", "the menu"])
def test_after_a_new_request_was_announced_the_next_words_are_one(asked: Chat, word: str) -> None:
    asked.says(ANA, "#1 It is urgent")  # in focus since
    if word == "the menu":
        asked.talk(i.Commanded(by=ANA, delivery=asked.new()))
    else:
        asked.answers(ANA, word)
    asked.presses(ANA, button(asked.says(ANA, "Please buy a screen"), "🎫 IT"))
    assert asked.words(2) == "Please buy a screen"
    assert asked.names(1) == ["raised", "said"]
