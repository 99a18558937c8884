"""The inner events of the Events API: what happened, as Slack tells a bot that may hear it."""

from bot.playground import cast, views
from bot.playground.shapes import LooseJson
from bot.playground.workspace import Workspace


def hears(channel: LooseJson) -> bool:
    """The bot hears its direct conversations and the channels it is in."""
    return bool(channel.get("bot")) and not channel.get("is_archived")


def posted(channel: LooseJson, message: LooseJson) -> list[LooseJson]:
    """A message, and for a mention of the bot in a channel an app_mention besides."""
    event = {
        **{key: message[key] for key in message if key not in _THREAD_COUNTS},
        "channel": channel["id"],
        "channel_type": _kind(channel),
        "event_ts": message["ts"],
    }
    mentioned = f"<@{cast.BOT_USER}>" in message.get("text", "") and "bot_id" not in message
    if not mentioned or channel.get("dm"):
        return [event]
    mention = {key: event[key] for key in event if key not in ("channel_type", "subtype")}
    return [event, {**mention, "type": "app_mention"}]


def changed(space: Workspace, channel: LooseJson, message: LooseJson, previous: LooseJson) -> LooseJson:
    """https://docs.slack.dev/reference/events/message/message_changed"""
    ts = space.next_ts()
    return {
        "type": "message",
        "subtype": "message_changed",
        "message": message,
        "previous_message": previous,
        "channel": channel["id"],
        "hidden": True,
        "ts": ts,
        "event_ts": ts,
        "channel_type": _kind(channel),
    }


def deleted(space: Workspace, channel: LooseJson, previous: LooseJson) -> LooseJson:
    """https://docs.slack.dev/reference/events/message/message_deleted"""
    ts = space.next_ts()
    return {
        "type": "message",
        "subtype": "message_deleted",
        "previous_message": previous,
        "deleted_ts": previous["ts"],
        "channel": channel["id"],
        "hidden": True,
        "ts": ts,
        "event_ts": ts,
        "channel_type": _kind(channel),
    }


def user_changed(space: Workspace, user: LooseJson) -> LooseJson:
    """https://docs.slack.dev/reference/events/user_change"""
    ts = space.next_ts()
    return {"type": "user_change", "user": user, "cache_ts": int(float(ts)), "event_ts": ts}


def home_opened(space: Workspace, user: str, dm: str) -> LooseJson:
    """https://docs.slack.dev/reference/events/app_home_opened"""
    event = {"type": "app_home_opened", "user": user, "channel": dm, "tab": "home"}
    event["event_ts"] = space.next_ts()
    return {**event, "view": views.public(space.homes[user])} if user in space.homes else event


def reaction_added(
    space: Workspace, user: str, name: str, channel: LooseJson, message: LooseJson
) -> LooseJson:
    """https://docs.slack.dev/reference/events/reaction_added"""
    return {
        "type": "reaction_added",
        "user": user,
        "reaction": name,
        "item": {"type": "message", "channel": channel["id"], "ts": message["ts"]},
        "item_user": message["user"],
        "event_ts": space.next_ts(),
    }


def member_joined(space: Workspace, user: str, channel: LooseJson) -> LooseJson:
    """https://docs.slack.dev/reference/events/member_joined_channel"""
    return {
        "type": "member_joined_channel",
        "user": user,
        "channel": channel["id"],
        "channel_type": "C",
        "team": cast.TEAM_ID,
        "event_ts": space.next_ts(),
    }


_THREAD_COUNTS = frozenset(
    "reply_count reply_users_count latest_reply reply_users is_locked subscribed".split()
)


def _kind(channel: LooseJson) -> str:
    return "im" if channel.get("dm") else "channel"
