"""Whoever a complaint is about reads nothing of it, hears nothing of it, and never looks after it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.cards.elements import Field
from bot.forms.table import form_for
from bot.inbox import incoming as i
from bot.inbox.answer import FieldErrors, Whisper
from bot.inbox.front import Front
from bot.inbox.lists import show_list
from tests.bot.readers import LANGUAGES, Spoken, acts_of, all_of, texts_of
from tests.bot.web.conftest import Town
from tests.workflows import given as g
from tests.workflows.given import ANA, BEN, CHEN, LIN, MARIA, TOM
from workflows.definition import Company, Question
from workflows.facts import Refused
from workflows.languages import Language
from workflows.news import notices
from workflows.phases.explore import Answer, Raise, Reply, Route, TakeBack
from workflows.phases.handing import HandOver
from workflows.phases.offer import Propose
from workflows.phases.parts import Share
from workflows.phases.recovery import handler_for
from workflows.ports import Find

SECRET = "He shouted at me in the kitchen"
COMPLAINT = g.COMPLAINT.model_copy(
    update={
        "questions": (
            Question(id="who", ask=g.both("Is it about a colleague?"), kind="person", about=True),
            Question(id="more", ask=g.both("What else?")),
        )
    }
)
OLGA = "slack:U0OLGA"


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> Language:
    return "zh" if request.param == "zh" else "en"


def company(channel: str = "slack:C0IT") -> Company:
    it = g.IT.model_copy(update={"members": (BEN, OLGA), "channel": channel})
    changed = {"departments": {"it": it, "buy": g.BUY}}
    return g.company(COMPLAINT).model_copy(update=changed)


def complained(who: str = LIN, language: Language = "en", of: Company | None = None) -> Spoken:
    house = Spoken(language, of=of or company())
    house.asks(SECRET, to="complaint", who=who)
    return house


def front(house: Spoken) -> Front:
    return Front(house.desk, house.store, house.speaker, lambda: None)


# The person it is about


def test_they_have_no_role_at_all_whatever_else_they_are() -> None:
    for who in (LIN, BEN, MARIA):
        house = complained(who)
        assert house.request.about == (who,)
        assert house.desk.roles(who, house.request) == frozenset()


def test_every_account_of_theirs_is_meant() -> None:
    one = company().model_copy(update={"people": ((LIN, "wecom:linna"),)})
    assert complained("wecom:linna", of=one).request.about == (LIN, "wecom:linna")


@pytest.mark.parametrize("words", ["林娜", "it was 林娜 again", "lin"])
def test_a_name_that_was_written_means_everybody_who_may_be_meant(words: str) -> None:
    named = company().model_copy(update={"people": ((LIN,), (BEN,))})
    house = Spoken(of=named)
    if words == "lin":
        house.desk.steps.directory = g.Colleagues()
    house.asks(SECRET, to="complaint", who=words)
    assert house.request.about == (LIN,)


def test_words_that_name_nobody_bar_nobody() -> None:
    assert complained("a supplier's driver").request.about == ()


def test_whoever_complains_is_never_left_out_of_their_own() -> None:
    assert complained(ANA).request.about == ()


@pytest.mark.parametrize("channel", ["slack:C0IT", ""])
@pytest.mark.parametrize("who", [LIN, BEN, MARIA])
def test_everything_rendered_for_them_on_the_way_says_nothing(
    who: str, channel: str, language: Language
) -> None:
    """Cards, lists, Home, pages, whispers, the digest: with a bad end, so that everybody else hears of it."""
    house = complained(who, language, company(channel))
    hears = front(house)
    taker = OLGA
    for by, act in (
        (taker, "take"), (taker, "ask"), (ANA, "answer"), (taker, "offer"), (ANA, "accept"), (taker, "deliver"),
        (ANA, "no"), (ANA, "follow_up"), (ANA, "listen"), (ANA, "reply"),
    ):  # fmt: skip
        house.does(by, act, Answer(answers={"asked-1": SECRET}) if act == "answer" else None)
        sees_nothing(house, hears, who)
    house.lives_until(g.shanghai(30))
    sees_nothing(house, hears, who)
    told = {notice.to for notice in house.notices() if notice.place == "person"}
    assert who not in told
    assert told


def sees_nothing(house: Spoken, hears: Front, who: str) -> None:
    lists = [show_list(house.speaker, who, word) for word in ("team", "mine", "due")]
    said = all_of(house.speaker.home(who)) + "".join(all_of(one) for one in lists)
    for trace in ("#1", SECRET, "Ana Silva", house.desk.workflow_of(house.request).name.in_("en")):
        assert trace not in said
    assert house.speaker.waiting(who) == ([], 0)
    assert house.speaker.found(who, Find(department="it", open=True)) == ([], 0)
    for act in ("take", "show", "page", "done", "deliver", "restate"):
        answer = hears(i.Pressed(by=who, delivery=f"{act}-{house.request.version}", act=act, about="1"))
        assert isinstance(answer, Whisper)
        assert "Ana Silva" not in all_of(answer.card)
        assert SECRET not in all_of(answer.card)
    with pytest.raises(Refused, match="no_such_request"):
        house.desk.seen(who, 1)


def test_its_page_looks_like_one_that_does_not_exist(language: Language) -> None:
    town = Town(complained(LIN, language))
    lin = town.browser(LIN)
    there, nowhere = lin.get("/r/1"), lin.get("/r/99")
    assert (there.status, there.words) == (404, nowhere.words)
    assert lin.get("/r/1/note").status == 404
    assert "#1" not in lin.get("/department").words + lin.get("/waiting").words


def test_the_morning_of_a_lead_it_is_about_has_nothing_to_tell() -> None:
    house = complained(LIN)
    (notice,) = notices.digest_notices(g.IT, "2026-03-03", house.clock.now())
    assert house.speaker.card(notice, None, latest=True) is None


def test_the_channel_learns_no_more_than_of_any_other() -> None:
    card = complained(LIN).channel_card()
    assert SECRET not in all_of(card)
    assert acts_of(card) == {"take"}


def test_what_was_told_before_they_were_named_is_taken_from_them(language: Language) -> None:
    house = Spoken(language, of=company(channel=""))
    house.asks(SECRET, to="complaint")
    (card,) = (notice for notice in house.notices() if notice.to == BEN)
    house.does(BEN, "take")
    (taken,) = (notice for notice in house.notices() if notice.to == BEN)
    assert SECRET in all_of(house.card(taken))
    house.does(ANA, "answer", Answer(answers={"who": BEN}))
    for notice in (card, taken):
        assert len(texts_of(house.card(notice))) == 1
        assert house.speaker.card(notice, house.request, latest=True) is None


def first_words(language: Language = "en") -> Spoken:
    """The words came alone, as a command; what happened is still asked, and with it whom it is about."""
    happened = Question(id="happened", ask=g.both("What happened?"), required=True)
    asking = COMPLAINT.model_copy(update={"questions": (happened, *COMPLAINT.questions)})
    of = company().model_copy(update={"workflows": {**company().workflows, "complaint": asking}})
    house = Spoken(language, of=of)
    house.asks(SECRET, to="complaint")
    return house


def test_nobody_reads_it_before_the_requester_could_say_whom_it_is_about(language: Language) -> None:
    house = first_words(language)
    assert acts_of(house.channel_card()) == set()
    for act in ("take", "assign"):
        with pytest.raises(Refused, match="too_late"):
            house.does(LIN, act, HandOver(to=LIN) if act == "assign" else None)
    house.does(ANA, "answer", Answer(answers={"happened": "In the kitchen"}))
    assert acts_of(house.channel_card()) == {"take"}


def test_whoever_stays_silent_after_their_first_words_is_not_left_alone() -> None:
    house = first_words()
    house.lives_until(house.clock.now() + timedelta(days=4))
    assert acts_of(house.channel_card()) == {"take"}
    house.does(BEN, "take")


# Who looks after it instead


def test_the_owner_it_turns_out_to_be_about_loses_it_and_the_leads_hear() -> None:
    house = Spoken(of=company())
    house.asks(SECRET, to="complaint")
    house.does(BEN, "take")
    house.told()
    names = [event.name for event in house.does(ANA, "answer", Answer(answers={"who": BEN}))]
    assert names == ["answered", "owner_barred"]
    assert (house.request.owner, house.request.ball) == (None, "department")
    assert ("person", LIN, "owner_barred") in house.told()
    with pytest.raises(Refused, match="no_such_request"):
        house.does(BEN, "deliver")
    house.does(OLGA, "take")


def counted_on(*shares: Share, approver: str | None = None) -> Spoken:
    """Ben is about to offer something, or has, before he knows whom it is about."""
    of = company()
    limited = COMPLAINT.model_copy(update={"cost_limit": 5000})
    house = Spoken(of=of.model_copy(update={"workflows": {**of.workflows, "complaint": limited}}))
    house.asks(SECRET, to="complaint")
    house.does(BEN, "take")
    house.does(BEN, "ask")
    option = g.split(*shares) if shares else g.costly()
    house.does(BEN, "offer", Propose(need=g.NEED, options=(option,), approver=approver))
    house.told()
    return house


@pytest.mark.parametrize("yes", ["", "take_part"])
def test_whom_it_turns_out_to_be_about_does_no_part_of_what_is_offered(yes: str) -> None:
    house = counted_on(g.share("Talk", OLGA), g.share("Listen", BEN))
    if yes:
        house.does(OLGA, yes)
        house.told()
    names = [
        event.name for event in house.does(ANA, "answer", Answer(answers={"who": OLGA, "asked-1": "Yes"}))
    ]
    assert names == ["answered", "offer_expired"]
    assert (house.request.offer, house.request.draft, house.request.ball) == (None, None, "owner")
    assert house.told() == [("person", BEN, "answered"), ("person", BEN, "offer_expired")]
    assert house.desk.roles(OLGA, house.request) == frozenset()


def test_whom_it_turns_out_to_be_about_approves_nothing_of_it() -> None:
    house = counted_on(approver=TOM)
    house.does(ANA, "answer", Answer(answers={"who": TOM, "asked-1": "The blue one"}))
    assert house.request.offer is None
    assert house.told() == [("person", BEN, "answered"), ("person", BEN, "offer_expired")]
    card = house.owners_card(BEN, "offer_expired", barred="yes")
    assert "can have no part in this" in card.summary


def test_a_name_that_is_taken_back_bars_nobody_any_more() -> None:
    house = complained(LIN)
    house.does(ANA, "take_back", TakeBack(question="who"))
    assert house.request.about == ()


def test_another_answer_leaves_them_barred() -> None:
    house = complained(LIN)
    house.does(ANA, "answer", Answer(answers={"more": "Nothing"}))
    assert house.request.about == (LIN,)


@pytest.mark.parametrize(
    ("who", "admins", "leads", "contact"),
    [
        (BEN, (), (LIN,), MARIA),
        (LIN, (), (MARIA,), MARIA),
        (MARIA, (CHEN,), (LIN,), CHEN),
        (f"{LIN} {MARIA}", (CHEN,), (CHEN,), CHEN),
        (f"{LIN} {MARIA}", (), (TOM,), TOM),
    ],
)
def test_somebody_else_leads_and_hears_last(
    who: str, admins: tuple[str, ...], leads: tuple[str, ...], contact: str
) -> None:
    """An admin, else another department's lead, once every lead and the escalation contact are named."""
    lantern = company().model_copy(update={"admins": admins})
    department = lantern.department("it", tuple(who.split()))
    assert (department.leads, department.escalation) == (leads, contact)


