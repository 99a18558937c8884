"""The story's chapters: whole requests, each told as it happens to people."""

from __future__ import annotations

from collections.abc import Callable

from bot.playground.story.telling import Telling

Chapter = Callable[[Telling], None]


def trivial(story: Telling) -> None:
    """One sentence, one press for the owner, one tap."""
    requester, owner = story.cast.requester, story.cast.owner
    story.asks(requester, "password")
    story.shows(owner, "password")
    story.press(owner, "done", near="password")
    story.hears(requester, "delivered", "yes")
    story.press(requester, "yes")
    story.stands(owner, "password", "outcome.satisfied")


def full(story: Telling) -> None:
    """Questions, an offer, a promise with its reminders, a new date, delivery and the poll."""
    requester, owner = story.cast.requester, story.cast.owner
    story.asks(requester, "laptop")
    story.answers(requester, "answers", wished=story.day(14))
    offer = {"what_1": "what", "beyond_1": "beyond", "needs_1": "needs", "day_1": story.day(10)}
    story.does(owner, "offer", near="laptop", **offer)
    story.hears(requester, "offer", "accept", "what")
    story.press(requester, "accept")
    story.stands(owner, "laptop", "state.committed")
    story.time_until(owner, "news.reminder_check_in")
    story.press(owner, "on_track", near="laptop")
    story.does(owner, "miss", day=story.day(16), reason="reason")
    story.hears(requester, "new_date", "agree", "reason")
    story.press(requester, "agree")
    story.a_week_passes()  # scores were asked for in the first chapter, and are at most weekly
    story.does(owner, "deliver", what="delivered")
    story.hears(requester, "delivered", "yes", "delivered")
    story.press(requester, "yes")
    story.does(requester, "rate", result="5", experience="4")
    story.stands(owner, "laptop", "outcome.satisfied")


def again_chapter(story: Telling) -> None:
    """Partly solved at first: a second round with the same owner, to a good end."""
    requester, owner = story.cast.requester, story.cast.owner
    story.asks(requester, "vpn")
    story.does(owner, "ask", near="vpn", text="ask")
    story.hears(requester, "question", "answer", "ask")
    story.answers(requester, "always", **{"asked-1": "system"})
    story.does(owner, "do_it", near="vpn", day=story.day(3))
    story.does(owner, "deliver", near="vpn", what="vpn_done")
    story.hears(requester, "delivered", "partly", "vpn_done")
    story.press(requester, "partly")
    story.press(requester, "follow_up")
    story.does(requester, "missing", words="missing")
    story.shows(owner, "vpn", "state.recovering")
    story.press(owner, "done", near="vpn")
    story.hears(requester, "delivered", "yes")
    story.press(requester, "yes")
    story.stands(owner, "vpn", "outcome.satisfied")


def recovery(story: Telling) -> None:
    """Not solved at all: somebody else listens, says it back, apologises, and puts it right."""
    requester, first, handler = story.cast.unhappy, story.cast.first, story.cast.handler
    story.asks(requester, "printer")
    story.press(first, "done", near="printer")
    story.hears(requester, "delivered", "no", by=first)
    story.press(requester, "no")
    story.press(requester, "follow_up")
    story.hears(handler, "follow_up", by=requester)
    story.does(requester, "listen", words="went_wrong", matters="matters")
    story.hears(handler, "listened", "restate", "went_wrong", by=requester)
    story.does(handler, "restate", text="restated")
    story.hears(requester, "restated", "thats_it", "restated", by=handler)
    story.press(requester, "thats_it")
    story.hears(handler, "thats_it", "apologise", by=requester)
    story.does(handler, "apologise", text="apology")
    story.hears(requester, "apology", said="apology", by=handler)
    story.press(handler, "done", near="printer")
    story.hears(requester, "delivered", "yes", by=handler)
    story.press(requester, "yes")
    story.stands(first, "printer", "outcome.satisfied")


def known_fault(story: Telling) -> None:
    """Two people ask for the same: one thread works, both hear, and both are asked whether it is solved."""
    requester, neighbour, owner = story.cast.requester, story.cast.neighbour, story.cast.owner
    story.asks(requester, "fault")
    story.asks(neighbour, "fault_too")
    story.does(owner, "same_as", near="fault_too", number=story.number(requester, "fault"))
    story.hears(neighbour, "joined")
    story.does(owner, "do_it", near="fault", day=story.day(2))
    story.hears(neighbour, "promised", by=owner)
    story.does(owner, "deliver", near="fault", what="fault_done")
    for person in (requester, neighbour):
        story.hears(person, "delivered", "yes", "fault_done", by=owner)
        story.press(person, "yes")
    story.stands(owner, "fault_too", "outcome.satisfied")


