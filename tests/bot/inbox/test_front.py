"""Where everything that people do comes in: the words of /request, conversations, presses, forms, and every no."""

from __future__ import annotations

from datetime import date, datetime

import pytest
import structlog

from bot.cards.elements import Field, Link
from bot.inbox import answer as a
from bot.inbox import incoming as i
from bot.inbox.front import Front
from bot.inbox.twice import TWICE, Twice
from tests.bot.readers import LANGUAGES, Spoken, acts_of, all_of, buttons_of, spoken, texts_of
from tests.fakes import FakeTick
from tests.workflows import given as g
from tests.workflows.given import ANA, BEN, CHEN, DIEGO, FRIDAY, LIN, MARIA, MONDAY
from workflows.languages import Language
from workflows.phases.explore import Ask
from workflows.ports import NotSaved, Receipt
from workflows.state.values import Phase

CARD = "slack:C0IT/1.0"  # where the department's card stands
DIRECT = "slack:D0ANA/2.0"  # where the requester's stands


class Desk:
    """A house with its front door; what each person did, and what they were answered."""

    def __init__(self, house: g.House | None = None, language: Language = "en") -> None:
        self.house = spoken(house, language) if house else Spoken(language)
        self.woken = 0
        self.tick = FakeTick()
        self.front = Front(self.house.desk, self.house.store, self.house.speaker, self._wake)
        self.front.twice = Twice(self.tick)
        self.deliveries = 0

    def _wake(self) -> None:
        self.woken += 1

    def new(self) -> str:
        self.deliveries += 1
        return f"delivery-{self.deliveries}"

    def commands(self, by: str, text: str = "") -> a.Answer:
        return self.front(i.Commanded(by=by, delivery=self.new(), text=text))

    def says(self, by: str, text: str, under: str | None = None, *, direct: bool = True) -> a.Answer:
        return self.front(
            i.Wrote(by=by, delivery=self.new(), text=text, here="slack:D", under=under, direct=direct)
        )

    def mentions(self, by: str, text: str, under: str | None = None) -> a.Answer:
        return self.front(
            i.Wrote(
                by=by,
                delivery=self.new(),
                text=text,
                here="slack:C0IT",
                under=under,
                direct=False,
                mention=True,
            )
        )

    def presses(self, by: str, act: str, about: str = "1") -> a.Answer:
        return self.front(i.Pressed(by=by, delivery=self.new(), act=act, about=about))

    def sends(self, by: str, act: str, about: str = "1", **answers: i.FieldValue) -> a.Answer:
        named = {key.replace("__", "."): value for key, value in answers.items()}
        named = {key[:-2] + "-" + key[-1] if key[-2:] in ("_1", "_2") else key: v for key, v in named.items()}
        return self.front(i.Submitted(by=by, delivery=self.new(), act=act, about=about, answers=named))

    def stands(self) -> None:
        """The cards of the request were sent: the department's in its channel, the requester's directly."""
        for notice in self.house.notices():
            where = {"channel": CARD, "person": DIRECT}.get(notice.place, "")
            receipt = Receipt(notice=notice, where=where, shown="", sent=self.house.clock.now())
            self.house.store.sent((notice.id,), (receipt,))

    def names(self) -> list[str]:
        return [one.event.name for one in self.house.store.history(1)]


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def asked() -> Desk:
    desk = Desk(g.asked())
    desk.house.number = 1
    desk.stands()
    return desk


def whispered(answer: a.Answer) -> str:
    assert isinstance(answer, a.Whisper)
    return "\n".join(texts_of(answer.card))


def opened(answer: a.Answer) -> list[Field]:
    assert isinstance(answer, a.OpenForm)
    return [field for field in answer.form.fields if isinstance(field, Field)]


# The words of /request


def test_request_alone_opens_the_raising_form(desk: Desk) -> None:
    assert [field.key for field in opened(desk.commands(ANA))] == [
        *("workflow", "words"),
        *("colleague", "for_whom"),
    ]


@pytest.mark.parametrize("word", ["help", "HELP", "  Mine ", "team", "Due", "admin", "insights"])
def test_one_of_its_words_is_never_a_need(desk: Desk, word: str) -> None:
    assert isinstance(desk.commands(BEN, word), a.Whisper)
    assert isinstance(desk.says(BEN, word), a.Whisper)
    assert isinstance(desk.mentions(BEN, word), a.Whisper)
    assert desk.house.store.last_number() == 0


