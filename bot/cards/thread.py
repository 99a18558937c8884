"""The cards of one request: the requester's, the department's, the owner's, and the lines of conversation."""

from __future__ import annotations

from bot.cards import care, mine, news, noted, ours, pressing
from bot.cards.elements import Card, Element, Tone, Who, Words
from bot.cards.hearing import lead_hears
from bot.cards.lists import title
from bot.cards.view import View
from workflows.news import table as t
from workflows.news.table import news_of
from workflows.ports import Notice
from workflows.state.values import Outcome, Person, Phase

ANSWERS = ("on_track", "miss", "earlier", "deliver", "hand_over")
MENTIONS = 5  # people named in one line; more is noise


def requester_card(view: View, notice: Notice, *, latest: bool) -> Card:
    """News first, then how it stands and what can be pressed. An older message keeps its news, and nothing to press."""
    said = view.state if news.settled(notice, view.request) else news.sentence(view, notice)
    quoted = news_of(notice).retells and (view.request.is_open or not latest)
    words = (Words(text=view.request.words, weight="quote"),) if quoted else _which(view)
    whom = (
        (Words(text=view.say("mine.for_whom", name=view.for_whom), weight="quiet"),) if view.for_whom else ()
    )
    words = (*words, *whom)
    if not latest:
        return Card(title=view.title, summary=said, elements=(*words, Words(text=said, weight="quiet")))
    head = news.heading(view, notice) or _answered_since(view, notice) or said
    lead: tuple[Element, ...] = (Words(text=head),) if _adds_something(view, notice) else ()
    body = (*words, *lead, *mine.requester_lines(view), *pressing.buttons(view, "requester"))
    return Card(title=view.title, summary=said, elements=body, tone=_tone(view))


def _answered_since(view: View, notice: Notice) -> str:
    """The question with the answer that has arrived since; empty while there is none."""
    words = notice.facts.get("text") if news_of(notice) is t.QUESTION else None
    asked = (one for one in view.request.asked if one.text == words and one.answer)
    return next((view.say("label.answered", question=one.text, answer=one.answer) for one in asked), "")


def _which(view: View) -> tuple[Words, ...]:
    """The words that tell which request this is; a closing card repeats the need itself."""
    return (Words(text=title(view), weight="quiet"),) if view.request.is_open else ()


def department_card(view: View, department: str) -> Card:
    """The card in the channel. Once routed on, it only says where to."""
    if view.request.department != department:
        routed = view.say("ours.routed", department=view.department_name)
        return Card(title=view.title, summary=routed, elements=(Words(text=routed, weight="quiet"),))
    said = view.say("ours.confidential") if view.hidden else view.told(view.requester, view.request.words)
    body = (*ours.department_lines(view), *pressing.buttons(view, "department"))
    return Card(title=view.title, summary=f"{view.title} · {said}", elements=body, tone=_tone(view))


def for_member(view: View, *, latest: bool) -> Card:
    """The department's card as one of its people gets it, where there is no channel."""
    if not view.roles:
        return department_card(view, department="")
    said = view.say("ours.confidential") if view.hidden else view.told(view.requester, view.request.words)
    if not latest:
        words = Words(text=title(view), weight="quiet")
        return Card(title=view.title, summary=said, elements=(words, Words(text=view.state, weight="quiet")))
    anothers = view.request.owner is not None and view.reader not in (view.request.owner, view.request.cover)
    pressed = pressing.buttons(view, "department")
    shown = pressing.quietened(pressed) if anothers else pressed
    body = (*ours.department_lines(view), *_lead_hears(view), *shown)
    return Card(title=view.title, summary=f"{view.title} · {said}", elements=body, tone=_tone(view))


def for_reader(view: View) -> Card:
    """The whole card for one member, when they ask to see it."""
    if view.hidden:
        return department_card(view, view.request.department)
    told = (*ours.owner_lines(view), *_lead_hears(view), *noted.past(view))
    body = (*told, *pressing.buttons(view, "department"))
    return Card(title=view.title, summary=view.title, elements=body, tone=_tone(view))


