"""Away, as people say it and see it: the form, their own page, who hears what when it begins and ends."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from bot.cards.elements import Buttons, Card, Field, Home, Row
from bot.inbox import answer as a
from bot.inbox import incoming as i
from bot.inbox.front import Front
from bot.outbox.channel import Unreachable
from bot.outbox.directory import People
from bot.outbox.sender import Sender
from bot.talk.conversation import Conversation
from bot.wecom.render import template
from bot.wecom.ways import Signposts
from storage.memory import MemoryStore
from tests.bot.readers import LANGUAGES, Spoken, spoken, texts_of
from tests.bot.web.conftest import Town
from tests.bot.wecom.conftest import Links
from tests.fakes import FakeChannel
from tests.workflows import given as g
from tests.workflows.given import ANA, BEN, LIN, MARIA, NEXT_MONDAY, shanghai
from workflows.languages import Language
from workflows.ports import Profile
from workflows.state.values import Person

WAYS = Signposts(Links(), MemoryStore())


class Door:
    """A front door, and what each person is answered."""

    def __init__(self, house: g.House | None = None, language: Language = "en") -> None:
        self.house = spoken(house, language) if house else Spoken(language)
        self.front = Front(self.house.desk, self.house.store, self.house.speaker, lambda: None)
        self.deliveries = 0

    def new(self) -> str:
        self.deliveries += 1
        return f"delivery-{self.deliveries}"

    def says(self, by: Person, word: str) -> a.Answer:
        return self.front(i.Commanded(by=by, delivery=self.new(), text=word))

    def sends(self, by: Person, **answers: i.FieldValue) -> a.Answer:
        sent = i.Submitted(by=by, delivery=self.new(), act="away", about="", answers=answers)
        answer = self.front(sent)
        self.house.desk.sweep()
        return answer

    def presses_back(self, by: Person) -> a.Answer:
        answer = self.front(i.Pressed(by=by, delivery=self.new(), act="back", about=""))
        self.house.desk.sweep()
        return answer

    def redraws(self) -> list[Person]:
        """Whose own page is to be drawn anew; they are, and that is forgotten."""
        keys = list(self.house.store.notes("redraw:"))
        for key in keys:
            self.house.store.forget(key)
        return [key.removeprefix("redraw:") for key in keys]

    def told(self, kind: str) -> Card | None:
        for notice in self.house.notices():
            if notice.kind == kind:
                return self.house.speaker.card(notice, None, latest=True)
        return None


def said(answer: a.Answer) -> str:
    assert isinstance(answer, a.Whisper)
    return "\n".join(texts_of(answer.card))


def fields_of(answer: a.Answer) -> dict[str, Field]:
    assert isinstance(answer, a.OpenForm | a.RedrawForm)
    return {field.key: field for field in answer.form.fields if isinstance(field, Field)}


def buttons_of(card: Card | Home) -> list[str]:
    rows = [one.buttons for one in card.elements if isinstance(one, Row | Buttons)]
    return [button.act for row in rows for button in row]


# The form


def test_a_lead_chooses_who_and_the_colleagues_follow() -> None:
    door = Door()
    changed = i.Changed(by=LIN, delivery="x", act="away", about="", answers={"who": BEN})
    fields = fields_of(door.front(changed))
    assert [value for value, _ in fields["who"].choices] == [LIN, BEN]
    assert [value for value, _ in fields["stand_in"].choices] == [LIN, MARIA]


def test_who_leads_nobody_and_belongs_nowhere_is_asked_for_a_day_only() -> None:
    assert list(fields_of(Door().says(ANA, "away"))) == ["back"]


@pytest.mark.parametrize(
    ("language", "line"),
    [
        (
            "en",
            (
                "You are away now, and back on Mon 9 Mar.\n"
                "Until then 林娜 looks after what you own. What waits for your answer waits until you are back. "
                "Back sooner? Press “I'm back”, here or in your list."
            ),
        ),
        (
            "zh",
            (
                "从现在起您外出，3月9日（周一）回来。\n这段时间，您负责的事由林娜代为跟进。等您答复的事，等您回来再说。"
                "提前回来的话，点一下“我回来了”就好，这里和“我的请求”里都有。"
            ),
        ),
    ],
)
def test_it_is_said_back_in_full_sentences_with_the_way_back(language: Language, line: str) -> None:
    door = Door(language=language)
    door.house.store.saw_home(BEN)
    answer = door.sends(BEN, back=NEXT_MONDAY, stand_in=LIN)
    assert isinstance(answer, a.Whisper)
    assert line in said(answer).replace("从现在起 您", "从现在起您")
    assert buttons_of(answer.card) == ["back"]
    assert door.redraws() == [BEN]


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_a_name_it_says_who_has_it_all_the_same(language: Language) -> None:
    door = Door(language=language)
    assert "林娜" in said(door.sends(BEN, back=NEXT_MONDAY))
    assert "Maria" in said(door.sends(LIN, back=NEXT_MONDAY)), "the lead is away as well"


@pytest.mark.parametrize(("language", "line"), [("en", "looks after"), ("zh", "代为跟进")])
def test_who_owns_nothing_reads_of_nobody_who_looks_after_it(language: Language, line: str) -> None:
    door = Door(language=language)
    assert line not in said(door.sends(ANA, back=NEXT_MONDAY))
    assert "NoneType" not in said(door.sends(ANA, back=NEXT_MONDAY))


@pytest.mark.parametrize("language", LANGUAGES)
def test_wecom_shows_all_of_it(language: Language) -> None:
    answer = Door(language=language).sends(BEN, back=NEXT_MONDAY, stand_in=LIN)
    assert isinstance(answer, a.Whisper)
    shown = template(answer.card, "task", WAYS)
    first, rest = (text for text in texts_of(answer.card)[1:])
    assert shown["sub_title_text"] == rest
    assert first in str(shown["main_title"])


def test_a_lead_says_it_of_a_member() -> None:
    door = Door()
    answer = door.sends(LIN, who=BEN, back=NEXT_MONDAY)
    assert isinstance(answer, a.Whisper)
    assert buttons_of(answer.card) == []
    assert "Ben Okoro is away now" in said(door.sends(LIN, who=BEN, back=NEXT_MONDAY))
    assert door.house.desk.company().absence(BEN)


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({"back": shanghai(2).date()}, "back"),
        ({"back": NEXT_MONDAY, "stand_in": ANA}, "stand_in"),
        ({}, "back"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(answers: dict[str, i.FieldValue], field: str) -> None:
    answer = Door().sends(BEN, **answers)
    assert isinstance(answer, a.FieldErrors)
    assert list(answer.errors) == [field]


def test_the_form_of_somebody_away_says_so_and_begins_with_it() -> None:
    door = Door()
    door.sends(BEN, back=NEXT_MONDAY, stand_in=LIN)
    fields = fields_of(door.says(BEN, "away"))
    assert (fields["back"].value, fields["stand_in"].value) == (NEXT_MONDAY, LIN)


# What one sees


def test_ones_own_pages_say_until_when_and_lead_back() -> None:
    door = Door()
    door.sends(BEN, back=NEXT_MONDAY, stand_in=LIN)
    home, mine = door.house.speaker.home(BEN), door.says(BEN, "mine")
    assert isinstance(mine, a.Whisper)
    for shown in (home, mine.card):
        assert any("You are away until" in text for text in texts_of(shown))
        assert "back" in buttons_of(shown)
    assert "back" not in buttons_of(door.house.speaker.home(LIN))


def test_whoever_is_back_says_so_with_one_press() -> None:
    door = Door(g.promised())
    door.house.store.saw_home(BEN)
    door.sends(BEN, back=NEXT_MONDAY, stand_in=LIN)
    assert door.redraws() == [BEN]
    assert "Good to have you back" in said(door.presses_back(BEN))
    assert door.house.desk.company().absences == ()
    assert "back" not in buttons_of(door.house.speaker.home(BEN))
    assert door.redraws() == [BEN]


def test_the_page_of_who_is_away_is_drawn_anew_though_the_process_was_killed_right_after_it_was_stored() -> (
    None
):
    door, slack = Door(g.promised()), FakeChannel()
    for person in (BEN, LIN):
        door.house.store.saw_home(person)
    door.house.desk.away(BEN, BEN, NEXT_MONDAY, LIN)
    house = door.house
    Sender(house.store, {"slack": slack}, house.clock, house.speaker, house.desk.company).turn()
    assert "back" in buttons_of(slack.homes[BEN][-1])


def test_who_never_opened_their_page_leaves_no_note_of_it() -> None:
    door = Door(g.promised())
    door.sends(BEN, back=NEXT_MONDAY, stand_in=LIN)
    door.presses_back(BEN)
    assert door.redraws() == []


def test_what_was_held_comes_when_they_are_back() -> None:
    door = Door(g.promised())
    door.house.number = 1
    door.sends(ANA, back=NEXT_MONDAY)
    door.house.notices()
    door.house.clock.tick(hours=2)
    door.house.does(BEN, "deliver")
    assert door.house.store.waiting(door.house.clock.now(), 10) == ()
    door.presses_back(ANA)
    waiting = door.house.store.waiting(door.house.clock.now(), 10)
    assert "delivered" in [one.notice.kind for one in waiting]


def test_whoever_is_back_on_a_day_that_not_every_year_has_is_back() -> None:
    door = Door(g.House(at=datetime(2028, 2, 29, 3, tzinfo=UTC)))
    door.sends(BEN, back=date(2028, 3, 6), stand_in=LIN)
    assert "Good to have you back" in said(door.presses_back(BEN))


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "Ben Okoro is away until Mon 9 Mar; 林娜 stands in."),
        ("zh", "Ben Okoro外出，3月9日（周一）回来；由林娜代为跟进。"),
    ],
)
def test_the_requester_sees_who_stands_in_and_never_why(language: Language, line: str) -> None:
    door = Door(g.promised(), language)
    door.house.number = 1
    door.sends(BEN, back=NEXT_MONDAY, stand_in=LIN)
    shown = "\n".join(texts_of(door.house.requesters_card()))
    assert line.replace(" ", "") in shown.replace(" ", "")
    door.presses_back(BEN)
    assert "林娜" not in "\n".join(texts_of(door.house.requesters_card()))


@pytest.mark.parametrize("language", LANGUAGES)
def test_whoever_stands_in_gets_one_message_with_a_row_and_buttons_each(language: Language) -> None:
    house = g.promised()
    house.asks("Another thing")
    house.does(BEN, "take")
    house.notices()
    door = Door(house, language)
    door.sends(BEN, back=NEXT_MONDAY, stand_in=LIN)
    card = door.told("standing_in")
    assert card is not None
    rows = [one for one in card.elements if isinstance(one, Row)]
    assert [row.title.partition(" ")[0] for row in rows] == ["#2", "#1"]
    assert "deliver" in [button.act for button in rows[1].buttons]


def test_what_is_not_theirs_any_more_is_not_told() -> None:
    house = g.promised()
    house.notices()
    door = Door(house)
    door.sends(BEN, back=NEXT_MONDAY, stand_in=LIN)
    notices = door.house.notices()
    door.house.number = 1
    door.house.does(LIN, "deliver")
    door.house.does(ANA, "yes")
    (told,) = [one for one in notices if one.kind == "standing_in"]
    assert door.house.speaker.card(told, None, latest=True) is None


def test_welcome_back_tells_what_happened_to_what_they_own() -> None:
    house = g.promised()
    door = Door(house)
    door.sends(BEN, back=NEXT_MONDAY, stand_in=LIN)
    door.house.notices()
    door.house.number = 1
    door.house.lives_until(shanghai(9, 9, 1))
    card = door.told("welcome_back")
    assert card is not None
    assert [row.title.partition(" ")[0] for row in card.elements if isinstance(row, Row)] == ["#1"]


def test_without_news_nobody_is_welcomed() -> None:
    door = Door()
    door.sends(ANA, back=NEXT_MONDAY)
    door.house.number = 0
    door.house.clock.at = shanghai(9)
    door.house.desk.sweep()
    assert door.told("welcome_back") is None


# Where there are no windows


@pytest.mark.parametrize("word", ["外出", "away", "我要外出"])
def test_words_open_it_in_a_conversation(word: str) -> None:
    door = Door(language="zh")
    talk = Conversation(door.front, door.house.store)
    answer = talk(i.Wrote(by=BEN, delivery="1", text=word, here=BEN))
    assert isinstance(answer, a.OpenForm)
    assert answer.form.title == "外出"


@pytest.mark.parametrize("word", ["我回来了", "back"])
def test_who_is_away_says_in_words_that_they_are_back(word: str) -> None:
    door = Door(g.promised(), "zh")
    door.sends(BEN, back=NEXT_MONDAY, stand_in=LIN)
    talk = Conversation(door.front, door.house.store)
    assert "欢迎回来" in said(talk(i.Wrote(by=BEN, delivery="back", text=word, here=BEN)))
    assert door.house.desk.company().absences == ()


def test_whoever_stands_in_may_mean_what_they_stand_in_for() -> None:
    door = Door(g.delivered(), "zh")
    door.sends(BEN, back=NEXT_MONDAY, stand_in=LIN)
    talk = Conversation(door.front, door.house.store)
    assert "#1" in said(talk(i.Wrote(by=LIN, delivery="words", text="明天再去看看", here=LIN)))


# Pages


@pytest.fixture
def town() -> Town:
    return Town(Spoken())


def test_a_page_says_it_shows_it_and_leads_back(town: Town) -> None:
    ben = town.browser(BEN)
    sent = {"f.back": NEXT_MONDAY.isoformat(), "f.stand_in": LIN}
    shown = ben.sends("/away", sent)
    assert "You are away until Mon 9 Mar; 林娜 stands in." in shown.words
    assert "I'm back" in shown.words
    assert "I'm back" not in town.browser(ANA).get("/mine").words
    back = ben.sends("/mine", {}, "/back")
    assert "Good to have you back" in back.words
    assert town.house.desk.company().absences == ()


def test_a_page_says_what_is_wrong_at_its_question(town: Town) -> None:
    shown = town.browser(BEN).sends("/away", {"f.back": "2026-03-02"})
    assert shown.status == 422
    assert "a day after today" in shown.error("back")


# Who has left


class Leaving(FakeChannel):
    """A platform where some have left."""

    def __init__(self, platform: str, *gone: Person) -> None:
        super().__init__(platform)
        self.left = gone

    def profile(self, person: Person) -> Profile:
        if person in self.gone:
            raise Unreachable("nobody there")
        return super().profile(person).model_copy(update={"left": person in self.left})


def people(*channels: FakeChannel) -> People:
    company = g.company().model_copy(update={"people": ((BEN, "wecom:ben"),)})
    by_name = {channel.platform: channel for channel in channels}
    return People(by_name, "en", lambda: company, g.House().store)


def test_somebody_has_left_when_every_account_of_theirs_has() -> None:
    slack = Leaving("slack", BEN, LIN)
    assert people(slack).left(BEN)
    assert not people(slack, Leaving("wecom")).left(BEN)
    assert people(slack, Leaving("wecom", "wecom:ben")).left("wecom:ben")


@pytest.mark.parametrize("fails", ["down", "revoked", "gone"])
def test_a_lookup_that_fails_is_never_a_leave(fails: str) -> None:
    slack = Leaving("slack", BEN)
    slack.down, slack.revoked = float(fails == "down"), fails == "revoked"
    slack.gone = {BEN} if fails == "gone" else set()
    assert not people(slack).left(BEN)


def test_somebody_of_a_platform_that_is_not_connected_has_not_left() -> None:
    assert not people(Leaving("wecom")).left(LIN)


def test_what_the_platform_says_takes_effect() -> None:
    door = Door(g.promised())
    directory = door.house.desk.directory
    door.house.desk.steps.directory = Gone(directory.profile)
    door.front(i.Left(by=BEN, delivery="event:1"))
    door.house.desk.sweep()
    request = door.house.store.request(1)
    assert request is not None
    assert request.owner == LIN


class Gone:
    """Ben has left."""

    def __init__(self, profile: Callable[[Person], Profile]) -> None:
        self._profile = profile

    def profile(self, person: Person) -> Profile:
        return self._profile(person)

    def left(self, person: Person) -> bool:
        return person == BEN

    def may_act(self, person: Person) -> bool:
        return self._profile(person).may_act


def test_what_somebody_stands_in_for_is_among_their_promises() -> None:
    door = Door(g.promised())
    door.sends(BEN, back=NEXT_MONDAY, stand_in=LIN)
    assert "Please reset my password" in said(door.says(LIN, "due"))
    waits, _ = door.house.speaker.waiting(LIN)
    assert [view.request.number for view in waits] == []  # once is enough
