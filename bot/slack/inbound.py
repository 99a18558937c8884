"""Slack's payloads in, neutral words out: pure. What isn't for us, or isn't what Slack sends, is None."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import TypedDict

from bot.inbox.incoming import (
    Changed,
    Commanded,
    FieldValues,
    Incoming,
    Left,
    LookedHome,
    Pressed,
    Submitted,
    TurnedInto,
    Wrote,
)
from bot.slack import escape
from bot.slack.fields import PREFIX, answers_in
from bot.slack.render import FORM
from workflows.frozen import Frozen
from workflows.state.values import Person

Names = Callable[[str], str]  # a user id → the name people see

TICKET = frozenset({"ticket", "admission_tickets"})
_ACT = re.compile(r"eoac:(?P<act>.+?)(?::\d+)?\Z", re.DOTALL)
_TYPED = frozenset({"", "file_share", "thread_broadcast", "me_message"})  # subtypes that are somebody's words
_SLACKBOT = "USLACKBOT"


class Marked(Frozen):
    """A 🎫 was put on a message. Slack doesn't send its words: whoever is connected fetches them."""

    by: Person
    delivery: str
    author: Person | None
    channel: str
    ts: str


class Way(Frozen):
    """How an answer finds back to who did something; an empty string is a way that isn't there."""

    kind: str  # Slack's type of payload, or "command" and "event"
    user: str
    channel: str = ""
    thread: str = ""
    trigger: str = ""
    response_url: str = ""
    view: str = ""
    hash: str = ""
    modal: bool = False  # the view is a modal, so that another goes on top of it
    questions: tuple[str, ...] = ()  # the keys of an open form's fields, in order


def read_payload(payload: object, name_of: Names = str) -> Incoming | Marked | None:
    """Read what somebody did. `name_of` turns a mentioned person's id into the name that was seen."""
    if not isinstance(payload, dict):
        return None
    match payload:
        case {"command": str()}:
            return _command(payload, name_of)
        case {"type": "shortcut", "callback_id": "eoac:raise"}:
            return _shortcut(payload)
        case {"type": "message_action", "callback_id": "eoac:turn"}:
            return _turned(payload, name_of)
        case {"type": "block_actions"}:
            return _pressed(payload)
        case {"type": "view_submission"}:
            return _submitted(payload)
        case {"type": "event_callback", "event": dict()}:
            return _event(payload, name_of)
        case _:
            return None


def way(payload: object) -> Way:
    """Return where the direct answer goes."""
    if at(payload, "command"):
        user, channel = at(payload, "user_id"), at(payload, "channel_id")
        return Way(kind="command", user=user, channel=channel, **_handles(payload))
    if at(payload, "type") == "event_callback":
        channel = at(payload, "event", "channel") or at(payload, "event", "item", "channel")
        thread = at(payload, "event", "thread_ts")
        return Way(kind="event", user=at(payload, "event", "user"), channel=channel, thread=thread)
    return Way(
        kind=at(payload, "type"),
        user=at(payload, "user", "id"),
        channel=at(payload, "channel", "id") or at(payload, "container", "channel_id"),
        thread=at(payload, "message", "thread_ts") or at(payload, "container", "thread_ts"),
        view=at(payload, "view", "id"),
        hash=at(payload, "view", "hash"),
        modal=at(payload, "view", "type") == "modal",
        questions=_questions(payload),
        **_handles(payload),
    )


def _questions(payload: object) -> tuple[str, ...]:
    view = payload.get("view") if isinstance(payload, dict) else None
    blocks = view.get("blocks") if isinstance(view, dict) else None
    ids = [at(block, "block_id") for block in blocks] if isinstance(blocks, list) else []
    return tuple(one.removeprefix(PREFIX) for one in ids if one.startswith(PREFIX))


def at(thing: object, *path: str) -> str:
    """The text that stands there, or "" if the payload has another shape."""
    for key in path:
        thing = thing.get(key) if isinstance(thing, dict) else None
    return escape.storable(thing) if isinstance(thing, str) else ""


class _Handles(TypedDict):
    trigger: str
    response_url: str


def _handles(payload: object) -> _Handles:
    return {"trigger": at(payload, "trigger_id"), "response_url": at(payload, "response_url")}


def _person(user: str) -> Person:
    return f"slack:{user}"


def _command(payload: object, name_of: Names) -> Commanded | None:
    user = at(payload, "user_id")
    if not user:
        return None
    text = escape.decoded(at(payload, "text"), name_of).strip()
    delivery = f"command:{at(payload, 'trigger_id')}"
    return Commanded(by=_person(user), delivery=delivery, text=text)


def _shortcut(payload: object) -> Commanded | None:
    user = at(payload, "user", "id")
    return Commanded(by=_person(user), delivery=f"shortcut:{at(payload, 'trigger_id')}") if user else None


def _turned(payload: object, name_of: Names) -> TurnedInto | None:
    user, author = at(payload, "user", "id"), at(payload, "message", "user")
    if not user:
        return None
    return TurnedInto(
        by=_person(user),
        delivery=f"shortcut:{at(payload, 'trigger_id')}",
        text=escape.decoded(at(payload, "message", "text"), name_of),
        author=_person(author) if author else None,
    )


