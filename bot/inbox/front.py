"""The direct answer to what somebody just did: a form opens, a word to them alone, or nothing but the cards."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Protocol, assert_never

import structlog

from bot.cards import lists
from bot.cards.elements import Card, Field, Form, Link, Words
from bot.cards.speak import Speaker
from bot.forms import questions, raising
from bot.forms.away import AWAY
from bot.forms.inputs import LONGEST_NUMBER
from bot.forms.table import command_of, form_for
from bot.inbox import answer as a
from bot.inbox import incoming as i
from bot.inbox.away import Away
from bot.inbox.heard import heard_whisper
from bot.inbox.lists import MENU
from bot.inbox.logging_calls import logged
from bot.inbox.plain_presses import plain_command
from bot.inbox.refusals import no, refusal, with_typed
from bot.inbox.twice import Twice
from bot.inbox.words import Hearing, shown_elsewhere
from workflows.desk.desk import Desk
from workflows.facts import Facts, Refused
from workflows.languages import Language
from workflows.phases import explore, linking, offer
from workflows.ports import Outbox
from workflows.rights import acts, verdict
from workflows.rights.act import Act
from workflows.state.request import Request
from workflows.state.values import Person

_log: structlog.stdlib.BoundLogger = structlog.stdlib.get_logger("front")


NAMES_ANOTHER = frozenset({"same_as", "wait_for"})
Choose = Callable[[Person, Language], None]


class PageLinks(Protocol):
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
        links: PageLinks | None = None,
        choose: Choose | None = None,
    ) -> None:
        self.desk = desk
        self.links = links
        self.choose = choose  # somebody says which language they want
        self.outbox = outbox
        self.speaker = speaker
        self.wake = wake
        self.twice = Twice()
        self.away = Away(desk, outbox, speaker)
        self._hearing = Hearing(desk, outbox, speaker, self.away)

    def __call__(self, came: i.Incoming) -> a.Answer:
        """Take it in, durably if it changes something, and answer. A refusal is an answer; NotSaved is raised."""
        known = self._known(came)
        try:
            answer = self._answer(known)
        except Refused as refused:
            again = self.twice.is_again(known)
            self._record(_as_form(known), refused, again=again)
            return a.Nothing() if again else self._refused(_as_form(known), refused)
        else:
            self.twice.answered(known, answer)
            return self._shown(came.by, known, answer)
        finally:
            self.wake()

    def _shown(self, here: Person, came: i.Incoming, answer: a.Answer) -> a.Answer:
        """Return the answer; nothing to say means that the cards show it, perhaps on another platform."""
        if not isinstance(answer, a.Nothing) or came.by == here:
            return answer
        return shown_elsewhere(self.speaker, came.by, here, self.desk.store.delivered(came.delivery))

    def _known(self, came: i.Incoming) -> i.Incoming:
        """A human being on both platforms is one person, wherever they act. Their Home is where they look at it."""
        if isinstance(came, i.LookedHome):
            return came
        return came.model_copy(update={"by": self.desk.company().one(came.by)})

    def _answer(self, came: i.Incoming) -> a.Answer:
        match came:
            case i.Commanded():
                return self._hearing.commanded(came)
            case i.Wrote():
                return self._hearing.wrote(came)
            case i.Replied():
                request, _ = self.desk.seen(came.by, came.number)
                return self._hearing.reply(came, request)
            case i.AnswerGiven():
                self._given(came)
                return a.Nothing()
            case i.NeedOfKind(workflow=workflow, words=words):
                return self._hearing.raised(came, explore.Raise(workflow=workflow, words=words))
            case i.AskedForList():
                if came.which != "help":
                    self.desk.may_act(came.by)
                return a.Whisper(card=MENU[came.which](self.speaker, came.by))
            case i.TurnedInto():
                return self._hearing.turned_into(came)
            case i.Pressed():
                return self._pressed(came)
            case i.Changed():
                return self._changed(came)
            case i.Submitted():
                return self._submitted(came)
            case i.LookedHome():
                return self._looked_home(came.by)
            case i.Left():
                self.desk.left(came.by)
                return a.Nothing()
            case _:
                assert_never(came)

    def _looked_home(self, person: Person) -> a.Answer:
        """Show their own page, there where they opened it."""
        profile = self.speaker.profile(self.desk.company().one(person))
        if not self.desk.directory.may_act(profile.person):
            return a.ShowHome(home=lists.home_of_guest(profile.language))  # nothing in it ever changes
        self.outbox.saw_home(person)
        return a.ShowHome(home=self.speaker.home(profile.person))

    def _given(self, came: i.AnswerGiven) -> None:
        answer = came.answer.isoformat() if isinstance(came.answer, date) else came.answer
        command = explore.Answer(answers={came.question: answer})
        self.desk.handle(came.by, came.number, acts.BY_KEY["answer"], command, came.delivery)

    # Presses and forms

    def _pressed(self, came: i.Pressed) -> a.Answer:
        if came.act == raising.RAISE:
            workflow, _, words = came.about.partition(":")
            self.desk.may_act(came.by)
            so_far = explore.Raise(workflow=workflow, words=words)
            return a.OpenForm(form=self._hearing.raising(came.by, so_far))
        if came.act == AWAY:
            return a.OpenForm(form=self.away.form(came.by))
        if came.act == "back":
            return self.away.back(came)
        number, rest = _address(came.about)
        if came.act == "page":
            return self._page(came.by, number)
        if came.act == "show":
            self.desk.may_act(came.by)
            request, _ = self.desk.seen(came.by, number)
            return a.Whisper(card=self.speaker.whole(request, came.by))
        act = _act(came.act)
        if act.form:
            facts, form = self._form(came.by, number, act)
            if not _needs_no_form(act, facts, self.desk.store.request(number)):
                return a.OpenForm(form=form)
        after = self.desk.handle(came.by, number, act, plain_command(act.key, rest), came.delivery)
        return logged(self.speaker, came.by, after) if act.key == "done" else a.Nothing()

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
        self, person: Person, number: int, act: Act, typed: i.FieldValues | None = None
    ) -> tuple[Facts, Form]:
        """The form of an act, for those who may do it now."""
        request, workflow = self.desk.seen(person, number)
        facts = self.desk.facts(person, request, workflow)
        self.desk.may_act(person)
        verdict.permit(act, request, facts)
        others = self.desk.others(request) if act.key in NAMES_ANOTHER else ()
        lately = self.desk.lately(person, workflow) if act.key == "offer" else ()
        seen = {"busy": self.desk.busy(person), "others": others, "lately": lately}
        facts = facts.model_copy(update=seen)
        return facts, form_for(act.key, self.speaker.view(request, person), facts, typed)

    def _changed(self, came: i.Changed) -> a.Answer:
        return a.RedrawForm(form=self._redrawn(came))

    def _redrawn(self, came: i.Changed | i.Submitted) -> Form:
        """The form as its answers make it."""
        if came.act == raising.RAISE:
            return self._hearing.raising(came.by, raising.read(came.answers))
        if came.act == AWAY:
            return self.away.form(came.by, came.answers)
        number, _ = _address(came.about)
        _, form = self._form(came.by, number, _act(came.act, form=True), came.answers)
        return form

    def _submitted(self, came: i.Submitted) -> a.Answer:
        if came.act == raising.RAISE:
            return self._hearing.raised(came, raising.read(came.answers))
        if came.act == AWAY:
            return self.away.sent(came)
        number, _ = _address(came.about)
        act = _act(came.act)
        command = command_of(act.key, came.answers)
        if isinstance(command, linking.Again):
            return self._raised_again(came, number, act, command)
        after = self.desk.handle(came.by, number, act, command, came.delivery)
        return heard_whisper(self.speaker, came.by, command, after)

    def _raised_again(self, came: i.Submitted, number: int, act: Act, command: linking.Again) -> a.Answer:
        """A new request that follows from one that is closed."""
        request, workflow = self.desk.seen(came.by, number)
        verdict.permit(act, request, self.desk.facts(came.by, request, workflow))
        new = explore.Raise(workflow=command.workflow, words=command.words, linked=number)
        return self._hearing.raised(came, new)

    # No

    def _record(self, came: i.Incoming, refused: Refused, *, again: bool) -> None:
        kind, number = type(came).__name__, self._number(came)
        _log.info("refused", by=came.by, why=refused.key, came=kind, request=number, again=again)

    def _refused(self, came: i.Incoming, refused: Refused) -> a.Answer:
        """A friendly sentence to this person alone; at its field where one is to blame; nothing typed is lost."""
        said = refusal(self.speaker, came.by, refused, self._number(came), _wanted(came))
        if isinstance(came, i.Submitted):
            form = self._mended(came)
            field = _blamed(came, refused, form)
            if field:
                return a.FieldErrors(errors={field: said}, form=form)
            return a.InsteadOfForm(card=with_typed(self.speaker, came, said))
        stale = self._number(came) if isinstance(came, i.Pressed) else None
        return a.Whisper(card=no(self.speaker, came.by, said), stale=stale)

    def _number(self, came: i.Incoming) -> int | None:
        if isinstance(came, i.Wrote):
            return self._hearing.number(came)
        if isinstance(came, i.Replied):
            return came.number
        return _address(came.about)[0] if isinstance(came, i.Pressed | i.Submitted | i.Changed) else None

    def _mended(self, came: i.Submitted) -> Form | None:
        """The form that was sent, as its answers make it."""
        try:
            return self._redrawn(came)
        except Refused:
            return None


def _blamed(came: i.Submitted, refused: Refused, form: Form | None) -> str | None:
    """The field of this form that a refusal names; questions stand there under their own prefix.

    Those left empty are missing among its answers.
    """
    asked = {field.key for field in form.fields if isinstance(field, Field)} if form else set()
    named = (refused.where, f"{questions.PREFIX}{refused.where}")
    return next((key for key in named if refused.where and key in asked | set(came.answers)), None)


def _as_form(came: i.Incoming) -> i.Incoming:
    """What came without its form, as the form would have sent it: a refusal is shown there alike."""
    match came:
        case i.AnswerGiven(question=question, answer=answer):
            sent: i.FieldValues = {questions.PREFIX + question: answer}
            act, about = "answer", str(came.number)
        case i.NeedOfKind(workflow=workflow, words=words):
            sent = {raising.WORKFLOW.key: workflow, raising.WORDS.key: words}
            act, about = raising.RAISE, ""
        case _:
            return came
    return i.Submitted(by=came.by, delivery=came.delivery, act=act, about=about, answers=sent)


def _address(about: str) -> tuple[int, list[str]]:
    """The number that a button or form speaks of, and what else its address says; rubbish is number 0: none."""
    number, *rest = about.split(":")
    return (int(number) if number.isdecimal() and len(number) < LONGEST_NUMBER else 0), rest


def _act(key: str, *, form: bool = False) -> Act:
    act = acts.BY_KEY.get(key)
    if act is None or (form and not act.form):
        raise Refused("too_late.moved_on")
    return act


def _wanted(came: i.Incoming) -> Act | None:
    """The act that this person wanted to do, where it is one."""
    if isinstance(came, i.Replied):
        return acts.BY_KEY["reply"]
    return acts.BY_KEY.get(came.act) if isinstance(came, i.Pressed | i.Submitted | i.Changed) else None


def _needs_no_form(act: Act, facts: Facts, request: Request | None) -> bool:
    """I'll do it, and the wished day can still be promised: exactly that, in one press."""
    return act.key == "do_it" and request is not None and offer.day_for(request, facts) is not None
