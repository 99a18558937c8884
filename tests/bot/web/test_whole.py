"""A whole request through pages alone, in both languages; and what each page shows on the way."""

from __future__ import annotations

import pytest

from tests.bot.readers import LANGUAGES, Spoken
from tests.bot.web.conftest import Town
from tests.workflows.given import ANA, BEN, FRIDAY
from workflows.languages import Language
from workflows.state.values import Outcome, Phase


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_request_lives_through_pages_alone(language: Language) -> None:
    town = Town(Spoken(language))
    ana, ben = town.browser(ANA), town.browser(BEN)
    done = ana.sends("/new", {"f.workflow": "help", "f.words": "邮箱打不开 my mail", "f.q.blocked": "fine"})
    assert done.status == 200
    assert "#1" in done.words
    offer = {
        "f.words": "Mail works",
        "f.conditions": "On the phone\nAt home",
        "f.what-1": "A new account",
        "f.after-1": "day",
        "f.day-1": FRIDAY.isoformat(),
        "f.meets-1": ["", "0", "1"],
        "f.count": "1",
    }
    assert ben.sends("/r/1/offer", offer).status == 200
    assert "A new account" in ana.presses("accept", "1:1:0").words
    assert ben.sends("/r/1/deliver", {"f.what": "It is set up"}).status == 200
    closed = ana.presses("yes")
    request = town.house.at(1)
    assert (request.phase, request.outcome) == (Phase.CLOSED, Outcome.SATISFIED)
    for words in ("邮箱打不开 my mail", "A new account", "It is set up"):
        assert words in closed.words
