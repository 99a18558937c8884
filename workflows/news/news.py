"""The news that each event is, and the side that hears it. Pure: workflows.news.notices finds the addresses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from workflows.news import details as d
from workflows.news import table as t
from workflows.news.details import dated, owned_by
from workflows.news.involved import approval_asked, involving
from workflows.news.parts import parts_begin, sharing
from workflows.news.reminders import reminder
from workflows.news.row import Audience, Say
from workflows.state import events as e
from workflows.state.request import Request
from workflows.state.values import SYSTEM, Outcome, Person, Phase


def news(request: Request, one: e.Recorded, step: tuple[e.Recorded, ...]) -> Iterator[Say]:
    """Yield what an event says; the owner also hears what a lead did in their place."""
    yield from _by_kind(request, one, step)
    done = _in_place_of_owner(request, one.event)
    others = one.by not in (SYSTEM, request.owner, request.cover) and not request.asks(one.by)
    if done and others and request.owner and not request.main:
        yield t.FOR_YOU.say(done)


def _in_place_of_owner(request: Request, event: e.Event) -> d.InYourPlace | None:
    match event:
        case e.CannotBeDone():
            return d.InYourPlace(done="cannot")
        case e.NewDateProposed():
            return d.InYourPlace(done="date")
        case e.Delivered() if not (request.promise and request.promise.parts):  # each part was told
            return d.InYourPlace(done="delivered")
        case e.Offered() if event.offer.by != request.owner:
            return d.InYourPlace(done="offer")
        case e.Promised():
            return d.InYourPlace(done="promised")
        case _:
            return None


def _by_kind(request: Request, one: e.Recorded, step: tuple[e.Recorded, ...]) -> Iterator[Say]:
    """Yield the news of an event: a function a phase, a case an event. What the presser sees is not said."""
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
                yield t.CARD.say()
                yield from _urgent(event)
            yield t.RAISED.say()
            if event.colleague:
                yield t.RAISED_FOR_YOU.say()
        case e.Answered():
            if not _has(step, e.Routed):
                yield t.ANSWERED.say(d.GivenAnswers(given=event.answers))
                yield from _urgent(event)
        case e.AnswerTakenBack():
            yield t.ANSWER_TAKEN_BACK.say(d.TakenBack(question=event.question))
        case e.QuestionAsked():
            yield t.QUESTION.say(d.OwnWords(text=event.text))
        case e.NeedCorrected():
            yield t.NEED_CORRECTED.say()
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
    """Return the news of a line: to the other side, or to the colleague whom alone it is for."""
    if event.to:
        return t.SAID.say(d.Remark(text=event.text, aside=True), to="person", person=event.to)
    ours: Audience = "owner" if request.listening else "thread"
    return t.SAID.say(d.Remark(text=event.text), to=ours if request.asks(by) else "requester")


def _routed(request: Request, event: e.Routed) -> Iterator[Say]:
    yield t.CARD.say()
    yield t.ROUTED.say(d.PassedOn(reason=event.reason, department=request.department))
    if request.urgent:
        yield t.URGENT.say()
    if request.bounces >= 2:
        yield t.BOUNCED.say()


def _taken(event: e.Taken) -> Iterator[Say]:
    """Tell who had it until now who has it, and the new owner of what is confidential, who gets it privately."""
    if event.before:
        yield t.HANDED_OVER.say(person=event.before)
    yield t.TAKEN.say()


def _offering(request: Request, event: e.Offering, step: tuple[e.Recorded, ...]) -> Iterator[Say]:
    match event:
        case e.Offered():
            yield t.OFFER.say(d.Made(version=event.offer.version, by=event.offer.by))
        case e.Accepted():
            yield t.ACCEPTED.say(dated(event.promise))
            if event.promise.parts:
                yield from parts_begin(event.promise)
        case e.Promised():
            if not _has(step, e.Delivered):
                yield t.PROMISED.say()
        case e.ChangeAsked():
            yield t.CHANGE_ASKED.say(d.OwnWords(text=event.text))
        case e.OfferDeclined():
            yield t.OFFER_DECLINED.say(d.Why(reason=event.reason))
        case e.OfferExpired():
            yield t.OFFER_EXPIRED.say(d.RanOut(barred=bool(event.barred)))
        case e.CannotBeDone():
            yield t.CANNOT.say()
        case e.Appealed():
            no = d.Refusal(owner=event.before or request.owner or "", reason=event.refusal)
            yield t.APPEALED.say(no, to="owner" if event.handler else "another_lead")
            if event.before and event.handler:
                yield t.APPEAL_GOES_TO.say(d.Owned(owner=event.handler), person=event.before)
        case _:
            assert_never(event)


def _acting(request: Request, event: e.Acting) -> Iterator[Say]:
    match event:
        case e.UpdateSent():
            yield t.UPDATE.say(d.OwnWords(text=event.text))
        case e.NewDateProposed():
            sooner = request.promise is not None and event.proposal.due < request.promise.due
            yield t.NEW_DATE.say(d.Moved(sooner=sooner))
        case e.NewDateAgreed():
            yield t.DATE_AGREED.say(d.Dated(day=event.day))
        case e.NewDateRefused():
            yield t.DATE_REFUSED.say(dated(request.promise))
            if not event.earlier:
                yield t.DATE_REFUSED_LEAD.say(owned_by(request))
        case e.NewDateLapsed():
            yield t.DATE_LAPSED.say(dated(request.promise))
        case e.Delivered():
            several = request.owner and request.promise and request.promise.parts
            answers_for_it = (
                request.owner or "" if several else None
            )  # who did the last part did not do it all
            yield t.DELIVERED.say(d.DoneBy(by=answers_for_it))
        case e.NeedChanged():
            yield t.NEED_CHANGED.say()
        case e.Nudged():
            yield t.NUDGED.say(to="owner" if request.owner else "thread")
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
                yield t.RATED.say(_rated(request, event), to="thread" if praise else "owner")
        case e.Reminded():
            yield from reminder(request, event.moment, one.at)
        case e.Closed():
            yield from _closed(event, one.by)
        case e.Reopened():
            if not _has(step, e.FollowUpAsked):  # what has gone wrong once is no matter for a channel
                again = request.round > 1
                yield t.REOPENED.say(d.Why(reason=event.reason), to="owner" if again else "thread")
                if request.promise and request.phase is Phase.ACTION:
                    yield from parts_begin(request.promise)
                if request.waits_for_approval:
                    yield approval_asked(request.approval.cost if request.approval else None)
        case e.Thanked():
            yield t.THANKED.say()
        case e.Polled() | e.RoundOpened():
            return
        case _:
            assert_never(event)


def _rated(request: Request, event: e.Rated) -> d.Shortfall:
    unmet = (text for place, text in enumerate(request.need.conditions) if place in event.unmet)
    return d.Shortfall(words=event.words, unmet="\n".join(unmet))


def _satisfied(request: Request) -> bool:
    return request.outcome is Outcome.SATISFIED and not request.displeased


def _recovering(request: Request, event: e.Recovering) -> Iterator[Say]:
    """Yield the news of a recovery, between the requester and one person: nothing in a channel, nobody is blamed."""
    match event:
        case e.FollowUpAsked():
            if event.repair:
                yield t.REPAIR.say(d.Verdict(solved=request.polls[-1].solved))
            else:
                yield t.FOLLOW_UP.say()
                yield t.LOOKED_AFTER.say(owned_by(request))
        case e.FeedbackGiven():
            yield t.FEEDBACK.say(_feedback(request, event))
        case e.Listened():
            yield t.LISTENED.say()
        case e.ListenLapsed():
            yield t.LISTEN_LAPSED.say()
        case e.RestatementConfirmed():
            yield t.THATS_IT.say()
        case e.RestatementLapsed():
            yield t.RESTATEMENT_LAPSED.say()
        case e.Restated():
            yield t.RESTATED.say(d.OwnWords(text=event.text))
        case e.RestatementCorrected():
            yield t.NOT_QUITE.say(d.OwnWords(text=event.text))
        case e.Apologised():
            yield t.APOLOGY.say(d.ApologyWords(text=event.text, redress=event.redress))
            if request.phase is Phase.ACTION:
                yield t.RESUMED.say(dated(request.promise))
        case e.HandedUp():
            yield t.HANDED_UP.say()
            yield t.LOOKED_AFTER.say(owned_by(request))
        case _:
            assert_never(event)


def _feedback(request: Request, event: e.FeedbackGiven) -> d.Reaction:
    """Return the words of the feedback, or of the poll that it follows."""
    if request.outcome is not Outcome.UNSATISFIED or not request.polls:
        return d.Reaction(text=event.words)
    return d.Reaction(text=event.words or request.polls[-1].words, solved=request.polls[-1].solved)


def _has(
    step: tuple[e.Recorded, ...], kind: type[e.Delivered] | type[e.Routed] | type[e.FollowUpAsked]
) -> bool:
    return any(isinstance(one.event, kind) for one in step)


def _urgent(event: e.Raised | e.Answered) -> Iterator[Say]:
    if event.urgent:
        yield t.URGENT.say()


def _closed(event: e.Closed, by: Person) -> Iterator[Say]:
    match event.outcome:
        case Outcome.SATISFIED:
            return
        case Outcome.UNANSWERED:
            yield t.CLOSED_UNANSWERED.say()
        case Outcome.UNCONFIRMED:
            yield t.CLOSED_UNCONFIRMED.say()
            if by == SYSTEM:  # else nobody was there to be asked
                yield t.NEVER_SAID.say()
        case Outcome.UNSATISFIED if by == SYSTEM:
            yield t.CLOSED_UNSATISFIED.say(d.Why(), to="requester")
            yield t.WENT_QUIET.say()
        case Outcome.UNSATISFIED:
            yield t.CLOSED_UNSATISFIED.say(d.Why(reason=event.reason), to="thread")
        case Outcome.WITHDRAWN:
            yield t.CLOSED_WITHDRAWN.say(d.Why(reason=event.reason))
        case Outcome.DECLINED:
            yield t.CLOSED_DECLINED.say(d.Why(reason=event.reason))
        case _:
            assert_never(event.outcome)