def test_away_is_a_form_wherever_it_is_said(desk: Desk) -> None:
    for answer in (desk.commands(BEN, "Away"), desk.says(BEN, "away"), desk.mentions(BEN, "away")):
        assert [field.key for field in opened(answer)] == ["back", "stand_in"]
    assert [field.key for field in opened(desk.commands(ANA, "away"))] == ["back"]
    assert [field.key for field in opened(desk.commands(LIN, "away"))] == ["who", "back", "stand_in"]


def test_anything_else_is_the_need_as_typed(desk: Desk) -> None:
    assert desk.commands(ANA, "help me with my password") == a.Nothing()
    request = desk.house.store.request(1)
    assert request is not None
    assert (request.words, request.workflow) == ("help me with my password", "help")


def test_words_that_lead_nowhere_open_the_form_and_stay(desk: Desk) -> None:
    words = opened(desk.commands(ANA, "the moon, please"))[1]
    assert words.value == "the moon, please"


def test_where_no_form_opens_words_that_lead_nowhere_ask_which(desk: Desk) -> None:
    answer = desk.says(ANA, "the moon, please")
    assert isinstance(answer, a.Whisper)
    buttons = buttons_of(answer.card)
    assert {button.about for button in buttons} == {
        f"{workflow}:the moon, please" for workflow in ("help", "purchase", "complaint")
    }
    fields = opened(desk.presses(ANA, "raise", buttons[0].about))
    assert [field.value for field in fields[:2]] == [buttons[0].about.split(":")[0], "the moon, please"]


@pytest.mark.parametrize("words", ["hi", "thanks!", "谢谢", "🎉🎉"])
def test_a_greeting_or_thanks_is_told_how_to_ask_and_never_which_department(desk: Desk, words: str) -> None:
    answer = desk.says(ANA, words)
    assert isinstance(answer, a.Whisper)
    assert [button.about for button in buttons_of(answer.card)] == [""]


@pytest.mark.parametrize("words", ["解决了", "Solved!", "好的", "yes"])
def test_a_yes_outside_any_thread_shows_what_waits_for_one(words: str) -> None:
    waiting, nothing = Desk(g.delivered()).says(ANA, words), Desk(g.satisfied()).says(ANA, words)
    assert isinstance(waiting, a.Whisper)
    assert "yes" in acts_of(waiting.card)
    assert isinstance(nothing, a.Whisper)
    assert [button.about for button in buttons_of(nothing.card)] == [""], "how to ask"


def test_a_mention_without_words_is_told_how(desk: Desk) -> None:
    assert "help" in whispered(desk.mentions(ANA, " "))


def test_my_list_shows_mine_and_nobody_elses(asked: Desk) -> None:
    assert "password" in whispered(asked.commands(ANA, "mine"))
    assert "password" not in whispered(asked.commands(CHEN, "mine"))
    assert "password" in whispered(asked.commands(BEN, "team"))
    assert "password" not in whispered(asked.commands(CHEN, "team"))


def test_the_list_of_promises_is_the_owners() -> None:
    desk = Desk(g.promised())
    assert "password" in whispered(desk.commands(BEN, "due"))
    assert "password" not in whispered(desk.commands(LIN, "due"))


def test_workflows_are_for_admins(desk: Desk) -> None:
    assert "IT help" not in whispered(desk.commands(ANA, "admin"))


def test_an_admin_reads_which_file_a_workflow_is_and_no_hash_of_it(desk: Desk) -> None:
    desk.house.company = desk.house.company.model_copy(update={"admins": (LIN,)})
    said = whispered(desk.commands(LIN, "admin"))
    assert "help.yml" in said
    assert "help-1" not in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_guests_home_offers_nothing_that_would_be_refused(language: Language) -> None:
    desk = Desk(language=language)
    answer = desk.front(i.LookedHome(by=DIEGO, delivery="x"))
    assert isinstance(answer, a.ShowHome)
    assert not buttons_of(answer.home)
    assert desk.house.speaker.say(DIEGO, "refused.guests_cannot_act") in texts_of(answer.home)


def test_home_is_shown_and_kept_true_from_then_on(desk: Desk) -> None:
    answer = desk.front(i.LookedHome(by=ANA, delivery="x"))
    assert isinstance(answer, a.ShowHome)
    assert ANA in desk.house.store.homes()


