"""What people say in words: a command, a need, an answer under a message of ours."""

from __future__ import annotations

from bot.cards import waited
from bot.cards.elements import Button, Buttons, Card, Form, Words
from bot.cards.hearing import reached
from bot.cards.speak import Speaker
from bot.forms import raising
from bot.inbox import answer as a
from bot.inbox import incoming as i
from bot.inbox.away import Away
from bot.inbox.lists import MENU
from bot.inbox.logging_calls import to_log
from bot.outbox.pacing import platform_of
from bot.reading.sentences import answers_nothing
from bot.reading.utterances import thread_words
from workflows.desk.desk import Desk
from workflows.meaning import meanings as m
from workflows.meaning.interpret import interpreted
from workflows.meaning.situation import Candidate, Situation, Utterance
from workflows.phases import explore
from workflows.phases.between import wrote_last
from workflows.ports import Outbox
from workflows.rights import acts
from workflows.state.request import Request
from workflows.state.values import Person

KEPT_IN_BUTTON = 1500  # characters of somebody's words that travel with a choice of department


def shown_elsewhere(speaker: Speaker, person: Person, here: Person, number: int | None) -> a.Answer:
    """Nothing, as the cards show it; where they stand on the person's other platform, that is said.

    `here` is who they are on the platform where they acted, `number` the request that it led to.
    """
    there = platform_of(person)
    if number is None or there == platform_of(here):
        return a.Nothing()
    platform = speaker.say(person, f"platform.{there}")
    return whispered(speaker, person, "answer.elsewhere", number=str(number), platform=platform)


def whispered(speaker: Speaker, person: Person, key: str, *buttons: Button, **details: str) -> a.Whisper:
    """A sentence to this person alone, and perhaps what to press."""
    said = speaker.say(person, key, **details)
    row = (Buttons(buttons=buttons),) if buttons else ()
    return a.Whisper(card=Card(title="", summary=said, elements=(Words(text=said), *row)))


