"""Hostile requests: each has one clear answer, no 5xx, and nothing reaches the front."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlencode

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from slack_bolt import App
from starlette.applications import Starlette
from starlette.testclient import TestClient

from bot.cards.elements import Card
from bot.inbox.answer import Answer, Nothing
from bot.inbox.incoming import Incoming
from bot.outbox.channel import Later
from bot.slack.channel import SlackChannel
from bot.slack.client import SlackClient
from bot.slack.connect import build_app, slack_routes
from bot.slack.guard import Guard
from tests.bot.slack.conftest import SECRET, sorry

JSON_TYPE = {"content-type": "application/json"}
FORM_TYPE = {"content-type": "application/x-www-form-urlencoded"}
PAYLOADS = sorted((Path(__file__).parent / "payloads").glob("*.json"))


class Gate:
    """POST /slack/events without a network; what came through is in `heard`."""

    def __init__(self, bolt: App | None = None) -> None:
        self.heard: list[Incoming] = []
        channel = SlackChannel(SlackClient("xoxb-none", "http://127.0.0.1:9/api/"))
        bolt = bolt or build_app(
            self.front, channel, sorry, signing_secret=SECRET, errands=ThreadPoolExecutor(1)
        )
        self.web = TestClient(
            Starlette(routes=slack_routes(bolt, Guard(SECRET))), raise_server_exceptions=True
        )

    def front(self, came: Incoming) -> Answer:
        self.heard.append(came)
        return Nothing()

    def send(self, body: bytes, headers: dict[str, str] | None = None, **changes: str | bytes) -> int:
        signed: dict[str, str | bytes] = {**signature(body), **(headers or JSON_TYPE), **changes}
        return int(self.web.post("/slack/events", content=body, headers=signed).status_code)


def signature(body: bytes, at: float | None = None) -> dict[str, str]:
    stamp = str(int(at or time.time()))
    digest = hmac.new(SECRET.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256).hexdigest()
    return {"x-slack-request-timestamp": stamp, "x-slack-signature": f"v0={digest}"}


@pytest.fixture(scope="module")
def gate() -> Iterator[Gate]:
    made = Gate()
    with made.web:
        yield made


@pytest.fixture
def new_gate() -> Iterator[Gate]:
    """Through which nothing came yet: a mention and its twin as a message are one."""
    made = Gate()
    with made.web:
        yield made


def sent_as_slack_does(payload: dict[str, object]) -> tuple[bytes, dict[str, str]]:
    if payload.get("type") == "event_callback":
        return json.dumps(payload).encode(), JSON_TYPE
    if "command" in payload:
        return urlencode({key: str(value) for key, value in payload.items()}).encode(), FORM_TYPE
    return urlencode({"payload": json.dumps(payload)}).encode(), FORM_TYPE


@pytest.mark.parametrize(
    "path", [one for one in PAYLOADS if one.stem != "reaction_added"], ids=lambda path: path.stem
)
def test_every_recorded_payload_comes_in(new_gate: Gate, path: Path) -> None:
    body, headers = sent_as_slack_does(json.loads(path.read_text())["payload"])
    assert new_gate.send(body, headers) == 200
    assert len(new_gate.heard) == (0 if path.stem.startswith("ignored") else 1)


def test_what_cannot_be_taken_in_now_is_sent_again_by_slack(gate: Gate) -> None:
    """The words under a 🎫 are fetched, and here nobody answers."""
    payload = json.loads((PAYLOADS[0].parent / "reaction_added.json").read_text())["payload"]
    assert gate.send(*sent_as_slack_does(payload)) == 500


def test_the_url_is_verified(gate: Gate) -> None:
    body = b'{"type":"url_verification","token":"x","challenge":"3eZbrw1a"}'
    answer = gate.web.post("/slack/events", content=body, headers={**signature(body), **JSON_TYPE})
    assert (answer.status_code, answer.json()["challenge"]) == (200, "3eZbrw1a")


GOOD = b'{"type":"event_callback","event":{"type":"message"}}'


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"x-slack-signature": "v0=" + "0" * 64},
        signature(GOOD, time.time() - 600),
        signature(GOOD, time.time() + 86_400),  # when it is tested, minutes after it was made, still ahead
        {**signature(GOOD), "x-slack-request-timestamp": "yesterday"},
        {**signature(GOOD), "x-slack-request-timestamp": "-1"},
        {**signature(GOOD), "x-slack-request-timestamp": "9" * 400},
        {**signature(GOOD), "x-slack-signature": "v0=é".encode("latin-1")},
        {**signature(GOOD), "x-slack-request-timestamp": "١٢٣".encode()},
    ],
    ids=["none", "wrong", "stale", "early", "words", "negative", "endless", "accent", "digits"],
)
def test_what_slack_did_not_sign_is_turned_away(gate: Gate, headers: dict[str, str | bytes]) -> None:
    answer = gate.web.post("/slack/events", content=GOOD, headers={**JSON_TYPE, **headers})
    assert answer.status_code == 401


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"[]",
        b"[1,2]",
        b'"text"',
        b"null",
        b"",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b'{"event":5,"type":"event_callback"}',
        b'{"event":{"type":5},"type":"event_callback"}',
        b'{"type":"block_actions","actions":7}',
        b'{"type":"block_actions","actions":[7],"user":{}}',
        b'{"type":"view_submission","view":[]}',
        b'{"type":7}',
    ],
)
def test_what_has_not_slacks_shape_is_400(gate: Gate, body: bytes) -> None:
    gate.heard.clear()
    assert gate.send(body) == 400
    assert gate.heard == []


def test_a_payload_that_is_no_json_is_400(gate: Gate) -> None:
    assert gate.send(b"payload=%7B", FORM_TYPE) == 400
    assert gate.send(b"payload=%5B%5D", FORM_TYPE) == 400


def test_a_payload_without_end_is_413(gate: Gate) -> None:
    assert gate.send(b"{" + b" " * 2_000_000 + b"}") == 413


def test_a_kind_that_we_do_not_know_is_no_fault_of_ours(gate: Gate) -> None:
    assert gate.send(b'{"type":"something_new"}') == 404


def test_lone_surrogates_and_nul_come_in_as_text(gate: Gate) -> None:
    gate.heard.clear()
    body = (
        b'{"type":"event_callback","event_id":"Ev1","event":{"type":"message","channel":"D0ANA",'
        b'"channel_type":"im","user":"U0ANA","ts":"1.2","text":"a\\ud800b\\u0000c"}}'
    )
    assert gate.send(body) == 200
    assert [getattr(one, "text", "") for one in gate.heard] == ["a\ufffdbc"]


def test_when_there_are_no_words_either_a_form_stays_open() -> None:
    """Slack keeps a form whose sending was answered with an error."""

    def wordless(person: str, why: str) -> Card:
        raise Later(5, "nobody there")

    def broken(came: Incoming) -> Answer:
        raise RuntimeError("a bug")

    channel = SlackChannel(SlackClient("xoxb-none", "http://127.0.0.1:9/api/"))
    gate = Gate(build_app(broken, channel, wordless, signing_secret=SECRET, errands=ThreadPoolExecutor(1)))
    payload = json.loads((PAYLOADS[0].parent / "view_submission.json").read_text())["payload"]
    assert gate.send(*sent_as_slack_does(payload)) == 500


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=10,
)
KEYS = (
    "type event view actions user container message authorizations state channel command team enterprise team_id "
    "response_urls is_ext_shared_channel callback_id event_id trigger_id subtype item ts"
).split()
KINDS = st.sampled_from(["block_actions", "view_submission", "event_callback", "shortcut", "message_action"])
PART = st.dictionaries(st.sampled_from(KEYS), JSON, max_size=4)


@settings(max_examples=150, deadline=None)
@given(kind=KINDS, rest=PART, event=PART | JSON)
@example(kind="view_submission", rest={"response_urls": [{}, {}]}, event=None)
def test_no_signed_shape_makes_a_5xx(gate: Gate, kind: str, rest: dict[str, object], event: object) -> None:
    body = json.dumps({"type": kind, "event": event, **rest}).encode()
    assert gate.send(body) < 500
