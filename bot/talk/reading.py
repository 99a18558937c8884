"""Words as the answer to one question: a choice by its label, number or beginning, a typed day, a name."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from bot.typed_dates import understood
from workflows.calendars import Calendar
from workflows.definition import Choice, Language, Question

YES = frozenset("yes y yeah yep right ok okay sure correct 对 是 是的 对的 没错 好 好的 嗯 可以 行".split())
CANCEL = frozenset("cancel stop quit 取消 停 停止 算了 不答了".split())
SKIP = frozenset("skip 跳过".split())
LONGEST = 200  # characters: what is longer is no choice, and no name of one


def read(
    question: Question | None, text: str, language: Language, today: date, calendar: Calendar
) -> str | date | None:
    """The answer in these words, a choice by its id; None when they are none. Any words answer an open question."""
    if question is None:
        return text
    match question.kind:
        case "choice":
            chosen = choice(question, text)
            return chosen.id if chosen else None
        case "date":
            return understood(text, today, language, calendar.add_working_days)
        case "person":
            return text.replace(":", "：")  # a colon is what makes an id of a name
        case "text":
            return text


def choice(question: Question, text: str) -> Choice | None:
    """The one choice that is meant, in either language."""
    if len(text) > LONGEST or not (said := folded(text)):
        return None
    if number := re.fullmatch(r"第?(\d{1,2})(?:[.、)]|个|项)?", said):
        place = int(number[1])
        return question.choices[place - 1] if 0 < place <= len(question.choices) else None
    labels = [(made, folded(label)) for made in question.choices for label in (made.label.en, made.label.zh)]
    same = {made.id: made for made, label in labels if label == said}
    begun = {made.id: made for made, label in labels if label.startswith(said)}
    found = same or begun
    return next(iter(found.values())) if len(found) == 1 else None


def folded(text: str) -> str:
    """Without the differences that nobody means."""
    return unicodedata.normalize("NFKC", text).strip().casefold().strip("。.!！ ").replace("’", "'")
