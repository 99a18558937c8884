"""What has happened to a request, as one conversation: who did what when, in the reader's words and timezone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never
from zoneinfo import ZoneInfo

from bot import texts
from bot.cards import dates
from bot.cards.care import of_heard
from bot.cards.closing import vow_of
from bot.cards.view import View
from bot.web.history_involved import involved_lines
from bot.web.said import SaidLine, it, some
from workflows.rights.private_words import is_between
from workflows.state import events as e
from workflows.state.evolve import evolve
from workflows.state.request import Request
from workflows.state.values import SYSTEM, Option

SAFE = ("https://", "http://")


@dataclass(frozen=True)
class HistoryLine:
    """One line of the conversation."""

    said: SaidLine
    name: str  # whose; empty for time itself
    mine: bool
    when: str
    instant: str


def history_lines(view: View) -> list[HistoryLine]:
    """Oldest first. Of what the reader may not read there is nothing."""
    if view.hidden:
        return []
    history = view.history()
    request: Request | None = None
    lines = []
    for place, one in enumerate(history):
        request = evolve(request, one)
        said = None if _goes_without_saying(one, history[place + 1 :]) else _said(view, request, one)
        if said:
            lines.append(_line(view, one, said))
    return lines


def written_time(view: View, when: datetime) -> str:
    """Day and hour, where the reader is."""
    zone = ZoneInfo(view.timezone)
    day = texts.day(view.language, when.astimezone(zone).date(), view.now.astimezone(zone).date())
    return texts.at_hour(view.language, day, when, view.timezone)


def safe(link: str) -> str:
    """A link that may be followed; others are words."""
    return link if link.startswith(SAFE) else ""


def _line(view: View, one: e.Recorded, said: SaidLine) -> HistoryLine:
    name = "" if one.by == SYSTEM else view.name(one.by)
    when = written_time(view, one.at)
    return HistoryLine(
        said=said, name=name, mine=one.by == view.reader, when=when, instant=one.at.isoformat()
    )


def _goes_without_saying(one: e.Recorded, later: Sequence[e.Recorded]) -> bool:
    """Taking by offering, and promising by doing at once, are said by what follows."""
    follows = later[0] if later and later[0].at == one.at and later[0].by == one.by else None
    if isinstance(one.event, e.Taken):
        return follows is not None and not isinstance(follows.event, e.QuestionAsked)
    return isinstance(one.event, e.Promised) and follows is not None


def _said(view: View, after: Request, one: e.Recorded) -> SaidLine | None:
    event, by = one.event, "" if one.by == SYSTEM else view.name(one.by)
    reads = view.reads_words(one, after)
    if isinstance(event, e.Exploring):
        return _exploring(view, event, by, reads=reads)
    if isinstance(event, e.Offering):
        return _offering(view, event, by)
    if isinstance(event, e.Acting):
        return _acting(view, event, after, by)
    if isinstance(event, e.Confirming):
        return _confirming(view, event, after, by, reads=reads)
    if isinstance(event, e.Recovering):
        return _recovering(view, event, after, by, reads=reads)
    if isinstance(event, e.Involving):
        return involved_lines(view, event, by, reads=reads)
    assert_never(event)


def _exploring(view: View, event: e.Exploring, by: str, *, reads: bool) -> SaidLine | None:
    match event:
        case e.Raised():
            said = it(view, "raised", event.words, by=by, department=_department(view, event.department))
            return replace(said, answers=_answers(view, event.answers))
        case e.Answered():
            return SaidLine(view.say("thread.answered", by=by), answers=_answers(view, event.answers))
        case e.AnswerTakenBack():
            return it(view, "taken_back", view.worded(event.question, "")[0], by=by)
        case e.QuestionsSkipped():
            return it(view, "skipped", by=by)
        case e.QuestionAsked():
            return it(view, "asked", event.text, by=by)
        case e.NeedConfirmed():
            return it(view, "confirmed", by=by)
        case e.NeedCorrected():
            return it(view, "corrected", event.need.words, *_bullets(view, event.need.conditions), by=by)
        case e.Said():
            return it(view, "wrote", event.text, by=by) if reads else None
        case e.Taken():
            return it(view, "taken", by=view.name(event.owner))
        case e.Routed():
            return it(view, "routed", event.reason, by=by, department=_department(view, event.department))
        case _:
            assert_never(event)


def _offering(view: View, event: e.Offering, by: str) -> SaidLine:
    match event:
        case e.Offered():
            offerer = view.name(event.offer.by)  # whose offer it is; the last yes to a part may have sent it
            return it(view, "offered", *(_option(view, option) for option in event.offer.options), by=offerer)
        case e.Accepted():
            day = dates.promised_day(view, event.promise)
            return SaidLine(view.say("thread.accepted", by=by, day=day), (event.promise.what,))
        case e.Promised():
            return it(view, "promised", by=by, day=view.day(event.promise.day))
        case e.ChangeAsked():
            return it(view, "change", event.text, by=by)
        case e.OfferDeclined():
            return it(view, "declined", event.reason, by=by)
        case e.OfferExpired():
            return it(view, "expired")
        case e.CannotBeDone():
            other = view.say("mine.alternative", alternative=event.alternative) if event.alternative else ""
            return it(view, "cannot", event.reason, other, by=by)
        case e.Appealed():
            return it(view, "appealed", event.reason, by=by)
        case _:
            assert_never(event)


def _acting(view: View, event: e.Acting, after: Request, by: str) -> SaidLine | None:
    match event:
        case e.CheckedIn():
            return it(view, "on_track", by=by)
        case e.UpdateSent():
            return it(view, "update", event.text, by=by)
        case e.NewDateProposed():
            proposal = event.proposal
            key = "earlier" if after.offers_earlier else "new_date"
            return it(view, key, proposal.reason, by=by, day=view.day(proposal.day))
        case e.NewDateAgreed():
            return SaidLine(view.say("thread.date_agreed", by=by, day=view.day(event.day)))
        case e.NewDateRefused():
            return it(view, "date_kept", by=by)
        case e.NewDateLapsed():
            return it(view, "date_stands")
        case e.NeedChanged():
            return it(view, "need_changed", event.need.words, *_bullets(view, event.need.conditions), by=by)
        case e.Nudged():
            return SaidLine(view.say("thread.nudged", by=by))
        case e.Snoozed():
            return None  # between the clock and one person
        case e.Delivered():
            said = it(view, "delivered", view.own(event.delivery.what), by=by)
            return replace(said, link=safe(event.delivery.link))
        case _:
            assert_never(event)


def _confirming(view: View, event: e.Confirming, after: Request, by: str, *, reads: bool) -> SaidLine | None:
    match event:
        case e.Polled():
            words = event.words if reads else ""
            return it(view, "polled", words, by=by, solved=view.say(f"solved.{event.solved}"))
        case e.Rated():
            return it(view, "rated", *_rating(view, event, after), by=by) if reads else None
        case e.RoundOpened():
            return it(view, "again", round=event.round)
        case e.Reminded():
            return None  # between the clock and one person
        case e.Closed():
            outcome = view.say(f"outcome.{event.outcome}")
            return SaidLine(view.say("state.closed", outcome=outcome), some(event.reason))
        case e.Reopened():
            return it(view, "reopened", event.reason if reads else "", by=by)
        case e.Thanked():
            return SaidLine(view.say("news.thanked", by=by)) if is_between(view.reader, after) else None
        case _:
            assert_never(event)


def _recovering(view: View, event: e.Recovering, after: Request, by: str, *, reads: bool) -> SaidLine | None:
    """A follow-up is between two people: of what they said, others read nothing here."""
    if isinstance(event, e.FollowUpAsked):
        words = event.words if reads else ""
        return it(view, "follow_up", words, by=by, owner=view.name(event.handler))
    if isinstance(event, e.HandedUp):
        return it(view, "handed_up", owner=view.name(event.handler))
    if isinstance(event, e.FeedbackGiven):
        return it(view, "feedback", event.words, by=by) if reads else None
    return _between_two(view, event, by) if is_between(view.reader, after) else None


def _between_two(view: View, event: e.BetweenTwo, by: str) -> SaidLine:
    match event:
        case e.Listened():
            told = (
                view.told(view.say(f"label.{key}"), value)
                for key, value in of_heard(view, event.heard)
                if value
            )
            return it(view, "listened", *told, by=by)
        case e.ListenLapsed() | e.RestatementLapsed():
            return it(view, "unconfirmed")
        case e.Restated():
            return it(view, "restated", event.text, by=by)
        case e.RestatementConfirmed():
            return it(view, "thats_it", by=by)
        case e.RestatementCorrected():
            return it(view, "not_quite", event.text, by=by)
        case e.Apologised():
            return it(view, "apologised", event.text, event.redress, by=by)
        case _:
            assert_never(event)


def _rating(view: View, event: e.Rated, after: Request) -> tuple[str, ...]:
    scores = (("result", event.result), ("experience", event.experience))
    said = [view.told(view.say(f"label.{key}"), view.say(f"form.rate.{n}")) for key, n in scores if n]
    conditions = after.need.conditions
    unmet = tuple(view.own(conditions[place]) for place in event.unmet if place < len(conditions))
    if unmet:
        said.append(view.say("thread.rated.unmet", unmet=texts.listed(view.language, unmet)))
    return (*said, vow_of(view, event.vow, kept=event.kept), event.words)


def _answers(view: View, answers: dict[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(view.worded(key, answer) for key, answer in answers.items() if answer)


def _bullets(view: View, conditions: tuple[str, ...]) -> tuple[str, ...]:
    return ("\n".join(f"• {view.own(condition)}" for condition in conditions),) if conditions else ()


def _option(view: View, option: Option) -> str:
    cost = "" if option.cost is None else f" · {view.money(option.cost)}"
    return f"{option.what} · {dates.offered_day(view, option)}{cost}"


def _department(view: View, id: str) -> str:
    found = view.company.departments.get(id)
    return found.name.in_(view.language) if found else id
