"""Slack as the sender and the directory see it: says cards, finds them again, knows who people are."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from threading import Lock

import structlog

from bot.cards.elements import Card, Home
from bot.outbox.channel import Later, NotTaken, Unclear, Unreachable, Vanished
from bot.outbox.profiles import MOST, Profiles
from bot.service.json_types import Json
from bot.service.recent import Recent
from bot.slack import escape, render
from bot.slack.client import Malformed, SlackClient, SlackRefused
from bot.slack.inbound import at
from workflows.languages import LANGUAGES, Language
from workflows.ports import Profile
from workflows.state.values import Person

EVENT_TYPE = "yinuo_notice"
_PAGES = 5  # of 200 messages each: how far `find` looks back
_MARKS = ("is_bot", "deleted", "is_restricted", "is_ultra_restricted", "is_stranger")

log = structlog.get_logger("slack")


class SlackChannel:
    """bot.outbox.channel.Channel for Slack. Addresses are "slack:C0IT/1700000000.000100". Thread-safe."""

    platform = "slack"

    def __init__(
        self, client: SlackClient, *, language: Language = "en", seconds: Callable[[], float] = time.monotonic
    ) -> None:
        self._client = client
        self._language: Language = language
        self._dms: Recent[str, str] = Recent(MOST)  # a person's conversation with us never gets another id
        self._profiles = Profiles(self._looked_up, seconds)
        self._me: Json = {}
        self._lock = Lock()

    @property
    def client(self) -> SlackClient:
        return self._client

    def post(self, to: str, card: Card, key: str, under: str | None = None) -> str:
        """Says it once, with the key as metadata."""
        place, thread = self._place(to, under)
        rest: Json = {
            "channel": place,
            "thread_ts": thread or None,
            "metadata": {"event_type": EVENT_TYPE, "event_payload": {"key": key}},
            "unfurl_links": False,
            "unfurl_media": False,
        }
        answer = self._said("chat.postMessage", card, rest)
        return f"slack:{at(answer, 'channel') or place}/{at(answer, 'ts')}"

    def update(self, where: str, card: Card, *, quiet: bool = False) -> str:  # noqa: ARG002 - it makes no sound
        """Shows something else there. The same address: Slack edits in place."""
        place, ts = split_address(where)
        try:
            self._said("chat.update", card, {"channel": place, "ts": ts})
        except Unclear as error:
            raise Later(5, str(error)) from error  # shown twice is shown once
        return where

    def find(self, to: str, key: str, under: str | None = None) -> str | None:
        """Looks through the newest thousand messages there (in a thread, its first thousand)."""
        place, thread = self._place(to, under)
        for message in self._messages(place, thread):
            keys = at(message, "metadata", "event_payload", "key").split()
            if key in keys and self._is_ours(message):
                return f"slack:{place}/{at(message, 'ts')}"
        return None

    def home(self, person: Person, home: Home) -> None:
        """Shows somebody their own page."""
        self._ask("views.publish", user_id=bare(person), view=render.home_view(home))

    def profile(self, person: Person) -> Profile:
        """Looked up once a day. Raises Later or Revoked when Slack can't be asked."""
        return self._profiles.of(person)

    def renewed(self, person: Person) -> Profile:
        """Looked up now. Raises Later or Revoked."""
        return self._profiles.renewed(person)

    def look_again(self, person: Person) -> None:
        """Slack says that they are no more what we know: they are looked up anew."""
        self._profiles.forget(person)

    def name(self, user: str) -> str:
        """Return what somebody is called, for texts that mention them; their id where Slack can't be asked."""
        try:
            return self.profile(f"slack:{user}").name
        except Exception as error:  # noqa: BLE001  (a name is never worth losing the words around it)
            log.warning("name unknown", why=type(error).__name__)
            return user

    def words_at(self, channel: str, ts: str) -> str:
        """The text of somebody's message, as they typed it; empty if it is one of ours or gone."""
        try:
            answer = self._ask("reactions.get", channel=channel, timestamp=ts)
        except (Unreachable, Vanished):
            return ""
        message = answer.get("message")
        return "" if at(message, "bot_id") else escape.decoded(at(message, "text"), self.name)

    def check(self) -> None:
        """Whether the token works. Raises Later or Revoked."""
        self._me = self._ask("auth.test")

    def _said(self, method: str, card: Card, rest: Json) -> Json:
        try:
            return self._tell(method, **rest, **render.message(card))
        except Malformed as error:
            log.error("blocks refused", method=method, why=str(error))  # noqa: TRY400  (the trace holds texts)
        try:
            return self._tell(method, **rest, **render.plain_message(card), **_no_blocks(method))
        except Malformed as error:
            raise NotTaken(f"refused as plain text too: {error}") from error

    def _place(self, to: str, under: str | None) -> tuple[str, str]:
        """Channel and thread."""
        if under:
            return split_address(under)
        place = bare(to)
        return (self._dm(place) if place[:1] in "UW" else place), ""

    def _dm(self, user: str) -> str:
        known = self._dms.get(user)
        if known is None:
            opened = self._ask("conversations.open", users=user)
            known = at(opened.get("channel"), "id")
            self._dms.put(user, known)
        return known

    def _messages(self, place: str, thread: str) -> Iterator[object]:
        method = "conversations.replies" if thread else "conversations.history"
        cursor: str | None = None
        for _ in range(_PAGES):
            answer = self._ask(
                method, channel=place, ts=thread or None, limit=200, include_all_metadata=True, cursor=cursor
            )
            messages = answer.get("messages")
            yield from messages if isinstance(messages, list) else ()
            cursor = at(answer.get("response_metadata"), "next_cursor") or None
            if not cursor:
                return

    def _is_ours(self, message: object) -> bool:
        """Metadata alone could be anybody's."""
        return at(message, "bot_id") == at(self._own(), "bot_id")

    def _own(self) -> Json:
        with self._lock:
            if not self._me:
                self.check()
            return self._me

    def _looked_up(self, person: Person) -> Profile:
        try:
            user = self._client.ask("users.info", user=bare(person), include_locale=True).get("user")
        except Unreachable:
            return Profile(
                person=person, name=bare(person), language=self._language, timezone="UTC", may_act=False
            )
        except SlackRefused as error:
            raise Later(60, error.error) from error
        return self._profile(person, user if isinstance(user, dict) else {})

    def _profile(self, person: Person, user: Json) -> Profile:
        profile = user.get("profile")
        name = at(profile, "real_name") or at(user, "real_name") or at(user, "name")
        return Profile(
            person=person,
            name=escape.one_line(name, 80, otherwise=bare(person)),
            language=_language(at(user, "locale"), self._language),
            timezone=at(user, "tz") or "UTC",
            may_act=not self._is_stranger(user) and bare(person) != "USLACKBOT",
            left=user.get("deleted") is True,
        )

    def _is_stranger(self, user: Json) -> bool:
        """Guests, bots, people who left, and people of other companies in shared channels."""
        if any(user.get(mark) for mark in _MARKS):
            return True
        team, ours = at(user, "team_id"), self._own()
        company = at(user, "enterprise_user", "enterprise_id")
        same_company = bool(company) and company == at(ours, "enterprise_id")
        return bool(team) and team != at(ours, "team_id") and not same_company

    def _tell(self, method: str, **arguments: object) -> Json:
        try:
            return self._client.tell(method, **arguments)
        except SlackRefused as error:
            raise NotTaken(f"{method}: {error.error}") from error

    def _ask(self, method: str, **arguments: object) -> Json:
        try:
            return self._client.ask(method, **arguments)
        except (SlackRefused, Malformed) as error:
            raise NotTaken(f"{method}: {error}") from error


def bare(address: str) -> str:
    """U0ANA of "slack:U0ANA"."""
    return address.removeprefix("slack:")


def split_address(where: str) -> tuple[str, str]:
    """Channel and time stamp of "slack:C0IT/1700000000.000100"."""
    channel, _, ts = bare(where).partition("/")
    return channel, ts


def _language(locale: str, otherwise: Language) -> Language:
    if not locale:
        return otherwise
    return next((one for one in LANGUAGES if locale.lower().startswith(one)), "en")


def _no_blocks(method: str) -> Json:
    """An update keeps the old blocks unless told otherwise."""
    return {"blocks": []} if method == "chat.update" else {}
