"""The app's menu at the foot of the conversation: 发起请求 · 我的请求 · 待我处理."""

from __future__ import annotations

import structlog

from bot import texts
from bot.outbox.channel import Later, Revoked, Unclear, Unreachable
from bot.service.json_types import Json
from bot.wecom.client import WecomClient, WecomRefused

KEYS = ("raise", "mine", "waiting")

log = structlog.get_logger("wecom")


def menu() -> Json:
    """One for everybody, so in Chinese. A name has room for 16 bytes."""
    return {
        "button": [
            {"type": "click", "name": texts.say("zh", f"wecom.menu.{key}"), "key": key} for key in KEYS
        ]
    }


def put_up(client: WecomClient) -> None:
    """At every start. Without it everything can still be said in words, so a failure is only told to the log."""
    try:
        client.tell("menu/create", menu(), agentid=str(client.agent_id))
    except (Later, Revoked, Unclear, Unreachable, WecomRefused) as error:
        log.warning("menu not put up", why=f"{type(error).__name__}: {error}")
