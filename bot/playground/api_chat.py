"""Web API: chat.* and reactions.* — posting, changing and deleting, whispering, reacting."""

from bot.playground import cast, events
from bot.playground.api_context import Context, Method, required
from bot.playground.limits import POSTED_TEXT, UPDATED_TEXT, check_message, check_metadata
from bot.playground.normal import normal_blocks
from bot.playground.shapes import LooseJson, SlackError
from bot.playground.workspace import Workspace


def post_message(context: Context, args: LooseJson) -> LooseJson:
    """https://docs.slack.dev/reference/methods/chat.postMessage"""
    space = context.space
    channel = reachable(space, required(args, "channel", "channel_not_found"))
    content = message_content(args)
    thread = args.get("thread_ts")
    if thread:
        content |= {"thread_ts": str(thread), "parent_user_id": _root(space, channel, str(thread))["user"]}
    message = space.post(channel["id"], {**bot_message(), **content})
    _tell(context, channel, *events.posted(channel, message))
    return {"channel": channel["id"], "ts": message["ts"], "message": message}


def update_message(context: Context, args: LooseJson) -> LooseJson:
    """https://docs.slack.dev/reference/methods/chat.update; what is not given stays."""
    space = context.space
    channel = reachable(space, required(args, "channel", "channel_not_found"))
    previous = _own(space, channel, required(args, "ts"), "cant_update_message")
    if len(str(args.get("text") or "")) > UPDATED_TEXT:
        raise SlackError("msg_too_long")
    given = {key: args[key] for key in ("text", "blocks", "metadata") if args.get(key) is not None}
    content = message_content({"text": previous["text"], "blocks": previous.get("blocks"), **given})
    kept = {key: value for key, value in previous.items() if key not in ("blocks", "text")}
    message = {**kept, **content, "edited": {"user": cast.BOT_USER, "ts": space.next_ts()}}
    space.save_message(channel["id"], message)
    _tell(context, channel, events.changed(space, channel, message, previous))
    return {"channel": channel["id"], "ts": message["ts"], "text": message["text"], "message": message}


def delete_message(context: Context, args: LooseJson) -> LooseJson:
    """https://docs.slack.dev/reference/methods/chat.delete"""
    space = context.space
    channel = reachable(space, required(args, "channel", "channel_not_found"))
    gone = _own(space, channel, required(args, "ts"), "cant_delete_message")
    space.remove_message(channel["id"], gone["ts"])
    _tell(context, channel, events.deleted(space, channel, gone))
    return {"channel": channel["id"], "ts": gone["ts"]}


def post_ephemeral(context: Context, args: LooseJson) -> LooseJson:
    """https://docs.slack.dev/reference/methods/chat.postEphemeral"""
    space = context.space
    channel = reachable(space, required(args, "channel", "channel_not_found"))
    user = space.person(required(args, "user")).id
    if user not in channel["members"]:
        raise SlackError("user_not_in_channel")
    content = message_content(args)
    if args.get("thread_ts"):
        content["thread_ts"] = str(args["thread_ts"])
    return {"message_ts": space.whisper(channel["id"], user, {**bot_message(), **content})["ts"]}


def permalink(context: Context, args: LooseJson) -> LooseJson:
    """https://docs.slack.dev/reference/methods/chat.getPermalink"""
    channel = context.space.channel(required(args, "channel", "channel_not_found"))
    message = context.space.message(channel["id"], required(args, "message_ts"))
    return {"channel": channel["id"], "permalink": permalink_of(context.address(), channel["id"], message)}


def reactions_get(context: Context, args: LooseJson) -> LooseJson:
    channel = context.space.channel(required(args, "channel", "no_item_specified"))
    message = context.space.message(channel["id"], required(args, "timestamp", "no_item_specified"))
    return {"type": "message", "channel": channel["id"], "message": message}


def reactions_add(context: Context, args: LooseJson) -> LooseJson:
    channel = reachable(context.space, required(args, "channel", "no_item_specified"))
    message = context.space.message(channel["id"], required(args, "timestamp", "no_item_specified"))
    react(context.space, channel, message, cast.BOT_USER, required(args, "name", "invalid_name"))
    return {}


