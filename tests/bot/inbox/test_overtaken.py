"""Whoever loses a race reads who was first, and when; on their own clock and in their own language."""

from __future__ import annotations

from datetime import UTC, date

import pytest

from bot import texts
from bot.inbox.refusals import refusal
from tests.bot.readers import LANGUAGES, Spoken, spoken
from tests.workflows import given as g
from tests.workflows.given import ANA, BEN, CHEN, EVA, LIN, TOM
from tests.workflows.rights.test_verdict import MAY, OLGA, SITUATIONS, WHO
from workflows.facts import Refused
from workflows.languages import Language
from workflows.phases.approval import Reject
from workflows.phases.explore import Raise
from workflows.phases.offer import Propose
from workflows.rights import acts
from workflows.state.values import Person

SAY_WHO = (
    "asked_already",
    "no_part_of_yours",
    "routed_to_itself",
)  # rules behind the table; these say it themselves


def loses(house: Spoken, person: Person, act: str) -> tuple[str, str]:
    """The key of the refusal, and what this person reads; both empty if they may after all."""
    try:
        house.does(person, act)
    except Refused as refused:
        return refused.key, refusal(house.speaker, person, refused, house.number, acts.BY_KEY[act])
    return "", ""


RACES = [(act, situation) for act, table in MAY.items() for situation, who in table.items() if len(who) > 1]


@pytest.mark.parametrize(("act", "situation"), RACES)
def test_whoever_is_second_with_the_same_act_reads_who_was_first_and_when(act: str, situation: str) -> None:
    for first in sorted(MAY[act][situation]):
        for second in sorted(MAY[act][situation] - {first}):
            house = spoken(SITUATIONS[situation]())
            house.clock.tick(minutes=92)
            if loses(house, WHO[first], act)[0]:
                continue  # a rule behind the table says no to them
            when = texts.hour("en", house.clock.at, g.SHANGHAI.timezone)
            house.clock.tick(minutes=5)
            key, said = loses(house, WHO[second], act)
            if key and key not in SAY_WHO:
                assert when in said, (key, said)
                assert house.desk.directory.profile(WHO[first]).name in said, (key, said)


TAKEN = {"en": "林娜 took it at 10:32, and answers for it.", "zh": "林娜今天 10:32 接手了，会负责到底。"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_take_it_against_take_it(language: Language) -> None:
    house = spoken(g.asked(), language)
    house.clock.tick(minutes=92)
    house.does(LIN, "take")
    assert loses(house, BEN, "take")[1].startswith(TAKEN[language])


def test_on_another_day_the_day_is_said_too() -> None:
    house = spoken(g.taken())
    house.clock.tick(days=1)
    assert "Ben Okoro took it on Mon 2 Mar at 09:00" in loses(house, LIN, "take")[1]


@pytest.mark.parametrize(
    ("language", "happened"),
    [("en", "Ben Okoro made an offer at 10:32."), ("zh", "Ben Okoro 今天 10:32 提出了方案。")],
)
def test_a_yes_to_an_offer_that_was_replaced_reads_by_whom_and_when(
    language: Language, happened: str
) -> None:
    house = spoken(g.offered(), language)
    house.clock.tick(minutes=92)
    house.does(BEN, "offer", Propose(need=g.NEED, options=(g.option("Another"),)))
    key, said = loses(house, ANA, "accept")
    assert (key, happened in said) == ("offer_replaced", True)


def test_an_approval_that_was_given_by_whoever_stands_in_is_told_to_the_approver() -> None:
    house = spoken(g.to_be_approved())
    house.desk.away(TOM, TOM, date(2026, 3, 9), EVA)
    house.clock.tick(minutes=92)
    house.does(EVA, "reject", Reject(reason="Too dear"))
    assert "Eva turned it down at 10:32." in loses(house, TOM, "approve")[1]


def test_whoever_raised_it_for_a_colleague_reads_since_when_they_decide_themselves() -> None:
    house = Spoken()
    raised = Raise(workflow="help", words="A laptop for Ana", colleague=ANA)
    house.number = house.desk.raise_request(CHEN, raised).number
    house.clock.tick(minutes=92)
    house.does(ANA, "confirm" if house.request.need.conditions else "reply")
    assert "Ana Silva took the decision over at 10:32." in loses(house, CHEN, "answer")[1]


def test_whoever_did_it_themselves_elsewhere_is_told_so() -> None:
    house = spoken(g.promised())
    assert "You settled this yourself at 09:00." in loses(house, ANA, "accept")[1]


def test_a_colleague_whose_department_lost_it_meanwhile_reads_who_passed_it_on() -> None:
    house = spoken(SITUATIONS["asked"]())
    house.does(BEN, "route")
    assert loses(house, OLGA, "route") == ("no_such_request", "Ben Okoro passed it on at 09:00.")


def test_to_a_stranger_it_is_not_there_at_all() -> None:
    house = spoken(g.asked())
    house.does(BEN, "route")
    assert loses(house, CHEN, "take")[1] == "There is no request #1 that you have a part in."


def test_nothing_of_what_is_confidential_is_told_to_whoever_may_not_read_it() -> None:
    house = spoken(g.asked(to="complaint"))
    house.does(BEN, "take")
    assert "Ben Okoro took it at 09:00" in loses(house, LIN, "take")[1]
    house.does(ANA, "withdraw")
    assert "Ana" not in loses(house, LIN, "assign")[1]


def test_the_hour_is_the_readers_own() -> None:
    house = spoken(g.taken())
    berlin = house.desk.directory.profile(LIN).model_copy(update={"timezone": "Europe/Berlin"})
    told = {"profile": lambda _, person: berlin, "left": lambda *_: False, "may_act": lambda *_: True}
    house.desk.steps.directory = type("Far", (), told)()
    assert house.clock.at.astimezone(UTC).hour == 1
    assert "at 02:00" in loses(house, LIN, "take")[1]
