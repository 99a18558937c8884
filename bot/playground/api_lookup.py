"""Web API: conversations.*, users.*, usergroups.*, team, bots — who and what there is."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.playground import cast
from bot.playground.api_chat import bot_profile
from bot.playground.api_context import Context, Method, flag, page_of, required
from bot.playground.shapes import LooseJson, SlackError
from bot.playground.workspace import Workspace

_CREATED = 1767225600


def conversations_open(context: Context, args: LooseJson) -> LooseJson:
    """https://docs.slack.dev/reference/methods/conversations.open, for one person at a time."""
    if args.get("channel"):
        room = context.space.channel(args["channel"])
    else:
        users = [user for user in str(args.get("users") or "").split(",") if user]
        if len(users) != 1:
            raise SlackError("too_many_users" if users else "users_list_not_supplied")
        room = context.space.open_dm(users[0])
    whole = conversation_info(context.space, room) if flag(args, "return_im") else {"id": room["id"]}
    return {"channel": whole}


def conversations_info(context: Context, args: LooseJson) -> LooseJson:
    room = context.space.channel(required(args, "channel", "channel_not_found"))
    info = conversation_info(context.space, room)
    if flag(args, "include_num_members"):
        info["num_members"] = len(room["members"])
    return {"channel": info}


def conversations_list(context: Context, args: LooseJson) -> LooseJson:
    return _rooms(context, args, list(context.space.rooms.values()))


def users_conversations(context: Context, args: LooseJson) -> LooseJson:
    """The conversations of a person, or of the bot itself."""
    user = str(args.get("user") or cast.BOT_USER)
    rooms = [room for room in context.space.rooms.values() if _in(room, user)]
    return _rooms(context, args, rooms)


def conversations_members(context: Context, args: LooseJson) -> LooseJson:
    room = context.space.channel(required(args, "channel", "channel_not_found"))
    members = [*room["members"], *([cast.BOT_USER] if room["bot"] else [])]
    page, cursor = page_of([{"id": one} for one in members], args)
    return {"members": [one["id"] for one in page], "response_metadata": {"next_cursor": cursor}}


def conversations_history(context: Context, args: LooseJson) -> LooseJson:
    """https://docs.slack.dev/reference/methods/conversations.history: newest first, without replies."""
    room = _readable(context.space, args)
    found = [one for one in reversed(context.space.top_level(room["id"])) if _between(one, args)]
    page, cursor = page_of(found, args, 999)
    return {
        "messages": [_read(one, args) for one in page],
        "has_more": bool(cursor),
        "pin_count": 0,
        "channel_actions_ts": None,
        "channel_actions_count": 0,
        "response_metadata": {"next_cursor": cursor},
    }


def conversations_replies(context: Context, args: LooseJson) -> LooseJson:
    """https://docs.slack.dev/reference/methods/conversations.replies: the root, then replies as they came."""
    room = _readable(context.space, args)
    ts = required(args, "ts", "thread_not_found")
    root = context.space.messages.get(room["id"], {}).get(ts)
    if root is None:
        raise SlackError("thread_not_found")
    if root.get("thread_ts", ts) != ts:
        root = context.space.messages[room["id"]][root["thread_ts"]]
    replies = [one for one in context.space.replies(room["id"], root["ts"]) if _between(one, args)]
    page, cursor = page_of([root, *replies], {"limit": 1000, **args})
    return {
        "messages": [_read(one, args) for one in page],
        "has_more": bool(cursor),
        "response_metadata": {"next_cursor": cursor},
    }


def users_info(context: Context, args: LooseJson) -> LooseJson:
    id_ = required(args, "user", "user_not_found")
    return {"user": user_object(context.space, id_, with_locale=flag(args, "include_locale"))}


def users_list(context: Context, args: LooseJson) -> LooseJson:
    everyone = [*context.space.people, cast.BOT_USER]
    locale = flag(args, "include_locale")
    found = [user_object(context.space, one, with_locale=locale) for one in everyone]
    page, cursor = page_of(found, args)
    return {"members": page, "cache_ts": _CREATED, "response_metadata": {"next_cursor": cursor}}


def usergroup_users(context: Context, args: LooseJson) -> LooseJson:
    group = context.space.usergroups.get(required(args, "usergroup"))
    if group is None:
        raise SlackError("no_such_subteam")
    return {"users": list(group)}


def team_info(context: Context, _args: LooseJson) -> LooseJson:
    team = {"id": cast.TEAM_ID, "name": cast.TEAM_NAME, "domain": cast.TEAM_DOMAIN, "email_domain": ""}
    return {"team": {**team, "url": context.address() + "/", "icon": {"image_default": True}}}


def bots_info(_context: Context, args: LooseJson) -> LooseJson:
    if args.get("bot", cast.BOT_ID) != cast.BOT_ID:
        raise SlackError("bot_not_found")
    return {"bot": bot_profile()}


def auth_test(context: Context, _args: LooseJson) -> LooseJson:
    return {
        "url": context.address() + "/",
        "team": cast.TEAM_NAME,
        "user": "yinuo",
        "team_id": cast.TEAM_ID,
        "user_id": cast.BOT_USER,
        "bot_id": cast.BOT_ID,
        "is_enterprise_install": False,
    }


def connections_open(context: Context, _args: LooseJson) -> LooseJson:
    """https://docs.slack.dev/reference/methods/apps.connections.open"""
    return {"url": context.socket_url()}


