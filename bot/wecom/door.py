"""Where everything from WeCom comes in once: decided and stored before it is acknowledged, answered afterwards."""

from __future__ import annotations

import traceback
from concurrent.futures import Executor, Future
from concurrent.futures import TimeoutError as TooLate
from pathlib import Path
from threading import Lock

import structlog

from bot.inbox.answer import Answer, Errand, Sorry, Talk, Whisper
from bot.inbox.incoming import Left, Pressed
from bot.outbox.channel import NotTaken, Unreachable
from bot.service.recent import Recent
from bot.wecom import inbound
from bot.wecom.address import person_at
from bot.wecom.answering import Answering
from bot.wecom.channel import WecomChannel
from bot.wecom.errands import Errands
from bot.wecom.inbound import Unread, Way
from bot.wecom.regrets import SORRY_AFTER, Regret, Regrets
from workflows.ports import NotSaved

TWIN_WAITS = 4.0  # seconds that a repeated callback waits for the first one; WeCom waits 5

log = structlog.get_logger("wecom")


class Door:
    """Takes each message or event once, however often it comes. Thread-safe."""

    def __init__(
        self,
        talk: Talk,
        channel: WecomChannel,
        sorry: Sorry,
        answering: Answering,
        errands: Executor,
        sorry_after: float = SORRY_AFTER,
    ) -> None:
        self._talk = talk
        self._channel = channel
        self._sorry = sorry
        self._answering = answering
        self._errands = Errands(errands, channel.ready_in)
        self._taken: Recent[str, Future[bool]] = Recent(10_000)
        self._lock = Lock()
        self._regrets = Regrets(channel.notes, self._regret, sorry_after)

    def take(self, message: inbound.XmlElement) -> bool:
        """Whether it is dealt with. If not, it should come again: that is how WeCom understands a failure."""
        way = inbound.way(message)
        with self._lock:
            twin = self._taken.get(way.delivery)
            if twin is None:
                mine: Future[bool] = Future()
                self._taken.put(way.delivery, mine)
        if twin is not None:
            return _outcome(twin)
        taken = self._first(message, way)
        if not taken:
            self._taken.pop(way.delivery)
        mine.set_result(taken)
        return taken

    def start(self) -> None:
        """Tell people of what failed shortly before the last process ended."""
        self._regrets.start()

    def close(self) -> None:
        """Begin nothing any more; who waits for an answer to a failure is told at the next start."""
        self._regrets.close()
        self._errands.close()

    def _first(self, message: inbound.XmlElement, way: Way) -> bool:
        try:
            answer = self._answer(message, way)
        except NotSaved:
            return self._regrets.failed(way, "not_saved")
        except Exception as error:  # noqa: BLE001 - the one place where nothing may get lost without a word
            log.error("failed", error=type(error).__name__, where=_where(error))  # noqa: TRY400
            return self._regrets.failed(way, "failed")
        self._regrets.settled(way)
        self._send(way, self._answering.plan(answer, way) if answer else None)
        return True

    def _answer(self, message: inbound.XmlElement, way: Way) -> Answer | None:
        self._channel.came(way.user)
        # First: what follows may change that card at once.
        self._channel.clicked(way.user, way.task, way.code)
        came = inbound.read_callback(message, self._channel.ways.long_key)
        if isinstance(came, Unread):
            return Whisper(card=self._sorry(came.by, "only_text"))
        if isinstance(came, Left):
            self._channel.look_again(came.by)
        if isinstance(came, Pressed) and self._channel.is_whisper(way.task):
            came = came.model_copy(update={"alone": True})
        return self._talk(came) if came else None

    def _regret(self, regret: Regret) -> None:
        """Said after the last try: until then it may still succeed."""

        def say() -> None:
            card = self._sorry(person_at(regret.user), regret.why)
            try:
                self._channel.whisper(regret.user, card, f"{regret.delivery} {regret.why}")
            except (NotTaken, Unreachable):
                self._regrets.said(regret)  # and never will be
                raise
            self._regrets.said(regret)

        self._errands.put(regret.user, say)

    def _send(self, way: Way, errand: Errand | None) -> None:
        if errand:
            self._errands.put(way.user, errand)


def _outcome(twin: Future[bool]) -> bool:
    try:
        return twin.result(TWIN_WAITS)
    except TooLate:
        return False


def _where(error: Exception) -> list[str]:
    """The way down to it, without any value: those may be people's words."""
    frames = traceback.extract_tb(error.__traceback__)[-6:]
    return [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
