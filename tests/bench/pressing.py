"""What is measured: a signed press through Bolt, once into the whole product and once into an empty listener."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlencode

from slack_bolt import App, BoltResponse
from slack_sdk.signature import SignatureVerifier

from bot.cards.elements import Card
from bot.cards.speak import Speaker
from bot.inbox.front import Front
from bot.outbox.directory import People
from bot.service.json_types import Json
from bot.slack import connect, render
from bot.slack.channel import SlackChannel
from bot.slack.client import SlackClient
from bot.slack.guard import Guard
from storage.embedded import EmbeddedStore
from tests.bench.population import NOW, OWNER, Kind, company, requester_of
from tests.fakes import FakeClock
from workflows.desk.desk import Desk
from workflows.ports import Notice
from workflows.state.events import CheckedIn, Recorded
from workflows.state.values import Person, Phase, Side

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
FIXTURE = Path(__file__).parents[1] / "fixtures" / "slack" / "block_actions_message.json"
CHECKED_IN = Recorded(
    number=1, seq=1, at=NOW, by=OWNER, phase=Phase.ACTION, ball=Side.OWNER, event=CheckedIn()
)
Signed = tuple[bytes, dict[str, str]]
Press = tuple[int, Kind]


class Answers(SlackClient):
    """A Slack that knows everybody and is never asked twice: SlackChannel keeps profiles for a day."""

    def __init__(self) -> None:
        super().__init__("xoxb-bench", "http://127.0.0.1:9/")

    def tell(self, method: str, **arguments: object) -> Json:
        if method == "auth.test":
            return {"ok": True, "team_id": "T0LANTERN", "bot_id": "B0YINUO", "user_id": "U0YINUO"}
        assert method == "users.info", f"{method} in the way of a press"
        user = {"id": arguments["user"], "real_name": "Ana Silva", "locale": "en-US", "tz": "Asia/Shanghai"}
        return {"ok": True, "user": {**user, "team_id": "T0LANTERN"}}


class Product:
    """The bot on a store, composed as app.py does it, with nobody sending and no time passing."""

    def __init__(self, path: Path) -> None:
        whole = company()
        self.store = EmbeddedStore(path)
        self.channel = SlackChannel(Answers())
        self.desk = Desk(
            self.store,
            People({"slack": self.channel}, "en", lambda: whole, self.store),
            FakeClock(NOW),
            lambda: whole,
        )
        self.speaker = Speaker(self.desk)
        self._front = Front(self.desk, self.store, self.speaker, lambda: None)
        self._app = connect.build_app(self._front, self.channel, _sorry, signing_secret=SECRET)
        self._guard = Guard(SECRET)

    def close(self) -> None:
        self.store.close()

    def prepared(self, presses: Iterable[Press], run: int) -> list[Signed]:
        """What Slack sends when these buttons are pressed, with the card that each of them stands on."""
        return [signed(self._payload(number, kind, run)) for number, kind in presses]

    def seconds(self, payloads: list[Signed]) -> float:
        """How long it takes to answer them, one after the other."""
        return _seconds(self._app, self._guard, payloads)

    def versions(self, presses: Iterable[Press]) -> list[int]:
        """Each one's version: how often it was changed."""
        found = [self.store.request(number) for number, _ in presses]
        return [request.version for request in found if request]

    def knows(self, people: Iterable[Person]) -> None:
        """Looks them up, as the day's first press does."""
        for person in people:
            self.channel.profile(person)

    def _payload(self, number: int, kind: Kind, run: int) -> Json:
        by = requester_of(number) if kind == "confirm" else OWNER
        press = {
            "action_id": f"eoac:{kind}",
            "block_id": f"acts-{number}",
            "type": "button",
            "value": str(number),
            "text": {"type": "plain_text", "text": kind, "emoji": True},
            "action_ts": f"{1772430000 + run}.{number:06}",
        }
        body = json.loads(FIXTURE.read_text("utf-8"))["body"]
        user = {**body["user"], "id": by.removeprefix("slack:"), "team_id": "T0LANTERN"}
        message = {**body["message"], **render.message(self._card(number))}
        return {**body, "user": user, "message": message, "actions": [press]}

    def _card(self, number: int) -> Card:
        request = self.store.request(number)
        notice = Notice(id="", place="channel", to="it", kind="card", number=number, at=NOW)
        card = self.speaker.standing(notice, request, latest=True)
        assert card is not None
        return card


class Floor:
    """Bolt with an empty listener, and one durable row through the same kind of writer's thread."""

    def __init__(self, path: Path) -> None:
        self.store = EmbeddedStore(path)
        self._table = self.store._writer.rows.table("floor")
        self._row = self._table.written(CHECKED_IN)
        self._app = connect.bare_app(SlackChannel(Answers()), SECRET)
        self._guard = Guard(SECRET)
        self._app.action(re.compile(""))(self._empty)

    def close(self) -> None:
        self.store.close()

    def seconds(self, payloads: list[Signed]) -> float:
        return _seconds(self._app, self._guard, payloads)

    def _empty(self) -> BoltResponse:
        self.store._write(lambda: self._table.add(self._row))
        return BoltResponse(status=200, body="")


def signed(payload: Json) -> Signed:
    """As it comes over HTTP."""
    body = urlencode({"payload": json.dumps(payload)})
    now = str(int(time.time()))
    headers = {
        "content-type": "application/x-www-form-urlencoded",
        "x-slack-request-timestamp": now,
        "x-slack-signature": SignatureVerifier(SECRET).generate_signature(timestamp=now, body=body) or "",
    }
    return body.encode(), headers


def _seconds(app: App, guard: Guard, payloads: list[Signed]) -> float:
    began = time.perf_counter()
    answers = [connect._dispatched(app, guard, raw, headers) for raw, headers in payloads]
    seconds = time.perf_counter() - began
    assert all(answer.status_code == 200 for answer in answers)
    return seconds


def _sorry(_person: Person, why: str) -> Card:
    raise AssertionError(f"a press was not taken: {why}")
