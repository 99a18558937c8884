"""What is said when it went wrong is between the requester and whoever looks after it: nobody else reads a word."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.cards.elements import Card, Checklist, Field
from bot.forms.table import form_for
from bot.texts import say
from bot.web.history import history_lines
from tests.bot.readers import Spoken, acts_of, all_of, spoken, texts_of
from tests.workflows import given as g
from tests.workflows.given import ANA, BEN, EVA, LIN, MARIA, TOM
from workflows.facts import Refused
from workflows.languages import Language
from workflows.phases.confirm import Rate, Reopen
from workflows.phases.explore import Reply
from workflows.phases.recovery import Apologise, NotHappy, NotQuite, Restate, Tell
from workflows.state.values import Heard, Person

SECRET = "Nobody but you two"
OLGA = "slack:U0OLGA"  # another member of IT
COLLEAGUES = (OLGA, BEN, LIN, MARIA, TOM, EVA)
RATED = Rate(result=1, unmet=(0,), words=SECRET)

House = Callable[[], g.House]
Step = tuple[Person, str, object]


def it(channel: str) -> House:
    """IT has a second member, and perhaps no channel; Ben delivers what he promised to Ana."""

    def house() -> g.House:
        department = g.IT.model_copy(update={"members": (BEN, OLGA), "channel": channel})
        company = g.company(g.HELP.model_copy(update={"redress_limit": 100}))
        made = g.House(of=company.model_copy(update={"departments": {"it": department, "buy": g.BUY}}))
        made.asks()
        for by, act in ((BEN, "offer"), (ANA, "accept"), (BEN, "deliver")):
            made.does(by, act)
        return made

    return house


CARED: tuple[Step, ...] = (
    (ANA, "no", None),
    (ANA, "rate", RATED),
    (ANA, "follow_up", None),
    (ANA, "listen", Tell(heard=Heard(moment="people", words=SECRET, matters=SECRET))),
    (LIN, "restate", Restate(text=SECRET)),
    (ANA, "not_quite", NotQuite(text=SECRET)),
    (ANA, "reply", Reply(text=SECRET)),
    (LIN, "reply", Reply(text=SECRET)),
    (LIN, "restate", Restate(text=f"{SECRET}!")),
    (ANA, "close", None),
    (ANA, "reopen", Reopen(reason=SECRET)),
    (ANA, "thats_it", None),
    (LIN, "apologise", Apologise(text=SECRET, redress=SECRET, cost=5)),
)
# What was done, and who looks after it by then; nobody before the requester has chosen.
STORIES: dict[str, tuple[tuple[Step, ...], Person | None]] = {
    "rated after no": (CARED[:2], None),
    "rated after partly": (((ANA, "partly", None), (ANA, "rate", RATED)), None),
    "repaired": (((ANA, "partly", None), (ANA, "rate", RATED), (ANA, "follow_up", None)), BEN),
    "just feedback": ((*CARED[:2], (ANA, "feedback", None)), None),
    **{f"{CARED[n - 1][1]} {n}": (CARED[:n], LIN) for n in range(3, len(CARED) + 1)},
    "done again": ((*CARED, (LIN, "done", None)), LIN),
    "not happy": (((ANA, "unhappy", NotHappy(words=SECRET)),), LIN),
    "not happy, as feedback": (((ANA, "unhappy", NotHappy(words=SECRET, follow_up=False)),), None),
    "scored low": (((ANA, "yes", None), (ANA, "rate", RATED)), BEN),
    "reopened": (((ANA, "yes", None), (ANA, "reopen", Reopen(reason=SECRET))), BEN),
    "routed on": ((*CARED, (LIN, "route", None)), None),
}


@pytest.fixture(params=["slack:C0IT", ""], ids=["with a channel", "without one"])
def house(request: pytest.FixtureRequest) -> g.House:
    return it(request.param)()


def after(house: g.House, steps: tuple[Step, ...]) -> Spoken:
    for by, act, command in steps:
        house.does(by, act, command)  # type: ignore[arg-type]  # a step is written as the table has it
    return spoken(house)


def others(house: Spoken, reader: Person | None) -> list[Person]:
    """Colleagues who have a part in it, and do not look after it."""
    return [one for one in COLLEAGUES if one != reader and house.desk.roles(one, house.request)]


def marks(card: Card) -> list[bool | None]:
    """Which conditions were met, as far as the card tells."""
    return [met for one in card.elements if isinstance(one, Checklist) for _, met in one.items]


@pytest.mark.parametrize("story", STORIES)
def test_a_colleague_reads_nothing_of_it_anywhere(house: g.House, story: str) -> None:
    steps, reader = STORIES[story]
    told = after(house, steps)
    for person in others(told, reader):
        view = told.speaker.view(told.request, person)
        assert SECRET not in all_of(told.speaker.whole(told.request, person)), person
        assert SECRET not in all_of(told.owners_card(person, "card")), person
        assert SECRET not in all_of(told.speaker.home(person)), person
        assert SECRET not in repr(history_lines(view)), person
        assert "Far below" not in repr(history_lines(view)), person


@pytest.mark.parametrize("story", STORIES)
def test_no_channel_reads_anything_of_it(house: g.House, story: str) -> None:
    steps, _ = STORIES[story]
    told = after(house, steps)
    assert SECRET not in all_of(told.channel_card())
    assert False not in marks(told.channel_card())
    for notice in told.notices():
        if notice.place != "person":
            assert SECRET not in notice.model_dump_json(), notice.kind
            assert SECRET not in all_of(told.card(notice)), notice.kind


@pytest.mark.parametrize("story", STORIES)
def test_no_message_carries_it_to_anybody_else(house: g.House, story: str) -> None:
    steps, reader = STORIES[story]
    told = after(house, steps)
    for notice in told.notices():
        if notice.to in others(told, reader) and notice.kind != "feedback":
            assert SECRET not in all_of(told.card(notice)), (notice.to, notice.kind)


def test_just_feedback_is_read_by_one_lead() -> None:
    told = after(it("slack:C0IT")(), STORIES["just feedback"][0])
    assert [(n.to, n.kind) for n in told.notices() if SECRET in all_of(told.card(n)) and n.to != ANA] == [
        (LIN, "feedback")
    ]


def test_whoever_looks_after_it_reads_it_once(house: g.House) -> None:
    told = after(house, CARED[:3])
    assert "\n".join(texts_of(told.speaker.whole(told.request, LIN))).count(SECRET) == 1
    assert SECRET in repr(history_lines(told.speaker.view(told.request, LIN)))


def test_words_told_again_in_the_form_that_held_them_are_read_once(house: g.House) -> None:
    told = after(house, (*CARED[:3], (ANA, "listen", Tell(heard=Heard(words=SECRET)))))
    assert "\n".join(texts_of(told.speaker.whole(told.request, LIN))).count(SECRET) == 1


def test_a_correction_comes_before_what_was_said_back_since_and_goes_with_a_yes(house: g.House) -> None:
    told = after(house, (*CARED[:5], (ANA, "not_quite", NotQuite(text="The third time"))))
    told.does(LIN, "restate", Restate(text="It was often"))
    read = "\n".join(texts_of(told.speaker.whole(told.request, LIN)))
    assert read.index("The third time") < read.index("It was often")
    told.does(ANA, "thats_it")
    for person in (ANA, LIN):
        assert "The third time" not in all_of(told.speaker.whole(told.request, person))


def test_the_requester_reads_it_always(house: g.House) -> None:
    told = after(house, CARED)
    assert repr(history_lines(told.speaker.view(told.request, ANA))).count(SECRET) >= len(CARED) - 5


def test_the_condition_not_met_is_marked_for_those_two_alone(house: g.House) -> None:
    told = after(house, CARED[:3])
    found = {person: False in marks(told.speaker.whole(told.request, person)) for person in (LIN, BEN, OLGA)}
    assert found == {LIN: True, BEN: False, OLGA: False}


def test_the_form_says_who_will_read_what_is_missing() -> None:
    for act, reader in (("no", "林娜"), ("partly", "Ben Okoro")):
        told = after(it("slack:C0IT")(), ((ANA, act, None),))
        form = form_for("rate", told.speaker.view(told.request, ANA), told.facts(ANA))
        assert f"What is still missing? {reader} will read it." in texts_of(form)


@pytest.mark.parametrize(("language", "colon"), [("zh", "："), ("en", ": ")])
def test_what_was_heard_is_said_back_with_the_requesters_colon(language: Language, colon: str) -> None:
    told = after(it("slack:C0IT")(), CARED[:4])
    request = told.request.model_copy(update={"language": language})
    form = form_for("restate", told.speaker.view(request, LIN), told.facts(LIN))
    drafted = next(one.value for one in form.fields if isinstance(one, Field) and one.key == "text")
    assert f"{say(language, 'label.mine.said')}{colon}{SECRET}" in str(drafted)


def test_routed_on_its_next_owner_reads_what_is_missing_and_its_channel_does_not(house: g.House) -> None:
    told = after(house, (*CARED, (LIN, "route", None), (EVA, "take", None)))
    assert SECRET in all_of(told.speaker.whole(told.request, EVA))
    assert SECRET not in all_of(told.speaker.whole(told.request, TOM))
    assert SECRET not in all_of(told.channel_card())


def test_thanks_stand_on_the_page_of_those_two_alone(house: g.House) -> None:
    told = after(house, ((ANA, "yes", None), (ANA, "thanks", None)))
    lines = {who: len(history_lines(told.speaker.view(told.request, who))) for who in (ANA, BEN, OLGA)}
    assert lines[ANA] == lines[BEN] == lines[OLGA] + 1


def test_a_lead_who_had_it_neither_finds_nor_opens_what_is_for_fresh_eyes() -> None:
    """Not even the form: its draft tells what the requester said of them."""
    made = it("slack:C0IT")()
    leads = made.company.departments["it"].model_copy(update={"leads": (LIN, TOM)})
    made.company = made.company.model_copy(update={"departments": {"it": leads, "buy": g.BUY}})
    made.asks()
    made.does(LIN, "done")
    told = after(made, CARED[:4])
    assert told.request.owner == TOM
    assert "restate" in acts_of(told.speaker.whole(told.request, TOM))
    assert "restate" not in acts_of(told.speaker.whole(told.request, LIN))
    for act in ("restate", "apologise"):
        with pytest.raises(Refused, match="fresh_eyes"):
            form_for(act, told.speaker.view(told.request, LIN), told.facts(LIN))


def test_words_about_one_round_do_not_change_when_the_next_is_rated(house: g.House) -> None:
    """Ben's old message keeps what he was told, and does not learn what is meant for Lin."""
    told = after(house, ((ANA, "partly", None), (ANA, "follow_up", None), (ANA, "rate", Rate(unmet=(1,)))))
    rated = next(notice for notice in told.notices() if notice.kind == "rated")
    for by, act in ((BEN, "done"), (ANA, "no")):
        told.does(by, act)
    told.does(ANA, "rate", Rate(unmet=(0,)))
    said = all_of(told.card(rated, latest=False))
    assert "It stays so" in said
    assert "I can log in" not in said


def test_whoever_follows_up_a_low_score_reads_it() -> None:
    """Solved it was, and still not as it should be: without the score nobody knew why they are asked."""
    rated = Rate(result=3, experience=1, words="Nobody answered")
    told = spoken(g.satisfied())
    told.does(ANA, "rate", rated)
    told.does(ANA, "follow_up")
    card = told.owners_card(LIN, "follow_up")
    assert {"As I expected", "Far below what I expected"} <= set(texts_of(card))


def test_where_nothing_was_said_no_empty_phrase_is_ready_to_be_sent() -> None:
    told = spoken(g.listened_to())
    form = form_for("restate", told.speaker.view(told.request, LIN), told.facts(LIN))
    (text,) = (one for one in form.fields if isinstance(one, Field))
    assert not text.value
