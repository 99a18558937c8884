"""Looks whether Slack is set up as the bot needs it, and says what to do for each fault."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from bot.outbox.channel import Later, Revoked, Unclear, Unreachable, Vanished
from bot.service.findings import Finding, clock_finding
from bot.service.json_types import Json
from bot.service.settings import Settings, revealed
from bot.slack.client import Malformed, SlackClient, SlackRefused

__all__ = ["SCOPES", "Finding", "findings"]

SCOPES = (
    "app_mentions:read channels:history channels:read chat:write commands groups:history groups:read "
    "im:history im:write reactions:read users:read"
).split()
_TROUBLES = (Later, Revoked, Unclear, Unreachable, Vanished, Malformed, SlackRefused)


def findings(here: Settings, channels: Iterable[str]) -> Iterator[Finding]:
    """Token, scopes, clock, socket, and each department's channel ("slack:C0IT")."""
    client = SlackClient(revealed(here.slack_bot_token), here.slack_api_url)
    try:
        answer = client.web.api_call("auth.test")
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what is to be told
        yield Finding(
            what=f"Slack: {_why(error)}", mend="check SLACK_BOT_TOKEN, the network and SLACK_API_URL"
        )
        return
    yield Finding(what=f"Slack: connected to {answer.get('team', 'the workspace')}")
    headers = {str(name).lower(): str(value) for name, value in answer.headers.items()}
    yield from _scopes(headers)
    yield from clock_finding("Slack", headers.get("date"), datetime.now(UTC))
    if here.slack_app_token:
        yield _socket(SlackClient(revealed(here.slack_app_token), here.slack_api_url))
    for channel in channels:
        yield _channel(client, channel)


def _scopes(headers: dict[str, str]) -> Iterator[Finding]:
    if "x-oauth-scopes" in headers:
        given = {scope.strip() for scope in headers["x-oauth-scopes"].split(",")}
        missing = [scope for scope in SCOPES if scope not in given]
        if missing:
            mend = f"add {', '.join(missing)} under OAuth & Permissions, then reinstall the app"
            yield Finding(what="Slack: permissions are missing", mend=mend)
        else:
            yield Finding(what="Slack: all permissions are there")


def _socket(client: SlackClient) -> Finding:
    try:
        client.ask("apps.connections.open")
    except _TROUBLES as error:
        mend = "make an app-level token with connections:write, and turn Socket Mode on"
        return Finding(what=f"Socket Mode: {_why(error)}", mend=mend)
    return Finding(what="Socket Mode: can be opened")


def _channel(client: SlackClient, address: str) -> Finding:
    id = address.removeprefix("slack:")
    try:
        found = client.ask("conversations.info", channel=id).get("channel")
    except _TROUBLES as error:
        mend = "correct its id in company.yml; a private channel must invite the bot first"
        return Finding(what=f"Channel {id}: {_why(error)}", mend=mend)
    channel: Json = found if isinstance(found, dict) else {}
    name = f"Channel #{channel.get('name', id)}"
    if channel.get("is_archived"):
        return Finding(what=f"{name}: is archived", mend="name another one in company.yml")
    if not channel.get("is_member"):
        return Finding(what=f"{name}: the bot is not in it", mend="invite it there: /invite @Yinuo")
    return Finding(what=f"{name}: the bot is in it")


def _why(error: Exception) -> str:
    """Slack's own word where there is one; never a whole answer, which may hold anything."""
    response = getattr(error, "response", None)
    said = response.get("error") if response is not None and hasattr(response, "get") else None
    return str(said or getattr(error, "error", "") or error or type(error).__name__)
