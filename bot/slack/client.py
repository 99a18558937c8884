"""Slack's Web API with its refusals and silences in the terms of bot.outbox.channel. Never tries twice by itself."""

from __future__ import annotations

import http.client
import ipaddress
import logging
import os
import socket
import ssl
import urllib.error
import urllib.parse
import urllib.request

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web import SlackResponse
from slack_sdk.webhook import WebhookClient

from bot.outbox.channel import Later, Revoked, Unclear, Unreachable, Vanished
from bot.service.json_types import Json

SLACK = "https://slack.com/api/"

REVOKED = frozenset(
    (
        "invalid_auth not_authed account_inactive token_revoked token_expired missing_scope "
        "not_allowed_token_type"
    ).split()
)
UNREACHABLE = frozenset(
    (
        "channel_not_found is_archived not_in_channel user_not_found users_not_found user_disabled "
        "user_not_visible cannot_dm_bot messages_tab_disabled restricted_action "
        "restricted_action_read_only_channel "
        "restricted_action_thread_locked restricted_action_non_threadable_channel user_not_in_channel "
        "cannot_reply_to_message thread_not_found "
        "method_not_supported_for_channel_type no_permission not_enabled"
    ).split()
)
VANISHED = frozenset("message_not_found cant_update_message edit_window_closed cant_edit_message".split())
UNCLEAR = frozenset("internal_error fatal_error".split())  # "some aspect of the operation may have succeeded"
MALFORMED = frozenset(
    "invalid_blocks invalid_blocks_format msg_blocks_too_long invalid_arguments invalid_metadata_format "
    "metadata_too_large block_mismatch".split()
)
# Slack takes no JSON where one reads
_FORM_ONLY = ("users.", "reactions.", "auth.", "conversations.history", "conversations.replies")
_NEVER_LEFT = (ConnectionRefusedError, socket.gaierror, ssl.SSLCertVerificationError)


class Malformed(Exception):
    """Slack does not take these blocks; the words may still be said as plain text."""


class SlackRefused(Exception):
    """Slack says no for a reason that only its own word tells, such as expired_trigger_id."""

    def __init__(self, error: str) -> None:
        super().__init__(error)
        self.error = error


class SlackClient:
    """One token's way to the Web API. Thread-safe."""

    def __init__(self, token: str, url: str = SLACK, timeout: int = 10) -> None:
        self.web = web_client(token, url, timeout)

    def tell(self, method: str, **arguments: object) -> Json:
        """Do something that must not happen twice. Raises what bot.outbox.channel names, Malformed, Refused."""
        try:
            return _body(self._call(method, arguments))
        except SlackApiError as error:
            raise _refusal(error.response) from error
        except urllib.error.URLError as error:
            raise _unsent(error) from error
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise Unclear(f"{method}: {type(error).__name__}") from error

    def ask(self, method: str, **arguments: object) -> Json:
        """Do something that may happen twice, such as reading: raises Later where `tell` raises Unclear."""
        try:
            return self.tell(method, **arguments)
        except Unclear as error:
            raise Later(5, str(error)) from error

    def respond(self, response_url: str, body: Json) -> None:
        """Answer at the address that came with a press. Raises Unclear when Slack doesn't take it."""
        hook = WebhookClient(response_url, timeout=self.web.timeout, retry_handlers=[], logger=_quiet())
        if not _proxied(response_url):
            hook.proxy = None
        try:
            status = hook.send_dict(body).status_code
        except (OSError, http.client.HTTPException, SlackClientError) as error:
            raise Unclear(f"response_url: {type(error).__name__}") from error
        if status != 200:
            raise Unclear(f"response_url: HTTP {status}")

    def _call(self, method: str, arguments: Json) -> SlackResponse:
        given = {key: value for key, value in arguments.items() if value is not None}
        if method.startswith(_FORM_ONLY):
            return self.web.api_call(method, params=given)
        return self.web.api_call(method, json=given)


_NO_ANSWER = "Received a response in a non-JSON"  # slack_sdk's word for a page where an answer should be
_MEANINGS = ((REVOKED, Revoked), (UNREACHABLE, Unreachable), (VANISHED, Vanished), (MALFORMED, Malformed))


def web_client(token: str, url: str = SLACK, timeout: int = 10) -> WebClient:
    """A client that sends once, quietly, and never through a proxy to this machine itself."""
    client = WebClient(token=token, base_url=url, timeout=timeout, retry_handlers=[], logger=_quiet())
    if not _proxied(url):
        client.proxy = None
    return client


def _quiet() -> logging.Logger:
    """slack_sdk writes whole messages out whenever its own logger has no level."""
    logger = logging.getLogger("yinuo.slack")
    logger.setLevel(logging.CRITICAL)  # what fails is raised, and told by whoever called
    return logger


def _proxied(url: str) -> bool:
    """slack_sdk ignores NO_PROXY, and urllib knows of loopback only what NO_PROXY says."""
    host = urllib.parse.urlsplit(url).hostname or ""
    if _is_loopback(host):
        listed = os.environ.get("no_proxy", "")
        if host not in listed.split(","):
            os.environ["no_proxy"] = f"{listed},{host}".strip(",")
        return False
    return not urllib.request.proxy_bypass(host)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _body(response: SlackResponse) -> Json:
    return dict(response.data) if isinstance(response.data, dict) else {}


def _refusal(response: SlackResponse) -> Exception:
    """Slack's own word for it → what it means for whoever wanted to say something."""
    error = str(response.get("error", "")) if isinstance(response.data, dict) else ""
    if response.status_code == 429 or error in ("ratelimited", "rate_limited"):
        return Later(_seconds(response), "ratelimited")
    if response.status_code >= 500 or error in UNCLEAR or error.startswith(_NO_ANSWER):
        return Unclear(f"HTTP {response.status_code} {error[:40]}")
    for known, meaning in _MEANINGS:
        if error in known:
            return meaning(error)
    return SlackRefused(error[:80] or f"HTTP {response.status_code}")


def _seconds(response: SlackResponse) -> float:
    for name, value in response.headers.items():
        if name.lower() == "retry-after" and str(value).isdigit():
            return max(1.0, float(value))
    return 30.0


def _unsent(error: urllib.error.URLError) -> Exception:
    """A refused connection left nothing behind; of anything else one can't be sure."""
    if isinstance(error.reason, _NEVER_LEFT):
        return Later(5, f"no connection: {type(error.reason).__name__}")
    return Unclear(type(error.reason).__name__)
