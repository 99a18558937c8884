"""How a request stands right now, as elements: for its requester, and for the department."""

from __future__ import annotations

from bot import texts
from bot.cards import approving, dates, sharing
from bot.cards.care import after_apology, choice, for_handler, held, listening
from bot.cards.closing import ending, outcome, time_spent
from bot.cards.elements import Checklist, Element, Fact, Facts, Rule, Words
from bot.cards.handing import dates as days_of
from bot.cards.handing import unread_yet, waits
from bot.cards.noted import notes
from bot.cards.relating import joined, ties
from bot.cards.view import LONG_WORDS, View
from bot.texts.cut import cut
from workflows.about import may_be_named
from workflows.approval import waiting_option
from workflows.values import Option, Outcome, Phase, Promise, Side


def for_requester(view: View) -> tuple[Element, ...]:
    """One sentence on how it stands, and what belongs to it; and who has it while its owner is away."""
    return *_stands(view), *_instead(view)


def _instead(view: View) -> tuple[Words, ...]:
    return (Words(text=view.absence, weight="quiet"),) if view.absence else ()


def _stands(view: View) -> tuple[Element, ...]:
    request = view.request
    match request.phase:
        case Phase.CLOSED:
            return _closed(view)
        case Phase.CONFIRM:
            return choice(view) if request.displeased else _delivered(view)
        case _ if request.follows:
            return joined(view)
        case Phase.ACTION:
            return _promised(view)
        case _ if request.listening:
            return listening(view)
        case _ if request.waits_for_approval:
            return _to_be_approved(view)
        case _ if request.offer:
            return _offered(view)
        case _ if request.refusal:
            return _refused(view)
        case _:
            return _explored(view)


def for_department(view: View) -> tuple[Element, ...]:
    """Who asked for what, under which conditions, and who has it now."""
    if not view.hidden:
        return for_owner(view)
    if not view.request.is_open:
        now = view.state
    elif view.request.owner:
        now = view.say("ours.owner", owner=view.owner)
    else:
        later = may_be_named(view.request, view.workflow)
        now = view.say("ours.confidential.later" if later else "ours.confidential.take")
    return Words(text=view.say("ours.confidential")), Words(text=now, weight="quiet"), *waits(view)


def for_asked(view: View) -> tuple[Element, ...]:
    """What somebody reads who is asked for a yes: the need and the date. Of what is confidential nothing yet."""
    days = tuple(days_of(view))
    if view.hidden:
        unread = Words(text=view.say("ours.confidential"), weight="quiet")
        return *(unread_yet(view) or (unread,)), *((Facts(facts=days),) if days else ())
    facts = Facts(facts=(_fact(view, "from", view.requester), *for_whom(view), *days))
    return quoted(view), *conditions(view), facts, *_agreed(view, ".ours")


def for_owner(view: View) -> tuple[Element, ...]:
    """The same for the owner alone, also of what is confidential."""
    if not view.request.is_open:
        return *asked(view), *time_spent(view), *notes(view)
    if view.request.listening and view.reader in (view.request.owner, view.request.cover):
        return _to_be_heard(view)
    now = Words(text=_ours(view), weight="strong" if view.overdue else "body")
    return *asked(view), now, *_instead(view), *waits(view), *_at_stake(view), *notes(view)


def _to_be_heard(view: View) -> tuple[Element, ...]:
    """For whoever listens what was said comes first: a narrow card shows little more."""
    words, *rest = (_but_oneself(view, one) for one in asked(view))
    return words, *for_handler(view), *rest, *_instead(view), *waits(view), *notes(view)


def _but_oneself(view: View, element: Element) -> Element:
    """Nobody needs to read that they are the owner where there is room for six facts only."""
    if not isinstance(element, Facts) or view.reader != view.request.owner:
        return element
    owner = view.say("label.owner")
    return Facts(facts=tuple(fact for fact in element.facts if fact.label != owner))


def _at_stake(view: View) -> tuple[Element, ...]:
    """What was asked, offered, promised or done, in the words the requester has before them."""
    request = view.request
    match request.phase:
        case _ if request.listening:
            return ()
        case Phase.CONFIRM:
            return done(view)
        case Phase.ACTION:
            return *_agreed(view, ".ours"), *sharing.promised(view)
        case _ if request.draft:
            return sharing.drafted(view)
        case _ if request.offer:
            chosen = waiting_option(request)
            options = (chosen,) if chosen else request.offer.options
            return tuple(Words(text=_in_short(view, option), weight="quote") for option in options)
        case _ if request.refusal:
            return (Words(text=request.refusal.reason, weight="quote"),)
        case _:
            return _open_questions(view)