def for_nobody(said: str) -> Card:
    """The empty card of somebody whom the request turned out to be about."""
    return Card(title="", summary=said, elements=(Words(text=said, weight="quiet"),))


def for_raiser(view: View, notice: Notice, *, latest: bool) -> Card:
    """The card of the one who raised it for a colleague: they keep seeing how it goes once the colleague decides."""
    if latest:
        return for_reader(view)
    said = view.state if news.settled(notice, view.request) else news.sentence(view, notice)
    words = Words(text=title(view), weight="quiet")
    return Card(title=view.title, summary=said, elements=(words, Words(text=said, weight="quiet")))


def member_card(view: View, notice: Notice, *, latest: bool) -> Card:
    """The card of a member or lead who is told directly: reminders, and everything about what is confidential."""
    line = news.member_line(view, notice)
    if not latest:
        return Card(title=view.title, summary=line, elements=(Words(text=line, weight="quiet"),))
    body = (
        *_lead(view, notice, line),
        *ours.department_lines(view),
        *(() if news_of(notice).reminds else _lead_hears(view)),
        *pressing.buttons(view, "department", ANSWERS if news_of(notice).asks_how else ()),
    )
    return Card(title=view.title, summary=line, elements=body, tone=_tone(view))


def _lead_hears(view: View) -> tuple[Words, ...]:
    """A reminder says so in its own sentence."""
    line = lead_hears(view)
    return (Words(text=line, weight="quiet"),) if line else ()


def _lead(view: View, notice: Notice, line: str) -> tuple[Words, ...]:
    """The news; of answers, which stand below among all others, only that they came."""
    if not view.hidden and news_of(notice).past(view.request):
        return ()
    if news_of(notice) is t.ANSWERED and not view.hidden and view.request.is_open:
        line = view.say("news.answered", by=view.name(notice.facts["by"]))
    head = None if view.hidden else news.heading(view, notice, threaded=True)
    return (Words(text=head or line, weight="strong"),)


def for_watcher(view: View, notice: Notice) -> Card:
    """The card of the one who passed it on: it waits there, and what has been said since is for others."""
    line = news.sentence(view, notice)
    return Card(
        title=view.title, summary=line, elements=(Words(text=line), Words(text=view.state, weight="quiet"))
    )


def thread_card(view: View, notice: Notice) -> Card:
    """A line of conversation under the department's card; whoever has to act is mentioned."""
    if view.hidden:  # it was passed on meanwhile, to where it is confidential
        return for_nobody(view.say("ours.confidential"))
    line = news.thread_line(view, notice)
    called = tuple(Who(person=person, text=view.name(person)) for person in _called(view, notice))
    return Card(title="", summary=line, elements=(*called, Words(text=line)))


def _called(view: View, notice: Notice) -> tuple[Person, ...]:
    if has_it := view.request.has_it:
        return (has_it,) if has_it != notice.facts.get("by") else ()
    return view.department.everyone[:MENTIONS] if news_of(notice) is t.WAITING else ()


def _adds_something(view: View, notice: Notice) -> bool:
    """The sentence is shown unless the status below says the very same."""
    row = news_of(notice)
    if row is t.QUESTION:
        return not view.request.open_questions
    if row is t.APOLOGY:
        return view.request.phase is Phase.ACTION or not care.after_apology(view)
    if row is t.UPDATE and view.request.phase is Phase.ACTION:
        return view.request.progress is None
    return not row.by_status and not news.settled(notice, view.request)


def _tone(view: View) -> Tone:
    request = view.request
    if view.overdue:
        return "bad"
    if request.outcome is Outcome.SATISFIED:
        return "good"
    return "warn" if request.proposal or (request.urgent and request.is_open) else "neutral"
