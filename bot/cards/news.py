"""The sentence that a notice brings, for each kind; everything below it on the card shows how things stand now."""

from __future__ import annotations

from datetime import date
from typing import assert_never

from bot import texts
from bot.cards import dates
from bot.cards.hearing import lead_hears
from bot.cards.view import View
from workflows.news import details as d
from workflows.news import table as t
from workflows.ports import Notice
from workflows.state.request import Request
from workflows.state.values import Phase, RecoveryStep, Side


def sentence(view: View, notice: Notice) -> str:
    """One sentence that says what is new."""
    key = f"news.{notice.kind}"
    for variant in (_variant(view, notice), ""):
        if texts.knows(key + variant):
            return view.say(key + variant, **_details(view, notice)).strip()
    raise KeyError(key)


def member_line(view: View, notice: Notice) -> str:
    """The line for a member or lead; of what is confidential only that there is something, or how it stands."""
    if settled(notice, view.request):
        return view.state
    row = t.news_of(notice)
    if view.hidden and row.hidden != "shown" and not notice.facts.get("aside"):
        variant = "" if row.hidden == "something" else f".{row.hidden}"
        return view.say(f"news.confidential{variant}", owner=view.owner)
    return thread_line(view, notice) if row.threaded else sentence(view, notice)


def settled(notice: Notice, request: Request) -> bool:
    """Whether what it asks was answered since: it is not said any more, and what stands loses its buttons."""
    return t.news_of(notice).settled(notice, request)


def thread_line(view: View, notice: Notice) -> str:
    """The line for the conversation under the department's card."""
    if t.news_of(notice) is t.ANSWERED:
        return _answers(view, notice)
    key = f"thread.{notice.kind}"
    variants = (".left" if notice.facts.get("left") else "", _variant(view, notice))
    variant = next((one for one in variants if one and texts.knows(key + one)), "")
    said = view.say(key + variant, **_details(view, notice)).strip()
    unmet = tuple(map(view.own, notice.facts.get("unmet", "").splitlines()))
    if not unmet:
        return said
    missed = view.say("thread.rated.unmet", unmet=texts.listed(view.language, unmet))
    return f"{said}\n{missed}" if notice.facts.get("words") else missed


def heading(view: View, notice: Notice, *, threaded: bool = False) -> str | None:
    """The sentence at the head of a card that shows the day and the need below; None where it needs no other."""
    place = "thread" if threaded and t.news_of(notice).threaded else "news"
    key = f"{place}.{notice.kind}{_variant(view, notice)}.card"
    said = texts.knows(key) and not settled(notice, view.request)
    return view.say(key, **_details(view, notice)) if said else None


def _answers(view: View, notice: Notice) -> str:
    lines = [view.say("thread.answered", by=view.name(notice.facts["by"]))]
    for key, answer in t.ANSWERED.read(notice.facts).given.items():
        question, worded = view.worded(key, answer)
        lines.append(view.say("thread.answer", question=question, answer=worded))
    return "\n".join(lines)


def _variant(view: View, notice: Notice) -> str:
    """The ending of the text key: the same news in other words, by its facts and by what it is that waits."""
    request = view.request
    match t.news_of(notice).read(notice.facts):
        case d.Moved(sooner=True):
            return ".earlier"
        case d.Refusal(reason=reason) if reason:
            return ".why"
        case d.Reaction(text="", solved=solved):
            return ".score" if solved is None else ".solved"
        case d.InYourPlace(done=ending) | d.Hanging(why=ending):
            return f".{ending}"
        case d.RanOut(barred=True):
            return ".barred"
        case d.OwnerAndDay() if request.promise is None:
            return ".care"
        case d.Price():
            return _of_approval(view)
        case d.ApprovedPromise(approval=number):
            return ".elsewhere" if number else ""
        case d.ApologyWords(redress=redress) if redress:
            return ".redress"
        case d.Reminder() as reminder:
            return _of_reminder(view, notice, reminder)
        case d.Declined() as declined:
            return _of_no(request, declined)
        case _:
            return _by_kind(view, notice)


def _by_kind(view: View, notice: Notice) -> str:
    """Other words for what the request has become, where the facts don't tell."""
    request = view.request
    match t.news_of(notice):
        case t.RAISED_FOR_YOU if request.requester == notice.to:
            return ".yours"
        case t.HAND_OVER_ASKED | t.REMINDER_ASKED if request.owner == notice.to:
            return ".yours"
        case t.HAND_OVER_ASKED | t.HAND_OVER_LAPSED if request.owner is None:
            return ".assign"
        case t.FOLLOWED_MOVED if not _day(view, notice):
            return ".card"
        case _:
            return ""