def gist(view: View) -> str:
    """What is offered, done or proposed, in a line: enough to answer from a list."""
    request = view.request
    match request.phase:
        case Phase.CONFIRM if request.delivery:
            return request.delivery.what
        case Phase.ACTION if request.proposal:
            return view.say(
                "gist.new_date", day=view.day(request.proposal.day), reason=request.proposal.reason
            )
        case _ if request.offer:
            return "\n".join(_in_short(view, option) for option in request.offer.options)
        case _ if request.refusal:
            return request.refusal.reason
        case _:
            return ""


def _in_short(view: View, option: Option) -> str:
    cost = "" if option.cost is None else f" · {view.money(option.cost)}"
    return f"{option.what} · {dates.offered(view, option)}{cost}"


def _fact(view: View, key: str, value: str) -> Fact:
    return Fact(label=view.say(f"label.{key}", requester=view.requester), value=value)


def _agreed(view: View, whose: str = "") -> tuple[Element, ...]:
    """What an accepted offer holds; what was promised just as asked stands above already."""
    promise = view.request.promise
    if promise is None or promise.as_asked:
        return ()
    pairs = (("beyond", promise.beyond), ("needs", promise.needs))
    facts = [_fact(view, key + whose, value) for key, value in pairs if value]
    if promise.cost is not None:
        facts.append(_fact(view, "cost", view.money(promise.cost)))
    facts += [] if whose else approving.approval(view)  # the department reads it among the facts above
    return Words(text=promise.what, weight="quote"), *((Facts(facts=tuple(facts)),) if facts else ())


def asked(view: View) -> tuple[Element, ...]:
    """The words asked, what was answered since, and the conditions of satisfaction."""
    request = view.request
    facts = [Fact(label=view.say("label.from"), value=view.name(request.requester)), *for_whom(view)]
    if request.need.wished:
        facts.append(Fact(label=view.say("label.wished"), value=view.day(request.need.wished)))
    facts.append(Fact(label=view.say("label.state"), value=view.state))
    facts.append(Fact(label=view.say("label.owner"), value=_owner(view)))
    if request.promise and not view.at_once:
        day = dates.promised(view, request.promise)
        facts.append(Fact(label=view.say("label.promised"), value=day))
    facts += approving.approval(view)
    if not request.is_open:
        facts += outcome(view)
    answers = answered(view)
    return (
        quoted(view),
        *((Words(text=answers, weight="quiet"),) if answers else ()),
        Facts(facts=tuple(facts)),
        *conditions(view),
        *ties(view),
    )


def for_whom(view: View) -> tuple[Fact, ...]:
    """For whom it was raised; and who did it, once that person has stepped in."""
    raiser = view.request.raiser
    pairs = (("for_whom", view.for_whom), ("raiser", view.name(raiser) if raiser else ""))
    return tuple(Fact(label=view.say(f"label.{key}"), value=value) for key, value in pairs if value)


def quoted(view: View) -> Words:
    """The words asked; very long ones only begin here, and stand whole where the card is shown for one person."""
    return Words(
        text=cut(view.request.words, LONG_WORDS) if view.brief else view.request.words, weight="quote"
    )


def answered(view: View) -> str:
    """Everything that was answered, one line a question; the wished date stands among the facts."""
    pairs = [view.worded(key, answer) for key, answer in view.request.answers.items() if key != "wished"]
    said = [_told(view, question, answer) for question, answer in pairs if answer]
    said += _since(view)
    if view.request.need.words != view.request.words:
        said.insert(0, view.told(view.say("label.need"), view.request.need.words))
    return "\n".join(said)


def _told(view: View, question: str, answer: str) -> str:
    """An answer may be in question form itself; it must not look like more of what was asked."""
    if question and not question.endswith(("?", "？")):
        return view.told(question.rstrip(".。"), answer)
    return view.say("label.answered", question=question, answer=answer) if question else answer


