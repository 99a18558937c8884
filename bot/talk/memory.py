"""What a conversation remembers, durably: the request in focus, the question asked, words, and what was answered."""

from __future__ import annotations

import hashlib
from datetime import date, datetime, timedelta
from typing import TypeVar

from pydantic import ValidationError

from bot.cards.elements import Card
from bot.inbox import answer as a
from workflows.frozen import Frozen
from workflows.keys import NoteKind, note_key
from workflows.meaning.situation import A_NEW_ONE, ASKED, Focus
from workflows.ports import Clock, Notes
from workflows.state.values import Person

HEARD = 8  # messages whose answer is known still; platforms repeat within the minute


class Asking(Frozen):
    """One question that was put to somebody, in a run of them. `day` was understood, and waits for a yes."""

    number: int
    question: str
    at: datetime
    done: int = 0  # questions of this run that lie behind
    skipped: tuple[str, ...] = ()
    needed: bool = False  # only what can't be left open is asked
    day: date | None = None


class Line(Frozen):
    """Words on their way to a request. `token` names them in buttons; `delivery` is that of their next effect."""

    by: Person
    text: str
    token: str
    delivery: str


class Placed(Frozen):
    """Where words went: as the answer to a question, passed on, or as a new request."""

    number: int
    question: str | None = None
    raised: bool = False
    moves: int = 0
    to: Person | None = None  # read by this colleague alone


class AnsweredBefore(Frozen):
    """A message or press that was answered: when it comes again, the same answer is given."""

    delivery: str
    token: str
    card: Card | None  # None: the cards themselves show it
    topic: str = ""
    left: Card | None = None


class _Recent(Frozen):
    heard: tuple[AnsweredBefore, ...] = ()


_Kept = TypeVar("_Kept", bound=Frozen)


class Memory:
    """Notes by person. What a later version can't read any more counts as forgotten."""

    def __init__(self, notes: Notes, clock: Clock) -> None:
        self._notes = notes
        self._clock = clock

    # The request in focus, and the question asked

    def focus(self, person: Person) -> Focus | None:
        return self._read(note_key(NoteKind.FOCUS, person), Focus)

    def focus_on(self, person: Person, number: int, *, raised: bool = False) -> None:
        self._note(
            note_key(NoteKind.FOCUS, person), Focus(number=number, at=self._clock.now(), raised=raised)
        )

    def focus_on_new(self, person: Person) -> None:
        """What they write next is a request of its own."""
        self.stop_asking(person)
        self.focus_on(person, A_NEW_ONE)

    def look_away(self, person: Person) -> None:
        self._notes.forget(note_key(NoteKind.FOCUS, person))

    def is_fresh(self, at: datetime, within: timedelta) -> bool:
        return at <= self._clock.now() < at + within

    def asking(self, person: Person) -> Asking | None:
        """The question that was put to this person today."""
        asking = self._read(note_key(NoteKind.ASKING, person), Asking)
        return asking if asking and self.is_fresh(asking.at, ASKED) else None

    def ask(self, person: Person, asking: Asking) -> None:
        self._note(note_key(NoteKind.ASKING, person), asking.model_copy(update={"at": self._clock.now()}))

    def stop_asking(self, person: Person) -> None:
        if self._notes.noted(note_key(NoteKind.ASKING, person)) is not None:
            self._notes.forget(note_key(NoteKind.ASKING, person))

    # Words that wait for a place, or may yet be moved

    def line(self, person: Person, delivery: str, text: str) -> Line:
        return Line(by=person, text=storable_words(text), token=_short(delivery), delivery=delivery)

    def taken(self, person: Person, delivery: str, text: str) -> Line:
        """A line that is kept."""
        line = self.line(person, delivery, text)
        self.keep(line)
        return line

    def keep(self, line: Line) -> None:
        """Before anything is done with them: nothing said is lost."""
        self._notes.note(_words(line.by, line.token), line.text, self._clock.now())

    def kept(self, person: Person, token: str) -> Line | None:
        """Words by the token in a button; only their own writer finds them. Each move is a delivery of its own."""
        text = self._notes.noted(_words(person, token))
        placed = self.placed(person, token)
        moves = placed.moves + 1 if placed else 0
        delivery = f"words:{_short(person, token)}:{moves}"
        return Line(by=person, text=text, token=token, delivery=delivery) if text else None

    def placed(self, person: Person, token: str) -> Placed | None:
        return self._read(_place(person, token), Placed)

    def place(self, line: Line, placed: Placed) -> None:
        before = self.placed(line.by, line.token)
        moves = before.moves + 1 if before else 0
        self._note(_place(line.by, line.token), placed.model_copy(update={"moves": moves}))

    # What was answered

    def answered(self, person: Person, delivery: str) -> a.Answer | None:
        heard = next((one for one in self._recent(person).heard if one.delivery == delivery), None)
        if heard is None:
            return None
        return a.Whisper(card=heard.card, topic=heard.topic, left=heard.left) if heard.card else a.Nothing()

    def heard(self, person: Person, delivery: str, answer: a.Answer) -> None:
        """The last few are known. Older words are forgotten, unless a card still asks where they belong."""
        new = AnsweredBefore(delivery=delivery, token=_short(delivery), card=None)
        if isinstance(answer, a.Whisper):
            new = new.model_copy(update={"card": answer.card, "topic": answer.topic, "left": answer.left})
        recent = (*self._recent(person).heard, new)
        self._note(note_key(NoteKind.HEARD, person), _Recent(heard=recent[-HEARD:]))
        for old in recent[:-HEARD]:
            waits = old.card is not None and old.token in old.card.model_dump_json()
            if self.placed(person, old.token) or not waits:
                self._notes.forget(_words(person, old.token))
                self._notes.forget(_place(person, old.token))

    def _recent(self, person: Person) -> _Recent:
        return self._read(note_key(NoteKind.HEARD, person), _Recent) or _Recent()

    def _note(self, key: str, value: Frozen) -> None:
        self._notes.note(key, value.model_dump_json(), self._clock.now())

    def _read(self, key: str, kind: type[_Kept]) -> _Kept | None:
        text = self._notes.noted(key)
        try:
            return kind.model_validate_json(text) if text else None
        except ValidationError:
            return None


def skipping(delivery: str) -> str:
    """The delivery of the press that ends a run, in which something was skipped, by these words."""
    return f"{delivery}:skip"


def storable_words(text: str) -> str:
    """The text as it can be stored: half a character is none."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _short(*names: str) -> str:
    """A name that fits in every button; it begins with a letter, so that it is no request's number."""
    return "w" + hashlib.sha256("\0".join(names).encode("utf-8", "surrogatepass")).hexdigest()[:20]


def _words(person: Person, token: str) -> str:
    return note_key(NoteKind.WORDS, _short(person, token))


def _place(person: Person, token: str) -> str:
    return note_key(NoteKind.PLACED, _short(person, token))