def react(space: Workspace, channel: LooseJson, message: LooseJson, user: str, name: str) -> None:
    """Adds somebody's reaction, or refuses as Slack does."""
    reactions = [dict(one) for one in message.get("reactions", [])]
    same = next((one for one in reactions if one["name"] == name), None)
    if same and user in same["users"]:
        raise SlackError("already_reacted")
    if same:
        same |= {"users": [*same["users"], user], "count": same["count"] + 1}
    else:
        reactions.append({"name": name, "users": [user], "count": 1})
    space.save_message(channel["id"], {**message, "reactions": reactions})


def reachable(space: Workspace, id_: str) -> LooseJson:
    """The conversation the bot may write to; a person's id means the direct conversation."""
    channel = space.open_dm(id_) if id_.startswith("U") else space.channel(id_)
    if channel.get("is_archived"):
        raise SlackError("is_archived")
    if not channel.get("bot"):
        raise SlackError("not_in_channel")
    if channel.get("dm") in space.deleted:
        raise SlackError("user_disabled")
    return channel


def message_content(args: LooseJson) -> LooseJson:
    """Text, blocks and metadata, checked and in the shape Slack stores."""
    text = str(args.get("text") or "")[:POSTED_TEXT]
    blocks = args.get("blocks")
    if blocks is not None and not isinstance(blocks, list):
        raise SlackError("invalid_blocks_format")
    if not text.strip() and not blocks:
        raise SlackError("no_text")
    content: LooseJson = {"text": text}
    if blocks:
        check_message(blocks)
        content["blocks"] = normal_blocks(blocks)
    if args.get("metadata") is not None:
        check_metadata(args["metadata"])
        content["metadata"] = args["metadata"]
    return content


def bot_message() -> LooseJson:
    """Return the author of a message of the bot's."""
    return {
        "user": cast.BOT_USER,
        "bot_id": cast.BOT_ID,
        "app_id": cast.APP_ID,
        "team": cast.TEAM_ID,
        "bot_profile": bot_profile(),
    }


def bot_profile() -> LooseJson:
    return {
        "id": cast.BOT_ID,
        "app_id": cast.APP_ID,
        "user_id": cast.BOT_USER,
        "name": cast.BOT_NAME,
        "icons": {"image_36": "", "image_48": "", "image_72": ""},
        "deleted": False,
        "updated": 1767225600,
        "team_id": cast.TEAM_ID,
    }


def permalink_of(address: str, channel: str, message: LooseJson) -> str:
    """Return the message's address on the page, in Slack's form."""
    link = f"{address}/archives/{channel}/p{message['ts'].replace('.', '')}"
    root = message.get("thread_ts", message["ts"])
    return link if root == message["ts"] else f"{link}?thread_ts={root}&cid={channel}"


def _root(space: Workspace, channel: LooseJson, thread: str) -> LooseJson:
    """The message a reply hangs on. A bot may reply under a deleted one: a tombstone holds the thread."""
    root = space.messages.get(channel["id"], {}).get(thread)
    if root is None:
        root = {"type": "message", "subtype": "tombstone", "user": cast.SLACKBOT, "ts": thread}
        root |= {"thread_ts": thread, "text": "This message was deleted."}
        space.save_message(channel["id"], root)
    if root.get("thread_ts", thread) != thread:
        raise SlackError("cannot_reply_to_message")
    return root


def _own(space: Workspace, channel: LooseJson, ts: str, otherwise: str) -> LooseJson:
    message = space.message(channel["id"], ts)
    if message.get("bot_id") != cast.BOT_ID:
        raise SlackError(otherwise)
    return message


def _tell(context: Context, channel: LooseJson, *told: LooseJson) -> None:
    """The bot hears of its own messages too; Bolt passes over most of those."""
    if events.hears(channel):
        for event in told:
            context.outgoing.event(event)


METHODS: dict[str, Method] = {
    "chat.postMessage": post_message,
    "chat.update": update_message,
    "chat.delete": delete_message,
    "chat.postEphemeral": post_ephemeral,
    "chat.getPermalink": permalink,
    "reactions.get": reactions_get,
    "reactions.add": reactions_add,
}
