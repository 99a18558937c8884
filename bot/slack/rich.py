"""Text as Slack takes it: literal wherever there is a choice, so that people's words stand as they were typed."""

from __future__ import annotations

import re

from bot.service.json_types import Json
from bot.slack import escape
from bot.texts.cut import ELLIPSIS

LIVE = re.compile(r"[*_~`]|:[\w+-]+:")  # what mrkdwn reads as more than words


def header(text: str) -> Json:
    """A title in large letters, or, where it is too long for one, in bold ones."""
    if len(text) <= 150 and "\n" not in text:
        return {"type": "header", "text": plain_text(text, 150)}
    return rich(bold(escape.plain(text, 3000)))


def rich(*parts: Json, kind: str = "rich_text_section") -> Json:
    """A rich text block: what stands in it is literal, whatever it looks like."""
    return {"type": "rich_text", "elements": [{"type": kind, "elements": list(parts)}]}


def plain_text(text: str, limit: int, otherwise: str = ELLIPSIS) -> Json:
    """One line of plain text."""
    return {"type": "plain_text", "text": escape.one_line(text, limit, otherwise), "emoji": True}


def mrkdwn(text: str) -> Json:
    """mrkdwn that is escaped already; Slack adds no links of its own."""
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def text_of(text: str) -> Json:
    return {"type": "text", "text": text}


def bold(text: str) -> Json:
    return {"type": "text", "text": text, "style": {"bold": True}}
