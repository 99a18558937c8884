"""The matter itself, alike for both sides: what was asked, answered, agreed on and done."""

from __future__ import annotations

from bot.cards import approving, dates
from bot.cards.closing import outcome
from bot.cards.elements import Checklist, Details, Element, Fact, Words
from bot.cards.relating import ties
from bot.cards.view import LONG_WORDS, View
from bot.texts.cut import cut
from workflows.state.events import NeedChanged
from workflows.state.values import Option


def asked_for(view: View) -> tuple[Element, ...]:
    """The words asked, what was answered since, and the conditions of satisfaction."""
    request = view.request
    facts = [Fact(label=view.say("label.from"), value=view.name(request.requester)), *for_whom(view)]
    if request.need.wished:
        facts.append(Fact(label=view.say("label.wished"), value=view.day(request.need.wished)))
    facts.append(Fact(label=view.say("label.state"), value=view.state))
    facts.append(Fact(label=view.say("label.owner"), value=_owner(view)))
    if request.promise and not view.at_once:
        day = dates.promised_day(view, request.promise)
        facts.append(Fact(label=view.say("label.promised"), value=day))
    facts += approving.approval(view)
    if not request.is_open:
        facts += outcome(view)
    answers = answered(view)
    return (
        quoted_request(view),
        *((Words(text=answers, weight="quiet"),) if answers else ()),
        Details(facts=tuple(facts)),
        *conditions(view),
        *ties(view),
    )


def quoted_request(view: View) -> Words:
    """The words asked; very long ones only begin here, and stand whole where the card is shown for one person."""
    return Words(
        text=cut(view.request.words, LONG_WORDS) if view.brief else view.request.words, weight="quote"
    )


def answered(view: View) -> str:
    """Show everything that was answered, one line a question; the wished date stands among the facts."""
    pairs = [view.worded(key, answer) for key, answer in view.request.answers.items() if key != "wished"]
    said = [_told(view, question, answer) for question, answer in pairs if answer]
    said += _since(view)
    if view.request.need.words != view.request.words:
        said.insert(0, view.told(need_label(view), view.request.need.words))
    return "\n".join(said)


def need_label(view: View) -> str:
    """Label the need: where the requester said that it has changed, the newer one is seen."""
    need = view.request.need.words
    events = (one.event for one in view.history())
    is_new = any(isinstance(event, NeedChanged) and event.need.words == need for event in events)
    return view.say("label.need.new" if is_new else "label.need")


def _told(view: View, question: str, answer: str) -> str:
    """An answer may be in question form itself; it must not look like more of what was asked."""
    if question and not question.endswith(("?", "？")):
        return view.told(question.rstrip(".。"), answer)
    return view.say("label.answered", question=question, answer=answer) if question else answer


def _since(view: View) -> list[str]:
    """Show what the requester said was missing, and why it was opened again; no blame in a channel."""
    request, poll = view.request, view.answer
    if not request.is_open or request.listening:  # while somebody listens, it stands among what they know
        return []
    reopened = request.reason if request.round == 1 or view.between else ""
    said = (("missing", poll.words if poll else ""), ("reopened", reopened))
    return [view.told(view.say(f"label.{key}"), words) for key, words in said if words]


def for_whom(view: View) -> tuple[Fact, ...]:
    """For whom it was raised; and who did it, once that person has stepped in."""
    raiser = view.request.raiser
    pairs = (("for_whom", view.for_whom), ("raiser", view.name(raiser) if raiser else ""))
    return tuple(Fact(label=view.say(f"label.{key}"), value=value) for key, value in pairs if value)


def conditions(view: View) -> tuple[Element, ...]:
    """The conditions of satisfaction; after the poll with what was met."""
    request = view.request
    if not request.need.conditions:
        return ()
    poll = view.answer
    met = None if poll is None or (poll.solved != "yes" and not poll.unmet) else poll.unmet
    items = tuple(
        (text, None if met is None else place not in met)
        for place, text in enumerate(request.need.conditions)
    )
    return (Checklist(title=view.say("label.conditions"), items=items),)


def agreed(view: View, whose: str = "") -> tuple[Element, ...]:
    """Show what an accepted offer holds; what was promised just as asked stands above already."""
    promise = view.request.promise
    if promise is None or promise.as_asked:
        return ()
    pairs = (("beyond", promise.beyond), ("needs", promise.needs))
    facts = [fact(view, key + whose, value) for key, value in pairs if value]
    if promise.cost is not None:
        facts.append(fact(view, "cost", view.money(promise.cost)))
    facts += [] if whose else approving.approval(view)  # the department reads it among the facts above
    return Words(text=promise.what, weight="quote"), *((Details(facts=tuple(facts)),) if facts else ())


def progress(view: View) -> tuple[Element, ...]:
    """Show what the owner last let the requester know; what is overdue is not on track."""
    said = view.request.progress
    if said is None or (view.overdue and not said.text):
        return ()
    key = "mine.progress.text" if said.text else "mine.progress"
    line = view.say(key, owner=view.name(said.by), when=view.instant(said.at), text=said.text)
    return (Words(text=line, weight="quiet"),)


def delivery_lines(view: View) -> tuple[Element, ...]:
    """Show what was done, and where to find it."""
    delivery = view.request.delivery
    if delivery is None:
        return ()
    link = (Words(text=delivery.link),) if delivery.link else ()
    return Words(text=delivery.what, weight="quote"), *link


def question_lines(view: View) -> tuple[Element, ...]:
    return tuple(Words(text=asked.text, weight="quote") for asked in view.request.open_questions)


def in_short(view: View, option: Option) -> str:
    cost = "" if option.cost is None else f" · {view.money(option.cost)}"
    return f"{option.what} · {dates.offered_day(view, option)}{cost}"


def instead(view: View) -> tuple[Words, ...]:
    return (Words(text=view.absence, weight="quiet"),) if view.absence else ()


def fact(view: View, key: str, value: str) -> Fact:
    return Fact(label=view.say(f"label.{key}", requester=view.requester), value=value)


def _owner(view: View) -> str:
    return view.owner if view.request.owner else view.say("label.nobody")
