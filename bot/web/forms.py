"""The forms: of an act on a request, of a question before what can't be undone, and of raising a request."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from starlette.responses import Response

from bot.cards import lists
from bot.cards.elements import Card, Field, Form, FormNote
from bot.forms import raising
from bot.forms.away import AWAY
from bot.inbox import answer as a
from bot.inbox import incoming as i
from bot.inbox.front import Front
from bot.inbox.refusals import refusal
from bot.web import fields, paths
from bot.web.entrance import seen_other
from bot.web.face import Face, Reader
from bot.web.sending import LOOK, Missing, delivery, first_sentence, once, said_so, seen, sent, whole_text
from bot.web.session import Flash, Sessions
from bot.web.thread import Threads
from workflows.facts import Refused
from workflows.keys import NoteKind, note_key
from workflows.ports import Notes, NotSaved
from workflows.rights import acts, verdict
from workflows.rights.act import Act
from workflows.state.request import Request
from workflows.state.values import Person

MOST_PEOPLE = 60  # colleagues proposed where a name is asked for
ALONE = {raising.RAISE: "/new", AWAY: "/away"}  # forms that are of no request yet
_NAME = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class FormSheet:
    """A form in front of somebody: what it is for, what they typed, what is wrong with it."""

    act: str
    about: str
    request: Request | None = None  # None: it raises one
    once: str = ""
    typed: fields.Typed | None = None
    errors: dict[str, str] = field(default_factory=dict)
    wrong: str = ""


class Forms:
    """Each method is a page, or a form that was sent."""

    def __init__(self, front: Front, face: Face, sessions: Sessions, notes: Notes, threads: Threads) -> None:
        self._front = front
        self._face = face
        self._sessions = sessions
        self._notes = notes
        self._threads = threads

    def act(self, reader: Reader) -> Response:
        """GET and POST of an act's own page."""
        request = seen(self._front, reader, reader.visit.params["number"])
        act = acts.BY_KEY.get(reader.visit.params["act"])
        if act is None:
            raise Missing
        said = reader.visit.one("about") or reader.visit.query.get("about", "")
        about = paths.about(said, request.number)
        if act.sure:
            return self._sure(reader, request, act, about)
        if not act.form:
            return seen_other(paths.path_of(request.number))
        sheet = FormSheet(act=act.key, about=about, request=request, once=once(reader))
        return self._sent(reader, sheet) if reader.visit.method == "POST" else self._opened(reader, sheet)

    def new(self, reader: Reader) -> Response:
        """GET and POST of the form that raises a request."""
        visit = reader.visit
        sheet = FormSheet(act=raising.RAISE, about="", once=once(reader))
        if visit.method == "POST":
            return self._sent(reader, sheet)
        kept = visit.query.get("kept", "")
        words = self._kept(kept) if kept else visit.query.get("words", "")
        given: i.FieldValues = {
            raising.WORKFLOW.key: visit.query.get("workflow", ""),
            raising.WORDS.key: words,
        }
        return self._opened(reader, sheet, given)

    def away(self, reader: Reader) -> Response:
        """GET and POST of the form that says that somebody is away."""
        sheet = FormSheet(act=AWAY, about="", once=once(reader))
        return self._sent(reader, sheet) if reader.visit.method == "POST" else self._opened(reader, sheet)

    def _kept(self, name: str) -> str:
        """Words too long for an address: whoever made this name of them knew them. Other notes are none of these."""
        return (self._notes.noted(note_key(NoteKind.WORDS, name)) or "") if _NAME.fullmatch(name) else ""

    def _sure(self, reader: Reader, request: Request, act: Act, about: str) -> Response:
        """The question before what can't be undone; its answer is the press."""
        if reader.visit.method == "POST":
            return self._threads.pressed(reader, request, act.key, about)
        desk, view = self._front.desk, self._front.speaker.view(request, reader.person)
        try:
            verdict.permit(act, request, desk.facts(reader.person, request, view.workflow))
        except Refused as refused:
            said = refusal(self._front.speaker, reader.person, refused, request.number, act)
            return self._threads.page(reader, request, 409, wrong=said)
        question = reader.say(f"sure.{act.key}", number=request.number)
        return self._face.page(
            "sure.html",
            reader,
            act=act.key,
            about=about,
            number=request.number,
            title=view.title,
            words=lists.title(view),
            question=question,
        )

    def _opened(self, reader: Reader, sheet: FormSheet, given: i.FieldValues | None = None) -> Response:
        drawn = self._drawn(reader, sheet, given or {})
        if isinstance(drawn, Card):
            return self._refused(reader, sheet, drawn)
        return self._page(reader, sheet, drawn)

    def _sent(self, reader: Reader, sheet: FormSheet) -> Response:
        """Taken in once, however often it is sent; or shown again with what was typed."""
        typed = fields.typed_in(reader.visit.sent)
        sheet = FormSheet(**(vars(sheet) | {"typed": typed}))
        if known := self._known(reader, sheet):
            return known
        drawn = self._drawn(reader, sheet, fields.guessed(typed))
        if isinstance(drawn, Card):
            return self._known(reader, sheet) or self._refused(reader, sheet, drawn)
        people = self._people(reader, drawn)
        form = self._drawn(reader, sheet, fields.sent_answers(drawn, typed, people))
        if isinstance(form, Card):
            return self._known(reader, sheet) or self._refused(reader, sheet, form)
        given = fields.sent_answers(form, typed, people)
        if reader.visit.one("update"):
            return self._page(reader, sheet, form)
        if errors := _lacking(reader, form, given):
            return self._page(reader, _with(sheet, errors=errors), form, 422)
        return self._taken(reader, sheet, form, given)

    def _taken(self, reader: Reader, sheet: FormSheet, form: Form, given: i.FieldValues) -> Response:
        wanted = self._delivery(reader, sheet)
        came = i.Submitted(
            by=reader.person, delivery=wanted, act=form.act, about=sheet.about or form.about, answers=given
        )
        try:
            answer = self._front(came)
        except NotSaved:
            return self._page(reader, _with(sheet, wrong=reader.say("web.not_saved")), form, 503)
        match answer:
            case a.FieldErrors(errors=errors):
                return self._page(reader, _with(sheet, errors=errors), form, 422)
            case a.Whisper(card=card) if sheet.act == AWAY:
                return said_so(self._sessions, whole_text(card, reader.language))
            case a.Whisper(card=card) if card.tone != "warn":
                return self._known(reader, sheet) or self._back(reader, sheet)
            case a.InsteadOfForm(card=card) | a.Whisper(card=card):
                return self._page(reader, _with(sheet, wrong=first_sentence(card)), form, 409)
            case _:
                return self._known(reader, sheet) or self._back(reader, sheet)

    def _known(self, reader: Reader, sheet: FormSheet) -> Response | None:
        """Lead on to the request that this very form, already taken in, led to."""
        number = self._front.desk.store.delivered(self._delivery(reader, sheet))
        if number is None:
            return None
        if sheet.request:
            return sent(self._front, self._sessions, reader, number)
        said = Flash(text=reader.say("web.raised", number=number))
        return sent(self._front, self._sessions, reader, number, said)

    def _back(self, reader: Reader, sheet: FormSheet) -> Response:
        """Say that it was right and changed nothing that is kept."""
        return (
            sent(self._front, self._sessions, reader, sheet.request.number)
            if sheet.request
            else seen_other(paths.HOME)
        )

    def _delivery(self, reader: Reader, sheet: FormSheet) -> str:
        return delivery(reader, sheet.once, sheet.act, sheet.about)

    def _drawn(self, reader: Reader, sheet: FormSheet, given: i.FieldValues) -> Form | Card:
        """The form as these answers make it, or why there is none."""
        came = i.Changed(by=reader.person, delivery=LOOK, act=sheet.act, about=sheet.about, answers=given)
        answer = self._front(came)
        match answer:
            case a.RedrawForm(form=form):
                return form
            case a.Whisper(card=card):
                return card
            case _:
                raise TypeError(f"no form and no refusal: {type(answer).__name__}")

    def _page(self, reader: Reader, sheet: FormSheet, form: Form, status: int = 200) -> Response:
        speaker, request = self._front.speaker, sheet.request
        view = speaker.view(request, reader.person) if request else None
        wrong = sheet.wrong or (reader.say("web.mend") if sheet.errors else "")
        shown = fields.shown(form, sheet.typed, sheet.errors, lambda who: speaker.profile(who).name)
        words = lists.title(view) if view else ""
        return self._face.page(
            "form.html",
            reader,
            status,
            form=form,
            fields=shown,
            about=sheet.about,
            to=paths.path_of(request.number, sheet.act) if request else ALONE[sheet.act],
            lead=reader.say("web.new.lead") if sheet.act == raising.RAISE else "",
            number=request.number if request else 0,
            title=view.title if view else "",
            words="" if _said_in(form, words) else words,
            people=sorted(set(self._people(reader, form).values())),
            wrong=wrong,
            once=sheet.once,
        )

    def _refused(self, reader: Reader, sheet: FormSheet, card: Card) -> Response:
        """No form now: the sentence stands on the request's page; what was typed can be copied."""
        typed = [values[0] for values in (sheet.typed or {}).values() if len(values[0]) > 3]
        words = reader.say("answer.typed", words="\n".join(typed)) if typed else ""
        if sheet.request is None:
            return self._face.page("refused.html", reader, 409, wrong=first_sentence(card), words=words)
        wrong = "\n".join(filter(None, (first_sentence(card), words)))
        return self._threads.page(reader, sheet.request, 409, wrong=wrong)

    def _people(self, reader: Reader, form: Form) -> dict[Person, str]:
        """Colleagues by name, where the form asks for one."""
        if not any(isinstance(one, Field) and one.kind == "person" for one in form.fields):
            return {}
        company = self._front.desk.company()
        ids = company.each((reader.person, *company.everyone))[:MOST_PEOPLE]
        return {who: self._front.speaker.profile(who).name for who in ids}


def _with(sheet: FormSheet, **changed: object) -> FormSheet:
    return FormSheet(**(vars(sheet) | changed))


def _said_in(form: Form, words: str) -> bool:
    """A form that stands alone on Slack says itself what it is about: here its page's head does, and once is enough."""
    start = words.removesuffix("…")
    notes = (" ".join(one.text.split()) for one in form.fields if isinstance(one, FormNote))
    return bool(start) and any(start in note for note in notes)


def _lacking(reader: Reader, form: Form, given: i.FieldValues) -> dict[str, str]:
    """All questions at once that were left out, or said at too great a length."""
    kinds = {one.key: one.kind for one in form.fields if isinstance(one, Field)}
    said = {key: "choose" if kinds[key] == "choice" else "please" for key in fields.lacking(form, given)}
    missing = {key: reader.say(f"web.mend.{word}") for key, word in said.items()}
    long = {
        key: reader.say("web.mend.shorter", n=limit)
        for key, limit in fields.overlong_fields(form, given).items()
    }
    return missing | long
