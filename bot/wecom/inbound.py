"""WeCom's messages and events in, neutral words out: pure. What isn't for us is None."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Protocol

from bot.inbox.incoming import AskedForList, Came, Commanded, Incoming, Left, Pressed, Wrote
from bot.texts.clean import storable
from bot.wecom.address import PLATFORM, person_at
from workflows.frozen import Frozen
from workflows.state.values import Person

Keys = Callable[[str], str | None]  # what a key too long for a button stands for

KEPT = "@"  # begins a key that stands for a longer one
_LISTS = ("mine", "team", "waiting", "help")


class XmlElement(Protocol):
    """As much of an XML element as is looked at."""

    def findtext(self, path: str) -> str | None: ...


class Unread(Came):
    """A picture, a voice message, a file: nothing we can read."""


class Way(Frozen):
    """How an answer finds back to who did something; an empty string is a way that isn't there."""

    user: str
    delivery: str
    task: str = ""  # the card that was pressed
    code: str = ""  # lets that card be changed once


def read_callback(message: XmlElement, long_key: Keys = lambda _: None) -> Incoming | Unread | None:
    """Read what somebody did. `long_key` gives the whole key where a button holds only a short one."""
    user = _user(message)
    if not user:
        return None
    by, delivery = person_at(user), delivery_of(message)
    match at(message, "MsgType").casefold():
        case "event" if at(message, "Event").casefold() == "change_contact":
            return _left(message, delivery)
        case "event":
            return _event(message, by, delivery, long_key)
        case "text":
            text = at(message, "Content").strip()
            return Wrote(by=by, delivery=delivery, text=text, here=by) if text else None
        case "":
            return None
        case _:
            return Unread(by=by, delivery=delivery)


def way(message: XmlElement) -> Way:
    """Return where the direct answer goes."""
    return Way(
        user=_user(message),
        delivery=delivery_of(message),
        task=at(message, "TaskId"),
        code=at(message, "ResponseCode"),
    )


def delivery_of(message: XmlElement) -> str:
    """Return WeCom's own id of a message together with its sender, since two people's messages may share one.

    Events have none, and two clicks may fall in one second: theirs follows from all that tells them apart.
    """
    id = at(message, "MsgId")
    if id and at(message, "MsgType").casefold() != "event":
        return f"{PLATFORM}{_user(message)} {id}"
    parts = ("CreateTime", "MsgType", "Event", "EventKey", "TaskId", "ResponseCode", "Content")
    of_whom = [at(message, part) for part in ("UserID", "ChangeType") if at(message, part)]
    told = "\n".join([_user(message), *(at(message, part) for part in parts), *of_whom])
    return f"{PLATFORM}{hashlib.sha256(told.encode()).hexdigest()[:32]}"


def at(message: XmlElement, name: str) -> str:
    """The text of a child, or "" if there is none."""
    return storable(message.findtext(name) or "")


def _user(message: XmlElement) -> str:
    return at(message, "FromUserName").strip().lower()


def _event(message: XmlElement, by: Person, delivery: str, long_key: Keys) -> Incoming | None:
    key = at(message, "EventKey")
    match at(message, "Event").casefold():
        case "template_card_event":
            act, about = _pressed(key, long_key)
            return Pressed(by=by, delivery=delivery, act=act, about=about)
        case "click":
            return _chosen(key, by, delivery)
        case "subscribe":
            return AskedForList(by=by, delivery=delivery, which="help")
        case _:  # enter_agent, view and all that needs no answer
            return None


def _left(message: XmlElement, delivery: str) -> Left | None:
    """An account was deleted or disabled: https://developer.work.weixin.qq.com/document/path/90970."""
    user, change = at(message, "UserID").strip().lower(), at(message, "ChangeType").casefold()
    disabled = change == "update_user" and at(message, "Status") in ("2", "5")
    gone = user and (change == "delete_user" or disabled)
    return Left(by=person_at(user), delivery=delivery) if gone else None


def _pressed(key: str, long_key: Keys) -> tuple[str, str]:
    """Act and about. Of a key that nobody knows any more nothing is left, and the bot says that it moved on."""
    whole = (long_key(key.removeprefix(KEPT)) or "") if key.startswith(KEPT) else key
    act, _, about = whole.partition(" ")
    return act, about


def _chosen(key: str, by: Person, delivery: str) -> Incoming | None:
    """An entry of the app's menu."""
    if key == "raise":
        return Commanded(by=by, delivery=delivery)
    which = next((one for one in _LISTS if one == key), None)
    return AskedForList(by=by, delivery=delivery, which=which) if which else None
