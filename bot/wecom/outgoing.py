"""Messages on their way to one person: the same card makes the same bytes, and WeCom drops what it has already."""

from __future__ import annotations

import hashlib
import json
import time
from threading import Lock

from bot.cards.elements import Card
from bot.outbox.channel import Crowded, NotTaken, Unreachable
from bot.service.json_types import Json
from bot.wecom import render
from bot.wecom.address import CardAddress, person_at, user_of
from bot.wecom.allowance import Allowance
from bot.wecom.buttons import Ways, pressable
from bot.wecom.client import WecomClient, WecomRefused, json_bytes
from workflows.keys import NoteKind, note_key
from workflows.ports import Notes

SALT = note_key(NoteKind.SALT, "tasks")
WHISPER = "w-"  # begins the ids of cards that nobody keeps true
NOT_TWICE = 14_400  # seconds: the longest for which WeCom drops what it was sent before
SPREAD = 3600  # seconds by which that may be shorter
TASK_TAKEN = 81019  # the errcode for a task id that was used before


class MessageSender:
    """Makes the bytes of a message, gives it an id, and sends it. Thread-safe."""

    def __init__(self, client: WecomClient, ways: Ways, notes: Notes, allowance: Allowance) -> None:
        self._allowance = allowance
        self._client = client
        self._ways = ways
        self._notes = notes
        self._salt = ""
        self._lock = Lock()

    def payload(self, to: str, card: Card, task: str) -> bytes:
        """Equal for the same card and task, and for no other task.

        A text has no room for a task, so the window tells two apart: the same words may be said again.
        """
        said = render.message(card, task, self._ways)
        apart = int(task[-8:], 16) % SPREAD if said["msgtype"] == "text" else 0
        return self._written(
            to, said, {"enable_duplicate_check": 1, "duplicate_check_interval": NOT_TWICE - apart}
        )

    def payload_of_whisper(self, to: str, card: Card, key: str) -> bytes:
        """Words may be whispered twice within hours, and both times they are an answer: better twice than not."""
        said = render.message(card, WHISPER + _whispered(to, key), self._ways)
        once: Json = {"enable_duplicate_check": 1, "duplicate_check_interval": NOT_TWICE}
        return self._written(to, said, once if said["msgtype"] != "text" else {})

    def _written(self, to: str, said: Json, once: Json) -> bytes:
        head = {"touser": user_of(to), "agentid": self._client.agent_id}
        return json_bytes({**head, **said, "enable_id_trans": 0, **once})

    def send(self, raw: bytes) -> CardAddress:
        """Send it; returns where it stands, once WeCom has it. Raises what bot.outbox.channel names.

        A card's id is ours alone: where WeCom knows it already, that card arrived, longer ago than it drops repeats.
        """
        body: Json = json.loads(raw)
        user = str(body["touser"])
        if wait := self._allowance.spend(user):
            raise Crowded(wait, "as many messages as WeCom delivers to one member")
        try:
            answer = self._client.tell("message/send", raw)
        except WecomRefused as error:
            if error.errcode != TASK_TAKEN:
                raise NotTaken(str(error)) from error
            answer = {}
        if any(answer.get(name) for name in ("invaliduser", "unlicenseduser")):
            raise Unreachable(f"{user} can't be sent to")
        card, code = body.get("template_card"), answer.get("response_code")
        shown: Json = card if isinstance(card, dict) else {}
        task = str(shown.get("task_id") or hashed(raw))
        return CardAddress(user, task, code if isinstance(code, str) else "", shows(shown))

    def task(self, to: str, key: str) -> str:
        return hashed(f"{self._salted()} {person_at(to)} {key}".encode())

    def task_instead(self, task: str, card: Card) -> str:
        """Return the task of the card that takes another's place: a second try gets the same one."""
        return hashed(task.encode() + json_bytes(render.template(card, "", self._ways)))

    def _salted(self) -> str:
        """An id is never given twice in the life of an app, but a new store begins its numbers anew."""
        with self._lock:
            self._salt = self._salt or self._notes.noted(SALT) or self._new_salt()
            return self._salt

    def _new_salt(self) -> str:
        salt = hashed(str(time.time_ns()).encode())[:16]
        self._notes.note(SALT, salt)
        return salt


def _whispered(to: str, key: str) -> str:
    """Follows from what was done, whose id is never given twice: on a full disk, too, there is a word."""
    return hashed(f"{person_at(to)} {key}".encode())


def shows(card: Json) -> str:
    """Equal exactly when the same may be pressed."""
    buttons = card.get("button_list")
    return pressable(buttons) if isinstance(buttons, list) else ""


def hashed(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()[:40]
