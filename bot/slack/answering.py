"""The direct answer on its way back: in the acknowledgement where Slack reads it, else by its own call."""

from __future__ import annotations

from typing import assert_never

import structlog

from bot.cards.elements import Buttons, Card, Element, Field, Form, Home, Words
from bot.forms.doorstep import button_to, words_in
from bot.inbox.answer import (
    Answer,
    Errand,
    FieldErrors,
    InsteadOfForm,
    Nothing,
    OpenForm,
    RedrawForm,
    ShowHome,
    Sorry,
    Whisper,
)
from bot.outbox.channel import Later, Revoked, Unclear, Unreachable, Vanished
from bot.service.json_types import Json
from bot.slack import escape, render
from bot.slack.client import Malformed, SlackClient, SlackRefused
from bot.slack.fields import block_id
from bot.slack.inbound import Way

FAILURES = (Later, Revoked, Unclear, Unreachable, Vanished, Malformed, SlackRefused)

log = structlog.get_logger("slack")


class Answering:
    """Turns an answer into the acknowledgement's body, and what is to be called afterwards."""

    def __init__(self, client: SlackClient, sorry: Sorry) -> None:
        self._client = client
        self._sorry = sorry

    def plan(self, answer: Answer, way: Way) -> tuple[Json, Errand | None]:
        """The body of the acknowledgement (may be empty), and an errand for after it. Calls nothing."""
        if way.kind == "view_submission":
            return self._to_form(answer, way)
        match answer:
            case Nothing():
                return {}, None
            case Whisper(card=card) | InsteadOfForm(card=card):
                return self._whisper(card, way)
            case OpenForm(form=form):
                return {}, lambda: self._open(form, way)
            case RedrawForm(form=form):
                return {}, lambda: self._redraw(form, way)
            case FieldErrors():
                return {}, None  # only a form that was sent has fields to stand at
            case ShowHome(home=home):
                return {}, lambda: self._publish(home, way)
            case _:
                assert_never(answer)

    def _to_form(self, answer: Answer, way: Way) -> tuple[Json, Errand | None]:
        """A form that was sent waits for its acknowledgement: it closes, mends or becomes something else."""
        match answer:
            case Nothing():
                return {"response_action": "clear"}, None
            case FieldErrors(errors=errors, form=form) if form and _asks_more(errors, form, way):
                return {"response_action": "update", "view": render.modal_view(form)}, None
            case FieldErrors(errors=errors):
                return {"response_action": "errors", "errors": _at_fields(errors, way)}, None
            case Whisper(card=card) | InsteadOfForm(card=card):
                return {"response_action": "update", "view": render.card_view(card)}, None
            case OpenForm(form=form) | RedrawForm(form=form):
                return {"response_action": "update", "view": render.modal_view(form)}, None
            case ShowHome(home=home):
                return {"response_action": "clear"}, lambda: self._publish(home, way)
            case _:
                assert_never(answer)

    def _whisper(self, card: Card, way: Way) -> tuple[Json, Errand | None]:
        if way.kind == "command":
            return {"response_type": "ephemeral", **render.message(card)}, None
        return {}, lambda: self._say_aside(card, way)

    def _say_aside(self, card: Card, way: Way) -> None:
        """Say it to this person alone by the first way that works; raises the last failure if none does."""
        *ways, last = self._ways_aside(card, way)
        for say in ways:
            try:
                say()
            except FAILURES as error:
                log.info("said another way", why=f"{type(error).__name__}: {error}")
            else:
                return
        last()

    def _ways_aside(self, card: Card, way: Way) -> list[Errand]:
        """In their channel, at the address that came with a press, in a window, in their direct messages."""
        ways: list[Errand] = []
        if way.channel:
            ways.append(lambda: self._ephemeral(card, way))
        if way.response_url:
            ways.append(lambda: self._respond(card, way))
        if way.trigger:
            window = render.card_view(card)
            ways.append(lambda: self._call(self._opening(way), trigger_id=way.trigger, view=window))
        return [*ways, lambda: self._call("chat.postMessage", channel=way.user, **render.message(card))]

    def _ephemeral(self, card: Card, way: Way) -> None:
        rest: Json = {"channel": way.channel, "user": way.user, "thread_ts": way.thread or None}
        try:
            self._client.tell("chat.postEphemeral", **rest, **render.message(card))
        except Malformed:
            log.warning("blocks refused", method="chat.postEphemeral")
            self._client.tell("chat.postEphemeral", **rest, **render.plain_message(card))

    def _respond(self, card: Card, way: Way) -> None:
        body: Json = {"response_type": "ephemeral", "replace_original": False, **render.message(card)}
        self._client.respond(way.response_url, body)

    def _open(self, form: Form, way: Way) -> None:
        """Open the form; where that fails, give their words back with a button that opens it again."""
        if not way.trigger:
            self._say_aside(_doorstep(form), way)
            return
        try:
            self._call(self._opening(way), trigger_id=way.trigger, view=render.modal_view(form))
        except FAILURES as error:
            log.warning("form not opened", why=f"{type(error).__name__}: {error}")
            sorry = self._sorry(f"slack:{way.user}", "no_form")
            self._say_aside(_doorstep(form, sorry), way.model_copy(update={"trigger": ""}))

    def _opening(self, way: Way) -> str:
        """From within a modal one more is laid on top."""
        return "views.push" if way.modal else "views.open"

    def _redraw(self, form: Form, way: Way) -> None:
        if not way.modal:
            self._open(form, way)
            return
        self._call("views.update", view_id=way.view, hash=way.hash, view=render.modal_view(form))

    def _publish(self, page: Home, way: Way) -> None:
        self._call("views.publish", user_id=way.user, view=render.home_view(page))

    def _call(self, method: str, **arguments: object) -> None:
        self._client.tell(method, **arguments)


def _asks_more(errors: dict[str, str], form: Form, way: Way) -> bool:
    """Whether something is missing that was not asked yet, and now is: the form itself says why."""
    asked = {one.key for one in form.fields if isinstance(one, Field)}
    return bool(way.questions) and any(key in asked and key not in way.questions for key in errors)


def _at_fields(errors: dict[str, str], way: Way) -> Json:
    """Each sentence at its field; one about a field that isn't shown, at the first that is."""
    shown: dict[str, object] = {}
    for key, text in errors.items():
        here = key if key in way.questions or not way.questions else way.questions[0]
        shown.setdefault(block_id(here), escape.plain(text, 300))
    return shown


def run_errand(errand: Errand) -> None:
    """Does what is left to do. A failure is told to the log: everything that matters was stored before."""
    try:
        errand()
    except FAILURES as error:
        log.warning("answer not delivered", why=f"{type(error).__name__}: {error}")


def _doorstep(form: Form, sorry: Card | None = None) -> Card:
    """The card with a button for a form that does not open by itself (Slack opens one only at a press)."""
    typed: tuple[Element, ...] = (Words(text=words_in(form)),) if words_in(form) else ()
    said = (*sorry.elements, *typed) if sorry else ()
    summary = sorry.summary if sorry else form.title
    return Card(title=form.title, summary=summary, elements=(*said, Buttons(buttons=(button_to(form),))))
