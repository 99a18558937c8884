"""The Slack manifest asks for what the code uses and nothing more; its texts keep within Slack's caps."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from bot.slack import doctor, inbound

ROOT = Path(__file__).parents[1]
SLACK = ROOT / "bot" / "slack"

# What each method needs of a bot token: "Scopes" on its page of https://docs.slack.dev/reference/methods.
# Where the page lists one scope a kind of conversation, these are the kinds that Yinuo speaks in.
HISTORY = frozenset({"channels:history", "groups:history", "im:history"})
NEEDS: dict[str, frozenset[str]] = {
    "apps.connections.open": frozenset(),  # an app-level token's connections:write
    "auth.test": frozenset(),
    "chat.postEphemeral": frozenset({"chat:write"}),
    "chat.postMessage": frozenset({"chat:write"}),
    "chat.update": frozenset({"chat:write"}),
    "conversations.history": HISTORY,
    "conversations.info": frozenset({"channels:read", "groups:read"}),
    "conversations.members": frozenset({"channels:read", "groups:read"}),
    "conversations.open": frozenset({"im:write"}),
    "conversations.replies": HISTORY,
    "reactions.get": frozenset({"reactions:read"}),
    "users.info": frozenset({"users:read"}),
    "usergroups.users.list": frozenset({"usergroups:read"}),
    "views.open": frozenset(),
    "views.publish": frozenset(),
    "views.push": frozenset(),
    "views.update": frozenset(),
}
# What each event needs: https://docs.slack.dev/reference/events, "Required scopes" on each event's page.
EVENTS: dict[str, frozenset[str]] = {
    "app_home_opened": frozenset(),
    "app_mention": frozenset({"app_mentions:read"}),
    "message.channels": frozenset({"channels:history"}),
    "message.groups": frozenset({"groups:history"}),
    "message.im": frozenset({"im:history"}),
    "reaction_added": frozenset({"reactions:read"}),
    "user_change": frozenset({"users:read"}),
}
AT_THE_MOST = frozenset(
    "commands chat:write im:write im:history app_mentions:read channels:history groups:history "
    "channels:read groups:read users:read reactions:read usergroups:read".split()
)
METHOD = re.compile(
    r"(apps|auth|bots|chat|conversations|files|pins|reactions|team|usergroups|users|views)(\.[a-zA-Z]+)+"
)


@pytest.fixture(scope="module")
def manifest() -> dict[str, Any]:
    loaded: dict[str, Any] = YAML(typ="safe").load((ROOT / "manifest.yml").read_text(encoding="utf-8"))
    return loaded


def test_the_scopes_are_exactly_those_that_calls_events_and_commands_need(manifest: dict[str, Any]) -> None:
    asked = manifest["oauth_config"]["scopes"]["bot"]
    calls = [NEEDS[method] for method in methods_called()]
    events = [EVENTS[event] for event in manifest["settings"]["event_subscriptions"]["bot_events"]]
    assert sorted(asked) == sorted(frozenset({"commands"}).union(*calls, *events))


def test_doctor_misses_exactly_what_the_manifest_asks_for(manifest: dict[str, Any]) -> None:
    assert sorted(doctor.SCOPES) == sorted(manifest["oauth_config"]["scopes"]["bot"])


def test_no_scope_is_asked_for_beyond_what_was_promised(manifest: dict[str, Any]) -> None:
    assert set(manifest["oauth_config"]["scopes"]["bot"]) <= AT_THE_MOST
    assert "user" not in manifest["oauth_config"]["scopes"]


def test_every_method_that_is_called_is_in_the_table() -> None:
    assert "chat.postMessage" in methods_called()
    assert sorted(methods_called() - NEEDS.keys()) == []


def test_the_events_are_exactly_those_that_are_read(manifest: dict[str, Any]) -> None:
    subscribed = manifest["settings"]["event_subscriptions"]["bot_events"]
    assert sorted(subscribed) == sorted(EVENTS)
    assert {event.split(".")[0] for event in subscribed} == set(events_read())


@pytest.mark.parametrize("kind", ["im", "channel", "group"])
def test_words_in_a_thread_are_read_in_every_kind_of_conversation(kind: str) -> None:
    event = {"type": "message", "user": "U1", "text": "hello", "channel": "C1", "channel_type": kind}
    assert inbound.read_payload(
        {"type": "event_callback", "event": {**event, "ts": "2.0", "thread_ts": "1.0"}}
    )


def test_both_shortcuts_are_understood(manifest: dict[str, Any]) -> None:
    kinds = {"global": "shortcut", "message": "message_action"}
    for shortcut in manifest["features"]["shortcuts"]:
        payload = {
            "type": kinds[shortcut["type"]],
            "callback_id": shortcut["callback_id"],
            "user": {"id": "U1"},
        }
        assert inbound.read_payload(payload) is not None, shortcut["name"]


def test_shortcuts_and_the_command_have_their_promised_names(manifest: dict[str, Any]) -> None:
    features = manifest["features"]
    assert [one["name"] for one in features["shortcuts"]] == ["Raise a request", "Turn into a request"]
    assert [one["command"] for one in features["slash_commands"]] == ["/request"]


def test_people_named_in_a_command_are_read_by_their_names(manifest: dict[str, Any]) -> None:
    """Escaping is on, so Slack sends ids; without it a name could not be told from typed text."""
    assert manifest["features"]["slash_commands"][0]["should_escape"] is True
    payload = {"command": "/request", "user_id": "U1", "text": "laptop for <@U2|ana>"}
    came = inbound.read_payload(payload)
    assert getattr(came, "text", "") == "laptop for @ana"


def test_slack_is_used_the_way_the_code_listens(manifest: dict[str, Any]) -> None:
    settings, home = manifest["settings"], manifest["features"]["app_home"]
    assert settings["socket_mode_enabled"] is True
    assert settings["interactivity"]["is_enabled"] is True
    assert (home["home_tab_enabled"], home["messages_tab_enabled"]) == (True, True)
    assert home["messages_tab_read_only_enabled"] is False


def test_every_text_keeps_within_its_cap(manifest: dict[str, Any]) -> None:
    """Caps: https://docs.slack.dev/reference/app-manifest; of a shortcut's name: the settings page."""
    shown, features = manifest["display_information"], manifest["features"]
    capped = [(shown["name"], 1, 35), (shown["description"], 1, 140), (shown["long_description"], 175, 4000)]
    capped += [(features["bot_user"]["display_name"], 1, 80)]
    for command in features["slash_commands"]:
        capped += [
            (command["command"], 2, 32),
            (command["description"], 1, 2000),
            (command["usage_hint"], 1, 1000),
        ]
    for shortcut in features["shortcuts"]:
        capped += [
            (shortcut["name"], 1, 24),
            (shortcut["description"], 1, 150),
            (shortcut["callback_id"], 1, 255),
        ]
    assert [text for text, least, most in capped if not least <= len(text) <= most] == []
    assert re.fullmatch(r"[a-z0-9._-]+", features["bot_user"]["display_name"])
    assert len(features["shortcuts"]) <= 10


def test_a_reader_of_either_language_knows_what_it_is(manifest: dict[str, Any]) -> None:
    texts = [
        manifest["display_information"]["description"],
        manifest["display_information"]["long_description"],
    ]
    texts += [
        one["description"]
        for one in (*manifest["features"]["slash_commands"], *manifest["features"]["shortcuts"])
    ]
    assert [text for text in texts if not (re.search(r"[a-z]", text) and re.search(r"[一-鿿]", text))] == []


def methods_called() -> set[str]:
    """Every name of a Web API method that stands in the code as a text, in Slack's room and app.py."""
    files = [*SLACK.rglob("*.py"), *ROOT.glob("app.py")]
    return {text for path in files for text in texts_in(path) if METHOD.fullmatch(text)}


def events_read() -> Iterator[str]:
    """The kinds of event that inbound has an answer for: the patterns of the match in `_event`."""
    tree = ast.parse((SLACK / "inbound.py").read_text(encoding="utf-8"))
    (reader,) = (
        node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name == "_event"
    )
    for node in ast.walk(reader):
        if isinstance(node, ast.MatchValue) and isinstance(node.value, ast.Constant):
            yield str(node.value.value)


def texts_in(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