def _of_no(request: Request, declined: d.Declined) -> str:
    """The ending for what somebody's no leads to; who has left says none."""
    match declined:
        case d.PartBack(what=what) if what is not None:
            return ".back"
        case d.PartBack(left=left) if left and request.draft is None:
            return ".promised"
        case d.Declined(left=left) if left:
            return ".left"
        case d.PartBack() | d.NotApproved():
            return ""
        case _:
            return ".assign" if request.owner is None else ""


def _of_reminder(view: View, notice: Notice, reminder: d.Reminder) -> str:
    """The ending for what it is that waits."""
    match t.news_of(notice):
        case t.REMINDER_NUDGE:
            return _of_nudge(view.request)
        case t.REMINDER_LEAD | t.REMINDER_CONTACT:
            return _of_escalation(view.request, notice, reminder)
        case t.REMINDER_PART if _part_is_overdue(view, reminder.n):
            return ".overdue"
        case _:
            return ""


def _of_escalation(request: Request, notice: Notice, reminder: d.Reminder) -> str:
    """The ending for what lead and escalation contact are asked to see to."""
    if reminder.n in ("overdue", "approval"):
        return f".{reminder.n}"
    if t.news_of(notice) is t.REMINDER_LEAD and request.awaits_lead:
        return ".appealed"
    return ".care" if request.step else ""


def _part_is_overdue(view: View, day: str) -> bool:
    mine = view.request.parts_of(view.reader or "").values()
    return any(part.day.isoformat() < day for part in mine)


def _of_nudge(request: Request) -> str:
    """The ending for what waits for the one who has the ball."""
    match request.phase:
        case _ if request.displeased:
            return ".choice"
        case _ if request.listening and request.ball is Side.REQUESTER:
            return ".listen" if request.step is RecoveryStep.LISTEN else ".restated"
        case Phase.ACTION if request.waits_for_input:
            return ".input"
        case _ if request.proposal:
            return ".date"
        case Phase.CONFIRM:
            return ".poll"
        case _ if request.offer:
            return ".offer"
        case Phase.EXPLORE | Phase.OFFER | Phase.ACTION | Phase.CLOSED:
            return ".owner" if request.ball is Side.OWNER else ""
        case _:
            assert_never(request.phase)


def _of_approval(view: View) -> str:
    """The ending for what an approver is asked, and what they read of it afterwards."""
    if not view.request.waits_for_approval:
        approval = view.request.approval
        theirs = approval and approval.approved and not approval.number and approval.approver == view.reader
        return ".yours" if theirs else ".over"
    return ".confidential" if view.hidden else ""


def _details(view: View, notice: Notice) -> dict[str, object]:
    """The values that texts of news can name; a placeholder that a fact fills in has the fact's name."""
    request, facts = view.request, notice.facts
    offer = request.offer
    question = facts.get("question", "")
    return {
        "text": facts.get("text", ""),
        "reason": facts.get("reason", ""),
        "quoted": in_quotes(facts.get("words") or facts.get("reason") or facts.get("text", "")),
        "words": facts.get("words", ""),
        "what": facts.get("what", ""),
        "redress": facts.get("redress", ""),
        "n": facts.get("n", ""),
        "other": facts.get("other", ""),
        "who": texts.listed(
            view.language, tuple(map(view.name, (facts.get("who") or facts.get("left", "")).split()))
        ),
        "approver": view.approver,
        "approval": facts.get("approval", ""),
        "cost": view.money(int(facts["cost"])) if "cost" in facts else view.cost,
        "needs": in_quotes(request.promise.needs) if request.promise else "",
        "by": view.name(facts["by"]) if facts.get("by", "system") != "system" else "",
        "question": view.worded(question, "")[0],
        "solved": view.say(f"solved.{facts['solved']}") if "solved" in facts else "",
        "requester": view.requester,
        "owner": view.name(facts["owner"]) if facts.get("owner") else view.owner,
        "lead": view.lead,
        "hears": lead_hears(view),
        "department": view.called(facts["department"]) if "department" in facts else view.department_name,
        "need": request.need.words,
        "day": _day(view, notice),
        "until": view.instant(offer.expires) if offer else "",
    }


def in_quotes(words: str) -> str:
    """Set somebody's own words apart from a sentence of ours."""
    return f"“{words}”" if words else ""


def _day(view: View, notice: Notice) -> str:
    """The day that the event spoke of; else the one promised now."""
    match t.news_of(notice).read(notice.facts):
        case d.Dated(day=date() as day) | d.InputDay(day=date() as day) | d.Hanging(day=date() as day):
            return view.day(day)
        case d.Dated(days=int() as days):
            return dates.from_input(view, days)
        case _:
            return dates.promised_day(view, view.request.promise) if view.request.promise else ""