def test_whoever_is_named_never_follows_up() -> None:
    house = complained(LIN)
    department = house.company.department("it", house.request.about)
    assert handler_for(house.request, department) == MARIA
    assert house.speaker.view(house.request, ANA).lead == "Maria"


def test_where_it_is_about_the_whole_department_whoever_steps_in_is_told_and_may_take_it() -> None:
    alone = g.company(COMPLAINT)
    it = g.IT.model_copy(update={"members": ()})
    house = Spoken(of=alone.model_copy(update={"departments": {"it": it, "buy": g.BUY}}))
    house.asks(SECRET, to="complaint", who=LIN)
    assert ("person", MARIA, "card") in house.told()
    house.does(MARIA, "take")
    assert house.request.owner == MARIA


def test_where_nobody_would_be_left_it_is_said_at_the_field() -> None:
    it = g.IT.model_copy(update={"members": (), "escalation": LIN})
    lantern = g.company(COMPLAINT).model_copy(update={"departments": {"it": it}})
    house = Spoken(of=lantern)
    sent: i.FieldValues = {"workflow": "complaint", "words": SECRET, "q.who": LIN}
    answer = front(house)(i.Submitted(by=ANA, delivery="1", act="raise", about="", answers=sent))
    assert isinstance(answer, FieldErrors)
    assert list(answer.errors) == ["q.who"]


