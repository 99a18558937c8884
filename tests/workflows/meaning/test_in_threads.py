"""What words mean where requests have threads: under a message, in a channel, to the bot, behind its command."""

from __future__ import annotations

from typing import Any

import pytest

from tests.workflows import given as g
from tests.workflows.given import ANA, BEN
from workflows.meaning import meanings as m
from workflows.meaning.interpret import BY_PLACE, interpreted
from workflows.meaning.situation import Candidate, SaidWhere, Situation, Utterance


def under(by: str = ANA) -> Candidate:
    house = g.House()
    house.asks("I forgot my password", by=by)
    return Candidate(request=house.at(1), workflow=house.company.workflows["help"])


def said(where: SaidWhere, text: str = "words", **facts: Any) -> Situation:
    words = {key: facts.pop(key) for key in [*facts] if key in Utterance.model_fields}
    said = Utterance(text=text).model_copy(update=words)
    return Situation(by=ANA, said=said, where=where, now=g.shanghai(2)).model_copy(update=facts)


HELP, MINE = m.ShowList(which="help"), m.ShowList(which="mine")
TABLE: list[tuple[str, Situation, m.Meaning]] = [
    ("talk_among_others", said("channel"), m.SayNothing()),
    ("talk_among_others", said("channel", under=under(BEN), has_part=True), m.SayNothing()),
    ("goes_on_in_thread", said("channel", under=under(), has_part=True), m.PassOn(number=1)),
    ("goes_on_in_thread", said("channel", under=under(BEN), has_part=True, mention=True), m.PassOn(number=1)),
    ("types_a_need", said("channel", under=under(BEN), mention=True, kind="help"), m.NewRequest(kind="help")),
    ("types_a_list", said("channel", under=under(), has_part=True, mention=True, shows="mine"), MINE),
    ("goes_on_in_thread", said("direct", under=under(), has_part=True, shows="mine"), m.PassOn(number=1)),
    ("goes_on_in_thread", said("direct", under=under(BEN)), m.PassOn(number=1)),
    ("answers_the_only_question", said("direct", waiting=(1,)), m.PassOn(number=1)),
    ("types_a_need", said("direct", waiting=(1, 2)), m.NewRequest(kind=None)),
    ("types_a_list", said("direct", waiting=(1,), shows="team"), m.ShowList(which="team")),
    ("types_a_need", said("channel", waiting=(1,), mention=True), m.NewRequest(kind=None)),
    ("types_nothing", said("direct", ""), m.NothingSaid()),
    ("types_nothing", said("command", "", may_be_form=True), m.FillIn()),
    ("types_away", said("command", typed="away", may_be_form=True), m.GoAway()),
    ("without_a_need", said("direct", courteous=True), HELP),
    ("without_a_need", said("direct", agrees=True), HELP),
    ("without_a_need", said("direct", agrees=True, has_waiting=True), m.ShowList(which="waiting")),
    ("without_a_need", said("direct", courteous=True, has_waiting=True), HELP),
    ("types_a_need", said("command", courteous=True, may_be_form=True), m.NewRequest(kind=None)),
]


@pytest.mark.parametrize(("by", "situation", "meaning"), TABLE)
def test_words_beside_threads_mean_this(by: str, situation: Situation, meaning: m.Meaning) -> None:
    found = interpreted(situation)
    assert (found.by, found.meaning) == (by, meaning)


def test_every_interpretation_beside_threads_decides_somewhere_in_the_table() -> None:
    names = {each.__name__ for place in ("direct", "channel", "command") for each in BY_PLACE[place]}
    assert names == {by for by, _, _ in TABLE}