# Guests


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_guest_is_told_so_at_once_whatever_they_try(language: Language) -> None:
    desk = Desk(language=language)
    tries = [
        desk.commands(DIEGO),
        desk.commands(DIEGO, "reset my password"),
        desk.says(DIEGO, "the moon, please"),
        desk.mentions(DIEGO, "reset my password"),
        desk.presses(DIEGO, "raise", "help:password"),
        desk.front(i.TurnedInto(by=DIEGO, delivery="x", text="password")),
        desk.front(i.TurnedInto(by=DIEGO, delivery="y", text="the moon", form=False)),
    ]
    expected = {"en": "Requests are for people of this company", "zh": "只有本公司的同事"}[language]
    assert all(expected in whispered(answer) for answer in tries)
    assert desk.house.store.last_number() == 0


@pytest.mark.parametrize("word", ["help", "mine", "team", "due"])
def test_a_guest_is_offered_nothing_that_could_only_be_refused(desk: Desk, word: str) -> None:
    answer = desk.commands(DIEGO, word)
    assert isinstance(answer, a.Whisper)
    assert buttons_of(answer.card) == []
    assert "Requests are for people of this company" in whispered(answer)


def test_whoever_may_not_act_any_more_reads_nothing_by_old_buttons_and_menus() -> None:
    """Ben owned it, and is a guest or deactivated by now; what he was sent still stands in his chat."""
    desk = Desk(g.promised())
    desk.house.desk.steps.directory = colleagues = g.Colleagues()
    colleagues.gone.add(BEN)
    tries = [
        desk.presses(BEN, "show"),
        desk.presses(BEN, "deliver"),
        *(
            desk.front(i.AskedForList(by=BEN, delivery="x", which=which))
            for which in ("team", "mine", "waiting")
        ),
    ]
    assert all("Requests are for people of this company" in whispered(answer) for answer in tries)
    assert all("#1" not in whispered(answer) for answer in tries)


# Conversations


def test_words_under_the_card_by_the_requester_are_passed_on_and_echoed(asked: Desk) -> None:
    assert "#1" in whispered(asked.says(ANA, "It is the blue one", CARD, direct=False))
    assert asked.names()[-1] == "said"


def test_words_in_the_thread_while_the_owner_waits_for_something_offer_to_be_that() -> None:
    desk = Desk(g.awaiting_input())
    desk.stands()
    answer = desk.says(ANA, "It lies at the front desk", under=DIRECT)
    assert isinstance(answer, a.Whisper)
    assert acts_of(answer.card) == {"give_input"}


def test_talk_among_members_answers_nothing(asked: Desk) -> None:
    assert asked.says(BEN, "Who does it?", CARD, direct=False) == a.Nothing()
    assert asked.says(CHEN, "Hello", CARD, direct=False) == a.Nothing()
    assert asked.names() == ["raised"]


def test_a_member_who_names_the_bot_in_the_thread_speaks_to_the_requester(asked: Desk) -> None:
    assert "Ana Silva" in whispered(asked.mentions(BEN, "It comes tomorrow", CARD))
    assert asked.names()[-1] == "said"
    assert asked.house.store.last_number() == 1


def test_the_words_of_request_work_in_a_thread_too(asked: Desk) -> None:
    assert "#1" in whispered(asked.mentions(BEN, "team", CARD))
    assert asked.names() == ["raised"]


def test_a_stranger_who_names_the_bot_in_the_thread_asks_for_something_of_their_own(asked: Desk) -> None:
    assert asked.mentions(CHEN, "my password too", CARD) == a.Nothing()
    assert asked.house.store.last_number() == 2


def test_talk_in_other_threads_is_not_for_the_bot(asked: Desk) -> None:
    assert asked.says(ANA, "Lunch?", "slack:C0IT/9.9", direct=False) == a.Nothing()
    assert asked.house.store.last_number() == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_answer_is_echoed_with_its_question_and_can_be_taken_back(language: Language) -> None:
    desk = Desk(g.asked(), language)
    desk.house.does(BEN, "ask")
    answer = desk.says(ANA, "The blue one")
    assert isinstance(answer, a.Whisper)
    assert "Which account?" in whispered(answer)
    (undo,) = buttons_of(answer.card)
    assert desk.presses(ANA, undo.act, undo.about) == a.Nothing()
    assert desk.names()[-1] == "answer_taken_back"


def test_an_answer_to_the_workflows_own_question_is_echoed_just_so() -> None:
    house = g.House()
    house.asks("A screen", to="purchase")
    desk = Desk(house)
    desk.stands()
    answer = desk.says(ANA, "A big one", DIRECT)
    assert "What is it?" in whispered(answer)
    assert isinstance(answer, a.Whisper)
    assert acts_of(answer.card) == {"take_back"}


