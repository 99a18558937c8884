"""The named interpretations of somebody's words, in priority order: the first that answers wins."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from workflows.frozen import Frozen
from workflows.meaning import in_chat, in_threads, question_put
from workflows.meaning.meanings import Meaning
from workflows.meaning.situation import SaidWhere, Situation

Interpretation = Callable[[Situation], Meaning | None]

BY_ITSELF: tuple[Interpretation, ...] = (
    in_chat.asks_for_the_form,
    in_chat.says_nothing,
    in_chat.names_a_list,
    in_chat.names_a_language,
    in_chat.goes_away,
    in_chat.is_back,
)
AFTER_A_QUESTION: tuple[Interpretation, ...] = (
    question_put.question_has_closed,
    question_put.other_kind_than_asked,
    question_put.rather_a_button,
    question_put.answers_who_wrote_since,
    question_put.answers_the_question,
    question_put.asks_back,
)
IN_CHAT: tuple[Interpretation, ...] = (
    in_chat.names_a_number,
    in_chat.announced_a_request,
    *AFTER_A_QUESTION,
    in_chat.cancels_nothing,
    in_chat.settles_the_only_one,
    in_chat.presses_what_just_closed,
    in_chat.courtesy_after_raising,
    in_chat.other_kind_than_in_focus,
    in_chat.something_newer_came,
    in_chat.goes_on_in_focus,
    in_chat.courtesy,
    in_chat.names_one_button,
    in_chat.writes_back,
    in_chat.for_the_only_one_waiting,
    in_chat.names_a_kind,
    in_chat.unclear,
)
IN_THREADS: tuple[Interpretation, ...] = (
    in_threads.talk_among_others,
    in_threads.goes_on_in_thread,
    in_threads.answers_the_only_question,
    *in_threads.COMMANDS,
)
BY_PLACE: dict[SaidWhere, tuple[Interpretation, ...]] = {
    "chat": (*BY_ITSELF, *IN_CHAT),
    "direct": IN_THREADS,
    "channel": IN_THREADS,
    "command": in_threads.COMMANDS,
}


class Interpreted(Frozen):
    """What words mean, and the name of the interpretation that said so."""

    meaning: Meaning
    by: str


def interpreted(situation: Situation) -> Interpreted:
    """The meaning of these words in this situation."""
    tried = BY_PLACE[situation.where]
    if situation.put is None:
        tried = tuple(one for one in tried if one not in AFTER_A_QUESTION)
    found = among(tried, situation)
    assert found is not None, "the last interpretation always answers"
    return found


def by_itself(situation: Situation) -> Interpreted | None:
    """The meaning that words of a chat have whatever is open; None where that decides."""
    return among(BY_ITSELF, situation)


def among(interpretations: Sequence[Interpretation], situation: Situation) -> Interpreted | None:
    """The first of these that answers."""
    for interpretation in interpretations:
        meaning = interpretation(situation)
        if meaning is not None:
            return Interpreted(meaning=meaning, by=interpretation.__name__)
    return None
