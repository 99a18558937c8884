"""The direct answer on its way back: in the acknowledgement where Slack reads it, else by its own call."""

from __future__ import annotations

from collections.abc import Callable
from typing import assert_never

import structlog

from bot.cards.elements import Button, Buttons, Card, Field, Form, Home
from bot.inbox.answer import (
    Answer,
    FieldErrors,
    InsteadOfForm,
    Nothing,
    OpenForm,
    RedrawForm,
    ShowHome,
    Whisper,
)
from bot.outbox.channel import Later, Revoked, Unclear, Unreachable, Vanished
from bot.slack import escape, render
from bot.slack.client import Malformed, Refused, SlackClient
from bot.slack.fields import block_id
from bot.slack.inbound import Way
from bot.slack.rich import Json

FAILURES = (Later, Revoked, Unclear, Unreachable, Vanished, Malformed, Refused)
Errand = Callable[[], None]

log = structlog.get_logger("slack")


class Answering:
    """Turns an answer into the acknowledgement's body, and what is to be called afterwards."""

    def __init__(self, client: SlackClient) -> None:
        self._client = client

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
                return {"response_action": "update", "view": render.view(form)}, None
            case FieldErrors(errors=errors):
                return {"response_action": "errors", "errors": _at_fields(errors, way)}, None
            case Whisper(card=card) | InsteadOfForm(card=card):
                return {"response_action": "update", "view": render.card_view(card)}, None
            case OpenForm(form=form) | RedrawForm(form=form):
                return {"response_action": "update", "view": render.view(form)}, None
            case ShowHome(home=home):
                return {"response_action": "clear"}, lambda: self._publish(home, way)
            case _:
                assert_never(answer)

    def _whisper(self, card: Card, way: Way) -> tuple[Json, Errand | None]:
        if way.kind == "command":
            return {"response_type": "ephemeral", **render.message(card)}, None
        return {}, lambda: self._say_aside(card, way)

    def _say_aside(self, card: Card, way: Way) -> None:
        if not way.channel:
            self._call(self._opening(way), trigger_id=way.trigger, view=render.card_view(card))
            return
        rest: Json = {"channel": way.channel, "user": way.user, "thread_ts": way.thread or None}
        try:
            self._ephemeral(card, rest)
        except (Unreachable, Refused):
            self._elsewhere(card, way)

    def _ephemeral(self, card: Card, rest: Json) -> None:
        try:
            self._client.tell("chat.postEphemeral", **rest, **render.message(card))
        except Malformed:
            log.warning("blocks refused", method="chat.postEphemeral")
            self._client.tell("chat.postEphemeral", **rest, **render.plain_message(card))

    def _elsewhere(self, card: Card, way: Way) -> None:
        """Where the bot isn't in the channel, Slack hands out an address, or at least a trigger."""
        if way.response_url:
            body: Json = {"response_type": "ephemeral", "replace_original": False, **render.message(card)}
            self._client.respond(way.response_url, body)
        elif way.trigger:
            self._call(self._opening(way), trigger_id=way.trigger, view=render.card_view(card))

    def _open(self, form: Form, way: Way) -> None:
        if way.trigger:
            self._call(self._opening(way), trigger_id=way.trigger, view=render.view(form))
        else:
            self._say_aside(_doorstep(form), way)

    def _opening(self, way: Way) -> str:
        """From within a modal one more is laid on top."""
        return "views.push" if way.modal else "views.open"

    def _redraw(self, form: Form, way: Way) -> None:
        if not way.modal:
            self._open(form, way)
            return
        self._call("views.update", view_id=way.view, hash=way.hash, view=render.view(form))

    def _publish(self, page: Home, way: Way) -> None:
        self._call("views.publish", user_id=way.user, view=render.home(page))

    def _call(self, method: str, **arguments: object) -> None:
        self._client.tell(method, **arguments)


def _asks_more(errors: dict[str, str], form: Form, way: Way) -> bool:
    """What is missing was not asked yet, and now is: the form itself says why."""
    asked = {one.key for one in form.fields if isinstance(one, Field)}
    return bool(way.questions) and any(key in asked and key not in way.questions for key in errors)


def _at_fields(errors: dict[str, str], way: Way) -> Json:
    """Each sentence at its field; one about a field that isn't shown, at the first that is."""
    shown: dict[str, object] = {}
    for key, text in errors.items():
        here = key if key in way.questions or not way.questions else way.questions[0]
        shown.setdefault(block_id(here), escape.plain(text, 300))
    return shown


def run(errand: Errand) -> None:
    """Does what is left to do. A failure is told to the log: everything that matters was stored before."""
    try:
        errand()
    except FAILURES as error:
        log.warning("answer not delivered", why=f"{type(error).__name__}: {error}")


def _doorstep(form: Form) -> Card:
    """Where no form can open by itself (Slack opens one only at a press), a button stands for it."""
    button = Button(act=form.act, label=form.title, about=form.about, style="primary")
    return Card(title=form.title, summary=form.title, elements=(Buttons(buttons=(button,)),))
