"""Who may read somebody's words in the history of a request that they may read.

Most words are everybody's who may read the request. These are not: a hand-over's are between the two who speak of
it, a helper's "why" is the owner's, a follow-up's and a bad rating's are the requester's and the handler's.
"""

from __future__ import annotations

from workflows.facts import Role
from workflows.state import events as e
from workflows.state.request import Request
from workflows.state.values import Person


def may_read_words(
    reader: Person, one: e.Recorded, after: Request, now: Request, roles: frozenset[Role]
) -> bool:
    """Whether `reader` may read the words of an event.

    `after` is the request as the event left it, `now` as it stands; `roles` are the reader's by now.
    """
    if reader == one.by:
        return True
    match one.event:
        case e.HandOverAsked() as asked:
            return reader == asked.to
        case e.HandOverDeclined() as declined:
            return reader == declined.asked_by
        case e.PartDeclined():
            return reader in (after.owner, after.cover, now.owner, now.cover)
        case e.Said(to=None):
            return not after.listening or is_between(reader, after)
        case e.Said():
            return not after.asks(reader)  # colleagues wait for somebody's yes
        case e.Polled() | e.Rated():
            return not after.polls[-1].bad or reads_bad_answer(reader, now, roles)
        case e.FeedbackGiven():
            return reader == after.decider
        case e.FollowUpAsked() | e.Reopened():
            return is_between(reader, after)
        case e.Listened() | e.Restated() | e.RestatementCorrected() | e.Apologised():
            return is_between(reader, after)
        case _:
            return True


def is_between(reader: Person | None, request: Request) -> bool:
    """Whether the reader is the requester or whoever looks after the request: a follow-up is between these two."""
    looks_after = request.recovery.handler if request.recovery else request.owner
    return reader in (request.decider, looks_after)


def reads_bad_answer(reader: Person, request: Request, roles: frozenset[Role]) -> bool:
    """Whether the reader is one of those whom a bad answer concerns: the requester, and who looks after it by now."""
    looks_after = request.looks_after
    instead = request.cover if looks_after and looks_after == request.owner else None
    return Role.REQUESTER in roles or reader in (looks_after, instead)