def conversation_info(space: Workspace, room: LooseJson) -> LooseJson:
    """https://docs.slack.dev/reference/objects/conversation-object"""
    common = {
        "id": room["id"],
        "created": _CREATED,
        "is_archived": bool(room.get("is_archived")),
        "is_im": bool(room.get("dm")),
        "is_org_shared": False,
        "context_team_id": cast.TEAM_ID,
        "updated": _CREATED * 1000,
    }
    if room.get("dm"):
        gone = room["dm"] in space.deleted
        return {**common, "user": room["dm"], "is_user_deleted": gone, "is_open": True, "priority": 0}
    return {
        **common,
        "name": room["name"],
        "name_normalized": room["name"],
        "is_channel": True,
        "is_group": False,
        "is_mpim": False,
        "is_private": False,
        "is_general": room["id"] == "C0GENERAL",
        "is_shared": False,
        "is_ext_shared": False,
        "is_pending_ext_shared": False,
        "is_member": bool(room["bot"]),
        "creator": "U0MARIA",
        "unlinked": 0,
        "shared_team_ids": [cast.TEAM_ID],
        "topic": {"value": room["topic"], "creator": "U0MARIA", "last_set": _CREATED},
        "purpose": {"value": "", "creator": "", "last_set": 0},
        "previous_names": [],
    }


def user_object(space: Workspace, id_: str, *, with_locale: bool) -> LooseJson:
    """https://docs.slack.dev/reference/objects/user-object"""
    if id_ == cast.BOT_USER:
        person = cast.Member(
            id=id_, real_name=cast.BOT_NAME, title="", locale="en-US", tz="Asia/Shanghai", color="4a3aa7"
        )
    else:
        person = space.person(id_)
    offset = datetime.now(UTC).astimezone(ZoneInfo(person.tz)).utcoffset()
    user: LooseJson = {
        "id": id_,
        "team_id": cast.TEAM_ID,
        "name": person.name,
        "deleted": id_ in space.deleted,
        "color": person.color,
        "real_name": person.real_name,
        "tz": person.tz,
        "tz_label": person.tz,
        "tz_offset": int(offset.total_seconds()) if offset else 0,
        "profile": _profile(person),
        "is_admin": id_ == "U0MARIA",
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": person.guest,
        "is_ultra_restricted": False,
        "is_bot": id_ == cast.BOT_USER,
        "is_app_user": False,
        "updated": _CREATED,
        "is_email_confirmed": True,
        "who_can_share_contact_card": "EVERYONE",
    }
    return {**user, "locale": person.locale} if with_locale else user


def _profile(person: cast.Member) -> LooseJson:
    return {
        "title": person.title,
        "phone": "",
        "skype": "",
        "real_name": person.real_name,
        "real_name_normalized": person.real_name,
        "display_name": "",
        "display_name_normalized": "",
        "fields": None,
        "status_text": "",
        "status_emoji": "",
        "status_emoji_display_info": [],
        "status_expiration": 0,
        "avatar_hash": "",
        "team": cast.TEAM_ID,
    }


def _rooms(context: Context, args: LooseJson, rooms: list[LooseJson]) -> LooseJson:
    kinds = str(args.get("types") or "public_channel").split(",")
    wanted = [room for room in rooms if ("im" if room.get("dm") else "public_channel") in kinds]
    if flag(args, "exclude_archived"):
        wanted = [room for room in wanted if not room.get("is_archived")]
    page, cursor = page_of([conversation_info(context.space, room) for room in wanted], args)
    return {"channels": page, "response_metadata": {"next_cursor": cursor}}


def _in(room: LooseJson, user: str) -> bool:
    return bool(room["bot"]) if user == cast.BOT_USER else user in room["members"]


def _readable(space: Workspace, args: LooseJson) -> LooseJson:
    room = space.channel(required(args, "channel", "channel_not_found"))
    if not room["bot"]:
        raise SlackError("not_in_channel")
    return room


def _between(message: LooseJson, args: LooseJson) -> bool:
    """Within `oldest` and `latest`, those two themselves only when `inclusive`."""
    ts, inclusive = _number(message["ts"]), flag(args, "inclusive")
    oldest, latest = args.get("oldest"), args.get("latest")
    if oldest and not (ts > _number(oldest) or (inclusive and ts == _number(oldest))):
        return False
    return not latest or ts < _number(latest) or (inclusive and ts == _number(latest))


def _number(ts: object) -> float:
    try:
        return float(str(ts))
    except ValueError:
        raise SlackError("invalid_ts_latest") from None


def _read(message: LooseJson, args: LooseJson) -> LooseJson:
    """Metadata comes only when asked for."""
    if flag(args, "include_all_metadata"):
        return message
    return {key: value for key, value in message.items() if key != "metadata"}


METHODS: dict[str, Method] = {
    "auth.test": auth_test,
    "team.info": team_info,
    "bots.info": bots_info,
    "apps.connections.open": connections_open,
    "conversations.open": conversations_open,
    "conversations.info": conversations_info,
    "conversations.list": conversations_list,
    "conversations.members": conversations_members,
    "conversations.history": conversations_history,
    "conversations.replies": conversations_replies,
    "users.info": users_info,
    "users.list": users_list,
    "users.conversations": users_conversations,
    "usergroups.users.list": usergroup_users,
}