def test_help_is_help_also_while_a_question_waits() -> None:
    desk = Desk(g.asked())
    desk.house.does(BEN, "ask")
    assert "/request" in whispered(desk.says(ANA, "help"))
    assert desk.names()[-1] == "question_asked"


def test_words_under_a_closed_request_are_answered_with_how_it_stands() -> None:
    desk = Desk(g.asked())
    desk.stands()
    desk.house.does(ANA, "withdraw")
    assert "#1 is closed already: withdrawn" in whispered(desk.says(ANA, "Wait!", DIRECT))


def test_the_same_words_delivered_twice_are_said_once(asked: Desk) -> None:
    wrote = i.Wrote(by=ANA, delivery="again", text="It is the blue one", here="slack:D", under=DIRECT)
    assert isinstance(asked.front(wrote), a.Whisper)
    assert asked.front(wrote) == a.Nothing()
    assert asked.names().count("said") == 1


def test_the_same_command_delivered_twice_raises_once(desk: Desk) -> None:
    command = i.Commanded(by=ANA, delivery="again", text="my password")
    assert [desk.front(command), desk.front(command)] == [a.Nothing(), a.Nothing()]
    assert desk.house.store.last_number() == 1


def test_a_message_becomes_a_request_in_a_form_with_its_words(desk: Desk) -> None:
    fields = opened(desk.front(i.TurnedInto(by=ANA, delivery="x", text="my password is gone")))
    assert [field.value for field in fields[:2]] == ["help", "my password is gone"]


def test_a_reaction_makes_a_request_at_once_where_the_words_are_clear(desk: Desk) -> None:
    assert desk.front(i.TurnedInto(by=ANA, delivery="x", text="my password", form=False)) == a.Nothing()
    assert desk.house.store.last_number() == 1
    assert "What is it about?" in whispered(
        desk.front(i.TurnedInto(by=ANA, delivery="y", text="the moon", form=False))
    )


# Presses


def test_a_press_that_needs_words_opens_its_form(asked: Desk) -> None:
    assert [field.key for field in opened(asked.presses(BEN, "do_it"))] == ["day"]
    assert asked.names() == ["raised"]


def test_i_will_do_it_by_the_wished_day_is_one_press() -> None:
    desk = Desk(g.asked(blocked="fine", wished=FRIDAY.isoformat()))
    assert desk.presses(BEN, "do_it") == a.Nothing()
    assert desk.names()[-2:] == ["taken", "promised"]


def test_something_else_becomes_a_request_that_follows_from_the_closed_one() -> None:
    desk = Desk(g.satisfied())
    assert [field.key for field in opened(desk.presses(ANA, "again"))] == ["words", "workflow"]
    assert isinstance(desk.sends(ANA, "again", words="One more", workflow="help"), a.Nothing)
    new = desk.house.store.request(2)
    assert new is not None
    assert (new.linked, new.words, new.requester) == (1, "One more", ANA)
    desk.sends(BEN, "again", words="One more", workflow="help")
    assert desk.house.store.last_number() == 2


def test_another_request_is_chosen_from_those_that_are_open() -> None:
    house = g.taken()
    house.asks("Nobody can log in", by=CHEN)
    desk = Desk(house)
    (which,) = opened(desk.presses(BEN, "same_as", "2"))
    assert which.choices == (("1", "#1 · Please reset my password"),)
    desk.sends(BEN, "same_as", "2", number="1")
    desk.house.desk.sweep()
    joined = desk.house.store.request(2)
    assert joined is not None
    assert joined.main == 1


@pytest.mark.parametrize(
    "about",
    ["", "abc", "-1", "0", "99", "1e3", "１", "9" * 11, "9" * 5000, ":", "1.0", " 1", "\x00", "²"],
)
def test_an_address_that_was_tampered_with_finds_nothing(asked: Desk, about: str) -> None:
    before = asked.names()
    for act in ("take", "do_it", "show", "accept"):
        answer = asked.presses(CHEN, act, about)
        assert isinstance(answer, a.Whisper)
    assert isinstance(asked.sends(CHEN, "offer", about), a.InsteadOfForm)
    assert asked.names() == before


@pytest.mark.parametrize("about", ["1", "1:99:99", "1:1:9", "1:-1:0", "1:", "1:x:y", "1:1:" + "9" * 5000])
def test_an_offer_that_is_not_there_cannot_be_accepted(about: str) -> None:
    desk = Desk(g.offered())
    assert "replaced" in whispered(desk.presses(ANA, "accept", about))


