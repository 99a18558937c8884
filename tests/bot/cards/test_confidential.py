"""What is confidential is read by its requester and its owner; everybody else learns only that it is there."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.cards.elements import Buttons, Card, Form, Home
from bot.inbox import incoming as i
from bot.inbox.answer import OpenForm, Whisper
from bot.inbox.front import Front
from bot.inbox.lists import show_list
from tests.bot.readers import LANGUAGES, Spoken, acts_of, all_of, texts_of
from tests.workflows import given as g
from tests.workflows.given import ANA, BEN, LIN, MARIA
from workflows.definition import Choice, Condition, Question
from workflows.facts import Refused
from workflows.languages import Language
from workflows.news import notices
from workflows.phases.explore import Reply

SECRET = "He shouted at me"
PRIVATE = (SECRET, "Ana Silva", "In the kitchen", "Which day was it", "Last Friday", "We talk to him")
COMPLAINT = g.COMPLAINT.model_copy(
    update={
        "questions": (
            Question(id="where", ask=g.both("Where?")),
            Question(
                id="safe",
                ask=g.both("Are you safe?"),
                kind="choice",
                choices=(Choice(id="no", label=g.both("No"), urgent=True),),
            ),
        ),
        "conditions": (Condition(text=g.both("It was heard: {need}")),),
    }
)


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> Language:
    return "zh" if request.param == "zh" else "en"


@pytest.fixture
def house(language: Language) -> Spoken:
    """Ana has complained; nobody has taken it yet."""
    house = Spoken(language, of=g.company(COMPLAINT))
    house.asks(SECRET, to="complaint", where="In the kitchen", safe="no")
    return house


@pytest.fixture
def taken(house: Spoken) -> Spoken:
    house.does(BEN, "take")
    return house


def front(house: Spoken) -> Front:
    return Front(house.desk, house.store, house.speaker, lambda: None)


def keeps_quiet(card: Card | Home | Form) -> None:
    said = all_of(card)
    assert [words for words in PRIVATE if words in said] == []


def test_the_channel_learns_only_that_it_can_be_taken(house: Spoken) -> None:
    keeps_quiet(house.channel_card())
    assert acts_of(house.channel_card()) == {"take"}


def test_the_channel_learns_nothing_more_in_any_state(taken: Spoken) -> None:
    for act, by in (("ask", BEN), ("answer", ANA), ("offer", BEN), ("accept", ANA), ("deliver", BEN)):
        keeps_quiet(taken.channel_card())
        taken.does(by, act)
    for act in ("partly", "follow_up", "unhappy", "listen"):
        taken.does(ANA, act)
        keeps_quiet(taken.channel_card())
    taken.does(LIN, "restate")
    keeps_quiet(taken.channel_card())
    taken.does(ANA, "close")
    keeps_quiet(taken.channel_card())


@pytest.mark.parametrize("reader", [BEN, LIN])
def test_lists_home_and_show_hide_it_until_it_is_taken(house: Spoken, reader: str) -> None:
    keeps_quiet(house.speaker.home(reader))
    keeps_quiet(house.speaker.whole(house.request, reader))
    for word in ("team", "mine", "due"):
        keeps_quiet(show_list(house.speaker, reader, word))
    assigns = {"assign"} if reader == LIN else set()
    assert acts_of(house.speaker.home(reader)) == {"raise", "take", "show"} | assigns


def test_once_taken_only_its_owner_reads_it(taken: Spoken) -> None:
    keeps_quiet(taken.speaker.home(LIN))
    keeps_quiet(taken.speaker.whole(taken.request, LIN))
    keeps_quiet(show_list(taken.speaker, LIN, "team"))
    assert acts_of(taken.speaker.whole(taken.request, LIN)) == {"assign"}, "to others, without reading it"
    assert SECRET in texts_of(taken.speaker.whole(taken.request, BEN))
    assert SECRET in all_of(show_list(taken.speaker, BEN, "team"))


def test_its_requester_reads_it_always(house: Spoken) -> None:
    assert SECRET in texts_of(house.requesters_card())
    assert SECRET in all_of(house.speaker.home(ANA))


def test_whoever_takes_it_gets_a_lasting_card_of_their_own_with_everything_on_it(house: Spoken) -> None:
    front(house)(i.Pressed(by=BEN, delivery="1", act="take", about="1"))
    waiting = [each.notice for each in house.store.waiting(house.clock.now(), 50)]
    own = [notice for notice in waiting if (notice.to, notice.kind) == (BEN, "taken")]
    assert [notice.place for notice in own] == ["person"]
    card = house.card(own[0])
    assert SECRET in texts_of(card)
    assert {"done", "offer", "ask"} <= acts_of(card)
    assert acts_of(house.channel_card()) == set(), "its buttons stand with its owner"


@pytest.mark.parametrize("act", ["do_it", "done", "offer", "ask", "cannot", "route"])
def test_nobody_gets_at_it_without_taking_it(house: Spoken, act: str) -> None:
    answer = front(house)(i.Pressed(by=BEN, delivery="1", act=act, about="1"))
    assert not isinstance(answer, OpenForm)
    assert isinstance(answer, Whisper)
    keeps_quiet(answer.card)
    assert house.request.owner is None


def test_nobody_takes_what_has_been_taken(taken: Spoken) -> None:
    answer = front(taken)(i.Pressed(by=LIN, delivery="1", act="take", about="1"))
    assert isinstance(answer, Whisper)
    keeps_quiet(answer.card)


@pytest.mark.parametrize("act", ["do_it", "offer", "ask", "cannot", "route"])
def test_nor_does_the_lead_get_at_it_once_a_colleague_has_taken_it(taken: Spoken, act: str) -> None:
    answer = front(taken)(i.Pressed(by=LIN, delivery="1", act=act, about="1"))
    assert isinstance(answer, Whisper)
    keeps_quiet(answer.card)


@pytest.mark.parametrize("act", ["deliver", "miss", "update"])
def test_nor_at_what_was_promised(taken: Spoken, act: str) -> None:
    taken.does(BEN, "offer")
    taken.does(ANA, "accept")
    answer = front(taken)(i.Pressed(by=LIN, delivery="1", act=act, about="1"))
    assert isinstance(answer, Whisper)
    keeps_quiet(answer.card)


def test_a_lead_who_is_asked_to_look_again_reads_it_and_may_answer(taken: Spoken) -> None:
    taken.does(BEN, "cannot")
    taken.does(ANA, "appeal")
    answer = front(taken)(i.Pressed(by=LIN, delivery="1", act="offer", about="1"))
    assert isinstance(answer, OpenForm)


@pytest.mark.parametrize("reader", [BEN, LIN])
def test_words_to_it_by_those_who_may_not_read_it_are_refused_and_tell_no_name(
    house: Spoken, reader: str
) -> None:
    if reader == LIN:
        house.does(BEN, "take")
    before = house.request.version
    answer = front(house)(i.Replied(by=reader, delivery="1", number=1, text="Hello"))
    assert isinstance(answer, Whisper)
    keeps_quiet(answer.card)
    assert house.request.version == before


def test_a_refusal_does_not_say_who_asked(house: Spoken) -> None:
    answer = front(house)(i.Pressed(by=BEN, delivery="1", act="withdraw", about="1"))
    assert isinstance(answer, Whisper)
    keeps_quiet(answer.card)


def test_everything_told_to_others_on_the_way_keeps_quiet(house: Spoken) -> None:
    """Also what waits, is answered, is withdrawn: leads and escalation contact hear that, and no more."""
    house.does(ANA, "reply", Reply(text="We talk to him, or I go"))
    house.lives_until(house.clock.now() + timedelta(days=16))
    house.does(ANA, "withdraw")
    told = [notice for notice in house.notices() if notice.to != ANA]
    assert {notice.kind for notice in told} >= {"card", "urgent", "said", "waiting", "reminder_lead"}
    assert LIN in {notice.to for notice in told}
    assert MARIA in {notice.to for notice in told}
    for notice in told:
        assert notice.place != "thread"
        for latest in (True, False):
            keeps_quiet(house.card(notice, latest=latest))


def test_a_bundle_of_reminders_keeps_quiet(house: Spoken) -> None:
    house.lives_until(house.clock.now() + timedelta(days=6))
    reminders = [n for n in house.notices() if n.kind.startswith("reminder") and n.to == LIN]
    keeps_quiet(house.speaker.bundle([(n, house.request) for n in (*reminders, *reminders)]))


def test_the_morning_of_a_lead_keeps_quiet(house: Spoken) -> None:
    (notice,) = notices.digest_notices(g.IT, "2026-03-03", house.clock.now())
    card = house.speaker.card(notice, None, latest=True)
    assert card is not None
    keeps_quiet(card)


def test_the_lead_who_is_asked_to_look_again_reads_it(taken: Spoken) -> None:
    taken.does(BEN, "cannot")
    taken.does(ANA, "appeal")
    (notice,) = (notice for notice in taken.notices() if notice.kind == "appealed")
    assert SECRET in texts_of(taken.card(notice))


def test_the_owner_hears_everything_directly(taken: Spoken) -> None:
    taken.does(ANA, "reply", Reply(text="Last Friday"))
    (said,) = (notice for notice in taken.notices() if notice.kind == "said")
    assert (said.place, said.to) == ("person", BEN)
    assert "Last Friday" in all_of(taken.card(said))


def test_what_is_not_confidential_needs_no_taking_first() -> None:
    house = Spoken()
    house.asks()
    house.does(BEN, "do_it")
    assert house.request.owner == BEN


def test_the_heart_refuses_as_well(house: Spoken) -> None:
    with pytest.raises(Refused, match="take_it_first"):
        house.does(LIN, "done")


def test_without_a_channel_every_members_own_card_keeps_quiet(language: Language) -> None:
    company = g.company(COMPLAINT)
    quiet = {id: one.model_copy(update={"channel": ""}) for id, one in company.departments.items()}
    house = Spoken(language, of=company.model_copy(update={"departments": quiet}))
    house.asks(SECRET, to="complaint", where="In the kitchen", safe="no")
    house.does(ANA, "reply", Reply(text="We talk to him, or I go"))
    told = [notice for notice in house.notices() if notice.to != ANA]
    assert {(notice.to, notice.place) for notice in told} >= {(BEN, "person"), (LIN, "person")}
    for notice in told:
        keeps_quiet(house.card(notice))
    for act, by in (("take", BEN), ("offer", BEN), ("accept", ANA), ("deliver", BEN), ("partly", ANA)):
        house.does(by, act)
        for notice in (*told, *house.notices()):
            if notice.to not in (ANA, BEN):
                keeps_quiet(house.card(notice))
                keeps_quiet(house.card(notice, latest=False))


def test_who_may_also_assign_it_finds_taking_it_on_the_card_itself(house: Spoken) -> None:
    card = house.owners_card(LIN, "card")
    rows = [element for element in card.elements if isinstance(element, Buttons)]
    assert [button.act for row in rows for button in row.buttons] == ["take"]


@pytest.mark.parametrize("became", [None, {"version": "complaint-2", "confidential": False}])
def test_it_stays_hidden_where_another_is_named_whatever_became_of_its_workflow(
    became: dict[str, object] | None,
) -> None:
    """The workflow is given up, or open to all from now on: what was told in confidence before is not."""
    house = Spoken(of=g.company(COMPLAINT))
    house.asks(SECRET, to="complaint", where="In the kitchen", safe="no")
    house.does(BEN, "take")
    house.asks(by=g.CHEN)
    left = {id: one for id, one in house.company.workflows.items() if id != "complaint"}
    kept = left | ({"complaint": COMPLAINT.model_copy(update=became)} if became else {})
    house.company = house.company.model_copy(update={"workflows": kept})
    opened = front(house)(i.Pressed(by=LIN, delivery="1", act="same_as", about=str(house.number)))
    assert isinstance(opened, OpenForm)
    keeps_quiet(opened.form)
