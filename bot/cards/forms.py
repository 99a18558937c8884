"""The form of each act: what else has to be said, prefilled with what is known already."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from bot.cards import splitting
from bot.cards.approving import approved_elsewhere, give_input, reject
from bot.cards.elements import Field, Form, Note
from bot.cards.handing import assign, cannot_take, hand_over
from bot.cards.noted import before, note_form
from bot.cards.offering import offer_form
from bot.cards.plain_form import form as _form
from bot.cards.questions import answering
from bot.cards.relating import again, same_as, wait_for
from bot.cards.repairing import apologise, listen, not_quite, restate, unhappy
from bot.cards.view import View
from workflows.facts import Facts
from workflows.phases.explore import may_be_opened, still_open
from workflows.phases.noting import sampled
from workflows.phases.offer import usual_day

Typed = Mapping[str, object]  # what stands in an open form already, by field


def form_for(act: str, view: View, facts: Facts, typed: Typed | None = None) -> Form:
    """The form that a press on this act opens, or that a changed answer redraws."""
    return FORMS[act](view, facts, typed or {})


def _answer(view: View, facts: Facts, typed: Typed) -> Form:
    given = {key.removeprefix("q."): str(value) for key, value in typed.items() if value}
    left = still_open(view.request, view.workflow)
    return answering(view.request, view.workflow, view.language, left, given)


def _correct(view: View, facts: Facts, typed: Typed) -> Form:
    need = view.request.need
    return _form(
        "correct",
        view,
        Field(key="words", label=view.say("form.correct.need"), kind="text", required=True, value=need.words),
        Field(
            key="conditions",
            label=view.say("form.correct.conditions"),
            kind="text",
            value="\n".join(need.conditions) or None,
        ),
        Field(key="wished", label=view.say("form.correct.wished"), kind="date", value=need.wished),
    )


def _ask(view: View, facts: Facts, typed: Typed) -> Form:
    label = view.say("form.ask.text", requester=view.requester)
    return _form("ask", view, Field(key="text", label=label, kind="text", required=True))


def _route(view: View, facts: Facts, typed: Typed) -> Form:
    company, language = view.company, view.language
    others = [w for w in company.workflows.values() if w.id != view.request.workflow]
    if not may_be_opened(view.request, view.workflow):  # without any, the refusal says why
        others = [w for w in others if w.confidential] or others
    choices = tuple(
        (w.id, f"{w.icon} {w.name.in_(language)} · {company.departments[w.department].name.in_(language)}")
        for w in others
    )
    return _form(
        "route",
        view,
        Field(
            key="workflow",
            label=view.say("form.route.workflow"),
            kind="choice",
            required=True,
            choices=choices,
        ),
        Field(key="reason", label=view.say("form.route.reason", requester=view.requester), kind="text"),
    )


def _do_it(view: View, facts: Facts, typed: Typed) -> Form:
    note = view.say("form.do_it.note", requester=view.requester, words=view.request.need.words[:500])
    day = usual_day(view.request, facts)
    return _form(
        "do_it",
        view,
        Note(text=note),
        *((Note(text=known, weight="quiet"),) if (known := before(view)) else ()),
        Field(key="day", label=view.say("form.do_it.day"), kind="date", required=True, value=day),
    )


def _change(view: View, facts: Facts, typed: Typed) -> Form:
    return _form(
        "change", view, Field(key="text", label=view.say("form.change.text"), kind="text", required=True)
    )


def _decline(view: View, facts: Facts, typed: Typed) -> Form:
    then = tuple((key, view.say(f"form.decline.then.{key}")) for key in ("another", "close"))
    return _form(
        "decline",
        view,
        Field(key="reason", label=view.say("form.decline.reason"), kind="text"),
        Field(
            key="then",
            label=view.say("form.decline.then"),
            kind="choice",
            required=True,
            value="another",
            choices=then,
        ),
    )


def _cannot(view: View, facts: Facts, typed: Typed) -> Form:
    return _form(
        "cannot",
        view,
        Field(key="reason", label=view.say("form.cannot.reason"), kind="text", required=True),
        Field(key="alternative", label=view.say("form.cannot.alternative"), kind="text"),
    )


def _miss(view: View, facts: Facts, typed: Typed) -> Form:
    promise = view.request.promise
    day = view.day(promise.day) if promise else ""
    later = facts.calendar.next_working_day(max(promise.day, facts.today)) if promise else None
    return _form(
        "miss",
        view,
        Note(text=view.say("form.miss.note", day=day, requester=view.requester)),
        Field(key="day", label=view.say("form.miss.day"), kind="date", required=True, value=later),
        Field(
            key="reason",
            label=view.say("form.miss.reason", requester=view.requester),
            kind="text",
            required=True,
        ),
    )


def _update(view: View, facts: Facts, typed: Typed) -> Form:
    return _form(
        "update", view, Field(key="text", label=view.say("form.update.text"), kind="text", required=True)
    )


def _rate(view: View, facts: Facts, typed: Typed) -> Form:
    scale = tuple((str(n), view.say(f"form.rate.{n}")) for n in range(5, 0, -1))
    asked = view.request.polls[-1].scores if view.request.polls else True
    unmet = tuple((str(place), text) for place, text in enumerate(view.request.need.conditions))
    missed = Field(key="unmet", label=view.say("form.rate.unmet"), kind="checks", choices=unmet)
    scales = tuple(
        Field(key=key, label=view.say(f"form.rate.{key}"), kind="choice", choices=scale)
        for key in ("result", "experience")
        if asked
    )
    missing = view.request.is_open  # partly or not solved: first what the next round needs
    words = "missing" if missing else "words"
    said = Field(
        key="words",
        label=view.say(f"form.rate.{words}", owner=view.follower if missing else view.owner),
        kind="text",
    )
    lacking = (missed,) if unmet else ()
    if not missing:
        return _form("rate", view, *scales, *lacking, *_vow(view), said)
    form = _form("rate", view, said, *lacking, *scales)
    return form.model_copy(update={"title": view.say("act.missing")})


def _vow(view: View) -> tuple[Field, ...]:
    """One of the department's vows, another one each time: was it kept?"""
    place = sampled(view.request, view.department)
    if place is None:
        return ()
    vow = view.department.vows[place].in_(view.language)
    choices = tuple((key, view.say(f"form.rate.kept.{key}")) for key in ("yes", "no"))
    return (Field(key="kept", label=view.say("form.rate.kept", vow=vow), kind="choice", choices=choices),)


