"""What an event says, and to which side. Pure: addresses are workflows.news.notices' matter."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, assert_never

from workflows.news.involved import approval_asked, dated, dated_now, involving
from workflows.news.parts import parts_begin, sharing
from workflows.news.reminders import reminder
from workflows.news.say import Say, owned_by
from workflows.state import events as e
from workflows.state.request import Request
from workflows.state.values import SYSTEM, Outcome, Person, Phase


def news(request: Request, one: e.Recorded, step: tuple[e.Recorded, ...]) -> Iterator[Say]:
    """What an event says; and, where a lead did it in the owner's place, to the owner that it was done."""
    yield from _by_kind(request, one, step)
    done = _in_place_of_owner(request, one.event)
    others = one.by not in (SYSTEM, request.owner, request.cover) and not request.asks(one.by)
    if done and others and request.owner and not request.main:
        yield Say(to="owner", kind="for_you", facts={"done": done})


def _in_place_of_owner(request: Request, event: e.Event) -> str:
    match event:
        case e.CannotBeDone():
            return "cannot"
        case e.NewDateProposed():
            return "date"
        case e.Delivered() if not (request.promise and request.promise.parts):  # each part was told
            return "delivered"
        case e.Offered() if event.offer.by != request.owner:
            return "offer"
        case e.Promised():
            return "promised"
        case _:
            return ""


def _by_kind(request: Request, one: e.Recorded, step: tuple[e.Recorded, ...]) -> Iterator[Say]:
    """A function a phase, a case an event. What the presser sees is not said."""
    event = one.event
    if isinstance(event, e.Exploring):
        return _exploring(request, event, one.by, step)
    if isinstance(event, e.Offering):
        return _offering(request, event, step)
    if isinstance(event, e.Acting):
        return _acting(request, event)
    if isinstance(event, e.Confirming):
        return _confirming(request, event, one, step)
    if isinstance(event, e.Recovering):
        return _recovering(request, event)
    if isinstance(event, e.Sharing):
        return sharing(request, one, event, step)
    if isinstance(event, e.Involving):
        return involving(request, event, one.by)
    assert_never(event)


def _exploring(
    request: Request, event: e.Exploring, by: Person, step: tuple[e.Recorded, ...]
) -> Iterator[Say]:
    match event:
        case e.Raised():
            if not _has(step, e.Routed):
                yield Say(to="card", kind="card")
                yield from _urgent(event)
            yield Say(to="requester", kind="raised")
            if event.colleague:
                yield Say(to="person", person=event.colleague, kind="raised_for_you")
        case e.Answered():
            if not _has(step, e.Routed):
                yield Say(to="thread", kind="answered", facts=event.answers)
                yield from _urgent(event)
        case e.AnswerTakenBack():
            yield Say(to="thread", kind="answer_taken_back", facts={"question": event.question})
        case e.QuestionAsked():
            yield Say(to="requester", kind="question", facts={"text": event.text})
        case e.NeedCorrected():
            yield Say(to="thread", kind="need_corrected")
        case e.Said():
            yield _said(request, event, by)
        case e.Routed():
            yield from _routed(request, event)
        case e.Taken():
            yield from _taken(event)
        case e.QuestionsSkipped() | e.NeedConfirmed():
            return
        case _:
            assert_never(event)


def _said(request: Request, event: e.Said, by: Person) -> Say:
    """To the other side; a line about a yes of somebody's own, to them, who may read it."""
    if event.to:
        return Say(to="person", person=event.to, kind="said", facts={"text": event.text, "aside": "yes"})
    ours: Literal["thread", "owner"] = "owner" if request.listening else "thread"
    return Say(to=ours if request.asks(by) else "requester", kind="said", facts={"text": event.text})


