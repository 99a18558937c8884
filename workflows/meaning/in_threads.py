"""The interpretations where a request has a thread of its own: under its messages, by mention, in commands."""

from __future__ import annotations

from workflows.meaning.meanings import (
    FillIn,
    GoAway,
    Meaning,
    NewRequest,
    NothingSaid,
    PassOn,
    SayNothing,
    ShowList,
)
from workflows.meaning.situation import Candidate, Situation

# Words under a message of ours


def talk_among_others(situation: Situation) -> Meaning | None:
    """Neither to the bot nor, under one of its messages, by whoever asks."""
    to_us = situation.where == "direct" or situation.mention
    theirs = situation.under is not None and situation.under.request.asks(situation.by)
    return None if to_us or theirs else SayNothing()


def goes_on_in_thread(situation: Situation) -> Meaning | None:
    under = _spoken_to(situation)
    return PassOn(number=under.number) if under else None


def _spoken_to(situation: Situation) -> Candidate | None:
    """The request under whose message it was said; by mention, others and lists are asked for there, too."""
    if not situation.mention:
        return situation.under
    return situation.under if situation.has_part and not situation.said.is_command else None


def answers_the_only_question(situation: Situation) -> Meaning | None:
    """The one request that has asked this person something, when there is just one."""
    if situation.where != "direct" or situation.said.is_command:
        return None
    return PassOn(number=situation.waiting[0]) if len(situation.waiting) == 1 else None


# Words to the bot from anywhere


def types_nothing(situation: Situation) -> Meaning | None:
    if situation.said.text:
        return None
    return FillIn() if situation.may_be_form else NothingSaid()


def types_away(situation: Situation) -> Meaning | None:
    return GoAway() if situation.said.typed == "away" else None


def types_a_list(situation: Situation) -> Meaning | None:
    return ShowList(which=situation.said.shows) if situation.said.shows else None


def without_a_need(situation: Situation) -> Meaning | None:
    """A yes is for something that waits for one; whoever says hello may want to know how to ask."""
    said = situation.said
    if situation.may_be_form or not (said.courteous or said.agrees):
        return None
    return ShowList(which="waiting" if said.agrees and situation.has_waiting else "help")


def types_a_need(situation: Situation) -> Meaning | None:
    return NewRequest(kind=situation.said.kind)


COMMANDS = (types_nothing, types_away, types_a_list, without_a_need, types_a_need)