@pytest.mark.parametrize("act", ["nothing", "reply", "", "answer:1", "digest"])
def test_an_act_that_no_button_has_does_nothing(asked: Desk, act: str) -> None:
    assert isinstance(asked.presses(ANA, act), a.Whisper)
    assert isinstance(asked.sends(ANA, act, text="x"), a.InsteadOfForm)
    assert asked.names() == ["raised"]


def test_other_peoples_requests_look_as_if_they_did_not_exist(asked: Desk) -> None:
    absent = whispered(asked.presses(CHEN, "show", "2"))
    for act in ("show", "withdraw", "take", "do_it"):
        assert whispered(asked.presses(CHEN, act, "1")).replace("#1", "#2") == absent


def test_a_button_that_is_not_yours_says_whose_it_is(asked: Desk) -> None:
    assert "Ana Silva" in whispered(asked.presses(BEN, "withdraw"))
    assert "IT" in whispered(asked.presses(ANA, "take"))


def test_a_second_press_in_a_hurry_is_no_news_and_a_later_one_is_answered() -> None:
    desk = Desk(g.delivered())
    assert isinstance(desk.presses(ANA, "yes"), a.Nothing)
    assert isinstance(desk.presses(ANA, "yes"), a.Nothing)
    desk.tick.move(TWICE)
    assert isinstance(desk.presses(ANA, "yes"), a.Whisper)


def test_a_refusal_is_recorded_and_a_second_press_in_a_hurry_too() -> None:
    desk = Desk(g.delivered())
    with structlog.testing.capture_logs() as logs:
        desk.presses(BEN, "yes")
        desk.presses(ANA, "yes")
        desk.presses(ANA, "yes")
    first, second = (one for one in logs if one["event"] == "refused")
    assert (first["by"], first["request"], first["again"]) == (BEN, 1, False)
    assert (second["by"], second["request"], second["again"]) == (ANA, 1, True)


def test_what_one_press_did_excuses_nobody_elses() -> None:
    desk = Desk(g.asked())
    assert isinstance(desk.presses(BEN, "take"), a.Nothing)
    assert isinstance(desk.presses(LIN, "take"), a.Whisper)


def test_who_comes_second_is_told_who_has_it(asked: Desk) -> None:
    olga = "slack:U0OLGA"
    it = asked.house.company.departments["it"].model_copy(update={"members": (BEN, olga)})
    asked.house.company = asked.house.company.model_copy(
        update={"departments": {**asked.house.company.departments, "it": it}}
    )
    asked.presses(BEN, "take")
    asked.house.clock.tick(hours=1, minutes=32)
    assert "Ben Okoro took it at 09:00, and answers for it." in whispered(asked.presses(olga, "do_it"))


@pytest.mark.parametrize("act", ["take", "do_it", "accept", "yes", "answer", "on_track", "withdraw", "miss"])
def test_an_old_button_of_a_closed_request_says_how_it_stands(act: str) -> None:
    desk = Desk(g.satisfied())
    by = BEN if act in ("take", "do_it", "on_track", "miss") else ANA
    about = "1:1:0" if act == "accept" else "1"
    before = desk.names()
    assert "#1 is closed already: satisfied" in whispered(desk.presses(by, act, about))
    assert desk.names() == before


def test_showing_a_request_gives_each_their_own_card(asked: Desk) -> None:
    mine, theirs = asked.presses(ANA, "show"), asked.presses(BEN, "show")
    assert isinstance(mine, a.Whisper)
    assert isinstance(theirs, a.Whisper)
    assert "withdraw" in acts_of(mine.card)
    assert "take" in acts_of(theirs.card)


# Forms


def test_a_form_with_its_answers_raises(desk: Desk) -> None:
    answer = desk.sends(ANA, "raise", "", workflow="help", words="Mail", q__goal="On my phone")
    assert answer == a.Nothing()
    request = desk.house.store.request(1)
    assert request is not None
    assert request.answers == {"goal": "On my phone"}


def test_another_kind_of_request_asks_other_questions_and_keeps_the_words(desk: Desk) -> None:
    answer = desk.front(
        i.Changed(
            by=ANA,
            delivery="x",
            act="raise",
            about="help",
            answers={"workflow": "purchase", "words": "A screen", "q.goal": "To see more"},
        )
    )
    assert isinstance(answer, a.RedrawForm)
    values = {field.key: field.value for field in answer.form.fields if isinstance(field, Field)}
    assert (values["workflow"], values["words"], values["q.goal"]) == ("purchase", "A screen", "To see more")
    assert "q.budget" in values


