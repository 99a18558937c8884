"""The interpretations where a person has one chat with the bot and no threads: each asks one thing of a situation."""

from __future__ import annotations

from workflows.meaning.for_request import answered, names_another, to, to_question
from workflows.meaning.meanings import (
    AskWhich,
    CancelWhat,
    ChooseLanguage,
    ComeBack,
    FillIn,
    GoAway,
    Meaning,
    NewRequest,
    NoSuchNumber,
    NothingSaid,
    SayWelcome,
    ShowList,
    ShowRequest,
)
from workflows.meaning.situation import (
    A_NEW_ONE,
    ASKED,
    FOCUS,
    RAISED,
    Candidate,
    Focus,
    Situation,
    Utterance,
)
from workflows.rights import acts
from workflows.rights.act import makes_sense
from workflows.state.values import Side

# What the words say by themselves


def asks_for_the_form(situation: Situation) -> Meaning | None:
    return FillIn() if situation.said.typed == "form" else None


def says_nothing(situation: Situation) -> Meaning | None:
    return None if situation.said.text or situation.said.number else NothingSaid()


def names_a_list(situation: Situation) -> Meaning | None:
    return ShowList(which=situation.said.shows) if situation.said.shows else None


def names_a_language(situation: Situation) -> Meaning | None:
    return ChooseLanguage(language=situation.said.speaks) if situation.said.speaks else None


def goes_away(situation: Situation) -> Meaning | None:
    return GoAway() if situation.said.typed == "away" else None


def is_back(situation: Situation) -> Meaning | None:
    return ComeBack() if situation.said.typed == "back" and situation.away else None


# A request named by its number


def names_a_number(situation: Situation) -> Meaning | None:
    """`#118 …` is for that request, for its question if one was put there; `#118` alone shows it."""
    said = situation.said
    if not said.number:
        return None
    named = situation.at(said.named)
    if named is None:
        return NoSuchNumber(number=said.number)
    if not said.text:
        return ShowRequest(number=named.number)
    asked = situation.put if situation.put and situation.put.number == named.number else None
    return (to_question(asked, said) if asked else None) or to(named, situation)


# A new request that was announced, and what is cancelled


def announced_a_request(situation: Situation) -> Meaning | None:
    """Any words, after somebody said that a new request comes."""
    if not is_announced(situation) or situation.said.cancels:
        return None
    return NewRequest(kind=situation.said.kind)


def is_announced(situation: Situation) -> bool:
    focus = situation.focus
    return focus is not None and focus.number == A_NEW_ONE and situation.is_fresh(focus.at, FOCUS)


def cancels_nothing(situation: Situation) -> Meaning | None:
    """Offers to withdraw the only request: where nothing is asked, a cancel may be meant for it."""
    if not situation.said.cancels:
        return None
    found = situation.candidates
    only = found[0] if len(found) == 1 and found[0].request.asks(situation.by) else None
    withdraws = only and makes_sense(acts.BY_KEY["withdraw"], only.request, only.workflow)
    return CancelWhat(withdraw=only.number if only and withdraws else None)


# A yes or no, where just one request waits for one


def settles_the_only_one(situation: Situation) -> Meaning | None:
    """Yes or thanks, where just one request waits for a word of theirs: unless they speak of another one."""
    waits = [one for one in situation.candidates if _settles(situation.said, one)]
    if len(waits) != 1:
        return None
    focus, kept = in_focus(situation), situation.focus
    speaks_of_it = focus is None or kept is None or focus.number == waits[0].number
    if speaks_of_it or (focus and kept and _has_newer(situation, focus, kept)):
        return to(waits[0], situation)
    return None


def _settles(said: Utterance, one: Candidate) -> bool:
    """Whether it waits for a word of theirs, and these may be it: a yes, a no, or what stands on a button there."""
    in_words = one.called is not None and one.called.settles
    replied = said.replies and not names_another(said, one)
    return one.settles and (in_words or replied or said.thanks)


def presses_what_just_closed(situation: Situation) -> Meaning | None:
    """Presses a button on the last card of what was closed while they spoke of it."""
    focus = situation.focus
    if focus is None or in_focus(situation) or not situation.is_fresh(focus.at, FOCUS):
        return None
    closed = situation.at(focus.number)
    return to(closed, situation) if closed and closed.called else None


# The request in focus