def _need_changed(view: View, facts: Facts, typed: Typed) -> Form:
    form = _correct(view, facts, typed)
    note = Note(text=view.say("form.need_changed.note", owner=view.owner))
    return _form("need_changed", view, note, *form.fields)


def _earlier(view: View, facts: Facts, typed: Typed) -> Form:
    promise = view.request.promise
    day = view.day(promise.day) if promise else ""
    return _form(
        "earlier",
        view,
        Note(text=view.say("form.earlier.note", day=day, requester=view.requester)),
        Field(
            key="day",
            label=view.say("form.earlier.day"),
            kind="date",
            required=True,
            value=_sooner(promise.day if promise else facts.today, facts),
        ),
        Field(key="reason", label=view.say("form.earlier.reason", requester=view.requester), kind="text"),
    )


def _sooner(day: date, facts: Facts) -> date:
    """The working day before, but not one that has passed."""
    return max(facts.calendar.previous_working_day(day), facts.today)


def _reopen(view: View, facts: Facts, typed: Typed) -> Form:
    return _form("reopen", view, Field(key="reason", label=view.say("form.reopen.reason"), kind="text"))


FORMS: dict[str, Callable[[View, Facts, Typed], Form]] = {
    "answer": _answer,
    "correct": _correct,
    "ask": _ask,
    "route": _route,
    "do_it": _do_it,
    "offer": offer_form,
    "change": _change,
    "decline": _decline,
    "cannot": _cannot,
    "deliver": splitting.deliver,
    "deliver_part": splitting.deliver_part,
    "cannot_take_part": splitting.cannot_take_part,
    "miss": _miss,
    "update": _update,
    "rate": _rate,
    "reopen": _reopen,
    "need_changed": _need_changed,
    "earlier": _earlier,
    "unhappy": unhappy,
    "listen": listen,
    "restate": restate,
    "not_quite": not_quite,
    "apologise": apologise,
    "note": note_form,
    "again": again,
    "same_as": same_as,
    "wait_for": wait_for,
    "hand_over": hand_over,
    "assign": assign,
    "cannot_take": cannot_take,
    "reject": reject,
    "approved_elsewhere": approved_elsewhere,
    "give_input": give_input,
}