def _pressed(payload: dict[str, object]) -> Pressed | Changed | None:
    user, actions = at(payload, "user", "id"), payload.get("actions")
    if not user or not isinstance(actions, list) or not actions:
        return None
    action = actions[0]
    delivery = f"press:{user}/{at(action, 'action_ts')}/{at(action, 'block_id')}/{at(action, 'action_id')}"
    if at(payload, "view", "callback_id") == FORM and at(action, "block_id").startswith(PREFIX):
        act, about = remembered(payload)
        return Changed(by=_person(user), delivery=delivery, act=act, about=about, answers=_state(payload))
    if not (pressed := _act(action)):
        return None
    return Pressed(by=_person(user), delivery=delivery, act=pressed[0], about=pressed[1])


def _act(action: object) -> tuple[str, str] | None:
    found = _ACT.match(at(action, "action_id"))
    if not found:
        return None
    if at(action, "type") == "overflow":
        act, _, about = at(action, "selected_option", "value").partition(" ")
        return act, about
    return found["act"], at(action, "value")


def _submitted(payload: object) -> Submitted | None:
    user = at(payload, "user", "id")
    if not user or at(payload, "view", "callback_id") != FORM:
        return None
    act, about = remembered(payload)
    delivery = f"submit:{user}/{at(payload, 'view', 'id')}/{at(payload, 'view', 'hash')}"
    return Submitted(by=_person(user), delivery=delivery, act=act, about=about, answers=_state(payload))


def remembered(payload: object) -> tuple[str, str]:
    """Act and about, as render.view put them into the form."""
    try:
        kept: object = json.loads(at(payload, "view", "private_metadata") or "{}")
    except (ValueError, RecursionError):
        kept = {}
    return at(kept, "act"), at(kept, "about")


def _state(payload: object) -> FieldValues:
    view = payload.get("view") if isinstance(payload, dict) else None
    state = view.get("state") if isinstance(view, dict) else None
    return answers_in(state.get("values") if isinstance(state, dict) else None)


def _event(payload: dict[str, object], name_of: Names) -> Incoming | Marked | None:
    event = payload["event"]
    user = at(event, "user") or at(event, "user", "id")
    bot = _bot_user(payload)
    if not user or user in (bot, _SLACKBOT) or at(event, "bot_id"):
        return None
    match at(event, "type"):
        case "message" | "app_mention":
            return _wrote(event, user, bot, name_of)
        case "app_home_opened" if at(event, "tab") == "home":
            return LookedHome(by=_person(user), delivery=f"event:{at(payload, 'event_id')}")
        case "reaction_added":
            return _marked(event, user)
        case "user_change":
            return _changed(event, user, at(payload, "event_id"))
        case _:
            return None


def _changed(event: object, user: str, id: str) -> Left | None:
    """Something about an account is another; only that it is deactivated matters."""
    profile = event.get("user") if isinstance(event, dict) else None
    gone = isinstance(profile, dict) and profile.get("deleted") is True
    return Left(by=_person(user), delivery=f"event:{id}") if gone else None


def _bot_user(payload: dict[str, object]) -> str:
    """Our own user id: Slack names it with every event."""
    given = payload.get("authorizations")
    return at(given[0], "user_id") if isinstance(given, list) and given else ""


def _wrote(event: object, user: str, bot: str, name_of: Names) -> Wrote | None:
    if not isinstance(event, dict) or at(event, "subtype") not in _TYPED or event.get("edited"):
        return None
    channel, ts, thread = at(event, "channel"), at(event, "ts"), at(event, "thread_ts")
    named, raw = _unnamed(at(event, "text"), bot)
    direct = at(event, "channel_type") == "im" or channel.startswith("D")
    mention = named or at(event, "type") == "app_mention"
    under = f"slack:{channel}/{thread}" if thread and thread != ts else None
    text = escape.decoded(raw, name_of).strip() or _files(event)
    if not (direct or mention or under) or not (text or mention):
        return None
    return Wrote(
        by=_person(user),
        delivery=f"said:{channel}/{ts}",  # the same for the mention and the message that carry these words
        text=text,
        here=f"slack:{channel}",
        under=under,
        direct=direct,
        mention=mention,
    )


def _unnamed(text: str, bot: str) -> tuple[bool, str]:
    """Whether the bot is named in it, and the words without its name."""
    if not bot:
        return False, text
    bare, times = re.subn(rf"\s*<@{re.escape(bot)}(\|[^>]*)?>", "", text)
    return times > 0, bare


def _files(event: dict[str, object]) -> str:
    files = event.get("files")
    named = [at(one, "title") or at(one, "name") for one in files] if isinstance(files, list) else []
    return escape.storable(", ".join(name for name in named if name))


def _marked(event: object, user: str) -> Marked | None:
    channel, ts = at(event, "item", "channel"), at(event, "item", "ts")
    if at(event, "reaction").split("::")[0] not in TICKET or not (channel and ts):
        return None
    author = at(event, "item_user")
    return Marked(
        by=_person(user),
        delivery=f"ticket:{channel}/{ts}",  # one message becomes one request, whoever marks it
        author=_person(author) if author else None,
        channel=channel,
        ts=ts,
    )