def test_an_answer_that_asks_more_keeps_what_was_typed(desk: Desk) -> None:
    answers: i.FieldValues = {"workflow": "help", "words": "Mail", "q.blocked": "fine", "q.wished": FRIDAY}
    answer = desk.front(i.Changed(by=ANA, delivery="x", act="raise", about="help", answers=answers))
    assert isinstance(answer, a.RedrawForm)
    values = {field.key: field.value for field in answer.form.fields if isinstance(field, Field)}
    assert values["q.wished"] == FRIDAY


def test_a_redrawn_offer_keeps_everything_typed(asked: Desk) -> None:
    typed: i.FieldValues = {
        "words": "A way in",
        "conditions": "Works\nStays",
        "count": "2",
        "what-1": "A new password",
        "day-1": FRIDAY,
        "beyond-1": "A hint",
        "needs-1": "Your badge",
        "cost-1": "not a number",
        "meets-1": ("1", "7"),
    }
    answer = asked.front(i.Changed(by=BEN, delivery="x", act="offer", about="1", answers=typed))
    assert isinstance(answer, a.RedrawForm)
    values = {field.key: field.value for field in answer.form.fields if isinstance(field, Field)}
    assert {key: values[key] for key in typed if key != "meets-1"} == {
        key: value for key, value in typed.items() if key != "meets-1"
    }
    assert values["meets-1"] == ("1",)
    assert "what-2" in values


@pytest.mark.parametrize("count", ["", "0", "4", "abc", "9" * 5000, "-1"])
def test_a_number_of_options_that_was_not_offered_is_one(asked: Desk, count: str) -> None:
    answer = asked.front(i.Changed(by=BEN, delivery="x", act="offer", about="1", answers={"count": count}))
    assert isinstance(answer, a.RedrawForm)
    keys = {field.key for field in answer.form.fields if isinstance(field, Field)}
    assert "what-1" in keys
    assert "what-2" not in keys


def test_an_offer_for_a_day_nobody_works_is_warned_of_with_that_day(asked: Desk) -> None:
    sunday = date(2026, 3, 8)
    answer = asked.front(i.Changed(by=BEN, delivery="x", act="offer", about="1", answers={"day-1": sunday}))
    assert isinstance(answer, a.RedrawForm)
    assert "Nobody works on Sun 8 Mar" in all_of(answer.form)


def field_error(answer: a.Answer, key: str) -> str:
    assert isinstance(answer, a.FieldErrors), answer
    assert set(answer.errors) == {key}
    return answer.errors[key]


def _restated(*, at: datetime | None = None) -> g.House:
    """There is something that can be put in other words."""
    return g.asked(at, goal="Mail")