def test_it_stays_confidential_wherever_it_goes() -> None:
    house = complained(LIN)
    house.does(BEN, "take")
    with pytest.raises(Refused, match="stays_confidential"):
        house.does(BEN, "route", Route(workflow="help"))


def test_what_names_nobody_stays_confidential_just_as_well() -> None:
    """Whoever passes it on would show it to a whole channel; the contact even without having read it."""
    house = Spoken(of=company())
    house.asks(SECRET, to="complaint", who="a driver")
    house.does(BEN, "take")
    with pytest.raises(Refused, match="stays_confidential"):
        house.does(BEN, "route", Route(workflow="help"))


def test_only_confidential_kinds_are_proposed_for_it() -> None:
    hiring = COMPLAINT.model_copy(update={"id": "hiring", "version": "hiring-1"})
    house = Spoken(of=company().model_copy(update={"workflows": g.company(COMPLAINT, hiring).workflows}))
    house.asks(SECRET, to="complaint", who="a driver")
    house.does(BEN, "take")
    form = form_for("route", house.speaker.view(house.request, BEN), house.facts(BEN))
    asked = next(one for one in form.fields if isinstance(one, Field))
    assert [id for id, _ in asked.choices] == ["hiring"]


def test_it_can_not_be_raised_for_whom_it_is_about() -> None:
    house = Spoken(of=company())
    command = Raise(workflow="complaint", words=SECRET, answers={"who": LIN}, colleague=LIN)
    with pytest.raises(Refused, match="about_them"):
        house.desk.raise_request(ANA, command)