def _since(view: View) -> list[str]:
    """What the requester said was missing, and why it was opened again; no blame in a channel."""
    request, poll = view.request, view.answer
    if not request.is_open or request.listening:  # while somebody listens, it stands among what they know
        return []
    reopened = request.reason if request.round == 1 or view.between else ""
    said = (("missing", poll.words if poll else ""), ("reopened", reopened))
    return [view.told(view.say(f"label.{key}"), words) for key, words in said if words]


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


def _owner(view: View) -> str:
    return view.owner if view.request.owner else view.say("label.nobody")


def _explored(view: View) -> tuple[Element, ...]:
    who = Words(text=_who_has_it(view))
    return *after_apology(view), who, *_changed_need(view), *_open_questions(view), *conditions(view)


def _changed_need(view: View) -> tuple[Element, ...]:
    """What is needed by now, where it isn't what was asked at first: whoever said so sees that it was heard."""
    need = view.request.need.words
    same = need == view.request.words
    return () if same else (Words(text=view.told(view.say("label.need"), need), weight="quiet"),)


def _who_has_it(view: View) -> str:
    request = view.request
    days = view.workflow.usual_days
    one = ".one" if days <= 1 and (request.phase, request.ball) == (Phase.EXPLORE, Side.DEPARTMENT) else ""
    if request.ball is Side.REQUESTER and request.open_questions:
        return view.say("mine.offer.requester", owner=view.name(request.open_questions[0].by))
    if request.appealed:
        return view.say("mine.appealed", lead=view.lead)
    if request.round > 1 and request.owner:
        return held(view) if request.step else view.say("mine.again", owner=view.owner)
    key = f"mine.{request.phase}.{request.ball}{one}"
    return view.say(key, department=view.department_name, owner=view.owner, days=days)


def _open_questions(view: View) -> tuple[Element, ...]:
    return tuple(Words(text=asked.text, weight="quote") for asked in view.request.open_questions)


def _offered(view: View) -> tuple[Element, ...]:
    offer = view.request.offer
    assert offer is not None
    line = view.say("mine.offered", owner=view.name(offer.by), until=view.instant(offer.expires))
    shown: list[Element] = [Words(text=line)]
    if offer.need.words != view.request.words:
        shown.append(Words(text=view.told(view.say("label.need"), offer.need.words), weight="quiet"))
    for place, option in enumerate(offer.options):
        shown += [*((Rule(),) if place else ()), *_option(view, option, place + 1, len(offer.options))]
    return tuple(shown)


def _to_be_approved(view: View) -> tuple[Element, ...]:
    """They said yes; whose word it waits for, and what they said yes to."""
    option = waiting_option(view.request)
    assert option is not None
    line = view.say("mine.approval", approver=view.approver)
    return Words(text=line, weight="strong"), *_option(view, option, 1, 1)


def _option(view: View, option: Option, number: int, count: int) -> tuple[Element, ...]:
    offer = view.request.offer
    assert offer is not None
    heading = f"{view.say('label.option', n=number)} · {option.what}" if count > 1 else option.what
    facts = [Fact(label=view.say("label.promised"), value=dates.offered(view, option))]
    if option.beyond:
        facts.append(Fact(label=view.say("label.beyond"), value=option.beyond))
    if option.needs:
        facts.append(Fact(label=view.say("label.needs"), value=option.needs))
    if option.cost is not None:
        facts.append(Fact(label=view.say("label.cost"), value=view.money(option.cost)))
    facts += approving.needed(view, option)
    items = tuple((text, place in option.meets) for place, text in enumerate(offer.need.conditions))
    checklist = (Checklist(title=view.say("label.conditions"), items=items),) if items else ()
    shared = sharing.in_offer(view, option.parts)
    return Words(text=heading, weight="strong"), Facts(facts=tuple(facts)), *shared, *checklist


def _refused(view: View) -> tuple[Element, ...]:
    refusal = view.request.refusal
    assert refusal is not None
    said = [Words(text=view.say("mine.refused", owner=view.owner, reason=refusal.reason))]
    if refusal.alternative:
        said.append(Words(text=view.say("mine.alternative", alternative=refusal.alternative)))
    return tuple(said)