class Hearing:
    """Words raise a request, answer one, are passed on, or are asked about. Raises Refused and NotSaved."""

    def __init__(self, desk: Desk, outbox: Outbox, speaker: Speaker, away: Away) -> None:
        self._away = away
        self._desk = desk
        self._outbox = outbox
        self._speaker = speaker

    def commanded(self, came: i.Commanded) -> a.Answer:
        """`/request`: alone the form, one of its words that list, anything else the need as typed."""
        said = thread_words(came.text, self._desk.company())
        known = Situation(
            by=came.by, said=said, where="command", now=self._desk.clock.now(), may_be_form=True
        )
        return self._carried(came, known)

    def wrote(self, came: i.Wrote) -> a.Answer:
        """Words in a chat or a channel, or under a message of ours."""
        return self._carried(came, self._situation(came))

    def _situation(self, came: i.Wrote) -> Situation:
        """Return what there is to know of these words; what waits for somebody is looked up only if that may decide."""
        number, said = self.number(came), thread_words(came.text, self._desk.company())
        request = self._desk.store.request(number) if number else None
        to_us = came.direct or (came.mention and said.agrees)
        may_wait = to_us and not said.is_command and (came.mention or request is None)
        views, waits = self._speaker.waiting(came.by) if may_wait else ([], 0)
        asked = (v.request for v in views if v.request.asks(came.by) and v.request.open_questions)
        return Situation(
            by=came.by,
            said=said,
            where="direct" if came.direct else "channel",
            now=self._desk.clock.now(),
            mention=came.mention,
            under=Candidate(request=request, workflow=self._desk.workflow_of(request)) if request else None,
            has_part=bool(request and self._desk.roles(came.by, request)),
            waiting=tuple(one.number for one in asked),
            has_waiting=waits > 0,
        )

    def _carried(self, came: i.Commanded | i.Wrote, situation: Situation) -> a.Answer:
        """Do what the words mean."""
        found, said = interpreted(situation), situation.said
        match found.meaning:
            case m.SayNothing():
                return a.Nothing()
            case m.PassOn(number=number) if isinstance(came, i.Wrote):
                return self._replied(came, number)
            case m.NothingSaid():
                return whispered(self._speaker, came.by, "answer.nothing")
            case m.GoAway():
                return a.OpenForm(form=self._away.form(came.by))
            case m.ShowList(which=which):
                self._desk.may_act(came.by)
                return a.Whisper(card=MENU[which](self._speaker, came.by))
            case m.FillIn() | m.NewRequest():
                return self._asked_for(came, said, form=situation.may_be_form, at_once=True)
            case _:
                raise AssertionError(f"{found.by} is for chats without threads")

    def turned_into(self, came: i.TurnedInto) -> a.Answer:
        """A message that was marked: its words are a need, whatever they say."""
        said = thread_words(came.text, self._desk.company())
        return self._asked_for(came, said, form=came.form, at_once=not came.form)

    def _asked_for(self, came: i.Came, said: Utterance, *, form: bool, at_once: bool) -> a.Answer:
        """Raised at once where the words lead to one workflow; else the form, with the words in it."""
        self._desk.may_act(came.by)
        if said.kind and at_once:
            return self.raised(came, explore.Raise(workflow=said.kind, words=said.text))
        if form:
            return a.OpenForm(
                form=self.raising(came.by, explore.Raise(workflow=said.kind or "", words=said.text))
            )
        return a.Whisper(card=self._which(came, said.text))

    def raised(self, came: i.Came, command: explore.Raise) -> a.Answer:
        language = self._desk.directory.profile(came.by).language
        spoken = command.model_copy(update={"language": language})
        request = self._desk.raise_request(came.by, spoken, came.delivery)
        return to_log(self._speaker, came.by, request)

    def raising(self, person: Person, so_far: explore.Raise) -> Form:
        """The form that raises a request, as it stands so far."""
        return raising.build(self._desk.company(), self._speaker.profile(person).language, so_far)

    def _which(self, came: i.Came, text: str) -> Card:
        """No form can be opened here: a button for each kind of request, with the words kept."""
        person, company, say = came.by, self._desk.company(), self._speaker.say
        language = self._speaker.profile(person).language
        kept = text[:KEPT_IN_BUTTON]
        title = say(person, "form.raise.title")
        which = tuple(
            Button(
                act=raising.RAISE,
                label=f"{w.icon} {w.name.in_(language)}",
                about=f"{w.id}:{kept}",
                short=w.name.in_(language),
            )
            for w in raising.everyday_first(company)
        )
        said = Words(text=say(person, "answer.which", words=" ".join(text.split())[:200]))
        body = (said, *self._rather_under(came), Buttons(buttons=which))
        return Card(title=title, summary=said.text, elements=body)

    def _rather_under(self, came: i.Came) -> tuple[Words, ...]:
        """Where there are threads, words for a request that is there belong under its message."""
        to_us = isinstance(came, i.Wrote) and came.direct and platform_of(came.by) == "slack"
        if not to_us or not self._speaker.asked_by(came.by, open=True)[0]:
            return ()
        return (Words(text=self._speaker.say(came.by, "answer.which.or"), weight="quiet"),)

    def number(self, came: i.Wrote) -> int | None:
        """Return the request that the message is about under which they wrote."""
        return self._outbox.number_at(came.under) if came.under else None

    def _replied(self, came: i.Wrote, number: int) -> a.Answer:
        request = self._desk.store.request(number)
        assert request is not None, "it was looked at"
        return self.reply(came, request)

    def reply(self, came: i.Wrote | i.Replied, request: Request) -> a.Answer:
        """Words under a message of ours: they answer, or are passed on; either way the writer is told which."""
        reply = acts.BY_KEY["reply"]
        aside = (isinstance(came, i.Replied) and came.aside) or answers_nothing(came.text)
        to = came.to if isinstance(came, i.Replied) else self._colleague(came, request)
        words = explore.Reply(text=came.text, aside=aside, to=to)
        after = self._desk.handle(came.by, request.number, reply, words, came.delivery)
        if after.version == request.version:
            return a.Nothing()  # the same words again: they were answered the first time
        answered = [key for key in after.answers if key not in request.answers]
        if answered:
            return self._noted(came.by, after, answered[0])
        view = self._speaker.view(after, came.by)
        name, number = reached(view, came.by, to), str(after.number)
        # Perhaps that was the answer which is waited for: one press says so.
        settling = waited.answers(view, self._speaker.side(came.by, after))
        return whispered(self._speaker, came.by, "answer.passed_on", *settling, name=name, number=number)

    def _colleague(self, came: i.Wrote, request: Request) -> Person | None:
        """In their own chat: whose words they answer there. A thread is read by all."""
        history = self._desk.store.history(request.number) if came.direct else ()
        return wrote_last(came.by, request, history, self._desk.company())

    def _noted(self, person: Person, request: Request, key: str) -> a.Answer:
        """The echo of an answer, with the way to undo it."""
        view = self._speaker.view(request, person)
        undo = view.button(acts.BY_KEY["take_back"], f"{request.number}:{key}")
        question, _ = view.worded(key, "")
        return whispered(self._speaker, person, "answer.noted", undo, question=question)
