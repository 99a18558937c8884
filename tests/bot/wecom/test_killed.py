"""The bot is killed at every single point of what it does in WeCom, and nothing is lost or said twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.bot.wecom.mortal import ASKS, OWNS, Fate, Town

Tale = Callable[[Town], None]


def a_morning_with_several_news(town: Town) -> None:
    """What came at night about two requests is told Ben and Linna in one message each."""
    town.writes(ASKS, "Please reset my password")
    town.presses(OWNS, "take 1")
    town.clock.tick(hours=11)
    town.writes(ASKS, "my other password too", "#1 the first one, please", "#2 the second one, please")
    town.clock.tick(hours=13)
    town.fate.armed = True
    town.rests()
    town.writes(OWNS, "#1 good morning")


def questions_one_by_one(town: Town) -> None:
    """A choice, a sentence, and the last one left open."""
    town.writes(ASKS, "My password is gone")
    town.presses(ASKS, "answer 1")
    town.fate.armed = True
    town.writes(ASKS, "It can wait", "mail on my phone", "skip", "and it is the blue one")


def until_it_is_done(town: Town) -> None:
    """Words both ways, and done."""
    town.fate.armed = True
    town.writes(ASKS, "Please reset my password")
    town.presses(OWNS, "take 1")
    town.writes(OWNS, "#1 which account is it?")
    town.writes(ASKS, "the blue one")
    town.presses(OWNS, "done 1")


def told(tale: Tale, at: int = 0) -> Town:
    town = Town(Fate(at))
    tale(town)
    return town


@pytest.mark.parametrize("tale", [a_morning_with_several_news, questions_one_by_one, until_it_is_done])
def test_killed_at_any_point_the_same_happens_and_the_same_is_said_once(tale: Tale) -> None:
    undisturbed = told(tale)
    points = len(undisturbed.fate.passed)
    assert points > 40
    for at in range(1, points + 1):
        killed = told(tale, at)
        where = at, undisturbed.fate.passed[at - 1]
        assert killed.kills == 1
        assert killed.happened() == undisturbed.happened(), where
        assert killed.store.unsent() == undisturbed.store.unsent(), where
        assert killed.sent() - undisturbed.sent() == undisturbed.sent() - killed.sent(), where


# Said again by people


def test_the_same_words_again_at_once_are_kept_and_shown_once() -> None:
    """Whoever saw no echo writes them again; the second time they are no news."""
    town = Town(Fate())
    town.writes(ASKS, "Please reset my password")
    town.presses(OWNS, "take 1")
    town.writes(ASKS, "#1 it began yesterday", "#1 it began yesterday", "#1 it began yesterday")
    assert [name for name, _ in town.happened()[0]] == ["raised", "taken", "said", "said", "said"]
    assert [user for user, shown in town.sent().elements() if "it began yesterday" in shown] == ["ben"]


def test_the_same_words_are_news_again_after_a_while() -> None:
    town = Town(Fate())
    town.writes(ASKS, "Please reset my password", "#1 is there any news today")
    town.clock.tick(minutes=11)
    town.writes(ASKS, "#1 is there any news today")
    assert [user for user, shown in town.sent().elements() if "any news today" in shown].count("ben") == 2


def test_the_same_words_are_news_again_once_somebody_has_answered() -> None:
    town = Town(Fate())
    town.writes(ASKS, "Please reset my password")
    town.presses(OWNS, "take 1")
    town.writes(ASKS, "#1 it is the blue one")
    town.clock.at += timedelta(seconds=20)
    town.writes(OWNS, "#1 which one do you mean")
    town.clock.at += timedelta(seconds=20)
    town.writes(ASKS, "#1 it is the blue one")
    assert [user for user, shown in town.sent().elements() if "the blue one" in shown] == ["ben", "ben"]