def _routed(request: Request, event: e.Routed) -> Iterator[Say]:
    yield Say(to="card", kind="card")
    facts = {"reason": event.reason, "department": request.department}
    yield Say(to="requester", kind="routed", facts=facts)
    if request.urgent:
        yield Say(to="on_call", kind="urgent")
    if request.bounces >= 2:
        yield Say(to="contact", kind="bounced")


def _taken(event: e.Taken) -> Iterator[Say]:
    """Its new owner has a place of their own for what is confidential; whoever had it until now hears who has it."""
    if event.before:
        yield Say(to="person", person=event.before, kind="handed_over")
    yield Say(to="private", kind="taken")


def _offering(request: Request, event: e.Offering, step: tuple[e.Recorded, ...]) -> Iterator[Say]:
    match event:
        case e.Offered():
            facts = {
                "version": str(event.offer.version),
                "by": event.offer.by,
            }  # others' yes may have sent it
            yield Say(to="requester", kind="offer", facts=facts)
        case e.Accepted():
            yield Say(to="thread", kind="accepted", facts=dated(event.promise))
            yield from parts_begin(event.promise)
        case e.Promised():
            if not _has(step, e.Delivered):
                yield Say(to="requester", kind="promised")
        case e.ChangeAsked():
            yield Say(to="thread", kind="change_asked", facts={"text": event.text})
        case e.OfferDeclined():
            yield Say(to="thread", kind="offer_declined", facts={"reason": event.reason})
        case e.OfferExpired():
            yield Say(to="thread", kind="offer_expired", facts={"barred": "yes"} if event.barred else {})
        case e.CannotBeDone():
            yield Say(to="requester", kind="cannot")
        case e.Appealed():
            yield Say(to="another_lead", kind="appealed", facts=owned_by(request) | {"reason": event.refusal})
        case _:
            assert_never(event)


def _acting(request: Request, event: e.Acting) -> Iterator[Say]:
    match event:
        case e.UpdateSent():
            yield Say(to="requester", kind="update", facts={"text": event.text})
        case e.NewDateProposed():
            sooner = request.promise is not None and event.proposal.due < request.promise.due
            yield Say(to="requester", kind="new_date", facts={"sooner": "yes"} if sooner else {})
        case e.NewDateAgreed():
            yield Say(to="thread", kind="date_agreed", facts={"day": event.day.isoformat()})
        case e.NewDateRefused():
            yield Say(to="thread", kind="date_refused", facts=dated_now(request))
            if not event.earlier:
                yield Say(to="another_lead", kind="date_refused_lead", facts=owned_by(request))
        case e.NewDateLapsed():
            yield Say(to="thread", kind="date_lapsed", facts=dated_now(request))
        case e.Delivered():
            several = request.owner and request.promise and request.promise.parts
            whose = {"by": request.owner or ""} if several else {}  # who did the last part did not do it all
            yield Say(to="requester", kind="delivered", facts=whose)
        case e.NeedChanged():
            yield Say(to="thread", kind="need_changed")
        case e.Nudged():
            yield Say(to="owner" if request.owner else "thread", kind="nudged")
        case e.CheckedIn() | e.Snoozed():
            return
        case _:
            assert_never(event)


def _confirming(
    request: Request, event: e.Confirming, one: e.Recorded, step: tuple[e.Recorded, ...]
) -> Iterator[Say]:
    match event:
        case e.Rated():
            waits = (
                request.displeased and request.is_open
            )  # what follows is chosen first: it says who reads it
            if (event.words or event.unmet) and not waits:
                praise = _satisfied(request)
                yield Say(to="thread" if praise else "owner", kind="rated", facts=_rated(request, event))
        case e.Reminded():
            yield from reminder(request, event.moment, one.at)
        case e.Closed():
            yield from _closed(event, one.by)
        case e.Reopened():
            if not _has(step, e.FollowUpAsked):  # what has gone wrong once is no matter for a channel
                again = request.round > 1
                yield Say(to="owner" if again else "thread", kind="reopened", facts={"reason": event.reason})
                if request.promise and request.phase is Phase.ACTION:
                    yield from parts_begin(request.promise)
                if request.waits_for_approval:
                    yield approval_asked(request.approval.cost if request.approval else None)
        case e.Thanked():
            yield Say(to="owner", kind="thanked")
        case e.Polled() | e.RoundOpened():
            return
        case _:
            assert_never(event)


