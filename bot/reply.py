"""The direct answer to what somebody just did: a form opens, a word to them alone, or nothing but the cards."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, assert_never

import structlog

from bot import answer as a
from bot import incoming as i
from bot.cards import lists, questions
from bot.cards.elements import Button, Buttons, Card, Field, Form, Link, Words
from bot.cards.forms import form_for
from bot.cards.speak import Speaker
from bot.filled import LONGEST_NUMBER, answers_of, command_of, pressed
from bot.lists import LISTS, MENU, show_list
from bot.pacing import platform_of
from bot.refusals import refusal
from workflows import acts, explore, offer
from workflows.definition import Language
from workflows.desk import Desk
from workflows.facts import Facts, Refused
from workflows.matching import match
from workflows.ports import Outbox
from workflows.request import Request
from workflows.values import Person

PLATFORM_NAMES = {"slack": "Slack", "wecom": "企业微信"}
CHOSEN = ("workflow", "then")  # fields whose answers are ours, not somebody's words
KEPT_IN_BUTTON = 1500  # characters of somebody's words that travel with a choice of department

_log: structlog.stdlib.BoundLogger = structlog.stdlib.get_logger("front")


Choose = Callable[[Person, Language], None]


class Links(Protocol):
    """Where the pages are; a signed address lets one person in, for a while."""

    def signed(self, person: Person, path: str) -> str: ...


class Front:
    """Where everything that people do comes in, from every platform alike."""

    def __init__(
        self,
        desk: Desk,
        outbox: Outbox,
        speaker: Speaker,
        wake: Callable[[], None],
        links: Links | None = None,
        choose: Choose | None = None,
    ) -> None:
        self.desk = desk
        self.links = links
        self.choose = choose  # somebody says which language they want
        self.outbox = outbox
        self.speaker = speaker
        self.wake = wake

    def __call__(self, came: i.Incoming) -> a.Answer:
        """Take it in, durably if it changes something, and answer. A refusal is an answer; NotSaved is raised."""
        known = self._known(came)
        try:
            answer = self._answer(known)
            return self._told_elsewhere(came, known) if isinstance(answer, a.Nothing) else answer
        except Refused as refused:
            return self._refused(known, refused)
        finally:
            self.wake()

    def _known(self, came: i.Incoming) -> i.Incoming:
        """A human being on both platforms is one person, wherever they act. Their Home is where they look at it."""
        if isinstance(came, i.LookedHome):
            return came
        return came.model_copy(update={"by": self.desk.company().one(came.by)})

    def _told_elsewhere(self, came: i.Incoming, known: i.Incoming) -> a.Answer:
        """Nothing shows here for somebody who hears on the other platform: so that is said."""
        there = platform_of(known.by)
        number = self.desk.store.delivered(came.delivery) if there != platform_of(came.by) else None
        if number is None:
            return a.Nothing()
        return self._whisper(known.by, "answer.elsewhere", number=str(number), platform=PLATFORM_NAMES[there])

    def _answer(self, came: i.Incoming) -> a.Answer:
        match came:
            case i.Commanded():
                return self._commanded(came, came.text, form=True)
            case i.Wrote():
                return self._wrote(came)
            case i.Replied():
                request, _ = self.desk.seen(came.by, came.number)
                return self._reply(came, request)
            case i.Asked():
                return a.Whisper(card=MENU[came.which](self.speaker, came.by))
            case i.TurnedInto():
                return self._asked_for(came, came.text, form=came.form, at_once=not came.form)
            case i.Pressed():
                return self._pressed(came)
            case i.Changed():
                return self._changed(came)
            case i.Submitted():
                return self._submitted(came)
            case i.LookedHome():
                return self._looked_home(came.by)
            case _:
                assert_never(came)

    def _looked_home(self, person: Person) -> a.Answer:
        """Their own page, there where they opened it."""
        profile = self.speaker.profile(self.desk.company().one(person))
        if not profile.may_act:
            return a.ShowHome(home=lists.home_of_guest(profile.language))  # nothing in it ever changes
        self.outbox.saw_home(person)
        return a.ShowHome(home=self.speaker.home(profile.person))

    # Words

    def _commanded(self, came: i.Came, text: str, *, form: bool) -> a.Answer:
        """`/request`: alone the form, one of its words that list, anything else the need as typed."""
        text = text.strip()
        if not text and not form:
            return self._whisper(came.by, "answer.nothing")
        if text.casefold() in LISTS:
            return a.Whisper(card=show_list(self.speaker, came.by, text.casefold()))
        return self._asked_for(came, text, form=form, at_once=True)

    def _asked_for(self, came: i.Came, text: str, *, form: bool, at_once: bool) -> a.Answer:
        """Raised at once where the words lead to one workflow; else the form, with the words in it."""
        self.desk.may_act(came.by)
        workflow = match(text, self.desk.company()) if text else None
        if workflow and at_once:
            return self._raised(came, explore.Raise(workflow=workflow.id, words=text))
        if form:
            known = workflow.id if workflow else ""
            return a.OpenForm(form=self._raising(came.by, known, text, {}))
        return a.Whisper(card=self._which(came.by, text))

    def _raised(self, came: i.Came, command: explore.Raise) -> a.Answer:
        language = self.speaker.profile(came.by).language
        self.desk.raise_request(came.by, command.model_copy(update={"language": language}), came.delivery)
        return a.Nothing()

    def _raising(self, person: Person, workflow: str, words: str, given: dict[str, str]) -> Form:
        company = self.desk.company()
        language = self.speaker.profile(person).language
        return questions.raising(company, language, company.workflows.get(workflow), words, given)

    def _which(self, person: Person, text: str) -> Card:
        """No form can be opened here: a button for each kind of request, with the words kept."""
        company, say = self.desk.company(), self.speaker.say
        language = self.speaker.profile(person).language
        kept = text[:KEPT_IN_BUTTON]
        title = say(person, "form.raise.title")
        which = tuple(
            Button(act="raise", label=f"{w.icon} {w.name.in_(language)}", about=f"{w.id}:{kept}")
            for w in company.workflows.values()
        )
        said = Words(text=say(person, "answer.which", words=" ".join(text.split())[:200]))
        return Card(title=title, summary=said.text, elements=(said, Buttons(buttons=which)))

    def _wrote(self, came: i.Wrote) -> a.Answer:
        number = self._number(came)
        request = self.desk.store.request(number) if number else None
        if not (came.mention or came.direct or request):
            return a.Nothing()
        listed = came.text.strip().casefold() in LISTS
        if request is None or (came.mention and (listed or not self.desk.roles(came.by, request))):
            waiting = self._only_question(came.by) if came.direct and not listed else None
            return self._reply(came, waiting) if waiting else self._commanded(came, came.text, form=False)
        if not (came.direct or came.mention or came.by == request.requester):
            return a.Nothing()  # talk among members answers nothing
        return self._reply(came, request)

    def _only_question(self, person: Person) -> Request | None:
        """The one request that has asked this person something, when there is just one."""
        views, _ = self.speaker.waiting(person)
        asked = [v.request for v in views if v.request.requester == person and v.request.open_questions]
        return asked[0] if len(asked) == 1 else None

    def _reply(self, came: i.Wrote | i.Replied, request: Request) -> a.Answer:
        """Words under a message of ours: they answer, or are passed on; either way the writer is told which."""
        reply = acts.BY_KEY["reply"]
        after = self.desk.handle(came.by, request.number, reply, explore.Reply(text=came.text), came.delivery)
        if after.version == request.version:
            return a.Nothing()  # the same words again: they were answered the first time
        answered = [key for key in after.answers if key not in request.answers]
        if answered:
            return self._noted(came.by, after, answered[0])
        other = after.requester if came.by != after.requester else after.owner
        department = self.desk.company().department(after.department)
        language = self.speaker.profile(came.by).language
        name = self.speaker.profile(other).name if other else department.name.in_(language)
        return self._whisper(came.by, "answer.passed_on", name=name, number=str(after.number))

    def _noted(self, person: Person, request: Request, key: str) -> a.Answer:
        """The echo of an answer, with the way to undo it."""
        undo = Button(
            act="take_back",
            label=self.speaker.say(person, "act.take_back"),
            about=f"{request.number}:{key}",
            short=self.speaker.say(person, "short.take_back"),
        )
        question, _ = self.speaker.view(request, person).worded(key, "")
        return self._whisper(person, "answer.noted", undo, question=question)

    # Presses and forms

    def _pressed(self, came: i.Pressed) -> a.Answer:
        if came.act == "raise":
            workflow, _, words = came.about.partition(":")
            self.desk.may_act(came.by)
            return a.OpenForm(form=self._raising(came.by, workflow, words, {}))
        number, rest = _address(came.about)
        if came.act == "page":
            return self._page(came.by, number)
        if came.act == "show":
            request, _ = self.desk.seen(came.by, number)
            return a.Whisper(card=self.speaker.whole(request, came.by))
        act = _act(came.act)
        if act.form:
            facts, form = self._form(came.by, number, act)
            if not _needs_no_form(act, facts, self.desk.store.request(number)):
                return a.OpenForm(form=form)
        self.desk.handle(came.by, number, act, pressed(act.key, rest), came.delivery)
        return a.Nothing()

    def _page(self, person: Person, number: int) -> a.Answer:
        """A link to the request's page that signs this person in, and nobody else."""
        request, _ = self.desk.seen(person, number)
        if self.links is None:
            raise Refused("too_late.moved_on")
        url = self.links.signed(person, f"/r/{number}")
        link = Link(label=self.speaker.say(person, "act.page"), url=url, style="primary")
        said = Words(text=self.speaker.say(person, "answer.page"))
        title = self.speaker.view(request, person).title
        return a.Whisper(card=Card(title=title, summary=said.text, elements=(said, link)))

    def _form(
        self, person: Person, number: int, act: acts.Act, typed: i.Answers | None = None
    ) -> tuple[Facts, Form]:
        """The form of an act, for those who may do it now."""
        request, workflow = self.desk.seen(person, number)
        facts = self.desk.facts(person, request, workflow)
        self.desk.may_act(person)
        acts.allowed(act, request, workflow, facts.roles)
        facts = facts.model_copy(update={"busy": self.desk.busy(person)})
        return facts, form_for(act.key, self.speaker.view(request, person), facts, typed)

    def _changed(self, came: i.Changed) -> a.Answer:
        return a.RedrawForm(form=self._redrawn(came))

    def _redrawn(self, came: i.Changed | i.Submitted) -> Form:
        """The form as its answers make it."""
        if came.act == "raise":
            chosen, words = came.answers.get("workflow"), came.answers.get("words")
            return self._raising(came.by, str(chosen or ""), str(words or ""), answers_of(came.answers))
        number, _ = _address(came.about)
        _, form = self._form(came.by, number, _act(came.act, form=True), came.answers)
        return form

    def _submitted(self, came: i.Submitted) -> a.Answer:
        if came.act == "raise":
            return self._raised_by_form(came)
        number, _ = _address(came.about)
        act = _act(came.act)
        self.desk.handle(came.by, number, act, command_of(act.key, came.answers), came.delivery)
        return a.Nothing()

    def _raised_by_form(self, came: i.Submitted) -> a.Answer:
        words = str(came.answers.get("words") or "")
        workflow = str(came.answers.get("workflow") or "")
        command = explore.Raise(workflow=workflow, words=words, answers=answers_of(came.answers))
        return self._raised(came, command)

    # No

    def _refused(self, came: i.Incoming, refused: Refused) -> a.Answer:
        """A friendly sentence to this person alone; at its field where one is to blame; nothing typed is lost."""
        _log.info(
            "refused", by=came.by, why=refused.key, came=type(came).__name__, request=self._number(came)
        )
        said = refusal(self.speaker, came.by, refused, self._number(came))
        if isinstance(came, i.Submitted):
            field = self._blamed(came, refused)
            if field:
                return a.FieldErrors(errors={field: said})
            return a.InsteadOfForm(card=self._with_typed(came, said))
        return a.Whisper(card=self._no(came.by, said))

    def _number(self, came: i.Incoming) -> int | None:
        if isinstance(came, i.Wrote):
            return self.outbox.number_at(came.under) if came.under else None
        return _address(came.about)[0] if isinstance(came, i.Pressed | i.Submitted | i.Changed) else None

    def _blamed(self, came: i.Submitted, refused: Refused) -> str | None:
        """The field of this form that a refusal names; questions stand there under their own prefix."""
        named = (refused.where, f"{questions.PREFIX}{refused.where}")
        return next((key for key in named if refused.where and key in self._asked_in(came)), None)

    def _asked_in(self, came: i.Submitted) -> set[str]:
        """The fields of a form that was sent; those left empty are missing among its answers."""
        try:
            form = self._redrawn(came)
        except Refused:
            return set(came.answers)
        return {field.key for field in form.fields if isinstance(field, Field)} | set(came.answers)

    def _no(self, person: Person, said: str) -> Card:
        title = self.speaker.say(person, "refused.title")
        return Card(title=title, summary=said, elements=(Words(text=said),), tone="warn")

    def _with_typed(self, came: i.Submitted, said: str) -> Card:
        words = ((key, value) for key, value in came.answers.items() if key not in CHOSEN)
        typed = [value for _, value in words if isinstance(value, str) and len(value) > 3]
        card = self._no(came.by, said)
        if not typed:
            return card
        kept = self.speaker.say(came.by, "answer.typed", words="\n".join(typed))
        return card.model_copy(update={"elements": (*card.elements, Words(text=kept, weight="quote"))})

    def _whisper(self, person: Person, key: str, *buttons: Button, **details: str) -> a.Whisper:
        said = self.speaker.say(person, key, **details)
        row = (Buttons(buttons=buttons),) if buttons else ()
        return a.Whisper(card=Card(title="", summary=said, elements=(Words(text=said), *row)))


def _address(about: str) -> tuple[int, list[str]]:
    """The number that a button or form speaks of, and what else its address says; rubbish is number 0: none."""
    number, *rest = about.split(":")
    return (int(number) if number.isdecimal() and len(number) < LONGEST_NUMBER else 0), rest


def _act(key: str, *, form: bool = False) -> acts.Act:
    act = acts.BY_KEY.get(key)
    if act is None or (form and not act.form):
        raise Refused("too_late.moved_on")
    return act


def _needs_no_form(act: acts.Act, facts: Facts, request: Request | None) -> bool:
    """I'll do it, and the wished day can still be promised: exactly that, in one press."""
    return act.key == "do_it" and request is not None and offer.day_for(request, facts) is not None
