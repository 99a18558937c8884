"""Recovery on the cards: the choice after a bad answer, what the requester waits for, and what helps the handler."""

from __future__ import annotations

from bot import texts
from bot.cards import dates
from bot.cards.elements import Details, Element, Fact, Words
from bot.cards.view import View
from workflows.state.values import Heard, Poll, Recovery, RecoveryStep, Side


def care_choice(view: View) -> tuple[Element, ...]:
    """Please follow up, or just feedback: who would look after it, before they choose."""
    key = "mine.choice.open" if view.request.is_open else "mine.choice.closed"
    how = Words(text=view.say(key, handler=view.follower), weight="quiet")
    return Words(text=view.say("mine.choice"), weight="strong"), how


def listening(view: View) -> tuple[Element, ...]:
    """Say how far somebody has come in understanding it, and by when the requester hears."""
    request, recovery = view.request, view.request.recovery
    assert recovery is not None
    if recovery.step is RecoveryStep.LISTEN:
        late = view.say("mine.listen.on", owner=view.owner)
        until = view.answer_by
        said = view.say("mine.listen", owner=view.owner, until=until) if until else late
        return (Words(text=said, weight="strong"),)
    if request.ball is Side.REQUESTER:
        asked = Words(text=view.say("mine.restated", owner=view.owner), weight="strong")
        return asked, Words(text=recovery.restated, weight="quote")
    return Words(text=handler_line(view), weight="strong"), *_told(view, recovery, mine=True)


def handler_line(view: View) -> str:
    """Say who looks after it, and by when they are in touch; openly late if that has passed."""
    step = view.request.step
    assert step is not None
    if view.request.ball is Side.REQUESTER:
        return view.say("mine.again", owner=view.owner)
    if not view.answer_by:
        return view.say("mine.care.late", owner=view.owner, lead=view.lead)
    return view.say(f"mine.{step}", owner=view.owner, until=view.answer_by)


def after_apology(view: View) -> tuple[Element, ...]:
    """Show what the handler wrote, while the matter itself is put right."""
    recovery = view.request.recovery
    if recovery is None or not recovery.apology or view.request.step is not RecoveryStep.RESOLVE:
        return ()
    redress = (Words(text=recovery.redress, weight="quote"),) if recovery.redress else ()
    return Words(text=recovery.apology, weight="quote"), *redress


def for_handler(view: View) -> tuple[Element, ...]:
    """Privately: to listen first, the facts so far, and what the requester said. Others see nothing of it.

    As soon as something was said, that comes first: a narrow card shows little more.
    """
    recovery = view.request.recovery
    if recovery is None or view.reader is None or view.reader not in (view.request.owner, view.request.cover):
        return ()
    waits = recovery.step is RecoveryStep.ESTABLISH and view.request.ball is Side.REQUESTER
    advice = view.say("care.restated" if waits else f"care.{recovery.step}", requester=view.requester)
    told = _told(view, recovery, mine=False)
    return (*told, Words(text=advice)) if recovery.heard else (Words(text=advice), *told)


def _told(view: View, recovery: Recovery, *, mine: bool) -> tuple[Element, ...]:
    said = of_heard(view, recovery.heard) if recovery.heard else []
    said += [] if mine else _facts_so_far(view, recovery)
    correction = (
        "" if recovery.confirmed else recovery.correction
    )  # whoever said "that's it" has nothing to add
    said += [("correction", correction), ("restated", recovery.restated)]
    facts = tuple(Fact(label=view.say(f"label.{key}"), value=value) for key, value in said if value)
    return (Details(facts=facts),) if facts else ()


def _facts_so_far(view: View, recovery: Recovery) -> list[tuple[str, str]]:
    """Control: what was promised, what was done, what was said about it; no opinion."""
    poll = view.request.polls[-1] if view.request.polls else None
    promise = recovery.promise  # made and kept in one press, its day says nothing
    said = (poll.words if poll else "", recovery.words)
    heard = recovery.heard.words if recovery.heard else ""  # the form began with these words: once is enough
    return [
        ("promised", dates.promised_day(view, promise) if promise and promise.due != promise.made else ""),
        ("done", recovery.delivery.what if recovery.delivery else ""),
        ("solved", view.say(f"solved.{poll.solved}") if poll else ""),
        *((key, view.say(f"form.rate.{score}")) for key, score in _scores(poll) if score),
        ("said", "\n".join(one for one in said if one and one not in heard)),
    ]


def _scores(poll: Poll | None) -> tuple[tuple[str, int | None], ...]:
    return (("result", poll.result), ("experience", poll.experience)) if poll else ()


def of_heard(view: View, heard: Heard) -> list[tuple[str, str]]:
    """Show what the requester said, labelled."""
    conditions = view.request.need.conditions
    unmet = tuple(conditions[place] for place in heard.unmet if place < len(conditions))
    return [
        ("went_wrong", view.say(f"heard.{heard.moment}") if heard.moment else ""),
        ("unmet", texts.listed(view.language, unmet)),
        ("said", heard.words),
        ("matters", heard.matters),
    ]