def in_focus(situation: Situation) -> Candidate | None:
    """The last request that they spoke of: for half an hour; for the day, while something is asked there."""
    focus = situation.focus
    found = situation.at(focus.number) if focus else None
    if focus is None or found is None or not found.request.is_open:
        return None
    asked = ASKED if found.waits(situation.by) else FOCUS
    return found if situation.is_fresh(focus.at, RAISED if focus.raised else asked) else None


def courtesy_after_raising(situation: Situation) -> Meaning | None:
    """A greeting or thanks is for the bot, which has just taken in a request."""
    focus = situation.focus
    courteous = situation.said.greets or situation.said.thanks
    raised = focus is not None and focus.raised and in_focus(situation) is not None
    return _courteous(situation) if raised and courteous else None


def other_kind_than_in_focus(situation: Situation) -> Meaning | None:
    """Takes another kind for another request: at once, if this one was only raised a moment ago."""
    focus, found = situation.focus, in_focus(situation)
    if focus is None or found is None or not names_another(situation.said, found):
        return None
    just_raised = focus.raised and not found.waits(situation.by)
    return NewRequest(kind=situation.said.kind) if just_raised else AskWhich()


def something_newer_came(situation: Situation) -> Meaning | None:
    """Asks which request is meant where another has come since: its card is the last they have seen."""
    focus, found = situation.focus, in_focus(situation)
    return AskWhich() if focus and found and _has_newer(situation, found, focus) else None


def goes_on_in_focus(situation: Situation) -> Meaning | None:
    found = in_focus(situation)
    return to(found, situation) if found else None


def _has_newer(situation: Situation, found: Candidate, focus: Focus) -> bool:
    others = [one for one in situation.candidates if one.number != found.number]
    since = max(focus.at, found.written or focus.at)
    return any(_came_after(situation, one, focus) or (one.written or since) > since for one in others)


def _came_after(situation: Situation, one: Candidate, focus: Focus) -> bool:
    request = one.request
    theirs = request.asks(situation.by) or situation.by in request.ties
    came = max(request.raised, request.since if request.ball is Side.REQUESTER else request.raised)
    return theirs and came > focus.at


# No request in focus


def courtesy(situation: Situation) -> Meaning | None:
    return _courteous(situation) if situation.said.greets or situation.said.thanks else None


def _courteous(situation: Situation) -> Meaning:
    """A greeting or thanks answers no question that was not put, and is no request."""
    said, focus = situation.said, situation.focus
    if said.thanks and focus and focus.raised:
        return SayWelcome()
    if situation.choices:
        return AskWhich()
    return ShowList(which="help") if said.greets else SayWelcome()


def names_one_button(situation: Situation) -> Meaning | None:
    found = [one for one in situation.candidates if one.called]
    return to(found[0], situation) if len(found) == 1 else None


def writes_back(situation: Situation) -> Meaning | None:
    """Replies to the one request that they were told of a moment ago, where nothing else waits for them."""
    told = [one for one in situation.candidates if _just_told(situation, one)]
    if len(told) != 1 or situation.said.kind:
        return None
    return to(told[0], situation) if {*situation.waiting} <= {told[0].number} else None


def _just_told(situation: Situation, one: Candidate) -> bool:
    """Whether they were told of it a moment ago: by somebody's words, or because it was raised for them."""
    at = one.request.raised if situation.by == one.request.colleague else one.written
    return at is not None and situation.is_fresh(at, FOCUS)


def for_the_only_one_waiting(situation: Situation) -> Meaning | None:
    """An answer, or words about it; they may also begin something new, where no question is before them."""
    if len(situation.waiting) != 1:
        return None
    one, said = situation.at(situation.waiting[0]), situation.said
    assert one is not None, "what waits was looked at"
    if names_another(said, one):
        request = one.request
        put = request.open_questions or request.waits_for_input or not request.asks(situation.by)
        return AskWhich() if put else NewRequest(kind=said.kind)
    about_it = (said.asks or said.urges) and len(situation.choices) == 1
    if answered(situation, one) or one.request.waits_for_input or about_it:
        return to(one, situation)
    return AskWhich()


def names_a_kind(situation: Situation) -> Meaning | None:
    kind = situation.said.kind
    return NewRequest(kind=kind) if kind and not situation.waiting else None


def unclear(_: Situation) -> Meaning | None:
    return AskWhich()
