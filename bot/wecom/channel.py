"""WeCom as the sender and the directory see it: says cards once, renews them while it can, knows who people are.

A message of the app goes to one person, and a template card can be changed once for each code that WeCom gave for
it: one when it is sent, one with each click on it. Where no code is left, a new card takes its place.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import structlog

from bot.cards.elements import Card, Home
from bot.outbox.channel import Later, NotTaken, Revoked, Unclear, Unreachable
from bot.outbox.profiles import Profiles
from bot.service.json_types import Json
from bot.service.recent import Recent
from bot.texts.clean import one_line
from bot.wecom import render
from bot.wecom.address import CardAddress, person_at, user_of
from bot.wecom.allowance import Allowance
from bot.wecom.buttons import is_asking
from bot.wecom.client import NoSuchPerson, WecomClient, WecomRefused, json_bytes
from bot.wecom.codes import Codes
from bot.wecom.outgoing import WHISPER, MessageSender, shows
from bot.wecom.underway import Underway
from bot.wecom.ways import SignInLinks, Signposts
from workflows.definition import Company
from workflows.ports import Notes, Profile
from workflows.state.values import Person

SILENT = (
    5.0  # seconds for which nobody is looked up after WeCom did not answer: each would wait as long again
)
LATELY = 600.0  # seconds after a callback for which its sender is known to be active
_ACTIVE = (1, None)  # of somebody's status; 4 is not yet there
DISABLED, GONE = 2, 5

log = structlog.get_logger("wecom")


class WecomChannel:
    """bot.outbox.channel.Channel for WeCom. Addresses are those of bot.wecom.address. Thread-safe."""

    platform = "wecom"

    def __init__(
        self,
        client: WecomClient,
        notes: Notes,
        links: SignInLinks,
        company: Callable[[], Company],
        *,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self.client = client
        self.notes = notes
        self.codes = Codes(seconds)
        self.ways = Signposts(links, notes)
        self._company = company
        self._seconds = seconds
        self._allowance = Allowance(seconds)
        self._out = MessageSender(client, self.ways, notes, self._allowance)
        self._underway = Underway(notes)
        self._posted: Recent[tuple[Person, str], str] = Recent(5000)
        self._profiles = Profiles(self._looked_up, seconds)
        self._present: Recent[Person, float] = Recent(5000)
        self._silent_until = 0.0

    def post(self, to: str, card: Card, key: str, under: str | None = None) -> str:  # noqa: ARG002 - no threads
        """Says it once; a reply is a message of its own. Raises NotSaved, too.

        What is about to be sent is noted, so that a second try is the very same bytes.
        """
        raw = self._out.payload(to, card, self._out.task(to, key))
        self._underway.begins(key, raw)
        try:
            where = str(self._out.send(raw))
        except Unclear:
            raise  # it may have arrived: `find` sends what was noted
        except Exception:
            self._underway.was_not_sent(key)
            raise
        self._stands(to, key, where)
        return where

    def find(self, to: str, key: str, under: str | None = None) -> str | None:  # noqa: ARG002 - no threads
        """Return where it stands. What may have arrived is sent again: WeCom drops what it has, byte for byte."""
        posted = self._posted.get((person_at(to), key))
        noted = None if posted else self._underway.noted(key)
        if noted is None:
            return posted
        whole, raw = noted
        try:
            where = str(self._out.send(raw))
        except (NotTaken, Unreachable) as error:
            self._underway.was_not_sent(whole)
            if isinstance(error, Unreachable):
                raise
            return None
        self._stands(to, whole, where)
        return where

    def update(self, where: str, card: Card, *, quiet: bool = False) -> str:
        """Shows something else there, with the newest code that still works; else in a new card, if it must be.

        It must be where something else is asked for now, or where it says that all was well; otherwise an old click
        is harmless, and the page is always true.
        """
        old = CardAddress.read(where)
        shown = render.template(card, old.task, self.ways)
        try:
            used = self._changed(old, shown)
            if used:
                return self._moved(where, old.changed(shows(shown), used))
            if quiet or not (is_asking(card) or card.thanks):
                return self._unknown(where, old)
            if shows(shown) == old.shows and not card.thanks:
                return where
            instead = self._out.payload(old.user, card, self._out.task_instead(old.task, card))
            return self._moved(where, self._out.send(instead))
        except Unclear as error:
            raise Later(5, str(error)) from error  # the same again: at most one card too many

    def home(self, person: Person, home: Home) -> None:
        """WeCom has no such page; the app's menu asks for lists instead."""

    def whisper(self, user: str, card: Card, key: str) -> CardAddress:
        """Says something that nobody has to keep: the direct answer to what somebody did."""
        return self._out.send(self._out.payload_of_whisper(user, card, key))

    def ready_in(self, user: str) -> float:
        """Seconds until one more message may go to this member; 0 if it may now."""
        return self._allowance.ready_in(user)

    def fade(self, old: CardAddress, card: Card) -> None:
        """Show what is left of an answered whisper, where a code for it is left; old clicks are harmless."""
        self._changed(old, render.template(card, old.task, self.ways))

    def came(self, user: str) -> None:
        """WeCom brought something of theirs: nobody who is disabled or doesn't see the app sends anything."""
        if user:
            self._present.put(person_at(user), self._seconds())

    def clicked(self, user: str, task: str, code: str) -> None:
        """A click brought a code: that card can be changed once more."""
        if task and code:
            self.codes.add(user_of(user), task, code)

    def is_whisper(self, task: str) -> bool:
        return task.startswith(WHISPER)

    def settle(self, user: str, task: str, label: str) -> None:
        """The buttons of a pressed whisper give way to a word; nobody else keeps it true."""
        for code in self.codes.of(user, task):
            self.codes.spent(user, task, code)
            if self._takes(self._change(user, code, button={"replace_name": label})):
                return

    def profile(self, person: Person) -> Profile:
        """Looked up once a day. In Chinese: WeCom tells no language. Raises Later or Revoked.

        Whoever just came needs no name to be heard: until WeCom can be asked, their id stands in its place.
        """
        try:
            return self._profiles.of(person)
        except (Later, Revoked):
            if not self._is_present(person):
                raise
            return self._told_of(person, {})

    def renewed(self, person: Person) -> Profile:
        """Looked up now. Raises Later or Revoked."""
        return self._profiles.renewed(person)

    def look_again(self, person: Person) -> None:
        """WeCom says that they are no more what we know: they are looked up anew."""
        self._profiles.forget(person)

    def check(self) -> None:
        """Whether the token works, and the app is there. Raises Later, Revoked or NotTaken."""
        try:
            self.client.ask("agent/get", agentid=str(self.client.agent_id))
        except (WecomRefused, Unreachable) as error:
            raise NotTaken(str(error)) from error

    def _stands(self, to: str, key: str, where: str) -> None:
        """Remembered before it is forgotten that it was to be sent."""
        for id in key.split():
            self._posted.put((person_at(to), id), where)
        self._underway.stands(key)

    def _unknown(self, where: str, old: CardAddress) -> str:
        """Its code was refused: too old, or used for a change whose answer was lost. Who knows what it shows now?"""
        return self._moved(where, old.changed("", old.code)) if old.code else where

    def _moved(self, before: str, now: CardAddress) -> str:
        self._posted.replace(before, str(now))
        return str(now)

    # Changing a card

    def _changed(self, old: CardAddress, shown: Json) -> str:
        """The code that was taken for it; "" if none is left."""
        codes = [*self.codes.of(old.user, old.task), old.code]
        for code in filter(None, codes):
            taken = self._takes(self._change(old.user, code, template_card=shown, enable_id_trans=0))
            self.codes.spent(old.user, old.task, code)
            if taken:
                return code
        return ""

    def _change(self, user: str, code: str, **what: object) -> bytes:
        return json_bytes({"userids": [user], "agentid": self.client.agent_id, "response_code": code, **what})

    def _takes(self, raw: bytes) -> bool:
        """Whether the change is there now. A code may be used up, too old, or never have been one."""
        try:
            self.client.tell("message/update_template_card", raw)
        except WecomRefused as refused:
            log.info("code not taken", errcode=refused.errcode)
            return False
        return True

    # People

    def _looked_up(self, person: Person) -> Profile:
        try:
            found = self._asked(user_of(person))
        except NoSuchPerson:
            found = {"status": GONE}
        except Unreachable:
            found = {
                "status": 0
            }  # out of the app's sight: they can't act here, and may well be with the company
        except WecomRefused as error:
            raise Later(60, str(error)) from error
        return self._told_of(person, found)

    def _is_present(self, person: Person) -> bool:
        came = self._present.get(person_at(person))
        return came is not None and self._seconds() - came < LATELY

    def _told_of(self, person: Person, found: Json) -> Profile:
        user = user_of(person)
        return Profile(
            person=person,
            name=one_line(str(found.get("name") or user), 80, otherwise=user),
            language="zh",
            timezone=self._company().calendar.timezone,
            may_act=found.get("status") in _ACTIVE,
            left=found.get("status") in (DISABLED, GONE),
        )

    def _asked(self, user: str) -> Json:
        wait = self._silent_until - self._seconds()
        if wait > 0:
            raise Later(wait, "WeCom did not answer a moment ago")
        try:
            return self.client.ask("user/get", userid=user)
        except Later as later:
            self._silent_until = self._seconds() + min(later.seconds, SILENT)
            raise