PAST, SUNDAY = date(2026, 2, 27), date(2026, 3, 8)
WRONG: dict[str, tuple[g.Given, str, str, dict[str, i.FieldValue], str]] = {
    "no words": (_restated, ANA, "correct", {}, "words"),
    "wished in the past": (_restated, ANA, "correct", {"words": "x", "wished": PAST}, "wished"),
    "six conditions": (
        _restated,
        ANA,
        "correct",
        {"words": "x", "conditions": "\n".join("abcdef")},
        "conditions",
    ),
    "an empty question": (g.asked, BEN, "ask", {}, "text"),
    "a workflow that is gone": (g.asked, BEN, "route", {"workflow": "gone"}, "workflow"),
    "routed to itself": (g.asked, BEN, "route", {"workflow": "help"}, "workflow"),
    "no day": (g.asked, BEN, "do_it", {}, "day"),
    "a day in the past": (g.asked, BEN, "do_it", {"day": PAST}, "day"),
    "a Sunday": (g.asked, BEN, "do_it", {"day": SUNDAY}, "day"),
    "an offer without words": (g.asked, BEN, "offer", {"what-1": "x", "day-1": FRIDAY}, "words"),
    "an offer of nothing": (g.asked, BEN, "offer", {"words": "x", "day-1": FRIDAY}, "what-1"),
    "an offer without a day": (g.asked, BEN, "offer", {"words": "x", "what-1": "y"}, "day-1"),
    "an offer on a Sunday": (
        g.asked,
        BEN,
        "offer",
        {"words": "x", "count": "2", "what-1": "y", "day-1": FRIDAY, "what-2": "z", "day-2": SUNDAY},
        "day-2",
    ),
    "a cost in words": (
        g.asked,
        BEN,
        "offer",
        {"words": "x", "what-1": "y", "day-1": FRIDAY, "cost-1": "a lot"},
        "cost-1",
    ),
    "a cost below zero": (
        g.asked,
        BEN,
        "offer",
        {"words": "x", "what-1": "y", "day-1": FRIDAY, "cost-1": "-5"},
        "cost-1",
    ),
    "a change without words": (g.offered, ANA, "change", {}, "text"),
    "no reason": (g.asked, BEN, "cannot", {"alternative": "none"}, "reason"),
    "nothing done": (g.promised, BEN, "deliver", {"link": "https://x"}, "what"),
    "no link": (g.promised, BEN, "deliver", {"what": "x", "link": "javascript:alert(1)"}, "link"),
    "an earlier date": (g.promised, BEN, "miss", {"day": MONDAY, "reason": "x"}, "day"),
    "a new date without a day": (g.promised, BEN, "miss", {"reason": "x"}, "day"),
    "a new date without a reason": (g.promised, BEN, "miss", {"day": g.NEXT_TUESDAY}, "reason"),
    "an empty update": (g.promised, BEN, "update", {}, "text"),
    "six of five": (g.satisfied, ANA, "rate", {"result": "6"}, "result"),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("wrong", WRONG)
def test_an_error_is_shown_at_a_field_that_the_form_has(wrong: str, language: Language) -> None:
    given, by, act, answers, where = WRONG[wrong]
    desk = Desk(given(), language)
    shown = {field.key for field in opened(desk.presses(by, act))} | {"what-2", "day-2"}
    before = desk.names()
    answer = desk.front(i.Submitted(by=by, delivery="x", act=act, about="1", answers=answers))
    said = field_error(answer, where)
    assert where in shown
    assert "{" not in said
    assert "None" not in said
    assert desk.names() == before


def test_raising_has_its_errors_at_their_fields(desk: Desk) -> None:
    field_error(desk.sends(ANA, "raise", "", workflow="help"), "words")
    field_error(desk.sends(ANA, "raise", "", words="x", workflow="gone"), "workflow")
    field_error(desk.sends(ANA, "raise", "", words="x"), "workflow")
    past = desk.sends(ANA, "raise", "help", words="x", workflow="help", q__blocked="fine", q__wished=PAST)
    assert "Fri 27 Feb" in field_error(past, "q.wished")
    assert desk.house.store.last_number() == 0


def test_an_answer_in_the_past_is_shown_at_its_question() -> None:
    desk = Desk(g.asked(blocked="fine"))
    field_error(desk.sends(ANA, "answer", q__wished=PAST), "q.wished")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_form_that_comes_too_late_gives_back_what_was_typed(language: Language) -> None:
    desk = Desk(g.asked(), language)
    desk.house.does(ANA, "withdraw")
    answer = desk.sends(BEN, "cannot", reason="A long and careful reason", alternative="The bank")
    assert isinstance(answer, a.InsteadOfForm)
    said = "\n".join(texts_of(answer.card))
    assert "A long and careful reason" in said
    assert "The bank" in said


def test_what_was_only_chosen_is_not_given_back_as_words() -> None:
    desk = Desk(g.offered())
    desk.house.does(ANA, "withdraw")
    answer = desk.sends(ANA, "decline", reason="Too late for me", then="another")
    assert isinstance(answer, a.InsteadOfForm)
    assert "another" not in all_of(answer.card)
    assert "Too late for me" in all_of(answer.card)


def test_what_is_not_saved_is_not_done_and_not_swallowed(asked: Desk) -> None:
    asked.house.store.full = True
    woken, before = asked.woken, asked.names()
    with pytest.raises(NotSaved):
        asked.presses(BEN, "take")
    with pytest.raises(NotSaved):
        asked.commands(ANA, "my password")
    with pytest.raises(NotSaved):
        asked.sends(BEN, "ask", text="Which one?")
    asked.house.store.full = False
    assert asked.names() == before
    assert asked.house.store.last_number() == 1
    assert asked.woken == woken + 3
    assert asked.presses(BEN, "take") == a.Nothing()


def test_a_trivial_request_is_one_sentence_one_press_and_one_tap(desk: Desk) -> None:
    assert desk.commands(ANA, "please reset my password") == a.Nothing()
    assert desk.presses(BEN, "done") == a.Nothing()
    assert desk.presses(ANA, "yes") == a.Nothing()
    request = desk.house.store.request(1)
    assert request is not None
    assert request.phase is Phase.CLOSED
    told = [(notice.place, notice.kind) for notice in desk.house.notices()]
    assert told == [("channel", "card"), ("person", "raised"), ("person", "delivered")]


def test_a_button_that_nobody_knows_any_more_is_answered_kindly() -> None:
    answer = Desk().presses(ANA, "an_act_of_old", "not a number")
    assert isinstance(answer, a.Whisper)
    assert "moved on" in answer.card.summary


# One human being on both platforms

BEN_TOO = "wecom:ben"


@pytest.fixture
def linked(asked: Desk) -> Desk:
    company = asked.house.company
    asked.house.company = company.model_copy(update={"people": ((BEN, BEN_TOO),)})
    return asked


def test_whoever_acts_on_the_other_platform_is_the_same_person(linked: Desk) -> None:
    linked.presses(BEN_TOO, "take")
    assert linked.house.request.owner == BEN


def test_what_shows_only_on_the_other_platform_is_said_to_be_there(linked: Desk) -> None:
    answer = linked.presses(BEN_TOO, "take")
    assert isinstance(answer, a.Whisper)
    assert "#1" in all_of(answer.card)
    assert "Slack" in all_of(answer.card)
    assert isinstance(linked.presses(BEN, "done"), a.Nothing)


def test_the_page_opens_by_a_link_for_this_person_alone(asked: Desk) -> None:
    class Signing:
        def signed(self, person: str, path: str) -> str:
            return f"https://x.example/in?{person}{path}"

    asked.front.links = Signing()
    answer = asked.presses(ANA, "page")
    assert isinstance(answer, a.Whisper)
    links = [element for element in answer.card.elements if isinstance(element, Link)]
    assert [link.url for link in links] == [f"https://x.example/in?{ANA}/r/1"]
    refused = asked.presses(CHEN, "page")
    assert isinstance(refused, a.Whisper)
    assert not any(isinstance(element, Link) for element in refused.card.elements)


@pytest.mark.parametrize("words", ["When will it be ready?", "什么时候能好", "Thank you!"])
def test_in_a_thread_a_question_of_theirs_answers_nothing(asked: Desk, words: str) -> None:
    asked.house.does(BEN, "ask", Ask(text="Which account?"))
    whispered(asked.says(ANA, words, CARD, direct=False))
    assert asked.names()[-1] == "said"
    assert asked.house.at(1).open_questions
    asked.says(ANA, "The blue one", CARD, direct=False)
    assert not asked.house.at(1).open_questions


def test_a_reply_by_number_is_passed_on(asked: Desk) -> None:
    answer = asked.front(i.Replied(by=LIN, delivery=asked.new(), number=1, text="Which one?"))
    assert isinstance(answer, a.Whisper)
    assert asked.names()[-1] == "said"


def test_words_to_a_number_that_one_only_watches_over_are_refused_in_a_sentence(asked: Desk) -> None:
    """The escalation contact finds the request, and has no part in its talk yet."""
    answer = asked.front(i.Replied(by=MARIA, delivery=asked.new(), number=1, text="How is it going?"))
    assert "IT" in whispered(answer)
    assert asked.names() == ["raised"]


def test_a_menu_lists_what_waits(asked: Desk) -> None:
    answer = asked.front(i.AskedForList(by=BEN, delivery=asked.new(), which="waiting"))
    assert isinstance(answer, a.Whisper)
    assert "#1" in all_of(answer.card)
    nothing = asked.front(i.AskedForList(by=CHEN, delivery=asked.new(), which="waiting"))
    assert isinstance(nothing, a.Whisper)
    assert nothing.card.elements


def test_a_press_that_comes_too_late_tells_whose_card_is_stale(asked: Desk) -> None:
    asked.presses(BEN, "done")
    late = asked.presses(LIN, "done")
    assert isinstance(late, a.Whisper)
    assert late.stale == 1
    words = asked.says(ANA, "help")
    assert isinstance(words, a.Whisper)
    assert words.stale is None


def test_whoever_is_not_happy_and_wants_no_follow_up_reads_that_it_was_heard() -> None:
    desk = Desk(g.promised())
    answer = desk.sends(ANA, "unhappy", words="I wait", then="feedback")
    assert "nobody else" in whispered(answer)


def test_words_that_lead_nowhere_may_belong_under_a_message_that_is_there() -> None:
    assert "under its message" in whispered(Desk(g.asked()).says(ANA, "Room Lotus"))
    assert "under its message" not in whispered(Desk().says(ANA, "Room Lotus"))
