"""The direct answer on its way back: a message of its own, since WeCom reads no answer to a callback."""

from __future__ import annotations

from collections.abc import Callable
from typing import assert_never

import structlog

from bot import texts
from bot.cards.elements import Buttons, Card, Form, Words
from bot.forms.doorstep import button_to, words_in
from bot.forms.raising import RAISE
from bot.inbox.answer import (
    Answer,
    Errand,
    FieldErrors,
    InsteadOfForm,
    Nothing,
    OpenForm,
    RedrawForm,
    ShowHome,
    Whisper,
)
from bot.service.recent import Recent
from bot.wecom.address import CardAddress
from bot.wecom.buttons import number_in
from bot.wecom.channel import WecomChannel
from bot.wecom.errands import FAILURES
from bot.wecom.inbound import Way
from workflows.languages import Language

Languages = Callable[[str], Language]  # of a person

log = structlog.get_logger("wecom")


class Answering:
    """Turns an answer into what is to be called afterwards."""

    def __init__(self, channel: WecomChannel, language_of: Languages) -> None:
        self._channel = channel
        self._language_of = language_of
        self._open: Recent[tuple[str, str], tuple[CardAddress, Card]] = Recent(5000)  # by person and topic

    def plan(self, answer: Answer, way: Way) -> Errand | None:
        """An errand for after the callback was answered. Calls nothing."""
        match answer:
            case Nothing():
                return (lambda: self._settle(way)) if way.task else None
            case Whisper(topic=topic) if topic:
                return lambda: self._carry_on(answer, way)
            case Whisper(card=card) | InsteadOfForm(card=card):
                return lambda: self._whisper(card, way)
            case OpenForm(form=form) | RedrawForm(form=form):
                return lambda: self._whisper(doorstep(form, self._language_of(f"wecom:{way.user}")), way)
            case FieldErrors(errors=errors):
                said = "\n".join(errors.values())
                return lambda: self._whisper(Card(title="", summary=said), way)
            case ShowHome(home=home):
                return lambda: self._whisper(Card(title="", summary="", elements=home.elements), way)
            case _:
                assert_never(answer)

    def _whisper(self, card: Card, way: Way) -> None:
        self._channel.whisper(way.user, card, way.delivery)

    def _carry_on(self, said: Whisper, way: Way) -> None:
        """Continue a topic in a new card; the one before fades, but keeps its buttons where WeCom can't be asked."""
        where, topic = self._channel.whisper(way.user, said.card, way.delivery), (way.user, said.topic)
        before = self._open.get(topic)
        if said.left:
            self._open.put(topic, (where, said.left))
        else:
            self._open.pop(topic)
        if (
            before is None or before[0].task != way.task
        ):  # what was pressed is no question that was carried on
            self._settle(way)
        if before is None or before[0].task == where.task:
            return
        try:
            self._channel.fade(*before)
        except FAILURES as error:
            log.info("card left as it was", why=type(error).__name__)

    def _settle(self, way: Way) -> None:
        """A whisper that was pressed is done with; what stands is made true by the sender."""
        if self._channel.is_whisper(way.task):
            label = texts.say(self._language_of(f"wecom:{way.user}"), "wecom.pressed")
            self._channel.settle(way.user, way.task, label)


def doorstep(form: Form, language: Language) -> Card:
    """No form opens here by itself: a button leads to its page, with the words that are in it already.

    To raise something a sentence is enough here, which nobody can know who sees only a button.
    """
    raises, key = form.act == RAISE, f"short.{form.act}"
    button = button_to(form, texts.say(language, key) if texts.knows(key) else None)
    typed = words_in(form) or texts.say(language, "talk.doorstep")
    lines = (Words(text=typed),) if raises else ()
    number = number_in(form.about)
    title = f"#{number} · {form.title}" if number and not raises else form.title
    return Card(title=title, summary=title, elements=(*lines, Buttons(buttons=(button,))))
