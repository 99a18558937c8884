"""The languages that people read: the one list. Words stand in `bot/texts`, workflow texts in the catalogue."""

from __future__ import annotations

from typing import Literal, get_args

Language = Literal["en", "zh"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
NAMES: dict[Language, str] = {"en": "English", "zh": "Chinese"}