def complaint(story: Telling) -> None:
    """Confidential: raised, taken, listened to and closed, and nobody else has read a word of it."""
    requester, listener = story.cast.requester, story.cast.listener
    story.asks(requester, "complaint")
    story.answers(requester, "complaint_answers")  # and names nobody: until then nobody can take it
    story.press(listener, "take")
    story.hears(listener, "taken", by=requester)
    story.does(listener, "ask", near="complaint", text="heard")
    story.hears(requester, "question", "answer", "heard", by=listener)
    story.press(requester, "answer")
    story.fills(requester, {"q.asked-1": "here"})
    story.does(listener, "do_it", near="complaint", day=story.day(3))
    story.does(listener, "deliver", near="complaint", what="complaint_done")
    story.hears(requester, "delivered", "yes", "complaint_done", by=listener)
    story.press(requester, "yes")
    story.stands(listener, "", "outcome.satisfied")
    story.never_sees(story.cast.outsider, "complaint", "happened", "heard", "here", "complaint_done")


def hand_over_chapter(story: Telling) -> None:
    """Handed over with a yes of their own: the date stands, and the requester hears who has it now."""
    requester, first, owner = story.cast.requester, story.cast.first, story.cast.owner
    promised = story.day(4)
    story.asks(requester, "handing")
    story.does(first, "do_it", near="handing", day=promised)
    story.does(first, "hand_over", near="handing", to=owner.full_name, words="handing_why")
    story.hears(owner, "hand_over_asked", "take_over", "handing_why", by=first)
    story.press(owner, "take_over", near="handing")
    story.hears(requester, "owner_changed", by=owner, day=promised)
    story.does(owner, "deliver", near="handing", what="handing_done")
    story.hears(requester, "delivered", "yes", "handing_done", by=owner)
    story.press(requester, "yes")
    story.stands(owner, "handing", "outcome.satisfied")


def away_chapter(story: Telling) -> None:
    """The owner goes away until a day: whoever stands in is told once, and keeps the promise."""
    requester, first, stand_in = story.cast.requester, story.cast.first, story.cast.owner
    back = story.day(6)
    story.asks(requester, "while_away")
    story.does(first, "do_it", near="while_away", day=story.day(3))
    story.calls(first, "away")
    story.fills(first, {"back": back, "stand_in": stand_in.full_name})
    story.hears(stand_in, "away.stands_in", said="while_away", by=first, day=back)
    story.does(stand_in, "deliver", near="while_away", what="while_away_done")
    story.hears(requester, "delivered", "yes", "while_away_done", by=stand_in)
    story.press(requester, "yes")
    story.stands(stand_in, "while_away", "outcome.satisfied")
    story.time_until(first, "away.welcome")


def approval_chapter(story: Telling) -> None:
    """Tell of a cost above the owner's limit: the approver has the ball, and then the promise stands."""
    requester, owner, approver = story.cast.requester, story.cast.owner, story.cast.approver
    promised = story.day(12)
    story.asks(requester, "costly")
    story.answers(requester, "answers", wished=story.day(14))
    offer = {"what_1": "costly_what", "cost_1": "cost", "day_1": promised, "approver": approver.full_name}
    story.does(owner, "offer", near="costly", **offer)
    story.hears(requester, "offer", "accept", "costly_what")
    story.press(requester, "accept")
    story.stands(owner, "costly", "state.approval")
    cost = f"{int(story.words['cost']):,} CNY"
    story.hears(approver, "approval_asked", "approve", "costly_what", by=requester, cost=cost)
    story.press(approver, "approve", near="costly_what")
    story.hears(requester, "approved", by=approver, day=promised)
    story.does(owner, "deliver", near="costly", what="costly_done")
    story.hears(requester, "delivered", "yes", "costly_done")
    story.press(requester, "yes")
    story.stands(owner, "costly", "outcome.satisfied")


CHAPTERS: dict[str, Chapter] = {
    "password": trivial,
    "laptop": full,
    "vpn": again_chapter,
    "printer": recovery,
    "fault": known_fault,
    "complaint": complaint,
    "handing": hand_over_chapter,
    "costly": approval_chapter,
    "while_away": away_chapter,
}  # by the words that each begins with
TOLD = ("password", "laptop", "vpn", "printer")  # by `app.py story`


def play(story: Telling, *names: str) -> None:
    """Tell these chapters, in order. Raises StoryFailed, or NotThere of a person who doesn't find their button."""
    for place, name in enumerate(names, 1):
        story.chapter(f"{place} · {story.words[name]}")
        CHAPTERS[name](story)
