"""What Slack sends to a bot, in the full shape of its documentation."""

import secrets

from bot.playground import cast
from bot.playground.shapes import LooseJson
from bot.playground.workspace import Workspace

_VERIFICATION = "playground-verification"


def command(
    space: Workspace, user: str, channel: LooseJson, name: str, text: str, answer_to: str
) -> LooseJson:
    """https://docs.slack.dev/interactivity/implementing-slash-commands"""
    return {
        "token": _VERIFICATION,
        "team_id": cast.TEAM_ID,
        "team_domain": cast.TEAM_DOMAIN,
        "channel_id": channel["id"],
        "channel_name": _channel_name(channel),
        "user_id": user,
        "user_name": space.person(user).name,
        "command": name,
        "text": text,
        "api_app_id": cast.APP_ID,
        "is_enterprise_install": "false",
        "response_url": answer_to,
        "trigger_id": space.tickets.trigger(user),
    }


def message_press(
    space: Workspace, user: str, channel: LooseJson, message: LooseJson, press: LooseJson, answer_to: str
) -> LooseJson:
    """A press in a message, with its `actions` and `state`.

    https://docs.slack.dev/reference/interaction-payloads/block_actions-payload
    """
    whispered = bool(message.get("ephemeral"))
    container = {
        "type": "message",
        "message_ts": message["ts"],
        "channel_id": channel["id"],
        "is_ephemeral": whispered,
    }
    if "thread_ts" in message:
        container["thread_ts"] = message["thread_ts"]
    payload = {
        **_interaction(space, "block_actions", user),
        "container": container,
        "channel": {"id": channel["id"], "name": _channel_name(channel)},
        "response_url": answer_to,
        **press,
    }
    # Slack does not send a whisper back: it no longer has it.
    return payload if whispered else {**payload, "message": message}


def view_press(space: Workspace, user: str, view: LooseJson, action: LooseJson) -> LooseJson:
    """A press in a modal or on Home: it carries the view, and no response_url."""
    return {
        **_interaction(space, "block_actions", user),
        "container": {"type": "view", "view_id": view["id"]},
        "view": view,
        "actions": [action],
    }


def submission(space: Workspace, user: str, view: LooseJson) -> LooseJson:
    """https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload"""
    return {**_interaction(space, "view_submission", user), "view": view, "response_urls": []}


def closed(space: Workspace, user: str, view: LooseJson, *, cleared: bool) -> LooseJson:
    payload = {**_interaction(space, "view_closed", user), "view": view, "is_cleared": cleared}
    del payload["trigger_id"]
    return payload


def shortcut(space: Workspace, user: str, callback_id: str) -> LooseJson:
    """https://docs.slack.dev/reference/interaction-payloads/shortcuts-interaction-payload"""
    payload = _interaction(space, "shortcut", user)
    del payload["user"]["name"]
    return {**payload, "callback_id": callback_id, "action_ts": space.next_ts()}


def message_shortcut(
    space: Workspace, user: str, callback_id: str, channel: LooseJson, message: LooseJson, answer_to: str
) -> LooseJson:
    return {
        **_interaction(space, "message_action", user),
        "callback_id": callback_id,
        "action_ts": space.next_ts(),
        "message_ts": message["ts"],
        "channel": {"id": channel["id"], "name": _channel_name(channel)},
        "message": message,
        "response_url": answer_to,
    }


def suggestion(
    space: Workspace, user: str, view: LooseJson, block_id: str, action_id: str, typed: str
) -> LooseJson:
    """https://docs.slack.dev/reference/interaction-payloads/block_suggestion-payload"""
    payload = {
        **_interaction(space, "block_suggestion", user),
        "container": {"type": "view", "view_id": view["id"]},
        "view": view,
        "block_id": block_id,
        "action_id": action_id,
        "value": typed,
    }
    del payload["trigger_id"]
    return payload


def event_callback(space: Workspace, event: LooseJson) -> LooseJson:
    """The Events API's wrapper. https://docs.slack.dev/apis/events-api"""
    return {
        "token": _VERIFICATION,
        "team_id": cast.TEAM_ID,
        "context_team_id": cast.TEAM_ID,
        "context_enterprise_id": None,
        "api_app_id": cast.APP_ID,
        "event": event,
        "type": "event_callback",
        "event_id": "Ev0" + secrets.token_hex(5).upper(),
        "event_time": int(space.clock.now().timestamp()),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": cast.TEAM_ID,
                "user_id": cast.BOT_USER,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
        "event_context": "4-" + secrets.token_urlsafe(24),
    }


def _interaction(space: Workspace, kind: str, user: str) -> LooseJson:
    name = space.person(user).name
    return {
        "type": kind,
        "user": {"id": user, "username": name, "name": name, "team_id": cast.TEAM_ID},
        "api_app_id": cast.APP_ID,
        "token": _VERIFICATION,
        "trigger_id": space.tickets.trigger(user),
        "team": {"id": cast.TEAM_ID, "domain": cast.TEAM_DOMAIN},
        "enterprise": None,
        "is_enterprise_install": False,
    }


def _channel_name(channel: LooseJson) -> str:
    return "directmessage" if channel.get("dm") else str(channel["name"])
