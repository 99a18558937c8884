"""Words that stand on a button are known without a card; whose button that is, the card says."""

from __future__ import annotations

import pytest

from bot.reading.labels import LABELS
from bot.reading.sentences import closed_up, folded
from tests.bot.readers import LANGUAGES, buttons_of, spoken
from tests.workflows import given as g
from tests.workflows.given import ANA
from workflows.languages import Language
from workflows.phases.offer import MOST_OPTIONS
from workflows.rights import acts


def is_label(words: str) -> bool:
    return closed_up(folded(words)) in LABELS


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_stands_on_the_button_of_any_act_is_a_label(language: Language) -> None:
    for house in (g.offered(), g.delivered(), g.promised()):
        view = spoken(house, language).speaker.view(house.request, ANA)
        buttons = [view.button(act) for act in acts.TABLE if act.card]
        shown = [label for one in buttons for label in (one.label, one.short) if label]
        assert [label for label in shown if not is_label(label)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_button_of_one_of_several_options_is_a_label(language: Language) -> None:
    house = spoken(g.offered(*(g.option() for _ in range(MOST_OPTIONS))), language)
    row = [one for one in buttons_of(house.speaker.whole(house.request, ANA)) if one.act == "accept"]
    assert len(row) == MOST_OPTIONS
    assert [one.label for one in row if not (is_label(one.label) and is_label(one.short or one.label))] == []


@pytest.mark.parametrize("words", ["帮我重置密码", "Can you fix my screen?", ""])
def test_other_words_are_none(words: str) -> None:
    assert not is_label(words)
