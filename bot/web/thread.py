"""A request's page: how it stands, what can be done, everything that happened, and a word to the other side."""

from __future__ import annotations

from starlette.responses import Response

from bot.cards.elements import Button, Buttons, Card, Details, Element, More
from bot.cards.hearing import reached
from bot.cards.view import View
from bot.inbox import answer as a
from bot.inbox import incoming as i
from bot.inbox.front import Front
from bot.texts.cut import cut
from bot.web import paths
from bot.web.entrance import seen_other
from bot.web.face import Face, Reader
from bot.web.history import history_lines, safe
from bot.web.listing import tone
from bot.web.sending import SHOWN, delivery, first_sentence, once, said_so, seen, sent
from bot.web.session import Flash, Sessions
from workflows.ports import NotSaved
from workflows.rights import acts, verdict
from workflows.state.request import Request

ELSEWHERE = ("show", "page")  # buttons that lead here


class Threads:
    """Each method is a page, or a press on one."""

    def __init__(self, front: Front, face: Face, sessions: Sessions) -> None:
        self._front = front
        self._face = face
        self._sessions = sessions

    def show(self, reader: Reader) -> Response:
        return self.page(reader, seen(self._front, reader, reader.visit.params["number"]))

    def page(self, reader: Reader, request: Request, status: int = 200, **kept: str) -> Response:
        """The whole thread; `wrong` says what did not work, `words` is what was written in the box."""
        speaker = self._front.speaker
        view, card = speaker.view(request, reader.person), speaker.whole(request, reader.person)
        return self._face.page(
            "thread.html",
            reader,
            status,
            number=request.number,
            title=card.title,
            state=view.state,
            tone=tone(view),
            body=_body(card, reader.say("label.state")),
            link=safe(request.delivery.link) if request.delivery else "",
            row=_buttons(card, Buttons),
            more=_buttons(card, More),
            page_of=_page_of,
            lines=history_lines(view),
            to=self._other(reader, view),
            wrong=kept.get("wrong", ""),
            words=kept.get("words", ""),
            once=kept.get("once"),
        )

    def press(self, reader: Reader) -> Response:
        """A button that needs no form, from any page."""
        act, said = reader.visit.one("act"), reader.visit.one("about")
        request = seen(self._front, reader, said.partition(":")[0])
        return self.pressed(reader, request, act, paths.about(said, request.number))

    def pressed(self, reader: Reader, request: Request, act: str, about: str) -> Response:
        number, mark = request.number, once(reader)
        came = i.Pressed(by=reader.person, delivery=delivery(reader, mark, act, about), act=act, about=about)
        if act == "show" or act not in acts.BY_KEY:
            return seen_other(paths.path_of(number))
        try:
            answer = self._front(came)
        except NotSaved:
            return self.page(reader, request, 503, wrong=reader.say("web.not_saved"), once=mark)
        match answer:
            case a.OpenForm(form=form):
                return seen_other(paths.path_of(number, form.act, about))
            case a.Whisper(card=card) if card.tone != "warn":
                return sent(self._front, self._sessions, reader, number, _confirmed(card))
            case a.Whisper(card=card):
                now = seen(self._front, reader, str(number))
                return self.page(reader, now, 409, wrong=first_sentence(card))
            case _:
                return sent(self._front, self._sessions, reader, number)

    def back(self, reader: Reader) -> Response:
        """I'm back: a press that is about no request."""
        wanted = delivery(reader, once(reader), "back", "")
        try:
            answer = self._front(i.Pressed(by=reader.person, delivery=wanted, act="back", about=""))
        except NotSaved:
            return said_so(self._sessions, reader.say("web.not_saved"))
        return said_so(self._sessions, first_sentence(answer.card) if isinstance(answer, a.Whisper) else "")

    def reply(self, reader: Reader) -> Response:
        """Words to the other side; or an answer, if one was asked for."""
        request = seen(self._front, reader, reader.visit.params["number"])
        words, mark = reader.visit.one("text"), once(reader)
        wanted = delivery(reader, mark, "reply", str(request.number))
        came = i.Replied(by=reader.person, delivery=wanted, number=request.number, text=words)
        try:
            answer = self._front(came)
        except NotSaved:
            wrong = reader.say("web.not_saved")
            return self.page(reader, request, 503, wrong=wrong, words=words, once=mark)
        if not isinstance(answer, a.Whisper):
            return sent(self._front, self._sessions, reader, request.number)
        if answer.card.tone == "warn":
            return self.page(reader, request, 422, wrong=first_sentence(answer.card), words=words, once=mark)
        return sent(self._front, self._sessions, reader, request.number, _confirmed(answer.card))

    def _other(self, reader: Reader, view: View) -> str:
        """The name of whom words written here reach; empty where this reader can't write."""
        if view.hidden or verdict.why_not(acts.BY_KEY["reply"], view.request, view.facts):
            return ""
        return reached(view, reader.person)


def _body(card: Card, state: str) -> list[Element]:
    """Return what it says. Its state stands beside the title already."""
    shown: list[Element] = []
    for element in card.elements:
        if isinstance(element, Details):
            shown.append(Details(facts=tuple(fact for fact in element.facts if fact.label != state)))
        elif not isinstance(element, Buttons | More):
            shown.append(element)
    return shown


def _buttons(card: Card, of: type[Buttons] | type[More]) -> list[Button]:
    return [
        button
        for element in card.elements
        if isinstance(element, of)
        for button in element.buttons
        if button.act not in ELSEWHERE
    ]


def _page_of(button: Button, number: int) -> str:
    """The page a button leads to; empty for one that is simply pressed."""
    return paths.path_of(number, button.act, button.about) if button.form or button.sure else ""


def _confirmed(card: Card) -> Flash:
    undo = next((b.about for e in card.elements if isinstance(e, Buttons) for b in e.buttons), "")
    return Flash(text=cut(first_sentence(card), SHOWN), undo=undo)
