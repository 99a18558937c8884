"""How much room WeCom gives: texts in bytes, cards in characters, narrow columns by width. It cuts without a word.

https://developer.work.weixin.qq.com/document/path/90236
"""

from __future__ import annotations

import unicodedata

from bot.texts.cut import ELLIPSIS, cut

TEXT_BYTES = 2048
KEY_BYTES = 1024
TITLE, DESC, SUB_TITLE, QUOTE = 36, 44, 160, 100  # characters; a longer quotation would fill the screen
BUTTONS, ROWS = 6, 6
BUTTON = 10
LABEL = 5.0  # Chinese characters wide; a narrow one takes half the room
VALUE = 30


def cut_bytes(text: str, most: int) -> str:
    """At most so many bytes, between characters, with an ellipsis where something is missing."""
    raw = text.encode()
    if len(raw) <= most:
        return text
    room = max(0, most - 3)  # what the ellipsis takes
    return cut(text, min(len(raw[:room].decode(errors="ignore")) + 1, len(text) - 1)) or ELLIPSIS


def width(text: str) -> float:
    """In Chinese characters."""
    return sum(1.0 if unicodedata.east_asian_width(one) in "WF" else 0.5 for one in text)