def _promised(view: View) -> tuple[Element, ...]:
    request = view.request
    promise = request.promise
    assert promise is not None
    if promise.waits:
        return _waits_for_input(view, promise)
    later = request.need.wished is not None and promise.day > request.need.wished
    as_asked = promise.as_asked and not later
    key = "mine.overdue" if view.overdue else "mine.promised.as_asked" if as_asked else "mine.promised"
    day = view.day(promise.day)
    shown: list[Element] = []
    if request.proposal:  # what waits for an answer comes first
        new, why = view.day(request.proposal.day), request.proposal.reason
        moves = "mine.new_date.earlier" if request.offers_earlier else "mine.new_date"
        line = view.say(moves, owner=view.owner, old=day, day=new, reason=why).strip()
        shown.append(Words(text=line))
    if request.proposal and not view.overdue:
        key = "mine.stands"
    said = view.say(key, owner=view.owner, day=day, lead=view.lead)
    shown += [Words(text=said, weight="quiet" if request.proposal else "strong"), *_agreed(view)]
    shown += sharing.promised(view)
    if request.progress and (request.progress.text or not view.overdue):
        key = "mine.progress.text" if request.progress.text else "mine.progress"
        when = view.instant(request.progress.at)
        shown.append(
            Words(
                text=view.say(
                    key, owner=view.name(request.progress.by), when=when, text=request.progress.text
                ),
                weight="quiet",
            )
        )
    return tuple(shown)


def _waits_for_input(view: View, promise: Promise) -> tuple[Element, ...]:
    """It waits for the requester: what is needed, and how long it takes from then on."""
    key = "mine.input.one" if promise.days == 1 else "mine.input"
    line = view.say(key, owner=view.owner, days=promise.days)
    return Words(text=line, weight="strong"), *_agreed(view)


def _delivered(view: View) -> tuple[Element, ...]:
    assert view.request.delivery is not None
    cover = view.request.cover  # whoever stands in has done it, and has the credit
    line = Words(text=view.say("mine.delivered", owner=view.name(cover) if cover else view.owner))
    return line, *done(view), *conditions(view), Words(text=view.say("mine.solved"), weight="strong")


def done(view: View) -> tuple[Element, ...]:
    """What was done, and where to find it."""
    delivery = view.request.delivery
    if delivery is None:
        return ()
    link = (Words(text=delivery.link),) if delivery.link else ()
    return Words(text=delivery.what, weight="quote"), *link


def _closed(view: View) -> tuple[Element, ...]:
    request = view.request
    reopen = view.reopens_until
    until = view.say("mine.reopen_until", day=view.day(view.department.calendar.local_day(reopen)))
    if request.displeased:
        return *choice(view), *ending(view)
    past = request.outcome is Outcome.SATISFIED or view.now > reopen
    late = () if past else (Words(text=until, weight="quiet"),)
    return Words(text=view.say(f"mine.closed.{request.outcome}"), weight="strong"), *ending(view), *late


def _ours(view: View) -> str:
    """One sentence for the department on who has it now."""
    request = view.request
    details: dict[str, object] = {"requester": view.requester, "owner": view.owner, "round": request.round}
    key = "waits" if request.owner is None else "again" if request.round > 1 else "owner"
    match request.phase:
        case Phase.CLOSED:
            return view.state
        case Phase.CONFIRM:
            key = "choice" if request.displeased else "delivered"
        case _ if request.listening:
            key = "listening"
        case Phase.ACTION if request.promise:
            details["day"] = details["old"] = dates.promised(view, request.promise)
            key = "input" if request.promise.waits else "overdue" if view.overdue else "promised"
            if request.proposal:
                details["day"], key = view.day(request.proposal.day), "new_date"
        case _ if request.draft and (request.draft.waits_for or request.draft.no):
            waits = request.draft.waits_for or (request.draft.no or "",)
            details["who"] = texts.listed(view.language, tuple(view.name(one) for one in waits))
            key = "drafted.no" if request.draft.no else "drafted"
        case _ if request.waits_for_approval:
            details["approver"], key = view.approver, "approval"
        case _ if request.offer:
            details["until"], key = view.instant(request.offer.expires), "offered"
        case _ if request.refusal:
            key = "refused"
        case _ if request.appealed:
            details["lead"], key = view.lead, "appealed"
        case _ if request.ball is Side.REQUESTER:
            key = "explore.requester" if request.phase is Phase.EXPLORE else "offer.requester"
    return view.say(f"ours.{key}", **details)
