"""What people say in the stories, by department and language."""

from __future__ import annotations

from collections.abc import Mapping

from bot.playground.story import words_en, words_zh
from workflows.languages import Language

StoryWords = Mapping[str, str]

_WORDS = {
    ("it", "en"): words_en.IT,
    ("it", "zh"): words_zh.IT,
    ("facilities", "en"): words_en.ROOMS,
    ("facilities", "zh"): words_zh.ROOMS,
}
_ANYWHERE = {"en": words_en.ANYWHERE, "zh": words_zh.ANYWHERE}


def story_words(department: str, language: Language) -> StoryWords:
    return {**_WORDS[department, language], **_ANYWHERE[language]}