def _rated(request: Request, event: e.Rated) -> dict[str, str]:
    unmet = (text for place, text in enumerate(request.need.conditions) if place in event.unmet)
    return {"words": event.words, "unmet": "\n".join(unmet)}


def _satisfied(request: Request) -> bool:
    return request.outcome is Outcome.SATISFIED and not request.displeased


def _recovering(request: Request, event: e.Recovering) -> Iterator[Say]:
    """Between the requester and one person: nothing of it is said in a channel, and nobody is blamed."""
    match event:
        case e.FollowUpAsked():
            solved = {"solved": request.polls[-1].solved} if event.repair else {}
            yield Say(to="owner", kind="repair" if event.repair else "follow_up", facts=solved)
            if not event.repair:
                yield Say(to="before", kind="looked_after", facts=owned_by(request))
        case e.FeedbackGiven():
            yield Say(to="lead", kind="feedback", facts=_feedback(request, event))
        case e.Listened():
            yield Say(to="owner", kind="listened")
        case e.ListenLapsed():
            yield Say(to="owner", kind="listen_lapsed")
        case e.RestatementConfirmed():
            yield Say(to="owner", kind="thats_it")
        case e.RestatementLapsed():
            yield Say(to="owner", kind="restatement_lapsed")
        case e.Restated():
            yield Say(to="requester", kind="restated", facts={"text": event.text})
        case e.RestatementCorrected():
            yield Say(to="owner", kind="not_quite", facts={"text": event.text})
        case e.Apologised():
            yield Say(to="requester", kind="apology", facts={"text": event.text, "redress": event.redress})
            if request.phase is Phase.ACTION:
                yield Say(to="owner", kind="resumed", facts=dated_now(request))
        case e.HandedUp():
            yield Say(to="owner", kind="handed_up")
            yield Say(to="before", kind="looked_after", facts=owned_by(request))
        case _:
            assert_never(event)


def _feedback(request: Request, event: e.FeedbackGiven) -> dict[str, str]:
    """What was said: with it, or with the poll that it follows."""
    if request.outcome is not Outcome.UNSATISFIED or not request.polls:
        return {"text": event.words}
    return {"text": event.words or request.polls[-1].words, "solved": request.polls[-1].solved}


def _has(
    step: tuple[e.Recorded, ...], kind: type[e.Delivered] | type[e.Routed] | type[e.FollowUpAsked]
) -> bool:
    return any(isinstance(one.event, kind) for one in step)


def _urgent(event: e.Raised | e.Answered) -> Iterator[Say]:
    if event.urgent:
        yield Say(to="on_call", kind="urgent")


def _closed(event: e.Closed, by: Person) -> Iterator[Say]:
    match event.outcome:
        case Outcome.SATISFIED:
            return
        case Outcome.UNANSWERED | Outcome.UNCONFIRMED:
            yield Say(to="requester", kind=f"closed_{event.outcome}")
            if event.outcome is Outcome.UNCONFIRMED and by == SYSTEM:  # else nobody was there to be asked
                yield Say(to="lead", kind="never_said")
        case Outcome.UNSATISFIED if by == SYSTEM:
            yield Say(to="requester", kind="closed_unsatisfied")
            yield Say(to="lead", kind="went_quiet")
        case Outcome.WITHDRAWN | Outcome.DECLINED | Outcome.UNSATISFIED:
            yield Say(to="thread", kind=f"closed_{event.outcome}", facts={"reason": event.reason})
        case _:
            assert_never(event.outcome)