def test_others_read_in_the_form_that_is_asked_that_they_can_name_somebody(language: Language) -> None:
    house = Spoken(language, of=company())
    house.asks(SECRET, to="complaint")
    form = form_for("answer", house.speaker.view(house.request, ANA), house.facts(ANA))
    assert "Is it about a colleague?" in " ".join(texts_of(form))
    house.does(ANA, "reply", Reply(text="Please hurry"))
    assert house.request.about == ()


# An appeal


def appealed(who: str, owner: str) -> Spoken:
    house = complained(who)
    house.does(owner, "take")
    house.does(owner, "cannot")
    return house


def test_whom_an_appeal_goes_to_is_read_before_it_is_pressed(language: Language) -> None:
    """The escalation contact is the one complained about, so another department's lead steps in."""
    house = appealed(MARIA, LIN)
    house.reads(language)
    house.told()
    assert "Tom Berg" in "\n".join(texts_of(house.requesters_card("cannot")))
    house.does(ANA, "appeal")
    assert house.request.owner == TOM
    assert [one.to for one in house.notices() if one.kind == "appealed"] == [TOM]


def test_whoever_is_appealed_to_reads_it_everywhere_and_whoever_said_no_nowhere() -> None:
    house = appealed(MARIA, LIN)
    house.does(ANA, "appeal")
    notices = house.notices()
    for notice in notices:
        may = notice.to in (ANA, TOM)
        assert (SECRET in all_of(house.card(notice))) <= may, notice
    assert SECRET in all_of(house.card(next(one for one in notices if one.kind == "appealed")))
    assert SECRET in all_of(house.speaker.whole(house.request, TOM))
    assert {"do_it", "offer", "ask", "cannot"} <= acts_of(house.speaker.whole(house.request, TOM))
    for other in (LIN, BEN, OLGA):
        assert SECRET not in all_of(house.speaker.whole(house.request, other))
    said = next(house.card(one) for one in notices if one.kind == "appeal_goes_to")
    assert "Tom Berg" in said.summary


def test_nothing_of_what_waited_for_a_thread_is_said_there_once_it_is_confidential() -> None:
    """Passed on to where only one person reads it, before the line was sent."""
    house = Spoken(of=company())
    house.asks(SECRET)
    house.told()
    house.does(ANA, "reply", Reply(text="In the kitchen"))
    (line,) = (one for one in house.notices() if one.place == "thread")
    house.does(BEN, "route", Route(workflow="complaint"))
    assert "kitchen" not in all_of(house.card(line))
